//! What is remembered of a clock agrees with the rules it was taken from, and shows when they change.

use cairn_calendar::{RememberedClock, Zone};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use proptest::prelude::*;
use rstest::rstest;

fn utc(text: &str) -> DateTime<Utc> {
    format!("{text}:00Z").parse().unwrap()
}

/// Vancouver as the rules of 2025b had it: it would have gone back on 1 November 2026.
fn older_vancouver() -> RememberedClock {
    "1793000000:-25200 1793523600:-28800 1805018400:-25200 1811808000".parse().unwrap()
}

proptest! {
    #[test]
    fn it_converts_as_the_zone_does(
        minutes in 0i64..525_000,
        id in prop::sample::select(vec!["America/Chicago", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata"]),
    ) {
        let zone = Zone::find(id).unwrap();
        let from = utc("2026-06-01T00:00");
        let clock = RememberedClock::of(&zone, from, from + TimeDelta::days(366));
        let instant = from + TimeDelta::minutes(minutes);
        prop_assert_eq!(clock.civil(instant), zone.civil(instant));
        let civil = zone.civil(instant);
        prop_assert_eq!(clock.instant(civil), zone.to_instant(civil).unwrap().instant);
    }
}

#[rstest]
#[case::skipped("2027-03-14T02:30:00", "2027-03-14T08:30")]
#[case::shown_twice("2026-11-01T01:30:00", "2026-11-01T06:30")]
fn gaps_and_folds_are_taken_as_everywhere(#[case] civil: NaiveDateTime, #[case] instant: &str) {
    let chicago = Zone::find("America/Chicago").unwrap();
    let clock = RememberedClock::of(&chicago, utc("2026-06-01T00:00"), utc("2027-06-01T00:00"));
    assert_eq!(clock.instant(civil), utc(instant));
    assert_eq!(clock.instant(civil), chicago.to_instant(civil).unwrap().instant);
}

#[test]
fn new_rules_differ_from_the_first_day_they_matter() {
    let vancouver = Zone::find("America/Vancouver").unwrap();
    let older = older_vancouver();
    assert!(older.differs_from(&vancouver, utc("2026-10-27T00:00")));
    assert_eq!(older.instant("2026-11-03T09:00:00".parse().unwrap()), utc("2026-11-03T17:00"));
    let now = RememberedClock::of(&vancouver, utc("2026-10-27T00:00"), older.until());
    assert!(!now.differs_from(&vancouver, utc("2026-10-27T00:00")));
    assert!(!now.differs_from(&vancouver, utc("2027-10-01T00:00")), "nothing is known of then");
}

#[rstest]
#[case("")]
#[case("1793000000")]
#[case("x:1 2")]
#[case("1:x 2")]
fn what_is_no_clock_is_refused(#[case] text: &str) {
    assert!(text.parse::<RememberedClock>().is_err());
}
