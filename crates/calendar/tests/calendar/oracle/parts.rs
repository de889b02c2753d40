//! The parts of a rule, and what they mean: of every day it is asked whether the rule means it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Timelike, Weekday};
use proptest::prelude::*;

const CODES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// The parts of a rule; an empty list is a part that is not there.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    pub(super) frequency: &'static str,
    pub(super) interval: i64,
    pub(super) week_start: u32,
    pub(super) months: BTreeSet<i64>,
    pub(super) weeks: BTreeSet<i64>,
    pub(super) year_days: BTreeSet<i64>,
    pub(super) month_days: BTreeSet<i64>,
    /// The nth or, with 0, every one of a weekday.
    pub(super) weekdays: BTreeSet<(i64, u32)>,
    pub(super) hours: BTreeSet<i64>,
    pub(super) minutes: BTreeSet<i64>,
    pub(super) positions: BTreeSet<i64>,
}

impl Parts {
    pub(super) fn text(&self) -> String {
        let list = |name: &str, list: &BTreeSet<i64>| {
            let items: Vec<_> = list.iter().map(ToString::to_string).collect();
            if items.is_empty() { String::new() } else { format!(";{name}={}", items.join(",")) }
        };
        let nth = |nth: i64| if nth == 0 { String::new() } else { nth.to_string() };
        let days: Vec<_> = self.weekdays.iter().map(|(n, day)| nth(*n) + CODES[*day as usize]).collect();
        [
            format!("FREQ={};INTERVAL={}", self.frequency, self.interval),
            format!(";WKST={}", CODES[self.week_start as usize]),
            list("BYMONTH", &self.months),
            list("BYWEEKNO", &self.weeks),
            list("BYYEARDAY", &self.year_days),
            list("BYMONTHDAY", &self.month_days),
            if days.is_empty() { String::new() } else { format!(";BYDAY={}", days.join(",")) },
            list("BYHOUR", &self.hours),
            list("BYMINUTE", &self.minutes),
            list("BYSETPOS", &self.positions),
        ]
        .concat()
    }

    /// With what the start says where the rule leaves the day open.
    fn filled_in(&self, start: NaiveDate) -> Parts {
        let mut parts = self.clone();
        if !(parts.year_days.is_empty() && parts.month_days.is_empty() && parts.weekdays.is_empty()) {
            return parts;
        }
        let weekly = self.frequency == "WEEKLY" || !self.weeks.is_empty();
        if weekly {
            parts.weekdays.insert((0, start.weekday().num_days_from_monday()));
        } else if self.frequency != "DAILY" {
            parts.month_days.insert(start.day().into());
            if self.frequency == "YEARLY" && self.months.is_empty() {
                parts.months.insert(start.month().into());
            }
        }
        parts
    }

    /// Whether the rule means `date`, said as directly as can be, for parts that are filled in.
    fn means(&self, date: NaiveDate) -> bool {
        let either_end = |list: &BTreeSet<i64>, place: i64, length: i64| {
            list.is_empty() || list.contains(&place) || list.contains(&(place - length - 1))
        };
        let (day, ordinal) = (i64::from(date.day()), i64::from(date.ordinal()));
        let month_length = i64::from(date.num_days_in_month());
        let year_length = if date.leap_year() { 366 } else { 365 };
        let (week, weeks) = self.week(date);
        let in_month = self.frequency == "MONTHLY" || !self.months.is_empty();
        let (place, length) = if in_month { (day, month_length) } else { (ordinal, year_length) };
        let weekday = date.weekday().num_days_from_monday();
        let is_nth = |nth: i64| nth == 0 || nth == (place + 6) / 7 || nth == -((length - place) / 7 + 1);
        (self.months.is_empty() || self.months.contains(&date.month().into()))
            && either_end(&self.weeks, week, weeks)
            && either_end(&self.year_days, ordinal, year_length)
            && either_end(&self.month_days, day, month_length)
            && (self.weekdays.is_empty()
                || self.weekdays.iter().any(|(nth, on)| *on == weekday && is_nth(*nth)))
    }

    fn first_of_week(&self, date: NaiveDate) -> NaiveDate {
        date.week(Weekday::try_from(self.week_start as u8).unwrap()).first_day()
    }

    /// The number of a date's week, and how many weeks that week's year has: counted from the week that is the
    /// first with four days in the year.
    fn week(&self, date: NaiveDate) -> (i64, i64) {
        let first_week = |year: i32| self.first_of_week(NaiveDate::from_ymd_opt(year, 1, 4).unwrap());
        let year = (self.first_of_week(date) + Days::new(3)).year();
        let weeks = (first_week(year + 1) - first_week(year)).num_weeks();
        ((self.first_of_week(date) - first_week(year)).num_weeks() + 1, weeks)
    }

