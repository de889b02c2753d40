//! What a mentorship has planned and what is recorded of it: the ground that all the other parts stand on.

use crate::{App, Error, Result, series};
use cairn_calendar::Zone;
use cairn_domain::{
    AgendaItem, Member, Mentorship, MentorshipId, Occurrence, Series, Session, SessionId, SessionState,
    Space, carry_over, occurrences,
};
use cairn_store::{Draft, Reader};
use chrono::{DateTime, TimeDelta, Utc};

/// How far before and after a session its neighbours are looked for.
const NEAR: TimeDelta = TimeDelta::days(400);

/// One mentorship's meetings.
pub(crate) struct Meetings {
    /// The mentorship.
    pub(crate) mentorship: Mentorship,
    /// Who meets.
    pub(crate) members: Vec<Member>,
    /// What plans them.
    pub(crate) series: Vec<Series>,
    /// What somebody has written about.
    pub(crate) recorded: Vec<Session>,
}

impl Meetings {
    /// Reads the meetings of a mentorship. Fails with `not_found`.
    pub(crate) fn read(reader: &Reader<'_>, id: MentorshipId) -> Result<Meetings> {
        let shared = reader.mentorship(id);
        let mentorship = shared.get::<Mentorship>(id)?.ok_or_else(|| Error::not_found("mentorship"))?;
        Ok(Meetings {
            mentorship: mentorship.into_inner(),
            members: members_of(reader, id)?,
            series: shared.all::<Series>()?.into_iter().map(|found| found.into_inner()).collect(),
            recorded: shared.all::<Session>()?.into_iter().map(|found| found.into_inner()).collect(),
        })
    }

    /// The session of that id, be it recorded or only planned by a series, with the meetings around it.
    /// Fails with `not_found`.
    pub(crate) fn around(reader: &Reader<'_>, id: SessionId) -> Result<(Meetings, Session)> {
        if let Some(session) = reader.anywhere().get::<Session>(id)? {
            return Ok((Meetings::read(reader, session.mentorship)?, session.record));
        }
        for series in reader.anywhere().all::<Series>()? {
            if let Some(start) = series::start_of(&series, id) {
                return Ok((Meetings::read(reader, series.mentorship)?, series.session_at(start)));
            }
        }
        Err(Error::not_found("session"))
    }

    /// Whether somebody has written about a session.
    pub(crate) fn is_recorded(&self, id: SessionId) -> bool {
        self.recorded.iter().any(|session| session.id == id)
    }

    /// The series of a session, where it has one that is still there.
    pub(crate) fn series_of(&self, session: &Session) -> Option<&Series> {
        self.series.iter().find(|series| Some(series.id) == session.series)
    }

