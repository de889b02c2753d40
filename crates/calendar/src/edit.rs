//! Changing a series from one occurrence on: what is past stays as it was.

use chrono::{Days, NaiveDateTime, NaiveTime, TimeDelta};

use crate::expand::CivilTimes;
use crate::recur::Series;
use crate::rule::{End, Rule};
use crate::zone::Zone;

/// A series that was parted in two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parted {
    /// The occurrences before, under the old identity.
    pub before: Series,
    /// That occurrence and those after it: a series of its own, ready to be changed.
    pub following: Series,
}

/// What a series is to be from one of its occurrences on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The zone whose clock it is to follow.
    pub zone: Zone,
    /// The new civil start of that occurrence.
    pub start: NaiveDateTime,
    /// How long a meeting is to last, 1 to 1,440.
    pub minutes: u32,
    /// How it is to repeat. Its end does not matter: the series keeps the one it has.
    pub rule: Rule,
}

/// A series that was changed from one of its occurrences on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The occurrences before, under the old identity; `None` when all of the series changes.
    pub before: Option<Series>,
    /// The changed ones; a new identity unless all of the series changes.
    pub following: Series,
    replaced: Series,
}

impl Series {
    /// The series with only its occurrences before the civil time `limit`: COUNT becomes as small, or UNTIL as early, as
    /// that takes. `None` when none is left, or `limit` is outside 1900 to 2200.
    pub fn before(&self, limit: NaiveDateTime) -> Option<Series> {
        if limit <= self.start {
            return None;
        }
        let end = |rule: &Rule| match rule.end {
            End::Count(count) => {
                let times = CivilTimes::new(rule, self.start, NaiveDateTime::MIN);
                let earlier = times.take_while(|civil| *civil < limit).count();
                u32::try_from(earlier).ok().map(|earlier| End::Count(earlier.min(count)))
            }
            end => {
                let until = self.zone.to_instant(limit).ok()?.instant - TimeDelta::seconds(1);
                Some(End::Until(if let End::Until(before) = end { before.min(until) } else { until }))
            }
        };
        let rule = match &self.rule {
            Some(rule) => Some(Rule { end: end(rule)?, ..rule.clone() }),
            None => None,
        };
        let earlier = |civil: &NaiveDateTime| *civil < limit;
        Some(Series {
            rule,
            exdates: self.exdates.iter().copied().filter(earlier).collect(),
            rdates: self.rdates.iter().copied().filter(earlier).collect(),
            ..self.clone()
        })
    }

    /// Parts the series before the occurrence `original`. COUNT is divided, left-out and added times go to their
    /// side. `None` when the rule does not yield `original`, or it is the first: then all of the series is
    /// changed.
    pub fn parted_at(&self, original: NaiveDateTime) -> Option<Parted> {
        let rule = self.rule.as_ref()?;
        let is_yielded = CivilTimes::new(rule, self.start, original).any(|civil| civil == original);
        if !is_yielded || self.occurrence(original).is_none() {
            return None;
        }
        let before = self.before(original)?;
        let end = match (rule.end, before.rule.as_ref().map(|rule| rule.end)) {
            (End::Count(all), Some(End::Count(earlier))) => End::Count(all - earlier),
            (end, _) => end,
        };
        let later = |civil: &NaiveDateTime| *civil >= original;
        let following = Series {
            start: original,
            rule: Some(Rule { end, ..rule.clone() }),
            exdates: self.exdates.iter().copied().filter(later).collect(),
            rdates: self.rdates.iter().copied().filter(later).collect(),
            ..self.clone()
        };
        Some(Parted { before, following })
    }

    /// Changes the series from the occurrence `original` on; from the first one, all of it. What was left out
    /// stays left out, at its new time; added times move as far as `original` does. `None` when the rule does
    /// not yield `original`, or the new start is outside 1900 to 2200.
    pub fn changed_from(&self, original: NaiveDateTime, change: &Change) -> Option<Changed> {
        let (before, replaced) = match self.parted_at(original) {
            Some(Parted { before, following }) => (Some(before), following),
            None if original == self.start && self.occurrence(original).is_some() => (None, self.clone()),
            None => return None,
        };
        let once = Series::once(change.zone.clone(), change.start, change.minutes).ok()?;
        let rule = Rule { end: replaced.end_after(change)?, ..change.rule.clone() };
        let following = Series { rule: Some(rule), ..once };
        let mut changed = Changed { before, following, replaced };
        let old = &changed.replaced;
        let exdates = old.exdates.iter().filter_map(|left_out| changed.place_of(*left_out)).collect();
        let rdates = old.rdates.iter().filter_map(|added| added.checked_add_signed(change.start - original));
        (changed.following.rdates, changed.following.exdates) = (rdates.collect(), exdates);
        Some(changed)
    }

    /// As many as before; or until the end of the day of the last one, which moves with the start.
    fn end_after(&self, change: &Change) -> Option<End> {
        let rule = self.rule.as_ref()?;
        let End::Until(until) = rule.end else { return Some(rule.end) };
        let of_rule = Series { exdates: Vec::new(), rdates: Vec::new(), ..self.clone() };
        let last = of_rule.occurrences(..=until).last()?.original.date();
        let days = (change.start.date() - self.start.date()).num_days();
        let far = Days::new(days.unsigned_abs());
        let day = if days < 0 { last.checked_sub_days(far) } else { last.checked_add_days(far) }?;
        let end_of_day = day.and_time(NaiveTime::from_hms_opt(23, 59, 59)?);
        Some(change.zone.to_instant(end_of_day).map_or(rule.end, |end| End::Until(end.instant)))
    }
}

impl Changed {
    /// The new civil start of the occurrence `original`: the third of the rule stays the third, and an added one
    /// moves as far as the first does. `None` for a time that the old series did not have, and for one that the
    /// new rule has no more room for.
    pub fn place_of(&self, original: NaiveDateTime) -> Option<NaiveDateTime> {
        let (old, new) = (&self.replaced, &self.following);
        if old.rdates.contains(&original) {
            return original.checked_add_signed(new.start - old.start);
        }
        let (old_rule, new_rule) = old.rule.as_ref().zip(new.rule.as_ref())?;
        let mut old_times = CivilTimes::new(old_rule, old.start, NaiveDateTime::MIN);
        let index =
            old_times.by_ref().take_while(|civil| *civil <= original).position(|it| it == original)?;
        let place = CivilTimes::new(new_rule, new.start, NaiveDateTime::MIN).nth(index)?;
        let start = new.zone.to_instant(place).ok()?.instant;
        let has_room = !matches!(new_rule.end, End::Until(until) if start > until);
        has_room.then_some(place)
    }
}
