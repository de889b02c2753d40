//! The civil times of a rule, without zones: period by period, each period's days first, then their times.

mod days;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use crate::convert::LAST_YEAR;
use crate::rule::{End, Frequency, Rule};
use days::DayFilter;

/// Whether the rule alone, apart from the start that always counts, yields anything at or after `start`.
pub(crate) fn occurs(rule: &Rule, start: NaiveDateTime) -> bool {
    Candidates::new(rule, start, NaiveDateTime::MIN).next_batch().is_some()
}

/// Whether the rule yields its own start, and the start does not only count because it always does.
pub(crate) fn yields_start(rule: &Rule, start: NaiveDateTime) -> bool {
    let mut candidates = Candidates::new(rule, start, start);
    let Some(mut first) = candidates.next_batch() else { return false };
    std::iter::from_fn(|| candidates.take(&mut first)).any(|civil| civil == start)
}

/// The civil times of a series, in order: the start, then what the rule yields after it, as many as COUNT
/// allows. What lies before `from` is counted and need not be yielded.
pub(crate) struct CivilTimes<'r> {
    start: Option<NaiveDateTime>,
    after: NaiveDateTime,
    left: u64,
    candidates: Candidates<'r>,
    batch: Batch,
}

impl<'r> CivilTimes<'r> {
    pub(crate) fn new(rule: &'r Rule, start: NaiveDateTime, from: NaiveDateTime) -> CivilTimes<'r> {
        let left = if let End::Count(count) = rule.end { u64::from(count) } else { u64::MAX };
        let candidates = Candidates::new(rule, start, from);
        CivilTimes { start: Some(start), after: start, left, candidates, batch: Batch::default() }
    }
}

impl Iterator for CivilTimes<'_> {
    type Item = NaiveDateTime;

    fn next(&mut self) -> Option<NaiveDateTime> {
        if self.left == 0 {
            return None;
        }
        if let Some(start) = self.start.take() {
            self.left -= 1;
            return Some(start);
        }
        loop {
            while let Some(civil) = self.candidates.take(&mut self.batch) {
                if civil > self.after {
                    self.left -= 1;
                    return Some(civil);
                }
            }
            self.batch = self.candidates.next_batch()?;
            if self.batch.is_early {
                self.left = self.left.saturating_sub(self.batch.end as u64);
                self.batch.next = self.batch.end;
                if self.left == 0 {
                    return None;
                }
            }
        }
    }
}

/// Which of a period's occurrences are still to be taken. They are never all written out: a day can have
/// 1,440 of them.
#[derive(Default)]
struct Batch {
    next: usize,
    end: usize,
    /// All of them lie after the start and before what is asked for: it is enough to count them.
    is_early: bool,
}

struct Candidates<'r> {
    days: DayFilter<'r>,
    positions: &'r [i16],
    start: NaiveDateTime,
    from: NaiveDateTime,
    periods: Periods,
    /// The days of the current period that match, sorted.
    dates: Vec<NaiveDate>,
    /// The times of a matching day, sorted.
    times: Vec<NaiveTime>,
    /// With BYSETPOS, which of dates × times count, sorted.
    picked: Vec<usize>,
    /// Out of how many they were picked: a rule can name 732 positions, and most periods have as many as the last.
    picked_of: usize,
}

