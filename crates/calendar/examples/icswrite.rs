//! Writes calendars as Cairn exports them: `icswrite FOLDER` puts there, for each kind of meeting, `NAME.ics` and
//! `NAME.json` with when its first 50 meetings are by our own reckoning: `{uid: [instant, …]}`. Other programs
//! must read the same from the files; scripts/check_ical.sh asks them.

use std::collections::BTreeMap;
use std::path::Path;

use cairn_calendar::{Event, Override, RuleError, Series, Zone, write_calendar};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

/// How many meetings of each series are compared.
const COMPARED: usize = 50;

/// What is written: a name, a zone, a civil start, a rule (empty for a single meeting).
const KINDS: [(&str, &str, &str, &str); 22] = [
    ("vancouver", "America/Vancouver", "2026-10-06T09:00:00", "FREQ=WEEKLY;BYDAY=TU"),
    ("edmonton", "America/Edmonton", "2026-10-06T09:00:00", "FREQ=WEEKLY;BYDAY=TU"),
    ("havana", "America/Havana", "2026-10-06T09:00:00", "FREQ=WEEKLY;INTERVAL=3"),
    ("casablanca", "Africa/Casablanca", "2026-11-24T18:00:00", "FREQ=DAILY;INTERVAL=9"),
    ("cairo", "Africa/Cairo", "2027-04-01T00:30:00", "FREQ=DAILY;INTERVAL=3"),
    ("lord-howe", "Australia/Lord_Howe", "2026-11-24T20:30:00", "FREQ=WEEKLY;BYDAY=SU,TU"),
    ("santiago", "America/Santiago", "2026-11-24T20:30:00", "FREQ=DAILY;INTERVAL=8"),
    ("dublin", "Europe/Dublin", "2026-12-08T12:00:00", "FREQ=MONTHLY;BYDAY=2TU"),
    ("kathmandu", "Asia/Kathmandu", "2026-11-24T07:15:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU"),
    ("berlin-count", "Europe/Berlin", "2026-11-24T20:30:00", "FREQ=MONTHLY;BYDAY=-1TU;COUNT=20"),
    ("chicago-until", "America/Chicago", "2026-11-24T20:30:00", "FREQ=WEEKLY;UNTIL=20270601T013000Z"),
    ("last-day", "America/Sao_Paulo", "2026-11-30T10:00:00", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ("weekdays", "Europe/London", "2026-11-24T08:00:00", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR"),
    ("leap-day", "Europe/Paris", "2028-02-29T10:00:00", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"),
    (
        "third-workday",
        "Asia/Jerusalem",
        "2026-12-03T10:00:00",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=3",
    ),
    ("utc", "Etc/UTC", "2026-11-24T20:30:00", "FREQ=WEEKLY"),
    ("fold-start", "America/New_York", "2026-11-01T01:30:00", "FREQ=WEEKLY;BYDAY=SU"),
    ("fold-single", "America/New_York", "2026-11-01T01:30:00", ""),
    ("gap-single", "America/New_York", "2027-03-14T02:30:00", ""),
    ("start-beside-rule", "Europe/Vienna", "2026-11-24T10:00:00", "FREQ=MONTHLY;BYDAY=2TU"),
    ("start-beside-count", "Europe/Vienna", "2026-11-24T10:00:00", "FREQ=MONTHLY;BYDAY=2TU;COUNT=5"),
    ("gap-in-series", "America/New_York", "2027-03-07T02:30:00", "FREQ=WEEKLY;BYDAY=SU"),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: icswrite FOLDER")?;
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let mut all = Vec::new();
    for (name, zone, start, rule) in KINDS {
        let event = event(name, zone, start, rule)?;
        write(folder, name, std::slice::from_ref(&event))?;
        all.push(event);
    }
    write(folder, "all-in-one", &all)?;
    write(folder, "changed", &[changed()?])?;
    write(
        folder,
        "cancelled",
        &[Event {
            cancelled: true,
            sequence: 1,
            ..event("off", "Europe/Rome", "2026-11-24T09:00:00", "FREQ=WEEKLY;COUNT=4")?
        }],
    )?;
    write(folder, "text", &[text()?])?;
    Ok(())
}

fn event(name: &str, zone: &str, start: &str, rule: &str) -> Result<Event, Box<dyn std::error::Error>> {
    let (zone, start) = (Zone::stored(zone)?, start.parse()?);
    let series: Result<Series, RuleError> = match rule {
        "" => Series::once(zone, start, 60),
        rule => Series::ruled(zone, start, 60, rule),
    };
    Ok(Event {
        uid: format!("{name}@cairn"),
        stamp: "2026-11-23T12:00:00Z".parse()?,
        sequence: 0,
        series: series?,
        title: format!("Meeting {name}"),
        description: String::new(),
        location: String::new(),
        url: String::new(),
        cancelled: false,
        reminders: vec![15],
        overrides: Vec::new(),
    })
}

/// Left-out, added, moved, renamed and called-off meetings, over two changes of the clock.
fn changed() -> Result<Event, Box<dyn std::error::Error>> {
    let mut event =
        event("changed", "Europe/Madrid", "2026-10-20T18:00:00", "FREQ=WEEKLY;BYDAY=TU;COUNT=30")?;
    let originals: Vec<NaiveDateTime> =
        event.series.occurrences(..).map(|occurrence| occurrence.original).collect();
    event.series.exdates = vec![originals[1], originals[2], originals[22]];
    event.series.rdates = vec!["2026-12-31T10:00:00".parse()?, "2027-04-01T10:00:00".parse()?];
    for (index, hours, cancelled) in [(3, 3, false), (5, 30, false), (6, 0, true), (23, -2, false)] {
        let start = originals[index] + TimeDelta::hours(hours);
        let title = (hours == 30).then(|| "A day later, this once".to_owned());
        event.overrides.push(Override { original: originals[index], start, minutes: 45, title, cancelled });
    }
    event.sequence = 5;
    Ok(event)
}

fn text() -> Result<Event, Box<dyn std::error::Error>> {
    Ok(Event {
        title: format!("Überlebenskurven, dann; \"Ergebnisse\" \\ {}", "🏔️ é 한국어 ".repeat(12)),
        description: format!("Bring:\n- the draft\n\n{}", "A long paragraph without an end, ".repeat(200)),
        location: "Haus 4; Raum 2, links".to_owned(),
        url: "https://meet.example.org/room?pwd=a,b;c&x=1".to_owned(),
        reminders: vec![0, 15, 1440],
        ..event("text", "Asia/Seoul", "2026-11-24T09:00:00", "FREQ=WEEKLY;COUNT=3")?
    })
}

fn exported() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_522_800, 0).unwrap_or_default()
}

fn write(folder: &Path, name: &str, events: &[Event]) -> std::io::Result<()> {
    std::fs::write(folder.join(format!("{name}.ics")), write_calendar(events, exported()))?;
    let starts: BTreeMap<&str, Vec<String>> =
        events.iter().map(|event| (event.uid.as_str(), starts_of(event))).collect();
    std::fs::write(folder.join(format!("{name}.json")), serde_json::to_string(&starts)?)
}

/// When the meetings are, those included that are called off: the file still names them.
fn starts_of(event: &Event) -> Vec<String> {
    let series = &event.series;
    let moved = |original: NaiveDateTime| event.overrides.iter().find(|one| one.original == original);
    let start_of = |original: NaiveDateTime, start: DateTime<Utc>| match moved(original) {
        Some(one) => series.zone.to_instant(one.start).map_or(start, |resolved| resolved.instant),
        None => start,
    };
    let occurrences = series.occurrences(..).take(COMPARED);
    let mut starts: Vec<_> = occurrences.map(|one| start_of(one.original, one.start)).collect();
    starts.sort_unstable();
    starts.iter().map(|start| start.format("%Y-%m-%dT%H:%M:%SZ").to_string()).collect()
}
