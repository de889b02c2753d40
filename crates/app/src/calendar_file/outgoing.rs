//! The sessions of mentorships for any calendar: what is shared, and nothing else.

use crate::Result;
use cairn_calendar::{Event, Override, Zone};
use cairn_domain::{Mentorship, MentorshipId, Series, Session, SessionState};
use cairn_store::{Reader, Shared};

/// The iCalendar text of all sessions and series of these mentorships.
pub(super) fn text(reader: &Reader<'_>, mentorships: &[MentorshipId]) -> Result<String> {
    let mut events = Vec::new();
    for id in mentorships {
        let view = reader.mentorship(*id);
        let link = view.get::<Mentorship>(*id)?.and_then(|mentorship| mentorship.join_link.clone());
        let sessions = view.all::<Session>()?;
        let series = view.all::<Series>()?;
        for series in &series {
            events.extend(of_series(series, &sessions, link.as_deref()));
        }
        let alone =
            |session: &&Shared<Session>| series.iter().all(|series| session.series != Some(series.id));
        events
            .extend(sessions.iter().filter(alone).filter_map(|session| of_session(session, link.as_deref())));
    }
    events.sort_by(|one, other| one.uid.cmp(&other.uid));
    Ok(cairn_calendar::write_calendar(&events))
}

fn of_session(session: &Shared<Session>, link: Option<&str>) -> Option<Event> {
    let zone = Zone::stored(&session.zone).ok()?;
    let minutes = u32::try_from(session.minutes).ok()?;
    let when = cairn_calendar::Series::once(zone, session.starts, minutes).ok()?;
    let link = session.join_link.as_deref().or(link);
    let cancelled = session.state == SessionState::Cancelled;
    Some(Event {
        cancelled,
        ..event(session.id.to_string(), session.changed_at(), when, &session.title, link)
    })
}

fn of_series(series: &Shared<Series>, sessions: &[Shared<Session>], link: Option<&str>) -> Option<Event> {
    let zone = Zone::stored(&series.zone).ok()?;
    let minutes = u32::try_from(series.minutes).ok()?;
    let mut when = cairn_calendar::Series::ruled(zone.clone(), series.starts, minutes, &series.rule).ok()?;
    when.exdates.clone_from(&series.exdates);
    when.rdates.clone_from(&series.rdates);
    let mut overrides: Vec<Override> = sessions
        .iter()
        .filter(|session| session.series == Some(series.id))
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
    let event = event(series.id.to_string(), series.changed_at(), when, &series.title, link);
    Some(Event { overrides, ..event })
}

fn event(
    uid: String,
    stamp: chrono::DateTime<chrono::Utc>,
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
