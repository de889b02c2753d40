//! A series of meetings: a civil start in a zone, a rule, and when each occurrence is.
//!
//! ```
//! use cairn_calendar::{Repeat, Series, Zone};
//!
//! let start = "2026-11-24T20:30:00".parse()?;
//! let chicago = Zone::find("America/Chicago")?;
//! let tuesdays = Series::repeating(chicago, start, 60, Repeat::weekly(start.date()))?;
//! let third = tuesdays.occurrences(..).nth(2).unwrap();
//! assert_eq!(third.civil.to_string(), "2026-12-08 20:30:00");
//! assert_eq!(third.start.to_rfc3339(), "2026-12-09T02:30:00+00:00");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::collections::VecDeque;
use std::ops::{Bound, RangeBounds};

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use crate::convert::{Adjustment, OutOfRange};
use crate::expand::CivilTimes;
use crate::repeat::Repeat;
use crate::rule::{End, Rule, RuleError};
use crate::zone::Zone;

/// No offset is further from UTC, nor any gap longer, than this.
const FURTHEST_OFFSET: TimeDelta = TimeDelta::hours(48);

/// What plans meetings: it holds civil times only, so that it stays right when the rules of its zone change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// The zone whose clock it follows.
    pub zone: Zone,
    /// The civil start of the first meeting, which always counts as an occurrence.
    pub start: NaiveDateTime,
    /// How long a meeting lasts, 1 to 1,440.
    pub minutes: u32,
    /// How it repeats; `None` for a single meeting.
    pub rule: Option<Rule>,
    /// Civil starts that are left out.
    pub exdates: Vec<NaiveDateTime>,
    /// Civil starts that are added.
    pub rdates: Vec<NaiveDateTime>,
}

/// One meeting of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The civil start that the rule gives; it names the occurrence for ever, also when it is moved.
    pub original: NaiveDateTime,
    /// When it starts.
    pub start: DateTime<Utc>,
    /// The civil start after a gap has moved it.
    pub civil: NaiveDateTime,
    /// Whether clocks skip or repeat `original` that day.
    pub adjustment: Adjustment,
}

impl Series {
    /// A single meeting.
    ///
    /// # Errors
    /// `out_of_range` when `start` is outside 1900 to 2200, or `minutes` outside 1 to 1,440.
    pub fn once(zone: Zone, start: NaiveDateTime, minutes: u32) -> Result<Series, RuleError> {
        zone.to_instant(start).map_err(|error| RuleError::new(error.code(), start.to_string()))?;
        if !(1..=1440).contains(&minutes) {
            return Err(RuleError::new("out_of_range", minutes.to_string()));
        }
        Ok(Series { zone, start, minutes, rule: None, exdates: Vec::new(), rdates: Vec::new() })
    }

    /// A series by the text of an RRULE.
    ///
    /// # Errors
    /// As [`Series::once`] and [`Rule::parse`].
    pub fn ruled(zone: Zone, start: NaiveDateTime, minutes: u32, rule: &str) -> Result<Series, RuleError> {
        let once = Series::once(zone, start, minutes)?;
        let rule = Rule::parse(rule, &once.zone, start)?;
        Ok(Series { rule: Some(rule), ..once })
    }

    /// A series that repeats in one of the simple ways.
    ///
    /// # Errors
    /// As [`Series::once`].
    pub fn repeating(
        zone: Zone,
        start: NaiveDateTime,
        minutes: u32,
        repeat: Repeat,
    ) -> Result<Series, RuleError> {
        Ok(Series { rule: Some(repeat.rule()), ..Series::once(zone, start, minutes)? })
    }

    /// The occurrences that start in `window`, in order: the rule's and `rdates` without `exdates`. A window
    /// without end stops with the year 2200. COUNT counts from the start, wherever the window begins.
    pub fn occurrences(&self, window: impl RangeBounds<DateTime<Utc>>) -> Occurrences<'_> {
        Occurrences::new(self, window.start_bound().cloned(), window.end_bound().cloned())
    }

    /// The first occurrence that starts at or after `instant`.
    pub fn next_from(&self, instant: DateTime<Utc>) -> Option<Occurrence> {
        self.occurrences(instant..).next()
    }

    /// The occurrence that the rule gives for the civil time `original`.
    pub fn occurrence(&self, original: NaiveDateTime) -> Option<Occurrence> {
        let start = self.zone.to_instant(original).ok()?.instant;
        self.occurrences(start..=start).next()
    }

    fn resolve(&self, original: NaiveDateTime) -> Result<Occurrence, OutOfRange> {
        let resolved = self.zone.to_instant(original)?;
        let (start, civil, adjustment) = (resolved.instant, resolved.civil, resolved.adjustment);
        Ok(Occurrence { original, start, civil, adjustment })
    }
}

