//! What is written is read again without loss.

use cairn_calendar::{Event, Override, Series, Zone, ZoneDatabase, read_calendar, write_calendar};
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use proptest::prelude::*;

/// Rules that keep the start as one of their own; what a calendar writes starts so.
const RULES: [&str; 6] = [
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=3;COUNT=12",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;INTERVAL=2;UNTIL=20310101T000000Z",
    "FREQ=MONTHLY;BYMONTHDAY=-1,15",
    "FREQ=YEARLY;COUNT=3",
];

fn text() -> impl Strategy<Value = String> {
    let plain = "[a-zA-Zéß🏔,;:\\\\\"'#=+ -]{0,120}";
    plain.prop_map(|text| text.trim().to_owned())
}

fn event() -> impl Strategy<Value = Event> {
    let ids = ZoneDatabase::current().ids();
    let zone = proptest::sample::select(ids).prop_map(|id| Zone::find(&id).unwrap());
    let start = (0..2_000i64, 0..288i64).prop_map(|(day, slot)| {
        let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap().and_time(chrono::NaiveTime::MIN);
        first + TimeDelta::days(day) + TimeDelta::minutes(5 * slot)
    });
    let rule = proptest::option::of(proptest::sample::select(RULES.to_vec()));
    let texts = (text(), text(), text(), "[a-z0-9]{1,80}@[a-z.]{1,40}");
    let counts = (0..9u32, 1..=1440u32, proptest::collection::btree_set(0..40_320u32, 0..3), any::<bool>());
    let picked = proptest::collection::btree_set(0..10usize, 0..4);
    let changed = proptest::collection::btree_set(0..10usize, 0..4);
    (zone, start, rule, texts, counts, picked, changed).prop_map(
        |(
            zone,
            start,
            rule,
            (title, description, location, uid),
            (sequence, minutes, reminders, cancelled),
            out,
            changed,
        )| {
            // A single meeting stands where a gap moves it.
            let start = if rule.is_none() { zone.to_instant(start).unwrap().civil } else { start };
            let series = match rule {
                Some(rule) => Series::ruled(zone, start, minutes, rule),
                None => Series::once(zone, start, minutes),
            };
            let mut event = Event {
                uid,
                stamp: "2026-11-23T12:00:00Z".parse().unwrap(),
                sequence,
                series: series.unwrap(),
                title,
                description: description.replace('#', "\n"),
                location,
                url: "https://meet.example.org/a?b=c,d;e".to_owned(),
                cancelled,
                reminders: if cancelled { vec![] } else { reminders.into_iter().collect() },
                overrides: vec![],
            };
            change(&mut event, &out, &changed);
            event
        },
    )
}

/// Leaves out some of the first ten occurrences, adds a time, and moves or calls off others.
fn change(
    event: &mut Event,
    out: &std::collections::BTreeSet<usize>,
    changed: &std::collections::BTreeSet<usize>,
) {
    let originals: Vec<NaiveDateTime> =
        event.series.occurrences(..).take(10).map(|occurrence| occurrence.original).collect();
    if originals.len() < 2 {
        return;
    }
    for (index, original) in originals.iter().enumerate() {
        let next = event.series.zone.to_instant(*original + TimeDelta::minutes(95)).unwrap().civil;
        if changed.contains(&index) {
            let title = (index % 2 == 0).then(|| "Another title".to_owned());
            let cancelled = event.cancelled || index % 3 == 0;
            event.overrides.push(Override {
                original: *original,
                start: next,
                minutes: 45,
                title,
                cancelled,
            });
        } else if out.contains(&index) && index > 0 {
            event.series.exdates.push(*original);
        }
    }
}

#[test]
fn rules_of_nobody_else_come_back_too() {
    let id = "<-0317>+03:17:00<-0217>+02:17:00,M5.1.0/02:00:00,M10.1.0/02:00:00";
    let start = "2027-01-05T10:00:00".parse().unwrap();
    let series = Series::ruled(Zone::stored(id).unwrap(), start, 60, "FREQ=WEEKLY").unwrap();
    let event = Event { series, ..single() };
    let now = "2026-11-24T12:00:00Z".parse().unwrap();
    let text = write_calendar(std::slice::from_ref(&event), now);
    let back = read_calendar(text.as_bytes(), now).unwrap().events[0].event(&Zone::utc()).unwrap();
    assert_eq!(back.series, event.series, "{text}");
}

fn single() -> Event {
    Event {
        uid: "single@example.org".to_owned(),
        stamp: "2026-11-23T12:00:00Z".parse().unwrap(),
        sequence: 0,
        series: Series::once(Zone::utc(), "2026-11-24T10:00:00".parse().unwrap(), 30).unwrap(),
        title: "Curves".to_owned(),
        description: String::new(),
        location: String::new(),
        url: String::new(),
        cancelled: false,
        reminders: vec![],
        overrides: vec![],
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn nothing_is_lost(event in event()) {
        let now: DateTime<Utc> = "2026-11-24T12:00:00Z".parse().unwrap();
        let text = write_calendar(std::slice::from_ref(&event), now);
        let read = read_calendar(text.as_bytes(), now).unwrap();
        prop_assert!(read.skipped.is_empty() && read.notices.is_empty(), "{:?} {:?}\n{text}", read.skipped, read.notices);
        prop_assert_eq!(read.events.len(), 1);
        let back = read.events[0].event(&Zone::utc()).unwrap();
        prop_assert_eq!(format!("{back:#?}"), format!("{event:#?}"), "{}", text);
        prop_assert_eq!(write_calendar(&[back], now), text);
    }
}
