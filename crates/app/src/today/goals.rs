//! Goals that want a check-in, with how far they are.

use super::Look;
use crate::{
    Result,
    goals::numbers::{about, exact},
    mentorships::health::is_due,
};
use cairn_domain::{
    CheckIn, Goal, GoalId, GoalStatus, Measure, Milestone,
    progress::{latest, next_check_in, points, share_done, target_line},
};
use cairn_store::Placed;
use chrono::NaiveDate;
use serde::Serialize;
use ts_rs::TS;

/// So many goals at most, the one that waits longest first.
const MOST: usize = 4;

/// A goal that wants a check-in.
#[derive(Debug, Serialize, TS)]
pub struct TodayGoal {
    /// Which.
    pub id: GoalId,
    /// What it is called.
    pub title: String,
    /// `2,880 words, line at 3,265`.
    pub facts: String,
    /// How far, where it is told by a number or by milestones.
    pub meter: Option<GoalMeter>,
    /// Where on its levels, where it has some.
    pub levels: Option<GoalLevels>,
    /// Only the person herself can see it.
    pub private: bool,
}

/// How far, as shares of the way.
#[derive(Debug, Serialize, TS)]
pub struct GoalMeter {
    /// Done, 0 to 1.
    pub done: f64,
    /// Where the target line is today, 0 to 1.
    pub line: Option<f64>,
}

/// How many of the milestones are reached.
#[derive(Debug, Serialize, TS)]
pub struct GoalLevels {
    /// Reached.
    pub reached: usize,
    /// All there are.
    pub total: usize,
}

/// The person's own goals, and those of others in her mentorships, whose check-in is due.
pub(super) fn waiting(look: &Look<'_, '_>) -> Result<Vec<TodayGoal>> {
    let mut waiting = Vec::new();
    for goal in look.reader.anywhere().with::<Goal>("status", GoalStatus::Active)? {
        let mine = goal
            .mentorship
            .and_then(|id| look.pair(id))
            .is_none_or(|pair| goal.owner.is_none() || goal.owner == pair.me().map(|me| me.id));
        let check_ins = check_ins(look, &goal)?;
        let last = last(&check_ins);
        if mine && is_due(&goal, last, look.today) {
            waiting.push((next_check_in(&goal, last), view(look, &goal, &check_ins)?));
        }
    }
    waiting.sort_by_key(|(next, _)| *next);
    Ok(waiting.into_iter().map(|(_, view)| view).take(MOST).collect())
}

/// The check-ins of a goal.
pub(super) fn check_ins(look: &Look<'_, '_>, goal: &Placed<Goal>) -> Result<Vec<CheckIn>> {
    let found = look.reader.anywhere().with::<CheckIn>("goal", goal.id)?;
    Ok(found.into_iter().map(|check_in| check_in.record).collect())
}

/// The day of the last one.
pub(super) fn last(check_ins: &[CheckIn]) -> Option<NaiveDate> {
    check_ins.iter().map(|check_in| check_in.on).max()
}

fn view(look: &Look<'_, '_>, goal: &Placed<Goal>, check_ins: &[CheckIn]) -> Result<TodayGoal> {
    let points = points(check_ins);
    let milestones = look.reader.anywhere().with::<Milestone>("goal", goal.id)?;
    let reached = milestones.iter().filter(|milestone| milestone.reached_on.is_some()).count();
    let done = share_done(goal, &points, reached, milestones.len());
    let line = target_line(goal);
    let words = &look.app.words;
    let facts = match (goal.measure, latest(goal, &points), line) {
        (Measure::Number, Some(latest), Some(line)) => words.say_with(
            "today-goal-line",
            &[
                ("value", exact(latest.value).into()),
                ("unit", goal.unit.clone().unwrap_or_default().into()),
                ("line", about(line.at(look.today)).into()),
            ],
        ),
        (Measure::Number, Some(latest), None) => words.say_with(
            "today-goal-value",
            &[("value", exact(latest.value).into()), ("unit", goal.unit.clone().unwrap_or_default().into())],
        ),
        (Measure::Checklist, _, _) if !milestones.is_empty() => words.say_with(
            "today-goal-stones",
            &[("reached", reached.into()), ("total", milestones.len().into())],
        ),
        _ => words.say("today-goal-no-value"),
    };
    let is_list = goal.measure == Measure::Checklist && !milestones.is_empty();
    let line_share = line.map(|line| {
        let share = (line.at(look.today) - line.from.value) / (line.to.value - line.from.value);
        if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 }
    });
    Ok(TodayGoal {
        id: goal.id,
        title: goal.title.clone(),
        facts,
        meter: done.filter(|_| !is_list).map(|done| GoalMeter { done, line: line_share }),
        levels: is_list.then_some(GoalLevels { reached, total: milestones.len() }),
        private: goal.space.is_personal(),
    })
}
