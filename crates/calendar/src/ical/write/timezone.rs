//! A zone's definition in a calendar file: its changes as yearly rules where they follow one, which is all that
//! some calendars understand, and date by date where they do not.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeZone, Utc};

use crate::convert::Transition;
use crate::rule::{code_of, compact};
use crate::zone::Zone;

use super::{Lines, name_of};

/// Writes the VTIMEZONE of `zone`, valid from `first` to `last`.
pub(super) fn write(lines: &mut Lines, zone: &Zone, first: DateTime<Utc>, last: DateTime<Utc>) {
    let from = new_year(first.year() - 1);
    let before = new_year(last.year() + 1);
    let changes: Vec<Change> = zone
        .transitions(from)
        .take_while(|transition| transition.at < before)
        .map(|transition| Change::of(zone, transition))
        .collect();
    lines.add("BEGIN", "VTIMEZONE");
    lines.add("TZID", &name_of(zone));
    if changes.first().is_none_or(|change| change.transition.at > first) {
        write_beginning(lines, zone, from);
    }
    for run in runs(&changes) {
        write_run(lines, &run, last.year());
    }
    lines.add("END", "VTIMEZONE");
}

/// What holds before the first change, or for ever.
fn write_beginning(lines: &mut Lines, zone: &Zone, from: DateTime<Utc>) {
    let offset = zone.to_local(from).offset_seconds;
    let beginning = Change::of(zone, Transition { at: from, offset_before: offset, offset_after: offset });
    write_observance(lines, &beginning, |_| {});
}

struct Change {
    transition: Transition,
    name: String,
    is_daylight: bool,
    /// The wall just before it, which is how iCalendar dates it.
    civil: NaiveDateTime,
}

impl Change {
    fn of(zone: &Zone, transition: Transition) -> Change {
        Change {
            transition,
            name: zone.rules().abbreviation_at(transition.at),
            is_daylight: zone.rules().is_daylight_at(transition.at),
            civil: transition.civil_before(),
        }
    }

    fn is_like(&self, other: &Change) -> bool {
        let offsets = |change: &Change| (change.transition.offset_before, change.transition.offset_after);
        self.name == other.name
            && self.is_daylight == other.is_daylight
            && offsets(self) == offsets(other)
            && self.civil.time() == other.civil.time()
    }

    fn is_next_year_like(&self, other: &Change) -> bool {
        self.is_like(other)
            && other.civil.year() == self.civil.year() + 1
            && other.civil.month() == self.civil.month()
            && other.civil.weekday() == self.civil.weekday()
    }

    fn nth(&self) -> u32 {
        self.civil.day().div_ceil(7)
    }

    fn is_last_of_month(&self) -> bool {
        self.civil.day() + 7 > u32::from(self.civil.date().num_days_in_month())
    }
}

/// Changes that one observance says: of consecutive years and by one yearly rule, or else a single one and the
/// others like it.
struct Run<'c> {
    changes: Vec<&'c Change>,
    rule: Option<String>,
}

fn runs(changes: &[Change]) -> Vec<Run<'_>> {
    let mut yearly: Vec<Vec<&Change>> = Vec::new();
    for change in changes {
        let extended = yearly.iter_mut().find(|run| {
            run.last().is_some_and(|last| last.is_next_year_like(change))
                && yearly_rule(&[run.as_slice(), &[change]].concat()).is_some()
        });
        match extended {
            Some(run) => run.push(change),
            None => yearly.push(vec![change]),
        }
    }
    let mut runs: Vec<Run<'_>> = Vec::new();
    for changes in yearly {
        if changes.len() > 1 {
            runs.push(Run { rule: yearly_rule(&changes), changes });
        } else if let Some(like) =
            runs.iter_mut().find(|run| run.rule.is_none() && run.changes[0].is_like(changes[0]))
        {
            like.changes.extend(changes);
        } else {
            runs.push(Run { changes, rule: None });
        }
    }
    runs
}

/// The rule for all of `changes`, which share month, weekday and time.
fn yearly_rule(changes: &[&Change]) -> Option<String> {
    let first = changes.first()?.civil;
    let (month, weekday) = (first.month(), code_of(first.weekday()));
    let rule = |day: String| format!("FREQ=YEARLY;BYMONTH={month};{day}");
    if changes.iter().all(|change| change.is_last_of_month()) {
        return Some(rule(format!("BYDAY=-1{weekday}")));
    }
    let nth = changes.first()?.nth();
    if changes.iter().all(|change| change.nth() == nth) {
        return Some(rule(format!("BYDAY={nth}{weekday}")));
    }
    // "The first Sunday from the 2nd on" falls on one of seven days.
    let days = || changes.iter().map(|change| change.civil.day());
    let (least, most) = (days().min()?, days().max()?);
    let in_month = u32::from(first.date().num_days_in_month());
    if most - least > 6 || least + 6 > in_month {
        return None;
    }
    let days: Vec<String> = (least..=least + 6).map(|day| day.to_string()).collect();
    Some(rule(format!("BYDAY={weekday};BYMONTHDAY={}", days.join(","))))
}

fn write_run(lines: &mut Lines, run: &Run<'_>, last_year: i32) {
    let (Some(first), Some(last)) = (run.changes.first(), run.changes.last()) else { return };
    write_observance(lines, first, |lines| {
        if let Some(rule) = &run.rule {
            let goes_on = last.civil.year() >= last_year;
            let until = format!(";UNTIL={}Z", compact(last.transition.at.naive_utc()));
            lines.add("RRULE", &format!("{rule}{}", if goes_on { "" } else { until.as_str() }));
        } else if run.changes.len() > 1 {
            let others: Vec<String> = run.changes[1..].iter().map(|change| compact(change.civil)).collect();
            lines.add("RDATE", &others.join(","));
        }
    });
}

fn write_observance(lines: &mut Lines, first: &Change, repeats: impl FnOnce(&mut Lines)) {
    let kind = if first.is_daylight { "DAYLIGHT" } else { "STANDARD" };
    lines.add("BEGIN", kind);
    lines.add("DTSTART", &compact(first.civil));
    lines.add("TZOFFSETFROM", &offset_text(first.transition.offset_before));
    lines.add("TZOFFSETTO", &offset_text(first.transition.offset_after));
    lines.add("TZNAME", &first.name);
    repeats(lines);
    lines.add("END", kind);
}

fn offset_text(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let size = seconds.abs();
    let (hours, minutes, rest) = (size / 3600, size / 60 % 60, size % 60);
    let rest = if rest == 0 { String::new() } else { format!("{rest:02}") };
    format!("{sign}{hours:02}{minutes:02}{rest}")
}

fn new_year(year: i32) -> DateTime<Utc> {
    let date = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(NaiveDate::MIN);
    Utc.from_utc_datetime(&date.and_time(chrono::NaiveTime::MIN))
}
