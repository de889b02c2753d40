//! Series against an oracle that asks of every day whether the rule means it, and what must hold of any rule.

mod parts;

use std::collections::BTreeSet;

use cairn_calendar::{Occurrence, Rule, Series, Shift, ShiftCause, Zone, shifts};
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};
use parts::{Parts, parts};
use proptest::prelude::*;

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

fn start() -> impl Strategy<Value = NaiveDateTime> {
    (0u64..2000, 0u32..96).prop_map(|(day, quarter)| {
        let date = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap() + Days::new(day);
        date.and_hms_opt(quarter / 4, quarter % 4 * 15, 0).unwrap()
    })
}

/// How the rule of a case ends, by the place of an occurrence.
#[derive(Clone, Debug)]
enum Ends {
    Never,
    Count(usize),
    /// So many seconds after an occurrence.
    Until(usize, i64),
}

fn ends() -> impl Strategy<Value = Ends> {
    prop_oneof![
        Just(Ends::Never),
        (1usize..60).prop_map(Ends::Count),
        (0usize..60, prop_oneof![Just(0i64), Just(-1), Just(1), Just(3600)])
            .prop_map(|(n, by)| Ends::Until(n, by)),
    ]
}

/// A series, and how it is looked at.
#[derive(Clone, Debug)]
struct Case {
    zone: Zone,
    viewer: Zone,
    start: NaiveDateTime,
    parts: Parts,
    ends: Ends,
    /// How many days after the start the oracle looks at.
    days: u64,
    /// Occurrences that are left out, by their place.
    left_out: Vec<usize>,
    /// Occurrences, by their place, so many minutes after which one is added.
    added: Vec<(usize, i64)>,
    /// The days from the start to the window, and in it.
    window: (i64, i64),
}

fn zone() -> impl Strategy<Value = Zone> {
    prop::sample::select(ZONES.to_vec()).prop_map(|id| Zone::find(id).unwrap())
}

prop_compose! {
    fn case()(
        (zone, viewer, start) in (zone(), zone(), start()),
        (parts, ends) in (parts(), ends()),
        left_out in prop::collection::vec(0usize..30, 0..3),
        added in prop::collection::vec((0usize..30, prop_oneof![Just(0i64), Just(60), 1..5000i64]), 0..3),
        window in (0i64..900, 1i64..900),
    ) -> Case {
        Case { zone, viewer, start, parts, ends, days: 4_000, left_out, added, window }
    }
}

prop_compose! {
    /// Several times a night, around a night in which clocks change.
    fn at_night()(
        case in case(),
        (nth, days_before, minutes_after) in (0usize..12, 0i64..3, prop::sample::select(vec![-60i64, -30, 0, 30, 60])),
        hours in prop::collection::btree_set(prop_oneof![0i64..5, Just(23)], 1..5),
        minutes in prop::collection::btree_set(prop::sample::select(vec![0i64, 15, 30, 45]), 1..4),
    ) -> Case {
        let since = "2025-01-01T00:00:00Z".parse().unwrap();
        let night = case.zone.transitions(since).nth(nth).map_or(case.start, |change| change.civil_before());
        let start = night + TimeDelta::minutes(minutes_after) - TimeDelta::days(days_before);
        let none = BTreeSet::new;
        let parts = Parts {
            frequency: "DAILY",
            interval: 1,
            months: none(),
            weeks: none(),
            year_days: none(),
            month_days: none(),
            weekdays: BTreeSet::new(),
            hours,
            minutes,
            positions: none(),
            ..case.parts
        };
        Case { start, parts, days: 300, ..case }
    }
}

