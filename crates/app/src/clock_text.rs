//! Dates and times as people read them. The only place that turns a time into words.

use crate::Words;
use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

/// Writes dates and times in one language.
#[derive(Clone, Copy)]
pub(crate) struct ClockText<'a> {
    words: &'a Words,
}

impl<'a> ClockText<'a> {
    /// In the language of `words`.
    pub(crate) fn new(words: &'a Words) -> ClockText<'a> {
        ClockText { words }
    }

    /// `20:30`.
    pub(crate) fn time(self, time: NaiveTime) -> String {
        format!("{:02}:{:02}", time.hour(), time.minute())
    }

    /// `Tue`.
    pub(crate) fn weekday_short(self, date: NaiveDate) -> String {
        self.words.say(&format!("weekday-{}-short", date.weekday().number_from_monday()))
    }

    /// `Tuesday`.
    pub(crate) fn weekday(self, date: NaiveDate) -> String {
        self.words.say(&format!("weekday-{}", date.weekday().number_from_monday()))
    }

    /// `Nov`.
    pub(crate) fn month_short(self, date: NaiveDate) -> String {
        self.words.say(&format!("month-{}-short", date.month()))
    }

    /// `November`.
    pub(crate) fn month(self, date: NaiveDate) -> String {
        self.words.say(&format!("month-{}", date.month()))
    }

    /// `24 Nov`, with the year where it is not `today`'s.
    pub(crate) fn day_short(self, date: NaiveDate, today: NaiveDate) -> String {
        let day = format!("{} {}", date.day(), self.month_short(date));
        self.with_year(day, date, today)
    }

    /// `24 November`, with the year where it is not `today`'s.
    pub(crate) fn day(self, date: NaiveDate, today: NaiveDate) -> String {
        let day = format!("{} {}", date.day(), self.month(date));
        self.with_year(day, date, today)
    }

    /// `Tue 24 Nov`, with the year where it is not `today`'s.
    pub(crate) fn date_short(self, date: NaiveDate, today: NaiveDate) -> String {
        let day = format!("{} {} {}", self.weekday_short(date), date.day(), self.month_short(date));
        self.with_year(day, date, today)
    }

    /// `Tuesday 24 November`, with the year where it is not `today`'s.
    pub(crate) fn date(self, date: NaiveDate, today: NaiveDate) -> String {
        let day = format!("{} {} {}", self.weekday(date), date.day(), self.month(date));
        self.with_year(day, date, today)
    }

    /// `today`, `tomorrow`, `yesterday`, or as [`ClockText::date_short`].
    pub(crate) fn near_date(self, date: NaiveDate, today: NaiveDate) -> String {
        match (date - today).num_days() {
            -1 => self.words.say("day-yesterday"),
            0 => self.words.say("day-today"),
            1 => self.words.say("day-tomorrow"),
            _ => self.date_short(date, today),
        }
    }

    /// `1 h 18 min`, `45 min`, `3 days`: a length of time, told as roughly as it is far.
    pub(crate) fn length(self, minutes: i64) -> String {
        let minutes = minutes.max(0);
        match (minutes / 1440, minutes / 60, minutes % 60) {
            (days @ 2.., _, _) => self.words.say_with("length-days", &[("count", days.into())]),
            (_, 0, minutes) => self.words.say_with("length-minutes", &[("count", minutes.into())]),
            (_, hours, 0) => self.words.say_with("length-hours", &[("hours", hours.into())]),
            (_, hours, minutes) => self
                .words
                .say_with("length-hours-minutes", &[("hours", hours.into()), ("minutes", minutes.into())]),
        }
    }

    fn with_year(self, day: String, date: NaiveDate, today: NaiveDate) -> String {
        if date.year() == today.year() { day } else { format!("{day} {}", date.year()) }
    }
}
