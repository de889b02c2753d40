//! What is written down: agenda, notes, actions, journal.

use crate::{ActionItemId, AgendaItemId, GoalId, JournalEntryId, MemberId, MentorshipId, NoteId, SessionId};
use chrono::{DateTime, NaiveDate, Utc};

/// A thing to talk about.
#[derive(Debug, Clone, PartialEq)]
pub struct AgendaItem {
    /// Names it.
    pub id: AgendaItemId,
    /// The mentorship.
    pub mentorship: MentorshipId,
    /// The session it is on now.
    pub session: SessionId,
    /// In a line.
    pub text: String,
    /// Who brought it.
    pub by: Option<MemberId>,
    /// Talked about.
    pub done: bool,
    /// Orders the items of a session.
    pub position: f64,
    /// The session it was first on, once it has been carried over.
    pub first_session: Option<SessionId>,
    /// How often it was carried over.
    pub moved: i64,
}

/// Markdown text of a session, a goal or a mentorship. Private or shared by the space it lives in.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// Names it.
    pub id: NoteId,
    /// The mentorship it is about.
    pub mentorship: Option<MentorshipId>,
    /// The session it is about.
    pub session: Option<SessionId>,
    /// The goal it is about.
    pub goal: Option<GoalId>,
    /// Markdown.
    pub text: String,
    /// The private note an excerpt was shared from. The id alone crosses over, and tells nothing.
    pub copied_from: Option<NoteId>,
}

/// A thing somebody will do.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionItem {
    /// Names it.
    pub id: ActionItemId,
    /// The mentorship it belongs to.
    pub mentorship: Option<MentorshipId>,
    /// The session it came from.
    pub session: Option<SessionId>,
    /// The goal it serves.
    pub goal: Option<GoalId>,
    /// In a line.
    pub text: String,
    /// Who will do it; none for the person at this computer.
    pub owner: Option<MemberId>,
    /// By when.
    pub due_on: Option<NaiveDate>,
    /// When it was done.
    pub done_at: Option<DateTime<Utc>>,
}

/// An entry of the person's own journal. Always private.
#[derive(Debug, Clone, PartialEq)]
pub struct JournalEntry {
    /// Names it.
    pub id: JournalEntryId,
    /// The day it is about.
    pub on: NaiveDate,
    /// Markdown.
    pub text: String,
    /// The goal it is about.
    pub goal: Option<GoalId>,
}