fn agrees(case: Case) -> Result<(), TestCaseError> {
    let Case { zone, viewer, start, parts, ends, days, left_out, added, window: (skip, length) } = case;
    let instant = |civil: NaiveDateTime| zone.to_instant(civil).unwrap().instant;
    let mut civil = parts.civil_times(start, days);
    let nth = |index: usize, civil: &[NaiveDateTime]| civil[index % civil.len()];
    let end = match ends {
        Ends::Never => String::new(),
        Ends::Count(count) => {
            civil.truncate(count);
            format!(";COUNT={count}")
        }
        Ends::Until(index, by) => {
            let until = (instant(nth(index, &civil)) + TimeDelta::seconds(by)).max(instant(start));
            civil.retain(|civil| instant(*civil) <= until);
            until.format(";UNTIL=%Y%m%dT%H%M%SZ").to_string()
        }
    };
    let rule = match Rule::parse(&(parts.text() + &end), &zone, start) {
        Ok(rule) => rule,
        Err(error) => {
            prop_assert_eq!((error.code(), civil.len()), ("never_occurs", 1));
            return Ok(());
        }
    };
    let exdates: Vec<_> = left_out.iter().map(|index| nth(*index, &civil)).collect();
    let rdates: Vec<_> =
        added.iter().map(|(index, by)| nth(*index, &civil) + TimeDelta::minutes(*by)).collect();
    let horizon = (start + Days::new(days - 3)).and_utc();
    let mut expected: BTreeSet<_> = civil.iter().chain(&rdates).map(|civil| instant(*civil)).collect();
    expected.retain(|at| *at < horizon && !exdates.iter().any(|civil| instant(*civil) == *at));

    let series =
        Series { rule: Some(rule), exdates, rdates, ..Series::once(zone.clone(), start, 60).unwrap() };
    let whole: Vec<_> = series.occurrences(..horizon).collect();
    prop_assert_eq!(whole.iter().map(|it| it.start).collect::<Vec<_>>(), Vec::from_iter(expected));
    // Each stands where the zone puts it.
    for occurrence in &whole {
        let resolved = zone.to_instant(occurrence.original).unwrap();
        prop_assert_eq!((occurrence.civil, occurrence.adjustment), (resolved.civil, resolved.adjustment));
    }
    // A window shows the same ones.
    let from = start.and_utc() + TimeDelta::days(skip);
    let window = from..(from + TimeDelta::days(length)).min(horizon);
    let inside: Vec<_> = whole.iter().copied().filter(|it| window.contains(&it.start)).collect();
    prop_assert_eq!(series.occurrences(window).collect::<Vec<_>>(), inside);
    prop_assert_eq!(shifts(&whole, &zone, &viewer), shifts_by_the_clocks(&whole, &zone, &viewer));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_expander_agrees_with_asking_every_day(case in case()) {
        agrees(case)?;
    }

    #[test]
    fn it_agrees_where_clocks_change(case in at_night()) {
        agrees(case)?;
    }

    #[test]
    fn the_normal_form_of_a_rule_reads_back_the_same(parts in parts(), start in start()) {
        let zone = Zone::find("Europe/Berlin").unwrap();
        if let Ok(rule) = Rule::parse(&parts.text(), &zone, start) {
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

/// Shifts as somebody would see them who writes down both clocks at each occurrence.
fn shifts_by_the_clocks(occurrences: &[Occurrence], anchor: &Zone, viewer: &Zone) -> Vec<Shift> {
    let since_midnight = |time: NaiveTime| i64::from(time.num_seconds_from_midnight());
    let offset = |zone: &Zone, at: DateTime<Utc>| zone.to_local(at).offset_seconds;
    let mut found = Vec::new();
    for (index, pair) in occurrences.windows(2).enumerate() {
        let [one, next] = pair else { unreachable!("windows of two") };
        let [before, after] = [one, next].map(|it| viewer.civil(it.start));
        let later = (since_midnight(after.time()) - since_midnight(before.time()) + 43_200)
            .rem_euclid(86_400)
            - 43_200;
        if one.civil.time() != next.civil.time() || later == 0 {
            continue;
        }
        let changes = [anchor, viewer].map(|zone| offset(zone, one.start) != offset(zone, next.start));
        let cause = match changes {
            [true, true] => ShiftCause::Both,
            [true, false] => ShiftCause::Anchor,
            _ => ShiftCause::Viewer,
        };
        let (start, minutes) = (next.start, (later / 60) as i32);
        found.push(Shift { index: index + 1, start, minutes, cause, before, after });
    }
    found
}
