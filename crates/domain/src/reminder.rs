//! When a person is reminded of a session: each reminder once, whatever the clock, the computer or the meeting did.

use crate::SessionId;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use std::collections::{BTreeMap, BTreeSet};

use crate::word::words;

/// How long a reminder that is over is remembered, so that it cannot come again.
const REMEMBERED: TimeDelta = TimeDelta::days(60);

/// Names a reminder for ever, also when the session moves: a reminder of that name comes once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReminderKey {
    /// The session.
    pub session: SessionId,
    /// When the session was first planned, on its own clock.
    pub original_start: NaiveDateTime,
    /// How long before the start, in minutes.
    pub lead_minutes: i64,
}

words! {
    /// What became of a reminder.
    ReminderState {
        /// Its time is yet to come.
        Waiting = "waiting",
        /// Put off by the person.
        Snoozed = "snoozed",
        /// Shown.
        Fired = "fired",
        /// The session was over before it could be shown.
        Missed = "missed",
        /// Not to be shown: its time had passed when the session was planned, or a later one of the session stands for it.
        Skipped = "skipped",
    }
}

/// A reminder as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminder {
    /// Its name.
    pub key: ReminderKey,
    /// The start less the lead.
    pub due: DateTime<Utc>,
    /// What became of it.
    pub state: ReminderState,
    /// When it was shown, or found to be missed.
    pub fired_at: Option<DateTime<Utc>>,
    /// Until when it is put off.
    pub snoozed_until: Option<DateTime<Utc>>,
}

/// A planned session that wants reminders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remindable<'a> {
    /// The session.
    pub session: SessionId,
    /// When it was first planned, on its own clock.
    pub original_start: NaiveDateTime,
    /// Its start as planned now.
    pub starts: DateTime<Utc>,
    /// Its planned end.
    pub ends: DateTime<Utc>,
    /// How long before the start the person wants to hear of it, in minutes.
    pub leads: &'a [i64],
}

/// What is to be done now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReminderPlan {
    /// Rows that are new or changed; keep them before anything is shown, so that a crash cannot show it twice.
    pub keep: Vec<Reminder>,
    /// Rows whose session was called off, moved away or is long over.
    pub forget: Vec<ReminderKey>,
    /// Reminders to show now, at most one for each session.
    pub fire: Vec<Reminder>,
    /// Reminders that could not be shown in time; tell of them in one line at most.
    pub missed: Vec<Reminder>,
}

