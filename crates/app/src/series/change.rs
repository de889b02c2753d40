//! A series from one of its sessions on: changed, or ended. What is past stays as it was.

use super::{expander, new, simple};
use crate::{
    App, Error, Result,
    sessions::{Meetings, plan::Repeat},
    zones,
};
use cairn_calendar::{
    edit::{Change, Changed},
    rule::End,
};
use cairn_domain::{
    ActionItem, AgendaItem, Note, Series, SeriesId, Session, SessionId, SessionState, Space, clean_line,
    planned_minutes,
};
use cairn_store::Draft;
use chrono::{NaiveDateTime, TimeDelta};
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
        for later in still_planned(&meetings, series.id, start) {
            draft.remove::<Session>(later.id)?;
        }
        end_before(draft, series, start)
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
        // Where the old one cannot be read, the new one begins with nothing.
        let changed = expander(old).zip(rule).and_then(|(old, rule)| {
            let minutes = u32::try_from(minutes).ok()?;
            old.changed_from(start, &Change { zone: zone.clone(), start: args.starts, minutes, rule })
        });
        let going_on = match &changed {
            Some(changed) => going_on(plain, old, changed),
            None => plain,
        };
        let space = Space::Mentorship(session.mentorship);
        draft.create(space, &going_on)?;
        for recorded in still_planned(&meetings, old.id, start) {
            let place = changed.as_ref().zip(recorded.original_start);
            let Some(place) = place.and_then(|(changed, original)| changed.place_of(original)) else {
                continue;
            };
            let target = Session {
                title: recorded.title.clone(),
                join_link: recorded.join_link.clone(),
                ..going_on.session_at(place)
            };
            draft.create(space, &target)?;
            take_along(draft, recorded.id, target.id)?;
            draft.remove::<Session>(recorded.id)?;
        }
        end_before(draft, old, start)?;
        Ok(SessionId::of_occurrence(id, args.starts))
    })
}

/// The new series with what it keeps of the old one: its end, and what was left out and added. Where nothing of the old one
/// stays, other calendars go on to know it by the old name.
fn going_on(plain: Series, old: &Series, changed: &Changed) -> Series {
    let following = &changed.following;
    let is_whole = changed.before.is_none();
    Series {
        rule: following.rule.as_ref().map(ToString::to_string).unwrap_or_default(),
        exdates: following.exdates.clone(),
        rdates: following.rdates.clone(),
        uid: is_whole.then(|| old.uid()),
        sequence: if is_whole { old.sequence + 1 } else { 0 },
        ..plain
    }
}

/// The recorded sessions of a series from `start` on of which nobody has said what became of them.
fn still_planned(meetings: &Meetings, series: SeriesId, start: NaiveDateTime) -> Vec<Session> {
    let later = |session: &&Session| {
        session.series == Some(series)
            && session.state == SessionState::Planned
            && session.original_start.is_some_and(|original| original >= start)
    };
    meetings.recorded.iter().filter(later).cloned().collect()
}

/// Gives a series its end just before `start`; one that would have no session left goes altogether.
fn end_before(draft: &mut Draft<'_>, series: &Series, start: NaiveDateTime) -> Result<()> {
    if start <= series.starts {
        return Ok(draft.remove::<Series>(series.id)?);
    }
    let Some(mut rule) = expander(series).and_then(|expander| expander.rule) else { return Ok(()) };
    let zone = zones::known("zone", &series.zone)?;
    let starts = zone.to_instant(start).map_err(|error| Error::new(error.code()))?.instant;
    rule.end = End::Until(starts - TimeDelta::seconds(1));
    let rdates = series.rdates.iter().copied().filter(|added| *added < start).collect();
    let ended = Series { rule: rule.to_string(), rdates, ..series.clone() };
    Ok(draft.update(&ended.after(series))?)
}

/// What hangs on a session goes to another: agenda, actions and notes, the private ones too.
fn take_along(draft: &mut Draft<'_>, from: SessionId, to: SessionId) -> Result<()> {
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
