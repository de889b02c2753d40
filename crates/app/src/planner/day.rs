//! One day of the person's calendar, hour by hour on everybody's clock: as positions to draw, and as a table.

use super::{choice::Choice, people::Person};
use crate::{App, Result, calendar::rulers::Stretch};
use cairn_calendar::{burden, common_windows};
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Utc, Weekday};
use serde::Serialize;
use std::ops::Range;
use ts_rs::TS;

/// What somebody's hour costs is looked at so often, in minutes; no clock is off by less.
const GRAIN: i64 = 15;

/// A day. Positions are minutes after it begins; it may have 23 or 25 hours.
#[derive(Debug, Serialize, TS)]
pub struct PlannerDay {
    /// `2026-12-03`.
    pub day: String,
    /// `Thursday 3 December`.
    pub title: String,
    /// `In Chicago, midnight to midnight`.
    pub place: String,
    /// The date before on which the option meets.
    pub before: Option<String>,
    /// The date after.
    pub after: Option<String>,
    /// How many minutes it has.
    pub length: i64,
    /// One for each person, in their order.
    pub strips: Vec<PlannerStrip>,
    /// When everybody can meet.
    pub common: Vec<PlannerWindow>,
    /// Where the option meets.
    pub marks: Vec<PlannerMark>,
    /// The same in words: a row for each hour.
    pub table: Vec<PlannerHour>,
    /// Whether some of it is on a Saturday or Sunday, which costs more.
    pub weekend: bool,
}

/// The day on one person's clock.
#[derive(Debug, Serialize, TS)]
pub struct PlannerStrip {
    /// From the left edge to the right.
    pub cells: Vec<PlannerCell>,
    /// Outside of her hours.
    pub outside: Vec<Stretch>,
    /// What keeps her busy.
    pub busy: Vec<PlannerBusy>,
}

/// An hour of somebody's clock; the first and the last may be cut.
#[derive(Debug, Serialize, TS)]
pub struct PlannerCell {
    /// Where it begins.
    pub at: i64,
    /// How long it is.
    pub length: i64,
    /// `07`; empty where it is cut.
    pub label: String,
    /// What a start costs by the hour: 0, 1, 2, 4 or 10.
    pub cost: u32,
    /// `Fri`, where this date begins.
    pub begins: Option<String>,
}

/// Something that keeps somebody busy.
#[derive(Debug, Serialize, TS)]
pub struct PlannerBusy {
    /// Where it begins.
    pub from: i64,
    /// Where it ends.
    pub to: i64,
    /// `Busy`, or `Session` where it is one of this mentorship.
    pub text: String,
}

/// A time that suits everybody.
#[derive(Debug, Serialize, TS)]
pub struct PlannerWindow {
    /// Where it begins.
    pub from: i64,
    /// Where it ends.
    pub to: i64,
    /// `07:00–10:30` on the person's clock.
    pub text: String,
}

/// A start of the option.
#[derive(Debug, Serialize, TS)]
pub struct PlannerMark {
    /// Where it begins.
    pub at: i64,
    /// How long it lasts.
    pub length: i64,
    /// When in the stretch, where it is not always: `Dec`, `Jan–Mar`.
    pub label: Option<String>,
    /// Whether it is the one of this very day.
    pub today: bool,
    /// On each clock.
    pub clocks: Vec<PlannerMarkClock>,
}

/// A start on somebody's clock.
#[derive(Debug, Serialize, TS)]
pub struct PlannerMarkClock {
    /// `18:30`.
    pub time: String,
    /// Whether it suits her on the day that is shown.
    pub suits: bool,
}

/// A row of the table.
#[derive(Debug, Serialize, TS)]
pub struct PlannerHour {
    /// `07:00` on the person's clock.
    pub time: String,
    /// One for each person.
    pub people: Vec<PlannerTableCell>,
}