/// What is to be done at `now`, given the sessions that are planned and the reminders that are kept.
///
/// `sessions` holds every planned session from a week ago to as far ahead as reminders are wanted. `quiet_until` gives
/// the end of the quiet hours in which an instant lies; they delay a reminder, but never past the start.
pub fn plan_reminders(
    sessions: &[Remindable<'_>],
    kept: &[Reminder],
    now: DateTime<Utc>,
    quiet_until: impl Fn(DateTime<Utc>) -> Option<DateTime<Utc>>,
) -> ReminderPlan {
    let mut plan = ReminderPlan::default();
    let mut rows: BTreeMap<ReminderKey, Reminder> = kept.iter().map(|row| (row.key, *row)).collect();
    let mut wanted = BTreeSet::new();
    for session in sessions {
        let mut ripe = Vec::new();
        for lead in session.leads {
            let row = refresh(session, *lead, rows.remove(&key(session, *lead)), now);
            wanted.insert(row.key);
            if is_ripe(&row, session, now, &quiet_until) {
                ripe.push(row);
            } else if !kept.contains(&row) {
                plan.keep.push(row);
            }
        }
        settle(session, ripe, now, &mut plan);
    }
    plan.forget = rows.into_values().filter(|row| is_forgotten(row, now)).map(|row| row.key).collect();
    plan
}

fn key(session: &Remindable<'_>, lead_minutes: i64) -> ReminderKey {
    ReminderKey { session: session.session, original_start: session.original_start, lead_minutes }
}

/// The row as it should be for the session as it is planned now.
fn refresh(session: &Remindable<'_>, lead: i64, kept: Option<Reminder>, now: DateTime<Utc>) -> Reminder {
    let due = session.starts - TimeDelta::minutes(lead);
    let fresh = |state| Reminder { key: key(session, lead), due, state, fired_at: None, snoozed_until: None };
    match kept {
        None if due <= now => fresh(ReminderState::Skipped),
        None => fresh(ReminderState::Waiting),
        // The session moved: what was said of the old time does not count for the new one.
        Some(row) if row.due != due && due > now => fresh(ReminderState::Waiting),
        Some(row) => Reminder { due, ..row },
    }
}

fn is_ripe(
    row: &Reminder,
    session: &Remindable<'_>,
    now: DateTime<Utc>,
    quiet_until: impl Fn(DateTime<Utc>) -> Option<DateTime<Utc>>,
) -> bool {
    let due = match row.state {
        ReminderState::Waiting => row.due,
        ReminderState::Snoozed => row.snoozed_until.unwrap_or(row.due),
        ReminderState::Fired | ReminderState::Missed | ReminderState::Skipped => return false,
    };
    let wakes = quiet_until(due).map_or(due, |end| end.min(session.starts).max(due));
    wakes <= now
}

/// Several reminders of one session at once, after a sleep, become one: that of the shortest lead.
fn settle(session: &Remindable<'_>, mut ripe: Vec<Reminder>, now: DateTime<Utc>, plan: &mut ReminderPlan) {
    ripe.sort_by_key(|row| row.key.lead_minutes);
    let in_time = now < session.ends;
    for (place, row) in ripe.into_iter().enumerate() {
        let state = match (place, in_time) {
            (0, true) => ReminderState::Fired,
            (0, false) => ReminderState::Missed,
            _ => ReminderState::Skipped,
        };
        let row = Reminder { state, fired_at: Some(now), snoozed_until: None, ..row };
        plan.keep.push(row);
        match state {
            ReminderState::Fired => plan.fire.push(row),
            ReminderState::Missed => plan.missed.push(row),
            _ => {}
        }
    }
}

fn is_forgotten(row: &Reminder, now: DateTime<Utc>) -> bool {
    match row.state {
        ReminderState::Waiting | ReminderState::Snoozed => true,
        ReminderState::Fired | ReminderState::Missed | ReminderState::Skipped => row.due + REMEMBERED < now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    const LEADS: &[i64] = &[1440, 15];

    fn at(text: &str) -> DateTime<Utc> {
        format!("{text}:00Z").parse().unwrap()
    }

    fn session(starts: &str) -> Remindable<'static> {
        let starts = at(starts);
        Remindable {
            session: SessionId(Uuid::from_u128(1)),
            original_start: NaiveDateTime::default(),
            starts,
            ends: starts + TimeDelta::minutes(60),
            leads: LEADS,
        }
    }

    /// A desk with a clock: what is kept, and what was shown when.
    #[derive(Default)]
    struct Desk {
        kept: BTreeMap<ReminderKey, Reminder>,
        shown: Vec<(DateTime<Utc>, i64)>,
        missed: usize,
    }

    impl Desk {
        fn wake(&mut self, now: DateTime<Utc>, sessions: &[Remindable<'_>]) {
            self.wake_with(now, sessions, |_| None);
        }

        fn wake_with(
            &mut self,
            now: DateTime<Utc>,
            sessions: &[Remindable<'_>],
            quiet: impl Fn(DateTime<Utc>) -> Option<DateTime<Utc>>,
        ) {
            let kept: Vec<Reminder> = self.kept.values().copied().collect();
            let plan = plan_reminders(sessions, &kept, now, quiet);
            self.kept.extend(plan.keep.iter().map(|row| (row.key, *row)));
            self.kept.retain(|key, _| !plan.forget.contains(key));
            self.shown.extend(plan.fire.iter().map(|row| (now, row.key.lead_minutes)));
            self.missed += plan.missed.len();
        }

        fn shown(&self) -> Vec<(String, i64)> {
            self.shown.iter().map(|(when, lead)| (when.format("%dT%H:%M").to_string(), *lead)).collect()
        }
    }

    fn shown(list: &[(&str, i64)]) -> Vec<(String, i64)> {
        list.iter().map(|(when, lead)| ((*when).to_owned(), *lead)).collect()
    }

    #[test]
    fn each_lead_comes_once_at_its_time() {
        let (mut desk, session) = (Desk::default(), session("2026-11-25T20:00"));
        let mut now = at("2026-11-23T00:00");
        while now < at("2026-11-26T00:00") {
            desk.wake(now, &[session]);
            now += TimeDelta::seconds(30);
        }
        assert_eq!(desk.shown(), shown(&[("24T20:00", 1440), ("25T19:45", 15)]));
    }

    #[test]
    fn after_a_sleep_across_both_only_the_nearer_one_comes() {
        let (mut desk, session) = (Desk::default(), session("2026-11-25T20:00"));
        desk.wake(at("2026-11-23T00:00"), &[session]);
        desk.wake(at("2026-11-25T20:12"), &[session]);
        desk.wake(at("2026-11-25T20:13"), &[session]);
        assert_eq!(desk.shown(), shown(&[("25T20:12", 15)]));
        assert_eq!(desk.missed, 0);
    }

    #[test]
    fn a_session_slept_through_is_missed_once() {
        let (mut desk, session) = (Desk::default(), session("2026-11-25T20:00"));
        desk.wake(at("2026-11-23T00:00"), &[session]);
        desk.wake(at("2026-11-25T21:30"), &[session]);
        desk.wake(at("2026-11-25T21:31"), &[session]);
        assert_eq!((desk.shown().len(), desk.missed), (0, 1));
    }

    #[test]
    fn a_clock_set_back_brings_nothing_again() {
        let (mut desk, session) = (Desk::default(), session("2026-11-25T20:00"));
        desk.wake(at("2026-11-23T00:00"), &[session]);
        desk.wake(at("2026-11-24T20:00"), &[session]);
        desk.wake(at("2026-11-24T19:00"), &[session]);
        desk.wake(at("2026-11-24T20:00"), &[session]);
        assert_eq!(desk.shown(), shown(&[("24T20:00", 1440)]));
    }

    #[test]
    fn a_moved_session_is_reminded_of_at_its_new_time_only() {
        let mut desk = Desk::default();
        desk.wake(at("2026-11-23T00:00"), &[session("2026-11-25T20:00")]);
        let moved = session("2026-11-27T18:00");
        for now in ["2026-11-24T20:00", "2026-11-26T18:00", "2026-11-27T17:45"] {
            desk.wake(at(now), &[moved]);
        }
        assert_eq!(desk.shown(), shown(&[("26T18:00", 1440), ("27T17:45", 15)]));
    }

    #[test]
    fn a_session_called_off_is_silent() {
        let mut desk = Desk::default();
        desk.wake(at("2026-11-23T00:00"), &[session("2026-11-25T20:00")]);
        desk.wake(at("2026-11-24T20:00"), &[]);
        assert!(desk.shown().is_empty() && desk.kept.is_empty());
    }

    #[test]
    fn a_session_planned_for_today_does_not_shout_at_once() {
        let mut desk = Desk::default();
        desk.wake(at("2026-11-25T17:00"), &[session("2026-11-25T20:00")]);
        assert!(desk.shown().is_empty(), "the day-before reminder had passed when the session was planned");
        desk.wake(at("2026-11-25T19:45"), &[session("2026-11-25T20:00")]);
        assert_eq!(desk.shown(), shown(&[("25T19:45", 15)]));
    }

    #[test]
    fn a_snoozed_reminder_comes_back_when_it_was_told_to() {
        let (mut desk, session) = (Desk::default(), session("2026-11-25T20:00"));
        desk.wake(at("2026-11-25T17:00"), &[session]);
        desk.wake(at("2026-11-25T19:45"), &[session]);
        for row in desk.kept.values_mut().filter(|row| row.key.lead_minutes == 15) {
            (row.state, row.snoozed_until) = (ReminderState::Snoozed, Some(at("2026-11-25T19:55")));
        }
        desk.wake(at("2026-11-25T19:54"), &[session]);
        desk.wake(at("2026-11-25T19:55"), &[session]);
        assert_eq!(desk.shown(), shown(&[("25T19:45", 15), ("25T19:55", 15)]));
    }

    #[test]
    fn quiet_hours_delay_but_never_past_the_start() {
        // Quiet from 22 to 7; the session begins at 6:30, so that its reminder comes at the start.
        let quiet = |at: DateTime<Utc>| {
            let hour = at.format("%H").to_string().parse::<u32>().unwrap();
            let seven = at.date_naive().and_hms_opt(7, 0, 0).unwrap().and_utc();
            match hour {
                0..7 => Some(seven),
                22.. => Some(seven + TimeDelta::days(1)),
                _ => None,
            }
        };
        let (mut desk, session) = (Desk::default(), session("2026-11-25T06:30"));
        for now in [
            "2026-11-23T12:00",
            "2026-11-24T06:30",
            "2026-11-24T07:00",
            "2026-11-25T06:15",
            "2026-11-25T06:30",
        ] {
            desk.wake_with(at(now), &[session], quiet);
        }
        assert_eq!(desk.shown(), shown(&[("24T07:00", 1440), ("25T06:30", 15)]));
    }

    proptest! {
        /// Whatever the clock does, no reminder comes twice, and none before its time.
        #[test]
        fn never_twice_and_never_early(wakes in prop::collection::vec(0i64..6_000, 1..60)) {
            let (mut desk, session) = (Desk::default(), session("2026-11-25T20:00"));
            let origin = at("2026-11-23T00:00");
            desk.wake(origin, &[session]);
            for minutes in wakes {
                desk.wake(origin + TimeDelta::minutes(minutes), &[session]);
            }
            for lead in LEADS {
                let times: Vec<_> = desk.shown.iter().filter(|(_, shown)| shown == lead).collect();
                prop_assert!(times.len() <= 1, "the reminder {lead} minutes before came {} times", times.len());
                prop_assert!(times.iter().all(|(when, _)| *when >= session.starts - TimeDelta::minutes(*lead)));
            }
        }
    }
}
