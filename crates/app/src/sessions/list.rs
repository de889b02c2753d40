//! The sessions of a mentorship: those to come, and those that were.

use super::{
    meetings::Meetings,
    view::{SessionStatus, date_of, placeholder, status, when},
};
use crate::{
    App, Result,
    series::{self, SeriesView},
    when::When,
};
use cairn_domain::{AccountId, MentorshipId, Occurrence, Session, SessionId, SessionState};
use cairn_store::Reader;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How far ahead a series is shown.
const AHEAD: TimeDelta = TimeDelta::days(120);
/// How many sessions to come are shown.
const MOST_AHEAD: usize = 8;

/// Whose sessions.
#[derive(Debug, Deserialize, TS)]
pub struct ListSessions {
    mentorship: MentorshipId,
}

/// The sessions of a mentorship.
#[derive(Debug, Serialize, TS)]
pub struct SessionsView {
    /// Those to come, the next one first: at most eight.
    pub upcoming: Vec<SessionRow>,
    /// Those that were, the last one first.
    pub past: Vec<SessionRow>,
    /// The series that plan them and have not ended.
    pub series: Vec<SeriesView>,
    /// Those planned in a time zone that this computer does not know: nobody can say when they are.
    pub without_time: Vec<SessionRow>,
}

/// A session in a list.
#[derive(Debug, Serialize, TS)]
pub struct SessionRow {
    /// Names it.
    pub id: SessionId,
    /// The mentorship.
    pub mentorship: MentorshipId,
    /// What it is about, or whom it is with.
    pub title: String,
    /// `Tue 24 Nov`.
    pub date: String,
    /// On every clock.
    pub when: When,
    /// Where it stands.
    pub status: SessionStatus,
    /// It belongs to a series.
    pub repeats: bool,
    /// How many things are still to be talked about.
    pub open_items: usize,
}

/// Lists the sessions of a mentorship. Fails with `not_found`.
pub fn list(app: &App, args: ListSessions) -> Result<SessionsView> {
    let account = app.open()?.account;
    let now = app.now();
    app.read(|reader| {
        let meetings = Meetings::read(reader, args.mentorship)?;
        let first = meetings.recorded.iter().filter_map(|session| session.instant());
        let planned = meetings.series.iter().filter_map(|series| series.session_at(series.starts).instant());
        let from = first.chain(planned).min().unwrap_or(now).min(now);
        let all = meetings.between(from, now + AHEAD);
        let (past, upcoming): (Vec<Occurrence>, Vec<Occurrence>) =
            all.into_iter().partition(|found| is_past(found, now));
        let rows = |found: Vec<Occurrence>| -> Result<Vec<SessionRow>> {
            found.iter().map(|found| row(app, reader, &meetings, found, account)).collect()
        };
        let going_on = |view: &SeriesView| view.until.is_none();
        let series =
            meetings.series.iter().map(|series| series::view(app, series, &meetings.members, account));
        Ok(SessionsView {
            without_time: rows(meetings.without_time().into_iter().map(unplaced).collect())?,
            upcoming: rows(upcoming.into_iter().take(MOST_AHEAD).collect())?,
            past: rows(past.into_iter().rev().collect())?,
            series: series.filter(going_on).collect(),
        })
    })
}

/// A session that has no instant; its own wall time stands for it.
fn unplaced(session: Session) -> Occurrence {
    Occurrence { at: session.starts.and_utc(), session, recorded: true }
}

/// A session that has ended, or of which somebody has said what became of it before it began.
fn is_past(found: &Occurrence, now: chrono::DateTime<chrono::Utc>) -> bool {
    let settled = matches!(found.session.state, SessionState::Held | SessionState::Missed);
    settled || found.session.planned_end().is_some_and(|end| end <= now)
}

fn row(
    app: &App,
    reader: &Reader<'_>,
    meetings: &Meetings,
    found: &Occurrence,
    account: AccountId,
) -> Result<SessionRow> {
    let session = &found.session;
    let when = when(app, session, &meetings.members)?;
    let open_items = match found.recorded {
        true => crate::agenda::items_of(reader, session)?.iter().filter(|item| !item.done).count(),
        false => 0,
    };
    Ok(SessionRow {
        id: session.id,
        mentorship: session.mentorship,
        title: match session.title.is_empty() {
            true => placeholder(app, &meetings.members, account),
            false => session.title.clone(),
        },
        date: date_of(app, session),
        status: status(app, session, &when, &meetings.members, account),
        repeats: session.series.is_some(),
        open_items,
        when,
    })
}
