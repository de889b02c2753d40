//! What a person is reminded of, and what became of each reminder.

mod plan;

pub use plan::{Due, Late, Remindable, ReminderPlan, plan_reminders};

use crate::{ActionItemId, GoalId, MentorshipId, MilestoneId, SeriesId, SessionId, word::words};
use chrono::{DateTime, NaiveDateTime, Utc};
use uuid::Uuid;

words! {
    /// What a reminder can be about.
    ReminderKind {
        /// A session.
        Session = "session",
        /// The last day of a goal.
        Goal = "goal",
        /// The day a milestone is meant for.
        Milestone = "milestone",
        /// The day an action is due.
        Action = "action",
        /// The day to look again at what the members agreed.
        Agreement = "agreement",
        /// A series that comes at another time on somebody's clock, because clocks change.
        Shift = "shift",
    }
}

/// What a reminder is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReminderSubject {
    /// A session.
    Session(SessionId),
    /// The last day of a goal.
    Goal(GoalId),
    /// The day a milestone is meant for.
    Milestone(MilestoneId),
    /// The day an action is due.
    Action(ActionItemId),
    /// The day to look again at what the members of a mentorship agreed.
    Agreement(MentorshipId),
    /// A series that comes at another time on somebody's clock.
    Shift(SeriesId),
}

impl ReminderSubject {
    /// The subject of that kind with that id.
    pub fn new(kind: ReminderKind, id: Uuid) -> ReminderSubject {
        match kind {
            ReminderKind::Session => ReminderSubject::Session(id.into()),
            ReminderKind::Goal => ReminderSubject::Goal(id.into()),
            ReminderKind::Milestone => ReminderSubject::Milestone(id.into()),
            ReminderKind::Action => ReminderSubject::Action(id.into()),
            ReminderKind::Agreement => ReminderSubject::Agreement(id.into()),
            ReminderKind::Shift => ReminderSubject::Shift(id.into()),
        }
    }

    /// Its kind.
    pub fn kind(self) -> ReminderKind {
        match self {
            ReminderSubject::Session(_) => ReminderKind::Session,
            ReminderSubject::Goal(_) => ReminderKind::Goal,
            ReminderSubject::Milestone(_) => ReminderKind::Milestone,
            ReminderSubject::Action(_) => ReminderKind::Action,
            ReminderSubject::Agreement(_) => ReminderKind::Agreement,
            ReminderSubject::Shift(_) => ReminderKind::Shift,
        }
    }

    /// The id of its record.
    pub fn id(self) -> Uuid {
        match self {
            ReminderSubject::Session(id) => id.into(),
            ReminderSubject::Goal(id) => id.into(),
            ReminderSubject::Milestone(id) => id.into(),
            ReminderSubject::Action(id) => id.into(),
            ReminderSubject::Agreement(id) => id.into(),
            ReminderSubject::Shift(id) => id.into(),
        }
    }
}

/// Names a reminder: one of that name comes once, whatever the clock, the computer or the rules of zones do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReminderKey {
    /// What it is about.
    pub subject: ReminderSubject,
    /// When that is planned, on the wall clock it is planned by; a day begins at midnight. No instant, so that a
    /// change of zone rules makes no new reminder; a person who moves a session does.
    pub planned: NaiveDateTime,
    /// How long before, in minutes. A day is 1440 of them, however long it is.
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
        /// What it is about was over before it could be shown.
        Missed = "missed",
        /// Not to be shown: its time had passed when the thing was planned, a later one stands for it, or the person
        /// is done with it.
        Skipped = "skipped",
    }
}

/// A reminder as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminder {
    /// Its name.
    pub key: ReminderKey,
    /// When it is to come.
    pub due: DateTime<Utc>,
    /// What became of it.
    pub state: ReminderState,
    /// When it was shown, or found to be missed.
    pub fired_at: Option<DateTime<Utc>>,
    /// Until when it is put off.
    pub snoozed_until: Option<DateTime<Utc>>,
}

#[cfg(test)]
mod tests;
