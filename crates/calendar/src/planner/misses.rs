//! Why no time suits everybody, and which one comes nearest.

use std::collections::BTreeSet;
use std::ops::Range;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use super::grid::{self, Grid, QUARTERS};
use crate::hours::merged;
use crate::overlap::Participant;

/// Who is further from her hours than this gave none around that time.
const FAR: i64 = 12 * 60;

/// Why no time suits everybody on every date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NobodyCan {
    /// The smallest sets of participants without whom the others could meet, by place and in order.
    pub excluding: Vec<Vec<usize>>,
    /// The time that is outside of somebody's hours, or in what keeps somebody busy, by the fewest minutes in all.
    pub nearest: NearestMiss,
}

/// A time that nearly suits everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearestMiss {
    /// On the clock of the first participant, in order.
    pub starts: Vec<NaiveDateTime>,
    /// Where it does not suit, by participant and then by date.
    pub misses: Vec<Miss>,
}

/// A meeting that does not suit somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Miss {
    /// Who, by place.
    pub participant: usize,
    /// The start, on the clock of the first participant.
    pub start: NaiveDateTime,
    /// What is in the way.
    pub gap: Gap,
}

/// What is in the way of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// It begins so many minutes before somebody's hours.
    Early(i64),
    /// It ends so many minutes after somebody's hours.
    Late(i64),
    /// It is within the hours, but for so many minutes somebody is busy.
    Busy(i64),
    /// It is half a day or more from any of somebody's hours.
    NoHours,
}

impl Gap {
    /// How far off it is, in minutes.
    pub fn minutes(self) -> i64 {
        match self {
            Gap::Early(minutes) | Gap::Late(minutes) | Gap::Busy(minutes) => minutes,
            Gap::NoHours => 2 * FAR,
        }
    }
}

pub(super) fn nobody_can(grid: &Grid<'_>, choices: &[Vec<NaiveDate>]) -> Option<NobodyCan> {
    let days: Vec<Days> = grid.participants.iter().map(|one| Days::of(one, &grid.range)).collect();
    let mut excluding: BTreeSet<Vec<usize>> = BTreeSet::new();
    let mut nearest: Option<(Rank, NearestMiss)> = None;
    for dates in choices {
        for quarter in 0..QUARTERS {
            let starts: Vec<_> = dates.iter().map(|date| date.and_time(grid::time_of(quarter))).collect();
            let misses = misses(grid, &days, &starts);
            let mut people: Vec<usize> = misses.iter().map(|miss| miss.participant).collect();
            people.dedup();
            let rank = rank(grid, &misses, people.len(), &starts);
            let fewest = excluding.first().map_or(usize::MAX, Vec::len);
            if people.len() < fewest {
                excluding.clear();
            }
            if people.len() <= fewest {
                excluding.insert(people);
            }
            if nearest.as_ref().is_none_or(|(best, _)| rank < *best) {
                nearest = Some((rank, NearestMiss { starts, misses }));
            }
        }
    }
    let (_, nearest) = nearest?;
    Some(NobodyCan { excluding: excluding.into_iter().collect(), nearest })
}

/// Minutes in all, people, then what it would cost.
type Rank = (i64, usize, u32, u32);

fn rank(grid: &Grid<'_>, misses: &[Miss], people: usize, starts: &[NaiveDateTime]) -> Rank {
    let minutes = misses.iter().map(|miss| miss.gap.minutes()).sum();
    let instants = starts.iter().filter_map(|start| grid.instant(*start));
    let totals = grid::added(&instants.map(|start| grid.burdens_at(start)).collect::<Vec<_>>());
    (minutes, people, totals.iter().copied().max().unwrap_or(0), totals.iter().sum())
}

/// Somebody's hours, and what keeps her busy: each in order and apart from each other.
struct Days {
    hours: Vec<Range<DateTime<Utc>>>,
    busy: Vec<Range<DateTime<Utc>>>,
}

impl Days {
    fn of(participant: &Participant, range: &Range<DateTime<Utc>>) -> Days {
        let busy = participant.busy.iter().filter(|busy| busy.start < busy.end);
        Days {
            hours: participant.hours.windows(&participant.zone, range),
            busy: merged(busy.cloned().collect()),
        }
    }
}

fn misses(grid: &Grid<'_>, days: &[Days], starts: &[NaiveDateTime]) -> Vec<Miss> {
    let mut misses = Vec::new();
    for (participant, days) in days.iter().enumerate() {
        for start in starts {
            let Some(instant) = grid.instant(*start) else { continue };
            let meeting = instant..instant + grid.length;
            if let Some(gap) = outside(&days.hours, &meeting).or_else(|| busy_in(&days.busy, &meeting)) {
                misses.push(Miss { participant, start: *start, gap });
            }
        }
    }
    misses
}

/// How far a meeting is outside of hours, seen from the hours that are nearest.
fn outside(hours: &[Range<DateTime<Utc>>], meeting: &Range<DateTime<Utc>>) -> Option<Gap> {
    let next = hours.partition_point(|window| window.end <= meeting.start);
    let near = &hours[next.saturating_sub(1)..hours.len().min(next + 2)];
    let gaps = near.iter().map(|window| {
        let early = (window.start - meeting.start).num_minutes().max(0);
        let late = (meeting.end - window.end).num_minutes().max(0);
        (early + late, early >= late)
    });
    match gaps.min() {
        Some((0, _)) => None,
        Some((minutes, true)) if minutes < FAR => Some(Gap::Early(minutes)),
        Some((minutes, false)) if minutes < FAR => Some(Gap::Late(minutes)),
        _ => Some(Gap::NoHours),
    }
}

fn busy_in(busy: &[Range<DateTime<Utc>>], meeting: &Range<DateTime<Utc>>) -> Option<Gap> {
    let first = busy.partition_point(|busy| busy.end <= meeting.start);
    let during = busy[first..].iter().take_while(|busy| busy.start < meeting.end);
    let minutes: i64 =
        during.map(|busy| (busy.end.min(meeting.end) - busy.start.max(meeting.start)).num_minutes()).sum();
    (minutes > 0).then_some(Gap::Busy(minutes))
}
