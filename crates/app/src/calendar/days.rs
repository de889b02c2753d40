//! A day, or a week from Monday to Sunday, hour by hour on two rulers.

use super::{
    Ground,
    changes::ClockChange,
    lanes::lay_out,
    meetings::CalendarMeeting,
    minute_of, monday_of,
    rulers::{CalendarRuler, Stretch},
};
use crate::{App, Result, calendar::CalendarHead};
use cairn_domain::MemberId;
use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The hours that are folded away while nothing is in them.
const NIGHTS: [(i64, i64); 2] = [(0, 6), (22, 24)];

/// How many days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DaysSpan {
    /// One.
    Day,
    /// Monday to Sunday.
    Week,
}

/// Which days.
#[derive(Debug, Deserialize, TS)]
pub struct CalendarDays {
    span: DaysSpan,
    /// Any day of it, as `2027-03-14`; today when none.
    #[ts(optional)]
    day: Option<String>,
    /// The member whose clock is the second ruler; the one met next when none.
    #[ts(optional)]
    member: Option<MemberId>,
}

/// Days, hour by hour.
#[derive(Debug, Serialize, TS)]
pub struct DaysView {
    /// What stands above them.
    pub head: CalendarHead,
    /// The person's own hours: `00:00` to `23:00`.
    pub hours: Vec<String>,
    /// The second ruler. It is another one on days with another difference between the two clocks.
    pub rulers: Vec<CalendarRuler>,
    /// The ruler of today, or else of most days.
    pub ruler: usize,
    /// Hours to be folded away.
    pub nights: Vec<CalendarNight>,
    /// Where to look first, in minutes of the day.
    pub look_at: i64,
    /// One, or seven.
    pub days: Vec<CalendarDay>,
}

/// Hours at the edge of the day.
#[derive(Debug, Serialize, TS)]
pub struct CalendarNight {
    /// Minutes of the day.
    pub from: i64,
    /// Minutes of the day.
    pub to: i64,
    /// `00–06`.
    pub label: String,
    /// `00:00 to 06:00`, for who cannot see it.
    pub name: String,
    /// Whether no meeting is in them on any of the days.
    pub empty: bool,
}

/// A day.
#[derive(Debug, Serialize, TS)]
pub struct CalendarDay {
    /// `2027-03-14`.
    pub date: String,
    /// `Sun`.
    pub weekday: String,
    /// `14`.
    pub number: String,
    /// `Sunday 14 March 2027`, for who cannot see where it stands.
    pub name: String,
    /// Whether it is today on the person's calendar.
    pub today: bool,
    /// Where the present is, in minutes of the day; only today.
    pub now: Option<i64>,
    /// `23 h`; none for a day of 24 hours.
    pub length: Option<String>,
    /// `There is no 30 December 2011 in Apia`: the person's clock skips all of it.
    pub missing: Option<String>,
    /// What clocks do on this day.
    pub changes: Vec<ClockChange>,
    /// Which of the rulers is this day's; none without a second clock.
    pub ruler: Option<usize>,
    /// Stretches outside of the person's own hours.
    pub outside_mine: Vec<Stretch>,
    /// Stretches outside of the other's hours.
    pub outside_other: Vec<Stretch>,
    /// Meetings, in order of time.
    pub blocks: Vec<CalendarBlock>,
}

/// A meeting where it stands on a day.
#[derive(Debug, Serialize, TS)]
pub struct CalendarBlock {
    /// Minutes of the day.
    pub from: i64,
    /// Minutes of the day.
    pub to: i64,
    /// Which of `lanes` columns it takes where meetings overlap; from 0.
    pub lane: usize,
    /// How many columns there are at this time.
    pub lanes: usize,
    /// Whether it began on the day before.
    pub continued: bool,
    /// What it is.
    pub meeting: CalendarMeeting,
}

