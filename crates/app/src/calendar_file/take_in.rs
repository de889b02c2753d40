//! Taking in what a person chose of a calendar file: one act, which undo takes back whole.

use super::{
    CalendarAnswers, CalendarTaken,
    here::Here,
    offer::{Fate, Offer, derived, offers, repeats},
    outgoing::sequence_of,
    preview::{answered, guess},
    reading, rescheduled,
};
use crate::{
    App, Error, Result,
    mentorships::Pair,
    series::{change::take_along, expander},
};
use cairn_calendar::{Event, rule::End};
use cairn_domain::{MentorshipId, Series, SeriesId, Session, SessionId, SessionState, Space};
use cairn_store::{Draft, Placed};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

/// Takes in the items that begin on `lines`.
pub(super) fn take_in(app: &App, answers: &CalendarAnswers, lines: &[u32]) -> Result<CalendarTaken> {
    let chosen = reading::chosen(app)?;
    let file = reading::read(app, &chosen)?;
    let (mine, answered, now) = (app.my_zone(), answered(answers)?, app.now());
    app.act("calendar-take", |draft| {
        let pairs: Vec<Pair> =
            Pair::all(draft)?.into_iter().filter(|pair| pair.state().is_under_way()).collect();
        let place = answers.mentorship.or_else(|| guess(&file, &pairs));
        let mut taken = CalendarTaken::default();
        let is_chosen = |offer: &Offer| lines.iter().any(|line| usize::try_from(*line) == Ok(offer.line));
        let (offers, _) = offers(draft, &file, answered.as_ref(), &mine, now)?;
        for offer in offers.iter().filter(|offer| is_chosen(offer)) {
            match (offer.fate, &offer.here, &offer.event) {
                (Fate::New, _, Some(event)) => {
                    let place = place.ok_or_else(|| Error::field("mentorship", "empty", ""))?;
                    Pair::read(draft, place)?;
                    come(draft, offer, event, place)?;
                    taken.new += 1;
                }
                (Fate::Update, Some(here), Some(event)) => {
                    update(draft, offer, event, here)?;
                    taken.updated += 1;
                }
                (Fate::CallOff, Some(here), _) => {
                    call_off(draft, offer, here, now)?;
                    taken.called_off += 1;
                }
                _ => {}
            }
        }
        Ok(taken)
    })
}

fn come(draft: &mut Draft<'_>, offer: &Offer, event: &Event, place: MentorshipId) -> Result<()> {
    let space = Space::Mentorship(place);
    // Its own id may be that of something deleted in another mentorship, and nothing moves between them.
    let (id, uid) = derived(&event.uid, place);
    if !repeats(event) {
        let session = offer.session(event, place);
        return match draft.create(space, &session) {
            Err(cairn_store::Error::OtherSpace { .. }) => {
                Ok(draft.create(space, &Session { id: SessionId(id), uid, ..session })?)
            }
            created => Ok(created?),
        };
    }
    let series = series_comes(draft, offer, event, place)?;
    changed(draft, &series, event)
}

fn series_comes(draft: &mut Draft<'_>, offer: &Offer, event: &Event, place: MentorshipId) -> Result<Series> {
    let space = Space::Mentorship(place);
    let (id, uid) = derived(&event.uid, place);
    let mut series = offer.series(event, place);
    if let Err(error) = draft.create(space, &series) {
        let cairn_store::Error::OtherSpace { .. } = error else { return Err(error.into()) };
        series = Series { id: SeriesId(id), uid, ..series };
        draft.create(space, &series)?;
    }
    Ok(series)
}

fn update(draft: &mut Draft<'_>, offer: &Offer, event: &Event, here: &Here) -> Result<()> {
    match here {
        Here::Session(kept) if repeats(event) => becomes_series(draft, offer, event, kept),
        Here::Session(kept) => {
            let there = offer.session(event, kept.mentorship);
            let state =
                if kept.state == SessionState::Cancelled { SessionState::Planned } else { kept.state };
            let join_link = there.join_link.clone().or(kept.join_link.clone());
            let (id, uid) = (kept.id, kept.uid.clone());
            let Session { series, original_start, by_role, held_minutes, .. } = kept.record;
            let there = Session { series, original_start, by_role, held_minutes, ..there };
            Ok(draft.update(&Session { id, uid, state, join_link, ..there })?)
        }
        Here::Series(kept, recorded) => match offer.occurrence {
            Some(original) => one_moved(draft, offer, event, (kept, recorded), original),
            None => {
                // The whole counts what its occurrences count, so their own share is not counted twice.
                let counted: i64 = recorded.iter().map(|session| session.sequence).sum();
                let there = offer.series(event, kept.mentorship);
                let sequence = (there.sequence - counted).max(kept.sequence);
                let series = Series { id: kept.id, uid: kept.uid.clone(), sequence, ..there };
                draft.update(&series)?;
                rescheduled::bring_along(draft, kept, &series, recorded, event)?;
                changed(draft, &series, event)
            }
        },
    }
}

