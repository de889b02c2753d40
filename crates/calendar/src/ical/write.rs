//! Writes iCalendar (RFC 5545), so that other calendars show what Cairn plans.
//!
//! What must hold: every civil time names its zone, and every zone named is defined in the file, for there are
//! calendars that read a time without a definition as their own; UNTIL is in UTC; lines have at most 75 octets.
//! The same events give the same bytes at
//! the same time.

mod timezone;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use crate::convert::Adjustment;
use crate::expand::yields_start;
use crate::recur::{Occurrence, Series};
use crate::rule::{End, Rule, compact};
use crate::zone::Zone;

/// The most octets in a line, without its end.
const LINE_OCTETS: usize = 75;

/// The most adjusted occurrences of a series that are said one by one; a clock changes twice a year.
const MOST_ADJUSTED: usize = 50;

/// A meeting or a series of them, with nothing in it that is private.
#[derive(Clone, Debug)]
pub struct Event {
    /// Names it for life, the same in every export.
    pub uid: String,
    /// When it was last changed; written as DTSTAMP.
    pub stamp: DateTime<Utc>,
    /// Goes up by one with each change of time, rule or cancellation.
    pub sequence: u32,
    /// When it is.
    pub series: Series,
    /// One line.
    pub title: String,
    /// Any text; empty is left out.
    pub description: String,
    /// A place; empty is left out.
    pub location: String,
    /// A link to join by; empty is left out.
    pub url: String,
    /// All of it is called off.
    pub cancelled: bool,
    /// Minutes before the start at which to be reminded.
    pub reminders: Vec<u32>,
    /// Occurrences that differ from the series.
    pub overrides: Vec<Override>,
}

/// One occurrence that was moved, renamed or called off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// The civil start that the rule gives it.
    pub original: NaiveDateTime,
    /// Its civil start in the zone of the series.
    pub start: NaiveDateTime,
    /// How long it lasts, 1 to 1,440.
    pub minutes: u32,
    /// Its own title; `None` keeps that of the series.
    pub title: Option<String>,
    /// It is called off.
    pub cancelled: bool,
}

/// The text of a calendar file with `events`, for readers from `now` on. An override whose occurrence the series does not have is left
/// out, and so is an EXDATE that excludes nothing: other calendars stumble over both.
pub fn write_calendar(events: &[Event], now: DateTime<Utc>) -> String {
    let mut lines = Lines::default();
    lines.add("BEGIN", "VCALENDAR");
    lines.add("VERSION", "2.0");
    lines.add("PRODID", "-//Cairn//Cairn//EN");
    lines.add("CALSCALE", "GREGORIAN");
    for needed in zones_of(events, now).values() {
        timezone::write(&mut lines, needed.zone, needed.first, needed.last);
    }
    for event in events {
        write_series(&mut lines, event);
        let occurring = |it: &&Override| event.series.occurrence(it.original).is_some();
        for one in event.overrides.iter().filter(occurring) {
            write_override(&mut lines, event, one);
        }
        for occurrence in adjusted(event, now) {
            write_adjusted(&mut lines, event, &occurrence);
        }
    }
    lines.add("END", "VCALENDAR");
    lines.text
}

/// A zone that the file must define, from the first to the last instant.
struct Needed<'e> {
    zone: &'e Zone,
    first: DateTime<Utc>,
    last: DateTime<Utc>,
}

/// By id.
fn zones_of(events: &[Event], now: DateTime<Utc>) -> BTreeMap<&str, Needed<'_>> {
    let mut zones = BTreeMap::new();
    for event in events {
        let series = &event.series;
        let civil_times = [series.start].into_iter().chain(series.rdates.iter().copied());
        let moved = event.overrides.iter().map(|it| it.start);
        let first = civil_times.chain(moved).min().unwrap_or(series.start).and_utc() - TimeDelta::days(2);
        let last = horizon(event, now);
        let needed = zones.entry(series.zone.id()).or_insert(Needed { zone: &series.zone, first, last });
        needed.first = needed.first.min(first);
        needed.last = needed.last.max(last);
    }
    zones
}

