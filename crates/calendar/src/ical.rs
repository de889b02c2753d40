//! iCalendar (RFC 5545): what other calendars write is read, and what Cairn plans is written for them.

mod read;
mod write;

pub use read::{
    Cancellation, Clock, Notice, Person, ReadCalendar, ReadError, ReadEvent, Skipped, read_calendar,
};
pub use write::{Event, Override, write_calendar};
