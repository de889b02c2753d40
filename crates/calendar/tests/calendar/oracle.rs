//! Series against an oracle that asks of every day whether the rule means it, and what must hold of any rule.

use std::collections::{BTreeMap, BTreeSet};

use cairn_calendar::{Occurrence, Rule, Series, Shift, ShiftCause, Zone, shifts};
use chrono::{
    DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc, Weekday,
};
use proptest::prelude::*;

const ZONES: [&str; 8] = [
    "America/New_York",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Antarctica/Troll",
    "America/Santiago",
    "Asia/Beirut",
    "UTC",
];
const CODES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// How far the oracle looks. Longer than 28 years, no rule of a few parts rests.
const HORIZON: u64 = 4_000;

/// The parts of a rule; an empty list is a part that is not there.
#[derive(Clone, Debug)]
struct Parts {
    frequency: &'static str,
    interval: i64,
    week_start: u32,
    months: BTreeSet<i64>,
    weeks: BTreeSet<i64>,
    year_days: BTreeSet<i64>,
    month_days: BTreeSet<i64>,
    /// The nth or, with 0, every one of a weekday.
    weekdays: BTreeSet<(i64, u32)>,
    hours: BTreeSet<i64>,
    minutes: BTreeSet<i64>,
    positions: BTreeSet<i64>,
}

