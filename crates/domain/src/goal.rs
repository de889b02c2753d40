//! SMART goals, their milestones and check-ins.

use crate::{Cadence, CheckInId, GoalId, MemberId, MentorshipId, MilestoneId, word::words};
use chrono::{DateTime, NaiveDate, Utc};

words! {
    /// Where a goal stands.
    GoalStatus {
        /// Still being written.
        Draft = "draft",
        /// Being worked on.
        Active = "active",
        /// Resting.
        Paused = "paused",
        /// Done.
        Reached = "reached",
        /// Let go.
        Dropped = "dropped",
    }
}

words! {
    /// How progress is told.
    Measure {
        /// By a number that goes from a baseline to a target.
        Number = "number",
        /// By milestones reached.
        Checklist = "checklist",
    }
}

/// Something a person wants to reach.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// Names it.
    pub id: GoalId,
    /// The mentorship it belongs to; a private goal may belong to one too, and lives in the personal space all the same.
    pub mentorship: Option<MentorshipId>,
    /// Whose goal it is; none for the person at this computer's own private goal.
    pub owner: Option<MemberId>,
    /// In a few words.
    pub title: String,
    /// What exactly will be there that is not there now.
    pub specific: String,
    /// How progress is told.
    pub measure: Measure,
    /// The value at the start.
    pub baseline: Option<f64>,
    /// The value to reach.
    pub target: Option<f64>,
    /// What is counted, such as `words`.
    pub unit: Option<String>,
    /// Why it can be done.
    pub attainable: String,
    /// Why it matters.
    pub relevant: String,
    /// First day; the target line starts here.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub due_on: Option<NaiveDate>,
    /// Where it stands.
    pub status: GoalStatus,
    /// How often it is checked in on.
    pub check_in_every: Cadence,
    /// The next small step.
    pub next_step: String,
    /// What may come in the way: "if …".
    pub plan_if: String,
    /// What to do then: "then …".
    pub plan_then: String,
    /// Five attainment levels from -2 to +2, in words; empty when not used.
    pub levels: Vec<String>,
    /// The private goal this was shared from, or the goal it was copied from.
    pub copied_from: Option<GoalId>,
    /// When it was first written.
    pub created_at: DateTime<Utc>,
}

/// A stage on the way; each one reached lays a stone.
#[derive(Debug, Clone, PartialEq)]
pub struct Milestone {
    /// Names it.
    pub id: MilestoneId,
    /// The goal.
    pub goal: GoalId,
    /// In a few words.
    pub title: String,
    /// Meant for this day.
    pub due_on: Option<NaiveDate>,
    /// Reached on this day.
    pub reached_on: Option<NaiveDate>,
    /// Orders the milestones of a goal; a new one between two takes the middle.
    pub position: f64,
}

/// A look at a goal: how far, how sure. Made once; may be corrected.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckIn {
    /// Names it.
    pub id: CheckInId,
    /// The goal.
    pub goal: GoalId,
    /// The day it speaks of.
    pub on: NaiveDate,
    /// The value on that day.
    pub value: Option<f64>,
    /// How sure the person is to reach the goal, 1 to 5.
    pub confidence: Option<i64>,
    /// In her words.
    pub comment: String,
    /// Who checked in.
    pub by: Option<MemberId>,
}
