//! Series, conversions and common windows beside those who do the same, in one run.
//!
//! Prints ratios of medians. `make bench` runs it; docs/benchmarks.md keeps the figures. python-dateutil runs
//! in the Python that the variable `CAIRN_BENCH_PYTHON` names, and is left out without it.

use std::ffi::OsStr;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use cairn_calendar::{Participant, Series, WeeklyHours, Zone, ZoneDatabase, common_windows};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};

const ROUNDS: usize = 5;
const RULES: usize = 4_000;
/// Occurrences of each rule.
const OCCURRENCES: usize = 100;
const INSTANTS: usize = 1_000_000;

fn main() {
    line("| what | Cairn | beside | time | ratio | aim |\n|---|---|---|---|---|---|");
    expansion();
    conversions();
    overlap();
}

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn line(text: &str) {
    println!("{text}");
}

fn row(what: &str, ours: Duration, beside: &str, theirs: Duration, aim: &str) {
    let millis = |time: Duration| time.as_secs_f64() * 1000.0;
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    let (ours, theirs) = (millis(ours), millis(theirs));
    line(&format!("| {what} | {ours:.1} ms | {beside} | {theirs:.1} ms | {ratio:.3} | {aim} |"));
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let done = black_box(work());
    (start.elapsed(), done)
}

/// The same numbers in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn one_of<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())].clone()
    }
}

// Expansion

struct Ruled {
    zone: String,
    start: NaiveDateTime,
    rule: String,
}

/// Weekly, daily and monthly rules as people make them, in every zone that all sides know.
fn rules() -> Vec<Ruled> {
    let mut dice = Dice(1);
    let mut zones = ZoneDatabase::current().ids();
    zones.retain(|id| id.parse::<chrono_tz::Tz>().is_ok());
    (0..RULES)
        .map(|n| {
            let date = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default();
            let date = date + TimeDelta::days(dice.below(730) as i64);
            let time = NaiveTime::from_hms_opt(dice.below(24) as u32, 15 * dice.below(4) as u32, 0);
            let (start, rule) = rule_from(date, &mut dice);
            Ruled {
                zone: zones[n % zones.len()].clone(),
                start: start.and_time(time.unwrap_or_default()),
                rule,
            }
        })
        .collect()
}

/// A rule, and its first date on or after `date`.
fn rule_from(date: NaiveDate, dice: &mut Dice) -> (NaiveDate, String) {
    const CODES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    let every = dice.one_of(&["", "", ";INTERVAL=2", ";INTERVAL=3"]);
    let monday = date.week(Weekday::Mon).first_day();
    match dice.below(7) {
        0 => (date, format!("FREQ=DAILY{every}")),
        1 => (monday, "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR".to_owned()),
        2..=4 => {
            let day = dice.below(6);
            let also = CODES[day + 1];
            let days = dice.one_of(&[CODES[day].to_owned(), format!("{},{also}", CODES[day])]);
            (monday + TimeDelta::days(day as i64), format!("FREQ=WEEKLY{every};BYDAY={days}"))
        }
        5 => {
            let first = date.with_day(1).unwrap_or(date);
            let day = dice.below(28);
            (first + TimeDelta::days(day as i64), format!("FREQ=MONTHLY{every};BYMONTHDAY={}", day + 1))
        }
        _ => {
            let nth = dice.below(4);
            let first = date.with_day(1).unwrap_or(date) + TimeDelta::days(7 * nth as i64);
            let code = CODES[first.weekday().num_days_from_monday() as usize];
            (first, format!("FREQ=MONTHLY{every};BYDAY={}{code}", nth + 1))
        }
    }
}

/// The instants that a side makes of all the rules, one sum a rule, and how long it took.
type Side<'r> = Box<dyn Fn() -> (Duration, Vec<i64>) + 'r>;

