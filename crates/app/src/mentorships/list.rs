//! The mentorships as the sidebar lists them, by person.

use super::Pair;
use crate::{App, Result, messages::unread, sessions::upcoming};
use cairn_calendar::{Zone, place_of};
use cairn_domain::{ActionItem, MentorshipId, MentorshipState, Occurrence, SessionState};
use chrono::{NaiveDate, TimeDelta};
use serde::Serialize;
use std::collections::BTreeSet;
use ts_rs::TS;

/// A meeting that nobody has logged waits for so long.
const LOG_WITHIN: TimeDelta = TimeDelta::days(14);

/// A mentorship in the sidebar.
#[derive(Debug, Serialize, TS)]
pub struct MentorshipRow {
    /// Names it.
    pub id: MentorshipId,
    /// The other member's name, or the group's.
    pub name: String,
    /// What its tint is made of.
    pub seed: String,
    /// How many members a group has; none for a pair.
    pub count: Option<usize>,
    /// The time there, `06:42`; none for a group.
    pub clock: Option<String>,
    /// `Kolkata`.
    pub place: Option<String>,
    /// Whether something there waits for the person: an action that is due, or a session to log.
    pub waits: bool,
    /// How many messages and cards there she has not seen.
    pub unread: u32,
    /// Where it stands.
    pub state: MentorshipState,
}

/// Lists the mentorships: those that are closed last, else the eldest first.
pub fn list(app: &App, (): ()) -> Result<Vec<MentorshipRow>> {
    let (now, today) = (app.now(), app.today());
    app.read(|reader| {
        let mut waiting: BTreeSet<MentorshipId> = upcoming(reader, now - LOG_WITHIN, now)?
            .into_iter()
            .filter(|meeting| is_to_be_logged(meeting, now))
            .map(|meeting| meeting.session.mentorship)
            .collect();
        let pairs = Pair::all(reader)?;
        for item in reader.anywhere().with::<ActionItem>("done_at", None::<chrono::DateTime<chrono::Utc>>)? {
            let pair = pairs.iter().find(|pair| Some(pair.mentorship.id) == item.mentorship);
            if let Some(pair) = pair.filter(|pair| waits_for_me(&item, pair, today)) {
                waiting.insert(pair.mentorship.id);
            }
        }
        let mut rows = Vec::with_capacity(pairs.len());
        for pair in &pairs {
            let unread = unread::count(reader, pair)?;
            rows.push(MentorshipRow { unread, ..row(app, pair, waiting.contains(&pair.mentorship.id)) });
        }
        rows.sort_by_key(|row| row.state == MentorshipState::Closed);
        Ok(rows)
    })
}

/// Whether a meeting is over and nobody has said what became of it.
pub(crate) fn is_to_be_logged(meeting: &Occurrence, now: chrono::DateTime<chrono::Utc>) -> bool {
    meeting.session.state == SessionState::Planned
        && meeting.at + TimeDelta::minutes(meeting.session.minutes) <= now
}

fn waits_for_me(item: &ActionItem, pair: &Pair, today: NaiveDate) -> bool {
    let mine = item.owner.is_none() || item.owner == pair.me().map(|me| me.id);
    mine && item.done_at.is_none() && item.due_on.is_some_and(|due| due <= today)
}

fn row(app: &App, pair: &Pair, waits: bool) -> MentorshipRow {
    let zone = pair.other().and_then(|other| Zone::stored(&other.zone).ok());
    let state = pair.state();
    MentorshipRow {
        id: pair.mentorship.id,
        name: pair.name(),
        seed: pair.seed(),
        count: pair.count(),
        clock: zone.as_ref().map(|zone| app.clock_text().time(zone.civil(app.now()).time())),
        place: zone.as_ref().map(|zone| place_of(zone).city),
        waits: waits && state.is_under_way(),
        unread: 0,
        state,
    }
}
