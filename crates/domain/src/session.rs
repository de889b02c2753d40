//! Sessions and the series that plan them.

use crate::{MentorshipId, Role, SeriesId, SessionId, word::words};
use chrono::NaiveDateTime;

words! {
    /// What became of a session. A move is an event, not a state.
    SessionState {
        /// Yet to be.
        Planned = "planned",
        /// It took place.
        Held = "held",
        /// Somebody did not come.
        Missed = "missed",
        /// Called off.
        Cancelled = "cancelled",
    }
}

/// One meeting.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// Names it; an occurrence of a series has an id derived from both.
    pub id: SessionId,
    /// The mentorship.
    pub mentorship: MentorshipId,
    /// The series it is an occurrence of.
    pub series: Option<SeriesId>,
    /// When the series had planned it, on the series' clock; names the occurrence for ever, also when it moves.
    pub original_start: Option<NaiveDateTime>,
    /// What it is about.
    pub title: String,
    /// Start on the wall clock of `zone`. No instant is kept: rules of zones change.
    pub starts: NaiveDateTime,
    /// IANA id of the zone of `starts`.
    pub zone: String,
    /// Planned length, 1 to 1440.
    pub minutes: i64,
    /// What became of it.
    pub state: SessionState,
    /// Whose role missed it or called it off.
    pub by_role: Option<Role>,
    /// How long it took.
    pub held_minutes: Option<i64>,
    /// Where to meet, when not where the mentorship meets.
    pub join_link: Option<String>,
}

/// A recurrence that plans sessions, anchored to one wall clock.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Names it.
    pub id: SeriesId,
    /// The mentorship.
    pub mentorship: MentorshipId,
    /// What the sessions are called until somebody says more.
    pub title: String,
    /// First start on the wall clock of `zone`.
    pub starts: NaiveDateTime,
    /// IANA id of the zone the series follows.
    pub zone: String,
    /// Planned length of each session, 1 to 1440.
    pub minutes: i64,
    /// The rule in iCalendar's words, without `RRULE:`.
    pub rule: String,
    /// Starts that were taken out, on the series' clock.
    pub exdates: Vec<NaiveDateTime>,
    /// Starts that were added, on the series' clock.
    pub rdates: Vec<NaiveDateTime>,
}
