//! Sessions, the series that plan them, and what became of each.

use crate::{Invalid, MentorshipId, Role, SeriesId, SessionId, word::words};
use cairn_calendar::Zone;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use std::collections::BTreeMap;

words! {
    /// What became of a session. A move is an event, not a state.
    SessionState {
        /// Yet to be.
        Planned = "planned",
        /// It took place.
        Held = "held",
        /// Somebody did not come.
        Missed = "missed",
        /// Called off.
        Cancelled = "cancelled",
    }
}

/// One meeting.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// Names it; an occurrence of a series has an id derived from both.
    pub id: SessionId,
    /// The mentorship.
    pub mentorship: MentorshipId,
    /// The series it is an occurrence of.
    pub series: Option<SeriesId>,
    /// When the series had planned it, on the series' clock; names the occurrence for ever, also when it moves.
    pub original_start: Option<NaiveDateTime>,
    /// What it is about.
    pub title: String,
    /// Start on the wall clock of `zone`. No instant is kept: rules of zones change.
    pub starts: NaiveDateTime,
    /// IANA id of the zone of `starts`.
    pub zone: String,
    /// Planned length, 1 to 1440.
    pub minutes: i64,
    /// What became of it.
    pub state: SessionState,
    /// Whose role missed it or called it off.
    pub by_role: Option<Role>,
    /// How long it took.
    pub held_minutes: Option<i64>,
    /// Where to meet, when not where the mentorship meets.
    pub join_link: Option<String>,
    /// What other calendars call it, where it came from one; see [`Session::uid`].
    pub uid: Option<String>,
    /// Goes up by one with each change of time, rule or cancellation: of two versions the greater is newer.
    pub sequence: i64,
    /// How old what was taken from a calendar file is, by its own account; none for what was planned here.
    pub stamp: Option<DateTime<Utc>>,
}

/// A recurrence that plans sessions, anchored to one wall clock.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Names it.
    pub id: SeriesId,
    /// The mentorship.
    pub mentorship: MentorshipId,
    /// What the sessions are called until somebody says more.
    pub title: String,
    /// First start on the wall clock of `zone`.
    pub starts: NaiveDateTime,
    /// IANA id of the zone the series follows.
    pub zone: String,
    /// Planned length of each session, 1 to 1440.
    pub minutes: i64,
    /// The rule in iCalendar's words, without `RRULE:`.
    pub rule: String,
    /// Starts that were taken out, on the series' clock.
    pub exdates: Vec<NaiveDateTime>,
    /// Starts that were added, on the series' clock.
    pub rdates: Vec<NaiveDateTime>,
    /// What other calendars call it, where it came from one; see [`Series::uid`].
    pub uid: Option<String>,
    /// Goes up by one with each change of time, rule or cancellation: of two versions the greater is newer.
    pub sequence: i64,
    /// How old what was taken from a calendar file is, by its own account; none for what was planned here.
    pub stamp: Option<DateTime<Utc>>,
}

/// Where a session is between its plan and its log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// It begins in so many minutes.
    Ahead(i64),
    /// It began so many minutes ago, and is not over by its plan.
    UnderWay(i64),
    /// Its planned end has passed, and nobody has said what became of it.
    Over,
    /// Somebody has said what became of it.
    Settled(SessionState),
}

impl Session {
    /// A session of its own that is planned and nothing more.
    pub fn planned(
        id: SessionId,
        mentorship: MentorshipId,
        title: String,
        starts: NaiveDateTime,
        zone: String,
        minutes: i64,
    ) -> Session {
        Session {
            id,
            mentorship,
            series: None,
            original_start: None,
            title,
            starts,
            zone,
            minutes,
            state: SessionState::Planned,
            by_role: None,
            held_minutes: None,
            join_link: None,
            uid: None,
            sequence: 0,
            stamp: None,
        }
    }

    /// The instant at which it starts; none when its zone is unknown to this device or the time is out of range.
    pub fn instant(&self) -> Option<DateTime<Utc>> {
        Some(Zone::stored(&self.zone).ok()?.to_instant(self.starts).ok()?.instant)
    }

    /// The instant at which it is to end.
    pub fn planned_end(&self) -> Option<DateTime<Utc>> {
        self.instant()?.checked_add_signed(TimeDelta::try_minutes(self.minutes)?)
    }

    /// Where it is at `now`.
    pub fn phase(&self, now: DateTime<Utc>) -> Phase {
        if self.state != SessionState::Planned {
            return Phase::Settled(self.state);
        }
        let Some(starts) = self.instant() else { return Phase::Ahead(0) };
        let minutes = (now - starts).num_seconds().div_euclid(60);
        match minutes {
            ..0 => Phase::Ahead(-minutes),
            _ if minutes < self.minutes => Phase::UnderWay(minutes),
            _ => Phase::Over,
        }
    }

    /// How long it probably took, when somebody logs it at `now`: what has passed, or the plan once it is long over.
    pub fn probable_minutes(&self, now: DateTime<Utc>) -> i64 {
        const STILL_THERE: i64 = 15;
        match self.instant().map(|starts| (now - starts).num_minutes()) {
            Some(passed @ 1..) if passed <= self.minutes + STILL_THERE => passed,
            _ => self.minutes,
        }
    }

