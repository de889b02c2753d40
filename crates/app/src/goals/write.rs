//! Writing a goal: every field as it is typed, where it lives, where it stands.

use super::{
    numbers,
    place::{Circle, space_for},
};
use crate::{App, Error, Result};
use cairn_domain::{
    Cadence, CheckIn, Goal, GoalId, GoalStatus, Measure, MemberId, MentorshipId, Milestone, Space,
    clean_line, clean_text, required_line,
};
use cairn_store::Draft;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How many attainment levels there are, from -2 to +2.
pub(super) const LEVELS: usize = 5;

/// Any fields of a goal as typed. What is left out stays as it is.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(default)]
pub struct SaveGoal {
    /// The goal; none makes a new one.
    #[ts(optional)]
    goal: Option<GoalId>,
    /// For a new goal: the mentorship whose members shall read it. None keeps it to the person alone.
    #[ts(optional)]
    shared_in: Option<MentorshipId>,
    /// For a new goal that only the person reads: the mentorship it has to do with.
    #[ts(optional)]
    about: Option<MentorshipId>,
    /// Whose goal it is, in a mentorship.
    #[ts(optional)]
    owner: Option<MemberId>,
    /// In a few words.
    #[ts(optional)]
    title: Option<String>,
    /// What exactly.
    #[ts(optional)]
    specific: Option<String>,
    /// How progress is told.
    #[ts(optional)]
    measure: Option<Measure>,
    /// The value at the start as typed; empty takes it away.
    #[ts(optional)]
    baseline: Option<String>,
    /// The value to reach as typed; empty takes it away.
    #[ts(optional)]
    target: Option<String>,
    /// What is counted.
    #[ts(optional)]
    unit: Option<String>,
    /// Why it can be done.
    #[ts(optional)]
    attainable: Option<String>,
    /// Why it matters.
    #[ts(optional)]
    relevant: Option<String>,
    /// First day, `2026-09-14`; empty takes it away.
    #[ts(optional)]
    starts_on: Option<String>,
    /// Last day, `2027-02-26`; empty takes it away.
    #[ts(optional)]
    due_on: Option<String>,
    /// How often it is checked in on.
    #[ts(optional)]
    check_in_every: Option<Cadence>,
    /// The next small step.
    #[ts(optional)]
    next_step: Option<String>,
    /// If …
    #[ts(optional)]
    plan_if: Option<String>,
    /// … then.
    #[ts(optional)]
    plan_then: Option<String>,
    /// The five levels from -2 to +2; an empty list takes them away.
    #[ts(optional)]
    levels: Option<Vec<String>>,
}

/// What was saved.
#[derive(Debug, Serialize, TS)]
pub struct SavedGoal {
    /// The goal, new or not.
    pub goal: GoalId,
}

/// One goal.
#[derive(Debug, Deserialize, TS)]
pub struct OneGoal {
    /// The goal.
    pub(super) goal: GoalId,
}

/// Where a goal is to stand.
#[derive(Debug, Deserialize, TS)]
pub struct SetGoalStatus {
    goal: GoalId,
    status: GoalStatus,
}

/// Where a draft is to live.
#[derive(Debug, Deserialize, TS)]
pub struct PlaceGoal {
    goal: GoalId,
    /// The mentorship whose members shall read it; none keeps it to the person alone.
    #[ts(optional)]
    shared_in: Option<MentorshipId>,
}

/// Saves fields as they were typed, whatever the letters of SMART say about them.
///
/// Fails with `too_long`, `not_a_number`, `date_not_understood` or `empty` at the field (a started goal keeps its title), and with
/// `not_found`.
pub fn save(app: &App, args: SaveGoal) -> Result<SavedGoal> {
    let Some(id) = args.goal else { return create(app, &args) };
    app.act("goal-edit", |draft| {
        draft.typing();
        let mut goal = draft.need::<Goal>(id)?.record;
        write_fields(&mut goal, &args)?;
        draft.update(&goal)?;
        Ok(SavedGoal { goal: id })
    })
}

