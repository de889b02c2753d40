//! What a file offers, compared with what is here: item by item, before anything is written.

use super::{
    here::{Here, Known},
    rescheduled::is_outdated,
};
use crate::Result;
use cairn_calendar::{
    Cancellation, Event, ReadCalendar, ReadEvent, Skipped, Zone,
    rule::{Frequency, NthWeekday},
};
use cairn_domain::{MentorshipId, Series, SeriesId, Session, SessionId, SessionState, web_link};
use cairn_store::Reader;
use chrono::{DateTime, Datelike, NaiveDateTime, Utc};
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

/// What becomes of an item, when it is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "ItemFate")]
pub enum Fate {
    /// It is not here, and comes.
    New,
    /// It is older here, and is brought up to date.
    Update,
    /// It is called off here. What was written about it stays.
    CallOff,
    /// It is here just so.
    Same,
    /// It was changed here since, and stays.
    Older,
    /// It calls off what is not here, or what cannot be told.
    Unknown,
}

/// How much of what is here a file is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    Whole,
    /// One occurrence of a series that is here, on its clock.
    One(NaiveDateTime),
    /// One occurrence, and there is no telling which.
    Untold,
}

impl Reach {
    fn occurrence(self) -> Option<NaiveDateTime> {
        match self {
            Reach::One(original) => Some(original),
            Reach::Whole | Reach::Untold => None,
        }
    }
}

/// One item of a file.
pub(super) struct Offer {
    pub(super) line: usize,
    pub(super) title: String,
    pub(super) fate: Fate,
    /// What is here of it.
    pub(super) here: Option<Here>,
    /// What the file says of it; none where it only calls it off.
    pub(super) event: Option<Event>,
    /// It is one occurrence of a series that is here: that one, on its clock.
    pub(super) occurrence: Option<NaiveDateTime>,
    /// The zone as it is to be kept: its id, or the name of one that nobody knows.
    pub(super) zone: String,
    pub(super) all_day: bool,
    pub(super) sequence: i64,
    pub(super) stamp: Option<DateTime<Utc>>,
    pub(super) join_link: Option<String>,
}

/// The items of a file, and what cannot be one on the clock it is read on. `otherwise` is the zone of times for which the
/// file names none that is known, where the person has said one; her own zone stands in for times on nobody's clock.
pub(super) fn offers(
    reader: &Reader<'_>,
    file: &ReadCalendar,
    otherwise: Option<&Zone>,
    my_zone: &Zone,
    now: DateTime<Utc>,
) -> Result<(Vec<Offer>, Vec<Skipped>)> {
    let known = Known::read(reader, now)?;
    let (mut offers, mut left_out) = (Vec::new(), Vec::new());
    for event in &file.events {
        match of_event(event, &known, otherwise, my_zone) {
            Ok(offer) => offers.push(offer),
            Err(skipped) => left_out.push(skipped),
        }
    }
    offers.extend(file.cancellations.iter().map(|cancellation| of_cancellation(cancellation, &known)));
    offers.sort_by_key(|offer| offer.line);
    Ok((offers, left_out))
}

