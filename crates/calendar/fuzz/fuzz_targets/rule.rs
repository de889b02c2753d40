//! No text makes the parser of rules panic or take long, and what it takes it writes so that it takes it again.
#![no_main]

use cairn_calendar::{Rule, Series, Zone};
use chrono::NaiveDate;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let zone = Zone::find("America/New_York").unwrap_or_else(|_| Zone::utc());
    let start =
        NaiveDate::from_ymd_opt(2026, 10, 27).and_then(|date| date.and_hms_opt(1, 30, 0)).unwrap_or_default();
    let Ok(rule) = Rule::parse(text, &zone, start) else { return };
    assert_eq!(Rule::parse(&rule.to_string(), &zone, start).as_ref(), Ok(&rule));
    let Ok(series) = Series::ruled(zone, start, 60, text) else { return };
    let starts: Vec<_> = series.occurrences(..).take(100).map(|occurrence| occurrence.start).collect();
    assert!(starts.is_sorted() && !starts.is_empty());
});
