//! One goal with all that its screen shows.

use super::{
    chart::{self, GoalChart},
    check_in,
    history::{self, GoalHistoryLine},
    list::is_private,
    milestone, numbers,
    place::{Circle, GoalPerson, circle_of},
    said,
    smart::{self, SmartLetter, SmartVerdict},
    write::{LEVELS, OneGoal},
};
use crate::{App, Error, Result};
use cairn_domain::{
    Cadence, CheckIn, CheckInId, Goal, GoalId, GoalStatus, Measure, MemberId, MentorshipId, Milestone,
    MilestoneId,
    progress::{self, Outlook, Point},
};
use cairn_store::{Placed, Reader};
use serde::Serialize;
use ts_rs::TS;

/// A goal. Fields that are edited come as they are kept, the others in words.
#[derive(Debug, Serialize, TS)]
pub struct GoalView {
    /// The goal.
    pub id: GoalId,
    /// Only the person reads it.
    pub private: bool,
    /// The mentorship it belongs to; for a private goal, the one it has to do with.
    pub mentorship: Option<MentorshipId>,
    /// That mentorship's name.
    pub mentorship_name: Option<String>,
    /// Everybody who reads it, the person herself first; nobody for a private goal.
    pub people: Vec<GoalPerson>,
    /// The others by name, for "Shared with …".
    pub names: String,
    /// Whose goal it is; none for a private one.
    pub owner: Option<MemberId>,
    /// Whether it is the person's own.
    pub mine: bool,
    /// What it is called; says so where it has no title yet.
    pub heading: String,
    /// What was typed into its fields.
    pub fields: GoalFields,
    /// Where it stands.
    pub status: GoalStatus,
    /// The same in words.
    pub status_text: String,
    /// `26 February 2027`.
    pub due: Option<String>,
    /// `in 94 days`.
    pub due_in: Option<String>,
    /// `Check-in every week`.
    pub cadence: String,
    /// `Sun 29 Nov`.
    pub next_check_in: Option<String>,
    /// It is time to check in.
    pub wants_check_in: bool,
    /// The latest value as large text: `2,880`.
    pub value: Option<String>,
    /// What follows it: `of 6,000 words on 15 November`.
    pub value_about: Option<String>,
    /// How much of the way is done, 0 to 1.
    pub share: Option<f64>,
    /// Where the pace leads, in a sentence.
    pub pace: Option<String>,
    /// The numbers say that the target is reached.
    pub is_reached: bool,
    /// Values against the target line.
    pub chart: Option<GoalChart>,
    /// The newest first.
    pub check_ins: Vec<GoalCheckIn>,
    /// From the ground up.
    pub milestones: Vec<GoalMilestone>,
    /// `3 of 6 stones`.
    pub stones: String,
    /// The five letters.
    pub smart: Vec<SmartLetter>,
    /// How many of them hold.
    pub holds: usize,
    /// `Expected by 26 February`, under the middle level.
    pub expected: Option<String>,
    /// What became of it, the newest first.
    pub history: Vec<GoalHistoryLine>,
    /// Where a private goal was shared to.
    pub copies: Vec<GoalCopy>,
    /// The person's own private goal that this one was copied from.
    pub original: Option<GoalId>,
}

/// What was typed into a goal's fields.
#[derive(Debug, Serialize, TS)]
#[expect(missing_docs, reason = "as in SaveGoal")]
pub struct GoalFields {
    pub title: String,
    pub specific: String,
    pub measure: Measure,
    pub baseline: String,
    pub target: String,
    pub unit: String,
    pub attainable: String,
    pub relevant: String,
    /// `2026-09-14`, or empty.
    pub starts_on: String,
    /// The same to be edited: `14 September 2026`.
    pub starts_text: String,
    /// `2027-02-26`, or empty.
    pub due_on: String,
    /// The same to be edited.
    pub due_text: String,
    pub check_in_every: Cadence,
    pub next_step: String,
    pub plan_if: String,
    pub plan_then: String,
    /// Five from -2 to +2, or none.
    pub levels: Vec<String>,
}

/// A check-in in a list.
#[derive(Debug, Serialize, TS)]
pub struct GoalCheckIn {
    /// The check-in.
    pub id: CheckInId,
    /// `2026-11-15`.
    pub on: String,
    /// `Sun 15 Nov`.
    pub when: String,
    /// `15 November 2026`, to be edited.
    pub on_text: String,
    /// `2,880 words`.
    pub amount: Option<String>,
    /// `2880`, to be edited.
    pub value: String,
    /// 1 to 5.
    pub confidence: Option<i64>,
    /// In her words.
    pub comment: String,
    /// Who checked in, where several people could.
    pub by: Option<String>,
}

