//! The chart of a goal in numbers that are ready to draw: `at` is days since the first day shown.

use super::{numbers, said};
use crate::App;
use cairn_domain::{
    CheckIn, CheckInId, Goal, Measure,
    progress::{self, Outlook, Point, TargetLine},
};
use chrono::{Datelike, Months, NaiveDate};
use serde::Serialize;
use ts_rs::TS;

/// The most marks under the axis.
const MOST_TICKS: u32 = 24;

/// Values against the target line.
#[derive(Debug, Serialize, TS)]
pub struct GoalChart {
    /// What the picture says, in a sentence.
    pub label: String,
    /// The values, oldest first, one for each day.
    pub points: Vec<GoalPoint>,
    /// The line that the values should follow.
    pub target: Option<GoalTargetLine>,
    /// Where the present pace leads.
    pub projection: Option<GoalProjection>,
    /// Where today is; none when it is far outside of what is shown.
    pub today: Option<i64>,
    /// Where months begin.
    pub ticks: Vec<GoalTick>,
}

/// A value on a day.
#[derive(Debug, Serialize, TS)]
pub struct GoalPoint {
    /// The check-in.
    pub id: CheckInId,
    /// Where.
    pub at: i64,
    /// How high.
    pub value: f64,
    /// `Sun 15 Nov`.
    pub when: String,
    /// 1 to 5.
    pub confidence: Option<i64>,
    /// In her words.
    pub comment: Option<String>,
    /// What the target line asks for on that day, rounded as it is shown.
    pub target: Option<f64>,
}

/// A line from where to where.
#[derive(Debug, Serialize, TS)]
pub struct GoalTargetLine {
    /// The first day.
    pub from: GoalLineEnd,
    /// The last day.
    pub to: GoalLineEnd,
}

/// An end of the target line.
#[derive(Debug, Serialize, TS)]
pub struct GoalLineEnd {
    /// Where.
    pub at: i64,
    /// How high.
    pub value: f64,
    /// `26 Feb`.
    pub when: String,
}

/// Where the present pace leads.
#[derive(Debug, Serialize, TS)]
pub struct GoalProjection {
    /// Where.
    pub at: i64,
    /// How high: the target.
    pub value: f64,
    /// `At this pace, 4 March`.
    pub label: String,
}

/// A mark under the axis.
#[derive(Debug, Serialize, TS)]
pub struct GoalTick {
    /// Where.
    pub at: i64,
    /// `Nov`.
    pub label: String,
}

/// The chart; none while there is nothing to draw, and for a goal that is told by milestones.
pub(super) fn of_goal(app: &App, goal: &Goal, check_ins: &[CheckIn], points: &[Point]) -> Option<GoalChart> {
    let line = progress::target_line(goal);
    if goal.measure != Measure::Number || (points.is_empty() && line.is_none()) {
        return None;
    }
    let ends = line.iter().flat_map(|line| [line.from.on, line.to.on]);
    let days: Vec<NaiveDate> = points.iter().map(|point| point.on).chain(ends).collect();
    let (first, last) = (*days.iter().min()?, *days.iter().max()?);
    let at = |day: NaiveDate| (day - first).num_days();

    let projection = projected(app, goal, points, first, last);
    let end = projection.as_ref().map_or(at(last), |projection| projection.at.max(at(last)));
    let today = Some(at(app.today())).filter(|today| (0..=end).contains(today));
    Some(GoalChart {
        label: label(app, goal, points, line),
        points: points.iter().filter_map(|point| drawn(app, *point, check_ins, line, at(point.on))).collect(),
        target: line.map(|line| GoalTargetLine {
            from: line_end(app, line.from, at(line.from.on)),
            to: line_end(app, line.to, at(line.to.on)),
        }),
        ticks: ticks(app, first, end),
        projection,
        today,
    })
}

/// A projection that ends more than half as far again as the rest would press the rest together; it is said in words.
fn projected(
    app: &App,
    goal: &Goal,
    points: &[Point],
    first: NaiveDate,
    last: NaiveDate,
) -> Option<GoalProjection> {
    let Some(Outlook::On(on)) = progress::outlook(goal, points) else { return None };
    let (at, length) = ((on - first).num_days(), (last - first).num_days());
    if at > length + length / 2 + 14 {
        return None;
    }
    let label = app.words.say_with("goal-projection", &[("date", said::day(app, on).into())]);
    Some(GoalProjection { at, value: goal.target?, label })
}

fn drawn(
    app: &App,
    point: Point,
    check_ins: &[CheckIn],
    line: Option<TargetLine>,
    at: i64,
) -> Option<GoalPoint> {
    let said = |check_in: &&CheckIn| check_in.on == point.on && check_in.value == Some(point.value);
    let check_in = check_ins.iter().rfind(said)?;
    let comment = Some(check_in.comment.clone()).filter(|comment| !comment.is_empty());
    let target = line.map(|line| line.at(point.on)).and_then(|value| numbers::read(&numbers::about(value)));
    let when = app.clock_text().date_short(point.on, app.today());
    Some(GoalPoint {
        id: check_in.id,
        at,
        value: point.value,
        when,
        confidence: check_in.confidence,
        comment,
        target,
    })
}

fn line_end(app: &App, point: Point, at: i64) -> GoalLineEnd {
    // The chart has no room for a year.
    GoalLineEnd { at, value: point.value, when: app.clock_text().day_short(point.on, point.on) }
}

fn ticks(app: &App, first: NaiveDate, end: i64) -> Vec<GoalTick> {
    let every = u32::try_from(end / 30).unwrap_or(u32::MAX) / MOST_TICKS + 1;
    let month = |n: u32| first.with_day(1)?.checked_add_months(Months::new(n));
    (1..=MOST_TICKS + 1)
        .filter_map(|n| month(n.checked_mul(every)?))
        .map(|day| GoalTick { at: (day - first).num_days(), label: app.clock_text().month_short(day) })
        .take_while(|tick| tick.at <= end)
        .collect()
}

fn label(app: &App, goal: &Goal, points: &[Point], line: Option<TargetLine>) -> String {
    let unit = goal.unit.as_deref().unwrap_or_default();
    let mut parts = Vec::new();
    if let Some(last) = points.last() {
        let values =
            [("amount", said::amount(last.value, unit).into()), ("date", said::day(app, last.on).into())];
        parts.push(app.words.say_with("goal-chart-last", &values));
    }
    if let Some(line) = line {
        let values = [
            ("baseline", said::amount(line.from.value, unit).into()),
            ("start", said::day(app, line.from.on).into()),
            ("target", said::amount(line.to.value, unit).into()),
            ("due", said::day(app, line.to.on).into()),
        ];
        parts.push(app.words.say_with("goal-chart-line", &values));
    }
    if let Some(Outlook::On(on)) = progress::outlook(goal, points) {
        parts.push(app.words.say_with("goal-chart-pace", &[("date", said::day(app, on).into())]));
    }
    parts.join(" ")
}
