//! What a resource may point at, from where it lives.

use crate::{Error, Result, goals::place::Circle, sessions::Meetings};
use cairn_domain::{Goal, GoalId, MemberId, Resource, SessionId, Space};
use cairn_store::{Draft, Placed, Reader};

/// The resource of that id. Fails with `not_found`.
pub(super) fn need(reader: &Reader<'_>, id: cairn_domain::ResourceId) -> Result<Placed<Resource>> {
    reader.anywhere().get::<Resource>(id)?.ok_or_else(|| Error::not_found("resource"))
}

/// Who reads a resource: the members of its mentorship; none for a private one.
pub(super) fn circle_of(reader: &Reader<'_>, resource: &Placed<Resource>) -> Result<Option<Circle>> {
    match resource.space {
        Space::Personal(_) => Ok(None),
        Space::Mentorship(id) => Circle::read(reader, id).map(Some),
    }
}

/// Checks that a resource of `space` may name `goal`: what others read never names what only one person sees.
///
/// Fails with `private_goal` and with `not_found`.
pub(super) fn check_goal(reader: &Reader<'_>, goal: Option<GoalId>, space: Space) -> Result<()> {
    let Some(id) = goal else { return Ok(()) };
    let goal = reader.anywhere().get::<Goal>(id)?.ok_or_else(|| Error::not_found("goal"))?;
    if !space.is_personal() && goal.space != space {
        return Err(Error::field("goal", "private_goal", &goal.title));
    }
    Ok(())
}

/// Checks that a resource of `space` may name `session`, which becomes a record when the others shall find it there.
///
/// Fails with `not_found`.
pub(super) fn check_session(draft: &mut Draft<'_>, session: Option<SessionId>, space: Space) -> Result<()> {
    let Some(id) = session else { return Ok(()) };
    let (_, session) = Meetings::around(draft, id)?;
    match space {
        Space::Personal(_) => Ok(()),
        Space::Mentorship(mentorship) if mentorship == session.mentorship => {
            crate::sessions::recorded(draft, id).map(drop)
        }
        Space::Mentorship(_) => Err(Error::not_found("session")),
    }
}

/// Checks that a member can be asked to read a resource of `space`. Fails with `not_found`.
pub(super) fn check_member(reader: &Reader<'_>, member: Option<MemberId>, space: Space) -> Result<()> {
    match (member, space) {
        (None, _) => Ok(()),
        (Some(id), Space::Mentorship(mentorship)) => {
            let circle = Circle::read(reader, mentorship)?;
            let known = circle.people.iter().any(|person| person.id == id);
            if known { Ok(()) } else { Err(Error::not_found("member")) }
        }
        // What only one person sees is read by her.
        (Some(_), Space::Personal(_)) => Err(Error::not_found("member")),
    }
}
