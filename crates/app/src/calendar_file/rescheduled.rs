//! What is recorded of a series whose times a newer file has changed.

use super::take_in::occurrence;
use crate::{
    Result,
    series::{change::take_along, expander},
};
use cairn_calendar::{
    Event,
    edit::{Change, Changed},
};
use cairn_domain::{Series, Session, SessionState, Space};
use cairn_store::{Draft, Placed};
use chrono::NaiveDateTime;

/// Takes the recorded sessions of `old` of which nobody has said what became of them to where `new` has them: the third
/// stays the third. One that the new times have no place for is called off, so that nothing written about it is lost.
/// One that only an older file had changed is again as its series is, unless `event` changes it anew; one that was moved
/// by hand stays when it is.
pub(super) fn bring_along(
    draft: &mut Draft<'_>,
    old: &Series,
    new: &Series,
    recorded: &[Placed<Session>],
    event: &Event,
) -> Result<()> {
    let changed = changed(old, event);
    let mut going = Vec::new();
    for session in recorded.iter().filter(|session| session.state == SessionState::Planned) {
        let Some(original) = session.original_start else { continue };
        let is_yielded = |place: &NaiveDateTime| event.series.occurrence(*place).is_some();
        let is_changed_anew = event.overrides.iter().any(|one| one.original == original);
        if is_yielded(&original) {
            if !is_changed_anew && !is_by_hand(session) {
                draft.update(&as_planned(session, old, new, original))?;
            }
            continue;
        }
        let place = changed.as_ref().and_then(|changed| changed.place_of(original)).filter(is_yielded);
        match place {
            Some(place) => going.push((session, place)),
            None => draft.update(&Session { state: SessionState::Cancelled, ..session.record.clone() })?,
        }
    }
    for (session, place) in going {
        let there = occurrence(draft, new, place)?;
        if draft.get::<Session>(there.id)?.is_some() {
            // Somebody has written about both; what is there stays when it is.
            let sequence = there.sequence.saturating_add(session.sequence);
            draft.update(&Session { sequence, ..there.clone() })?;
        } else {
            draft.create(Space::Mentorship(new.mentorship), &as_planned(session, old, new, place))?;
        }
        take_along(draft, session.id, there.id)?;
        draft.remove::<Session>(session.id)?;
    }
    Ok(())
}

/// How the places of the old times and the new ones go together; none where one of them cannot be read.
fn changed(old: &Series, event: &Event) -> Option<Changed> {
    let (series, old) = (&event.series, expander(old)?);
    let rule = series.rule.clone()?;
    let change = Change { zone: series.zone.clone(), start: series.start, minutes: series.minutes, rule };
    old.changed_from(old.start, &change)
}

/// Whether somebody moved it here, rather than a file.
fn is_by_hand(session: &Session) -> bool {
    session.sequence > 0 && session.stamp.is_none()
}

/// Whether a session is at another time than its series has it, and that by an older file than `event`, which says nothing
/// of it.
pub(super) fn is_outdated(session: &Session, series: &Series, event: &Event) -> bool {
    let Some(original) = session.original_start else { return false };
    let is_apart =
        (session.starts, session.minutes, &session.zone) != (original, series.minutes, &series.zone);
    let is_said = event.overrides.iter().any(|one| one.original == original);
    is_apart && !is_said && session.state == SessionState::Planned && !is_by_hand(session)
}

/// The same session as the new series plans it at `place`, with what somebody has said of it.
fn as_planned(session: &Session, old: &Series, new: &Series, place: NaiveDateTime) -> Session {
    let plan = new.session_at(place);
    let title = if session.title == old.title { plan.title.clone() } else { session.title.clone() };
    let when = if is_by_hand(session) { session } else { &plan };
    let (starts, zone, minutes) = (when.starts, when.zone.clone(), when.minutes);
    let Session { join_link, sequence, stamp, .. } = session.clone();
    Session { title, starts, zone, minutes, join_link, sequence, stamp, ..plan }
}
