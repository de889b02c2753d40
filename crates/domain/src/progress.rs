//! How far a goal has come: the line it should follow, the pace it has, and where that leads.

use crate::{Cadence, CheckIn, Goal, GoalStatus, Measure};
use chrono::{Days, Months, NaiveDate};
use std::collections::BTreeMap;

/// The pace is that of the last four weeks.
const PACE_DAYS: i64 = 28;

/// A pace from less than a week says little about the next months.
const LEAST_DAYS: i64 = 7;

/// What lies further ahead than this is no plan: a hundred years, in days.
const FAR_DAYS: f64 = 36_525.0;

/// A value on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The day.
    pub on: NaiveDate,
    /// The value.
    pub value: f64,
}

/// The straight line from the baseline on the first day to the target on the last.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TargetLine {
    /// Where it starts.
    pub from: Point,
    /// Where it ends, later than it starts.
    pub to: Point,
}

/// How fast the value moves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// Change of the value in a week; negative when it falls.
    pub per_week: f64,
    /// Over how many days it was measured, at least 7.
    pub days: i64,
}

/// Where the pace leads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outlook {
    /// The target is reached.
    Reached,
    /// The target will be reached on that day.
    On(NaiveDate),
    /// The value stands still, moves away, or takes more than a hundred years.
    Never,
}

/// The values of a goal by day, oldest first. Of several on one day the one made last counts; ids grow with time.
/// Check-ins without a value, or with one that is not a number, are not among them.
pub fn points(check_ins: &[CheckIn]) -> Vec<Point> {
    let mut by_day = BTreeMap::new();
    for check_in in check_ins {
        let Some(value) = check_in.value.filter(|value| value.is_finite()) else { continue };
        let entry = by_day.entry(check_in.on).or_insert((check_in.id, value));
        if check_in.id >= entry.0 {
            *entry = (check_in.id, value);
        }
    }
    by_day.into_iter().map(|(on, (_, value))| Point { on, value }).collect()
}

/// The line that a goal should follow; none while its numbers or dates do not make one.
pub fn target_line(goal: &Goal) -> Option<TargetLine> {
    if goal.measure != Measure::Number {
        return None;
    }
    let from = Point { on: goal.starts_on?, value: goal.baseline.filter(|value| value.is_finite())? };
    let to = Point { on: goal.due_on?, value: goal.target.filter(|value| value.is_finite())? };
    (to.on > from.on).then_some(TargetLine { from, to })
}

impl TargetLine {
    /// What the line asks for on a day: the baseline before it starts, the target after it ends.
    pub fn at(self, day: NaiveDate) -> f64 {
        let days = (self.to.on - self.from.on).num_days() as f64;
        let share = ((day - self.from.on).num_days() as f64 / days).clamp(0.0, 1.0);
        self.from.value + (self.to.value - self.from.value) * share
    }
}

/// The latest value and its day: the last check-in, or the baseline on the first day.
pub fn latest(goal: &Goal, points: &[Point]) -> Option<Point> {
    points.last().copied().or_else(|| start(goal))
}

fn start(goal: &Goal) -> Option<Point> {
    Some(Point { on: goal.starts_on?, value: goal.baseline.filter(|value| value.is_finite())? })
}

/// The pace of the last four weeks before the last check-in; the baseline counts as a value on the first day.
/// None with less than a week between the values.
pub fn pace(goal: &Goal, points: &[Point]) -> Option<Pace> {
    let last = *points.last()?;
    let began = start(goal).filter(|start| points.first().is_none_or(|first| start.on < first.on));
    let known: Vec<Point> = began.into_iter().chain(points.iter().copied()).collect();
    let days_before = |point: &Point| (last.on - point.on).num_days();
    let within = known.iter().find(|point| (LEAST_DAYS..=PACE_DAYS).contains(&days_before(point)));
    let first = within.or_else(|| known.iter().rfind(|point| days_before(point) > PACE_DAYS))?;
    let days = days_before(first);
    let per_week = (last.value - first.value) / days as f64 * 7.0;
    per_week.is_finite().then_some(Pace { per_week, days })
}

/// The change in a week that would reach the target on the last day, counted from the latest value.
/// None when it is reached, when the last day is over, or when there are no numbers.
pub fn asked_per_week(goal: &Goal, points: &[Point]) -> Option<f64> {
    let line = target_line(goal)?;
    let latest = latest(goal, points)?;
    let days = (line.to.on - latest.on).num_days();
    if days <= 0 || is_reached(line, latest.value) {
        return None;
    }
    let per_week = (line.to.value - latest.value) / days as f64 * 7.0;
    per_week.is_finite().then_some(per_week)
}

/// Where the present pace leads; none while there is no pace.
pub fn outlook(goal: &Goal, points: &[Point]) -> Option<Outlook> {
    let (baseline, target) = (goal.baseline?, goal.target?);
    if goal.measure != Measure::Number || !baseline.is_finite() || !target.is_finite() || baseline == target {
        return None;
    }
    let last = points.last()?;
    if has_come_to(baseline, target, last.value) {
        return Some(Outlook::Reached);
    }
    let pace = pace(goal, points)?;
    let days = (target - last.value) / pace.per_week * 7.0;
    if !days.is_finite() || days <= 0.0 || days > FAR_DAYS {
        return Some(Outlook::Never);
    }
    // A day that is only begun when the target is reached still counts as that day.
    let day = last.on.checked_add_days(Days::new((days + 1e-9).floor() as u64));
    Some(day.map_or(Outlook::Never, Outlook::On))
}

/// How much of the way is done, 0 to 1: between baseline and target, or milestones reached of all. None while there
/// is nothing to measure by.
pub fn share_done(goal: &Goal, points: &[Point], reached: usize, milestones: usize) -> Option<f64> {
    match goal.measure {
        Measure::Checklist => (milestones > 0).then(|| reached.min(milestones) as f64 / milestones as f64),
        Measure::Number => {
            let (baseline, target) = (goal.baseline?, goal.target?);
            let value = points.last().map_or(baseline, |point| point.value);
            let share = (value - baseline) / (target - baseline);
            share.is_finite().then(|| share.clamp(0.0, 1.0))
        }
    }
}

/// When the next check-in is wanted, by the goal's cadence; `last` is the day of the last one. None for a goal that is
/// not being worked on.
pub fn next_check_in(goal: &Goal, last: Option<NaiveDate>) -> Option<NaiveDate> {
    if goal.status != GoalStatus::Active {
        return None;
    }
    let since = last.or(goal.starts_on).unwrap_or_else(|| goal.created_at.date_naive());
    match goal.check_in_every {
        Cadence::Weekly => since.checked_add_days(Days::new(7)),
        Cadence::Fortnightly => since.checked_add_days(Days::new(14)),
        Cadence::Monthly => since.checked_add_months(Months::new(1)),
        Cadence::AsNeeded => None,
    }
}

fn is_reached(line: TargetLine, value: f64) -> bool {
    has_come_to(line.from.value, line.to.value, value)
}

fn has_come_to(baseline: f64, target: f64, value: f64) -> bool {
    if target >= baseline { value >= target } else { value <= target }
}

#[cfg(test)]
mod tests;