    /// The sessions that start in `from..until`, in order.
    pub(crate) fn between(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<Occurrence> {
        merged(&self.series, &self.recorded, from, until)
    }

    /// The planned sessions whose zone is unknown here, by their own wall time, and of such series the first.
    pub(crate) fn without_time(&self) -> Vec<Session> {
        without_time(&self.series, &self.recorded)
    }

    /// The session before this one and the one after it.
    pub(crate) fn neighbours(&self, session: &Session) -> (Option<Occurrence>, Option<Occurrence>) {
        let Some(at) = session.instant() else { return (None, None) };
        let all = self.between(at - NEAR, at + NEAR);
        let here = (at, session.id);
        let key = |found: &Occurrence| (found.at, found.session.id);
        let before = all.iter().rfind(|found| key(found) < here).cloned();
        let after = all.into_iter().find(|found| key(found) > here);
        (before, after)
    }

    /// The first session after `at` of which nobody has said yet what became of it, leaving out `except`.
    pub(crate) fn next_planned(&self, at: DateTime<Utc>, except: SessionId) -> Option<Occurrence> {
        self.between(at, at + NEAR).into_iter().find(|found| {
            found.at > at && found.session.id != except && found.session.state == SessionState::Planned
        })
    }
}

fn merged(
    series: &[Series],
    recorded: &[Session],
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Vec<Occurrence> {
    // A wall clock is at most 14 hours from UTC; a day of margin misses nothing, and the instants decide.
    let (first, last) = ((from - TimeDelta::days(1)).naive_utc(), (until + TimeDelta::days(1)).naive_utc());
    let planned = series.iter().flat_map(|series| {
        series::starts_between(series, first, last).into_iter().map(|start| series.session_at(start))
    });
    occurrences(planned, recorded.iter().cloned(), from, until)
}

fn without_time(series: &[Series], recorded: &[Session]) -> Vec<Session> {
    let is_unknown = |zone: &str| Zone::stored(zone).is_err();
    let written = recorded
        .iter()
        .filter(|session| session.state == SessionState::Planned && is_unknown(&session.zone))
        .cloned();
    let first = series
        .iter()
        .filter(|series| is_unknown(&series.zone))
        .map(|series| series.session_at(series.starts))
        .filter(|first| recorded.iter().all(|session| session.id != first.id));
    let mut all: Vec<Session> = written.chain(first).collect();
    all.sort_by_key(|session| session.starts);
    all
}

/// The sessions of all mentorships that start in `from..until`, in order: for Today, the calendar and the reminders.
pub(crate) fn upcoming(
    reader: &Reader<'_>,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<Occurrence>> {
    let (series, recorded) = everywhere(reader)?;
    Ok(merged(&series, &recorded, from, until))
}

/// As [`Meetings::without_time`], of all mentorships.
pub(crate) fn all_without_time(reader: &Reader<'_>) -> Result<Vec<Session>> {
    let (series, recorded) = everywhere(reader)?;
    Ok(without_time(&series, &recorded))
}

fn everywhere(reader: &Reader<'_>) -> Result<(Vec<Series>, Vec<Session>)> {
    let series = reader.anywhere().all::<Series>()?.into_iter().map(|found| found.record);
    let recorded = reader.anywhere().all::<Session>()?.into_iter().map(|found| found.record);
    Ok((series.collect(), recorded.collect()))
}

/// The members of a mentorship, the eldest record first.
pub(crate) fn members_of(reader: &Reader<'_>, id: MentorshipId) -> Result<Vec<Member>> {
    Ok(reader.mentorship(id).all::<Member>()?.into_iter().map(|member| member.into_inner()).collect())
}

/// A session that is to be written about: what a series only planned becomes a record first.
pub(crate) fn recorded(draft: &mut Draft<'_>, id: SessionId) -> Result<Session> {
    let (meetings, session) = Meetings::around(draft, id)?;
    if !meetings.is_recorded(id) {
        draft.create(Space::Mentorship(session.mentorship), &session)?;
    }
    Ok(session)
}

/// Takes what was not talked about in `session` to the session `to`, which becomes a record when there is something
/// to take. Returns how many items went.
pub(crate) fn carry_over_agenda(draft: &mut Draft<'_>, session: &Session, to: SessionId) -> Result<usize> {
    let items = |session: SessionId, draft: &Draft<'_>| -> Result<Vec<AgendaItem>> {
        let found = draft.anywhere().with::<AgendaItem>("session", session)?;
        Ok(found.into_iter().map(|item| item.record).collect())
    };
    let (open, there) = (items(session.id, draft)?, items(to, draft)?);
    let carried = carry_over(&open, to, &there);
    if !carried.is_empty() {
        recorded(draft, to)?;
    }
    for item in &carried {
        draft.update(item)?;
    }
    Ok(carried.len())
}

/// A start that somebody chose, checked. Fails with `unknown_zone` or `out_of_range` at `field`.
pub(super) fn checked_start(
    app: &App,
    field: &'static str,
    starts: chrono::NaiveDateTime,
    zone: &str,
) -> Result<Zone> {
    let known = crate::zones::known("zone", zone)?;
    let typed = || app.clock_text().date(starts.date(), starts.date());
    known.to_instant(starts).map_err(|error| Error::field(field, error.code(), &typed()))?;
    Ok(known)
}
