//! The rule of a series: RFC 5545's RRULE as far as it speaks of days, parsed, checked and written back.

mod text;

use std::fmt::{self, Write as _};

use chrono::{DateTime, NaiveDateTime, Utc, Weekday};

use crate::expand::occurs;
use crate::zone::Zone;
use text::{frequency_of, list, list_from_either_end, split_parts, unsigned, until, weekday_of, weekdays};

/// How often the periods of a rule come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frequency {
    /// A period is a day.
    Daily,
    /// A period is a week, which begins on the rule's `week_start`.
    Weekly,
    /// A period is a month.
    Monthly,
    /// A period is a year.
    Yearly,
}

/// When a rule ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It goes on.
    Never,
    /// After so many occurrences, the start among them.
    Count(u32),
    /// With the last occurrence at or before this instant.
    Until(DateTime<Utc>),
}

/// A weekday of a period: every one, or the nth (from the end when negative).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NthWeekday {
    /// 1 is the first, -1 the last; `None` every one.
    pub nth: Option<i8>,
    /// The day of the week.
    pub weekday: Weekday,
}

/// A checked rule. Lists are sorted and without repeats; an empty list does not restrict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The kind of period.
    pub frequency: Frequency,
    /// Every so many periods, at least 1.
    pub interval: u32,
    /// When it ends.
    pub end: End,
    /// On which day a week begins.
    pub week_start: Weekday,
    /// Months, 1 to 12.
    pub months: Vec<i16>,
    /// Week numbers, 1 to 53 or -53 to -1.
    pub weeks: Vec<i16>,
    /// Days of the year, 1 to 366 or -366 to -1.
    pub year_days: Vec<i16>,
    /// Days of the month, 1 to 31 or -31 to -1.
    pub month_days: Vec<i16>,
    /// Days of the week.
    pub weekdays: Vec<NthWeekday>,
    /// Hours, 0 to 23.
    pub hours: Vec<i16>,
    /// Minutes, 0 to 59.
    pub minutes: Vec<i16>,
    /// Which of a period's occurrences count, 1 to 366 or -366 to -1.
    pub positions: Vec<i16>,
}

/// Why a rule is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {value:?}")]
pub struct RuleError {
    code: &'static str,
    value: String,
}

impl RuleError {
    /// `missing_freq`, `bad_freq`, `unsupported_freq`, `unsupported_part`, `unknown_part`, `duplicate_part`,
    /// `bad_syntax`, `bad_integer`, `bad_weekday`, `bad_datetime`, `out_of_range`, `ordinal_not_allowed`,
    /// `not_allowed_with_freq`, `needs_other_part`, `count_and_until`, `until_before_start` or `never_occurs`.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The part or value at fault, as it was written.
    pub fn value(&self) -> &str {
        &self.value
    }

    pub(crate) fn new(code: &'static str, value: impl Into<String>) -> RuleError {
        RuleError { code, value: value.into() }
    }
}

impl Rule {
    /// A rule of this frequency, every period, without end or restriction.
    pub fn every(frequency: Frequency) -> Rule {
        Rule {
            frequency,
            interval: 1,
            end: End::Never,
            week_start: Weekday::Mon,
            months: Vec::new(),
            weeks: Vec::new(),
            year_days: Vec::new(),
            month_days: Vec::new(),
            weekdays: Vec::new(),
            hours: Vec::new(),
            minutes: Vec::new(),
            positions: Vec::new(),
        }
    }

    /// Reads the text of an RRULE (without "RRULE:") for a series that starts at `start` in `zone`. Names may
    /// be in any case, vendor parts (`X-…`) are left out; UNTIL may be UTC, a civil time of `zone`, or a date,
    /// which means the end of that day.
    ///
    /// # Errors
    /// [`RuleError`] with the part at fault.
    pub fn parse(text: &str, zone: &Zone, start: NaiveDateTime) -> Result<Rule, RuleError> {
        let parts = split_parts(text)?;
        let frequency = parts.iter().find(|(name, _)| name == "FREQ").map(|(_, value)| frequency_of(value));
        let mut rule = Rule::every(frequency.unwrap_or(Err(RuleError::new("missing_freq", text)))?);
        for (name, value) in &parts {
            rule.read_part(name, value, zone)?;
        }
        let given = |name: &str| parts.iter().any(|(part, _)| part == name);
        if given("COUNT") && given("UNTIL") {
            return Err(RuleError::new("count_and_until", text));
        }
        rule.check_combination()?;
        rule.check_against_start(zone, start)?;
        Ok(rule)
    }

