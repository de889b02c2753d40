//! How a mentorship does, told from dates alone: the same for every member, and nothing that anybody wrote.

use super::Pair;
use crate::{App, Result, sessions::Meetings};
use cairn_domain::{Cadence, CheckIn, Goal, SessionState, progress::next_check_in};
use cairn_store::Reader;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::Serialize;
use ts_rs::TS;

/// Sessions are counted over so many weeks.
const WEEKS: i64 = 12;

/// How a mentorship does.
#[derive(Debug, PartialEq, Serialize, TS)]
pub struct Health {
    /// Whole days since the last session that took place; none before the first.
    pub days_since: Option<i64>,
    /// Sessions of the last twelve weeks that took place.
    pub held: usize,
    /// Sessions of the last twelve weeks, whatever became of them.
    pub planned: usize,
    /// Shared goals whose check-in is overdue.
    pub goals_waiting: usize,
}

/// Looks at a mentorship. Private goals are not counted: both sides see the same.
pub(super) fn health(app: &App, reader: &Reader<'_>, pair: &Pair, meetings: &Meetings) -> Result<Health> {
    let (now, today) = (app.now(), app.today());
    let recent = meetings.between(now - TimeDelta::weeks(WEEKS), now);
    let shared = reader.mentorship(pair.mentorship.id);
    let mut goals_waiting = 0;
    for goal in shared.all::<Goal>()? {
        let check_ins = shared.with::<CheckIn>("goal", goal.id)?;
        let last = check_ins.iter().map(|check_in| check_in.on).max();
        goals_waiting += usize::from(is_due(&goal, last, today));
    }
    Ok(Health {
        days_since: last_contact(meetings, now).map(|at| (now - at).num_days()),
        held: recent.iter().filter(|meeting| meeting.session.state == SessionState::Held).count(),
        planned: recent.len(),
        goals_waiting,
    })
}

/// Whether a goal's check-in is wanted today or was before.
pub(crate) fn is_due(goal: &Goal, last: Option<NaiveDate>, today: NaiveDate) -> bool {
    next_check_in(goal, last).is_some_and(|next| next <= today)
}

/// The start of the last session that took place.
pub(crate) fn last_contact(meetings: &Meetings, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let held = meetings.recorded.iter().filter(|session| session.state == SessionState::Held);
    held.filter_map(|session| session.instant()).filter(|at| *at <= now).max()
}

/// After so many days without a session it is long, by how often they mean to meet; none when they meet as needed.
pub(crate) fn long_without(cadence: Cadence) -> Option<i64> {
    match cadence {
        Cadence::Weekly => Some(21),
        Cadence::Fortnightly => Some(35),
        Cadence::Monthly => Some(63),
        Cadence::AsNeeded => None,
    }
}
