//! The hours of a week in which somebody can meet, on their own clock.

use std::ops::Range;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};

use crate::zone::Zone;

/// Part of a weekday. When `to` is not after `from` it runs over midnight and belongs to the day it starts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HoursSpan {
    /// The day it starts on.
    pub weekday: Weekday,
    /// The first time that belongs to it.
    pub from: NaiveTime,
    /// The first time that does not.
    pub to: NaiveTime,
}

/// The hours of a week; empty means never.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WeeklyHours {
    /// In any order; they may overlap.
    pub spans: Vec<HoursSpan>,
}

impl WeeklyHours {
    /// The same hours on each of the days.
    pub fn on_days(days: &[Weekday], from: NaiveTime, to: NaiveTime) -> WeeklyHours {
        WeeklyHours { spans: days.iter().map(|weekday| HoursSpan { weekday: *weekday, from, to }).collect() }
    }

    /// Whether a clock that shows `civil` is inside the hours.
    pub fn include(&self, civil: NaiveDateTime) -> bool {
        let (today, yesterday) = (civil.weekday(), civil.weekday().pred());
        self.spans.iter().any(|span| {
            let wraps = span.to <= span.from;
            let started_today =
                span.weekday == today && civil.time() >= span.from && (wraps || civil.time() < span.to);
            started_today || (wraps && span.weekday == yesterday && civil.time() < span.to)
        })
    }

    /// Whether all of `range` is inside the hours on the clock of `zone`.
    pub fn cover(&self, range: &Range<DateTime<Utc>>, zone: &Zone) -> bool {
        self.windows(zone, range).iter().any(|window| window.start <= range.start && window.end >= range.end)
    }

    /// The instants of `range` at which a clock in `zone` is inside the hours, as few windows as possible, in
    /// order. Days of 23 or 25 hours need no care: between two changes a clock runs evenly.
    pub fn windows(&self, zone: &Zone, range: &Range<DateTime<Utc>>) -> Vec<Range<DateTime<Utc>>> {
        let mut windows = Vec::new();
        let mut from = range.start;
        while from < range.end {
            let next = zone.next_transition(from).map_or(range.end, |change| change.at.min(range.end));
            let offset = TimeDelta::seconds(i64::from(zone.to_local(from).offset_seconds));
            self.add_even(&(from..next), offset, &mut windows);
            from = next;
        }
        merged(windows)
    }

    /// Adds the windows of a stretch in which the offset does not change.
    fn add_even(
        &self,
        stretch: &Range<DateTime<Utc>>,
        offset: TimeDelta,
        windows: &mut Vec<Range<DateTime<Utc>>>,
    ) {
        let civil = |instant: DateTime<Utc>| instant.naive_utc() + offset;
        let last = civil(stretch.end).date();
        let mut day = civil(stretch.start).date().pred_opt();
        while let Some(date) = day.filter(|date| *date <= last) {
            for span in self.spans.iter().filter(|span| span.weekday == date.weekday()) {
                let (from, to) = span_on(span, date);
                let start = (from - offset).and_utc().max(stretch.start);
                let end = (to - offset).and_utc().min(stretch.end);
                if start < end {
                    windows.push(start..end);
                }
            }
            day = date.succ_opt();
        }
    }
}

fn span_on(span: &HoursSpan, date: NaiveDate) -> (NaiveDateTime, NaiveDateTime) {
    let last = if span.to <= span.from { date + Days::new(1) } else { date };
    (date.and_time(span.from), last.and_time(span.to))
}

/// Sorts windows and joins those that touch.
pub(crate) fn merged(mut windows: Vec<Range<DateTime<Utc>>>) -> Vec<Range<DateTime<Utc>>> {
    windows.sort_by_key(|window| window.start);
    let mut joined: Vec<Range<DateTime<Utc>>> = Vec::with_capacity(windows.len());
    for window in windows {
        match joined.last_mut() {
            Some(last) if window.start <= last.end => last.end = last.end.max(window.end),
            _ => joined.push(window),
        }
    }
    joined
}
