//! The simple ways to repeat that a person picks from a list.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::rule::{End, Frequency, NthWeekday, Rule};

/// A simple repeat, which can be said in one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Repeat {
    /// Every so many weeks on a weekday: 1 is weekly, 2 is every other week.
    Weekly {
        /// Weeks from one meeting to the next, at least 1.
        every: u32,
        /// The day of the week.
        weekday: Weekday,
    },
    /// Every month on a weekday of it, e.g. the second Tuesday.
    Monthly {
        /// 1 to 4, or -1 for the last one of the month.
        nth: i8,
        /// The day of the week.
        weekday: Weekday,
    },
}

impl Repeat {
    /// Every week on the weekday of `start`.
    pub fn weekly(start: NaiveDate) -> Repeat {
        Repeat::Weekly { every: 1, weekday: start.weekday() }
    }

    /// Every other week on the weekday of `start`.
    pub fn fortnightly(start: NaiveDate) -> Repeat {
        Repeat::Weekly { every: 2, weekday: start.weekday() }
    }

    /// Every month on the same weekday of the month as `start`. A fifth one, which many months lack, becomes
    /// the last.
    pub fn monthly(start: NaiveDate) -> Repeat {
        let nth = match start.day().div_ceil(7) {
            1 => 1,
            2 => 2,
            3 => 3,
            4 => 4,
            _ => -1,
        };
        Repeat::Monthly { nth, weekday: start.weekday() }
    }

    /// The rule of this repeat, without end.
    pub fn rule(self) -> Rule {
        match self {
            Repeat::Weekly { every, weekday } => Rule {
                interval: every.max(1),
                weekdays: vec![NthWeekday { nth: None, weekday }],
                ..Rule::every(Frequency::Weekly)
            },
            Repeat::Monthly { nth, weekday } => Rule {
                weekdays: vec![NthWeekday { nth: Some(nth), weekday }],
                ..Rule::every(Frequency::Monthly)
            },
        }
    }

    /// The simple repeat that `rule` is, apart from its end; `None` when it takes more words.
    pub fn of(rule: &Rule) -> Option<Repeat> {
        let [day] = rule.weekdays.as_slice() else { return None };
        let repeat = match (rule.frequency, day.nth) {
            (Frequency::Weekly, None) => Repeat::Weekly { every: rule.interval, weekday: day.weekday },
            (Frequency::Monthly, Some(nth)) => Repeat::Monthly { nth, weekday: day.weekday },
            _ => return None,
        };
        // With one weekday, on which day a week begins makes no difference.
        let plain = Rule { end: End::Never, week_start: Weekday::Mon, ..rule.clone() };
        (repeat.rule() == plain).then_some(repeat)
    }
}