/// An hour of somebody's clock, in words.
#[derive(Debug, Serialize, TS)]
pub struct PlannerTableCell {
    /// `18:30`; with the weekday where it is another day: `01:30 Fri`.
    pub time: String,
    /// Whether she can meet.
    pub state: PlannerHourState,
    /// What a start costs her.
    pub cost: u32,
}

/// Whether somebody can meet at an hour.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PlannerHourState {
    /// It is in her hours, and nothing is planned.
    Free,
    /// It is outside of her hours.
    Outside,
    /// Something is planned.
    Busy,
}

/// The day `date` of the person, who is the first of `people`.
pub(super) fn day(
    app: &App,
    people: &[Person],
    minutes: u32,
    date: NaiveDate,
    choice: Option<&Choice>,
) -> Result<PlannerDay> {
    let out = |error: cairn_calendar::OutOfRange| crate::Error::field("day", error.code(), &date.to_string());
    let mine = people[0].zone();
    let (from, until) =
        (mine.start_of_day(date).map_err(out)?, mine.start_of_day(date + Days::new(1)).map_err(out)?);
    let range = from..until;
    let text = app.clock_text();
    let dates = choice.map(Choice::dates).unwrap_or_default();
    let neighbour = |date: Option<&NaiveDate>| date.map(NaiveDate::to_string);
    let participants: Vec<_> = people.iter().map(|person| person.participant.clone()).collect();
    Ok(PlannerDay {
        day: date.to_string(),
        title: text.date(date, date),
        place: app.words.say_with("planner-day-place", &[("place", people[0].place().into())]),
        before: neighbour(dates.iter().rfind(|other| **other < date)),
        after: neighbour(dates.iter().find(|other| **other > date)),
        length: (until - from).num_minutes(),
        strips: people.iter().map(|person| strip(app, person, &range)).collect(),
        common: common_windows(&participants, &range, minutes)
            .into_iter()
            .map(|window| PlannerWindow {
                from: (window.start - from).num_minutes(),
                to: (window.end - from).num_minutes(),
                text: format!(
                    "{}–{}",
                    text.time(mine.civil(window.start).time()),
                    text.time(mine.civil(window.end).time())
                ),
            })
            .collect(),
        marks: choice.map(|choice| marks(app, people, minutes, date, choice)).unwrap_or_default(),
        table: table(app, people, &range),
        weekend: people.iter().any(|person| {
            [from, until - TimeDelta::minutes(1)].iter().any(|at| is_weekend(person.zone().civil(*at)))
        }),
    })
}

fn strip(app: &App, person: &Person, range: &Range<DateTime<Utc>>) -> PlannerStrip {
    let place = |at: DateTime<Utc>| (at.clamp(range.start, range.end) - range.start).num_minutes();
    let mut outside = vec![];
    let mut from = range.start;
    for window in person.participant.hours.windows(person.zone(), range) {
        outside.push(Stretch { from: place(from), to: place(window.start) });
        from = window.end;
    }
    outside.push(Stretch { from: place(from), to: place(range.end) });
    outside.retain(|stretch| stretch.from < stretch.to);
    let here = person.busy.iter().filter(|(busy, _)| busy.start < range.end && busy.end > range.start);
    let busy = here.map(|(busy, ours)| PlannerBusy {
        from: place(busy.start),
        to: place(busy.end),
        text: app.words.say(if *ours { "planner-busy-ours" } else { "planner-busy" }),
    });
    PlannerStrip { cells: cells(app, person, range), outside, busy: busy.collect() }
}

fn cells(app: &App, person: &Person, range: &Range<DateTime<Utc>>) -> Vec<PlannerCell> {
    let mut cells: Vec<PlannerCell> = Vec::new();
    let mut before: Option<NaiveDateTime> = None;
    for at in (0..(range.end - range.start).num_minutes()).step_by(GRAIN as usize) {
        let civil = person.zone().civil(range.start + TimeDelta::minutes(at));
        let same =
            before.is_some_and(|before| (before.date(), before.hour()) == (civil.date(), civil.hour()));
        match cells.last_mut() {
            Some(cell) if same => cell.length += GRAIN,
            _ => cells.push(PlannerCell {
                at,
                length: GRAIN,
                label: format!("{:02}", civil.hour()),
                cost: by_hour(civil),
                begins: before
                    .is_some_and(|before| before.date() != civil.date())
                    .then(|| app.clock_text().weekday_short(civil.date())),
            }),
        }
        before = Some(civil);
    }
    // The number of an hour that is cut has no room.
    cells.iter_mut().filter(|cell| cell.length < 60).for_each(|cell| cell.label.clear());
    cells
}

