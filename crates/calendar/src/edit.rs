//! Changing a series from one occurrence on: what is past stays as it was.

use chrono::{NaiveDateTime, TimeDelta};

use crate::expand::CivilTimes;
use crate::recur::Series;
use crate::rule::{End, Rule};

/// A series that was parted in two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parted {
    /// The occurrences before, under the old identity.
    pub before: Series,
    /// That occurrence and those after it: a series of its own, ready to be changed.
    pub following: Series,
}

impl Series {
    /// Parts the series before the occurrence `original`. COUNT is divided, left-out and added times go to their
    /// side. `None` when the rule does not yield `original`, or it is the first: then all of the series is
    /// changed.
    pub fn parted_at(&self, original: NaiveDateTime) -> Option<Parted> {
        let rule = self.rule.as_ref()?;
        let is_first = original <= self.start;
        let mut times = CivilTimes::new(rule, self.start, NaiveDateTime::MIN);
        let earlier = times.by_ref().take_while(|civil| *civil < original).count();
        let is_yielded = CivilTimes::new(rule, self.start, original).any(|civil| civil == original);
        if is_first || !is_yielded || self.occurrence(original).is_none() {
            return None;
        }
        let earlier = u32::try_from(earlier).ok()?;
        let (end_before, end_following) = match rule.end {
            End::Count(count) => (End::Count(earlier), End::Count(count - earlier)),
            end => {
                let start = self.zone.to_instant(original).ok()?.instant;
                (End::Until(start - TimeDelta::seconds(1)), end)
            }
        };
        let side = |start, end, keep: &dyn Fn(&NaiveDateTime) -> bool| Series {
            zone: self.zone.clone(),
            start,
            minutes: self.minutes,
            rule: Some(Rule { end, ..rule.clone() }),
            exdates: self.exdates.iter().copied().filter(keep).collect(),
            rdates: self.rdates.iter().copied().filter(keep).collect(),
        };
        Some(Parted {
            before: side(self.start, end_before, &|civil| *civil < original),
            following: side(original, end_following, &|civil| *civil >= original),
        })
    }
}
