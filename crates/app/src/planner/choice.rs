//! One of the times to choose from, before it is put into words.

use super::people::Person;
use cairn_calendar::{Findings, Miss, Proposal, stretches};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// At most so many fixed times are offered.
const MOST_TIMES: usize = 6;

/// What kind of choice it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Different times on different dates.
    Turns,
    /// The same time on every date; starts up to this one are as good.
    Fixed(NaiveTime),
    /// The same time on every date, outside of somebody's hours.
    NearestMiss,
}

/// A start for each date, on the person's own clock.
pub(super) struct Choice {
    pub(super) kind: Kind,
    pub(super) proposal: Proposal,
    /// Where it does not suit; only of the nearest miss.
    pub(super) misses: Vec<Miss>,
}

impl Choice {
    /// All there is to choose from, the fairest first.
    pub(super) fn all(found: &Findings, people: &[Person]) -> Vec<Choice> {
        let turns = found.turns.iter().map(|proposal| Choice {
            kind: Kind::Turns,
            proposal: proposal.clone(),
            misses: vec![],
        });
        let times = found.times.iter().take(MOST_TIMES).map(|time| Choice {
            kind: Kind::Fixed(time.latest),
            proposal: time.proposal.clone(),
            misses: vec![],
        });
        let nearest = found.nobody.iter().map(|nobody| {
            let starts = nobody.nearest.starts.clone();
            let totals = people.iter().map(|person| cost(people, person, &starts)).collect();
            Choice {
                kind: Kind::NearestMiss,
                proposal: Proposal { starts, totals },
                misses: nobody.nearest.misses.clone(),
            }
        });
        turns.chain(times).chain(nearest).collect()
    }

    /// Names it from one reading to the next.
    pub(super) fn id(&self) -> String {
        match self.kind {
            Kind::Turns => "turns".into(),
            Kind::Fixed(_) | Kind::NearestMiss => self.first().format("%Y-%m-%dT%H:%M").to_string(),
        }
    }

    /// The first start.
    pub(super) fn first(&self) -> NaiveDateTime {
        self.proposal.starts.first().copied().unwrap_or_default()
    }

    /// The dates on which it meets, in order.
    pub(super) fn dates(&self) -> Vec<NaiveDate> {
        self.proposal.starts.iter().map(NaiveDateTime::date).collect()
    }

    /// The starts in the stretch that `date` is in.
    pub(super) fn stretch_of(&self, people: &[Person], date: NaiveDate) -> Vec<NaiveDateTime> {
        let zones: Vec<_> = people.iter().map(|person| person.zone().clone()).collect();
        let stretches = stretches(&zones, &self.dates());
        let dates = stretches.into_iter().find(|dates| dates.contains(&date)).unwrap_or_default();
        self.proposal.starts.iter().copied().filter(|start| dates.contains(&start.date())).collect()
    }
}

fn cost(people: &[Person], person: &Person, starts: &[NaiveDateTime]) -> u32 {
    let instants = starts.iter().filter_map(|start| people[0].zone().to_instant(*start).ok());
    instants.map(|start| cairn_calendar::burden(person.zone().civil(start.instant))).sum()
}