    fn read_part(&mut self, name: &str, value: &str, zone: &Zone) -> Result<(), RuleError> {
        match name {
            "FREQ" => {}
            "INTERVAL" => self.interval = unsigned(value)?,
            "COUNT" => self.end = End::Count(unsigned(value)?),
            "UNTIL" => self.end = End::Until(until(value, zone)?),
            "WKST" => self.week_start = weekday_of(value)?,
            "BYMONTH" => self.months = list(value, 1, 12)?,
            "BYWEEKNO" => self.weeks = list_from_either_end(value, 53)?,
            "BYYEARDAY" => self.year_days = list_from_either_end(value, 366)?,
            "BYMONTHDAY" => self.month_days = list_from_either_end(value, 31)?,
            "BYDAY" => self.weekdays = weekdays(value)?,
            "BYHOUR" => self.hours = list(value, 0, 23)?,
            "BYMINUTE" => self.minutes = list(value, 0, 59)?,
            "BYSETPOS" => self.positions = list_from_either_end(value, 366)?,
            "BYSECOND" | "RSCALE" | "SKIP" => return Err(RuleError::new("unsupported_part", name)),
            _ if name.starts_with("X-") => {}
            _ => return Err(RuleError::new("unknown_part", name)),
        }
        Ok(())
    }

    fn check_combination(&self) -> Result<(), RuleError> {
        use Frequency::{Daily, Monthly, Weekly, Yearly};
        let refuse = |name: &str| Err(RuleError::new("not_allowed_with_freq", name));
        if !self.weeks.is_empty() && self.frequency != Yearly {
            return refuse("BYWEEKNO");
        }
        if !self.year_days.is_empty() && self.frequency != Yearly {
            return refuse("BYYEARDAY");
        }
        if !self.month_days.is_empty() && self.frequency == Weekly {
            return refuse("BYMONTHDAY");
        }
        let ordinals = self.weekdays.iter().any(|day| day.nth.is_some());
        let ordinals_mean_something = match self.frequency {
            Daily | Weekly => false,
            Monthly => true,
            Yearly => self.weeks.is_empty(),
        };
        if ordinals && !ordinals_mean_something {
            return Err(RuleError::new("ordinal_not_allowed", "BYDAY"));
        }
        if !self.positions.is_empty() && !self.restricts_days_or_times() {
            return Err(RuleError::new("needs_other_part", "BYSETPOS"));
        }
        Ok(())
    }

    fn restricts_days_or_times(&self) -> bool {
        let lists =
            [&self.months, &self.weeks, &self.year_days, &self.month_days, &self.hours, &self.minutes];
        !self.weekdays.is_empty() || lists.iter().any(|list| !list.is_empty())
    }

    /// An endless rule that yields nothing must be refused at once, or every later search would run for ever.
    fn check_against_start(&self, zone: &Zone, start: NaiveDateTime) -> Result<(), RuleError> {
        let first =
            zone.to_instant(start).map_err(|error| RuleError::new(error.code(), start.to_string()))?;
        if let End::Until(until) = self.end
            && until < first.instant
        {
            return Err(RuleError::new("until_before_start", compact(until.naive_utc()) + "Z"));
        }
        if occurs(self, start) { Ok(()) } else { Err(RuleError::new("never_occurs", self.to_string())) }
    }
}

/// The normal form: upper case, FREQ first, defaults left out, UNTIL in UTC.
impl fmt::Display for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "FREQ={}", self.frequency.name())?;
        if self.interval != 1 {
            write!(formatter, ";INTERVAL={}", self.interval)?;
        }
        write_list(formatter, "BYMONTH", &self.months)?;
        write_list(formatter, "BYWEEKNO", &self.weeks)?;
        write_list(formatter, "BYYEARDAY", &self.year_days)?;
        write_list(formatter, "BYMONTHDAY", &self.month_days)?;
        write_list(formatter, "BYDAY", &self.weekdays)?;
        write_list(formatter, "BYHOUR", &self.hours)?;
        write_list(formatter, "BYMINUTE", &self.minutes)?;
        write_list(formatter, "BYSETPOS", &self.positions)?;
        if self.week_start != Weekday::Mon {
            write!(formatter, ";WKST={}", code_of(self.week_start))?;
        }
        match self.end {
            End::Never => Ok(()),
            End::Count(count) => write!(formatter, ";COUNT={count}"),
            End::Until(until) => write!(formatter, ";UNTIL={}Z", compact(until.naive_utc())),
        }
    }
}

impl fmt::Display for NthWeekday {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(nth) = self.nth {
            write!(formatter, "{nth}")?;
        }
        formatter.write_str(code_of(self.weekday))
    }
}

impl Frequency {
    fn name(self) -> &'static str {
        match self {
            Frequency::Daily => "DAILY",
            Frequency::Weekly => "WEEKLY",
            Frequency::Monthly => "MONTHLY",
            Frequency::Yearly => "YEARLY",
        }
    }
}

/// `20261124T203000`, as iCalendar writes a civil time.
pub(crate) fn compact(civil: NaiveDateTime) -> String {
    civil.format("%Y%m%dT%H%M%S").to_string()
}

/// iCalendar's two letters for a weekday.
pub(crate) fn code_of(weekday: Weekday) -> &'static str {
    ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][weekday.num_days_from_monday() as usize]
}

fn write_list<T: fmt::Display>(formatter: &mut fmt::Formatter<'_>, name: &str, list: &[T]) -> fmt::Result {
    for (index, value) in list.iter().enumerate() {
        if index == 0 {
            write!(formatter, ";{name}=")?;
        } else {
            formatter.write_char(',')?;
        }
        write!(formatter, "{value}")?;
    }
    Ok(())
}
