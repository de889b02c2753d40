//! A series from one of its sessions on: changed, or ended. What is past stays as it was.

use super::{expander, new, simple};
use crate::{
    App, Error, Result,
    sessions::{Meetings, carry_over_agenda, plan::Repeat},
    zones,
};
use cairn_calendar::edit::{Change, Changed};
use cairn_domain::{
    ActionItem, AgendaItem, Note, Series, SeriesId, Session, SessionId, SessionState, Space, clean_line,
    planned_minutes,
};
use cairn_store::Draft;
use chrono::NaiveDateTime;
use serde::Deserialize;
use ts_rs::TS;

/// A session of a series that is to be its last but for those before.
#[derive(Debug, Deserialize, TS)]
pub struct EndSeries {
    /// The first session that is no longer to be.
    session: SessionId,
}

/// What a series is to be from one of its sessions on.
#[derive(Debug, Deserialize, TS)]
pub struct ChangeSeries {
    /// The first session that is to change.
    pub(crate) session: SessionId,
    pub(crate) title: String,
    /// The new start of that session, on the wall clock of `zone`.
    #[ts(type = "string")]
    pub(crate) starts: NaiveDateTime,
    /// IANA id.
    pub(crate) zone: String,
    pub(crate) minutes: i64,
    pub(crate) repeat: Repeat,
}

/// Ends a series before one of its sessions; what was to be talked about there is kept on the last one that stays, and
/// sessions that were logged stay as they are.
pub fn end(app: &App, args: EndSeries) -> Result<()> {
    app.act("end-series", |draft| {
        let (meetings, session) = Meetings::around(draft, args.session)?;
        let Some((series, start)) = meetings.series_of(&session).zip(session.original_start) else {
            return Ok(());
        };
        let (last, _) = meetings.neighbours(&session);
        let later = undone(&meetings, series.id, start);
        for later in &later {
            if let Some(last) = &last {
                carry_over_agenda(draft, later, last.session.id)?;
            }
            draft.remove::<Session>(later.id)?;
        }
        end_before(draft, series, start, sequences(&later))
    })
}

/// Changes a series from one of its sessions on: that series ends, and a new one goes on, for as long as the old one would
/// have. What is recorded about later sessions goes to the session of the new series that takes their place: the third
/// stays the third. Returns the first session of the new series.
pub fn change(app: &App, args: ChangeSeries) -> Result<SessionId> {
    let title = clean_line("title", &args.title)?;
    let minutes = planned_minutes("minutes", args.minutes)?;
    let zone = zones::known("zone", &args.zone)?;
    let repeat = if args.repeat == Repeat::Once { Repeat::Weekly } else { args.repeat };
    let rule = simple(repeat, args.starts).map(|repeat| repeat.rule());
    let id = app.new_id::<SeriesId>();
    app.act("change-series", |draft| {
        let (meetings, session) = Meetings::around(draft, args.session)?;
        let Some((old, start)) = meetings.series_of(&session).zip(session.original_start) else {
            return Err(Error::not_found("series"));
        };
        let text = rule.as_ref().map(ToString::to_string).unwrap_or_default();
        let plain = new(id, session.mentorship, title, args.starts, zone.id().to_owned(), minutes, text);
        let changed = match expander(old).zip(rule) {
            Some((readable, rule)) => {
                let minutes = u32::try_from(minutes).unwrap_or_default();
                let change = Change { zone: zone.clone(), start: args.starts, minutes, rule };
                let changed = readable.changed_from(start, &change);
                Some(changed.ok_or_else(|| Error::field("starts", "session_added", ""))?)
            }
            // Where the old one cannot be read, the new one begins with nothing.
            None => None,
        };
        let later = undone(&meetings, old.id, start);
        let going_on = match &changed {
            Some(changed) => going_on(plain, old, changed, sequences(&later)),
            None => plain,
        };
        draft.create(Space::Mentorship(session.mentorship), &going_on)?;
        for recorded in &later {
            let place = changed.as_ref().zip(recorded.original_start);
            let place = place.and_then(|(changed, original)| changed.place_of(original));
            give_place(draft, recorded, old, &going_on, place)?;
        }
        end_before(draft, old, start, sequences(&later))?;
        Ok(SessionId::of_occurrence(id, args.starts))
    })
}

