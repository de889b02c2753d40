//! Reads iCalendar as it is found: folded with tabs, in Latin-1, without UIDs, with the zones of Outlook.
//!
//! The syntax of a line is `calcard`'s to read; what it means is decided here. What must hold: a bad component
//! never loses the others, each that is left out is named with its line and a reason, no time is silently taken
//! for UTC or for the reader's own, nothing is fetched, and no file takes longer than its size explains.

mod component;
mod definition;
mod details;
mod event;
mod grouped;
mod lines;
mod matching;
mod moment;
mod notices;
mod property;
mod source;
mod timing;
mod zones;

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::recur::Series;
use crate::rule::RuleError;
use crate::zone::Zone;

use super::write::{Event, Override};
use component::Component;
use event::Components;
use moment::Moment;
use notices::Notices;
use timing::Timing;

/// What a calendar file says.
#[derive(Clone, Debug, Default)]
pub struct ReadCalendar {
    /// How many VEVENT components were read to their end. Each is part of `events`, or one of `cancellations`,
    /// or named in `skipped`.
    pub components: usize,
    /// Meetings and series, one for each UID, in the order of the file.
    pub events: Vec<ReadEvent>,
    /// What is called off without the file saying when it was.
    pub cancellations: Vec<Cancellation>,
    /// Components that are not taken, and why.
    pub skipped: Vec<Skipped>,
    /// What was read otherwise than it was written.
    pub notices: Vec<Notice>,
}

/// A meeting or a series of them, with the occurrences that differ from it.
#[derive(Clone, Debug)]
pub struct ReadEvent {
    /// The line of its BEGIN, from 1.
    pub line: usize,
    /// Names it for life; derived from its content where the file has none, the same each time.
    pub uid: String,
    /// It is one occurrence of a series that the file does not have: that one, by its civil start on `clock`.
    pub occurrence: Option<NaiveDateTime>,
    /// The greater is newer; 0 where the file has none.
    pub sequence: u32,
    /// When it was last changed, where the file says so: of two with one sequence the later is newer.
    pub stamp: Option<DateTime<Utc>>,
    /// One line; may be empty.
    pub title: String,
    /// Any text; may be empty.
    pub description: String,
    /// A place; may be empty.
    pub location: String,
    /// A link; may be empty. It is never followed.
    pub url: String,
    /// All of it is called off.
    pub cancelled: bool,
    /// It takes up no time of anybody's.
    pub transparent: bool,
    /// It is a day rather than a time; then it starts at midnight.
    pub all_day: bool,
    /// Minutes before the start at which to be reminded, 0 to 40,320.
    pub reminders: Vec<u32>,
    /// Who called it, and who is asked.
    pub people: Vec<Person>,
    /// Whose clock it follows.
    pub clock: Clock,
    timing: Timing,
    changed: Vec<Changed>,
}

/// Somebody whom a file names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their name; may be empty.
    pub name: String,
    /// Their address without `mailto:`; may be empty.
    pub email: String,
}

/// Whose clock a time of the file follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clock {
    /// That of a zone we know, be it by rules that only this file has.
    Zone(Zone),
    /// Everybody's own; the file suggests one for all of them, perhaps.
    Floating {
        /// What X-WR-TIMEZONE says.
        suggested: Option<Zone>,
    },
    /// That of a zone nobody knows, under this name.
    Unknown(String),
}

/// A meeting that is called off by a file that does not say when it was.
#[derive(Clone, Debug)]
pub struct Cancellation {
    /// The line of its BEGIN, from 1.
    pub line: usize,
    /// The UID of what is called off.
    pub uid: String,
    /// Only one occurrence of it, by its civil start in the zone of the series.
    pub occurrence: Option<CancelledOccurrence>,
    /// As in [`ReadEvent::sequence`].
    pub sequence: u32,
    /// As in [`ReadEvent::stamp`].
    pub stamp: Option<DateTime<Utc>>,
    /// One line; may be empty.
    pub title: String,
}

/// Names an occurrence as the file does, whose zone only the series knows.
#[derive(Clone, Debug)]
pub struct CancelledOccurrence(Moment);

impl CancelledOccurrence {
    /// Its civil start in a series in `zone` whose first meeting is at `start`.
    pub fn civil(&self, zone: &Zone, start: NaiveDateTime) -> NaiveDateTime {
        self.0.civil(zone, start.time())
    }
}

/// A component that is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The line of its BEGIN, from 1.
    pub line: usize,
    /// Why: `no_start`, `bad_start`, `too_long`, `out_of_range`, `property_too_long`,
    /// `several_rules`, `bad_occurrence`, `this_and_future`, `not_an_invitation`, `superseded`, `unfinished`,
    /// `too_many_bad_rules`, `too_many_dates`, or the code of a [`RuleError`].
    pub code: &'static str,
    /// The part at fault, as it was written; may be empty.
    pub value: String,
    /// Its UID; may be empty.
    pub uid: String,
    /// Its title; may be empty.
    pub title: String,
}

/// Something that was read otherwise than it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The line, from 1.
    pub line: usize,
    /// `latin1`, `no_calendar`, `missing_end`, `stray_end`, `bad_line`, `property_too_long`, `bad_end`,
    /// `bad_exdate`, `bad_rdate`, `until_before_start`, `zone_matched`, `zone_kept`, `zone_unknown` or
    /// `zone_definition_differs`.
    pub code: &'static str,
    /// What it is about; may be empty.
    pub value: String,
}

