//! Sentences about a goal.

use super::numbers;
use crate::App;
use cairn_domain::{
    Cadence, Goal, GoalStatus, Measure,
    progress::{self, Outlook, Point},
};
use chrono::{Datelike, NaiveDate};

/// Days this near are said without their year.
const NEAR_DAYS: i64 = 182;

/// `6,000 words`; the number alone where nothing is said to be counted.
pub(super) fn amount(value: f64, unit: &str) -> String {
    with_unit(numbers::exact(value), unit)
}

/// `212 words`, for a value that was reckoned.
pub(super) fn amount_about(value: f64, unit: &str) -> String {
    with_unit(numbers::about(value), unit)
}

fn with_unit(number: String, unit: &str) -> String {
    // A space that does not break keeps the number with what it counts.
    if unit.is_empty() { number } else { format!("{number}\u{A0}{unit}") }
}

/// `26 February 2027`, always with the year.
pub(super) fn full_day(app: &App, day: NaiveDate) -> String {
    format!("{} {} {}", day.day(), app.clock_text().month(day), day.year())
}

/// `in 94 days`, `tomorrow`, `today`, `3 days ago`.
pub(super) fn distance(app: &App, day: NaiveDate) -> String {
    let days = (day - app.today()).num_days();
    match days {
        0 => app.words.say("day-today"),
        1 => app.words.say("day-tomorrow"),
        -1 => app.words.say("day-yesterday"),
        2.. => app.words.say_with("goal-in-days", &[("days", days.into())]),
        _ => app.words.say_with("goal-days-ago", &[("days", (-days).into())]),
    }
}

/// `Check-in every week`.
pub(super) fn cadence(app: &App, every: Cadence) -> String {
    let name = every.as_str().replace('_', "-");
    app.words.say(&format!("goal-cadence-{name}"))
}

/// `Paused`.
pub(super) fn status(app: &App, status: GoalStatus) -> String {
    app.words.say(&format!("goal-status-{}", status.as_str()))
}

/// What a goal is called, also before it has a title.
pub(super) fn title(app: &App, goal: &Goal) -> String {
    if goal.title.is_empty() { app.words.say("goal-untitled") } else { goal.title.clone() }
}

/// `2,880 of 6,000 words`, `3 of 6 stones`; none while there is nothing to count.
pub(super) fn progress(
    app: &App,
    goal: &Goal,
    points: &[Point],
    reached: usize,
    all: usize,
) -> Option<String> {
    match goal.measure {
        Measure::Checklist => (all > 0).then(|| stones(app, reached, all)),
        Measure::Number => {
            let value = points.last().map(|point| point.value).or(goal.baseline)?;
            let target = amount(goal.target?, goal.unit.as_deref().unwrap_or_default());
            let values = [("value", numbers::exact(value).into()), ("target", target.into())];
            Some(app.words.say_with("goal-progress", &values))
        }
    }
}

/// `3 of 6 stones`.
pub(super) fn stones(app: &App, reached: usize, all: usize) -> String {
    app.words.say_with("goal-stones", &[("reached", reached.into()), ("all", all.into())])
}

/// `At your pace, 200 words a week, you finish 6 days late. At 212 you finish on the day.`
///
/// `mine` says whether the person who reads it is the one whose pace it is.
pub(super) fn pace(app: &App, goal: &Goal, points: &[Point], mine: bool) -> Option<String> {
    let unit = goal.unit.as_deref().unwrap_or_default();
    let outlook = progress::outlook(goal, points);
    if outlook == Some(Outlook::Reached) {
        return Some(app.words.say("goal-pace-reached"));
    }
    let asked = progress::asked_per_week(goal, points).map(f64::abs);
    let due_on = goal.due_on?;
    if due_on < app.today() {
        return left(app, goal, points);
    }
    let Some(pace) = progress::pace(goal, points) else {
        let values = [("asked", amount_about(asked?, unit).into()), ("date", day(app, due_on).into())];
        return Some(app.words.say_with("goal-pace-none", &values));
    };
    let days = match outlook {
        Some(Outlook::On(on)) => Some((on - due_on).num_days()),
        _ => None,
    };
    let when = match days {
        None => "never",
        Some(1..) => "late",
        Some(0) => "on-the-day",
        Some(_) => "early",
    };
    let direction = (goal.target? - goal.baseline?).signum();
    let values = [
        ("whose", if mine { "mine" } else { "theirs" }.into()),
        ("given", amount_about(pace.per_week * direction, unit).into()),
        ("asked", asked.map(numbers::about).unwrap_or_default().into()),
        ("days", days.unwrap_or_default().abs().into()),
    ];
    Some(app.words.say_with(&format!("goal-pace-{when}"), &values))
}

/// `The day was 26 February. 3,120 words are left.`
fn left(app: &App, goal: &Goal, points: &[Point]) -> Option<String> {
    let value = progress::latest(goal, points)?.value;
    let left = amount((goal.target? - value).abs(), goal.unit.as_deref().unwrap_or_default());
    let values = [("date", day(app, goal.due_on?).into()), ("left", left.into())];
    Some(app.words.say_with("goal-pace-over", &values))
}

/// `26 February`, with the year where one could think of another.
pub(super) fn day(app: &App, day: NaiveDate) -> String {
    app.clock_text().day(day, year_from(app, day))
}

/// `26 Feb`, with the year where one could think of another.
pub(super) fn day_short(app: &App, day: NaiveDate) -> String {
    app.clock_text().day_short(day, year_from(app, day))
}

/// A day within half a year needs no year: there is no other that is as near.
fn year_from(app: &App, day: NaiveDate) -> NaiveDate {
    let today = app.today();
    if (day - today).num_days().abs() <= NEAR_DAYS { day } else { today }
}