/// As far as a file has to be right: five years from the later of start and export, and some months more.
fn horizon(event: &Event, now: DateTime<Utc>) -> DateTime<Utc> {
    event.series.start.and_utc().max(now) + TimeDelta::days(6 * 366)
}

/// Occurrences of a series that clocks skip or show twice. Calendars differ in when those are, so each is said.
fn adjusted(event: &Event, now: DateTime<Utc>) -> Vec<Occurrence> {
    let is_said = |original| event.overrides.iter().any(|one| one.original == original);
    let occurrences = event.series.occurrences(..horizon(event, now));
    let adjusted = occurrences.filter(|it| it.adjustment != Adjustment::None && !is_said(it.original));
    if event.series.rule.is_some() { adjusted.take(MOST_ADJUSTED).collect() } else { Vec::new() }
}

fn write_series(lines: &mut Lines, event: &Event) {
    let series = &event.series;
    let id = &name_of(&series.zone);
    begin_event(lines, event);
    // A single meeting stands where a gap moved it; a series keeps the time of day that it repeats.
    let resolved = series.zone.to_instant(series.start).ok().filter(|_| series.rule.is_none());
    lines.add_civil("DTSTART", id, &[resolved.map_or(series.start, |it| it.civil)]);
    write_end(lines, &series.zone, series.start, series.minutes);
    let mut added = series.rdates.clone();
    if let Some(rule) = &series.rule {
        // Some calendars know no start but one that the rule yields: it is said twice, and does not count.
        let is_beside = !yields_start(rule, series.start);
        added.extend(is_beside.then_some(series.start));
        lines.add("RRULE", &if is_beside { uncounted(series, rule) } else { rule.clone() }.to_string());
    }
    let whole = Series { exdates: Vec::new(), ..series.clone() };
    let mut left_out = series.exdates.clone();
    left_out.retain(|civil| whole.occurrence(*civil).is_some());
    lines.add_civil("EXDATE", id, &sorted(left_out));
    lines.add_civil("RDATE", id, &sorted(added));
    lines.add_text("SUMMARY", &event.title);
    end_event(lines, event, event.cancelled);
}

fn write_override(lines: &mut Lines, event: &Event, one: &Override) {
    let zone = &event.series.zone;
    begin_event(lines, event);
    let id = &name_of(zone);
    lines.add_civil("RECURRENCE-ID", id, &[one.original]);
    let start = zone.to_instant(one.start).map_or(one.start, |resolved| resolved.civil);
    lines.add_civil("DTSTART", id, &[start]);
    write_end(lines, zone, one.start, one.minutes);
    lines.add_text("SUMMARY", one.title.as_ref().unwrap_or(&event.title));
    end_event(lines, event, event.cancelled || one.cancelled);
}

/// The rule with its last occurrence instead of a COUNT.
fn uncounted(series: &Series, rule: &Rule) -> Rule {
    let of_rule = Series { exdates: Vec::new(), rdates: Vec::new(), ..series.clone() };
    let end = match rule.end {
        End::Count(_) => of_rule.occurrences(..).last().map_or(rule.end, |last| End::Until(last.start)),
        end => end,
    };
    Rule { end, ..rule.clone() }
}

fn write_adjusted(lines: &mut Lines, event: &Event, occurrence: &Occurrence) {
    let end = occurrence.start + TimeDelta::minutes(i64::from(event.series.minutes));
    begin_event(lines, event);
    lines.add_civil("RECURRENCE-ID", &name_of(&event.series.zone), &[occurrence.original]);
    lines.add_instant("DTSTART", occurrence.start);
    lines.add_instant("DTEND", end);
    lines.add_text("SUMMARY", &event.title);
    end_event(lines, event, event.cancelled);
}

