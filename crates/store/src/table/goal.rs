//! Goals and what hangs on them.

use super::{Words, table};

table! {
    Goal, GoalId, "goal" = 10, Either, {
        mentorship = 1,
        owner = 2,
        title = 3,
        specific = 4,
        measure = 5,
        baseline = 6,
        target = 7,
        unit = 8,
        attainable = 9,
        relevant = 10,
        starts_on = 11,
        due_on = 12,
        status = 13,
        check_in_every = 14,
        next_step = 15,
        plan_if = 16,
        plan_then = 17,
        levels = 18,
        copied_from = 19,
        created_at = 20,
    },
    |goal| Words::new(&goal.title, &[
        &goal.specific, &goal.attainable, &goal.relevant, &goal.next_step, &goal.plan_if, &goal.plan_then,
        &goal.levels.join("\n"),
    ])
}

table! {
    Milestone, MilestoneId, "milestone" = 11, Either, {
        goal = 1,
        title = 2,
        due_on = 3,
        reached_on = 4,
        position = 5,
    },
    |milestone| Words::new(&milestone.title, &[])
}

table! {
    CheckIn, CheckInId, "check_in" = 12, Either, {
        goal = 1,
        on = 2,
        value = 3,
        confidence = 4,
        comment = 5,
        by = 6,
    },
    |check_in| if check_in.comment.is_empty() { None } else { Words::of_text(&check_in.comment) }
}
