//! Reminders of sessions: looked at often, kept before they are shown, shown once.

mod settings;
pub mod view;

use crate::{
    App, AppEvent, Error, Result,
    host::Notification,
    sessions,
    when::{Slot, Viewer, When},
};
use cairn_domain::{
    Member, Mentorship, Occurrence, Remindable, Reminder, ReminderKey, ReminderState, Session, SessionId,
    SessionState, plan_reminders,
};
use cairn_store::Reader;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use settings::ReminderSettings;
use std::sync::Arc;

pub use settings::QuietHours;

/// How far ahead reminders are kept, so that they come although nobody opened the window for weeks.
const AHEAD: TimeDelta = TimeDelta::days(60);
/// How far back a session is still looked at, to tell that its reminder was missed.
const BACK: TimeDelta = TimeDelta::days(7);
/// How long a reminder is put off by the button of the notification, in minutes.
const SNOOZE_MINUTES: i64 = 10;
/// The longest the clock sleeps: after a suspend, a reminder is at most this late.
const LONGEST_SLEEP: TimeDelta = TimeDelta::seconds(15);

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
        // A reminder that cannot be kept must not be shown either; the next look tries again.
        let _ = self.remind();
    }

    fn remind(&self) -> Result<()> {
        let Some(open) = self.open_now() else { return Ok(()) };
        let viewer = self.viewer()?;
        let (rows, due) = (open.store.reminders()?, self.read(|reader| Desk::read(reader, viewer.now))?);
        let remindable: Vec<Remindable<'_>> =
            due.sessions.iter().map(|found| due.remindable(found)).collect();
        let plan =
            plan_reminders(&remindable, &rows, viewer.now, |at| due.settings.quiet_until(&viewer.zone, at));
        open.store.keep_reminders(&plan.keep, &plan.forget)?;
        for reminder in &plan.fire {
            self.show_reminder(&viewer, reminder, &due);
        }
        if !plan.missed.is_empty() {
            self.tell_of_missed(plan.missed.len());
        }
        if !plan.keep.is_empty() || !plan.forget.is_empty() {
            self.host.emit(AppEvent::Changed { collections: vec!["reminder".into()] });
        }
        Ok(())
    }

    fn show_reminder(&self, viewer: &Viewer, reminder: &Reminder, desk: &Desk) {
        let Some(found) = desk.sessions.iter().find(|found| found.session.id == reminder.key.session) else {
            return;
        };
        let members = desk.members_of(&found.session);
        let slot = slot_of(&found.session);
        let when = When::of(&self.words, viewer, slot, &members);
        let with: Vec<String> = when.others.iter().map(|clock| clock.name.clone()).collect();
        let title = match with.is_empty() {
            true => when.distance.clone(),
            false => format!("{}, {}", with.join(", "), when.distance),
        };
        let mut body = vec![found.session.title.clone(), when.mine.line.clone()];
        body.extend(when.others.iter().map(|clock| clock.line.clone()));
        body.retain(|line| !line.is_empty());
        let body = body.join("\n");
        let action = |name: &str| (name.to_owned(), self.words.say(&format!("reminder-{name}")));
        let shown = self.host.notify(Notification {
            id: notification_id(&reminder.key),
            title: title.clone(),
            body: body.clone(),
            actions: vec![action("open"), action("snooze"), action("log")],
        });
        // Where the desktop shows no notifications, the window does.
        if shown.is_err() {
            self.host.emit(AppEvent::Reminder { title, body, route: session_route(reminder.key.session) });
        }
    }

    fn tell_of_missed(&self, count: usize) {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let title = self.words.say_with("reminders-missed", &[("count", count.into())]);
        let _ = self.host.notify(Notification {
            id: "reminders".into(),
            title,
            body: self.words.say("reminders-missed-more"),
            actions: vec![("open".into(), self.words.say("reminder-open"))],
        });
    }

    /// What a click on a notification does: `open`, `snooze` or `log`.
    pub(crate) fn reminder_action(&self, id: &str, action: &str) -> Result<()> {
        let key = key_of(id);
        match (key, action) {
            (Some(key), "snooze") => self.put_off(key, SNOOZE_MINUTES),
            (Some(key), "log") => {
                self.host.show_window();
                self.host.emit(AppEvent::Open { route: format!("{}/log", session_route(key.session)) });
                Ok(())
            }
            (Some(key), _) => {
                self.host.show_window();
                self.host.emit(AppEvent::Open { route: session_route(key.session) });
                Ok(())
            }
            (None, _) => {
                self.host.show_window();
                self.host.emit(AppEvent::Open { route: "/settings/reminders".into() });
                Ok(())
            }
        }
    }

    /// Shows a reminder again in so many minutes.
    pub(crate) fn put_off(&self, key: ReminderKey, minutes: i64) -> Result<()> {
        let until = self.now() + TimeDelta::minutes(minutes);
        self.change_reminder(key, |row| {
            (row.state, row.snoozed_until) = (ReminderState::Snoozed, Some(until));
        })
    }

    pub(crate) fn change_reminder(&self, key: ReminderKey, change: impl FnOnce(&mut Reminder)) -> Result<()> {
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

/// All that a look at the clock needs to know.
pub(crate) struct Desk {
    sessions: Vec<Occurrence>,
    members: Vec<Member>,
    settings: ReminderSettings,
}

impl Desk {
    /// The sessions that are planned and near enough to be reminded of.
    pub(crate) fn read(reader: &Reader<'_>, now: DateTime<Utc>) -> Result<Desk> {
        let mut sessions = sessions::upcoming(reader, now - BACK, now + AHEAD)?;
        let mentorships = reader.anywhere().all::<Mentorship>()?;
        sessions.retain(|found| {
            found.session.state == SessionState::Planned
                && mentorships.iter().any(|mentorship| mentorship.record.id == found.session.mentorship)
        });
        let members = reader.anywhere().all::<Member>()?.into_iter().map(|member| member.record).collect();
        Ok(Desk { sessions, members, settings: ReminderSettings::read(reader)? })
    }

    fn remindable(&self, found: &Occurrence) -> Remindable<'_> {
        Remindable {
            session: found.session.id,
            original_start: original_start(&found.session),
            starts: found.at,
            ends: found.at + TimeDelta::minutes(found.session.minutes),
            leads: self.settings.leads_of(found.session.mentorship),
        }
    }

    fn members_of(&self, session: &Session) -> Vec<Member> {
        self.members.iter().filter(|member| member.mentorship == session.mentorship).cloned().collect()
    }

    fn session(&self, id: SessionId) -> Option<&Session> {
        self.sessions.iter().map(|found| &found.session).find(|session| session.id == id)
    }
}

/// What names the session's reminders for ever: where its series had planned it. A session of its own has only its id,
/// and moves without a trace in its name.
fn original_start(session: &Session) -> NaiveDateTime {
    session.original_start.unwrap_or_default()
}

fn slot_of(session: &Session) -> Slot<'_> {
    Slot { starts: session.starts, zone: &session.zone, minutes: session.minutes }
}

fn session_route(session: SessionId) -> String {
    format!("/session/{session}")
}

/// The reminder's name in a notification: `reminder/<session>/<original start>/<lead>`.
fn notification_id(key: &ReminderKey) -> String {
    format!(
        "reminder/{}/{}/{}",
        key.session,
        key.original_start.format("%Y-%m-%dT%H:%M:%S"),
        key.lead_minutes
    )
}

fn key_of(id: &str) -> Option<ReminderKey> {
    let mut parts = id.strip_prefix("reminder/")?.split('/');
    let key = ReminderKey {
        session: SessionId(parts.next()?.parse().ok()?),
        original_start: parts.next()?.parse().ok()?,
        lead_minutes: parts.next()?.parse().ok()?,
    };
    parts.next().is_none().then_some(key)
}

#[cfg(test)]
mod tests;
