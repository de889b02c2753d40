//! Dates and times as people write them in English: "tue 16:00", "in 2 weeks", "next month 3rd thursday".
//!
//! The answer is a civil date and, when one was written, a time. A date without a year lies in the future.
//! "Friday" is the coming one, "next friday" the one of next week; the app reads every answer back in full,
//! so that a misunderstanding is seen at once.

mod words;

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};

use crate::convert::{FIRST_YEAR, LAST_YEAR};
use words::{Unit, Word, words_of};

/// What a person meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Typed {
    /// The date.
    pub date: NaiveDate,
    /// The time, if one was written.
    pub time: Option<NaiveTime>,
}

/// Why a text is no date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {value:?}")]
pub struct TypedError {
    code: &'static str,
    value: String,
}

impl TypedError {
    /// `date_missing`, `date_not_understood`, `date_impossible` (31 November), `time_impossible` (25:00),
    /// `date_ambiguous` (05/06), `weekday_differs` (Tuesday 25 November) or `date_out_of_range`.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The words at fault.
    pub fn value(&self) -> &str {
        &self.value
    }

    fn new(code: &'static str, value: impl Into<String>) -> TypedError {
        TypedError { code, value: value.into() }
    }
}

/// Reads `text` as it is meant at the civil time `now`.
///
/// # Errors
/// [`TypedError`] with the words at fault.
pub fn read_typed(text: &str, now: NaiveDateTime) -> Result<Typed, TypedError> {
    if text.trim().is_empty() {
        return Err(TypedError::new("date_missing", ""));
    }
    if text.len() > 200 {
        let beginning: String = text.chars().take(40).collect();
        return Err(TypedError::new("date_not_understood", beginning));
    }
    let mut words = words_of(text)?;
    let reader = Reader { text: text.trim(), now, time: take_time(&mut words, text)? };
    let typed = reader.read(&words)?;
    if (FIRST_YEAR..=LAST_YEAR).contains(&typed.date.year()) {
        Ok(typed)
    } else {
        Err(TypedError::new("date_out_of_range", text.trim()))
    }
}

/// Takes the one time out of the words.
fn take_time(words: &mut Vec<Word>, text: &str) -> Result<Option<NaiveTime>, TypedError> {
    let mut time = None;
    let mut twice = false;
    words.retain(|word| match word {
        Word::Time(found) => {
            twice |= time.replace(*found).is_some();
            false
        }
        _ => true,
    });
    if twice { Err(TypedError::new("date_not_understood", text.trim())) } else { Ok(time) }
}

struct Reader<'t> {
    text: &'t str,
    now: NaiveDateTime,
    time: Option<NaiveTime>,
}