/// Iterates over the occurrences of a series; see [`Series::occurrences`].
pub struct Occurrences<'s> {
    series: &'s Series,
    civil_times: Option<CivilTimes<'s>>,
    only_start: Option<NaiveDateTime>,
    /// From the rule, by instant. A gap can move an occurrence past later ones, so some wait here.
    waiting: VecDeque<Occurrence>,
    /// The added ones by instant.
    added: VecDeque<Occurrence>,
    /// The excluded ones by instant.
    left_out: Vec<DateTime<Utc>>,
    last: Option<DateTime<Utc>>,
    window: (Bound<DateTime<Utc>>, Bound<DateTime<Utc>>),
    early: NaiveDateTime,
}

impl<'s> Occurrences<'s> {
    fn new(series: &'s Series, from: Bound<DateTime<Utc>>, to: Bound<DateTime<Utc>>) -> Occurrences<'s> {
        let early = match from {
            Bound::Included(from) | Bound::Excluded(from) => {
                from.naive_utc().checked_sub_signed(FURTHEST_OFFSET).unwrap_or(NaiveDateTime::MIN)
            }
            Bound::Unbounded => NaiveDateTime::MIN,
        };
        let mut added: Vec<_> =
            series.rdates.iter().filter_map(|civil| series.resolve(*civil).ok()).collect();
        added.sort_by_key(|occurrence| occurrence.start);
        let left_out = series.exdates.iter().filter_map(|civil| series.resolve(*civil).ok());
        let mut left_out: Vec<_> = left_out.map(|occurrence| occurrence.start).collect();
        left_out.sort_unstable();
        Occurrences {
            civil_times: series.rule.as_ref().map(|rule| CivilTimes::new(rule, series.start, early)),
            only_start: series.rule.is_none().then_some(series.start),
            waiting: VecDeque::new(),
            added: added.into(),
            left_out,
            last: None,
            window: (from, to),
            early,
            series,
        }
    }

    fn next_civil(&mut self) -> Option<NaiveDateTime> {
        let times = self.civil_times.as_mut();
        times.and_then(Iterator::next).or_else(|| self.only_start.take())
    }

    /// The next of the rule that is not far before the window and not after UNTIL.
    fn pull(&mut self) -> Option<Occurrence> {
        loop {
            let civil = self.next_civil()?;
            if civil < self.early {
                continue;
            }
            let occurrence = self.series.resolve(civil).ok()?;
            match self.series.rule.as_ref().map(|rule| rule.end) {
                Some(End::Until(until)) if occurrence.start > until => {
                    if occurrence.adjustment != Adjustment::Gap {
                        return None;
                    }
                }
                _ => return Some(occurrence),
            }
        }
    }

    fn next_of_rule(&mut self) -> Option<Occurrence> {
        if let Some(waiting) = self.waiting.pop_front() {
            return Some(waiting);
        }
        let first = self.pull()?;
        if first.adjustment == Adjustment::Gap {
            self.wait_with(first);
            return self.waiting.pop_front();
        }
        Some(first)
    }

    /// Lets `moved` wait, with all that it may have been moved past and the first after it.
    fn wait_with(&mut self, moved: Occurrence) {
        let mut latest = moved.civil;
        self.waiting.push_back(moved);
        while let Some(next) = self.pull() {
            self.waiting.push_back(next);
            if next.adjustment == Adjustment::Gap {
                latest = next.civil;
            } else if next.original > latest {
                break;
            }
        }
        self.waiting.make_contiguous().sort_by_key(|occurrence| occurrence.start);
    }

    /// The earlier of the next of the rule and the next added one.
    fn next_of_both(&mut self) -> Option<Occurrence> {
        match (self.next_of_rule(), self.added.front()) {
            (Some(of_rule), Some(added)) if added.start < of_rule.start => {
                self.waiting.push_front(of_rule);
                self.added.pop_front()
            }
            (Some(of_rule), _) => Some(of_rule),
            (None, _) => self.added.pop_front(),
        }
    }
}

impl Iterator for Occurrences<'_> {
    type Item = Occurrence;

    fn next(&mut self) -> Option<Occurrence> {
        loop {
            let next = self.next_of_both()?;
            let is_late = match self.window.1 {
                Bound::Included(to) => next.start > to,
                Bound::Excluded(to) => next.start >= to,
                Bound::Unbounded => false,
            };
            if is_late {
                return None;
            }
            let is_repeated = self.last == Some(next.start);
            self.last = Some(next.start);
            let is_left_out = self.left_out.binary_search(&next.start).is_ok();
            if !is_repeated && !is_left_out && self.window.contains(&next.start) {
                return Some(next);
            }
        }
    }
}