/// A session that has become a series is the first of it, with all that hangs on it.
fn becomes_series(draft: &mut Draft<'_>, offer: &Offer, event: &Event, kept: &Placed<Session>) -> Result<()> {
    let series = series_comes(draft, offer, event, kept.mentorship)?;
    let first = event.series.occurrences(..).next().map_or(series.starts, |first| first.original);
    let plan = series.session_at(first);
    let (id, original_start) = (plan.id, plan.original_start);
    let is_settled = matches!(kept.state, SessionState::Held | SessionState::Missed);
    let when = if is_settled { &kept.record } else { &plan };
    let (starts, zone, minutes) = (when.starts, when.zone.clone(), when.minutes);
    let state = if is_settled { kept.state } else { SessionState::Planned };
    let title = series.title.clone();
    let session = Session { id, original_start, title, starts, zone, minutes, state, ..kept.record.clone() };
    let session = Session { series: Some(series.id), uid: None, sequence: 0, stamp: None, ..session };
    draft.put(Space::Mentorship(series.mentorship), &session)?;
    take_along(draft, kept.id, id)?;
    draft.remove::<Session>(kept.id)?;
    changed(draft, &series, event)
}

/// The occurrences that differ from their series. What somebody has said of one stays.
fn changed(draft: &mut Draft<'_>, series: &Series, event: &Event) -> Result<()> {
    for one in &event.overrides {
        let planned = occurrence(draft, series, one.original)?;
        let state = match planned.state {
            SessionState::Held | SessionState::Missed => planned.state,
            _ if one.cancelled => SessionState::Cancelled,
            _ => SessionState::Planned,
        };
        let session = Session {
            starts: one.start,
            zone: series.zone.clone(),
            minutes: i64::from(one.minutes),
            title: one.title.clone().unwrap_or_else(|| series.title.clone()),
            state,
            ..planned
        };
        draft.put(Space::Mentorship(series.mentorship), &session)?;
    }
    Ok(())
}

fn one_moved(
    draft: &mut Draft<'_>,
    offer: &Offer,
    event: &Event,
    (series, recorded): (&Series, &[Placed<Session>]),
    original: NaiveDateTime,
) -> Result<()> {
    let planned = occurrence(draft, series, original)?;
    let session = Session {
        sequence: planned.sequence + behind(offer, series, recorded),
        starts: event.series.start,
        zone: offer.zone.clone(),
        minutes: i64::from(event.series.minutes),
        title: if event.title.is_empty() { planned.title.clone() } else { event.title.clone() },
        state: match planned.state {
            SessionState::Cancelled => SessionState::Planned,
            state => state,
        },
        stamp: offer.stamp.or(planned.stamp),
        ..planned.clone()
    };
    Ok(draft.put(Space::Mentorship(series.mentorship), &session)?)
}

/// By how much the sequence of a series and its occurrences is behind that of the file.
fn behind(offer: &Offer, series: &Series, recorded: &[Placed<Session>]) -> i64 {
    (offer.sequence - sequence_of(series, recorded.iter().map(|session| &session.record))).max(0)
}

fn call_off(draft: &mut Draft<'_>, offer: &Offer, here: &Here, now: DateTime<Utc>) -> Result<()> {
    let off = |session: &Session| Session { state: SessionState::Cancelled, ..session.clone() };
    match (here, offer.occurrence) {
        (Here::Session(kept), _) => {
            let sequence = offer.sequence.max(kept.sequence);
            let stamp = offer.stamp.or(kept.stamp);
            Ok(draft.update(&Session { sequence, stamp, ..off(kept) })?)
        }
        (Here::Series(series, recorded), Some(original)) => {
            let planned = occurrence(draft, series, original)?;
            let sequence = planned.sequence + behind(offer, series, recorded);
            let stamp = offer.stamp.or(planned.stamp);
            let off = Session { sequence, stamp, ..off(&planned) };
            Ok(draft.put(Space::Mentorship(series.mentorship), &off)?)
        }
        (Here::Series(series, recorded), None) => {
            for planned in recorded.iter().filter(|session| is_ahead(session, now)) {
                draft.update(&off(planned))?;
            }
            end_with_the_next(draft, offer, series, now)
        }
    }
}

fn is_ahead(session: &Session, now: DateTime<Utc>) -> bool {
    session.state == SessionState::Planned && session.instant().is_none_or(|at| at > now)
}

/// A series that is called off keeps what was, and the next session, which shows that it was called off.
fn end_with_the_next(
    draft: &mut Draft<'_>,
    offer: &Offer,
    series: &Placed<Series>,
    now: DateTime<Utc>,
) -> Result<()> {
    let Some(expander) = expander(series) else { return Ok(()) };
    let Some(next) = expander.next_from(now) else { return Ok(()) };
    let next_session = occurrence(draft, series, next.original)?;
    let off = Session { state: SessionState::Cancelled, ..next_session };
    draft.put(Space::Mentorship(series.mentorship), &off)?;
    let Some(mut rule) = expander.rule.clone() else { return Ok(()) };
    let of_rule = cairn_calendar::Series { exdates: vec![], rdates: vec![], ..expander.clone() };
    // One that is over by then keeps its end: of a series of single dates the rule is no more than the first.
    if of_rule.next_from(next.start + TimeDelta::seconds(1)).is_some() {
        rule.end = End::Until(next.start);
    }
    let rdates = series.rdates.iter().copied().filter(|added| *added <= next.original).collect();
    let ended = Series { rule: rule.to_string(), rdates, ..series.record.clone() }.after(series);
    let sequence = offer.sequence.max(ended.sequence);
    let stamp = offer.stamp.or(series.stamp);
    Ok(draft.update(&Series { sequence, stamp, ..ended })?)
}

/// An occurrence of a series, as it stands or as it is planned.
pub(super) fn occurrence(draft: &Draft<'_>, series: &Series, original: NaiveDateTime) -> Result<Session> {
    let kept = draft.get::<Session>(SessionId::of_occurrence(series.id, original))?;
    Ok(kept.map_or_else(|| series.session_at(original), |kept| kept.record))
}
