//! The civil times of a rule, without zones: period by period, each period's days first, then their times.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday};

use crate::convert::LAST_YEAR;
use crate::rule::{End, Frequency, NthWeekday, Rule};

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
            periods: Periods::new(rule, start.date()),
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
    fn new(rule: &Rule, start: NaiveDate) -> Periods {
        let next = match rule.frequency {
            Frequency::Daily => Some(start),
            Frequency::Weekly => Some(start.week(rule.week_start).first_day()),
            Frequency::Monthly => start.with_day(1),
            Frequency::Yearly => NaiveDate::from_ymd_opt(start.year(), 1, 1),
        };
        Periods { frequency: rule.frequency, interval: rule.interval, next }
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
        let step = u64::from(self.interval);
        self.next = match self.frequency {
            Frequency::Daily => first.checked_add_days(Days::new(step)),
            Frequency::Weekly => first.checked_add_days(Days::new(7 * step)),
            Frequency::Monthly => first.checked_add_months(chrono::Months::new(self.interval)),
            Frequency::Yearly => i32::try_from(i64::from(first.year()) + i64::from(self.interval))
                .ok()
                .and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1)),
        };
        Some(())
    }
}

/// Which days match a rule's BY-parts, with what the start says where the rule says nothing.
struct DayFilter<'r> {
    rule: &'r Rule,
    /// Bit n: month n. 0 does not restrict; so with the others.
    months: u16,
    /// Bit n: day n of the month.
    month_days: u32,
    /// Bit n: nth day from the end of the month.
    month_days_from_end: u32,
    /// Bit n: n days after Monday, any of the period.
    weekdays: u8,
    ordinals: Vec<NthWeekday>,
    /// Ordinals count within the month, not the year.
    ordinals_in_month: bool,
}

