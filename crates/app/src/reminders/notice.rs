//! A reminder as it is shown: in words, with what one can do about it.

use super::{
    desk::{Desk, Subject, slot_of},
    name::ReminderName,
};
use crate::{
    App, AppEvent,
    host::Notification,
    when::{Viewer, When},
};
use cairn_domain::{Reminder, Session};

/// The words of a reminder.
pub(crate) struct Notice {
    /// The first line.
    pub(crate) title: String,
    /// The rest.
    pub(crate) lines: Vec<String>,
}

impl App {
    /// Shows a reminder: on the desktop, or else in the window.
    pub(super) fn show_reminder(&self, viewer: &Viewer, reminder: &Reminder, desk: &Desk) {
        let Some(subject) = desk.find(&reminder.key) else { return };
        let notice = self.notice(viewer, &subject, desk);
        let action = |name: &&str| ((*name).to_owned(), self.words.say(&format!("reminder-{name}")));
        let actions: &[&str] = match subject {
            Subject::Session(_) => &["open", "snooze", "log"],
            Subject::Dated(_) => &["open", "snooze"],
            Subject::Shift(_) => &["open"],
        };
        let notification = Notification {
            id: ReminderName::from(&reminder.key).in_notification(),
            title: notice.title,
            body: notice.lines.join("\n"),
            actions: actions.iter().map(action).collect(),
        };
        self.tell(notification, subject.route());
    }

    /// Shows a notification on the desktop; where that shows none, the window does, with a way to `route`.
    pub(crate) fn tell(&self, notification: Notification, route: String) {
        let (title, body) = (notification.title.clone(), notification.body.clone());
        if self.host.notify(notification).is_err() {
            self.host.emit(AppEvent::Reminder { title, body, route });
        }
    }

    /// What a reminder of that says.
    fn notice(&self, viewer: &Viewer, subject: &Subject<'_>, desk: &Desk) -> Notice {
        match subject {
            Subject::Session(session) => self.notice_of_session(viewer, session, desk),
            Subject::Dated(dated) => {
                let today = viewer.zone.civil(viewer.now).date();
                let kind = dated.subject.kind();
                let values = [
                    // A notification stands on a screen that others may see.
                    ("title", if dated.is_private { String::new() } else { dated.title.clone() }.into()),
                    ("days", (dated.on - today).num_days().into()),
                ];
                let id = if dated.is_private { "private" } else { kind.as_str() };
                Notice {
                    title: self.words.say_with(&format!("reminder-of-{id}"), &values),
                    lines: vec![self.clock_text().date(dated.on, today)],
                }
            }
            Subject::Shift(shift) => {
                let pair = desk.pair(shift.series.mentorship);
                let lines = pair.map(|pair| shift.lines(self, pair)).unwrap_or_default();
                Notice { title: self.words.say("reminder-of-shift"), lines }
            }
        }
    }

    fn notice_of_session(&self, viewer: &Viewer, session: &Session, desk: &Desk) -> Notice {
        let members = desk.pair(session.mentorship).map(|pair| pair.members.as_slice()).unwrap_or_default();
        let when = When::of(&self.words, viewer, slot_of(session), members);
        let with: Vec<String> = when.others.iter().map(|clock| clock.name.clone()).collect();
        let title = match with.is_empty() {
            true => when.distance.clone(),
            false => format!("{}, {}", with.join(", "), when.distance),
        };
        let mut lines = vec![session.title.clone(), when.mine.line.clone()];
        lines.extend(when.others.iter().map(|clock| clock.line.clone()));
        lines.retain(|line| !line.is_empty());
        Notice { title, lines }
    }

    /// Tells in one line of reminders that could not be shown in time.
    pub(super) fn tell_of_missed(&self, count: usize) {
        self.tell_in_one_line("reminders-missed", count);
    }

    /// Tells in one line of many reminders at once.
    pub(super) fn tell_of_many(&self, count: usize) {
        self.tell_in_one_line("reminders-many", count);
    }

    fn tell_in_one_line(&self, id: &str, count: usize) {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let notification = Notification {
            id: "reminders".into(),
            title: self.words.say_with(id, &[("count", count.into())]),
            body: self.words.say("reminders-missed-more"),
            actions: vec![("open".into(), self.words.say("reminder-open"))],
        };
        self.tell(notification, "/settings/reminders".into());
    }
}