fn of_event(
    read: &ReadEvent,
    known: &Known,
    otherwise: Option<&Zone>,
    my_zone: &Zone,
) -> std::result::Result<Offer, Skipped> {
    let zone = match &read.clock {
        cairn_calendar::Clock::Zone(zone) => zone.clone(),
        cairn_calendar::Clock::Floating { suggested } => {
            otherwise.or(suggested.as_ref()).unwrap_or(my_zone).clone()
        }
        // Without an answer nothing is reckoned with it: the civil times stay as they are, and so does its name.
        cairn_calendar::Clock::Unknown(_) => otherwise.cloned().unwrap_or_else(Zone::utc),
    };
    let mut event = read.event(&zone).map_err(|error| Skipped {
        line: read.line,
        code: error.code(),
        value: error.value().to_owned(),
        uid: read.uid.clone(),
        title: read.title.clone(),
    })?;
    let kept = match &read.clock {
        cairn_calendar::Clock::Unknown(name) if otherwise.is_none() => name.clone(),
        _ => zone.id().to_owned(),
    };
    let series = known.of(&read.uid).filter(|here| matches!(here, Here::Series(..)));
    if let (Some(original), None) = (read.occurrence, &series) {
        // Without its series an occurrence is a session of its own, beside others of that series.
        event.uid = format!("{}#{}", read.uid, original.format("%Y%m%dT%H%M%S"));
    }
    let here = series.or_else(|| known.of(&event.uid));
    let reach = match (&here, read.occurrence) {
        (Some(Here::Series(series, _)), Some(original)) => {
            on_clock_of(series, original, &zone, &kept).map_or(Reach::Untold, Reach::One)
        }
        _ => Reach::Whole,
    };
    let occurrence = reach.occurrence();
    let sequence = i64::from(event.sequence);
    let fate = match &here {
        _ if reach == Reach::Untold => Fate::Unknown,
        None if read.cancelled => Fate::Unknown,
        None => Fate::New,
        Some(here) => {
            let is_older = sequence < here.version().0
                || occurrence.and_then(|original| here.changed_alone(original)) > read.stamp;
            match here.is_older_than(occurrence, sequence, read.stamp) {
                true if read.cancelled && here.is_off(occurrence, known.now) => Fate::Same,
                true if read.cancelled => Fate::CallOff,
                true if is_just_so(here, &event, &kept, occurrence) => Fate::Same,
                true => Fate::Update,
                false if is_older => Fate::Older,
                false => Fate::Same,
            }
        }
    };
    Ok(Offer {
        line: read.line,
        title: read.title.clone(),
        fate,
        here,
        join_link: link_in(read),
        occurrence,
        zone: kept,
        all_day: read.all_day,
        sequence,
        stamp: read.stamp,
        event: Some(event),
    })
}

fn of_cancellation(cancellation: &Cancellation, known: &Known) -> Offer {
    let here = known.of(&cancellation.uid);
    let reach = match (&here, &cancellation.occurrence) {
        (_, None) => Reach::Whole,
        (Some(Here::Series(series, _)), Some(one)) => Zone::stored(&series.zone)
            .map_or(Reach::Untold, |zone| Reach::One(one.civil(&zone, series.starts))),
        (_, Some(_)) => Reach::Untold,
    };
    let occurrence = reach.occurrence();
    let sequence = i64::from(cancellation.sequence);
    let fate = match &here {
        None => Fate::Unknown,
        Some(_) if reach == Reach::Untold => Fate::Unknown,
        Some(here) if here.is_off(occurrence, known.now) => Fate::Same,
        Some(here) if occurrence.is_none() && sequence < here.version().0 => Fate::Older,
        // Without a stamp there is no telling how old it is, and off is what somebody wants it.
        Some(here)
            if occurrence.is_some()
                && cancellation.stamp.is_some()
                && !here.is_older_than(occurrence, sequence, cancellation.stamp) =>
        {
            Fate::Older
        }
        Some(_) => Fate::CallOff,
    };
    let (title, zone) = match &here {
        Some(Here::Session(session)) => (session.title.clone(), session.zone.clone()),
        Some(Here::Series(series, _)) => (series.title.clone(), series.zone.clone()),
        None => (cancellation.title.clone(), String::new()),
    };
    Offer {
        line: cancellation.line,
        title,
        fate,
        here,
        event: None,
        occurrence,
        zone,
        all_day: false,
        sequence,
        stamp: cancellation.stamp,
        join_link: None,
    }
}

/// An occurrence that a file names on the clock of `zone`, by the clock of its series; none where one of the two is
/// nobody's, unless both go by the same name.
fn on_clock_of(series: &Series, original: NaiveDateTime, zone: &Zone, name: &str) -> Option<NaiveDateTime> {
    if series.zone == name {
        return Some(original);
    }
    let (own, _) = (Zone::stored(&series.zone).ok()?, Zone::stored(name).ok()?);
    let instant = zone.to_instant(original).ok()?.instant;
    Some(if own == *zone { original } else { own.civil(instant) })
}

