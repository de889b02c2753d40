//! The sessions of mentorships for any calendar: what is shared, and nothing else.

use crate::{Result, reminders::settings::ReminderSettings, series::expander};
use cairn_calendar::{Event, Override, Zone};
use cairn_domain::{Mentorship, MentorshipId, Series, Session, SessionState};
use cairn_store::{Reader, Shared};
use chrono::{DateTime, Utc};

/// A calendar file to be written.
pub(crate) struct Outgoing {
    pub(crate) text: String,
    /// Sessions and series that no calendar can show, for their zone or rule cannot be read here.
    pub(crate) left_out: u32,
}

/// All sessions and series of these mentorships as they are `now`. With reminders only where the file stays with the
/// person whose they are.
pub(crate) fn calendar(
    reader: &Reader<'_>,
    mentorships: &[MentorshipId],
    reminders: Option<&ReminderSettings>,
    now: DateTime<Utc>,
) -> Result<Outgoing> {
    let (mut events, mut left_out) = (Vec::new(), 0);
    for id in mentorships {
        let view = reader.mentorship(*id);
        let link = view.get::<Mentorship>(*id)?.and_then(|mentorship| mentorship.join_link.clone());
        let sessions = view.all::<Session>()?;
        let series = view.all::<Series>()?;
        let leads = reminders.map_or(&[][..], |reminders| reminders.leads_of(*id));
        let leads: Vec<u32> = leads.iter().filter_map(|lead| u32::try_from(*lead).ok()).collect();
        let is_alone =
            |session: &&Shared<Session>| series.iter().all(|series| session.series != Some(series.id));
        let of_series = series.iter().map(|series| of_series(series, &sessions, link.as_deref()));
        let alone = sessions.iter().filter(is_alone).map(|session| of_session(session, link.as_deref()));
        for event in of_series.chain(alone) {
            match event {
                Some(event) => events.push(Event { reminders: leads.clone(), ..event }),
                None => left_out += 1,
            }
        }
    }
    events.sort_by(|one, other| one.uid.cmp(&other.uid));
    Ok(Outgoing { text: cairn_calendar::write_calendar(&events, now), left_out })
}

fn of_session(session: &Shared<Session>, link: Option<&str>) -> Option<Event> {
    let zone = Zone::stored(&session.zone).ok()?;
    let minutes = u32::try_from(session.minutes).ok()?;
    let when = cairn_calendar::Series::once(zone, session.starts, minutes).ok()?;
    let link = session.join_link.as_deref().or(link);
    let event = event(session.uid(), session.changed_at(), when, &session.title, link);
    let cancelled = session.state == SessionState::Cancelled;
    Some(Event { cancelled, sequence: sequence(session.sequence), ..event })
}

fn of_series(series: &Shared<Series>, sessions: &[Shared<Session>], link: Option<&str>) -> Option<Event> {
    let when = expander(series)?;
    let zone = &when.zone;
    let recorded = || sessions.iter().filter(|session| session.series == Some(series.id));
    let mut overrides: Vec<Override> = recorded()
        .filter_map(|session| {
            // On the clock of the series, wherever it was moved to.
            let start = session.instant().map_or(session.starts, |at| zone.civil(at));
            Some(Override {
                original: session.original_start?,
                start,
                minutes: u32::try_from(session.minutes)
                    .ok()
                    .filter(|minutes| (1..=1440).contains(minutes))?,
                title: Some(session.title.clone()).filter(|title| *title != series.title),
                cancelled: session.state == SessionState::Cancelled,
            })
        })
        .collect();
    overrides.sort_by_key(|one| one.original);
    let sequence = sequence(sequence_of(series, recorded().map(|session| &**session)));
    let event = event(series.uid(), series.changed_at(), when, &series.title, link);
    Some(Event { overrides, sequence, ..event })
}

/// A series and its occurrences are one event elsewhere: what has changed in any of them has changed in it.
pub(super) fn sequence_of<'s>(series: &Series, recorded: impl Iterator<Item = &'s Session>) -> i64 {
    recorded.fold(series.sequence, |sum, session| sum.saturating_add(session.sequence))
}

fn sequence(sequence: i64) -> u32 {
    u32::try_from(sequence.max(0)).unwrap_or(u32::MAX)
}

fn event(
    uid: String,
    stamp: DateTime<Utc>,
    series: cairn_calendar::Series,
    title: &str,
    link: Option<&str>,
) -> Event {
    Event {
        uid,
        stamp,
        sequence: 0,
        series,
        title: if title.is_empty() { "Cairn".to_owned() } else { title.to_owned() },
        description: String::new(),
        location: String::new(),
        url: link.unwrap_or_default().to_owned(),
        cancelled: false,
        reminders: Vec::new(),
        overrides: Vec::new(),
    }
}
