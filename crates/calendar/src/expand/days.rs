//! Which days of a period a rule means.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::rule::{Frequency, NthWeekday, Rule};

/// Which days match a rule's BY-parts, with what the start says where the rule says nothing.
pub(super) struct DayFilter<'r> {
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
    pub(super) fn new(rule: &'r Rule, start: NaiveDate) -> DayFilter<'r> {
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

    pub(super) fn add_day(&self, date: NaiveDate, dates: &mut Vec<NaiveDate>) {
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

    pub(super) fn add_month(&self, year: i32, month: u32, dates: &mut Vec<NaiveDate>) {
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
