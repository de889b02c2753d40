//! What became of a goal, in lines.

use super::{place::Circle, said};
use crate::{App, Result};
use cairn_domain::{Goal, GoalStatus, Milestone};
use cairn_store::{Column, FieldHistory, Placed, Reader, Version};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use ts_rs::TS;

/// The most lines that are shown.
const MOST_LINES: usize = 12;

/// A line of a goal's history.
#[derive(Debug, PartialEq, Serialize, TS)]
pub struct GoalHistoryLine {
    /// `9 Nov`.
    pub when: String,
    /// `Third stone, for Methods`.
    pub text: String,
}

/// The newest first.
pub(super) fn of_goal(
    app: &App,
    reader: &Reader<'_>,
    goal: &Placed<Goal>,
    milestones: &[Milestone],
) -> Result<Vec<GoalHistoryLine>> {
    let fields = reader.history::<Goal>(goal.id)?;
    let zone = app.my_zone();
    let day_of = |at: DateTime<Utc>| zone.civil(at).date();
    let day_at = |version: &Version| {
        let at = i64::try_from(version.stamp.millis).ok().and_then(DateTime::from_timestamp_millis);
        day_of(at.unwrap_or_default())
    };
    let mut lines: Vec<(NaiveDate, String)> =
        vec![(day_of(goal.created_at), app.words.say("goal-history-written"))];
    lines.extend(stones(app, milestones));

    // A goal begins as a draft; the store forgets that when it was started in the same minute.
    let (mut started, mut before) = (None, GoalStatus::Draft);
    for (version, status) in values::<GoalStatus>(&fields, "status") {
        if std::mem::replace(&mut before, status) == status {
            continue;
        }
        let day = day_at(version);
        if status == GoalStatus::Active && started.is_none() {
            started = Some(version.stamp);
        }
        lines.push((day, app.words.say(&format!("goal-history-{}", status.as_str()))));
    }
    // How a draft came to be is nobody's history.
    let after_start = |version: &Version| started.is_some_and(|started| version.stamp > started);
    let mut reworded: Vec<NaiveDate> = ["title", "specific"]
        .iter()
        .flat_map(|field| later_values::<String>(&fields, field))
        .filter(|(version, _)| after_start(version))
        .map(|(version, _)| day_at(version))
        .collect();
    reworded.sort_unstable();
    reworded.dedup();
    lines.extend(reworded.into_iter().map(|day| (day, app.words.say("goal-history-reworded"))));
    for (version, due_on) in later_values::<Option<NaiveDate>>(&fields, "due_on") {
        let Some(due_on) = due_on.filter(|_| after_start(version)) else { continue };
        let values = [("date", said::day(app, due_on).into())];
        lines.push((day_at(version), app.words.say_with("goal-history-due", &values)));
    }
    for (version, target) in later_values::<Option<f64>>(&fields, "target") {
        let Some(target) = target.filter(|_| after_start(version)) else { continue };
        let values = [("target", said::amount(target, goal.unit.as_deref().unwrap_or_default()).into())];
        lines.push((day_at(version), app.words.say_with("goal-history-target", &values)));
    }
    lines.extend(shares(app, reader, goal)?.into_iter().map(|(at, text)| (day_of(at), text)));

    // Of one day the last written stands first; a stable sort keeps the order in which they were put together.
    lines.sort_by_key(|(day, _)| *day);
    lines.reverse();
    lines.truncate(MOST_LINES);
    let line = |(day, text)| GoalHistoryLine { when: said::day_short(app, day), text };
    Ok(lines.into_iter().map(line).collect())
}

/// The values that a field took, oldest first, where it took more than one.
fn values<'h, T: Column + 'h>(
    fields: &'h [FieldHistory],
    name: &str,
) -> impl Iterator<Item = (&'h Version, T)> + use<'h, T> {
    let versions = fields.iter().find(|field| field.field == name).map_or(&[][..], |field| &field.versions);
    let standing = versions.iter().filter(|version| !version.concurrent).rev();
    standing.filter_map(|version| Some((version, T::from_value(&version.value)?)))
}

/// Those after the first one.
fn later_values<'h, T: Column + 'h>(
    fields: &'h [FieldHistory],
    name: &str,
) -> impl Iterator<Item = (&'h Version, T)> + use<'h, T> {
    values(fields, name).skip(1)
}

/// `Third stone, for Methods`.
fn stones(app: &App, milestones: &[Milestone]) -> Vec<(NaiveDate, String)> {
    let mut reached: Vec<(NaiveDate, &Milestone)> =
        milestones.iter().filter_map(|milestone| Some((milestone.reached_on?, milestone))).collect();
    reached.sort_by_key(|(day, _)| *day);
    let line = |(n, (day, milestone)): (usize, (NaiveDate, &Milestone))| {
        let values = [("number", (n + 1).into()), ("title", milestone.title.clone().into())];
        (day, app.words.say_with("goal-history-stone", &values))
    };
    reached.into_iter().enumerate().map(line).collect()
}

/// `Shared with Ishani`: on the private goal for each copy, and on the copy for its day.
fn shares(app: &App, reader: &Reader<'_>, goal: &Placed<Goal>) -> Result<Vec<(DateTime<Utc>, String)>> {
    let mut lines = Vec::new();
    let mut copies = reader.anywhere().with::<Goal>("copied_from", Some(goal.id))?;
    if goal.copied_from.is_some() {
        copies.push(goal.clone());
    }
    for copy in copies {
        let cairn_domain::Space::Mentorship(mentorship) = copy.space else { continue };
        let names = Circle::read(reader, mentorship)?.names();
        lines.push((copy.created_at, app.words.say_with("shared-with", &[("names", names.into())])));
    }
    Ok(lines)
}
