//! When a read event is, before it is known whose clock it follows.

use chrono::{NaiveDateTime, NaiveTime};

use crate::recur::Series;
use crate::rule::RuleError;
use crate::zone::Zone;

use super::moment::Moment;

/// A rule with many times a day, of which many days are left out, is refused beyond this.
const MOST_LEFT_OUT: usize = 100_000;

/// A civil start and how it repeats.
#[derive(Clone, Debug, Default)]
pub(super) struct Timing {
    pub(super) start: NaiveDateTime,
    /// 0 to 1,440.
    pub(super) minutes: u32,
    /// The text of the RRULE.
    pub(super) rule: Option<String>,
    pub(super) exdates: Vec<Moment>,
    pub(super) rdates: Vec<Moment>,
}

impl Timing {
    /// The series in `zone`. What has no length lasts a minute, the shortest that a meeting can.
    pub(super) fn series(&self, zone: &Zone) -> Result<Series, RuleError> {
        let minutes = self.minutes.max(1);
        let mut series = match &self.rule {
            Some(rule) => Series::ruled(zone.clone(), self.start, minutes, rule)?,
            None => Series::once(zone.clone(), self.start, minutes)?,
        };
        let time = self.start.time();
        let mut rdates: Vec<_> = self.rdates.iter().map(|added| added.civil(zone, time)).collect();
        rdates.sort_unstable();
        rdates.dedup();
        // The start always counts, and some calendars say it again.
        rdates.retain(|added| *added != self.start);
        series.rdates = rdates;
        if self.exdates.len() * times_of_day(&series).len() > MOST_LEFT_OUT {
            return Err(RuleError::new("too_many_dates", self.exdates.len().to_string()));
        }
        let mut exdates: Vec<_> = self.exdates.iter().flat_map(|out| left_out(*out, &series)).collect();
        exdates.sort_unstable();
        exdates.dedup();
        series.exdates = exdates;
        Ok(series)
    }

    /// The civil start in `zone`, of what starts on the clock of `own`.
    pub(super) fn start_in(&self, own: &Zone, zone: &Zone) -> Option<NaiveDateTime> {
        if own == zone {
            return Some(self.start);
        }
        own.to_instant(self.start).ok().map(|resolved| zone.civil(resolved.instant))
    }

    pub(super) fn repeats(&self) -> bool {
        self.rule.is_some() || !self.rdates.is_empty()
    }
}

/// A day leaves out all that the series has on it.
fn left_out(moment: Moment, series: &Series) -> Vec<NaiveDateTime> {
    let Moment::Date(date) = moment else {
        return vec![moment.civil(&series.zone, series.start.time())];
    };
    let added = series.rdates.iter().copied().filter(|added| added.date() == date);
    times_of_day(series).into_iter().map(|time| date.and_time(time)).chain(added).collect()
}

fn times_of_day(series: &Series) -> Vec<NaiveTime> {
    match &series.rule {
        Some(rule) => crate::expand::times_of_day(rule, series.start.time()),
        None => vec![series.start.time()],
    }
}
