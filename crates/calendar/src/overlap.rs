//! When several people can meet: windows are sets of instants, so a day of 23 or 25 hours is like any other.

use std::ops::Range;

use chrono::{DateTime, TimeDelta, Utc};

use crate::hours::{WeeklyHours, merged};
use crate::zone::Zone;

/// Somebody who should take part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// Whose clock their hours follow.
    pub zone: Zone,
    /// When they can meet.
    pub hours: WeeklyHours,
    /// When they cannot all the same, in any order.
    pub busy: Vec<Range<DateTime<Utc>>>,
}

impl Participant {
    /// The windows in `range` in which this one can meet.
    pub fn windows(&self, range: &Range<DateTime<Utc>>) -> Vec<Range<DateTime<Utc>>> {
        let busy = merged(self.busy.iter().filter(|busy| busy.start < busy.end).cloned().collect());
        let mut free = Vec::new();
        for window in self.hours.windows(&self.zone, range) {
            let mut from = window.start;
            for busy in busy.iter().filter(|busy| busy.start < window.end && busy.end > window.start) {
                if from < busy.start {
                    free.push(from..busy.start);
                }
                from = busy.end;
            }
            if from < window.end {
                free.push(from..window.end);
            }
        }
        free
    }
}

/// The longest windows in `range` that suit everybody and last at least `minutes`, in order. Nobody has none.
pub fn common_windows(
    participants: &[Participant],
    range: &Range<DateTime<Utc>>,
    minutes: u32,
) -> Vec<Range<DateTime<Utc>>> {
    let mut everybody = participants.iter().map(|participant| participant.windows(range));
    let Some(first) = everybody.next() else { return Vec::new() };
    let mut common = everybody.fold(first, |common, windows| intersection(&common, &windows));
    let length = TimeDelta::minutes(i64::from(minutes));
    common.retain(|window| window.end - window.start >= length);
    common
}

/// The starts on quarter hours of UTC at which a meeting of `minutes` fits into one of `windows`.
pub fn quarter_hour_starts(windows: &[Range<DateTime<Utc>>], minutes: u32) -> Vec<DateTime<Utc>> {
    const QUARTER: i64 = 15 * 60;
    let length = i64::from(minutes) * 60;
    let starts_in = |window: &Range<DateTime<Utc>>| {
        let first = (window.start.timestamp() + QUARTER - 1).div_euclid(QUARTER);
        let last = (window.end.timestamp() - length).div_euclid(QUARTER);
        (first..=last)
            .filter_map(|quarter| DateTime::from_timestamp(quarter * QUARTER, 0))
            .collect::<Vec<_>>()
    };
    windows.iter().flat_map(starts_in).collect()
}

fn intersection(one: &[Range<DateTime<Utc>>], other: &[Range<DateTime<Utc>>]) -> Vec<Range<DateTime<Utc>>> {
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    let mut common = Vec::new();
    while let (Some(a), Some(b)) = (one.peek(), other.peek()) {
        let (start, end) = (a.start.max(b.start), a.end.min(b.end));
        if start < end {
            common.push(start..end);
        }
        if a.end <= b.end {
            one.next()
        } else {
            other.next()
        };
    }
    common
}
