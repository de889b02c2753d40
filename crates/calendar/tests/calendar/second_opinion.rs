//! The older rules of the second opinion are the same as ours, except where the world has changed since.

use std::collections::BTreeSet;

use cairn_calendar::{Zone, ZoneDatabase, second_opinion};
use chrono::{DateTime, TimeDelta, Utc};

/// Zones whose rules IANA changed after 2025b: some for the years to come, some in their past.
const CHANGED_SINCE: [&str; 11] = [
    "Africa/Casablanca",
    "Africa/El_Aaiun",
    "America/Bogota",
    "America/Edmonton",
    "America/Havana",
    "America/Inuvik",
    "America/Tijuana",
    "America/Vancouver",
    "America/Winnipeg",
    "Asia/Tehran",
    "Europe/Chisinau",
];

#[test]
fn it_differs_only_where_the_rules_were_changed() {
    let database = ZoneDatabase::bundled();
    let first: DateTime<Utc> = "1970-01-01T00:00:00Z".parse().unwrap();
    let last: DateTime<Utc> = "2037-12-31T00:00:00Z".parse().unwrap();
    let mut differing = BTreeSet::new();
    for id in database.ids() {
        let zone = database.find(&id).unwrap();
        let changes = zone.transitions(first).map(|it| it.at).take_while(|at| *at < last);
        let mut moments: Vec<DateTime<Utc>> =
            changes.flat_map(|at| [at, at - TimeDelta::seconds(1)]).collect();
        moments.extend((1970..2038).flat_map(|year| {
            [1, 7].map(|month| format!("{year}-{month:02}-15T12:00:00Z").parse::<DateTime<Utc>>().unwrap())
        }));
        if moments.iter().any(|moment| differs(&zone, *moment)) {
            differing.insert(zone.canonical_id().to_owned());
        }
    }
    assert_eq!(differing.iter().map(String::as_str).collect::<Vec<_>>(), CHANGED_SINCE);
}

/// A civil time that clocks show twice stands for the first, so only what reads back is asked.
fn differs(zone: &Zone, moment: DateTime<Utc>) -> bool {
    let civil = zone.civil(moment);
    zone.to_instant(civil).is_ok_and(|it| it.instant == moment) && second_opinion(zone, civil).is_some()
}