fn create(app: &App, args: &SaveGoal) -> Result<SavedGoal> {
    let mut goal = blank(app.new_id(), app.now());
    write_fields(&mut goal, args)?;
    app.act("goal-new", |draft| {
        let space = space_for(draft.account(), args.shared_in);
        match args.shared_in {
            Some(mentorship) => {
                let circle = Circle::read(draft, mentorship)?;
                goal.mentorship = Some(mentorship);
                goal.owner = goal.owner.or(circle.me());
            }
            None => {
                goal.mentorship = args.about;
                goal.owner = None;
            }
        }
        draft.create(space, &goal)?;
        Ok(SavedGoal { goal: goal.id })
    })
}

fn blank(id: GoalId, created_at: chrono::DateTime<chrono::Utc>) -> Goal {
    Goal {
        id,
        mentorship: None,
        owner: None,
        title: String::new(),
        specific: String::new(),
        measure: Measure::Number,
        baseline: None,
        target: None,
        unit: None,
        attainable: String::new(),
        relevant: String::new(),
        starts_on: None,
        due_on: None,
        status: GoalStatus::Draft,
        check_in_every: Cadence::Weekly,
        next_step: String::new(),
        plan_if: String::new(),
        plan_then: String::new(),
        levels: Vec::new(),
        copied_from: None,
        created_at,
    }
}

/// Puts what was typed into the goal, checked and cleaned. When it fails, the goal must not be written.
fn write_fields(goal: &mut Goal, args: &SaveGoal) -> Result<()> {
    if let Some(title) = &args.title {
        // A draft may be without a title for a while; what others may be looking at may not.
        let may_be_empty = goal.status == GoalStatus::Draft;
        goal.title = if may_be_empty { clean_line("title", title)? } else { required_line("title", title)? };
    }
    let texts = [
        ("specific", &args.specific, &mut goal.specific),
        ("attainable", &args.attainable, &mut goal.attainable),
        ("relevant", &args.relevant, &mut goal.relevant),
        ("plan_if", &args.plan_if, &mut goal.plan_if),
        ("plan_then", &args.plan_then, &mut goal.plan_then),
    ];
    for (field, typed, kept) in texts {
        if let Some(typed) = typed {
            *kept = clean_text(field, typed)?;
        }
    }
    if let Some(step) = &args.next_step {
        goal.next_step = clean_line("next_step", step)?;
    }
    if let Some(unit) = &args.unit {
        goal.unit = Some(clean_line("unit", unit)?).filter(|unit| !unit.is_empty());
    }
    if let Some(levels) = &args.levels {
        goal.levels = clean_levels(levels)?;
    }
    for (field, typed, kept) in
        [("baseline", &args.baseline, &mut goal.baseline), ("target", &args.target, &mut goal.target)]
    {
        if let Some(typed) = typed {
            *kept = read_number(field, typed)?;
        }
    }
    for (field, typed, kept) in
        [("starts_on", &args.starts_on, &mut goal.starts_on), ("due_on", &args.due_on, &mut goal.due_on)]
    {
        if let Some(typed) = typed {
            *kept = read_day(field, typed)?;
        }
    }
    goal.measure = args.measure.unwrap_or(goal.measure);
    goal.check_in_every = args.check_in_every.unwrap_or(goal.check_in_every);
    goal.owner = args.owner.or(goal.owner);
    Ok(())
}

/// The number typed into a field; none where it is empty. Fails with `not_a_number`.
pub(super) fn read_number(field: &'static str, typed: &str) -> Result<Option<f64>> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    numbers::read(typed).map(Some).ok_or_else(|| Error::field(field, "not_a_number", typed))
}