impl<'r> DayFilter<'r> {
    fn new(rule: &'r Rule, start: NaiveDate) -> DayFilter<'r> {
        let bits = |list: &[i16], sign: i16| {
            let matching = list.iter().filter(|value| value.signum() == sign);
            matching.fold(0u32, |bits, value| bits | 1 << value.unsigned_abs())
        };
        let mut filter = DayFilter {
            rule,
            months: bits(&rule.months, 1) as u16,
            month_days: bits(&rule.month_days, 1),
            month_days_from_end: bits(&rule.month_days, -1),
            weekdays: 0,
            ordinals: rule.weekdays.iter().filter(|day| day.nth.is_some()).copied().collect(),
            ordinals_in_month: rule.frequency == Frequency::Monthly || !rule.months.is_empty(),
        };
        for day in rule.weekdays.iter().filter(|day| day.nth.is_none()) {
            filter.weekdays |= 1 << day.weekday.num_days_from_monday();
        }
        filter.fill_in_from(start);
        filter
    }

    fn fill_in_from(&mut self, start: NaiveDate) {
        let rule = self.rule;
        if !rule.year_days.is_empty() || !rule.month_days.is_empty() || !rule.weekdays.is_empty() {
            return;
        }
        let own_weekday = 1 << start.weekday().num_days_from_monday();
        match rule.frequency {
            Frequency::Daily => {}
            Frequency::Weekly => self.weekdays = own_weekday,
            Frequency::Yearly if !rule.weeks.is_empty() => self.weekdays = own_weekday,
            Frequency::Monthly | Frequency::Yearly => {
                self.month_days = 1 << start.day();
                if rule.frequency == Frequency::Yearly && rule.months.is_empty() {
                    self.months = 1 << start.month();
                }
            }
        }
    }

    fn add_day(&self, date: NaiveDate, dates: &mut Vec<NaiveDate>) {
        let weekday = date.weekday().num_days_from_monday();
        if !self.may_fall_on(weekday) {
            return;
        }
        let month_length = u32::from(date.num_days_in_month());
        let day = Day { month: date.month(), day: date.day(), month_length, weekday };
        if self.matches(date.year(), &day) {
            dates.push(date);
        }
    }

    fn add_month(&self, year: i32, month: u32, dates: &mut Vec<NaiveDate>) {
        if self.months != 0 && self.months & 1 << month == 0 {
            return;
        }
        let Some(first) = NaiveDate::from_ymd_opt(year, month, 1) else { return };
        let month_length = u32::from(first.num_days_in_month());
        let first_weekday = first.weekday().num_days_from_monday();
        let mut possible = self.possible_days(month_length, first_weekday);
        while possible != 0 {
            let day = possible.trailing_zeros();
            possible &= possible - 1;
            let candidate = Day { month, day, month_length, weekday: (first_weekday + day - 1) % 7 };
            if self.matches(year, &candidate) {
                dates.extend(first.with_day(day));
            }
        }
    }

    /// The days of a month that can match at all, bit n for day n: most months have one match, and should not
    /// cost thirty questions.
    fn possible_days(&self, month_length: u32, first_weekday: u32) -> u64 {
        const EVERY_SEVENTH: u64 = 1 << 1 | 1 << 8 | 1 << 15 | 1 << 22 | 1 << 29;
        let all = (2 << month_length) - 2;
        let from_end = u64::from(self.month_days_from_end).reverse_bits() >> (62 - month_length);
        let by_day = match self.month_days | self.month_days_from_end {
            0 => all,
            _ => u64::from(self.month_days) | from_end,
        };
        let first_week = (0..7).filter(|day| self.may_fall_on((first_weekday + day) % 7));
        let by_weekday = first_week.fold(0, |days, day| days | EVERY_SEVENTH << day);
        all & by_day & by_weekday
    }

    fn may_fall_on(&self, weekday: u32) -> bool {
        self.weekdays == 0 || !self.ordinals.is_empty() || self.weekdays & 1 << weekday != 0
    }

    fn matches(&self, year: i32, day: &Day) -> bool {
        (self.months == 0 || self.months & 1 << day.month != 0)
            && self.matches_month_day(day)
            && self.matches_weekday(year, day)
            && (self.rule.year_days.is_empty() || self.matches_year_day(year, day))
            && (self.rule.weeks.is_empty() || self.matches_week(year, day))
    }

    fn matches_month_day(&self, day: &Day) -> bool {
        let from_end = day.month_length + 1 - day.day;
        (self.month_days | self.month_days_from_end) == 0
            || self.month_days & 1 << day.day != 0
            || self.month_days_from_end & 1 << from_end != 0
    }

    fn matches_weekday(&self, year: i32, day: &Day) -> bool {
        let unrestricted = self.weekdays == 0 && self.ordinals.is_empty();
        unrestricted
            || self.weekdays & 1 << day.weekday != 0
            || self.ordinals.iter().any(|wanted| {
                wanted.weekday.num_days_from_monday() == day.weekday
                    && wanted.nth.is_some_and(|nth| self.is_nth(i64::from(nth), year, day))
            })
    }

    fn is_nth(&self, nth: i64, year: i32, day: &Day) -> bool {
        let (ordinal, length) = if self.ordinals_in_month {
            (i64::from(day.day), i64::from(day.month_length))
        } else {
            day.of_year(year)
        };
        nth == (ordinal - 1) / 7 + 1 || nth == -((length - ordinal) / 7 + 1)
    }

    fn matches_year_day(&self, year: i32, day: &Day) -> bool {
        let (ordinal, length) = day.of_year(year);
        let is = |wanted: i64| wanted == ordinal || wanted == ordinal - length - 1;
        self.rule.year_days.iter().any(|wanted| is(i64::from(*wanted)))
    }

    /// A week belongs to the year in which its fourth day lies.
    fn matches_week(&self, year: i32, day: &Day) -> bool {
        let Some(date) = NaiveDate::from_ymd_opt(year, day.month, day.day) else { return false };
        let (number, weeks) = week_of(date, self.rule.week_start);
        let is = |wanted: i64| wanted == number || wanted == number - weeks - 1;
        self.rule.weeks.iter().any(|wanted| is(i64::from(*wanted)))
    }
}

struct Day {
    month: u32,
    day: u32,
    month_length: u32,
    /// Days after Monday.
    weekday: u32,
}

impl Day {
    /// Its number in the year, and the length of the year.
    fn of_year(&self, year: i32) -> (i64, i64) {
        let date = NaiveDate::from_ymd_opt(year, self.month, self.day);
        let leap = NaiveDate::from_ymd_opt(year, 2, 29).is_some();
        (date.map_or(0, |date| i64::from(date.ordinal())), if leap { 366 } else { 365 })
    }
}

/// The number of the week that `date` lies in, and how many weeks that week's year has.
fn week_of(date: NaiveDate, week_start: Weekday) -> (i64, i64) {
    let number_of = |date: NaiveDate| {
        let fourth_day = date.week(week_start).first_day() + Days::new(3);
        (fourth_day.year(), i64::from(fourth_day.ordinal0() / 7 + 1))
    };
    let (year, number) = number_of(date);
    // 28 December lies in the last week whatever day the week begins on.
    let weeks = NaiveDate::from_ymd_opt(year, 12, 28).map_or(52, |date| number_of(date).1);
    (number, weeks)
}