/// A milestone.
#[derive(Debug, Serialize, TS)]
pub struct GoalMilestone {
    /// The milestone.
    pub id: MilestoneId,
    /// In a few words.
    pub title: String,
    /// Its stone is laid.
    pub reached: bool,
    /// It is the first one whose stone is not.
    pub next: bool,
    /// `Reached 9 Nov`; `18 Dec, next`.
    pub note: String,
    /// `2026-12-18`, or empty.
    pub due_on: String,
    /// `18 December 2026`, to be edited.
    pub due_text: String,
    /// Meant for a day that is over.
    pub late: bool,
}

/// A copy of a private goal that others read.
#[derive(Debug, Serialize, TS)]
pub struct GoalCopy {
    /// The copy.
    pub id: GoalId,
    /// `Ishani`.
    pub names: String,
}

/// All that the screen of a goal shows. Fails with `not_found`.
pub fn get(app: &App, args: OneGoal) -> Result<GoalView> {
    app.read(|reader| {
        let goal = reader.anywhere().get::<Goal>(args.goal)?.ok_or_else(|| Error::not_found("goal"))?;
        let circle = circle_of(reader, &goal)?;
        view(app, reader, &goal, circle)
    })
}

fn view(app: &App, reader: &Reader<'_>, goal: &Placed<Goal>, circle: Option<Circle>) -> Result<GoalView> {
    let check_ins = check_in::of_goal(reader, goal.id)?;
    let points = progress::points(&check_ins);
    let milestones = milestone::of_goal(reader, goal.id)?;
    let reached = milestones.iter().filter(|milestone| milestone.reached_on.is_some()).count();
    let smart = smart::of_goal(app, goal, &points, milestones.len());
    let today = app.today();
    let next = progress::next_check_in(goal, check_ins.last().map(|check_in| check_in.on));
    let mine = circle.as_ref().is_none_or(|circle| goal.owner.is_none() || goal.owner == circle.me());
    let (value, value_about) = headline(app, goal, &points, reached, milestones.len());
    let about = goal.mentorship.and_then(|id| Circle::read(reader, id).ok());
    Ok(GoalView {
        id: goal.id,
        private: is_private(goal),
        mentorship: about.as_ref().map(|about| about.mentorship),
        mentorship_name: about.map(|about| about.name),
        names: circle.as_ref().map(Circle::names).unwrap_or_default(),
        owner: goal.owner,
        mine,
        heading: said::title(app, goal),
        fields: fields(app, goal),
        status: goal.status,
        status_text: said::status(app, goal.status),
        due: goal.due_on.map(|due_on| said::full_day(app, due_on)),
        due_in: goal.due_on.map(|due_on| said::distance(app, due_on)),
        cadence: said::cadence(app, goal.check_in_every),
        next_check_in: next.map(|next| app.clock_text().near_date(next, today)),
        wants_check_in: next.is_some_and(|next| next <= today),
        value,
        value_about,
        share: progress::share_done(goal, &points, reached, milestones.len()),
        pace: said::pace(app, goal, &points, mine),
        is_reached: progress::outlook(goal, &points) == Some(Outlook::Reached),
        chart: chart::of_goal(app, goal, &check_ins, &points),
        stones: said::stones(app, reached, milestones.len()),
        holds: smart.iter().filter(|letter| letter.verdict == SmartVerdict::Holds).count(),
        smart,
        expected: goal.due_on.map(|due_on| expected(app, due_on)),
        history: history::of_goal(app, reader, goal, &milestones)?,
        copies: copies(reader, goal)?,
        original: original(reader, goal)?,
        check_ins: check_ins.iter().rev().map(|one| check_in_view(app, goal, one, circle.as_ref())).collect(),
        milestones: milestone_views(app, &milestones),
        people: circle.map(|circle| circle.people).unwrap_or_default(),
    })
}

fn fields(app: &App, goal: &Goal) -> GoalFields {
    let mut levels = goal.levels.clone();
    if !levels.is_empty() {
        levels.resize(LEVELS, String::new());
    }
    let number = |value: Option<f64>| value.map(numbers::to_edit).unwrap_or_default();
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let day_text =
        |day: Option<chrono::NaiveDate>| day.map(|day| said::full_day(app, day)).unwrap_or_default();
    GoalFields {
        title: goal.title.clone(),
        specific: goal.specific.clone(),
        measure: goal.measure,
        baseline: number(goal.baseline),
        target: number(goal.target),
        unit: goal.unit.clone().unwrap_or_default(),
        attainable: goal.attainable.clone(),
        relevant: goal.relevant.clone(),
        starts_on: day(goal.starts_on),
        starts_text: day_text(goal.starts_on),
        due_on: day(goal.due_on),
        due_text: day_text(goal.due_on),
        check_in_every: goal.check_in_every,
        next_step: goal.next_step.clone(),
        plan_if: goal.plan_if.clone(),
        plan_then: goal.plan_then.clone(),
        levels,
    }
}