fn expansion() {
    let rules = rules();
    let file = tempfile::NamedTempFile::new().expect("a file for the rules");
    let lines: Vec<_> =
        rules.iter().map(|it| format!("{}\t{}\t{}", it.zone, it.start.format("%FT%T"), it.rule)).collect();
    std::fs::write(file.path(), lines.join("\n")).expect("the rules are written");
    let rules = &rules;
    let all =
        |sum: fn(&Ruled) -> i64| -> Side<'_> { Box::new(move || timed(|| rules.iter().map(sum).collect())) };
    let python = std::env::var_os("CAIRN_BENCH_PYTHON");
    let mut sides = vec![("Cairn", "", all(by_cairn)), ("`rrule` 0.14", "0.67", all(by_rrule))];
    if let Some(python) = &python {
        sides.push(("python-dateutil", "0.05", Box::new(|| by_dateutil(python, file.path()))));
    }
    let mut times = vec![Vec::new(); sides.len()];
    let mut sums = vec![Vec::new(); sides.len()];
    for _ in 0..ROUNDS {
        for (n, (_, _, side)) in sides.iter().enumerate() {
            let (time, sum) = side();
            times[n].push(time);
            sums[n] = sum;
        }
    }
    let times: Vec<_> = times.into_iter().map(median).collect();
    for (n, (name, aim, _)) in sides.iter().enumerate().skip(1) {
        row(&format!("{RULES} rules, {OCCURRENCES} occurrences each"), times[0], name, times[n], aim);
        let differing = sums[0].iter().zip(&sums[n]).filter(|(ours, theirs)| ours != theirs).count();
        line(&format!("| of these, with other instants than ours | | {name} | {differing} rules | | |"));
    }
}

/// The sum of the instants: it makes sure that all sides did the work, and tells where they differ.
fn by_cairn(it: &Ruled) -> i64 {
    let zone = Zone::stored(&it.zone).expect("a zone");
    let series = Series::ruled(zone, it.start, 60, &it.rule).expect("a rule");
    series.occurrences(..).take(OCCURRENCES).map(|it| it.start.timestamp()).sum()
}

fn by_rrule(it: &Ruled) -> i64 {
    let text = format!("DTSTART;TZID={}:{}\nRRULE:{}", it.zone, it.start.format("%Y%m%dT%H%M%S"), it.rule);
    // It refuses a start that clocks show twice.
    let Ok(set) = text.parse::<rrule::RRuleSet>() else { return 0 };
    set.into_iter().take(OCCURRENCES).map(|it| it.timestamp()).sum()
}

fn by_dateutil(python: &OsStr, rules: &Path) -> (Duration, Vec<i64>) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/by_dateutil.py");
    let mut command = Command::new(python);
    // The rules of its own package instead of those of the system.
    command.env("PYTHONTZPATH", "").arg(script).arg(rules).arg(OCCURRENCES.to_string());
    let output = command.output().expect("Python runs");
    let text = String::from_utf8_lossy(&output.stdout);
    let (seconds, sums) = text.split_once('\n').expect("the script prints");
    let seconds = seconds.parse().expect("seconds");
    (Duration::from_secs_f64(seconds), sums.lines().filter_map(|sum| sum.parse().ok()).collect())
}

// Conversions

const BUSY_ZONES: [&str; 8] = [
    "America/New_York",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Africa/Casablanca",
    "Asia/Tokyo",
    "Europe/London",
];