impl<'r> Candidates<'r> {
    fn new(rule: &'r Rule, start: NaiveDateTime, from: NaiveDateTime) -> Candidates<'r> {
        Candidates {
            days: DayFilter::new(rule, start.date()),
            positions: &rule.positions,
            start,
            from,
            periods: Periods::new(rule, start.date(), from.date()),
            dates: Vec::new(),
            times: times_of_day(rule, start.time()),
            picked: Vec::new(),
            picked_of: 0,
        }
    }

    /// Goes to the next period that has something at or after the start; `None` after the last year.
    fn next_batch(&mut self) -> Option<Batch> {
        loop {
            self.dates.clear();
            self.periods.next_into(&self.days, &mut self.dates)?;
            let (Some(first), Some(last)) = (self.dates.first(), self.dates.last()) else { continue };
            let is_early = *first > self.start.date() && *last < self.from.date();
            let all = self.dates.len() * self.times.len();
            let end = if self.positions.is_empty() { all } else { self.pick(all) };
            let reaches_start = end > 0 && self.at(end - 1) >= self.start;
            if reaches_start {
                return Some(Batch { next: 0, end, is_early });
            }
        }
    }

    fn pick(&mut self, all: usize) -> usize {
        if self.picked_of == all {
            return self.picked.len();
        }
        self.picked_of = all;
        self.picked.clear();
        self.picked.extend(self.positions.iter().filter_map(|position| {
            let distance = usize::from(position.unsigned_abs());
            let index = if *position > 0 { distance - 1 } else { all.checked_sub(distance)? };
            (index < all).then_some(index)
        }));
        self.picked.sort_unstable();
        self.picked.dedup();
        self.picked.len()
    }

    fn at(&self, index: usize) -> NaiveDateTime {
        let index = if self.positions.is_empty() { index } else { self.picked[index] };
        self.dates[index / self.times.len()].and_time(self.times[index % self.times.len()])
    }

    fn take(&self, batch: &mut Batch) -> Option<NaiveDateTime> {
        let index = batch.next;
        batch.next += 1;
        (index < batch.end).then(|| self.at(index))
    }
}

/// The times of a day on which the rule has something, sorted.
pub(crate) fn times_of_day(rule: &Rule, start: NaiveTime) -> Vec<NaiveTime> {
    let or_start = |list: &[i16], own: u32| {
        if list.is_empty() {
            vec![own]
        } else {
            list.iter().map(|value| value.unsigned_abs().into()).collect()
        }
    };
    let minutes = or_start(&rule.minutes, start.minute());
    or_start(&rule.hours, start.hour())
        .iter()
        .flat_map(|hour| minutes.iter().map(|minute| (*hour, *minute)))
        .filter_map(|(hour, minute)| NaiveTime::from_hms_opt(hour, minute, start.second()))
        .collect()
}

/// Walks the periods of a rule: every `interval` days, weeks, months or years.
struct Periods {
    frequency: Frequency,
    interval: u32,
    /// The first day of the next period; `None` when it lies beyond the calendar.
    next: Option<NaiveDate>,
}

impl Periods {
    /// Without COUNT the periods that end before `from` need not be gone through.
    fn new(rule: &Rule, start: NaiveDate, from: NaiveDate) -> Periods {
        let next = match rule.frequency {
            Frequency::Daily => Some(start),
            Frequency::Weekly => Some(start.week(rule.week_start).first_day()),
            Frequency::Monthly => start.with_day(1),
            Frequency::Yearly => NaiveDate::from_ymd_opt(start.year(), 1, 1),
        };
        let mut periods = Periods { frequency: rule.frequency, interval: rule.interval, next };
        if !matches!(rule.end, End::Count(_)) {
            periods.skip_those_before(from);
        }
        periods
    }

    fn skip_those_before(&mut self, date: NaiveDate) {
        let Some(first) = self.next else { return };
        let months = |date: NaiveDate| i64::from(date.year()) * 12 + i64::from(date.month0());
        let ahead = match self.frequency {
            Frequency::Daily => (date - first).num_days(),
            Frequency::Weekly => (date - first).num_weeks(),
            Frequency::Monthly => months(date) - months(first),
            Frequency::Yearly => i64::from(date.year() - first.year()),
        };
        let ahead = u64::try_from(ahead).unwrap_or(0);
        self.next = self.later(first, ahead - ahead % u64::from(self.interval));
    }

    /// Adds the matching days of the next period to `dates`; `None` after the last year.
    fn next_into(&mut self, days: &DayFilter<'_>, dates: &mut Vec<NaiveDate>) -> Option<()> {
        let first = self.next.filter(|first| first.year() <= LAST_YEAR)?;
        match self.frequency {
            Frequency::Daily => days.add_day(first, dates),
            Frequency::Weekly => first.iter_days().take(7).for_each(|day| days.add_day(day, dates)),
            Frequency::Monthly => days.add_month(first.year(), first.month(), dates),
            Frequency::Yearly => (1..=12).for_each(|month| days.add_month(first.year(), month, dates)),
        }
        self.next = self.later(first, u64::from(self.interval));
        Some(())
    }

    /// The first day of the period that is so many later.
    fn later(&self, first: NaiveDate, periods: u64) -> Option<NaiveDate> {
        match self.frequency {
            Frequency::Daily => first.checked_add_days(Days::new(periods)),
            Frequency::Weekly => first.checked_add_days(Days::new(7 * periods)),
            Frequency::Monthly => first.checked_add_months(chrono::Months::new(u32::try_from(periods).ok()?)),
            Frequency::Yearly => {
                let year = i64::from(first.year()).checked_add_unsigned(periods)?;
                NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, 1, 1)
            }
        }
    }
}
