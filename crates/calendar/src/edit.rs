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
    /// The new civil start of the occurrence that the old rule gave for `original`: the third stays the third.
    /// `None` for a time that the old rule did not give, and for one that the new rule has no more room for.
    pub fn place_of(&self, original: NaiveDateTime) -> Option<NaiveDateTime> {
        let (old, new) = (&self.replaced, &self.following);
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
