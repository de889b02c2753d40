//! A meeting on several clocks, as the Today screen shows it.

use std::ops::Range;

use cairn_calendar::*;
use chrono::{DateTime, NaiveTime, TimeDelta, Utc, Weekday};
use rstest::rstest;

fn zone(id: &str) -> Zone {
    Zone::find(id).unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn hours_long(start: &str, hours: i64) -> Range<DateTime<Utc>> {
    at(start)..at(start) + TimeDelta::hours(hours)
}

/// Tuesday 24 November 2026, 20:30 in Chicago.
fn meeting() -> Range<DateTime<Utc>> {
    hours_long("2026-11-25T02:30:00Z", 1)
}

#[test]
fn the_other_clock_shows_tomorrow() {
    let now = at("2026-11-25T01:12:00Z");
    let (chicago, kolkata) = (zone("America/Chicago"), zone("Asia/Kolkata"));
    let theirs = reading(&kolkata, &meeting(), &chicago, now);
    assert_eq!(theirs.start.to_string(), "2026-11-25 08:00:00");
    assert_eq!(theirs.end.to_string(), "2026-11-25 09:00:00");
    assert_eq!((theirs.day_shift, theirs.change_before), (1, None));
    assert_eq!(reading(&chicago, &meeting(), &kolkata, now).day_shift, -1);
}

#[test]
fn a_change_on_the_way_is_told() {
    let chicago = zone("America/Chicago");
    let june = hours_long("2027-06-01T15:00:00Z", 1);
    let change = reading(&chicago, &june, &chicago, at("2026-11-25T01:12:00Z")).change_before.unwrap();
    assert_eq!((change.civil_before().to_string().as_str(), change.minutes()), ("2027-03-14 02:00:00", 60));
    assert_eq!(change.civil_after().to_string(), "2027-03-14 03:00:00");
}

#[rstest]
#[case::half_hours("America/Chicago", "Asia/Kolkata", 690, Some(("2027-03-14T08:00:00Z", 630)))]
#[case::never("Asia/Kolkata", "Asia/Kathmandu", 15, None)]
#[case::together("America/New_York", "America/Los_Angeles", -180, None)]
#[case::some_weeks("Europe/Berlin", "America/New_York", -360, Some(("2027-03-14T07:00:00Z", -300)))]
#[case::half_an_hour("Australia/Brisbane", "Australia/Lord_Howe", 60, Some(("2027-04-03T15:00:00Z", 30)))]
fn the_difference_is_told_with_its_next_change(
    #[case] viewer: &str,
    #[case] other: &str,
    #[case] minutes: i32,
    #[case] next: Option<(&str, i32)>,
) {
    let found = difference(&zone(viewer), &zone(other), at("2026-11-24T12:00:00Z"));
    let next = next.map(|(from, minutes)| NextDifference { at: at(from), minutes });
    assert_eq!(found, Difference { minutes, next });
}

#[test]
fn some_calendars_have_older_rules() {
    let vancouver = zone("America/Vancouver");
    let opinion = second_opinion(&vancouver, "2026-12-01T09:00:00".parse().unwrap()).unwrap();
    assert_eq!(
        (opinion.civil.to_string().as_str(), opinion.offset_seconds),
        ("2026-12-01 08:00:00", -8 * 3600)
    );
    assert_eq!(second_opinion(&vancouver, "2026-07-01T09:00:00".parse().unwrap()), None);
    assert_eq!(second_opinion(&zone("Europe/Berlin"), "2026-12-01T09:00:00".parse().unwrap()), None);
    assert_eq!(second_opinion(&zone("Europe/Berlin"), "2090-07-01T09:00:00".parse().unwrap()), None);
}

fn time(hour: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, 0, 0).unwrap()
}

#[rstest]
#[case::inside("2026-11-24T15:00:00Z", true)]
#[case::up_to_the_end("2026-11-24T22:00:00Z", true)]
#[case::over_the_end("2026-11-24T22:30:00Z", false)]
#[case::other_day("2026-11-25T15:00:00Z", false)]
fn hours_cover_a_meeting_or_not(#[case] start: &str, #[case] covered: bool) {
    let tuesdays = WeeklyHours::on_days(&[Weekday::Tue], time(9), time(17));
    assert_eq!(tuesdays.cover(&hours_long(start, 1), &zone("America/Chicago")), covered);
}

#[test]
fn night_hours_belong_to_the_day_they_start_on() {
    let nights = WeeklyHours::on_days(&[Weekday::Fri], time(22), time(6));
    assert!(nights.include("2026-11-28T05:59:00".parse().unwrap()));
    assert!(!nights.include("2026-11-27T05:59:00".parse().unwrap()));
    // The night in which Chicago's clocks go back has one hour more.
    let fall = WeeklyHours::on_days(&[Weekday::Sat], time(22), time(6));
    let windows = fall.windows(&zone("America/Chicago"), &hours_long("2026-10-31T12:00:00Z", 48));
    assert_eq!(windows, [at("2026-11-01T03:00:00Z")..at("2026-11-01T12:00:00Z")]);
}

#[test]
fn the_band_begins_with_a_whole_hour_and_has_night_and_day() {
    let chicago = zone("America/Chicago");
    let band = band_around(&meeting(), &chicago);
    assert_eq!(band, at("2026-11-24T18:00:00Z")..at("2026-11-25T12:00:00Z"));
    let span = |from, to, sky| SkySpan { from, to, sky };
    let ours = lane(&chicago, &band);
    let expected =
        [(0, 270, Sky::Day), (270, 360, Sky::Dusk), (360, 1050, Sky::Night), (1050, 1080, Sky::Dawn)];
    assert_eq!(ours.sky, expected.map(|(from, to, sky)| span(from, to, sky)));
    let midnight = ours.ticks.iter().find(|tick| tick.begins.is_some()).unwrap();
    assert_eq!((midnight.at, midnight.begins.unwrap().to_string().as_str()), (720, "2026-11-25"));
    let theirs = lane(&zone("Asia/Kolkata"), &band);
    assert_eq!(theirs.first_date.to_string(), "2026-11-24");
    assert_eq!((theirs.ticks[0].at, theirs.ticks[0].hour), (30, 0));
    assert_eq!(theirs.ticks[1], Tick { at: 210, hour: 3, begins: None });
}