/// A day or a week. Fails with `date_not_understood` and `out_of_range` at `day`.
pub fn days(app: &App, args: CalendarDays) -> Result<DaysView> {
    let ground = Ground::of(app, args.member)?;
    let day = ground.day(args.day.as_deref())?;
    let (first, count) = match args.span {
        DaysSpan::Day => (day, 1),
        DaysSpan::Week => (monday_of(day), 7),
    };
    let (end, last) = (first + Days::new(count), first + Days::new(count - 1));
    let meetings = ground.meetings(first, count)?;
    let dates: Vec<NaiveDate> = first.iter_days().take_while(|date| *date < end).collect();
    let mut rulers = Vec::new();
    let mut days: Vec<CalendarDay> = dates.iter().map(|date| ground.day_view(*date, &mut rulers)).collect();
    for occurrence in &meetings {
        let Some(meeting) = ground.meeting(occurrence) else { continue };
        let stands = ground.stands(occurrence.at, occurrence.session.minutes);
        for (n, standing) in stands.into_iter().enumerate() {
            let Some(index) = dates.iter().position(|date| *date == standing.date) else { continue };
            days[index].blocks.push(CalendarBlock {
                from: standing.from,
                to: standing.to,
                lane: 0,
                lanes: 1,
                continued: n > 0,
                meeting: meeting.clone(),
            });
        }
    }
    days.iter_mut().for_each(|day| lay_out(&mut day.blocks));
    let look_at = match args.span {
        // On a single day nothing is overlooked for being early.
        DaysSpan::Day => days[0].blocks.iter().map(|block| block.from).fold(ground.look_at(&dates), i64::min),
        DaysSpan::Week => ground.look_at(&dates),
    };
    let title = match args.span {
        DaysSpan::Day => ground.text().date(day, ground.today),
        DaysSpan::Week => ground.stretch_title(first, last),
    };
    Ok(DaysView {
        head: ground.head(title, first, end, first - Days::new(count))?,
        hours: (0..24).map(|hour| ground.hour(hour)).collect(),
        ruler: main_ruler(&days),
        rulers,
        nights: NIGHTS.iter().map(|night| ground.night(*night, &days)).collect(),
        look_at,
        days,
    })
}

impl Ground<'_> {
    fn day_view(&self, date: NaiveDate, rulers: &mut Vec<CalendarRuler>) -> CalendarDay {
        let text = self.text();
        let is_today = date == self.today;
        let zone = &self.viewer.zone;
        CalendarDay {
            date: date.to_string(),
            weekday: text.weekday_short(date),
            number: date.day().to_string(),
            name: text.date(date, self.today),
            today: is_today,
            now: is_today.then(|| minute_of(self.here(self.viewer.now))),
            length: self.length(date),
            missing: self.missing(date),
            changes: self.changes(date).iter().map(|change| self.change_view(change)).collect(),
            ruler: self.other.as_ref().map(|other| {
                let ruler = self.ruler(other, date);
                rulers.iter().position(|known| *known == ruler).unwrap_or_else(|| {
                    rulers.push(ruler);
                    rulers.len() - 1
                })
            }),
            outside_mine: self.outside(date, zone, &self.viewer.hours),
            outside_other: self
                .other
                .as_ref()
                .map(|other| self.outside(date, &other.zone, &other.member.hours))
                .unwrap_or_default(),
            blocks: vec![],
        }
    }

    fn hour(&self, hour: i64) -> String {
        self.text().time(super::at_minute(self.today, hour * 60).time())
    }

    fn night(&self, (from, to): (i64, i64), days: &[CalendarDay]) -> CalendarNight {
        let mut blocks = days.iter().flat_map(|day| &day.blocks);
        let values = [("from", format!("{from:02}:00").into()), ("to", format!("{to:02}:00").into())];
        CalendarNight {
            from: from * 60,
            to: to * 60,
            label: format!("{from:02}–{to:02}"),
            name: self.app.words.say_with("calendar-hours", &values),
            empty: !blocks.any(|block| block.from < to * 60 && block.to > from * 60),
        }
    }
}

/// The ruler of today, or else of most days.
fn main_ruler(days: &[CalendarDay]) -> usize {
    if let Some(ruler) = days.iter().find(|day| day.today).and_then(|day| day.ruler) {
        return ruler;
    }
    let used = |ruler: usize| days.iter().filter(|day| day.ruler == Some(ruler)).count();
    // The last of equals: what holds from now on is worth more than what ends.
    days.iter().filter_map(|day| day.ruler).max_by_key(|ruler| (used(*ruler), *ruler)).unwrap_or_default()
}
