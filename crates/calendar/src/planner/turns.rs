//! Taking turns: different times on different dates, so that nobody carries it all.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::grid::{self, Grid, QUARTERS};
use super::term::stretches;
use super::{FixedTime, Proposal, roundness};
use crate::fairness::fairest_rotation;
use crate::zone::Zone;

/// At most about so many outcomes are followed; with more, only the better times of each date take part.
const MOST_OUTCOMES: u64 = 4_000;

/// Of the weekdays, only the most promising ones are looked at in full.
const MOST_CHOICES: usize = 2;

/// The fairest way to take turns on one of `choices`; none where it is no fairer than `fixed`, or a single meeting.
pub(super) fn best(
    grid: &Grid<'_>,
    choices: &[Vec<NaiveDate>],
    fixed: Option<&FixedTime>,
) -> Option<Proposal> {
    let mut promising: Vec<Dates<'_>> =
        choices.iter().filter(|dates| dates.len() > 1).filter_map(|dates| Dates::on(grid, dates)).collect();
    promising.sort_by_cached_key(Dates::at_first_sight);
    let turns = promising.iter().take(MOST_CHOICES).filter_map(|dates| dates.turns(grid));
    let best = turns.min_by_key(Proposal::rank);
    best.filter(|turns| fixed.is_none_or(|fixed| turns.rank() < fixed.proposal.rank()))
}

/// A time that suits everybody on one date.
struct Slot {
    time: NaiveTime,
    start: DateTime<Utc>,
    burdens: Vec<u32>,
}

impl Slot {
    fn rank(&self) -> (u32, u32) {
        (self.burdens.iter().copied().max().unwrap_or(0), self.burdens.iter().sum())
    }
}

/// Dates on each of which some time suits everybody.
struct Dates<'d> {
    dates: &'d [NaiveDate],
    /// By date; none is empty.
    slots: Vec<Vec<Slot>>,
}

impl Dates<'_> {
    fn on<'d>(grid: &Grid<'_>, dates: &'d [NaiveDate]) -> Option<Dates<'d>> {
        let slots: Vec<_> = dates.iter().map(|date| slots(grid, *date)).collect();
        slots.iter().all(|slots| !slots.is_empty()).then_some(Dates { dates, slots })
    }

    /// What it costs to take the fairest time of each date, whoever carries it.
    fn at_first_sight(&self) -> (u32, u32) {
        let ranks = self.slots.iter().filter_map(|slots| slots.iter().map(Slot::rank).min());
        ranks.fold((0, 0), |all, rank| (all.0 + rank.0, all.1 + rank.1))
    }

    fn turns(&self, grid: &Grid<'_>) -> Option<Proposal> {
        let zones: Vec<Zone> = grid.participants.iter().map(|one| one.zone.clone()).collect();
        let stretches = stretches(&zones, self.dates);
        let sizes: Vec<u64> = stretches.iter().map(|dates| dates.len() as u64).collect();
        let offered = worth_a_turn(&self.slots, most_slots(&sizes));
        let starts: Vec<Vec<_>> =
            offered.iter().map(|slots| slots.iter().map(|slot| slot.start).collect()).collect();
        let rotation = fairest_rotation(&zones, &starts)?;
        let mut times: Vec<NaiveTime> =
            rotation.slots.iter().zip(&offered).map(|(slot, slots)| slots[*slot].time).collect();
        gather(&mut times, &stretches, &self.slots);
        let chosen = times.iter().zip(&self.slots).filter_map(|(time, slots)| at(slots, *time));
        let burdens: Vec<_> = chosen.map(|slot| slot.burdens.clone()).collect();
        let starts = self.dates.iter().zip(&times).map(|(date, time)| date.and_time(*time)).collect();
        Some(Proposal { starts, totals: grid::added(&burdens) })
    }
}

fn slots(grid: &Grid<'_>, date: NaiveDate) -> Vec<Slot> {
    let slot = |quarter| {
        let time = grid::time_of(quarter);
        let civil = date.and_time(time);
        Some(Slot { time, start: grid.instant(civil)?, burdens: grid.burdens(civil)? })
    };
    (0..QUARTERS).filter_map(slot).collect()
}

fn at(slots: &[Slot], time: NaiveTime) -> Option<&Slot> {
    slots.iter().find(|slot| slot.time == time)
}

/// How many times of each date can take part: dates of a stretch are alike, so only how often each time is chosen
/// there makes a difference.
fn most_slots(stretches: &[u64]) -> usize {
    let outcomes =
        |slots: u64| stretches.iter().map(|dates| ways(*dates, slots)).fold(1, u64::saturating_mul);
    (3..=8).take_while(|slots| outcomes(*slots) <= MOST_OUTCOMES).last().unwrap_or(2) as usize
}

/// The ways to give `dates` dates to `slots` times: (dates + slots - 1) over (slots - 1).
fn ways(dates: u64, slots: u64) -> u64 {
    (1..slots).fold(1, |ways: u64, step| ways.saturating_mul(dates + step) / step)
}

/// Of each date the times that no other beats for everybody, at most `most`, the fairest first. Of those that cost
/// everybody the same the one that fits on most dates is taken, then the roundest, then the earliest.
fn worth_a_turn(all: &[Vec<Slot>], most: usize) -> Vec<Vec<&Slot>> {
    let mut fits: BTreeMap<NaiveTime, usize> = BTreeMap::new();
    for slot in all.iter().flatten() {
        *fits.entry(slot.time).or_default() += 1;
    }
    let readily = |slot: &&Slot| (std::cmp::Reverse(fits[&slot.time]), roundness(slot.time), slot.time);
    let offered = all.iter().map(|slots| {
        let mut slots: Vec<&Slot> = slots.iter().collect();
        slots.sort_by_key(|slot| (slot.rank(), readily(slot)));
        let mut worth: Vec<&Slot> = Vec::new();
        for slot in slots {
            let is_beaten = |other: &&Slot| other.burdens.iter().zip(&slot.burdens).all(|(a, b)| a <= b);
            if worth.len() < most && !worth.iter().any(is_beaten) {
                worth.push(slot);
            }
        }
        worth
    });
    offered.collect()
}

/// Brings equal times of a stretch together, so that people change as rarely as can be: within a stretch it makes no
/// difference to anybody on which date a time comes. Dates on which somebody is busy may forbid it.
fn gather(times: &mut [NaiveTime], stretches: &[Vec<NaiveDate>], all: &[Vec<Slot>]) {
    let (mut first, mut before) = (0, None);
    for stretch in stretches {
        let here = first..first + stretch.len();
        let after: BTreeSet<NaiveTime> = times[here.end..].iter().copied().collect();
        let mut gathered = times[here.clone()].to_vec();
        // What went on before the change of clocks goes on first, what comes again after it comes last.
        gathered.sort_by_key(|time| (Some(*time) != before, after.contains(time), *time));
        if gathered.iter().zip(&all[here.clone()]).all(|(time, slots)| at(slots, *time).is_some()) {
            times[here.clone()].copy_from_slice(&gathered);
        }
        before = times[here.clone()].last().copied();
        first = here.end;
    }
}
