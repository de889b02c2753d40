//! What is coming and what was missed.

use super::{Desk, session_route, slot_of};
use crate::{App, Error, Result, when::When};
use cairn_domain::{Reminder, ReminderKey, ReminderState};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How many reminders are listed.
const LISTED: usize = 50;

/// Reminders, in lists.
#[derive(Debug, Serialize, TS)]
pub struct RemindersView {
    /// Yet to come, the next first.
    pub coming: Vec<ReminderRow>,
    /// Shown and not answered, or missed; the latest first. Those of sessions that are over for a week are left out.
    pub shown: Vec<ReminderRow>,
}

/// A reminder.
#[derive(Debug, Serialize, TS)]
pub struct ReminderRow {
    /// Names it in the commands about it.
    pub key: ReminderName,
    /// What the session is about.
    pub title: String,
    /// When the session is.
    pub when: When,
    /// When it comes, or came: `today 20:15`.
    pub at: String,
    /// What became of it.
    pub state: ReminderState,
    /// Where the session is shown.
    pub route: String,
}

/// Names a reminder.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReminderName {
    session: cairn_domain::SessionId,
    /// `2026-11-24T20:30:00`, on the session's clock.
    original_start: String,
    lead_minutes: i64,
}

/// A reminder to put off.
#[derive(Debug, Deserialize, TS)]
pub struct SnoozeReminder {
    key: ReminderName,
    /// For how long; 1 to 1440.
    minutes: i64,
}

/// A reminder to be done with.
#[derive(Debug, Deserialize, TS)]
pub struct DismissReminder {
    key: ReminderName,
}

/// What is coming and what was missed.
pub fn list(app: &App, (): ()) -> Result<RemindersView> {
    let viewer = app.viewer()?;
    let rows = app.open()?.store.reminders()?;
    let desk = app.read(|reader| Desk::read(reader, viewer.now))?;
    let mut view = RemindersView { coming: vec![], shown: vec![] };
    let today = viewer.zone.civil(viewer.now).date();
    for row in rows {
        let (Some(session), Some(at)) = (desk.session(row.key.session), moment(&row)) else { continue };
        let civil = viewer.zone.civil(at);
        let text = app.clock_text();
        let listed = ReminderRow {
            key: name_of(&row.key),
            title: session.title.clone(),
            when: When::of(&app.words, &viewer, slot_of(session), &desk.members_of(session)),
            at: format!("{} {}", text.near_date(civil.date(), today), text.time(civil.time())),
            state: row.state,
            route: session_route(session.id),
        };
        match row.state {
            ReminderState::Waiting | ReminderState::Snoozed => view.coming.push(listed),
            ReminderState::Fired | ReminderState::Missed => view.shown.insert(0, listed),
            ReminderState::Skipped => {}
        }
    }
    view.coming.truncate(LISTED);
    view.shown.truncate(LISTED);
    Ok(view)
}

fn moment(row: &Reminder) -> Option<chrono::DateTime<chrono::Utc>> {
    match row.state {
        ReminderState::Snoozed => row.snoozed_until,
        ReminderState::Waiting => Some(row.due),
        _ => row.fired_at,
    }
}

/// Puts a reminder off. Fails with `out_of_range` at `minutes`, and with `not_found`.
pub fn snooze(app: &App, args: SnoozeReminder) -> Result<()> {
    if !(1..=1440).contains(&args.minutes) {
        return Err(Error::field("minutes", "minutes_out_of_range", &args.minutes.to_string()));
    }
    app.put_off(key_of(&args.key)?, args.minutes)
}

/// Is done with a reminder. Fails with `not_found`.
pub fn dismiss(app: &App, args: DismissReminder) -> Result<()> {
    app.change_reminder(key_of(&args.key)?, |row| {
        (row.state, row.snoozed_until) = (ReminderState::Skipped, None);
        row.fired_at.get_or_insert(row.due + TimeDelta::zero());
    })
}

fn name_of(key: &ReminderKey) -> ReminderName {
    ReminderName {
        session: key.session,
        original_start: key.original_start.format("%Y-%m-%dT%H:%M:%S").to_string(),
        lead_minutes: key.lead_minutes,
    }
}

fn key_of(name: &ReminderName) -> Result<ReminderKey> {
    let original_start = name.original_start.parse().map_err(|_| Error::not_found("reminder"))?;
    Ok(ReminderKey { session: name.session, original_start, lead_minutes: name.lead_minutes })
}
