//! Which zone of the database a definition in a file is.

use std::collections::HashSet;
use std::sync::OnceLock;

use chrono::{DateTime, TimeDelta, Utc};

use crate::zone::{Zone, ZoneDatabase, windows_names};

use super::definition::{Course, Definition};

/// The zone whose clock runs as the definition says from `first` to `last`; among several the one that does so
/// most in the years around, and rather one that stands for a whole region.
pub(super) fn zone_like(
    definition: &Definition,
    first: DateTime<Utc>,
    last: DateTime<Utc>,
) -> Option<&'static Zone> {
    let course = definition.course(first, last)?;
    let (early, late) = (first - TimeDelta::days(10 * 366), last + TimeDelta::days(4 * 366));
    let around = definition.course(early, late)?;
    let likeness = |zone: &&Zone| {
        let own = Course::of_zone(zone, early, late);
        let shared = own.changes.iter().filter(|change| around.changes.contains(change)).count();
        (own == around, shared)
    };
    let alike = candidates()
        .iter()
        .filter(|zone| zone.to_local(first).offset_seconds == course.offset)
        .filter(|zone| Course::of_zone(zone, first, last) == course);
    // Of equals, the last is taken.
    alike.rev().max_by_key(likeness)
}

/// Zones in the order in which they are tried: first those that stand for a whole region.
fn candidates() -> &'static [Zone] {
    static CANDIDATES: OnceLock<Vec<Zone>> = OnceLock::new();
    CANDIDATES.get_or_init(|| {
        let regional: HashSet<&str> = windows_names().values().copied().collect();
        let ids = ZoneDatabase::current().ids();
        let zones = ids.iter().filter(|id| id.contains('/')).filter_map(|id| Zone::find(id).ok());
        let mut zones: Vec<Zone> = zones.filter(|zone| zone.id() == zone.canonical_id()).collect();
        zones.sort_by_key(|zone| (!regional.contains(zone.id()), zone.id().starts_with("Etc/")));
        zones
    })
}
