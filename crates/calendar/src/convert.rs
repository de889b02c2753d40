//! From an instant to the wall clock of a zone and back.
//!
//! ```
//! use cairn_calendar::{Adjustment, Zone};
//! use chrono::NaiveDate;
//!
//! let berlin = Zone::find("Europe/Berlin")?;
//! let skipped = NaiveDate::from_ymd_opt(2027, 3, 28).unwrap().and_hms_opt(2, 30, 0).unwrap();
//! let meeting = berlin.to_instant(skipped)?;
//! assert_eq!(meeting.adjustment, Adjustment::Gap);
//! assert_eq!(meeting.civil.to_string(), "2027-03-28 03:30:00");
//! assert_eq!(meeting.instant.to_rfc3339(), "2027-03-28T01:30:00+00:00");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Utc};

use crate::rules::{civil_at_offset, instant_at_offset};
use crate::timetable::CivilOffset;
use crate::zone::Zone;

/// The first year of which Cairn accepts a civil time.
pub const FIRST_YEAR: i32 = 1900;
/// The last year of which Cairn accepts a civil time.
pub const LAST_YEAR: i32 = 2200;

/// What the wall clock of a zone shows at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Local {
    /// Date and time on the wall.
    pub civil: NaiveDateTime,
    /// Seconds east of UTC; not always whole minutes in the far past.
    pub offset_seconds: i32,
}

/// Whether a civil time had to be adjusted to become an instant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Adjustment {
    /// The civil time exists exactly once.
    #[default]
    None,
    /// Clocks skip it: it was moved forward by the length of the gap.
    Gap,
    /// Clocks show it twice: the first of the two was taken.
    Fold,
}

impl Adjustment {
    /// `"none"`, `"gap"` or `"fold"`.
    pub fn as_str(self) -> &'static str {
        match self {
            Adjustment::None => "none",
            Adjustment::Gap => "gap",
            Adjustment::Fold => "fold",
        }
    }
}

/// The instant that a civil time stands for in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The instant: after a gap the later reading, in a fold the earlier.
    pub instant: DateTime<Utc>,
    /// What the wall shows at that instant; differs from what was asked only after a gap.
    pub civil: NaiveDateTime,
    /// Seconds east of UTC at that instant.
    pub offset_seconds: i32,
    /// Whether and why the civil time was adjusted.
    pub adjustment: Adjustment,
    /// The earlier of the two readings in a gap or fold, otherwise `instant`.
    pub earlier: DateTime<Utc>,
    /// The later of the two readings in a gap or fold, otherwise `instant`.
    pub later: DateTime<Utc>,
}

/// An instant at which the clocks of a zone change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The first instant with the new offset.
    pub at: DateTime<Utc>,
    /// Seconds east of UTC before it.
    pub offset_before: i32,
    /// Seconds east of UTC from it on; never equal to `offset_before`.
    pub offset_after: i32,
}

impl Transition {
    /// By how many minutes clocks go forward (positive) or back (negative).
    pub fn minutes(&self) -> i32 {
        (self.offset_after - self.offset_before) / 60
    }

    /// The last civil time before the change reads this, were it not changed: e.g. 02:00 on a spring night.
    pub fn civil_before(&self) -> NaiveDateTime {
        civil_at_offset(self.at, self.offset_before)
    }

    /// What clocks read at once after the change: e.g. 03:00 on a spring night.
    pub fn civil_after(&self) -> NaiveDateTime {
        civil_at_offset(self.at, self.offset_after)
    }
}

/// A civil time before 1900 or after 2200; the code is `out_of_range`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not between the years 1900 and 2200")]
pub struct OutOfRange(pub NaiveDateTime);

impl OutOfRange {
    /// The code under which the user interface has words for this error.
    pub fn code(&self) -> &'static str {
        "out_of_range"
    }
}

impl Zone {
    /// What the wall clock shows at `instant`.
    pub fn to_local(&self, instant: DateTime<Utc>) -> Local {
        let offset_seconds = self.rules().offset_at(instant);
        Local { civil: civil_at_offset(instant, offset_seconds), offset_seconds }
    }

    /// What the wall clock shows at `instant`, without its offset.
    pub fn civil(&self, instant: DateTime<Utc>) -> NaiveDateTime {
        self.to_local(instant).civil
    }

    /// The instant at which the wall clock shows `civil`.
    ///
    /// # Errors
    /// [`OutOfRange`] outside 1900-01-01 to 2200-12-31.
    pub fn to_instant(&self, civil: NaiveDateTime) -> Result<Resolved, OutOfRange> {
        if !in_range(civil) {
            return Err(OutOfRange(civil));
        }
        Ok(match self.rules().offset_of(civil) {
            CivilOffset::Once(offset_seconds) => {
                let instant = instant_at_offset(civil, offset_seconds);
                let adjustment = Adjustment::None;
                Resolved { instant, civil, offset_seconds, adjustment, earlier: instant, later: instant }
            }
            CivilOffset::Skipped { before, after } => adjusted(civil, before, after, Adjustment::Gap),
            CivilOffset::Twice { before, after } => adjusted(civil, before, after, Adjustment::Fold),
        })
    }

    /// The first instant after `after` at which the offset changes; `None` when it never does again.
    pub fn next_transition(&self, after: DateTime<Utc>) -> Option<Transition> {
        self.transitions(after).next()
    }

    /// All changes of the offset after `after` from 1900 until 2200, oldest first.
    pub fn transitions(&self, after: DateTime<Utc>) -> impl Iterator<Item = Transition> {
        let changes = self.rules().changes_after(after).take_while(|(at, _, _)| at.year() <= LAST_YEAR);
        changes.map(|(at, offset_before, offset_after)| Transition { at, offset_before, offset_after })
    }

    /// The first instant of `date` in this zone, which is not always midnight.
    ///
    /// # Errors
    /// [`OutOfRange`] as for [`Zone::to_instant`].
    pub fn start_of_day(&self, date: NaiveDate) -> Result<DateTime<Utc>, OutOfRange> {
        let midnight = date.and_time(chrono::NaiveTime::MIN);
        let resolved = self.to_instant(midnight)?;
        if resolved.adjustment != Adjustment::Gap {
            return Ok(resolved.instant);
        }
        // The day begins with the change that skips midnight.
        let just_before = resolved.earlier - TimeDelta::seconds(1);
        Ok(self.next_transition(just_before).map_or(resolved.instant, |change| change.at))
    }
}

/// Whether Cairn accepts `civil` at all.
pub fn in_range(civil: NaiveDateTime) -> bool {
    (FIRST_YEAR..=LAST_YEAR).contains(&civil.year())
}

/// How many days `other` is ahead of `date`: +1 is tomorrow.
pub fn day_shift(date: NaiveDate, other: NaiveDate) -> i64 {
    other.signed_duration_since(date).num_days()
}

/// In a gap and in a fold alike the offset *before* the change gives the reading that we take.
fn adjusted(civil: NaiveDateTime, before: i32, after: i32, adjustment: Adjustment) -> Resolved {
    let instant = instant_at_offset(civil, before);
    let other = instant_at_offset(civil, after);
    let offset_seconds = if adjustment == Adjustment::Gap { after } else { before };
    Resolved {
        instant,
        civil: civil_at_offset(instant, offset_seconds),
        offset_seconds,
        adjustment,
        earlier: instant.min(other),
        later: instant.max(other),
    }
}
