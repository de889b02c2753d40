//! Conversions and common hours beside looking at the clock of every minute.

use std::ops::Range;

use cairn_calendar::{
    Adjustment, HoursSpan, Participant, WeeklyHours, Zone, ZoneDatabase, common_windows, quarter_hour_starts,
};
use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};
use proptest::prelude::*;

fn minutes(range: Range<DateTime<Utc>>) -> impl Iterator<Item = DateTime<Utc>> {
    (0..(range.end - range.start).num_minutes()).map(move |minute| range.start + TimeDelta::minutes(minute))
}

/// A change of some zone's clocks since 1973, when the last zone came to whole minutes.
fn change() -> impl Strategy<Value = (Zone, DateTime<Utc>)> {
    let ids = ZoneDatabase::bundled().ids();
    (0..ids.len(), 0usize..200).prop_map(move |(id, nth)| {
        let zone = Zone::find(&ids[id]).unwrap();
        let since = "1973-01-01T00:00:00Z".parse().unwrap();
        let at = zone.transitions(since).take(nth + 1).last().map_or(since, |change| change.at);
        (zone, at)
    })
}

fn participant(near: DateTime<Utc>, zone: Zone) -> impl Strategy<Value = Participant> {
    let time = (0u32..24, prop_oneof![Just(0u32), 0..60u32])
        .prop_map(|(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0).unwrap());
    let span = (0u8..7, time.clone(), time).prop_map(|(weekday, from, to)| HoursSpan {
        weekday: Weekday::try_from(weekday).unwrap(),
        from,
        to,
    });
    let busy = (-2000i64..2000, 0i64..400).prop_map(move |(from, length)| {
        let start = near + TimeDelta::minutes(from);
        start..start + TimeDelta::minutes(length)
    });
    (prop::collection::vec(span, 4..20), prop::collection::vec(busy, 0..4))
        .prop_map(move |(spans, busy)| Participant { zone: zone.clone(), hours: WeeklyHours { spans }, busy })
}

fn case() -> impl Strategy<Value = (DateTime<Utc>, Vec<Participant>)> {
    (change(), prop::collection::vec(change(), 0..2)).prop_flat_map(|((first, near), others)| {
        let zones = std::iter::once(first).chain(others.into_iter().map(|(zone, _)| zone));
        let near = DateTime::from_timestamp(near.timestamp().div_euclid(60) * 60, 0).unwrap();
        (Just(near), zones.map(|zone| participant(near, zone)).collect::<Vec<_>>())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_civil_time_is_where_clocks_show_it((zone, at) in change(), from_change in -200i64..200) {
        let civil = zone.civil(at) + TimeDelta::minutes(from_change);
        let around = civil.and_utc() - TimeDelta::hours(27)..civil.and_utc() + TimeDelta::hours(27);
        let shown: Vec<_> = minutes(around.clone()).filter(|minute| zone.civil(*minute) == civil).collect();
        let found = zone.to_instant(civil).unwrap();
        match shown.as_slice() {
            [once] => {
                prop_assert_eq!((found.instant, found.adjustment), (*once, Adjustment::None));
                prop_assert_eq!((found.earlier, found.later), (*once, *once));
            }
            [first, second] => {
                prop_assert_eq!((found.instant, found.adjustment), (*first, Adjustment::Fold));
                prop_assert_eq!((found.earlier, found.later), (*first, *second));
            }
            _ => {
                let before = minutes(around).take_while(|minute| zone.civil(*minute) < civil).last().unwrap();
                let skipped = zone.civil(before + TimeDelta::minutes(1)) - zone.civil(before) - TimeDelta::minutes(1);
                prop_assert_eq!((found.civil, found.adjustment), (civil + skipped, Adjustment::Gap));
                prop_assert_eq!((found.instant, found.later - found.earlier), (found.later, skipped));
            }
        }
        prop_assert_eq!(zone.civil(found.instant), found.civil);
    }

    #[test]
    fn common_windows_are_the_minutes_that_suit_everybody((near, people) in case(), length in 1u32..120) {
        let range = near - TimeDelta::hours(26)..near + TimeDelta::hours(26);
        let suits = |at: DateTime<Utc>| {
            let can = |it: &Participant| {
                is_inside(&it.hours, it.zone.civil(at)) && !it.busy.iter().any(|busy| busy.contains(&at))
            };
            people.iter().all(can)
        };
        let mut expected: Vec<Range<DateTime<Utc>>> = Vec::new();
        for minute in minutes(range.clone()).filter(|minute| suits(*minute)) {
            let end = minute + TimeDelta::minutes(1);
            match expected.last_mut() {
                Some(last) if last.end == minute => last.end = end,
                _ => expected.push(minute..end),
            }
        }
        let lasts = TimeDelta::minutes(length.into());
        expected.retain(|window| window.end - window.start >= lasts);
        let windows = common_windows(&people, &range, length);
        prop_assert_eq!(&windows, &expected);
        let starts = minutes(range).filter(|minute| minute.timestamp() % 900 == 0);
        let fits = |at: &DateTime<Utc>| expected.iter().any(|it| it.start <= *at && *at + lasts <= it.end);
        prop_assert_eq!(quarter_hour_starts(&windows, length), starts.filter(fits).collect::<Vec<_>>());
    }
}

/// Whether a clock is inside somebody's hours, said once more: a span lasts from one minute of its day to another,
/// perhaps of the next day.
fn is_inside(hours: &WeeklyHours, civil: NaiveDateTime) -> bool {
    use chrono::Datelike;
    hours.spans.iter().any(|span| {
        [0, 1].into_iter().any(|days_ago| {
            let day = civil.date() - TimeDelta::days(days_ago);
            let last = if span.to > span.from { day } else { day + TimeDelta::days(1) };
            day.weekday() == span.weekday
                && (day.and_time(span.from)..last.and_time(span.to)).contains(&civil)
        })
    })
}
