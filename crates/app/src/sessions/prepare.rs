//! What to look at before a session, in a minute.

use super::{
    change::OneSession,
    meetings::Meetings,
    view::{SharedSide, date_of, shared_side, when},
};
use crate::{
    App, Result,
    actions::{self, ActionView},
    markdown,
    notes::{private_note, shared_note},
    when::When,
};
use cairn_domain::{ActionItem, Goal, GoalId, GoalStatus, Session, SessionId, SessionState};
use cairn_store::Reader;
use chrono::TimeDelta;
use serde::Serialize;
use ts_rs::TS;

/// How far ahead a goal counts as due.
const SOON: TimeDelta = TimeDelta::days(30);

/// What to look at before a session.
#[derive(Debug, Serialize, TS)]
pub struct PrepareView {
    /// The session.
    pub id: SessionId,
    /// On every clock.
    pub when: When,
    /// The session before, as its members wrote it down.
    pub last: Option<LastSession>,
    /// What the person wrote for herself last time.
    pub private_html: Option<String>,
    /// Actions of the mentorship still to be done.
    pub actions: Vec<ActionView>,
    /// Goals that are due within a month, or late.
    pub goals: Vec<GoalDue>,
    /// The agenda and the notes of the session itself.
    pub shared: SharedSide,
}

/// The session before.
#[derive(Debug, Serialize, TS)]
pub struct LastSession {
    /// Names it.
    pub id: SessionId,
    /// `Tue 17 Nov`.
    pub date: String,
    /// Its shared note, to read; empty where nobody wrote one.
    pub html: String,
}

/// A goal that is due.
#[derive(Debug, Serialize, TS)]
pub struct GoalDue {
    /// Names it.
    pub id: GoalId,
    /// In a few words.
    pub title: String,
    /// `18 Dec`.
    pub due: String,
    /// The day has passed.
    pub late: bool,
    /// Only the person herself can see it.
    pub private: bool,
}

/// Gathers what to look at. Fails with `not_found`.
pub fn prepare(app: &App, args: OneSession) -> Result<PrepareView> {
    let account = app.open()?.account;
    app.read(|reader| {
        let (meetings, session) = Meetings::around(reader, args.id)?;
        let last = last_held(&meetings, &session);
        let mut open = reader.anywhere().with::<ActionItem>("mentorship", Some(session.mentorship))?;
        open.retain(|action| action.done_at.is_none());
        Ok(PrepareView {
            id: session.id,
            when: when(app, &session, &meetings.members)?,
            private_html: match &last {
                Some(last) => private_note(reader, last.id)?.map(|note| markdown::render(&note.text)),
                None => None,
            },
            last: last.map(|last| last_session(app, reader, &last)).transpose()?,
            actions: actions::views(app, reader, open, account)?,
            goals: goals_due(app, reader, &session)?,
            shared: shared_side(app, reader, &session, &meetings.members, account)?,
        })
    })
}

/// The last session before this one that took place.
fn last_held(meetings: &Meetings, session: &Session) -> Option<Session> {
    let at = session.instant()?;
    let held = meetings.recorded.iter().filter(|earlier| earlier.state == SessionState::Held);
    let before =
        held.filter_map(|earlier| Some((earlier.instant()?, earlier))).filter(|(when, _)| *when < at);
    before.max_by_key(|(when, _)| *when).map(|(_, earlier)| earlier.clone())
}

fn last_session(app: &App, reader: &Reader<'_>, last: &Session) -> Result<LastSession> {
    let text = shared_note(reader, last)?.map(|note| note.text.clone()).unwrap_or_default();
    Ok(LastSession { id: last.id, date: date_of(app, last), html: markdown::render(&text) })
}

fn goals_due(app: &App, reader: &Reader<'_>, session: &Session) -> Result<Vec<GoalDue>> {
    let today = app.today();
    let mut goals = reader.anywhere().with::<Goal>("mentorship", Some(session.mentorship))?;
    goals.sort_by_key(|goal| goal.due_on);
    let due = |goal: cairn_store::Placed<Goal>| {
        let on = goal.due_on.filter(|on| *on <= today + SOON && goal.status == GoalStatus::Active)?;
        Some(GoalDue {
            id: goal.id,
            due: app.clock_text().day_short(on, today),
            late: on < today,
            private: goal.space.is_personal(),
            title: goal.record.title,
        })
    };
    Ok(goals.into_iter().filter_map(due).collect())
}
