//! Series that have a name.

use std::time::{Duration, Instant};

use cairn_calendar::{Adjustment, Repeat, Rule, Series, Zone};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use rstest::rstest;

#[rstest]
#[case::midnight_comes_twice_in_havana("America/Havana", "2027-11-01T00:15:00", Adjustment::Fold)]
#[case::twice_at_once("America/New_York", "2026-10-25T01:30:00", Adjustment::Fold)]
#[case::midnight_is_skipped("Africa/Cairo", "2027-04-25T00:30:00", Adjustment::Gap)]
#[case::midnight_comes_twice("Asia/Beirut", "2026-10-20T23:30:00", Adjustment::Fold)]
fn a_change_of_clocks_drops_and_doubles_nothing(
    #[case] zone: &str,
    #[case] start: NaiveDateTime,
    #[case] adjustment: Adjustment,
) {
    let series = Series::ruled(Zone::find(zone).unwrap(), start, 60, "FREQ=DAILY;COUNT=14").unwrap();
    let dates: Vec<_> = series.occurrences(..).map(|it| it.civil.date()).collect();
    assert_eq!(dates, start.date().iter_days().take(14).collect::<Vec<_>>());
    assert_eq!(series.occurrences(..).filter(|it| it.adjustment == adjustment).count(), 1);
}

#[test]
fn an_end_in_a_skipped_hour_keeps_what_comes_before_it() {
    // 02:30 moves to 03:30, past 03:00 and past the end.
    let berlin = Zone::find("Europe/Berlin").unwrap();
    let rule = "FREQ=DAILY;BYHOUR=2,3;BYMINUTE=0,30;BYSETPOS=2,3;UNTIL=20270328T010000Z";
    let series = Series::ruled(berlin, "2027-03-27T02:30:00".parse().unwrap(), 60, rule).unwrap();
    let civil: Vec<_> = series.occurrences(..).map(|it| it.civil.to_string()).collect();
    assert_eq!(civil, ["2027-03-27 02:30:00", "2027-03-27 03:00:00", "2027-03-28 03:00:00"]);
}

#[rstest]
#[case("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")]
#[case("FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29")]
#[case("FREQ=MONTHLY;BYDAY=6MO")]
#[case("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31")]
#[case("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6")]
fn what_never_occurs_is_refused_at_once(#[case] rule: &str) {
    let start = "2026-01-05T09:00:00".parse().unwrap();
    let begun = Instant::now();
    let refused = Rule::parse(rule, &Zone::utc(), start).unwrap_err();
    assert_eq!(refused.code(), "never_occurs");
    assert!(begun.elapsed() < Duration::from_secs(2), "searches without end");
}

#[rstest]
#[case::every_minute("FREQ=DAILY;BYHOUR={h};BYMINUTE={m};COUNT=4000000000")]
#[case::picked_by_position("FREQ=DAILY;BYHOUR={h};BYMINUTE={m};BYSETPOS={p},-366")]
fn a_crowded_rule_is_quick_to_reach_a_far_year(#[case] rule: &str) {
    let list = |numbers: std::ops::Range<u32>| numbers.map(|it| it.to_string()).collect::<Vec<_>>().join(",");
    let rule = rule.replace("{h}", &list(0..24)).replace("{m}", &list(0..60)).replace("{p}", &list(1..367));
    let series = Series::ruled(Zone::utc(), "1900-01-01T00:00:00".parse().unwrap(), 1, &rule).unwrap();
    let begun = Instant::now();
    let next = series.next_from("2150-01-01T01:00:00Z".parse().unwrap()).unwrap();
    assert_eq!(next.civil.to_string(), "2150-01-01 01:00:00");
    assert!(begun.elapsed() < Duration::from_secs(2), "counts one by one, or sorts every day anew");
}

#[rstest]
#[case::weekly(Repeat::weekly, "FREQ=WEEKLY;BYDAY=TU", "2026-12-01")]
#[case::fortnightly(Repeat::fortnightly, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-12-08")]
#[case::monthly(Repeat::monthly, "FREQ=MONTHLY;BYDAY=4TU", "2026-12-22")]
fn a_simple_repeat_is_a_rule_and_back(
    #[case] repeat: fn(NaiveDate) -> Repeat,
    #[case] text: &str,
    #[case] second: &str,
) {
    let date = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    let repeat = repeat(date);
    assert_eq!((repeat.rule().to_string().as_str(), Repeat::of(&repeat.rule())), (text, Some(repeat)));
    let start = date.and_time(NaiveTime::from_hms_opt(20, 30, 0).unwrap());
    let series = Series::repeating(Zone::find("America/Chicago").unwrap(), start, 60, repeat).unwrap();
    assert_eq!(series.occurrences(..).nth(1).unwrap().civil.date().to_string(), second);
}

#[test]
fn the_fifth_of_a_month_becomes_the_last() {
    let date = NaiveDate::from_ymd_opt(2026, 12, 29).unwrap();
    assert_eq!(Repeat::monthly(date).rule().to_string(), "FREQ=MONTHLY;BYDAY=-1TU");
}

#[test]
fn an_occurrence_is_found_by_its_original_start() {
    let start = "2026-11-24T20:30:00".parse().unwrap();
    let mut series = Series::ruled(Zone::find("America/Chicago").unwrap(), start, 60, "FREQ=WEEKLY").unwrap();
    let third = "2026-12-08T20:30:00".parse().unwrap();
    assert_eq!(series.occurrence(third).unwrap().original, third);
    assert_eq!(series.occurrence("2026-12-09T20:30:00".parse().unwrap()), None);
    series.exdates.push(third);
    assert_eq!(series.occurrence(third), None);
}

#[rstest]
#[case::minutes(Series::once(Zone::utc(), NaiveDateTime::default(), 0))]
#[case::range(Series::once(Zone::utc(), NaiveDateTime::MAX, 60))]
fn a_meeting_out_of_range_is_refused(#[case] answer: Result<Series, cairn_calendar::RuleError>) {
    assert_eq!(answer.unwrap_err().code(), "out_of_range");
}