/// `2,880` and `of 6,000 words on 15 November`; `3` and `of 6 stones`.
fn headline(
    app: &App,
    goal: &Goal,
    points: &[Point],
    reached: usize,
    all: usize,
) -> (Option<String>, Option<String>) {
    if goal.measure == Measure::Checklist {
        let about = app.words.say_with("goal-of-stones", &[("all", all.into())]);
        return if all == 0 { (None, None) } else { (Some(reached.to_string()), Some(about)) };
    }
    let Some(latest) = progress::latest(goal, points) else { return (None, None) };
    let date = said::day(app, latest.on).into();
    let unit = goal.unit.as_deref().unwrap_or_default();
    let about = match goal.target {
        Some(target) => app
            .words
            .say_with("goal-of-target", &[("target", said::amount(target, unit).into()), ("date", date)]),
        None => app.words.say_with("goal-on-day", &[("unit", unit.to_owned().into()), ("date", date)]),
    };
    (Some(numbers::exact(latest.value)), Some(about))
}

fn expected(app: &App, due_on: chrono::NaiveDate) -> String {
    app.words.say_with("goal-expected", &[("date", said::day(app, due_on).into())])
}

fn check_in_view(app: &App, goal: &Goal, check_in: &CheckIn, circle: Option<&Circle>) -> GoalCheckIn {
    let unit = goal.unit.as_deref().unwrap_or_default();
    let by = circle.and_then(|circle| circle.people.iter().find(|person| Some(person.id) == check_in.by));
    GoalCheckIn {
        id: check_in.id,
        on: check_in.on.to_string(),
        when: app.clock_text().date_short(check_in.on, app.today()),
        on_text: said::full_day(app, check_in.on),
        amount: check_in.value.map(|value| said::amount(value, unit)),
        value: check_in.value.map(numbers::to_edit).unwrap_or_default(),
        confidence: check_in.confidence,
        comment: check_in.comment.clone(),
        by: by.filter(|person| !person.me).map(|person| person.name.clone()),
    }
}

fn milestone_views(app: &App, milestones: &[Milestone]) -> Vec<GoalMilestone> {
    let next =
        milestones.iter().find(|milestone| milestone.reached_on.is_none()).map(|milestone| milestone.id);
    let today = app.today();
    let view = |milestone: &Milestone| {
        let is_next = next == Some(milestone.id);
        let day = |day| said::day_short(app, day);
        let note = match (milestone.reached_on, milestone.due_on) {
            (Some(reached_on), _) => {
                app.words.say_with("milestone-reached", &[("date", day(reached_on).into())])
            }
            (None, Some(due_on)) if is_next => {
                app.words.say_with("milestone-next-due", &[("date", day(due_on).into())])
            }
            (None, Some(due_on)) => day(due_on),
            (None, None) if is_next => app.words.say("milestone-next"),
            (None, None) => String::new(),
        };
        GoalMilestone {
            id: milestone.id,
            title: milestone.title.clone(),
            reached: milestone.reached_on.is_some(),
            next: is_next,
            note,
            due_on: milestone.due_on.map(|due_on| due_on.to_string()).unwrap_or_default(),
            due_text: milestone.due_on.map(|due_on| said::full_day(app, due_on)).unwrap_or_default(),
            late: milestone.reached_on.is_none() && milestone.due_on.is_some_and(|due_on| due_on < today),
        }
    };
    milestones.iter().map(view).collect()
}

fn copies(reader: &Reader<'_>, goal: &Placed<Goal>) -> Result<Vec<GoalCopy>> {
    let mut copies = Vec::new();
    for copy in reader.anywhere().with::<Goal>("copied_from", Some(goal.id))? {
        let Some(circle) = circle_of(reader, &copy)? else { continue };
        copies.push(GoalCopy { id: copy.id, names: circle.names() });
    }
    Ok(copies)
}

/// Only where the private goal is on this person's devices.
fn original(reader: &Reader<'_>, goal: &Goal) -> Result<Option<GoalId>> {
    let Some(id) = goal.copied_from else { return Ok(None) };
    Ok(reader.personal().get::<Goal>(id)?.map(|original| original.id))
}