impl Reader<'_> {
    fn read(&self, words: &[Word]) -> Result<Typed, TypedError> {
        if let [Word::In, Word::Number(count), Word::Unit(unit @ (Unit::Hour | Unit::Minute))]
        | [Word::Number(count), Word::Unit(unit @ (Unit::Hour | Unit::Minute)), Word::Relative(0)] = words
        {
            return self.later(*count, *unit);
        }
        let date = match words {
            [] => Ok(self.coming_time()),
            [Word::Weekday(weekday), rest @ ..] if names_a_day(rest) => {
                let date = self.date(rest)?;
                if date.weekday() == *weekday { Ok(date) } else { self.refuse("weekday_differs") }
            }
            _ => self.date(words),
        }?;
        Ok(Typed { date, time: self.time })
    }

    /// "in 2 hours": the one way to say a time that counts from now.
    fn later(&self, count: u32, unit: Unit) -> Result<Typed, TypedError> {
        let minutes = i64::from(count) * if unit == Unit::Hour { 60 } else { 1 };
        let later = TimeDelta::try_minutes(minutes).and_then(|delta| self.now.checked_add_signed(delta));
        let later = later.ok_or_else(|| TypedError::new("date_out_of_range", self.text))?;
        let whole_minute = later.format("%H:%M").to_string().parse().ok();
        match self.time {
            None => Ok(Typed { date: later.date(), time: whole_minute }),
            Some(_) => self.refuse("date_not_understood"),
        }
    }

    fn date(&self, words: &[Word]) -> Result<NaiveDate, TypedError> {
        use Word::{Ago, Date, Day, In, Last, Month, Next, Number, This, Unit as U};
        let today = self.now.date();
        match words {
            [Date(date)] => Ok(*date),
            [Word::Relative(days)] => self.shifted(Unit::Day, *days),
            [In, Number(count), U(unit)] | [Number(count), U(unit)] => self.shifted(*unit, i64::from(*count)),
            [Number(count), U(unit), Ago] => self.shifted(*unit, -i64::from(*count)),
            [In, Number(count), U(Unit::Week), Word::Weekday(weekday)]
            | [Word::Weekday(weekday), In, Number(count), U(Unit::Week)] => {
                self.in_week(i64::from(*count), *weekday)
            }
            // "2 weeks from tuesday", "a week tomorrow"
            [Number(count), U(unit), day @ (Word::Weekday(_) | Word::Relative(_))] => {
                shifted(self.date(std::slice::from_ref(day))?, *unit, i64::from(*count))
                    .ok_or_else(|| self.error("date_out_of_range"))
            }
            [Next, U(unit)] => self.shifted(*unit, 1),
            [Last, U(unit)] => self.shifted(*unit, -1),
            [Word::Weekday(weekday)] => Ok(self.coming_weekday(*weekday)),
            [This, Word::Weekday(weekday)] => self.in_week(0, *weekday),
            [Next, Word::Weekday(weekday)]
            | [Next, U(Unit::Week), Word::Weekday(weekday)]
            | [Word::Weekday(weekday), Next, U(Unit::Week)] => self.in_week(1, *weekday),
            [Last, Word::Weekday(weekday)] => {
                let back =
                    (7 + today.weekday().num_days_from_monday() - weekday.num_days_from_monday() - 1) % 7;
                self.shifted(Unit::Day, -i64::from(back) - 1)
            }
            [Day(day) | Number(day)] => self.coming_day(*day),
            [Day(day) | Number(day), Month(month)] | [Month(month), Day(day) | Number(day)] => {
                self.coming(|year| NaiveDate::from_ymd_opt(year, *month, *day))
            }
            [Day(day) | Number(day), Month(month), Number(year)]
            | [Month(month), Day(day) | Number(day), Number(year)] => {
                self.possible(self.year(*year)?, *month, *day)
            }
            _ => self.date_in_month(words),
        }
    }

    /// "next month 3rd thursday", "last friday of november", "the 15th of next month".
    fn date_in_month(&self, words: &[Word]) -> Result<NaiveDate, TypedError> {
        use Word::{Day, Last, Next, Number, This, Unit as U};
        let nth_of = |word: &Word| match word {
            Day(day) if (1..=5).contains(day) => i8::try_from(*day).ok(),
            Last => Some(-1),
            _ => None,
        };
        let today = self.now.date();
        let month_ahead =
            |months| today.with_day(1).and_then(|first| first.checked_add_months(Months::new(months)));
        let relative = |word: &Word| if *word == Next { month_ahead(1) } else { month_ahead(0) };
        match words {
            [which @ (Next | This), U(Unit::Month), nth, Word::Weekday(weekday)]
            | [nth, Word::Weekday(weekday), which @ (Next | This), U(Unit::Month)] => {
                let first = relative(which).ok_or_else(|| self.error("date_out_of_range"))?;
                let nth = nth_of(nth).ok_or_else(|| self.error("date_not_understood"))?;
                nth_weekday(first, nth, *weekday).ok_or_else(|| self.error("date_impossible"))
            }
            [which @ (Next | This), U(Unit::Month), Day(day) | Number(day)]
            | [Day(day) | Number(day), which @ (Next | This), U(Unit::Month)] => {
                let first = relative(which).ok_or_else(|| self.error("date_out_of_range"))?;
                self.possible(first.year(), first.month(), *day)
            }
            [nth, Word::Weekday(weekday), Word::Month(month)]
            | [Word::Month(month), nth, Word::Weekday(weekday)] => {
                let nth = nth_of(nth).ok_or_else(|| self.error("date_not_understood"))?;
                self.coming(|year| nth_weekday(NaiveDate::from_ymd_opt(year, *month, 1)?, nth, *weekday))
            }
            [nth, Word::Weekday(weekday), Word::Month(month), Number(year)] => {
                let nth = nth_of(nth).ok_or_else(|| self.error("date_not_understood"))?;
                let first = self.possible(self.year(*year)?, *month, 1)?;
                nth_weekday(first, nth, *weekday).ok_or_else(|| self.error("date_impossible"))
            }
            [Last, U(Unit::Day), U(Unit::Month)] => self.last_day(Some(today)),
            [Last, U(Unit::Day), which @ (Next | This), U(Unit::Month)] => self.last_day(relative(which)),
            [Last, U(Unit::Day), Word::Month(month)] => {
                self.coming(|year| NaiveDate::from_ymd_opt(year, *month, 1)?.with_day(days_in(year, *month)))
            }
            [Last, U(Unit::Day), U(Unit::Year)] => self.possible(today.year(), 12, 31),
            [nth, Word::Weekday(weekday)] | [nth, Word::Weekday(weekday), U(Unit::Month)] => {
                let nth = nth_of(nth).ok_or_else(|| self.error("date_not_understood"))?;
                let found = (0..14).find_map(|ahead| {
                    nth_weekday(month_ahead(ahead)?, nth, *weekday).filter(|date| self.is_ahead(*date))
                });
                found.ok_or_else(|| self.error("date_impossible"))
            }
            _ => self.refuse("date_not_understood"),
        }
    }

    fn last_day(&self, month: Option<NaiveDate>) -> Result<NaiveDate, TypedError> {
        let month = month.ok_or_else(|| self.error("date_out_of_range"))?;
        self.possible(month.year(), month.month(), days_in(month.year(), month.month()))
    }

    fn coming_time(&self) -> NaiveDate {
        let today = self.now.date();
        if self.is_ahead(today) { today } else { today + Days::new(1) }
    }

    /// Today only when a time is written that is still to come.
    fn coming_weekday(&self, weekday: Weekday) -> NaiveDate {
        let today = self.now.date();
        let days = (7 + weekday.num_days_from_monday() - today.weekday().num_days_from_monday()) % 7;
        let later_today = self.time.is_some() && self.is_ahead(today);
        today + Days::new(if days == 0 && !later_today { 7 } else { u64::from(days) })
    }

    /// The weekday of this week or, `weeks` from now, of another; weeks begin on Monday.
    fn in_week(&self, weeks: i64, weekday: Weekday) -> Result<NaiveDate, TypedError> {
        let monday =
            self.now.date().week(Weekday::Mon).first_day() + Days::new(weekday.num_days_from_monday().into());
        let delta = TimeDelta::try_weeks(weeks).and_then(|delta| monday.checked_add_signed(delta));
        delta.ok_or_else(|| self.error("date_out_of_range"))
    }

    /// The next month that has this day, which is still ahead.
    fn coming_day(&self, day: u32) -> Result<NaiveDate, TypedError> {
        let first = self.now.date().with_day(1);
        let found = (0..3).find_map(|ahead| {
            let date = first?.checked_add_months(Months::new(ahead))?.with_day(day)?;
            self.is_ahead(date).then_some(date)
        });
        found.ok_or_else(|| self.error("date_impossible"))
    }

    /// The first year from this one on in which the date exists and is ahead.
    fn coming(&self, date_in: impl Fn(i32) -> Option<NaiveDate>) -> Result<NaiveDate, TypedError> {
        let this_year = self.now.year();
        let found = (this_year..this_year + 9).filter_map(date_in).find(|date| self.is_ahead(*date));
        found.ok_or_else(|| self.error("date_impossible"))
    }

    fn is_ahead(&self, date: NaiveDate) -> bool {
        match self.time {
            Some(time) => date.and_time(time) > self.now,
            None => date >= self.now.date(),
        }
    }

    fn shifted(&self, unit: Unit, count: i64) -> Result<NaiveDate, TypedError> {
        if matches!(unit, Unit::Hour | Unit::Minute) {
            return self.refuse("date_not_understood");
        }
        shifted(self.now.date(), unit, count).ok_or_else(|| self.error("date_out_of_range"))
    }

    /// Two digits are a year of the next twenty: "1 dec 26".
    fn year(&self, year: u32) -> Result<i32, TypedError> {
        let this_year = self.now.year();
        let year = i32::try_from(year).unwrap_or(i32::MAX);
        match (this_year..this_year + 20).find(|near| year < 100 && near % 100 == year) {
            Some(near) => Ok(near),
            None if (1000..=9999).contains(&year) => Ok(year),
            None => self.refuse("date_not_understood"),
        }
    }

    fn possible(&self, year: i32, month: u32, day: u32) -> Result<NaiveDate, TypedError> {
        NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| self.error("date_impossible"))
    }

    fn error(&self, code: &'static str) -> TypedError {
        TypedError::new(code, self.text)
    }

    fn refuse<T>(&self, code: &'static str) -> Result<T, TypedError> {
        Err(self.error(code))
    }
}

