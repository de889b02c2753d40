//! Times that suit everybody over a whole term, the fairest first.
//!
//! The first participant's clock is the one a series would follow: dates are on that calendar, times on that
//! clock, and the others' times shift where clocks change. Hours and busy times are hard limits; what remains is
//! ranked by what it costs the person it costs most, then by what it costs everybody together ([`burden`]).

mod grid;
mod misses;
mod term;
mod turns;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use crate::overlap::Participant;

use grid::{Grid, QUARTERS};
pub use misses::{Gap, Miss, NearestMiss, NobodyCan};
pub use term::{Rhythm, Term, stretches};

#[cfg(doc)]
use crate::fairness::burden;

/// A start for each date of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// On the clock of the first participant, in order; never empty.
    pub starts: Vec<NaiveDateTime>,
    /// What it costs each participant in all.
    pub totals: Vec<u32>,
}

/// The same time of the day on every date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedTime {
    /// The time, and what it costs.
    pub proposal: Proposal,
    /// The last start that costs everybody the same, by quarter hours from this one without a break.
    pub latest: NaiveTime,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    /// Times that suit everybody on every date, the fairest first. Of starts beside each other that cost everybody
    /// the same only the roundest is told.
    pub times: Vec<FixedTime>,
    /// Different times on different dates, where that is fairer than the best of `times`, or where there is none.
    pub turns: Option<Proposal>,
    /// Why no time suits everybody on every date; none when one does.
    pub nobody: Option<NobodyCan>,
}

impl Proposal {
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

impl FixedTime {
    /// The time of the day, on the clock of the first participant.
    pub fn time(&self) -> NaiveTime {
        self.proposal.starts.first().map(NaiveDateTime::time).unwrap_or_default()
    }
}

/// Looks for times of `minutes` on quarter hours of the first participant's clock. Nobody, or a term without dates,
/// finds nothing.
pub fn find_times(participants: &[Participant], minutes: u32, term: &Term) -> Findings {
    let choices = term.choices();
    let nothing = Findings { times: Vec::new(), turns: None, nobody: None };
    let Some(grid) = Grid::over(participants, minutes, &choices) else { return nothing };
    let mut times: Vec<FixedTime> = choices.iter().flat_map(|dates| grid.fixed_times(dates)).collect();
    times.sort_by_key(|time| {
        (time.proposal.rank(), time.proposal.starts[0].date(), roundness(time.time()), time.time())
    });
    let turns = turns::best(&grid, &choices, times.first());
    let nobody = if times.is_empty() { misses::nobody_can(&grid, &choices) } else { None };
    Findings { times, turns, nobody }
}

/// How readily people would say a time: full hours first.
fn roundness(time: NaiveTime) -> u32 {
    match time.minute() {
        0 => 0,
        30 => 1,
        _ => 2,
    }
}

impl Grid<'_> {
    /// The times that fit on each of `dates`.
    fn fixed_times(&self, dates: &[NaiveDate]) -> Vec<FixedTime> {
        let mut runs: Vec<Run> = Vec::new();
        for quarter in 0..QUARTERS {
            let time = grid::time_of(quarter);
            let starts = dates.iter().map(|date| date.and_time(time));
            let Some(burdens) = starts.map(|start| self.burdens(start)).collect::<Option<Vec<_>>>() else {
                continue;
            };
            match runs.last_mut() {
                Some(run) if run.last + 1 == quarter && run.burdens == burdens => run.last = quarter,
                _ => runs.push(Run { first: quarter, last: quarter, burdens }),
            }
        }
        runs.iter().map(|run| run.fixed_time(dates)).collect()
    }
}

/// Starts beside each other that cost everybody the same on every date.
struct Run {
    first: u32,
    last: u32,
    /// By date, then by participant.
    burdens: Vec<Vec<u32>>,
}

impl Run {
    fn fixed_time(&self, dates: &[NaiveDate]) -> FixedTime {
        let times = (self.first..=self.last).map(grid::time_of);
        let time = times.min_by_key(|time| (roundness(*time), *time)).unwrap_or_default();
        let totals = grid::added(&self.burdens);
        let starts = dates.iter().map(|date| date.and_time(time)).collect();
        FixedTime { proposal: Proposal { starts, totals }, latest: grid::time_of(self.last) }
    }
}