/// Instants of 1970 to 2040, on the clocks of eight zones: as each library holds them.
fn conversions() {
    let mut dice = Dice(2);
    let seconds: Vec<i64> = (0..INSTANTS).map(|_| dice.below(70 * 365 * 86_400) as i64).collect();
    let ours: Vec<Zone> = BUSY_ZONES.map(|id| Zone::find(id).expect("a zone")).into();
    let older: Vec<chrono_tz::Tz> = BUSY_ZONES.map(|id| id.parse().expect("a zone")).into();
    let bundled = jiff::tz::TimeZoneDatabase::bundled();
    let jiffs: Vec<_> = BUSY_ZONES.map(|id| bundled.get(id).expect("a zone")).into();
    let instants: Vec<DateTime<Utc>> =
        seconds.iter().map(|second| Utc.timestamp_opt(*second, 0).unwrap()).collect();
    let stamps: Vec<jiff::Timestamp> =
        seconds.iter().map(|it| jiff::Timestamp::from_second(*it).expect("an instant")).collect();
    let civil: Vec<NaiveDateTime> = (0..INSTANTS).map(|n| ours[n % 8].civil(instants[n])).collect();
    let dates: Vec<_> = (0..INSTANTS).map(|n| jiffs[n % 8].to_datetime(stamps[n])).collect();
    let (mut there, mut back) = (<[Vec<Duration>; 3]>::default(), <[Vec<Duration>; 3]>::default());
    for _ in 0..ROUNDS {
        there[0].push(each(&instants, |n, at| ours[n % 8].civil(*at)));
        there[1].push(each(&stamps, |n, at| jiffs[n % 8].to_datetime(*at)));
        there[2].push(each(&instants, |n, at| at.with_timezone(&older[n % 8]).naive_local()));
        back[0].push(each(&civil, |n, it| ours[n % 8].to_instant(*it)));
        back[1].push(each(&dates, |n, it| jiffs[n % 8].to_timestamp(*it)));
        back[2].push(each(&civil, |n, it| older[n % 8].from_local_datetime(it).earliest()));
    }
    for (what, times) in [("instants to clocks", there), ("clocks to instants", back)] {
        let what = format!("{INSTANTS} {what}");
        let [ours, jiff, chrono_tz] = times.map(median);
        row(&what, ours, "jiff", jiff, "1.2");
        row(&what, ours, "chrono-tz", chrono_tz, "");
    }
}

fn each<T, U>(list: &[T], convert: impl Fn(usize, &T) -> U) -> Duration {
    let (time, ()) = timed(|| {
        for (n, it) in list.iter().enumerate() {
            black_box(convert(n, it));
        }
    });
    time
}

// Overlap

/// Twelve people over 26 weeks, beside asking everybody about every minute.
fn overlap() {
    let mut dice = Dice(3);
    let start: DateTime<Utc> = Utc.with_ymd_and_hms(2026, 12, 1, 0, 0, 0).unwrap();
    let range = start..start + TimeDelta::weeks(26);
    let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    let week = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
    let people: Vec<Participant> = (0..12)
        .map(|n| Participant {
            zone: Zone::find(BUSY_ZONES[n % 8]).expect("a zone"),
            hours: WeeklyHours::on_days(&week, time(6), time(if n % 3 == 0 { 1 } else { 23 })),
            busy: (0..100)
                .map(|_| start + TimeDelta::minutes(15 * dice.below(26 * 7 * 96) as i64))
                .map(|from| from..from + TimeDelta::hours(1))
                .collect(),
        })
        .collect();
    let mut times = <[Vec<Duration>; 2]>::default();
    for _ in 0..ROUNDS {
        let (time, windows) = timed(|| common_windows(&people, &range, 1));
        times[0].push(time);
        let (time, minutes) = timed(|| minutes_for_all(&people, &range));
        times[1].push(time);
        let found: i64 = windows.iter().map(|window| (window.end - window.start).num_minutes()).sum();
        assert_eq!(found, minutes, "both find the same minutes");
    }
    let [ours, scan] = times.map(median);
    row("common hours of 12 people, 26 weeks", ours, "a scan of every minute", scan, "under 100 ms");
}

fn minutes_for_all(people: &[Participant], range: &std::ops::Range<DateTime<Utc>>) -> i64 {
    let can = |person: &Participant, at: DateTime<Utc>| {
        person.hours.include(person.zone.civil(at)) && !person.busy.iter().any(|busy| busy.contains(&at))
    };
    let minutes = (range.end - range.start).num_minutes();
    let at = |minute| range.start + TimeDelta::minutes(minute);
    (0..minutes).filter(|minute| people.iter().all(|person| can(person, at(*minute)))).count() as i64
}