/// The cost without what weekends add: the picture has five colours.
fn by_hour(civil: NaiveDateTime) -> u32 {
    burden(civil) - if is_weekend(civil) { 3 } else { 0 }
}

fn is_weekend(civil: NaiveDateTime) -> bool {
    matches!(civil.weekday(), Weekday::Sat | Weekday::Sun)
}

fn table(app: &App, people: &[Person], range: &Range<DateTime<Utc>>) -> Vec<PlannerHour> {
    let text = app.clock_text();
    let row = |minute: i64| {
        let at = range.start + TimeDelta::minutes(minute);
        let mine = people[0].zone().civil(at);
        let cell = |person: &Person| {
            let civil = person.zone().civil(at);
            let time = text.time(civil.time());
            PlannerTableCell {
                time: if civil.date() == mine.date() {
                    time
                } else {
                    format!("{time} {}", text.weekday_short(civil.date()))
                },
                state: state(person, civil, at),
                cost: burden(civil),
            }
        };
        PlannerHour { time: text.time(mine.time()), people: people.iter().map(cell).collect() }
    };
    // The last row of a day of 23½ or 24½ hours is half an hour.
    let minutes = (range.end - range.start).num_minutes();
    (0..minutes).step_by(60).map(row).collect()
}

fn state(person: &Person, civil: NaiveDateTime, at: DateTime<Utc>) -> PlannerHourState {
    if !person.participant.hours.include(civil) {
        PlannerHourState::Outside
    } else if person.busy.iter().any(|(busy, _)| busy.contains(&at)) {
        PlannerHourState::Busy
    } else {
        PlannerHourState::Free
    }
}

/// Where the option meets in the stretch of `date`: more than one place where people take turns.
fn marks(app: &App, people: &[Person], minutes: u32, date: NaiveDate, choice: &Choice) -> Vec<PlannerMark> {
    let mine = people[0].zone();
    let stretch = choice.stretch_of(people, date);
    let (text, mut marks) = (app.clock_text(), Vec::<PlannerMark>::new());
    let mut times: Vec<_> = stretch.iter().map(NaiveDateTime::time).collect();
    times.sort();
    times.dedup();
    for time in &times {
        let days: Vec<_> = stretch.iter().filter(|start| start.time() == *time).map(|it| it.date()).collect();
        let (Some(first), Some(last)) = (days.first(), days.last()) else { continue };
        let (Ok(start), Ok(midnight)) = (mine.to_instant(date.and_time(*time)), mine.start_of_day(date))
        else {
            continue;
        };
        let meeting = start.instant..start.instant + TimeDelta::minutes(i64::from(minutes));
        let months = [text.month_short(*first), text.month_short(*last)];
        let label = if months[0] == months[1] { months[0].clone() } else { months.join("–") };
        marks.push(PlannerMark {
            at: (start.instant - midnight).num_minutes(),
            length: i64::from(minutes),
            label: (times.len() > 1).then_some(label),
            today: days.contains(&date),
            clocks: people
                .iter()
                .map(|one| PlannerMarkClock {
                    time: text.time(one.zone().civil(start.instant).time()),
                    suits: suits(one, &meeting),
                })
                .collect(),
        });
    }
    marks
}

/// Whether all of a meeting is in somebody's hours, and nothing keeps her busy.
fn suits(person: &Person, meeting: &Range<DateTime<Utc>>) -> bool {
    person.participant.windows(meeting).contains(meeting)
}