/// The new series with what it keeps of the old one: its end, and what was left out and added. Where nothing of the old one
/// stays, other calendars go on to know it by the old name, and see that it has changed: `gone` is how often what was
/// recorded about it had.
fn going_on(plain: Series, old: &Series, changed: &Changed, gone: i64) -> Series {
    let following = &changed.following;
    let is_whole = changed.before.is_none();
    Series {
        rule: following.rule.as_ref().map(ToString::to_string).unwrap_or_default(),
        exdates: following.exdates.clone(),
        rdates: following.rdates.clone(),
        uid: is_whole.then(|| old.uid()),
        sequence: if is_whole { old.sequence + gone + 1 } else { 0 },
        ..plain
    }
}

/// What is recorded about a session of the old series gets its place in the new one. One that was moved by hand stays where
/// it is, one that was called off stays called off; where the new series has no room for it, it stands alone.
fn give_place(
    draft: &mut Draft<'_>,
    recorded: &Session,
    old: &Series,
    new: &Series,
    place: Option<NaiveDateTime>,
) -> Result<()> {
    let Some(place) = place else {
        let alone = Session { series: None, original_start: None, ..recorded.clone() };
        return Ok(draft.update(&alone)?);
    };
    let planned = new.session_at(place);
    let is_where_planned = Some(recorded.starts) == recorded.original_start
        && (&recorded.zone, recorded.minutes) == (&old.zone, old.minutes);
    let (starts, zone, minutes) = match is_where_planned {
        true => (planned.starts, planned.zone.clone(), planned.minutes),
        false => (recorded.starts, recorded.zone.clone(), recorded.minutes),
    };
    let is_named = recorded.title != old.title;
    let target = Session {
        title: if is_named { recorded.title.clone() } else { planned.title.clone() },
        starts,
        zone,
        minutes,
        state: recorded.state,
        by_role: recorded.by_role,
        join_link: recorded.join_link.clone(),
        ..planned
    };
    draft.create(Space::Mentorship(new.mentorship), &target)?;
    take_along(draft, recorded.id, target.id)?;
    Ok(draft.remove::<Session>(recorded.id)?)
}

/// The recorded sessions of a series from `start` on that have not taken place: planned, or called off.
fn undone(meetings: &Meetings, series: SeriesId, start: NaiveDateTime) -> Vec<Session> {
    let later = |session: &&Session| {
        session.series == Some(series)
            && matches!(session.state, SessionState::Planned | SessionState::Cancelled)
            && session.original_start.is_some_and(|original| original >= start)
    };
    meetings.recorded.iter().filter(later).cloned().collect()
}

/// How often these have changed, all together.
fn sequences(sessions: &[Session]) -> i64 {
    sessions.iter().map(|session| session.sequence).sum()
}

/// Gives a series its end just before `start`; one that would have no session left goes altogether. `gone` is how often what
/// is no longer recorded about it had changed: to other calendars it is all one event, whose sequence never goes down.
pub(crate) fn end_before(
    draft: &mut Draft<'_>,
    series: &Series,
    start: NaiveDateTime,
    gone: i64,
) -> Result<()> {
    if start <= series.starts {
        return Ok(draft.remove::<Series>(series.id)?);
    }
    let Some(before) = expander(series).and_then(|expander| expander.before(start)) else { return Ok(()) };
    let ended = Series {
        rule: before.rule.as_ref().map(ToString::to_string).unwrap_or_default(),
        exdates: before.exdates,
        rdates: before.rdates,
        ..series.clone()
    };
    let ended = ended.after(series);
    Ok(draft.update(&Series { sequence: ended.sequence + gone, ..ended })?)
}

/// What hangs on a session goes to another: agenda, actions and notes, the private ones too.
pub(crate) fn take_along(draft: &mut Draft<'_>, from: SessionId, to: SessionId) -> Result<()> {
    for item in draft.anywhere().with::<AgendaItem>("session", from)? {
        draft.update(&AgendaItem { session: to, ..item.record })?;
    }
    for action in draft.anywhere().with::<ActionItem>("session", Some(from))? {
        draft.update(&ActionItem { session: Some(to), ..action.record })?;
    }
    for note in draft.anywhere().with::<Note>("session", Some(from))? {
        draft.update(&Note { session: Some(to), ..note.record })?;
    }
    Ok(())
}
