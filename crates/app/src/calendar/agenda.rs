//! What is ahead, as a list: four weeks of days on which something is, or on which a clock changes.

use super::{CalendarAt, CalendarHead, Ground, changes::ClockChange, meetings::CalendarMeeting};
use crate::{App, Result};
use chrono::{Days, NaiveDate};
use serde::Serialize;
use ts_rs::TS;

/// How many days one look takes in.
const DAYS: u64 = 28;

/// Four weeks as a list.
#[derive(Debug, Serialize, TS)]
pub struct CalendarAgendaView {
    /// What stands above it.
    pub head: CalendarHead,
    /// The days that have something on them.
    pub days: Vec<AgendaDay>,
}

/// A day in the list.
#[derive(Debug, Serialize, TS)]
pub struct AgendaDay {
    /// `2027-03-14`.
    pub date: String,
    /// `Sunday 14 March 2027`.
    pub name: String,
    /// `today`, `tomorrow`, `yesterday`; none for other days.
    pub near: Option<String>,
    /// Whether it is today on the person's calendar.
    pub today: bool,
    /// What clocks do on this day.
    pub changes: Vec<ClockChange>,
    /// Meetings that start on this day, in order of time.
    pub meetings: Vec<CalendarMeeting>,
}

/// Four weeks from a day on. Fails with `date_not_understood` and `out_of_range` at `day`.
pub fn agenda(app: &App, args: CalendarAt) -> Result<CalendarAgendaView> {
    let ground = Ground::of(app, args.member)?;
    let first = ground.day(args.day.as_deref())?;
    let end = first + Days::new(DAYS);
    let found = ground.meetings(first, DAYS)?;
    let meetings: Vec<CalendarMeeting> = found.iter().filter_map(|found| ground.meeting(found)).collect();
    let days = first.iter_days().take_while(|date| *date < end);
    let days = days.map(|date| ground.agenda_day(date, &meetings));
    let title = ground.stretch_title(first, end - Days::new(1));
    Ok(CalendarAgendaView {
        head: ground.head(title, first, end, first - Days::new(DAYS))?,
        days: days.filter(|day| !day.meetings.is_empty() || !day.changes.is_empty()).collect(),
    })
}

impl Ground<'_> {
    fn agenda_day(&self, date: NaiveDate, meetings: &[CalendarMeeting]) -> AgendaDay {
        let text = self.text();
        let day = date.to_string();
        AgendaDay {
            name: text.date(date, self.today),
            near: ((date - self.today).num_days().abs() <= 1).then(|| text.near_date(date, self.today)),
            today: date == self.today,
            changes: self.changes(date).iter().map(|change| self.change_view(change)).collect(),
            meetings: meetings.iter().filter(|meeting| meeting.day == day).cloned().collect(),
            date: day,
        }
    }
}
