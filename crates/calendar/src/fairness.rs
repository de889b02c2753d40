//! Who meets at unsocial hours, and how to share them out fairly over the weeks.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, NaiveDateTime, Timelike, Utc, Weekday};

use crate::zone::Zone;

/// More different outcomes than this are not all followed to the end: then it is the most promising
/// [`FOLLOWED`] of them, week by week.
const MOST_OUTCOMES: usize = 20_000;
const FOLLOWED: usize = 1_000;

/// What a start costs somebody whose clock shows `civil`: 0 in working hours, 10 at night, 3 more at weekends.
pub fn burden(civil: NaiveDateTime) -> u32 {
    let by_hour = match civil.hour() {
        9..=16 => 0,
        8 | 17 | 18 => 1,
        7 | 19 | 20 => 2,
        6 | 21 | 22 => 4,
        _ => 10,
    };
    by_hour + if matches!(civil.weekday(), Weekday::Sat | Weekday::Sun) { 3 } else { 0 }
}

/// A choice of one slot for each week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// The slot of each week, by its place among the week's candidates.
    pub slots: Vec<usize>,
    /// What it costs each person in all.
    pub totals: Vec<u32>,
    /// How many choices are equally good, this one counted; `None` when there were too many to follow or count.
    pub equally_good: Option<u64>,
}

impl Rotation {
    /// What it costs the person it costs most.
    pub fn most(&self) -> u32 {
        self.totals.iter().copied().max().unwrap_or(0)
    }

    /// What it costs everybody together.
    pub fn sum(&self) -> u32 {
        self.totals.iter().sum()
    }

    fn rank(&self) -> (u32, u32) {
        rank(&self.totals)
    }
}

/// The rotation that costs the person it costs most as little as possible, then everybody together as little
/// as possible; the first of the equally good. `starts` has the candidates of each week. Never worse than the
/// best fixed slot. `None` when there is no week, or a week without candidates.
pub fn fairest_rotation(zones: &[Zone], starts: &[Vec<DateTime<Utc>>]) -> Option<Rotation> {
    let fixed = best_fixed_slot(zones, starts)?;
    let burdens_of = |week: &Vec<DateTime<Utc>>| week.iter().map(|start| burdens(zones, *start)).collect();
    let weeks: Vec<Vec<Vec<u32>>> = starts.iter().map(burdens_of).collect();
    let mut outcomes =
        vec![Rotation { slots: Vec::new(), totals: vec![0; zones.len()], equally_good: Some(1) }];
    let mut is_exact = true;
    for (index, week) in weeks.iter().enumerate() {
        let still_to_come = at_least(&weeks[index + 1..], zones.len());
        let promise = |outcome: &Rotation| rank(&added(&outcome.totals, &still_to_come));
        outcomes = extended(&outcomes, week);
        outcomes.retain(|outcome| promise(outcome) <= fixed.rank());
        if outcomes.len() > MOST_OUTCOMES {
            outcomes.sort_by_cached_key(|outcome| (promise(outcome), outcome.slots.clone()));
            outcomes.truncate(FOLLOWED);
            is_exact = false;
        }
    }
    let Some(rank) = outcomes.iter().map(Rotation::rank).min() else { return Some(fixed) };
    outcomes.retain(|outcome| outcome.rank() == rank);
    let mut counts = outcomes.iter().map(|outcome| outcome.equally_good);
    let sum = counts.try_fold(0u64, |sum, count| sum.checked_add(count?));
    let first = outcomes.into_iter().min_by(|one, other| one.slots.cmp(&other.slots))?;
    Some(Rotation { equally_good: sum.filter(|_| is_exact), ..first })
}

/// The best choice of the same slot every week, among the slots that every week has. `None` when there is no
/// week, or a week without candidates.
pub fn best_fixed_slot(zones: &[Zone], starts: &[Vec<DateTime<Utc>>]) -> Option<Rotation> {
    let slots = starts.iter().map(Vec::len).min()?;
    let fixed = (0..slots).map(|slot| {
        let mut totals = vec![0; zones.len()];
        for week in starts {
            totals = added(&totals, &burdens(zones, week[slot]));
        }
        Rotation { slots: vec![slot; starts.len()], totals, equally_good: None }
    });
    fixed.min_by_key(Rotation::rank)
}

fn burdens(zones: &[Zone], start: DateTime<Utc>) -> Vec<u32> {
    zones.iter().map(|zone| burden(zone.civil(start))).collect()
}

/// The most that anybody carries, then what all carry together: less is better.
fn rank(totals: &[u32]) -> (u32, u32) {
    (totals.iter().copied().max().unwrap_or(0), totals.iter().sum())
}

/// What `weeks` cost each person even if every week's slot were the one that suits that person best.
fn at_least(weeks: &[Vec<Vec<u32>>], people: usize) -> Vec<u32> {
    let least = |week: &[Vec<u32>], person: usize| week.iter().map(|slot| slot[person]).min().unwrap_or(0);
    (0..people).map(|person| weeks.iter().map(|week| least(week, person)).sum()).collect()
}

fn added(one: &[u32], other: &[u32]) -> Vec<u32> {
    one.iter().zip(other).map(|(a, b)| a + b).collect()
}

/// Every outcome with every slot of one more week. Outcomes with the same totals are one from here on: of
/// their choices only the first is kept, and how many they were.
fn extended(outcomes: &[Rotation], burdens: &[Vec<u32>]) -> Vec<Rotation> {
    let mut by_totals: HashMap<Vec<u32>, Rotation> = HashMap::new();
    for outcome in outcomes {
        for (slot, burden) in burdens.iter().enumerate() {
            let totals = added(&outcome.totals, burden);
            let slots = [outcome.slots.as_slice(), &[slot]].concat();
            let one = Rotation { slots, totals: totals.clone(), equally_good: outcome.equally_good };
            by_totals
                .entry(totals)
                .and_modify(|known| {
                    let both = known.equally_good.zip(one.equally_good);
                    known.equally_good = both.and_then(|(one, other)| one.checked_add(other));
                    if one.slots < known.slots {
                        known.slots.clone_from(&one.slots);
                    }
                })
                .or_insert(one);
        }
    }
    by_totals.into_values().collect()
}