/// Whether the file says of it what is here already.
fn is_just_so(here: &Here, event: &Event, zone: &str, occurrence: Option<NaiveDateTime>) -> bool {
    let series = &event.series;
    let minutes = i64::from(series.minutes);
    match here {
        Here::Session(session) => {
            !repeats(event)
                && session.title == event.title
                && (session.starts, session.minutes) == (series.start, minutes)
                && session.zone == zone
                && session.state != SessionState::Cancelled
        }
        Here::Series(kept, recorded) if occurrence.is_none() => {
            let rule = rule_of(event);
            kept.title == event.title
                && (kept.starts, kept.minutes, kept.zone.as_str()) == (series.start, minutes, zone)
                && (&kept.rule, &kept.exdates, &kept.rdates) == (&rule, &series.exdates, &series.rdates)
                && !recorded.iter().any(|session| is_outdated(session, kept, event))
                && event.overrides.iter().all(|one| {
                    recorded.iter().any(|session| {
                        session.original_start == Some(one.original)
                            && (session.starts, session.minutes) == (one.start, i64::from(one.minutes))
                            && (session.state == SessionState::Cancelled) == one.cancelled
                    })
                })
        }
        Here::Series(_, recorded) => recorded.iter().any(|session| {
            session.original_start == occurrence
                && (session.starts, session.minutes) == (series.start, minutes)
                && session.zone == zone
                && session.state != SessionState::Cancelled
        }),
    }
}

/// The rule of a series in iCalendar's words; one that only has added dates repeats no further by itself. A weekly one
/// says its day, which others leave to the start.
pub(super) fn rule_of(event: &Event) -> String {
    let Some(mut rule) = event.series.rule.clone() else { return "FREQ=DAILY;COUNT=1".to_owned() };
    if rule.frequency == Frequency::Weekly && rule.weekdays.is_empty() {
        rule.weekdays = vec![NthWeekday { nth: None, weekday: event.series.start.weekday() }];
    }
    rule.to_string()
}

/// Whether it is more than one session.
pub(super) fn repeats(event: &Event) -> bool {
    event.series.rule.is_some() || !event.series.rdates.is_empty()
}

/// The id under which something of that name is kept. What Cairn wrote itself comes back under its own.
fn id_of(uid: &str, mentorship: MentorshipId) -> (Uuid, Option<String>) {
    match Uuid::parse_str(uid) {
        Ok(id) if id.to_string() == uid => (id, None),
        _ => derived(uid, mentorship),
    }
}

/// An id that follows from a name: the same on every device that takes in the same file.
pub(super) fn derived(uid: &str, mentorship: MentorshipId) -> (Uuid, Option<String>) {
    (Uuid::new_v5(&mentorship.0, uid.as_bytes()), Some(uid.to_owned()))
}

impl Offer {
    /// The session that it is, in a mentorship.
    pub(super) fn session(&self, event: &Event, mentorship: MentorshipId) -> Session {
        let (id, uid) = id_of(&event.uid, mentorship);
        Session {
            id: SessionId(id),
            mentorship,
            series: None,
            original_start: None,
            title: event.title.clone(),
            starts: event.series.start,
            zone: self.zone.clone(),
            minutes: i64::from(event.series.minutes),
            state: SessionState::Planned,
            by_role: None,
            held_minutes: None,
            join_link: self.join_link.clone(),
            uid,
            sequence: self.sequence,
            stamp: self.stamp,
        }
    }

    /// The series that it is, in a mentorship.
    pub(super) fn series(&self, event: &Event, mentorship: MentorshipId) -> Series {
        let (id, uid) = id_of(&event.uid, mentorship);
        Series {
            id: SeriesId(id),
            mentorship,
            title: event.title.clone(),
            starts: event.series.start,
            zone: self.zone.clone(),
            minutes: i64::from(event.series.minutes),
            rule: rule_of(event),
            exdates: event.series.exdates.clone(),
            rdates: event.series.rdates.clone(),
            uid,
            sequence: self.sequence,
            stamp: self.stamp,
        }
    }
}

/// Where to meet: what the file says is the link, or the first one in what it says of the place.
fn link_in(read: &ReadEvent) -> Option<String> {
    let words = |text: &'_ str| -> Vec<String> {
        let parts = text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | ')' | '('));
        parts.filter(|part| part.starts_with("https://")).map(str::to_owned).collect()
    };
    let named = Some(read.url.clone()).filter(|url| url.contains("://")).into_iter();
    let links = named.chain(words(&read.location)).chain(words(&read.description));
    links.into_iter().find_map(|link| web_link("link", &link).ok())
}
