//! Series against an oracle that tries every day, and what must hold of any of them.

use std::time::{Duration, Instant};

use cairn_calendar::{Adjustment, Repeat, Rule, Series, Zone};
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use proptest::prelude::*;
use rstest::rstest;

const ZONES: [&str; 8] = [
    "America/New_York",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Antarctica/Troll",
    "America/Santiago",
    "Asia/Beirut",
    "UTC",
];
const CODES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// A rule in the oracle's words: which dates it means, said as directly as can be.
#[derive(Clone, Debug)]
enum Plain {
    Days { every: i64 },
    Weeks { every: i64, weekdays: Vec<u32>, sunday_first: bool },
    MonthDays { every: i64, days: Vec<i64> },
    MonthWeekday { every: i64, nth: i64, weekday: u32 },
    YearDay { every: i64 },
    LastWorkday,
}

impl Plain {
    fn text(&self) -> String {
        let every = |every: &i64| if *every == 1 { String::new() } else { format!(";INTERVAL={every}") };
        match self {
            Plain::Days { every: n } => format!("FREQ=DAILY{}", every(n)),
            Plain::Weeks { every: n, weekdays, sunday_first } => {
                let days: Vec<_> = weekdays.iter().map(|day| CODES[*day as usize]).collect();
                let start = if *sunday_first { ";WKST=SU" } else { "" };
                format!("FREQ=WEEKLY{};BYDAY={}{start}", every(n), days.join(","))
            }
            Plain::MonthDays { every: n, days } => {
                let days: Vec<_> = days.iter().map(ToString::to_string).collect();
                format!("FREQ=MONTHLY{};BYMONTHDAY={}", every(n), days.join(","))
            }
            Plain::MonthWeekday { every: n, nth, weekday } => {
                format!("FREQ=MONTHLY{};BYDAY={nth}{}", every(n), CODES[*weekday as usize])
            }
            Plain::YearDay { every: n } => format!("FREQ=YEARLY{}", every(n)),
            Plain::LastWorkday => "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1".to_owned(),
        }
    }

    fn means(&self, date: NaiveDate, start: NaiveDate) -> bool {
        let months = |date: NaiveDate| i64::from(date.year()) * 12 + i64::from(date.month0());
        let length = i64::from(date.num_days_in_month());
        let day = i64::from(date.day());
        let months_apart = months(date) - months(start);
        match self {
            Plain::Days { every } => (date - start).num_days() % every == 0,
            Plain::Weeks { every, weekdays, sunday_first } => {
                let first = if *sunday_first { Weekday::Sun } else { Weekday::Mon };
                let apart = (date.week(first).first_day() - start.week(first).first_day()).num_weeks();
                apart % every == 0 && weekdays.contains(&date.weekday().num_days_from_monday())
            }
            Plain::MonthDays { every, days } => {
                let is = |wanted: &i64| *wanted == day || *wanted == day - length - 1;
                months_apart % every == 0 && days.iter().any(is)
            }
            Plain::MonthWeekday { every, nth, weekday } => {
                let is_nth = *nth == (day + 6) / 7 || *nth == -((length - day) / 7 + 1);
                months_apart % every == 0 && date.weekday().num_days_from_monday() == *weekday && is_nth
            }
            Plain::YearDay { every } => {
                let apart = i64::from(date.year() - start.year());
                apart % every == 0 && (date.month(), date.day()) == (start.month(), start.day())
            }
            Plain::LastWorkday => {
                let later = (day + 1..=length).map(|it| date.with_day(it as u32).unwrap());
                let works = |date: NaiveDate| date.weekday().num_days_from_monday() < 5;
                works(date) && !later.into_iter().any(works)
            }
        }
    }
}