    /// What other calendars call it, for life. An occurrence of a series goes by the name of that.
    pub fn uid(&self) -> String {
        self.uid.clone().unwrap_or_else(|| self.id.to_string())
    }

    /// The same with its sequence gone up, where it is at another time than `before`, or called off and was not. Then it
    /// is as old as this change, whatever a file said.
    pub fn after(mut self, before: &Session) -> Session {
        let plan = |session: &Session| {
            let is_off = session.state == SessionState::Cancelled;
            (session.starts, session.zone.clone(), session.minutes, is_off)
        };
        let is_changed = plan(&self) != plan(before);
        self.sequence = before.sequence + i64::from(is_changed);
        self.stamp = self.stamp.filter(|_| !is_changed);
        self
    }

    /// The same time of the day a week later, or as many weeks as it takes to be ahead of `now`.
    pub fn same_time_next_week(&self, now: DateTime<Utc>) -> Option<NaiveDateTime> {
        let zone = Zone::stored(&self.zone).ok()?;
        let today = zone.civil(now);
        let weeks = ((today - self.starts).num_days().div_euclid(7) + 1).max(1);
        self.starts.checked_add_signed(TimeDelta::try_weeks(weeks)?)
    }
}

impl Series {
    /// The session that the series plans at `start`, as long as nobody has written anything about it.
    pub fn session_at(&self, start: NaiveDateTime) -> Session {
        let id = SessionId::of_occurrence(self.id, start);
        let (title, zone) = (self.title.clone(), self.zone.clone());
        Session {
            series: Some(self.id),
            original_start: Some(start),
            ..Session::planned(id, self.mentorship, title, start, zone, self.minutes)
        }
    }

    /// What other calendars call it, for life.
    pub fn uid(&self) -> String {
        self.uid.clone().unwrap_or_else(|| self.id.to_string())
    }

    /// The same with its sequence gone up, where `before` planned other times.
    pub fn after(mut self, before: &Series) -> Series {
        let plan = |series: &Series| {
            let Series { starts, minutes, zone, rule, exdates, rdates, .. } = series.clone();
            (starts, minutes, zone, rule, exdates, rdates)
        };
        self.sequence = before.sequence + i64::from(plan(&self) != plan(before));
        self
    }
}

/// A session as it stands, and whether there is a record of it or only the plan of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Occurrence {
    /// The session.
    pub session: Session,
    /// The instant at which it starts.
    pub at: DateTime<Utc>,
    /// Somebody has written about it: it is in the store.
    pub recorded: bool,
}

/// What the series plan, merged with what is recorded: a recorded occurrence stands where it was moved to and as it
/// became, in the place of the plan. In order of time; only those that start in `from..until`. Sessions whose zone is
/// unknown here are left out.
pub fn occurrences(
    planned: impl IntoIterator<Item = Session>,
    recorded: impl IntoIterator<Item = Session>,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Vec<Occurrence> {
    let mut by_id: BTreeMap<SessionId, (Session, bool)> =
        planned.into_iter().map(|session| (session.id, (session, false))).collect();
    by_id.extend(recorded.into_iter().map(|session| (session.id, (session, true))));
    let mut all: Vec<Occurrence> = by_id
        .into_values()
        .filter_map(|(session, recorded)| Some(Occurrence { at: session.instant()?, session, recorded }))
        .filter(|occurrence| occurrence.at >= from && occurrence.at < until)
        .collect();
    all.sort_by_key(|occurrence| (occurrence.at, occurrence.session.id));
    all
}

/// A length somebody typed. Fails with `minutes_out_of_range` outside 1 to 1440.
pub fn planned_minutes(field: &'static str, minutes: i64) -> Result<i64, Invalid> {
    const MOST: i64 = 1440;
    if (1..=MOST).contains(&minutes) {
        Ok(minutes)
    } else {
        Err(Invalid::new(field, "minutes_out_of_range", &minutes.to_string()).with_limit(MOST as u64))
    }
}

/// A web address somebody typed, which the browser will open. `meet.example.org/x` gets `https://`.
///
/// Fails with `not_a_link` for anything but http and https.
pub fn web_link(field: &'static str, typed: &str) -> Result<String, Invalid> {
    let refused = || Invalid::new(field, "not_a_link", typed);
    let link = typed.trim();
    let (scheme, rest) = link.split_once("://").unwrap_or(("https", link));
    let scheme = scheme.to_ascii_lowercase();
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // A name before an @ is how an address pretends to be another.
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | '"' | '\\');
    let plausible = matches!(scheme.as_str(), "http" | "https")
        && (host.contains('.') || host.contains(':') || host.starts_with("localhost"))
        && !host.starts_with('.')
        && !host.contains('@')
        && rest.chars().all(plain)
        && link.len() <= 2000;
    // `javascript:alert(1)` has no `//`, and a port is a number.
    let port = host.rsplit_once(':').is_none_or(|(_, port)| port.bytes().all(|c| c.is_ascii_digit()));
    if plausible && port { Ok(format!("{scheme}://{rest}")) } else { Err(refused()) }
}

#[cfg(test)]
mod tests;
