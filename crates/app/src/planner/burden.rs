//! What the sessions that were have cost each: who has already met at unsocial hours.

use super::people::Person;
use crate::sessions::Meetings;
use cairn_calendar::burden;
use cairn_domain::SessionState;
use chrono::{DateTime, TimeDelta, Utc};

/// What is longer ago is forgotten.
const MEMORY: TimeDelta = TimeDelta::days(366);

/// What the sessions before `until` have cost, and how many they are: those that were held, and those that are planned.
pub(super) struct SoFar {
    pub(super) sessions: usize,
    /// By person.
    pub(super) costs: Vec<u32>,
}

pub(super) fn so_far(meetings: &Meetings, people: &[Person], until: DateTime<Utc>) -> SoFar {
    let all = meetings.between(until - MEMORY, until);
    let counts = |state| matches!(state, SessionState::Held | SessionState::Planned);
    let starts: Vec<_> =
        all.iter().filter(|meeting| counts(meeting.session.state)).map(|meeting| meeting.at).collect();
    let cost = |person: &Person| starts.iter().map(|start| burden(person.zone().civil(*start))).sum::<u32>();
    SoFar { sessions: starts.len(), costs: people.iter().map(cost).collect() }
}
