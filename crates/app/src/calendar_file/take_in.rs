//! Taking in what a person chose of a calendar file: one act, which undo takes back whole.

use super::{
    CalendarAnswers, CalendarTaken,
    offer::{Fate, Here, Offer, offers, repeats},
    preview::{answered, guess},
};
use crate::{App, Error, Result, mentorships::Pair, series::expander};
use cairn_calendar::{Event, rule::End};
use cairn_domain::{MentorshipId, Series, Session, SessionId, SessionState, Space};
use cairn_store::{Draft, Placed};
use chrono::{DateTime, NaiveDateTime, Utc};

/// Takes in the items that begin on `lines`.
pub(super) fn take_in(app: &App, answers: &CalendarAnswers, lines: &[u32]) -> Result<CalendarTaken> {
    let file = app.calendar_wish.chosen()?.read(app.now())?;
    let (mine, answered, now) = (app.my_zone(), answered(answers)?, app.now());
    app.act("calendar-take", |draft| {
        let pairs: Vec<Pair> =
            Pair::all(draft)?.into_iter().filter(|pair| pair.state().is_under_way()).collect();
        let place = answers.mentorship.or_else(|| guess(&file, &pairs));
        let mut taken = CalendarTaken::default();
        let is_chosen = |offer: &Offer| lines.iter().any(|line| usize::try_from(*line) == Ok(offer.line));
        for offer in offers(draft, &file, answered.as_ref(), &mine)?.iter().filter(|offer| is_chosen(offer)) {
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
    if !repeats(event) {
        return Ok(draft.create(space, &offer.session(event, place))?);
    }
    let series = offer.series(event, place);
    draft.create(space, &series)?;
    changed(draft, &series, event)
}

fn update(draft: &mut Draft<'_>, offer: &Offer, event: &Event, here: &Here) -> Result<()> {
    match here {
        Here::Session(kept) => {
            let there = offer.session(event, kept.mentorship);
            let state =
                if kept.state == SessionState::Cancelled { SessionState::Planned } else { kept.state };
            let join_link = there.join_link.or(kept.join_link.clone());
            let (id, uid) = (kept.id, kept.uid.clone());
            let Session { by_role, held_minutes, .. } = kept.record;
            Ok(draft.update(&Session { id, uid, state, join_link, by_role, held_minutes, ..there })?)
        }
        Here::Series(kept, recorded) => match offer.occurrence {
            Some(original) => one_moved(draft, offer, event, kept, original),
            None => {
                // The whole counts what its occurrences count, so their own share is not counted twice.
                let counted: i64 = recorded.iter().map(|session| session.sequence).sum();
                let there = offer.series(event, kept.mentorship);
                let sequence = (there.sequence - counted).max(kept.sequence);
                let series = Series { id: kept.id, uid: kept.uid.clone(), sequence, ..there };
                draft.update(&series)?;
                changed(draft, &series, event)
            }
        },
    }
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
    series: &Series,
    original: NaiveDateTime,
) -> Result<()> {
    let planned = occurrence(draft, series, original)?;
    let session = Session {
        starts: event.series.start,
        zone: offer.zone.clone(),
        minutes: i64::from(event.series.minutes),
        title: if event.title.is_empty() { planned.title.clone() } else { event.title.clone() },
        ..planned.clone()
    };
    Ok(draft.put(Space::Mentorship(series.mentorship), &session.after(&planned))?)
}

fn call_off(draft: &mut Draft<'_>, offer: &Offer, here: &Here, now: DateTime<Utc>) -> Result<()> {
    let off =
        |session: &Session| Session { state: SessionState::Cancelled, ..session.clone() }.after(session);
    match (here, offer.occurrence) {
        (Here::Session(kept), _) => {
            let sequence = offer.sequence.max(kept.sequence);
            let stamp = offer.stamp.or(kept.stamp);
            Ok(draft.update(&Session { sequence, stamp, ..off(kept) })?)
        }
        (Here::Series(series, _), Some(original)) => {
            let planned = occurrence(draft, series, original)?;
            Ok(draft.put(Space::Mentorship(series.mentorship), &off(&planned))?)
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
    rule.end = End::Until(next.start);
    let rdates = series.rdates.iter().copied().filter(|added| *added <= next.original).collect();
    let ended = Series { rule: rule.to_string(), rdates, ..series.record.clone() }.after(series);
    let sequence = offer.sequence.max(ended.sequence);
    let stamp = offer.stamp.or(series.stamp);
    Ok(draft.update(&Series { sequence, stamp, ..ended })?)
}

/// The last start of a series that ends; none of one that goes on.
pub(super) fn last_start(series: &Series) -> Option<NaiveDateTime> {
    let expander = expander(series)?;
    let ends = expander.rule.as_ref().is_some_and(|rule| rule.end != End::Never);
    ends.then(|| expander.occurrences(..).last().map(|last| last.original)).flatten()
}

/// An occurrence of a series, as it stands or as it is planned.
fn occurrence(draft: &Draft<'_>, series: &Series, original: NaiveDateTime) -> Result<Session> {
    let kept = draft.get::<Session>(SessionId::of_occurrence(series.id, original))?;
    Ok(kept.map_or_else(|| series.session_at(original), |kept| kept.record))
}
