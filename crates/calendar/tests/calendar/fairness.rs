//! Rotations beside trying every choice.

use cairn_calendar::{Zone, best_fixed_slot, burden, fairest_rotation};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

const ZONES: [&str; 5] =
    ["America/Los_Angeles", "Europe/Berlin", "Asia/Kolkata", "Pacific/Auckland", "America/Sao_Paulo"];

fn zones(count: usize) -> Vec<Zone> {
    ZONES.iter().cycle().take(count).map(|id| Zone::find(id).unwrap()).collect()
}

/// Slots are quarter hours after the Monday of their week.
fn weeks(slots: &[Vec<i64>]) -> Vec<Vec<DateTime<Utc>>> {
    let monday = |week: usize| {
        "2026-10-19T00:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::weeks(week as i64)
    };
    let starts = |(week, slots): (usize, &Vec<i64>)| {
        slots.iter().map(|slot| monday(week) + TimeDelta::minutes(15 * slot)).collect()
    };
    slots.iter().enumerate().map(starts).collect()
}

/// Every choice of one slot a week, in order, with what it costs each.
fn choices(zones: &[Zone], weeks: &[Vec<DateTime<Utc>>]) -> Vec<(Vec<usize>, Vec<u32>)> {
    weeks.iter().fold(vec![(Vec::new(), vec![0; zones.len()])], |choices, week| {
        let longer = |(slots, totals): &(Vec<usize>, Vec<u32>), slot: usize| {
            let cost = zones.iter().map(|zone| burden(zone.civil(week[slot])));
            let totals = totals.iter().zip(cost).map(|(total, cost)| total + cost).collect();
            ([slots.as_slice(), &[slot]].concat(), totals)
        };
        choices
            .iter()
            .flat_map(|it| (0..week.len()).map(|slot| longer(it, slot)).collect::<Vec<_>>())
            .collect()
    })
}

fn rank(totals: &[u32]) -> (u32, u32) {
    (totals.iter().copied().max().unwrap_or(0), totals.iter().sum())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn the_fairest_is_the_first_of_the_best_of_all_choices(
        people in 1usize..6,
        slots in prop::collection::vec(prop::collection::vec(0i64..672, 1..6), 1..5),
    ) {
        let (zones, weeks) = (zones(people), weeks(&slots));
        let choices = choices(&zones, &weeks);
        let best = choices.iter().map(|it| rank(&it.1)).min().unwrap();
        let all: Vec<_> = choices.iter().filter(|it| rank(&it.1) == best).collect();
        let found = fairest_rotation(&zones, &weeks).unwrap();
        prop_assert_eq!((&found.slots, &found.totals), (&all[0].0, &all[0].1));
        prop_assert_eq!(found.equally_good, Some(all.len() as u64));
        let fixed = choices.iter().filter(|it| it.0.iter().all(|slot| *slot == it.0[0]));
        let fixed = fixed.map(|it| rank(&it.1)).min().unwrap();
        prop_assert_eq!(rank(&best_fixed_slot(&zones, &weeks).unwrap().totals), fixed);
    }
}

#[test]
fn a_long_term_is_never_worse_than_the_best_fixed_slot() {
    let (zones, weeks) = (zones(5), weeks(&vec![(0..8).map(|slot| 12 * slot).collect(); 12]));
    let (found, fixed) =
        (fairest_rotation(&zones, &weeks).unwrap(), best_fixed_slot(&zones, &weeks).unwrap());
    assert!((found.most(), found.sum()) < (fixed.most(), fixed.sum()), "{found:?} beside {fixed:?}");
    assert_eq!(found.equally_good, None, "few enough to follow them all");
}

#[test]
fn more_choices_than_can_be_counted_are_not_counted() {
    let same_every_time = weeks(&vec![vec![36; 8]; 26]);
    let found = fairest_rotation(&zones(1), &same_every_time).unwrap();
    assert_eq!((found.slots, found.equally_good), (vec![0; 26], None));
}

#[test]
fn a_week_without_slots_has_no_rotation() {
    assert_eq!(fairest_rotation(&zones(2), &weeks(&[vec![1], vec![]])), None);
    assert_eq!(fairest_rotation(&zones(2), &[]), None);
}