    /// Which period a date lies in, counted from that of the start.
    fn period(&self, date: NaiveDate, start: NaiveDate) -> i64 {
        let months = |date: NaiveDate| i64::from(date.year()) * 12 + i64::from(date.month0());
        match self.frequency {
            "DAILY" => (date - start).num_days(),
            "WEEKLY" => (self.first_of_week(date) - self.first_of_week(start)).num_weeks(),
            "MONTHLY" => months(date) - months(start),
            _ => i64::from(date.year() - start.year()),
        }
    }

    /// The start, and all the rule gives in so many days after it.
    pub(super) fn civil_times(&self, start: NaiveDateTime, days: u64) -> Vec<NaiveDateTime> {
        let parts = self.filled_in(start.date());
        let or =
            |list: &BTreeSet<i64>, own: u32| if list.is_empty() { [own.into()].into() } else { list.clone() };
        let (hours, minutes) = (or(&self.hours, start.hour()), or(&self.minutes, start.minute()));
        let at = |date: NaiveDate, hour: i64, minute: i64| {
            date.and_hms_opt(hour as u32, minute as u32, 0).unwrap()
        };
        // Positions count in whole periods, also where one began before the start or ends after the days.
        let (earliest, latest) = (start.date() - Days::new(366), start + Days::new(days));
        let mut periods: BTreeMap<i64, Vec<NaiveDateTime>> = BTreeMap::new();
        for date in earliest.iter_days().take((2 * 366 + days) as usize) {
            let period = parts.period(date, start.date());
            if period >= 0 && period % self.interval == 0 && parts.means(date) {
                let times =
                    hours.iter().flat_map(|hour| minutes.iter().map(|minute| at(date, *hour, *minute)));
                periods.entry(period).or_default().extend(times);
            }
        }
        let picked = |times: Vec<NaiveDateTime>| {
            let count = times.len() as i64;
            let is_picked = move |index: i64| {
                self.positions.is_empty()
                    || self.positions.contains(&(index + 1))
                    || self.positions.contains(&(index - count))
            };
            times.into_iter().zip(0..).filter(move |(_, index)| is_picked(*index)).map(|(time, _)| time)
        };
        let later = periods
            .into_values()
            .flat_map(picked)
            .filter(|civil| (start..latest).contains(civil) && *civil != start);
        std::iter::once(start).chain(later).collect()
    }
}

fn set(range: impl Strategy<Value = i64> + 'static, most: usize) -> BoxedStrategy<BTreeSet<i64>> {
    let some = prop::collection::btree_set(range, 1..most);
    prop_oneof![2 => Just(BTreeSet::new()), 1 => some].boxed()
}

fn from_either_end(most: i64) -> impl Strategy<Value = i64> {
    prop_oneof![1..=most, -most..=-1, Just(most), Just(-most), Just(1), Just(-1)]
}

prop_compose! {
    pub(super) fn parts()(
        frequency in prop::sample::select(vec!["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
        interval in prop_oneof![Just(1i64), 2..5i64, 1..20i64],
        week_start in 0u32..7,
        (months, weeks, year_days, month_days) in
            (set(1..13i64, 4), set(from_either_end(53), 5), set(from_either_end(366), 30), set(from_either_end(31), 6)),
        plain in set(0..7i64, 4),
        nth in prop::collection::btree_set((from_either_end(5), 0u32..7), 0..3),
        (hours, minutes) in (set(0..24i64, 4), set(0..60i64, 4)),
        positions in set(from_either_end(12), 4),
    ) -> Parts {
        let none = BTreeSet::new;
        let yearly = frequency == "YEARLY";
        let weeks = if yearly { weeks } else { none() };
        let ordinals = (yearly && weeks.is_empty()) || frequency == "MONTHLY";
        let plain = plain.into_iter().map(|day| (0, day as u32));
        let weekdays: BTreeSet<_> = plain.chain(nth.into_iter().filter(|_| ordinals)).collect();
        let year_days = if yearly { year_days } else { none() };
        let month_days = if frequency == "WEEKLY" { none() } else { month_days };
        let lists = [&months, &weeks, &year_days, &month_days, &hours, &minutes];
        let restricts = !weekdays.is_empty() || lists.iter().any(|list| !list.is_empty());
        let positions = if restricts { positions } else { none() };
        Parts { frequency, interval, week_start, months, weeks, year_days, month_days, weekdays, hours, minutes, positions }
    }
}
