//! Sharing a private goal: a copy, after the exact text was shown.

use super::{check_in, list::is_private, milestone, numbers, place::Circle, said, write::SavedGoal};
use crate::{App, Error, Result};
use cairn_domain::{
    CheckIn, CheckInId, Goal, GoalId, Measure, MentorshipId, Milestone, MilestoneId, Space, contact_details,
};
use cairn_store::{Placed, Reader};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is to be shared, and with whom.
#[derive(Debug, Deserialize, TS)]
pub struct ShareGoal {
    /// The private goal.
    goal: GoalId,
    /// The mentorship whose members shall read the copy.
    mentorship: MentorshipId,
    /// The milestones that go along.
    milestones: Vec<MilestoneId>,
    /// The check-ins that go along.
    check_ins: Vec<CheckInId>,
}

/// What the others will read.
#[derive(Debug, Serialize, TS)]
pub struct GoalSharePreview {
    /// The others by name.
    pub names: String,
    /// All the text that will be in the copy.
    pub text: String,
    /// E-mail addresses and telephone numbers in it, which may not have been meant.
    pub contacts: Vec<String>,
    /// The copy that these people have already.
    pub shared_before: Option<GoalId>,
}

/// The copy in the making: exactly what will be written.
struct Copy {
    goal: Goal,
    milestones: Vec<Milestone>,
    check_ins: Vec<CheckIn>,
    circle: Circle,
}

/// Shows what the others will read. Writes nothing. Fails with `goal_shared` for a goal that is no private one, and with
/// `not_found`.
pub fn preview(app: &App, args: ShareGoal) -> Result<GoalSharePreview> {
    app.read(|reader| {
        let copy = copy(app, reader, &args)?;
        let text = text_of(app, &copy);
        let before = reader.mentorship(args.mentorship).with::<Goal>("copied_from", Some(args.goal))?;
        Ok(GoalSharePreview {
            names: copy.circle.names(),
            contacts: contact_details(&text),
            text,
            shared_before: before.first().map(|goal| goal.id),
        })
    })
}

/// Copies the goal and what was chosen into the mentorship. The private goal stays as it is. Fails as [`preview`].
pub fn share(app: &App, args: ShareGoal) -> Result<SavedGoal> {
    app.act("goal-share", |draft| {
        let copy = copy(app, draft, &args)?;
        let space = Space::Mentorship(args.mentorship);
        draft.create(space, &copy.goal)?;
        for milestone in &copy.milestones {
            draft.create(space, milestone)?;
        }
        for check_in in &copy.check_ins {
            draft.create(space, check_in)?;
        }
        Ok(SavedGoal { goal: copy.goal.id })
    })
}

fn copy(app: &App, reader: &Reader<'_>, args: &ShareGoal) -> Result<Copy> {
    let goal = reader.anywhere().get::<Goal>(args.goal)?.ok_or_else(|| Error::not_found("goal"))?;
    if !is_private(&goal) {
        return Err(Error::new("goal_shared"));
    }
    let circle = Circle::read(reader, args.mentorship)?;
    let id: GoalId = app.new_id();
    let milestones = milestone::of_goal(reader, args.goal)?
        .into_iter()
        .filter(|milestone| args.milestones.contains(&milestone.id))
        .map(|milestone| Milestone { id: app.new_id(), goal: id, ..milestone })
        .collect();
    let check_ins = check_in::of_goal(reader, args.goal)?
        .into_iter()
        .filter(|check_in| args.check_ins.contains(&check_in.id))
        .map(|check_in| CheckIn { id: app.new_id(), goal: id, by: circle.me(), ..check_in })
        .collect();
    let Placed { record, .. } = goal;
    let goal = Goal {
        id,
        mentorship: Some(args.mentorship),
        owner: circle.me(),
        copied_from: Some(args.goal),
        created_at: app.now(),
        ..record
    };
    Ok(Copy { goal, milestones, check_ins, circle })
}

/// Every word and number of the copy, a line for each field that has one.
fn text_of(app: &App, copy: &Copy) -> String {
    let goal = &copy.goal;
    let unit = goal.unit.as_deref().unwrap_or_default();
    let mut lines = vec![
        said::title(app, goal),
        app.words.say_with("goal-share-status", &[("status", said::status(app, goal.status).into())]),
    ];
    let mut line = |id: &str, text: &str| {
        if !text.trim().is_empty() {
            lines.push(format!("{}: {}", app.words.say(id), text.trim()));
        }
    };
    line("goal-field-specific", &goal.specific);
    if goal.measure == Measure::Number {
        line(
            "goal-field-baseline",
            &goal.baseline.map(|value| said::amount(value, unit)).unwrap_or_default(),
        );
        line("goal-field-target", &goal.target.map(|value| said::amount(value, unit)).unwrap_or_default());
        line("goal-field-unit", unit);
    }
    line("goal-field-attainable", &goal.attainable);
    line("goal-field-relevant", &goal.relevant);
    line("goal-field-starts", &goal.starts_on.map(|day| said::full_day(app, day)).unwrap_or_default());
    line("goal-field-due", &goal.due_on.map(|day| said::full_day(app, day)).unwrap_or_default());
    line("goal-field-cadence", &said::cadence(app, goal.check_in_every));
    line("goal-field-next-step", &goal.next_step);
    line("goal-field-if", &goal.plan_if);
    line("goal-field-then", &goal.plan_then);
    for (name, level) in ["−2", "−1", "0", "+1", "+2"].iter().zip(&goal.levels) {
        if !level.is_empty() {
            lines.push(format!("{name}: {level}"));
        }
    }
    if !copy.milestones.is_empty() {
        lines.push(format!("\n{}", app.words.say("goal-milestones")));
        lines.extend(copy.milestones.iter().map(|milestone| milestone_line(app, milestone)));
    }
    if !copy.check_ins.is_empty() {
        lines.push(format!("\n{}", app.words.say("goal-check-ins")));
        lines.extend(copy.check_ins.iter().map(|check_in| check_in_line(app, check_in)));
    }
    lines.join("\n")
}

fn milestone_line(app: &App, milestone: &Milestone) -> String {
    let due = milestone.due_on.map(|day| said::full_day(app, day));
    let reached = milestone
        .reached_on
        .map(|day| app.words.say_with("milestone-reached", &[("date", said::full_day(app, day).into())]));
    let days: Vec<String> = [due, reached].into_iter().flatten().collect();
    if days.is_empty() {
        format!("- {}", milestone.title)
    } else {
        format!("- {} ({})", milestone.title, days.join(", "))
    }
}

fn check_in_line(app: &App, check_in: &CheckIn) -> String {
    let mut parts = vec![said::full_day(app, check_in.on)];
    parts.extend(check_in.value.map(numbers::exact));
    parts.extend(
        check_in
            .confidence
            .map(|sure| app.words.say_with("goal-share-confidence", &[("confidence", sure.into())])),
    );
    parts.extend(Some(check_in.comment.trim().to_owned()).filter(|comment| !comment.is_empty()));
    format!("- {}", parts.join(" · "))
}
