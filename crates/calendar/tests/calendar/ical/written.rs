//! Exported calendars, checked by rules of our own: an outside reader sees the same meetings.

use cairn_calendar::{Event, Override, Series, Zone, ZoneDatabase, write_calendar};
use rstest::rstest;

fn event(zone: &str, start: &str, rule: Option<&str>) -> Event {
    let zone = Zone::stored(zone).unwrap();
    let start = start.parse().unwrap();
    let series = match rule {
        Some(rule) => Series::ruled(zone, start, 60, rule),
        None => Series::once(zone, start, 60),
    };
    Event {
        uid: format!("{}-{start}@cairn", series.as_ref().unwrap().zone),
        stamp: "2026-11-23T12:00:00Z".parse().unwrap(),
        sequence: 0,
        series: series.unwrap(),
        title: "Survival curves, then; the Results section".to_owned(),
        description: "Bring:\n- the draft\\notes".to_owned(),
        location: String::new(),
        url: "https://meet.example.org/ishani".to_owned(),
        cancelled: false,
        reminders: vec![15],
        overrides: Vec::new(),
    }
}

fn written(events: &[Event]) -> String {
    write_calendar(events, "2026-11-23T12:00:00Z".parse().unwrap())
}

/// The lines of a file as a reader unfolds them, after what every file must fulfil.
fn lines_of(text: &str) -> Vec<String> {
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        assert!(!line.chars().any(char::is_control), "control character: {line:?}");
    }
    text.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
}

fn contains(lines: &[String], wanted: &[&str]) {
    for line in wanted {
        assert!(lines.iter().any(|have| have == line), "no {line:?} in {lines:#?}");
    }
}

#[test]
fn a_series_is_written_with_its_zone_and_reminder() {
    let rule = "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270301T000000Z";
    let mut chicago = event("America/Chicago", "2026-11-24T20:30:00", Some(rule));
    chicago.series.exdates =
        ["2026-12-22T20:30:00", "2026-12-25T20:30:00"].map(|it| it.parse().unwrap()).to_vec();
    chicago.overrides.push(Override {
        original: "2026-12-01T20:30:00".parse().unwrap(),
        start: "2026-12-02T19:00:00".parse().unwrap(),
        minutes: 30,
        title: None,
        cancelled: false,
    });
    let lines = lines_of(&written(&[chicago]));
    contains(
        &lines,
        &[
            "DTSTART;TZID=America/Chicago:20261124T203000",
            "DTEND;TZID=America/Chicago:20261124T213000",
            "RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20270301T000000Z",
            "EXDATE;TZID=America/Chicago:20261222T203000",
            "RECURRENCE-ID;TZID=America/Chicago:20261201T203000",
            "DTEND;TZID=America/Chicago:20261202T193000",
            "SUMMARY:Survival curves\\, then\\; the Results section",
            "DESCRIPTION:Bring:\\n- the draft\\\\notes",
            "TRIGGER:-PT15M",
            "TZID:America/Chicago",
            "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
            "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
        ],
    );
    assert!(!lines.iter().any(|line| line.contains("20261225")), "an EXDATE that excludes nothing");
}

#[test]
fn a_zone_that_does_not_change_has_one_observance() {
    let lines = lines_of(&written(&[event("Asia/Kolkata", "2026-11-24T08:00:00", None)]));
    contains(&lines, &["BEGIN:STANDARD", "TZOFFSETFROM:+0530", "TZOFFSETTO:+0530", "TZNAME:IST"]);
    assert_eq!(lines.iter().filter(|line| *line == "BEGIN:STANDARD").count(), 1);
}

#[test]
fn a_meeting_in_the_night_of_a_change_says_how_long_it_is() {
    let twice = event("America/New_York", "2026-11-01T01:30:00", None);
    contains(&lines_of(&written(&[twice])), &["DURATION:PT60M"]);
    let skipped = event("America/New_York", "2027-03-14T02:30:00", None);
    let lines = lines_of(&written(&[skipped]));
    contains(&lines, &["DTSTART;TZID=America/New_York:20270314T033000"]);
}

#[test]
fn what_calendars_differ_in_is_said() {
    // Ours begins beside its rule: that start is added, and not counted.
    let beside = event("Europe/Vienna", "2026-11-24T10:00:00", Some("FREQ=MONTHLY;BYDAY=2TU;COUNT=3"));
    contains(
        &lines_of(&written(&[beside])),
        &["RDATE;TZID=Europe/Vienna:20261124T100000", "RRULE:FREQ=MONTHLY;BYDAY=2TU;UNTIL=20270112T090000Z"],
    );
    let skipped = event("America/New_York", "2027-03-07T02:30:00", Some("FREQ=WEEKLY;COUNT=3"));
    contains(
        &lines_of(&written(&[skipped])),
        &["RECURRENCE-ID;TZID=America/New_York:20270314T023000", "DTSTART:20270314T073000Z"],
    );
}