fn plain() -> impl Strategy<Value = Plain> {
    let weekdays = prop::collection::btree_set(0u32..7, 1..4).prop_map(|it| it.into_iter().collect());
    let days = prop::collection::btree_set(prop_oneof![1i64..32, -31i64..0], 1..4);
    prop_oneof![
        (1i64..20).prop_map(|every| Plain::Days { every }),
        (1i64..6, weekdays, any::<bool>()).prop_map(|(every, weekdays, sunday_first)| Plain::Weeks {
            every,
            weekdays,
            sunday_first
        }),
        (1i64..6, days)
            .prop_map(|(every, days)| Plain::MonthDays { every, days: days.into_iter().collect() }),
        (1i64..6, prop_oneof![1i64..6, -5i64..0], 0u32..7)
            .prop_map(|(every, nth, weekday)| Plain::MonthWeekday { every, nth, weekday }),
        (1i64..5).prop_map(|every| Plain::YearDay { every }),
        Just(Plain::LastWorkday),
    ]
}

fn start() -> impl Strategy<Value = NaiveDateTime> {
    (0u64..2000, 0u32..96).prop_map(|(day, quarter)| {
        let date = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap() + chrono::Days::new(day);
        date.and_hms_opt(quarter / 4, quarter % 4 * 15, 0).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_expander_agrees_with_trying_every_day(
        plain in plain(), start in start(), zone in 0..ZONES.len(), count in 1u32..60, skip in 0i64..900,
    ) {
        let zone = Zone::find(ZONES[zone]).unwrap();
        let text = format!("{};COUNT={count}", plain.text());
        // What never occurs is refused; the oracle looks ahead far enough to agree.
        let days = (1..9000).map(|ahead| start.date() + chrono::Days::new(ahead));
        let later = days.filter(|date| plain.means(*date, start.date())).map(|date| date.and_time(start.time()));
        let civil: Vec<_> = std::iter::once(start).chain(later).take(count as usize).collect();
        let Ok(rule) = Rule::parse(&text, &zone, start) else {
            prop_assert_eq!(civil.len(), 1);
            return Ok(());
        };
        let series = Series { rule: Some(rule), ..Series::once(zone, start, 60).unwrap() };
        let horizon = start.and_utc() + chrono::TimeDelta::days(8900);
        let whole: Vec<_> = series.occurrences(..horizon).collect();
        let expected: Vec<_> = civil.iter().filter(|it| it.and_utc() < horizon - chrono::TimeDelta::days(3)).collect();
        prop_assert_eq!(whole.iter().take(expected.len()).map(|it| &it.original).collect::<Vec<_>>(), expected);
        // Each stands where the zone puts it, in order, none twice.
        for occurrence in &whole {
            prop_assert_eq!(series.zone.to_instant(occurrence.original).unwrap().instant, occurrence.start);
            prop_assert_eq!(occurrence.civil != occurrence.original, occurrence.adjustment == Adjustment::Gap);
        }
        prop_assert!(whole.windows(2).all(|pair| pair[0].start < pair[1].start));
        // A later window shows the same ones.
        let from = start.and_utc() + chrono::TimeDelta::days(skip);
        let windowed: Vec<_> = series.occurrences(from..horizon).collect();
        let since: Vec<_> = whole.iter().copied().filter(|it| it.start >= from).collect();
        prop_assert_eq!(windowed, since);
    }

    #[test]
    fn the_normal_form_of_a_rule_reads_back_the_same(plain in plain(), start in start()) {
        let zone = Zone::find("Europe/Berlin").unwrap();
        if let Ok(rule) = Rule::parse(&plain.text(), &zone, start) {
            prop_assert_eq!(Rule::parse(&rule.to_string(), &zone, start).unwrap(), rule);
        }
    }

    #[test]
    fn no_text_of_a_rule_panics(
        text in "\\PC{0,60}",
        parts in "(FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY);)?((BYDAY|BYMONTHDAY|BYSETPOS|BYWEEKNO|BYYEARDAY|COUNT|UNTIL|INTERVAL|WKST|BYHOUR)=[-+]?[0-9]{0,3}(MO|SU|T|Z)?;){0,4}",
    ) {
        let zone = Zone::find("Europe/Berlin").unwrap();
        let start = "2026-01-05T09:00:00".parse().unwrap();
        for text in [text.as_str(), &parts] {
            if let Ok(rule) = Rule::parse(text, &zone, start) {
                let series = Series { rule: Some(rule), ..Series::once(zone.clone(), start, 60).unwrap() };
                prop_assert!(series.occurrences(..).take(50).count() >= 1);
            }
        }
    }
}

#[rstest]
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
