//! From the name that a file gives a zone to the clock that it means.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use crate::places::is_place;
use crate::zone::Zone;

use super::component::Component;
use super::definition::{Course, Definition};
use super::matching::zone_like;
use super::{Clock, ReadError};

/// More than any calendar uses.
const MOST_DEFINITIONS: usize = 200;
/// How often a file may need a definition for some days only: each time, every zone is tried.
const MOST_NARROW: usize = 200;
/// How far ahead a definition is compared with the database.
const YEARS_AHEAD: i64 = 3;

/// The zones of one calendar of the file.
pub(super) struct Zones {
    definitions: Vec<Definition>,
    /// What X-WR-TIMEZONE says, for times without a zone.
    pub(super) suggested: Option<Zone>,
    /// By name, and first and last day.
    found: RefCell<HashMap<(String, NaiveDate, NaiveDate), Found>>,
    /// Of definitions that are a zone for whole years: by name, and first and last year.
    whole_years: RefCell<WholeYears>,
    /// How often a definition was matched for some days only.
    narrow: Cell<usize>,
    now: DateTime<Utc>,
}

type WholeYears = HashMap<(String, i32, i32), Option<&'static Zone>>;

/// What a name was found to mean.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) clock: Clock,
    /// The code of what there is to say of it.
    pub(super) notice: Option<&'static str>,
}

impl Zones {
    pub(super) fn read(calendar: &Component, now: DateTime<Utc>) -> Result<Zones, ReadError> {
        let defined = calendar.children.iter().filter(|child| child.name == "VTIMEZONE");
        let definitions: Vec<_> = defined.filter_map(Definition::read).collect();
        if definitions.len() > MOST_DEFINITIONS {
            return Err(ReadError::TooManyZones);
        }
        let suggested = by_name(calendar.text("X-WR-TIMEZONE").trim());
        let (found, whole_years, narrow) = Default::default();
        Ok(Zones { definitions, suggested, found, whole_years, narrow, now })
    }

    /// The clock that `name` means for civil times from `first` to `last`.
    pub(super) fn clock(&self, name: &str, first: NaiveDateTime, last: NaiveDateTime) -> Found {
        let key = (name.to_owned(), first.date(), last.date());
        if let Some(found) = self.found.borrow().get(&key) {
            return found.clone();
        }
        let found = self.find(name, first, last);
        self.found.borrow_mut().insert(key, found.clone());
        found
    }

    fn find(&self, name: &str, first: NaiveDateTime, last: NaiveDateTime) -> Found {
        let definition = self.definitions.iter().find(|definition| definition.name == name);
        if let Some(zone) = by_name(name) {
            let differs = definition.is_some_and(|definition| self.differs(definition, &zone, first, last));
            let notice = differs.then_some("zone_definition_differs");
            return Found { clock: Clock::Zone(zone), notice };
        }
        let Some(definition) = definition else {
            // An abbreviation of the database is better than nothing, and worse than a definition.
            return match Zone::stored(name) {
                Ok(zone) if zone.id().eq_ignore_ascii_case(name) => {
                    Found { clock: Clock::Zone(zone), notice: None }
                }
                _ => unknown(name),
            };
        };
        if let Some(zone) = definition.location.as_deref().and_then(by_name) {
            return Found { clock: Clock::Zone(zone), notice: None };
        }
        if let Some(zone) = self.zone_like(definition, first, last) {
            return Found { clock: Clock::Zone(zone.clone()), notice: Some("zone_matched") };
        }
        let kept = definition.posix().or_else(|| definition.posix_at(first).filter(|_| first == last));
        match kept.and_then(|rules| Zone::stored(&rules).ok()) {
            Some(zone) => Found { clock: Clock::Zone(zone), notice: Some("zone_kept") },
            None => unknown(name),
        }
    }

    /// The zone that the definition is, in all of the years or at least on the days.
    fn zone_like(
        &self,
        definition: &Definition,
        first: NaiveDateTime,
        last: NaiveDateTime,
    ) -> Option<&'static Zone> {
        let new_year =
            |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default().and_time(NaiveTime::MIN).and_utc();
        let key = (definition.name.clone(), first.year(), last.year());
        let mut known = self.whole_years.borrow_mut();
        let whole = *known
            .entry(key)
            .or_insert_with(|| zone_like(definition, new_year(first.year()), new_year(last.year() + 1)));
        if whole.is_some() || self.narrow.get() >= MOST_NARROW {
            return whole;
        }
        self.narrow.set(self.narrow.get() + 1);
        let day = TimeDelta::days(1);
        zone_like(definition, (first - day).and_utc(), (last + day).and_utc())
    }

    /// Whether the definition, from now on and as long as it is needed, is of other clocks than the database.
    fn differs(
        &self,
        definition: &Definition,
        zone: &Zone,
        first: NaiveDateTime,
        last: NaiveDateTime,
    ) -> bool {
        let first = self.now.max(first.and_utc());
        let last = last.and_utc().min(self.now + TimeDelta::days(366 * YEARS_AHEAD));
        if last < first {
            return false;
        }
        let defined = definition.course(first, last);
        defined.is_some_and(|defined| defined != Course::of_zone(zone, first, last))
    }
}

fn unknown(name: &str) -> Found {
    Found { clock: Clock::Unknown(name.to_owned()), notice: Some("zone_unknown") }
}

/// The zone of an IANA id in any case, also behind what a vendor puts before it (`/vendor/1.2/Europe/Paris`),
/// or of a Windows name.
fn by_name(name: &str) -> Option<Zone> {
    if let Ok(zone) = Zone::find(name) {
        return Some(zone);
    }
    if let Some(path) = name.strip_prefix('/') {
        let mut rest = Some(path);
        while let Some(id) = rest {
            if let Ok(zone) = Zone::find(id) {
                return Some(zone);
            }
            rest = id.split_once('/').map(|(_, after)| after);
        }
    }
    if name.eq_ignore_ascii_case("tzone://Microsoft/Utc") {
        return Some(Zone::utc());
    }
    let zone = Zone::of_windows(name).ok()?;
    // Unicode's table keeps old spellings, such as Asia/Calcutta, which nobody chose here.
    if is_place(zone.id()) { Some(zone) } else { Zone::stored(zone.canonical_id()).ok() }
}
