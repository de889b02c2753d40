//! A zone's definition in a file (VTIMEZONE), as the changes of its clock that follow from it.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Utc};

use crate::expand::CivilTimes;
use crate::rule::{End, Frequency, Rule};
use crate::zone::Zone;

use super::component::Component;

/// More observances than any zone has had.
const MOST_OBSERVANCES: usize = 200;
/// More dates than any zone has changed on.
const MOST_DATES: usize = 1000;

/// What a VTIMEZONE says.
#[derive(Debug)]
pub(super) struct Definition {
    /// The name under which events refer to it.
    pub(super) name: String,
    /// X-LIC-LOCATION: the zone of the database that it is.
    pub(super) location: Option<String>,
    observances: Vec<Observance>,
}

/// STANDARD or DAYLIGHT: from each of its onsets on the offset is `to`.
#[derive(Debug)]
struct Observance {
    start: NaiveDateTime,
    /// Seconds east before an onset.
    from: i32,
    /// Seconds east from an onset on.
    to: i32,
    rule: Option<Rule>,
    dates: Vec<NaiveDateTime>,
}

/// How a clock runs in a stretch of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Course {
    /// Seconds east at the beginning.
    pub(super) offset: i32,
    /// The instants at which that changes, and the offset from then on.
    pub(super) changes: Vec<(DateTime<Utc>, i32)>,
}

impl Course {
    /// That of a zone of the database.
    pub(super) fn of_zone(zone: &Zone, first: DateTime<Utc>, last: DateTime<Utc>) -> Course {
        let changes = zone.transitions(first).take_while(|change| change.at < last);
        Course {
            offset: zone.to_local(first).offset_seconds,
            changes: changes.map(|change| (change.at, change.offset_after)).collect(),
        }
    }
}

impl Definition {
    /// `None` when it has no name, or an observance that we do not understand.
    pub(super) fn read(component: &Component) -> Option<Definition> {
        let name = component.text("TZID").trim().to_owned();
        let kinds = |child: &&Component| matches!(child.name.as_str(), "STANDARD" | "DAYLIGHT");
        let observances = component.children.iter().filter(kinds).take(MOST_OBSERVANCES);
        let observances: Vec<_> =
            observances.map(Observance::read).collect::<Option<_>>().unwrap_or_default();
        let location = component.property("X-LIC-LOCATION").map(|property| property.text().trim().to_owned());
        (!name.is_empty() && (!observances.is_empty() || location.is_some())).then_some(Definition {
            name,
            location,
            observances,
        })
    }

    /// How its clock runs from `first` to `last`; `None` when it says no offset at all.
    pub(super) fn course(&self, first: DateTime<Utc>, last: DateTime<Utc>) -> Option<Course> {
        let mut onsets: Vec<(DateTime<Utc>, i32, i32)> = Vec::new();
        for observance in &self.observances {
            let instants = observance.onsets(first, last);
            onsets.extend(instants.into_iter().map(|at| (at, observance.from, observance.to)));
        }
        onsets.sort_unstable();
        let before = onsets.iter().take_while(|(at, ..)| *at <= first).last();
        let offset = before.map(|(.., to)| *to).or_else(|| onsets.first().map(|(_, from, _)| *from))?;
        let mut course = Course { offset, changes: Vec::new() };
        for (at, _, to) in onsets.into_iter().filter(|(at, ..)| (first..last).contains(at) && *at > first) {
            if course.changes.last().map_or(offset, |(_, last)| *last) != to {
                course.changes.push((at, to));
            }
        }
        Some(course)
    }

    /// The offset that it has at the civil time `civil`, in the form of POSIX.
    pub(super) fn posix_at(&self, civil: NaiveDateTime) -> Option<String> {
        let day = TimeDelta::days(1);
        let onsets = self.observances.iter().flat_map(|observance| {
            let from = TimeDelta::seconds(observance.from.into());
            let onsets = observance.onsets((civil - day).and_utc(), (civil + day).and_utc());
            onsets.into_iter().map(move |at| (at.naive_utc() + from, observance.to))
        });
        let last = onsets.filter(|(onset, _)| *onset <= civil).max()?;
        Some(posix_offset(last.1))
    }

    /// Its rules at their latest, in the form of POSIX; `None` when they are not of that kind.
    pub(super) fn posix(&self) -> Option<String> {
        let latest = |is_daylight: bool| {
            let kind = self.observances.iter().filter(move |one| (one.to > one.from) == is_daylight);
            kind.max_by_key(|one| one.start)
        };
        let ongoing = |one: &&Observance| one.rule.as_ref().is_some_and(|rule| rule.end == End::Never);
        match (latest(false).filter(ongoing), latest(true).filter(ongoing)) {
            (Some(standard), Some(daylight)) => Some(format!(
                "{}{},{},{}",
                posix_offset(standard.to),
                posix_offset(daylight.to),
                daylight.posix_onset()?,
                standard.posix_onset()?
            )),
            _ => match self.observances.as_slice() {
                [only] if only.rule.is_none() => Some(posix_offset(only.to)),
                several if several.iter().all(|one| one.to == one.from && one.to == several[0].to) => {
                    Some(posix_offset(several.first()?.to))
                }
                _ => None,
            },
        }
    }
}