impl Parts {
    fn text(&self) -> String {
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

    /// The start, and all the rule gives after it within the horizon.
    fn civil_times(&self, start: NaiveDateTime) -> Vec<NaiveDateTime> {
        let parts = self.filled_in(start.date());
        let or =
            |list: &BTreeSet<i64>, own: u32| if list.is_empty() { [own.into()].into() } else { list.clone() };
        let (hours, minutes) = (or(&self.hours, start.hour()), or(&self.minutes, start.minute()));
        let at = |date: NaiveDate, hour: i64, minute: i64| {
            date.and_hms_opt(hour as u32, minute as u32, 0).unwrap()
        };
        // Positions count in whole periods, also where one began before the start or ends after the horizon.
        let (earliest, latest) = (start.date() - Days::new(366), start + Days::new(HORIZON));
        let mut periods: BTreeMap<i64, Vec<NaiveDateTime>> = BTreeMap::new();
        for date in earliest.iter_days().take((2 * 366 + HORIZON) as usize) {
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
    fn parts()(
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

fn start() -> impl Strategy<Value = NaiveDateTime> {
    (0u64..2000, 0u32..96).prop_map(|(day, quarter)| {
        let date = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap() + Days::new(day);
        date.and_hms_opt(quarter / 4, quarter % 4 * 15, 0).unwrap()
    })
}

/// How the rule of a case ends, by the place of an occurrence.
#[derive(Clone, Debug)]
enum Ends {
    Never,
    Count(usize),
    /// So many seconds after an occurrence.
    Until(usize, i64),
}

fn ends() -> impl Strategy<Value = Ends> {
    prop_oneof![
        Just(Ends::Never),
        (1usize..60).prop_map(Ends::Count),
        (0usize..60, prop_oneof![Just(0i64), Just(-1), Just(1), Just(3600)])
            .prop_map(|(n, by)| Ends::Until(n, by)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_expander_agrees_with_asking_every_day(
        (parts, start, ends) in (parts(), start(), ends()),
        (zone, viewer) in (0..ZONES.len(), 0..ZONES.len()),
        left_out in prop::collection::vec(0usize..30, 0..3),
        added in prop::collection::vec((0usize..30, prop_oneof![Just(0i64), Just(60), 1..5000i64]), 0..3),
        (skip, length) in (0i64..900, 1i64..900),
    ) {
        let zone = Zone::find(ZONES[zone]).unwrap();
        let instant = |civil: NaiveDateTime| zone.to_instant(civil).unwrap().instant;
        let mut civil = parts.civil_times(start);
        let nth = |index: usize, civil: &[NaiveDateTime]| civil[index % civil.len()];
        let end = match ends {
            Ends::Never => String::new(),
            Ends::Count(count) => {
                civil.truncate(count);
                format!(";COUNT={count}")
            }
            Ends::Until(index, by) => {
                let until = (instant(nth(index, &civil)) + TimeDelta::seconds(by)).max(instant(start));
                civil.retain(|civil| instant(*civil) <= until);
                until.format(";UNTIL=%Y%m%dT%H%M%SZ").to_string()
            }
        };
        let rule = match Rule::parse(&(parts.text() + &end), &zone, start) {
            Ok(rule) => rule,
            Err(error) => {
                prop_assert_eq!((error.code(), civil.len()), ("never_occurs", 1));
                return Ok(());
            }
        };
        let exdates: Vec<_> = left_out.iter().map(|index| nth(*index, &civil)).collect();
        let rdates: Vec<_> =
            added.iter().map(|(index, by)| nth(*index, &civil) + TimeDelta::minutes(*by)).collect();
        let horizon = (start + Days::new(HORIZON - 3)).and_utc();
        let mut expected: BTreeSet<_> = civil.iter().chain(&rdates).map(|civil| instant(*civil)).collect();
        expected.retain(|at| *at < horizon && !exdates.iter().any(|civil| instant(*civil) == *at));

        let series = Series { rule: Some(rule), exdates, rdates, ..Series::once(zone.clone(), start, 60).unwrap() };
        let whole: Vec<_> = series.occurrences(..horizon).collect();
        prop_assert_eq!(whole.iter().map(|it| it.start).collect::<Vec<_>>(), Vec::from_iter(expected));
        // Each stands where the zone puts it.
        for occurrence in &whole {
            let resolved = zone.to_instant(occurrence.original).unwrap();
            prop_assert_eq!((occurrence.civil, occurrence.adjustment), (resolved.civil, resolved.adjustment));
        }
        // A window shows the same ones.
        let from = start.and_utc() + TimeDelta::days(skip);
        let window = from..(from + TimeDelta::days(length)).min(horizon);
        let inside: Vec<_> = whole.iter().copied().filter(|it| window.contains(&it.start)).collect();
        prop_assert_eq!(series.occurrences(window).collect::<Vec<_>>(), inside);
        let viewer = Zone::find(ZONES[viewer]).unwrap();
        prop_assert_eq!(shifts(&whole, &zone, &viewer), shifts_by_the_clocks(&whole, &zone, &viewer));
    }

    #[test]
    fn the_normal_form_of_a_rule_reads_back_the_same(parts in parts(), start in start()) {
        let zone = Zone::find("Europe/Berlin").unwrap();
        if let Ok(rule) = Rule::parse(&parts.text(), &zone, start) {
            prop_assert_eq!(Rule::parse(&rule.to_string(), &zone, start).unwrap(), rule);
        }
    }

    #[test]
    fn no_text_of_a_rule_panics(
        text in "\\PC{0,60}",
        parts in "(FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY);)?((BYDAY|BYMONTHDAY|BYSETPOS|BYWEEKNO|BYYEARDAY|COUNT|UNTIL|INTERVAL|WKST|BYHOUR)=[-+]?[0-9]{0,3}(MO|SU|T|Z)?;){0,4}",
    ) {
        let zone = Zone::find("Europe/Berlin").unwrap();
        let start = "2026-01-05T09:00:00".parse().unwrap();
        for text in [text.as_str(), &parts] {
            if let Ok(rule) = Rule::parse(text, &zone, start) {
                let series = Series { rule: Some(rule), ..Series::once(zone.clone(), start, 60).unwrap() };
                prop_assert!(series.occurrences(..).take(50).count() >= 1);
            }
        }
    }
}

/// Shifts as somebody would see them who writes down both clocks at each occurrence.
fn shifts_by_the_clocks(occurrences: &[Occurrence], anchor: &Zone, viewer: &Zone) -> Vec<Shift> {
    let since_midnight = |time: NaiveTime| i64::from(time.num_seconds_from_midnight());
    let offset = |zone: &Zone, at: DateTime<Utc>| zone.to_local(at).offset_seconds;
    let mut found = Vec::new();
    for (index, pair) in occurrences.windows(2).enumerate() {
        let [one, next] = pair else { unreachable!("windows of two") };
        let [before, after] = [one, next].map(|it| viewer.civil(it.start));
        let later = (since_midnight(after.time()) - since_midnight(before.time()) + 43_200)
            .rem_euclid(86_400)
            - 43_200;
        if one.civil.time() != next.civil.time() || later == 0 {
            continue;
        }
        let changes = [anchor, viewer].map(|zone| offset(zone, one.start) != offset(zone, next.start));
        let cause = match changes {
            [true, true] => ShiftCause::Both,
            [true, false] => ShiftCause::Anchor,
            _ => ShiftCause::Viewer,
        };
        let (start, minutes) = (next.start, (later / 60) as i32);
        found.push(Shift { index: index + 1, start, minutes, cause, before, after });
    }
    found
}
