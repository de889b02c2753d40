//! Zones, civil time and recurrence. This crate knows calendars and clocks; it knows nothing of mentoring.
//!
//! The vocabulary is `chrono`'s: an instant is a `DateTime<Utc>`, a time on somebody's wall is a
//! `NaiveDateTime` and is called *civil*. The rules that lead from one to the other are the newest of the
//! ones built in and the ones of this computer ([`ZoneDatabase`]); only the private module `rules` sees the
//! library that reads them.
//!
//! Two decisions hold everywhere. A civil time that a clock skips (a gap) moves forward by what was skipped;
//! a civil time that a clock shows twice (a fold) is the first of the two. Both are flagged ([`Adjustment`]).
//!
//! Nothing here reads a clock: `now` is a parameter.

pub mod band;
pub mod clocks;
pub mod convert;
pub mod edit;
mod expand;
pub mod fairness;
pub mod fields;
pub mod hours;
pub mod ical;
pub mod overlap;
pub mod places;
pub mod planner;
pub mod recur;
pub mod remembered;
pub mod repeat;
pub mod rule;
mod rules;
pub mod shifts;
mod timetable;
pub mod typed;
pub mod zone;

pub use band::{Lane, Sky, SkySpan, Tick, band_around, lane};
pub use clocks::{Difference, NextDifference, Reading, SecondOpinion, difference, reading, second_opinion};
pub use convert::{Adjustment, Local, OutOfRange, Resolved, Transition};
pub use edit::{Change, Changed, Parted};
pub use fairness::{Rotation, best_fixed_slot, burden, fairest_rotation};
pub use hours::{HoursSpan, WeeklyHours};
pub use ical::{
    Cancellation, Clock, Event, Notice, Override, Person, ReadCalendar, ReadError, ReadEvent, Skipped,
    read_calendar, write_calendar,
};
pub use overlap::{Participant, common_windows, quarter_hour_starts};
pub use places::{Place, place_of, search_places};
pub use planner::{
    Findings, FixedTime, Gap, Miss, NearestMiss, NobodyCan, Proposal, Rhythm, Term, find_times, stretches,
};
pub use recur::{Occurrence, Occurrences, Series};
pub use remembered::RememberedClock;
pub use repeat::Repeat;
pub use rule::{Rule, RuleError};
pub use shifts::{Shift, ShiftCause, shifts};
pub use typed::{Typed, TypedError, read_typed};
pub use zone::{Source, Zone, ZoneDatabase, ZoneError};
