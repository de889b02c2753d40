//! `cargo bench -p cairn-domain --bench reminders`: one year of reminders for thirty mentorships, recomputed, beside
//! reading the times of its meetings alone. Prints a table; see docs/benchmarks.md.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark is run by hand and prints a table"
)]

use cairn_calendar::{Repeat, Series, Zone};
use cairn_domain::{Due, Late, Remindable, Reminder, ReminderSubject, SessionId, plan_reminders};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use std::hint::black_box;
use std::time::{Duration, Instant};
use uuid::Uuid;

const ROUNDS: usize = 21;
const ZONES: [&str; 6] = [
    "America/Vancouver",
    "America/Chicago",
    "Asia/Kolkata",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Africa/Cairo",
];

fn series() -> Vec<Series> {
    (0..30)
        .map(|n| {
            let zone = Zone::find(ZONES[n % ZONES.len()]).unwrap();
            let day = NaiveDateTime::default().date() + TimeDelta::days(20_600 + n as i64 % 7);
            let start = day.and_hms_opt(8 + n as u32 % 12, 30, 0).unwrap();
            Series::repeating(zone, start, 60, Repeat::weekly(day)).unwrap()
        })
        .collect()
}

fn meetings(all: &[Series], now: DateTime<Utc>) -> Vec<(SessionId, NaiveDateTime, DateTime<Utc>)> {
    let year = now..now + TimeDelta::days(365);
    let of = |(n, series): (usize, &Series)| {
        let id = Uuid::from_u128(n as u128);
        let found = series.occurrences(year.clone());
        found
            .map(|one| (SessionId::of_occurrence(id.into(), one.original), one.original, one.start))
            .collect::<Vec<_>>()
    };
    all.iter().enumerate().flat_map(of).collect()
}

fn remindables(meetings: Vec<(SessionId, NaiveDateTime, DateTime<Utc>)>) -> Vec<Remindable> {
    let of = |(id, planned, starts): (SessionId, NaiveDateTime, DateTime<Utc>)| Remindable {
        subject: ReminderSubject::Session(id),
        planned,
        starts,
        ends: starts + TimeDelta::minutes(60),
        dues: [1440, 15]
            .map(|lead| Due { lead_minutes: lead, at: starts - TimeDelta::minutes(lead) })
            .to_vec(),
        late: Late::Skip,
    };
    meetings.into_iter().map(of).collect()
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = black_box(work());
    (start.elapsed(), result)
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1000.0
}

fn main() {
    let (all, now) = (series(), DateTime::from_timestamp(1_780_000_000, 0).unwrap());
    let kept: Vec<Reminder> = plan_reminders(&remindables(meetings(&all, now)), &[], now, |_| None).keep;
    let (mut whole, mut alone) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        whole.push(timed(|| plan_reminders(&remindables(meetings(&all, now)), &kept, now, |_| None)).0);
        alone.push(timed(|| meetings(&all, now)).0);
    }
    let (whole, alone) = (median(whole), median(alone));
    println!("| what | whole | the times alone | ratio | aim |");
    println!("|---|---|---|---|---|");
    println!(
        "| a year of reminders for 30 mentorships ({} of them) | {whole:.2} ms | {alone:.2} ms | {:.1} | under 50 ms |",
        kept.len(),
        whole / alone
    );
}
