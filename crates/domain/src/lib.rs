//! The words of mentoring as types, and the rules that hold for them.
//!
//! Nothing here reads a clock, a file or the network: where a rule depends on the time, `now` or `today` is a parameter.
//! Dates and wall times are civil ([`chrono::NaiveDate`], [`chrono::NaiveDateTime`]) and belong to a zone named beside
//! them; instants are [`chrono::DateTime<chrono::Utc>`].

mod agenda;
mod goal;
mod id;
mod lifecycle;
mod mentorship;
mod message;
mod note;
mod person;
pub mod progress;
mod reminder;
mod resource;
mod session;
pub mod smart;
mod space;
mod text;
mod word;

pub use agenda::{AgendaItem, carry_over, last_position, position_at};
pub use goal::{CheckIn, Goal, GoalStatus, Measure, Milestone};
pub use id::*;
pub use lifecycle::{lifecycle, state_of, step};
pub use mentorship::{Cadence, LifecycleEvent, Member, Mentorship, MentorshipState, Model, Role};
pub use message::{MAX_MESSAGE, Message, Motif, ThankYouCard, message_text};
pub use note::{ActionItem, JournalEntry, Note, append_excerpt, contact_details};
pub use person::{HoursBlock, Profile, Setting, WeeklyHours};
pub use reminder::{
    Due, Late, Remindable, Reminder, ReminderKey, ReminderKind, ReminderPlan, ReminderState, ReminderSubject,
    plan_reminders,
};
pub use resource::{ReadingStatus, Resource, ResourceKind};
pub use session::{Occurrence, Phase, Series, Session, SessionState, occurrences, planned_minutes, web_link};
pub use space::Space;
pub use text::{Invalid, MAX_LINE, MAX_TEXT, clean_line, clean_text, required_line};
pub use word::UnknownWord;
