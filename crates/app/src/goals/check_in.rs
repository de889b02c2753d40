//! Check-ins: how far, how sure, in a few words.

use super::{
    place::circle_of,
    write::{read_day, read_number},
};
use crate::{App, Error, Result};
use cairn_domain::{CheckIn, CheckInId, Goal, GoalId, clean_text};
use cairn_store::Reader;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A check-in as typed.
#[derive(Debug, Deserialize, TS)]
pub struct SaveCheckIn {
    /// The goal; counts for a new check-in only.
    goal: GoalId,
    /// The check-in that is corrected; none makes a new one.
    #[ts(optional)]
    check_in: Option<CheckInId>,
    /// The day it speaks of, `2026-11-15`; today when left out.
    #[ts(optional)]
    on: Option<String>,
    /// The value as typed; empty for none.
    value: String,
    /// How sure, 1 to 5.
    #[ts(optional)]
    confidence: Option<i64>,
    /// In her words.
    comment: String,
}

/// What was saved.
#[derive(Debug, Serialize, TS)]
pub struct SavedCheckIn {
    /// The check-in, new or not.
    pub check_in: CheckInId,
}

/// One check-in.
#[derive(Debug, Deserialize, TS)]
pub struct OneCheckIn {
    check_in: CheckInId,
}

/// The check-ins of a goal, oldest first; those of one day as they were made. Only those that live where it does.
pub(super) fn of_goal(reader: &Reader<'_>, goal: GoalId) -> Result<Vec<CheckIn>> {
    let found = reader.anywhere().select::<CheckIn>().with("goal", goal).by("on").list()?;
    let home = reader.anywhere().get::<Goal>(goal)?.map(|goal| goal.space);
    Ok(found.into_iter().filter(|found| Some(found.space) == home).map(|found| found.record).collect())
}

/// Checks in on a goal, or corrects a check-in.
///
/// Fails with `not_a_number` at `value`, `empty` there when nothing at all was said, `confidence_range` at `confidence`,
/// `date_not_understood` or `future_date` at `on`, `too_long` at `comment`, and with `not_found`.
pub fn save(app: &App, args: SaveCheckIn) -> Result<SavedCheckIn> {
    let today = app.today();
    let on = read_day("on", args.on.as_deref().unwrap_or_default())?.unwrap_or(today);
    if on > today {
        return Err(Error::field("on", "future_date", args.on.as_deref().unwrap_or_default()));
    }
    let value = read_number("value", &args.value)?;
    let comment = clean_text("comment", &args.comment)?;
    if args.confidence.is_some_and(|confidence| !(1..=5).contains(&confidence)) {
        return Err(Error::field("confidence", "confidence_range", ""));
    }
    if value.is_none() && args.confidence.is_none() && comment.trim().is_empty() {
        return Err(Error::field("value", "empty", &args.value));
    }
    let confidence = args.confidence;
    if let Some(id) = args.check_in {
        return app.act("check-in-edit", |draft| {
            let check_in = draft.need::<CheckIn>(id)?.record;
            draft.update(&CheckIn { on, value, confidence, comment, ..check_in })?;
            Ok(SavedCheckIn { check_in: id })
        });
    }
    let id = app.new_id();
    app.act("check-in-add", |draft| {
        let goal = draft.need::<Goal>(args.goal)?;
        let by = circle_of(draft, &goal)?.and_then(|circle| circle.me());
        draft.create(goal.space, &CheckIn { id, goal: args.goal, on, value, confidence, comment, by })?;
        Ok(SavedCheckIn { check_in: id })
    })
}

/// Takes a check-in away. Fails with `not_found`.
pub fn remove(app: &App, args: OneCheckIn) -> Result<()> {
    app.act("check-in-remove", |draft| Ok(draft.remove::<CheckIn>(args.check_in)?))
}