/// The day in a field, as the interface got it from Rust; none where it is empty. Fails with `date_not_understood`.
pub(super) fn read_day(field: &'static str, day: &str) -> Result<Option<NaiveDate>> {
    if day.trim().is_empty() {
        return Ok(None);
    }
    day.trim().parse().map(Some).map_err(|_| Error::field(field, "date_not_understood", day))
}

fn clean_levels(levels: &[String]) -> Result<Vec<String>> {
    let mut kept = Vec::with_capacity(LEVELS);
    for level in levels.iter().take(LEVELS) {
        kept.push(clean_line("levels", level)?);
    }
    if kept.iter().all(String::is_empty) {
        return Ok(Vec::new());
    }
    kept.resize(LEVELS, String::new());
    Ok(kept)
}

/// Sets where a goal stands. A draft that is started begins today, unless it says otherwise.
///
/// Fails with `empty` at `title` where a draft without a title is to be started, and with `not_found`.
pub fn set_status(app: &App, args: SetGoalStatus) -> Result<()> {
    let today = app.today();
    let label = match args.status {
        GoalStatus::Draft => "goal-draft",
        GoalStatus::Active => "goal-start",
        GoalStatus::Paused => "goal-pause",
        GoalStatus::Reached => "goal-reach",
        GoalStatus::Dropped => "goal-drop",
    };
    app.act(label, |draft| {
        let mut goal = draft.need::<Goal>(args.goal)?.record;
        if args.status != GoalStatus::Draft {
            required_line("title", &goal.title)?;
        }
        if args.status == GoalStatus::Active {
            goal.starts_on = goal.starts_on.or(Some(today));
        }
        goal.status = args.status;
        Ok(draft.update(&goal)?)
    })
}

/// Chooses again where a draft lives: a copy is made there and the draft is taken away here, for no record ever moves
/// to another space. Gives the goal there.
///
/// Fails with `goal_started` for a goal that is no draft any more (it is shared by copying), and with `not_found`.
pub fn place(app: &App, args: PlaceGoal) -> Result<SavedGoal> {
    let id: GoalId = app.new_id();
    app.act("goal-place", |draft| {
        let found = draft.need::<Goal>(args.goal)?;
        let space = space_for(draft.account(), args.shared_in);
        if found.space == space {
            return Ok(SavedGoal { goal: args.goal });
        }
        if found.status != GoalStatus::Draft {
            return Err(Error::new("goal_started"));
        }
        let owner = match args.shared_in {
            Some(mentorship) => Circle::read(draft, mentorship)?.me(),
            None => None,
        };
        let mentorship = args.shared_in.or(found.mentorship);
        draft.create(space, &Goal { id, mentorship, owner, copied_from: None, ..found.record })?;
        for milestone in draft.anywhere().with::<Milestone>("goal", args.goal)? {
            draft.create(space, &Milestone { id: app.new_id(), goal: id, ..milestone.record })?;
        }
        remove_all(draft, args.goal)?;
        Ok(SavedGoal { goal: id })
    })
}

/// Deletes a goal with its milestones and check-ins, in one step of undo. Fails with `not_found`.
pub fn delete(app: &App, args: OneGoal) -> Result<()> {
    app.act("goal-delete", |draft| remove_all(draft, args.goal))
}

fn remove_all(draft: &mut Draft<'_>, goal: GoalId) -> Result<()> {
    for milestone in draft.anywhere().with::<Milestone>("goal", goal)? {
        draft.remove::<Milestone>(milestone.id)?;
    }
    for check_in in draft.anywhere().with::<CheckIn>("goal", goal)? {
        draft.remove::<CheckIn>(check_in.id)?;
    }
    Ok(draft.remove::<Goal>(goal)?)
}

/// The space a goal lives in, where everything that hangs on it lives too.
pub(super) fn home_of(draft: &Draft<'_>, goal: GoalId) -> Result<Space> {
    Ok(draft.need::<Goal>(goal)?.space)
}
