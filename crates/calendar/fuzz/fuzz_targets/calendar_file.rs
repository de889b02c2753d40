//! No bytes make the reader panic, and what it reads can be written and read again.
#![no_main]

use cairn_calendar::{Zone, read_calendar, write_calendar};
use chrono::DateTime;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let now = DateTime::from_timestamp(1_795_522_800, 0).unwrap_or_default();
    let Ok(read) = read_calendar(bytes, now) else { return };
    let utc = Zone::utc();
    let events: Vec<_> = read.events.iter().filter_map(|event| event.event(&utc).ok()).collect();
    let again = read_calendar(write_calendar(&events, now).as_bytes(), now);
    assert!(again.is_ok_and(|again| again.events.len() <= events.len()));
});
