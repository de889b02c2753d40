//! A month, in whole weeks from Monday to Sunday.

use super::{CalendarAt, CalendarHead, Ground, changes::ClockChange, meetings::CalendarMeeting, monday_of};
use crate::{App, Result};
use chrono::{Datelike, Days, Months, NaiveDate};
use serde::Serialize;
use ts_rs::TS;

/// A month.
#[derive(Debug, Serialize, TS)]
pub struct MonthView {
    /// What stands above it.
    pub head: CalendarHead,
    /// `Mon` to `Sun`.
    pub weekdays: Vec<String>,
    /// Whole weeks, so that days of the months before and after are among them.
    pub weeks: Vec<Vec<MonthDay>>,
}

/// A day in a month.
#[derive(Debug, Serialize, TS)]
pub struct MonthDay {
    /// `2027-03-14`.
    pub date: String,
    /// `14`; `1 Mar` where a month begins.
    pub number: String,
    /// `Sunday 14 March 2027`, for who cannot see where it stands.
    pub name: String,
    /// Whether it is of the month that is shown.
    pub inside: bool,
    /// Whether it is today on the person's calendar.
    pub today: bool,
    /// `23 h`; none for a day of 24 hours.
    pub length: Option<String>,
    /// `There is no 30 December 2011 in Apia`: the person's clock skips all of it.
    pub missing: Option<String>,
    /// What clocks do on this day.
    pub changes: Vec<ClockChange>,
    /// Meetings that start on this day, in order of time.
    pub meetings: Vec<CalendarMeeting>,
}

/// A month. Fails with `date_not_understood` and `out_of_range` at `day`.
pub fn month(app: &App, args: CalendarAt) -> Result<MonthView> {
    let ground = Ground::of(app, args.member)?;
    let day = ground.day(args.day.as_deref())?;
    let first = day - Days::new(u64::from(day.day0()));
    let next = first + Months::new(1);
    let (start, end) = (monday_of(first), monday_of(next - Days::new(1)) + Days::new(7));
    let count = (end - start).num_days().unsigned_abs();
    let found = ground.meetings(start, count)?;
    let meetings: Vec<CalendarMeeting> = found.iter().filter_map(|found| ground.meeting(found)).collect();
    let dates: Vec<NaiveDate> = start.iter_days().take_while(|date| *date < end).collect();
    let text = ground.text();
    let weeks = dates
        .chunks(7)
        .map(|week| week.iter().map(|date| ground.month_day(*date, first, &meetings)).collect());
    Ok(MonthView {
        head: ground.head(
            format!("{} {}", text.month(first), first.year()),
            first,
            next,
            first - Months::new(1),
        )?,
        weekdays: dates.iter().take(7).map(|date| text.weekday_short(*date)).collect(),
        weeks: weeks.collect(),
    })
}

impl Ground<'_> {
    fn month_day(&self, date: NaiveDate, month: NaiveDate, meetings: &[CalendarMeeting]) -> MonthDay {
        let text = self.text();
        let day = date.to_string();
        MonthDay {
            number: match date.day() {
                1 => format!("1 {}", text.month_short(date)),
                number => number.to_string(),
            },
            name: text.date(date, self.today),
            inside: (date.year(), date.month()) == (month.year(), month.month()),
            today: date == self.today,
            length: self.length(date),
            missing: self.missing(date),
            changes: self.changes(date).iter().map(|change| self.change_view(change)).collect(),
            meetings: meetings.iter().filter(|meeting| meeting.day == day).cloned().collect(),
            date: day,
        }
    }
}
