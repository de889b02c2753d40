use super::*;
use chrono::TimeDelta;
use proptest::prelude::*;
use std::collections::BTreeMap;

const LEADS: &[i64] = &[1440, 15];

fn at(text: &str) -> DateTime<Utc> {
    format!("{text}:00Z").parse().unwrap()
}

fn session(starts: &str) -> Remindable {
    let starts = at(starts);
    Remindable {
        subject: ReminderSubject::Session(SessionId(Uuid::from_u128(1))),
        planned: starts.naive_utc(),
        starts,
        ends: starts + TimeDelta::minutes(60),
        dues: LEADS
            .iter()
            .map(|lead| Due { lead_minutes: *lead, at: starts - TimeDelta::minutes(*lead) })
            .collect(),
        late: Late::Skip,
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
    fn wake(&mut self, now: DateTime<Utc>, sessions: &[Remindable]) {
        self.wake_with(now, sessions, |_| None);
    }

    fn wake_with(
        &mut self,
        now: DateTime<Utc>,
        sessions: &[Remindable],
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
        desk.wake(now, std::slice::from_ref(&session));
        now += TimeDelta::seconds(30);
    }
    assert_eq!(desk.shown(), shown(&[("24T20:00", 1440), ("25T19:45", 15)]));
}

#[test]
fn after_a_sleep_across_both_only_the_nearer_one_comes() {
    let (mut desk, session) = (Desk::default(), session("2026-11-25T20:00"));
    desk.wake(at("2026-11-23T00:00"), std::slice::from_ref(&session));
    desk.wake(at("2026-11-25T20:12"), std::slice::from_ref(&session));
    desk.wake(at("2026-11-25T20:13"), std::slice::from_ref(&session));
    assert_eq!(desk.shown(), shown(&[("25T20:12", 15)]));
    assert_eq!(desk.missed, 0);
}

#[test]
fn a_session_slept_through_is_missed_once() {
    let (mut desk, session) = (Desk::default(), session("2026-11-25T20:00"));
    desk.wake(at("2026-11-23T00:00"), std::slice::from_ref(&session));
    desk.wake(at("2026-11-25T21:30"), std::slice::from_ref(&session));
    desk.wake(at("2026-11-25T21:31"), std::slice::from_ref(&session));
    assert_eq!((desk.shown().len(), desk.missed), (0, 1));
}

#[test]
fn a_clock_set_back_brings_nothing_again() {
    let (mut desk, session) = (Desk::default(), session("2026-11-25T20:00"));
    desk.wake(at("2026-11-23T00:00"), std::slice::from_ref(&session));
    desk.wake(at("2026-11-24T20:00"), std::slice::from_ref(&session));
    desk.wake(at("2026-11-24T19:00"), std::slice::from_ref(&session));
    desk.wake(at("2026-11-24T20:00"), std::slice::from_ref(&session));
    assert_eq!(desk.shown(), shown(&[("24T20:00", 1440)]));
}

#[test]
fn a_moved_session_is_reminded_of_at_its_new_time_only() {
    let mut desk = Desk::default();
    desk.wake(at("2026-11-23T00:00"), &[session("2026-11-25T20:00")]);
    let moved = session("2026-11-27T18:00");
    for now in ["2026-11-24T20:00", "2026-11-26T18:00", "2026-11-27T17:45"] {
        desk.wake(at(now), std::slice::from_ref(&moved));
    }
    assert_eq!(desk.shown(), shown(&[("26T18:00", 1440), ("27T17:45", 15)]));
}

#[test]
fn a_session_moved_after_it_was_reminded_of_is_reminded_of_again() {
    let mut desk = Desk::default();
    desk.wake(at("2026-11-23T00:00"), &[session("2026-11-25T20:00")]);
    desk.wake(at("2026-11-24T20:00"), &[session("2026-11-25T20:00")]);
    let moved = session("2026-11-27T18:00");
    desk.wake(at("2026-11-24T21:00"), std::slice::from_ref(&moved));
    desk.wake(at("2026-11-26T18:00"), std::slice::from_ref(&moved));
    assert_eq!(desk.shown(), shown(&[("24T20:00", 1440), ("26T18:00", 1440)]));
}

#[test]
fn new_rules_of_a_zone_move_a_reminder_and_do_not_repeat_it() {
    let mut desk = Desk::default();
    let before = session("2026-11-25T20:00");
    // The same plan on the wall, an hour later in the world.
    let after = Remindable { planned: before.planned, ..session("2026-11-25T21:00") };
    desk.wake(at("2026-11-23T00:00"), std::slice::from_ref(&before));
    desk.wake(at("2026-11-24T20:00"), std::slice::from_ref(&before));
    for now in ["2026-11-24T20:30", "2026-11-24T21:00", "2026-11-25T19:45", "2026-11-25T20:45"] {
        desk.wake(at(now), std::slice::from_ref(&after));
    }
    assert_eq!(desk.shown(), shown(&[("24T20:00", 1440), ("25T20:45", 15)]));
}

#[test]
fn what_nobody_has_said_yet_is_said_late() {
    let mut desk = Desk::default();
    let shift = Remindable { late: Late::Show, ..session("2026-11-25T20:00") };
    desk.wake(at("2026-11-25T17:00"), std::slice::from_ref(&shift));
    desk.wake(at("2026-11-25T17:01"), std::slice::from_ref(&shift));
    assert_eq!(desk.shown(), shown(&[("25T17:00", 1440)]));
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
    desk.wake(at("2026-11-25T17:00"), std::slice::from_ref(&session));
    desk.wake(at("2026-11-25T19:45"), std::slice::from_ref(&session));
    for row in desk.kept.values_mut().filter(|row| row.key.lead_minutes == 15) {
        (row.state, row.snoozed_until) = (ReminderState::Snoozed, Some(at("2026-11-25T19:55")));
    }
    desk.wake(at("2026-11-25T19:54"), std::slice::from_ref(&session));
    desk.wake(at("2026-11-25T19:55"), std::slice::from_ref(&session));
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
    for now in
        ["2026-11-23T12:00", "2026-11-24T06:30", "2026-11-24T07:00", "2026-11-25T06:15", "2026-11-25T06:30"]
    {
        desk.wake_with(at(now), std::slice::from_ref(&session), quiet);
    }
    assert_eq!(desk.shown(), shown(&[("24T07:00", 1440), ("25T06:30", 15)]));
}

proptest! {
    /// Whatever the clock does, no reminder comes twice, and none before its time.
    #[test]
    fn never_twice_and_never_early(wakes in prop::collection::vec(0i64..6_000, 1..60)) {
        let (mut desk, session) = (Desk::default(), session("2026-11-25T20:00"));
        let origin = at("2026-11-23T00:00");
        desk.wake(origin, std::slice::from_ref(&session));
        for minutes in wakes {
            desk.wake(origin + TimeDelta::minutes(minutes), std::slice::from_ref(&session));
        }
        for lead in LEADS {
            let times: Vec<_> = desk.shown.iter().filter(|(_, shown)| shown == lead).collect();
            prop_assert!(times.len() <= 1, "the reminder {lead} minutes before came {} times", times.len());
            prop_assert!(times.iter().all(|(when, _)| *when >= session.starts - TimeDelta::minutes(*lead)));
        }
    }
}
