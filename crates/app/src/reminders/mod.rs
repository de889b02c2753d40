//! Reminders: looked at often, kept before they are shown, shown once.

mod dated;
mod desk;
mod name;
mod notice;
pub mod settings;
pub mod view;

use crate::{App, AppEvent, Error, Result};
use cairn_domain::{Reminder, ReminderKey, ReminderKind, ReminderState, plan_reminders};
use chrono::TimeDelta;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

pub(crate) use desk::{Desk, LastDesk, Subject};
pub use name::ReminderName;

/// How long a reminder is put off by the button of the notification, in minutes.
const SNOOZE_MINUTES: i64 = 10;
/// The longest the clock sleeps: after a suspend, a reminder is at most this late.
const LONGEST_SLEEP: TimeDelta = TimeDelta::seconds(15);
/// So many reminders at once that are of no session are shown one by one; more of them in one line.
const MOST_AT_ONCE: usize = 3;

impl App {
    /// Starts the thread that looks at the clock: it reminds, and tells the interface of each new minute.
    ///
    /// It sleeps in short stretches and compares the time of the day each time, because a timer set for an hour
    /// stands still while the computer sleeps.
    pub fn start_clock(self: &Arc<App>) -> std::io::Result<()> {
        let app = Arc::downgrade(self);
        std::thread::Builder::new().name("clock".into()).spawn(move || {
            let mut last_minute = None;
            while let Some(app) = app.upgrade() {
                let now = app.now();
                let minute = now.timestamp().div_euclid(60);
                if last_minute.replace(minute) != Some(minute) {
                    app.host.emit(AppEvent::Minute);
                }
                app.tick();
                drop(app);
                let to_next_minute =
                    TimeDelta::milliseconds(60_000 - now.timestamp_millis().rem_euclid(60_000));
                std::thread::sleep(to_next_minute.min(LONGEST_SLEEP).to_std().unwrap_or_default());
            }
        })?;
        Ok(())
    }

    /// Looks at the clock once: shows the reminders that are due. Does nothing while locked: a reminder names people.
    pub fn tick(&self) {
        // What fails is tried again at a later look: a reminder that cannot be kept must not be shown either. Not even a
        // mistake of ours may end the thread that looks, or no reminder would ever come again.
        let _ = catch_unwind(AssertUnwindSafe(|| self.check_zone_rules()));
        let _ = catch_unwind(AssertUnwindSafe(|| self.remind()));
    }

    fn remind(&self) -> Result<()> {
        let Some(open) = self.open_now() else { return Ok(()) };
        let viewer = self.viewer()?;
        let (rows, desk) = (open.store.reminders()?, self.desk(&viewer)?);
        let quiet_until = |at| desk.settings.quiet_until(&viewer.zone, at);
        let plan = plan_reminders(&desk.remindables(&viewer), &rows, viewer.now, quiet_until);
        open.store.keep_reminders(&plan.keep, &plan.forget)?;
        let (sessions, others): (Vec<&Reminder>, Vec<&Reminder>) =
            plan.fire.iter().partition(|row| row.key.subject.kind() == ReminderKind::Session);
        sessions.into_iter().for_each(|row| self.show_reminder(&viewer, row, &desk));
        match others.len() {
            0..=MOST_AT_ONCE => others.into_iter().for_each(|row| self.show_reminder(&viewer, row, &desk)),
            many => self.tell_of_many(many),
        }
        if !plan.missed.is_empty() {
            self.tell_of_missed(plan.missed.len());
        }
        if !plan.keep.is_empty() || !plan.forget.is_empty() {
            self.host.emit(AppEvent::Changed { collections: vec!["reminder".into()] });
        }
        Ok(())
    }

    /// What a click on a notification does: `open`, `snooze` or `log`.
    pub(crate) fn reminder_action(&self, id: &str, action: &str) -> Result<()> {
        let key = ReminderName::of_notification(id).and_then(|name| name.key().ok());
        let Some(key) = key else { return self.open_from_outside("/settings/reminders".into()) };
        if action == "snooze" {
            return self.put_off(key, SNOOZE_MINUTES);
        }
        let desk = self.desk(&self.viewer()?)?;
        let route = desk.find(&key).map_or_else(|| "/today".into(), |subject| subject.route());
        self.open_from_outside(if action == "log" { format!("{route}/log") } else { route })
    }

    fn open_from_outside(&self, route: String) -> Result<()> {
        self.host.show_window();
        self.host.emit(AppEvent::Open { route });
        Ok(())
    }

    /// Shows a reminder again in so many minutes.
    pub(crate) fn put_off(&self, key: ReminderKey, minutes: i64) -> Result<()> {
        let until = self.now() + TimeDelta::minutes(minutes);
        self.change_reminder(key, |row| {
            (row.state, row.snoozed_until) = (ReminderState::Snoozed, Some(until));
        })
    }

    /// Shows a reminder no more.
    pub(crate) fn be_done_with(&self, key: ReminderKey) -> Result<()> {
        self.change_reminder(key, |row| {
            (row.state, row.snoozed_until) = (ReminderState::Skipped, None);
            row.fired_at.get_or_insert(row.due);
        })
    }

    fn change_reminder(&self, key: ReminderKey, change: impl FnOnce(&mut Reminder)) -> Result<()> {
        let open = self.open()?;
        let mut row = open
            .store
            .reminders()?
            .into_iter()
            .find(|row| row.key == key)
            .ok_or_else(|| Error::not_found("reminder"))?;
        change(&mut row);
        open.store.keep_reminders(&[row], &[])?;
        self.host.emit(AppEvent::Changed { collections: vec!["reminder".into()] });
        Ok(())
    }
}

#[cfg(test)]
mod tests;
