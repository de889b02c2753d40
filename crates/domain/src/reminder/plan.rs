//! Which reminders to show now: each once, whatever the clock, the computer or the plan did since the last look.

use super::{Reminder, ReminderKey, ReminderState, ReminderSubject};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// How long a reminder that is over is remembered, so that it cannot come again.
const REMEMBERED: TimeDelta = TimeDelta::days(60);

/// Something that is planned and wants reminders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remindable {
    /// What it is.
    pub subject: ReminderSubject,
    /// When it is planned now, on the wall clock it is planned by; see [`ReminderKey::planned`].
    pub planned: NaiveDateTime,
    /// When it begins: quiet hours delay no reminder beyond.
    pub starts: DateTime<Utc>,
    /// When it is over.
    pub ends: DateTime<Utc>,
    /// When the person wants to hear of it.
    pub dues: Vec<Due>,
    /// What to do with a reminder whose time had passed before the thing was known.
    pub late: Late,
}

/// A time at which to be reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// How long before the start, in minutes: names the reminder.
    pub lead_minutes: i64,
    /// When.
    pub at: DateTime<Utc>,
}

/// What to do with a reminder whose time had passed when the thing it is about was first known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Late {
    /// Nothing: who plans a session for this afternoon need not be told that it is today.
    Skip,
    /// Show it: nobody has said it yet.
    Show,
}

/// What is to be done now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReminderPlan {
    /// Rows that are new or changed; keep them before anything is shown, so that a crash cannot show it twice.
    pub keep: Vec<Reminder>,
    /// Rows of what was called off, moved away or is long over.
    pub forget: Vec<ReminderKey>,
    /// Reminders to show now, at most one for each subject.
    pub fire: Vec<Reminder>,
    /// Reminders that could not be shown in time; tell of them in one line at most.
    pub missed: Vec<Reminder>,
}

/// What is to be done at `now`, given what is planned and the reminders that are kept.
///
/// `planned` holds everything from a week ago to as far ahead as reminders are wanted, no subject twice for the same
/// planned time. `quiet_until` gives the end of the quiet hours in which an instant lies; they delay a reminder, but
/// never past the start.
pub fn plan_reminders(
    planned: &[Remindable],
    kept: &[Reminder],
    now: DateTime<Utc>,
    quiet_until: impl Fn(DateTime<Utc>) -> Option<DateTime<Utc>>,
) -> ReminderPlan {
    let mut plan = ReminderPlan::default();
    let rows: BTreeMap<ReminderKey, &Reminder> = kept.iter().map(|row| (row.key, row)).collect();
    let mut wanted = BTreeSet::new();
    for thing in planned {
        let mut ripe = Vec::new();
        for due in &thing.dues {
            let key = ReminderKey {
                subject: thing.subject,
                planned: thing.planned,
                lead_minutes: due.lead_minutes,
            };
            let before = rows.get(&key).copied();
            let row = refreshed(key, thing, *due, before, now);
            wanted.insert(key);
            if is_ripe(&row, thing, now, &quiet_until) {
                ripe.push(row);
            } else if before != Some(&row) {
                plan.keep.push(row);
            }
        }
        settle(thing, ripe, now, &mut plan);
    }
    let is_left = |row: &&Reminder| !wanted.contains(&row.key) && is_forgotten(row, now);
    plan.forget = kept.iter().filter(is_left).map(|row| row.key).collect();
    plan
}

/// The row as it should be for the thing as it is planned now.
fn refreshed(
    key: ReminderKey,
    thing: &Remindable,
    due: Due,
    kept: Option<&Reminder>,
    now: DateTime<Utc>,
) -> Reminder {
    match kept {
        Some(row) => Reminder { due: due.at, ..*row },
        None => {
            let is_late = due.at <= now && thing.late == Late::Skip;
            let state = if is_late { ReminderState::Skipped } else { ReminderState::Waiting };
            Reminder { key, due: due.at, state, fired_at: None, snoozed_until: None }
        }
    }
}

fn is_ripe(
    row: &Reminder,
    thing: &Remindable,
    now: DateTime<Utc>,
    quiet_until: impl Fn(DateTime<Utc>) -> Option<DateTime<Utc>>,
) -> bool {
    let due = match row.state {
        ReminderState::Waiting => row.due,
        ReminderState::Snoozed => row.snoozed_until.unwrap_or(row.due),
        ReminderState::Fired | ReminderState::Missed | ReminderState::Skipped => return false,
    };
    let wakes = quiet_until(due).map_or(due, |end| end.min(thing.starts).max(due));
    wakes <= now
}

/// Several reminders of one thing at once, after a sleep, become one: that of the shortest lead.
fn settle(thing: &Remindable, mut ripe: Vec<Reminder>, now: DateTime<Utc>, plan: &mut ReminderPlan) {
    ripe.sort_by_key(|row| row.key.lead_minutes);
    let in_time = now < thing.ends;
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