/// Whether the words after a weekday name a day by themselves, so that the weekday only confirms it.
fn names_a_day(words: &[Word]) -> bool {
    use Word::{Date, Day, Month, Number};
    matches!(
        words,
        [Date(_)] | [Day(_)] | [Day(_) | Number(_), Month(_), ..] | [Month(_), Day(_) | Number(_), ..]
    )
}

/// `None` outside of the calendar, and for units that are no days.
fn shifted(date: NaiveDate, unit: Unit, count: i64) -> Option<NaiveDate> {
    let months = |count: i64| {
        let size = Months::new(u32::try_from(count.unsigned_abs()).ok()?);
        if count < 0 { date.checked_sub_months(size) } else { date.checked_add_months(size) }
    };
    match unit {
        Unit::Day => date.checked_add_signed(TimeDelta::try_days(count)?),
        Unit::Week => date.checked_add_signed(TimeDelta::try_weeks(count)?),
        Unit::Month => months(count),
        Unit::Year => months(count.saturating_mul(12)),
        Unit::Hour | Unit::Minute => None,
    }
}

fn days_in(year: i32, month: u32) -> u32 {
    NaiveDate::from_ymd_opt(year, month, 1).map_or(0, |first| first.num_days_in_month().into())
}

fn nth_weekday(first: NaiveDate, nth: i8, weekday: Weekday) -> Option<NaiveDate> {
    if nth > 0 {
        return NaiveDate::from_weekday_of_month_opt(
            first.year(),
            first.month(),
            weekday,
            nth.unsigned_abs(),
        );
    }
    let of = |nth| NaiveDate::from_weekday_of_month_opt(first.year(), first.month(), weekday, nth);
    of(5).or_else(|| of(4))
}
