//! The steps of a mentorship's life.

use super::Pair;
use crate::{App, Result};
use cairn_domain::{LifecycleEvent, LifecycleEventId, MentorshipId, MentorshipState, Space, step};
use serde::Deserialize;
use ts_rs::TS;

/// A step.
#[derive(Debug, Deserialize, TS)]
pub struct StepMentorship {
    id: MentorshipId,
    /// The state after.
    to: MentorshipState,
    /// Why; may be empty but for an end.
    reason: String,
}

/// Takes a step in a mentorship's life. Fails with `not_allowed` at `to` where it does not follow from where the
/// mentorship stands, with `empty` at `reason` where it needs one, and with `not_found`.
pub fn transition(app: &App, args: StepMentorship) -> Result<()> {
    let by = app.me_in(args.id)?;
    let event = app.new_id::<LifecycleEventId>();
    let (at, zone) = (app.now(), app.my_zone().id().to_owned());
    app.act("step-mentorship", |draft| {
        let from = Pair::read(draft, args.id)?.state();
        let reason = step(from, args.to, &args.reason)?;
        let event = LifecycleEvent {
            id: event,
            mentorship: args.id,
            by,
            at,
            zone,
            from: Some(from),
            to: args.to,
            reason,
        };
        Ok(draft.create(Space::Mentorship(args.id), &event)?)
    })
}