#[test]
fn long_lines_are_folded_between_characters() {
    let mut long = event("Europe/Paris", "2026-11-24T08:00:00", None);
    long.title = "é".repeat(100) + "\u{7}" + &"🏔".repeat(40);
    let lines = lines_of(&written(&[long]));
    contains(&lines, &[&format!("SUMMARY:{}{}", "é".repeat(100), "🏔".repeat(40))]);
}

/// Reads only what the file says of the zone, as calendars without a database do.
struct Definition(Vec<(chrono::NaiveDateTime, i64)>);

impl Definition {
    fn read(lines: &[String]) -> Definition {
        let mut onsets = Vec::new();
        let mut block: Vec<&str> = Vec::new();
        for line in lines {
            match line.as_str() {
                "BEGIN:STANDARD" | "BEGIN:DAYLIGHT" => block.clear(),
                "END:STANDARD" | "END:DAYLIGHT" => onsets.extend(Definition::onsets(&block)),
                line => block.push(line),
            }
        }
        onsets.sort_unstable();
        Definition(onsets)
    }

    fn onsets(block: &[&str]) -> Vec<(chrono::NaiveDateTime, i64)> {
        let value = |name: &str| block.iter().find_map(|line| line.strip_prefix(name));
        let civil = |text: &str| chrono::NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").unwrap();
        let seconds = |text: &str| {
            let sign = if text.starts_with('-') { -1 } else { 1 };
            let part = |range| text.get(range).map_or(0, |digits: &str| digits.parse::<i64>().unwrap());
            sign * (part(1..3) * 3600 + part(3..5) * 60 + part(5..7))
        };
        let (from, to) = (seconds(value("TZOFFSETFROM:").unwrap()), seconds(value("TZOFFSETTO:").unwrap()));
        let start = civil(value("DTSTART:").unwrap());
        let mut onsets = vec![start];
        onsets.extend(value("RDATE:").into_iter().flat_map(|list| list.split(',')).map(civil));
        if let Some(rule) = value("RRULE:") {
            // Onsets are civil times before the change: as instants, `from` ahead of UTC.
            let utc = Zone::utc();
            let (rule, until) = rule.split_once(";UNTIL=").unwrap_or((rule, "99991231T000000Z"));
            let until = civil(until.trim_end_matches('Z')).and_utc();
            let series = Series::ruled(utc, start, 1, rule).unwrap();
            let civil_times = series.occurrences(..).map(|occurrence| occurrence.civil);
            onsets.extend(
                civil_times.take_while(|it| it.and_utc().timestamp() - from <= until.timestamp()).take(40),
            );
        }
        onsets.into_iter().map(|onset| (onset, to)).collect()
    }

    fn offset(&self, civil: chrono::NaiveDateTime) -> i64 {
        self.0.iter().rev().find(|(onset, _)| *onset <= civil).map(|(_, offset)| *offset).unwrap()
    }
}

#[rstest]
#[case::since_now("2026-11-24T09:00:00", 2026)]
#[case::since_long_ago("2011-06-01T09:00:00", 2011)]
fn the_definition_alone_gives_the_same_instants_in_every_zone(#[case] start: &str, #[case] year: i32) {
    for id in ZoneDatabase::current().ids() {
        let daily = event(&id, start, Some("FREQ=DAILY;INTERVAL=11"));
        let definition = Definition::read(&lines_of(&written(std::slice::from_ref(&daily))));
        let last = format!("{}-12-01T00:00:00Z", year.max(2026) + 5)
            .parse::<chrono::DateTime<chrono::Utc>>()
            .unwrap();
        for occurrence in daily.series.occurrences(..last) {
            let ours = i64::from(daily.series.zone.to_local(occurrence.start).offset_seconds);
            assert_eq!(definition.offset(occurrence.civil), ours, "{id} at {}", occurrence.civil);
        }
    }
}

#[test]
fn the_same_events_give_the_same_bytes() {
    let events = [event("Europe/Berlin", "2026-11-24T08:00:00", Some("FREQ=MONTHLY;BYDAY=-1TU"))];
    assert_eq!(written(&events), written(&events));
}

#[test]
fn zones_are_defined_for_years_from_the_export_however_long_ago_something_changed() {
    // Whose clock follows the moon: each change is said by itself.
    let old = event("Asia/Gaza", "2026-11-24T20:30:00", Some("FREQ=WEEKLY"));
    let text = write_calendar(&[old], "2040-06-01T00:00:00Z".parse().unwrap());
    assert!(lines_of(&text).iter().any(|line| !line.starts_with("RRULE") && line.contains("2045")), "{text}");
}