impl Observance {
    fn read(component: &Component) -> Option<Observance> {
        let utc = Zone::utc();
        let written = component.property("DTSTART")?.raw.trim();
        // Some begin in the year 1, or in 1601; to us nothing changes before 1900.
        let start = written.get(..4)?.parse::<i32>().ok().map(|year| year.max(1900)).and_then(|year| {
            NaiveDateTime::parse_from_str(&format!("{year:04}{}", written.get(4..15)?), "%Y%m%dT%H%M%S").ok()
        })?;
        let (from, to) = (offset_of(component, "TZOFFSETFROM")?, offset_of(component, "TZOFFSETTO")?);
        let mut rule = match component.property("RRULE").map(|rule| Rule::parse(rule.raw.trim(), &utc, start))
        {
            Some(Ok(rule)) if is_plain(&rule) => Some(with_day_of(rule, start)),
            Some(Err(error)) if error.code() == "until_before_start" => None,
            Some(_) => return None,
            None => None,
        };
        if let Some(Rule { end: End::Until(until), .. }) = &mut rule {
            // UNTIL is an instant, an onset a civil time.
            *until += TimeDelta::seconds(from.into());
        }
        let added = component.properties("RDATE").flat_map(|property| property.moments());
        let dates = added.flatten().map(|moment| moment.civil(&utc, start.time())).take(MOST_DATES).collect();
        Some(Observance { start, from, to, rule, dates })
    }

    /// The onsets that matter between `first` and `last`: those within, and the last before.
    fn onsets(&self, first: DateTime<Utc>, last: DateTime<Utc>) -> Vec<DateTime<Utc>> {
        let mut onsets: Vec<NaiveDateTime> = self.dates.clone();
        onsets.push(self.start);
        if let Some(rule) = &self.rule {
            let late = |civil: &NaiveDateTime| *civil > last.naive_utc() + TimeDelta::days(2);
            let until = |civil: &NaiveDateTime| match rule.end {
                End::Until(until) => civil.and_utc() <= until,
                _ => true,
            };
            let near = self.start_near(first);
            let times = CivilTimes::new(rule, near, near).skip(1);
            onsets.extend(times.take_while(|civil| !late(civil) && until(civil)).take(MOST_DATES));
        }
        let offset = TimeDelta::seconds(self.from.into());
        onsets.into_iter().map(|civil| (civil - offset).and_utc()).collect()
    }

    /// A yearly rule may as well be followed from shortly before `first` on.
    fn start_near(&self, first: DateTime<Utc>) -> NaiveDateTime {
        let near = NaiveDate::from_ymd_opt(first.year() - 3, 12, 31).unwrap_or_default();
        near.and_time(self.start.time()).max(self.start)
    }

    /// `M3.2.0/2`: in which week of which month, on which day, at what time.
    fn posix_onset(&self) -> Option<String> {
        let rule = self.rule.as_ref()?;
        let ([month], [day]) = (rule.months.as_slice(), rule.weekdays.as_slice()) else { return None };
        let week = match day.nth? {
            -1 => 5,
            nth @ 1..=4 => nth,
            _ => return None,
        };
        let is_plain =
            rule.frequency == Frequency::Yearly && rule.interval == 1 && rule.month_days.is_empty();
        let time = self.start.time().format("%H:%M:%S");
        is_plain.then(|| format!("M{month}.{week}.{}/{time}", day.weekday.num_days_from_sunday()))
    }
}

/// A rule without days means those of its start; they are written into it, so that it can start elsewhere.
fn with_day_of(mut rule: Rule, start: NaiveDateTime) -> Rule {
    let part = |number: u32| i16::try_from(number).unwrap_or_default();
    if rule.weekdays.is_empty() && rule.month_days.is_empty() && rule.year_days.is_empty() {
        rule.month_days = vec![part(start.day())];
        if rule.months.is_empty() {
            rule.months = vec![part(start.month())];
        }
    }
    rule
}

/// Once a year, as clocks change. Others would have to be followed from their start.
fn is_plain(rule: &Rule) -> bool {
    rule.frequency == Frequency::Yearly && rule.interval == 1 && !matches!(rule.end, End::Count(_))
}

/// `+0530`, `-0330`, and with seconds; also without a sign.
fn offset_of(component: &Component, name: &str) -> Option<i32> {
    let written = component.property(name)?.raw.trim();
    let digits = written.trim_start_matches(['+', '-']);
    if !matches!(digits.len(), 4 | 6) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| digits.get(range).map_or(Some(0), |part| part.parse().ok());
    let seconds: i32 = part(0..2)? * 3600 + part(2..4)? * 60 + part(4..6)?;
    let is_possible = seconds < 26 * 3600;
    is_possible.then_some(if written.starts_with('-') { -seconds } else { seconds })
}

/// `<+0530>-05:30:00`: POSIX counts westwards.
fn posix_offset(seconds: i32) -> String {
    let (sign, west) = if seconds < 0 { ('-', '+') } else { ('+', '-') };
    let size = seconds.abs();
    let (hours, minutes, rest) = (size / 3600, size / 60 % 60, size % 60);
    format!("<{sign}{hours:02}{minutes:02}>{west}{hours:02}:{minutes:02}:{rest:02}")
}
