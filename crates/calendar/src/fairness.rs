//! Who meets at unsocial hours, and how to share them out fairly over the weeks.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, NaiveDateTime, Timelike, Utc, Weekday};

use crate::zone::Zone;

/// More different outcomes than this are not followed to the end: the worse ones are dropped week by week.
const MOST_OUTCOMES: usize = 20_000;

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
    /// How many choices are equally good, this one counted; `None` when there were too many to follow.
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
        (self.most(), self.sum())
    }
}

/// The rotation that costs the person it costs most as little as possible, then everybody together as little
/// as possible; the first of the equally good. `starts` has the candidates of each week. Never worse than the
/// best fixed slot. `None` when there is no week, or a week without candidates.
pub fn fairest_rotation(zones: &[Zone], starts: &[Vec<DateTime<Utc>>]) -> Option<Rotation> {
    if starts.is_empty() || starts.iter().any(Vec::is_empty) {
        return None;
    }
    let mut outcomes =
        vec![Rotation { slots: Vec::new(), totals: vec![0; zones.len()], equally_good: Some(1) }];
    let mut is_exact = true;
    for week in starts {
        let burdens: Vec<Vec<u32>> = week.iter().map(|start| burdens(zones, *start)).collect();
        outcomes = extended(&outcomes, &burdens);
        if outcomes.len() > MOST_OUTCOMES {
            outcomes.sort_by_cached_key(Rotation::rank);
            outcomes.truncate(MOST_OUTCOMES);
            is_exact = false;
        }
    }
    let rank = outcomes.iter().map(Rotation::rank).min()?;
    outcomes.retain(|outcome| outcome.rank() == rank);
    let counts = outcomes.iter().map(|outcome| outcome.equally_good);
    let equally_good = if is_exact { counts.sum() } else { None };
    let first = outcomes.into_iter().min_by(|one, other| one.slots.cmp(&other.slots))?;
    let best = Rotation { equally_good, ..first };
    match best_fixed_slot(zones, starts) {
        Some(fixed) if fixed.rank() < best.rank() => Some(fixed),
        _ => Some(best),
    }
}

/// The best choice of the same slot every week, among the slots that every week has.
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
                    known.equally_good = known.equally_good.zip(one.equally_good).map(|(a, b)| a + b);
                    if one.slots < known.slots {
                        known.slots.clone_from(&one.slots);
                    }
                })
                .or_insert(one);
        }
    }
    by_totals.into_values().collect()
}
