//! Milestones: the stones of a goal.

use super::write::{home_of, read_day};
use crate::{App, Error, Result};
use cairn_domain::{Goal, GoalId, Milestone, MilestoneId, required_line};
use cairn_store::Reader;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A milestone as typed.
#[derive(Debug, Deserialize, TS)]
pub struct SaveMilestone {
    /// The goal; counts for a new milestone only.
    goal: GoalId,
    /// The milestone; none adds one on top.
    #[ts(optional)]
    milestone: Option<MilestoneId>,
    /// In a few words; left out, it stays.
    #[ts(optional)]
    title: Option<String>,
    /// The day it is meant for, `2026-12-18`; empty takes it away, left out, it stays.
    #[ts(optional)]
    due_on: Option<String>,
}

/// What was saved.
#[derive(Debug, Serialize, TS)]
pub struct SavedMilestone {
    /// The milestone, new or not.
    pub milestone: MilestoneId,
}

/// Whether a milestone is reached.
#[derive(Debug, Deserialize, TS)]
pub struct ReachMilestone {
    milestone: MilestoneId,
    reached: bool,
    /// The day; today when left out.
    #[ts(optional)]
    on: Option<String>,
}

/// Where a milestone is to stand among the others.
#[derive(Debug, Deserialize, TS)]
pub struct MoveMilestone {
    milestone: MilestoneId,
    /// 0 is the ground.
    index: usize,
}

/// One milestone.
#[derive(Debug, Deserialize, TS)]
pub struct OneMilestone {
    milestone: MilestoneId,
}

/// The milestones of a goal from the ground up; only those that live where it does. Who shares a copy of a private goal
/// knows its id, and a milestone of hers that names it would be edited in her space.
pub(super) fn of_goal(reader: &Reader<'_>, goal: GoalId) -> Result<Vec<Milestone>> {
    let found = reader.anywhere().select::<Milestone>().with("goal", goal).by("position").list()?;
    let home = reader.anywhere().get::<Goal>(goal)?.map(|goal| goal.space);
    Ok(found.into_iter().filter(|found| Some(found.space) == home).map(|found| found.record).collect())
}

/// Adds or rewords a milestone. Fails with `empty`, `too_long` or `date_not_understood` at its field, and with `not_found`.
pub fn save(app: &App, args: SaveMilestone) -> Result<SavedMilestone> {
    let title = args.title.as_deref().map(|title| required_line("title", title)).transpose()?;
    let due_on = args.due_on.as_deref().map(|due_on| read_day("due_on", due_on)).transpose()?;
    let Some(id) = args.milestone else {
        let title = title.ok_or_else(|| Error::field("title", "empty", ""))?;
        return add(app, args.goal, title, due_on.flatten());
    };
    app.act("milestone-edit", |draft| {
        draft.typing();
        let mut milestone = draft.need::<Milestone>(id)?.record;
        milestone.title = title.unwrap_or(milestone.title);
        milestone.due_on = due_on.unwrap_or(milestone.due_on);
        draft.update(&milestone)?;
        Ok(SavedMilestone { milestone: id })
    })
}

fn add(app: &App, goal: GoalId, title: String, due_on: Option<NaiveDate>) -> Result<SavedMilestone> {
    let id = app.new_id();
    app.act("milestone-add", |draft| {
        let space = home_of(draft, goal)?;
        let position = of_goal(draft, goal)?.last().map_or(1.0, |last| last.position + 1.0);
        draft.create(space, &Milestone { id, goal, title, due_on, reached_on: None, position })?;
        Ok(SavedMilestone { milestone: id })
    })
}

/// Lays the stone of a milestone, or takes it off again. Fails with `date_not_understood` or `future_date` at `on`, and with
/// `not_found`.
pub fn reach(app: &App, args: ReachMilestone) -> Result<()> {
    let today = app.today();
    let on = read_day("on", args.on.as_deref().unwrap_or_default())?.unwrap_or(today);
    if args.reached && on > today {
        return Err(Error::field("on", "future_date", args.on.as_deref().unwrap_or_default()));
    }
    app.act(if args.reached { "milestone-reach" } else { "milestone-unreach" }, |draft| {
        let milestone = draft.need::<Milestone>(args.milestone)?.record;
        Ok(draft.update(&Milestone { reached_on: args.reached.then_some(on), ..milestone })?)
    })
}

/// Moves a milestone among the others. Fails with `not_found`.
pub fn shift(app: &App, args: MoveMilestone) -> Result<()> {
    app.act("milestone-move", |draft| {
        let milestone = draft.need::<Milestone>(args.milestone)?.record;
        let mut others = of_goal(draft, milestone.goal)?;
        others.retain(|other| other.id != milestone.id);
        let at = |index: usize| others.get(index).map(|other| other.position);
        let index = args.index.min(others.len());
        let position = match (index.checked_sub(1).and_then(at), at(index)) {
            (None, None) => milestone.position,
            (None, Some(above)) => above - 1.0,
            (Some(below), None) => below + 1.0,
            (Some(below), Some(above)) => below + (above - below) / 2.0,
        };
        Ok(draft.update(&Milestone { position, ..milestone })?)
    })
}

/// Takes a milestone away. Fails with `not_found`.
pub fn remove(app: &App, args: OneMilestone) -> Result<()> {
    app.act("milestone-remove", |draft| Ok(draft.remove::<Milestone>(args.milestone)?))
}
