//! The dates of a term, and the stretches in which all clocks keep their distance.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};

use crate::zone::Zone;

/// How often people want to meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rhythm {
    /// One time.
    Once,
    /// Every so many weeks, at least 1.
    Weekly {
        /// Weeks from one meeting to the next.
        every: u32,
    },
    /// Every month on its first, second, third or fourth weekday of a kind.
    Monthly,
}

/// When people want to meet, apart from the time of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The first date.
    pub from: NaiveDate,
    /// The last date, inclusive.
    pub until: NaiveDate,
    /// How often.
    pub rhythm: Rhythm,
    /// On which day of the week; any when none.
    pub weekday: Option<Weekday>,
}

impl Term {
    /// The sets of dates on which one could meet, each in order and none empty: for a weekly meeting on any day the
    /// Mondays, the Tuesdays and so on; for a single meeting each date by itself. All have as many dates as the
    /// shortest, so that what they cost can be compared.
    pub fn choices(&self) -> Vec<Vec<NaiveDate>> {
        let dates = self.from.iter_days().take_while(|date| *date <= self.until);
        let mut choices: BTreeMap<u32, Vec<NaiveDate>> = BTreeMap::new();
        for date in dates.filter(|date| self.weekday.is_none_or(|weekday| date.weekday() == weekday)) {
            let ahead = u32::try_from((date - self.from).num_days()).unwrap_or(u32::MAX);
            let weekday = date.weekday().num_days_from_monday();
            let key = match self.rhythm {
                Rhythm::Once => ahead,
                Rhythm::Weekly { every } if (ahead / 7) % every.max(1) == 0 => weekday,
                Rhythm::Monthly if date.day() <= 28 => (date.day() - 1) / 7 * 7 + weekday,
                Rhythm::Weekly { .. } | Rhythm::Monthly => continue,
            };
            choices.entry(key).or_default().push(date);
        }
        let shortest = choices.values().map(Vec::len).min().unwrap_or(0);
        let mut choices: Vec<_> = choices.into_values().collect();
        for dates in &mut choices {
            dates.truncate(shortest);
        }
        choices.sort();
        choices
    }
}

/// Parts `dates`, which are on the calendar of the first zone, at the changes of clocks: inside a stretch every clock
/// stays as far ahead of the first one as it was. A day in which clocks change is a stretch of its own; clocks that
/// change together part nothing.
pub fn stretches(zones: &[Zone], dates: &[NaiveDate]) -> Vec<Vec<NaiveDate>> {
    let mut stretches: Vec<(Vec<i32>, Vec<NaiveDate>)> = Vec::new();
    for date in dates {
        let distances = distances(zones, *date);
        match stretches.last_mut() {
            Some((known, dates)) if *known == distances => dates.push(*date),
            _ => stretches.push((distances, vec![*date])),
        }
    }
    stretches.into_iter().map(|(_, dates)| dates).collect()
}

/// How far ahead of the first clock each is, in seconds, as the date begins and as it ends.
fn distances(zones: &[Zone], date: NaiveDate) -> Vec<i32> {
    let Some(first) = zones.first() else { return Vec::new() };
    let ends = [Some(date), date.succ_opt()].into_iter().flatten();
    let ends = ends.filter_map(|date| first.start_of_day(date).ok());
    let offset = |zone: &Zone, at: DateTime<Utc>| zone.to_local(at).offset_seconds;
    ends.flat_map(|at| zones.iter().map(move |zone| offset(zone, at) - offset(first, at))).collect()
}