/// Why a file is refused as a whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// It has more than 10 MiB.
    #[error("the file is larger than 10 MiB")]
    TooLarge,
    /// It holds NUL, as no text does.
    #[error("the file holds NUL")]
    Nul,
    /// It begins as UTF-16 and does not go on so.
    #[error("the file is no whole UTF-16")]
    BadUtf16,
    /// There is neither a calendar in it nor an event.
    #[error("the file is no calendar")]
    NotACalendar,
    /// It has more than 10,000 events.
    #[error("the file has more than 10,000 events")]
    TooManyEvents,
    /// Its components lie deeper in one another than eight.
    #[error("line {line}: components lie more than 8 deep")]
    TooDeep {
        /// Where, from 1.
        line: usize,
    },
    /// It defines more than 200 time zones.
    #[error("the file defines more than 200 time zones")]
    TooManyZones,
}

impl ReadError {
    /// The code under which the user interface has words for this error.
    pub fn code(&self) -> &'static str {
        match self {
            ReadError::TooLarge => "file_too_large",
            ReadError::Nul => "file_has_nul",
            ReadError::BadUtf16 => "file_bad_utf16",
            ReadError::NotACalendar => "not_a_calendar",
            ReadError::TooManyEvents => "too_many_events",
            ReadError::TooDeep { .. } => "too_deep",
            ReadError::TooManyZones => "too_many_zones",
        }
    }
}

/// Reads a calendar file. A file of bare events, without a calendar around them, is read too. From `now` on
/// it matters whether a zone's definition in the file differs from the database's.
///
/// # Errors
/// [`ReadError`] for what is no calendar, and for more than a calendar has.
pub fn read_calendar(bytes: &[u8], now: DateTime<Utc>) -> Result<ReadCalendar, ReadError> {
    let source = source::plain(bytes)?;
    let mut read = ReadCalendar::default();
    let mut notices = Notices::default();
    let roots = component::tree(&source, &mut notices)?;
    let mut components = Components::default();
    for calendar in calendars(&roots) {
        components.read(calendar, now, &mut notices)?;
    }
    read.components = components.count;
    grouped::by_uid(components, &mut read);
    read.skipped.sort_by_key(|skipped| skipped.line);
    read.notices = notices.sorted();
    Ok(read)
}

/// The calendars of the file, wherever they stand; what stands outside of them counts as one more.
fn calendars(roots: &Component) -> Vec<&Component> {
    let within = roots.children.iter().filter(|child| child.name == "VCALENDAR");
    [roots].into_iter().chain(within).collect()
}

/// One occurrence that differs.
#[derive(Clone, Debug)]
struct Changed {
    original: Moment,
    timing: Option<Timing>,
    clock: Clock,
    title: String,
    cancelled: bool,
}

impl ReadEvent {
    /// The event in full, as [`write_calendar`](super::write_calendar) takes it. Where the file names no zone
    /// that we know, `otherwise` is the zone that the person says.
    ///
    /// # Errors
    /// [`RuleError`] when its rule does not go with that zone, as with an end that then lies before the start.
    pub fn event(&self, otherwise: &Zone) -> Result<Event, RuleError> {
        let zone = self.clock.zone().unwrap_or(otherwise);
        let series = self.timing.series(zone)?;
        let mut overrides: Vec<Override> =
            self.changed.iter().filter_map(|changed| changed.override_of(self, zone, otherwise)).collect();
        overrides.retain(|one| *one != unchanged(&series, one.original, self.cancelled));
        overrides.sort_by_key(|one| one.original);
        Ok(Event {
            uid: self.uid.clone(),
            stamp: self.stamp.unwrap_or_default(),
            sequence: self.sequence,
            series,
            title: self.title.clone(),
            description: self.description.clone(),
            location: self.location.clone(),
            url: self.url.clone(),
            cancelled: self.cancelled,
            reminders: self.reminders.clone(),
            overrides,
        })
    }

    /// The civil start of its first meeting, on `clock`.
    pub fn start(&self) -> NaiveDateTime {
        self.timing.start
    }

    /// How long a meeting lasts in minutes, 0 to 1,440; 0 where the file gives no end.
    pub fn minutes(&self) -> u32 {
        self.timing.minutes
    }

    /// Whether it has more than one meeting.
    pub fn repeats(&self) -> bool {
        self.timing.repeats()
    }
}

/// An occurrence as the series has it: what is written only for calendars that would reckon otherwise.
fn unchanged(series: &Series, original: NaiveDateTime, cancelled: bool) -> Override {
    let start = series.zone.to_instant(original).map_or(original, |resolved| resolved.civil);
    Override { original, start, minutes: series.minutes, title: None, cancelled }
}

impl Changed {
    fn override_of(&self, event: &ReadEvent, zone: &Zone, otherwise: &Zone) -> Option<Override> {
        let original = self.original.civil(zone, event.timing.start.time());
        let (start, minutes) = match &self.timing {
            Some(timing) => {
                let own = self.clock.zone().unwrap_or(otherwise);
                let minutes = if timing.minutes == 0 { event.timing.minutes } else { timing.minutes };
                (timing.start_in(own, zone)?, minutes)
            }
            None => (original, event.timing.minutes),
        };
        let title = (!self.title.is_empty() && self.title != event.title).then(|| self.title.clone());
        Some(Override { original, start, minutes: minutes.max(1), title, cancelled: self.cancelled })
    }
}

impl Clock {
    /// The zone, where it is known.
    pub fn zone(&self) -> Option<&Zone> {
        match self {
            Clock::Zone(zone) => Some(zone),
            Clock::Floating { .. } | Clock::Unknown(_) => None,
        }
    }
}