fn begin_event(lines: &mut Lines, event: &Event) {
    lines.add("BEGIN", "VEVENT");
    lines.add("UID", &without_control(&event.uid));
    lines.add_instant("DTSTAMP", event.stamp);
    lines.add("SEQUENCE", &event.sequence.to_string());
}

/// An end where the clock runs evenly during the meeting, a duration where it changes: 01:30 to the second
/// 01:30 of a night cannot be said as an end.
fn write_end(lines: &mut Lines, zone: &Zone, start: NaiveDateTime, minutes: u32) {
    let length = TimeDelta::minutes(i64::from(minutes));
    let even = zone.to_instant(start).ok().and_then(|resolved| {
        let end = resolved.civil + length;
        (zone.civil(resolved.instant + length) == end).then_some(end)
    });
    match even {
        Some(end) => lines.add_civil("DTEND", &name_of(zone), &[end]),
        None => lines.add("DURATION", &format!("PT{minutes}M")),
    }
}

fn end_event(lines: &mut Lines, event: &Event, cancelled: bool) {
    if !event.description.is_empty() {
        lines.add_text("DESCRIPTION", &event.description);
    }
    if !event.location.is_empty() {
        lines.add_text("LOCATION", &event.location);
    }
    if !event.url.is_empty() {
        lines.add("URL", &without_control(&event.url));
    }
    lines.add("STATUS", if cancelled { "CANCELLED" } else { "CONFIRMED" });
    for minutes in event.reminders.iter().filter(|_| !cancelled) {
        lines.add("BEGIN", "VALARM");
        lines.add("ACTION", "DISPLAY");
        lines.add_text("DESCRIPTION", &event.title);
        lines.add("TRIGGER", &format!("-PT{minutes}M"));
        lines.add("END", "VALARM");
    }
    lines.add("END", "VEVENT");
}

/// The name of a zone in the file. Rules that are nobody else's have an id that no parameter may hold; their
/// definition says what they are.
fn name_of(zone: &Zone) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || "/_-+".contains(character);
    zone.id().chars().map(|character| if plain(character) { character } else { '_' }).collect()
}

fn sorted(mut civil_times: Vec<NaiveDateTime>) -> Vec<NaiveDateTime> {
    civil_times.sort_unstable();
    civil_times.dedup();
    civil_times
}

fn without_control(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).collect()
}

/// The lines of a file: folded, ended with CR LF.
#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    /// A property whose value needs no escaping.
    fn add(&mut self, name: &str, value: &str) {
        let mut octets = 0;
        for character in name.chars().chain([':']).chain(value.chars()) {
            if octets + character.len_utf8() > LINE_OCTETS {
                self.text.push_str("\r\n ");
                octets = 1;
            }
            self.text.push(character);
            octets += character.len_utf8();
        }
        self.text.push_str("\r\n");
    }

    fn add_text(&mut self, name: &str, value: &str) {
        let mut escaped = String::with_capacity(value.len());
        for character in value.replace("\r\n", "\n").chars() {
            match character {
                '\\' | ';' | ',' => escaped.extend(['\\', character]),
                '\n' => escaped.push_str("\\n"),
                '\t' => escaped.push(' '),
                other if other.is_control() => {}
                other => escaped.push(other),
            }
        }
        self.add(name, &escaped);
    }

    fn add_instant(&mut self, name: &str, instant: DateTime<Utc>) {
        self.add(name, &format!("{}Z", compact(instant.naive_utc())));
    }

    /// Civil times of a zone; none writes nothing.
    fn add_civil(&mut self, name: &str, zone: &str, civil_times: &[NaiveDateTime]) {
        if !civil_times.is_empty() {
            let times: Vec<String> = civil_times.iter().map(|civil| compact(*civil)).collect();
            self.add(&format!("{name};TZID={zone}"), &times.join(","));
        }
    }
}
