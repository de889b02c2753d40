//! All that there is to be reminded of.

use super::{
    dated::{self, Dated},
    settings::ReminderSettings,
};
use crate::{
    App, Result, Words,
    alerts::shifts::{self, SeriesShift},
    mentorships::Pair,
    sessions,
    when::{Slot, Viewer},
};
use cairn_calendar::Zone;
use cairn_domain::{
    Due, Late, MentorshipId, Occurrence, Remindable, ReminderSubject, Series, Session, SessionState,
};
use cairn_store::Reader;
use chrono::TimeDelta;
use std::sync::{Arc, Mutex, PoisonError, atomic::Ordering};

/// How far ahead reminders are kept, so that they come although nobody opened the window for weeks.
const AHEAD: TimeDelta = TimeDelta::days(60);
/// How far back a thing is still looked at, to tell that its reminder was missed.
const BACK: TimeDelta = TimeDelta::days(7);
/// A shift is told so long before the first meeting at the other time, in minutes.
const SHIFT_LEAD: i64 = 7 * 1440;

/// What a look at the clock needs to know.
pub(crate) struct Desk {
    pub(super) settings: ReminderSettings,
    pairs: Vec<Pair>,
    sessions: Vec<Occurrence>,
    dated: Vec<Dated>,
    shifts: Vec<SeriesShift>,
}

/// What a reminder is about, found again.
pub(crate) enum Subject<'d> {
    Session(&'d Session),
    Dated(&'d Dated),
    Shift(&'d SeriesShift),
}

/// The desk as it was read last, for as long as nothing it was read from changes.
#[derive(Default)]
pub(crate) struct LastDesk(Mutex<Option<(Read, Arc<Desk>)>>);

/// What a desk was read from.
#[derive(Clone, PartialEq, Eq)]
struct Read {
    /// How many commits there were.
    commits: u64,
    zone: Zone,
    /// What is near moves on with the time; once an hour is enough.
    hour: i64,
}

impl App {
    /// All that there is to be reminded of. Fails with `locked`.
    pub(crate) fn desk(&self, viewer: &Viewer) -> Result<Arc<Desk>> {
        let now = Read {
            commits: self.commits.load(Ordering::SeqCst),
            zone: viewer.zone.clone(),
            hour: viewer.now.timestamp().div_euclid(3600),
        };
        let mut last = self.last_desk.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, desk)) = last.as_ref().filter(|(read, _)| *read == now) {
            return Ok(Arc::clone(desk));
        }
        let desk = Arc::new(self.read(|reader| Desk::read(&self.words, reader, viewer))?);
        *last = Some((now, Arc::clone(&desk)));
        Ok(desk)
    }

    /// Forgets what was read: it belongs to a profile that is not open any more.
    pub(crate) fn clear_desk(&self) {
        *self.last_desk.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Desk {
    /// What is planned and near enough to be reminded of.
    fn read(words: &Words, reader: &Reader<'_>, viewer: &Viewer) -> Result<Desk> {
        let pairs = Pair::all(reader)?;
        let mut sessions = sessions::upcoming(reader, viewer.now - BACK, viewer.now + AHEAD)?;
        sessions.retain(|found| {
            found.session.state == SessionState::Planned
                && pairs.iter().any(|pair| pair.mentorship.id == found.session.mentorship)
        });
        let today = viewer.zone.civil(viewer.now).date();
        // A day more on each side: the zone may change while the list is in use.
        let days = today - BACK - TimeDelta::days(1)..=today + AHEAD + TimeDelta::days(1);
        let mut shifts = Vec::new();
        for pair in pairs.iter().filter(|pair| pair.state().is_under_way()) {
            let shared = reader.mentorship(pair.mentorship.id);
            for series in shared.all::<Series>()? {
                let recorded = shared.with::<Session>("series", Some(series.id))?;
                let recorded: Vec<&Session> = recorded.iter().map(|session| &**session).collect();
                shifts.extend(shifts::of_series(words, viewer, &series, &recorded, pair));
            }
        }
        Ok(Desk {
            settings: ReminderSettings::read(reader)?,
            dated: dated::read(reader, &pairs, &days)?,
            sessions,
            shifts,
            pairs,
        })
    }

    /// Everything, for the rule that says what is due.
    pub(super) fn remindables(&self, viewer: &Viewer) -> Vec<Remindable> {
        let sessions = self.sessions.iter().map(|found| self.of_session(found));
        let dated =
            self.dated.iter().filter_map(|dated| dated.remindable(&self.settings.dates, &viewer.zone));
        let shifts = self.shifts.iter().map(|shift| Remindable {
            subject: ReminderSubject::Shift(shift.series.id),
            planned: shift.original,
            starts: shift.starts,
            ends: shift.ends(),
            dues: vec![due(shift.starts, SHIFT_LEAD)],
            late: Late::Show,
        });
        sessions.chain(dated).chain(shifts).collect()
    }

    fn of_session(&self, found: &Occurrence) -> Remindable {
        let session = &found.session;
        let leads = self.settings.leads_of(session.mentorship);
        Remindable {
            subject: ReminderSubject::Session(session.id),
            planned: session.starts,
            starts: found.at,
            ends: found.at + TimeDelta::minutes(session.minutes),
            dues: leads.iter().map(|lead| due(found.at, *lead)).collect(),
            late: Late::Skip,
        }
    }

    /// What a reminder is about; none where that is gone, or planned for another time now.
    pub(crate) fn find(&self, key: &cairn_domain::ReminderKey) -> Option<Subject<'_>> {
        match key.subject {
            ReminderSubject::Session(id) => {
                let mut sessions = self.sessions.iter().map(|found| &found.session);
                sessions
                    .find(|session| session.id == id && session.starts == key.planned)
                    .map(Subject::Session)
            }
            ReminderSubject::Shift(id) => {
                let is_it = |shift: &&SeriesShift| shift.series.id == id && shift.original == key.planned;
                self.shifts.iter().find(is_it).map(Subject::Shift)
            }
            subject => {
                let is_it = |dated: &&Dated| dated.subject == subject && dated.on == key.planned.date();
                self.dated.iter().find(is_it).map(Subject::Dated)
            }
        }
    }

    /// A mentorship; none where it is gone.
    pub(crate) fn pair(&self, id: MentorshipId) -> Option<&Pair> {
        self.pairs.iter().find(|pair| pair.mentorship.id == id)
    }
}

impl Subject<'_> {
    /// Where it is shown.
    pub(crate) fn route(&self) -> String {
        match self {
            Subject::Session(session) => format!("/session/{}", session.id),
            Subject::Dated(dated) => dated.route.clone(),
            Subject::Shift(shift) => format!("/session/{}", shift.series.session_at(shift.original).id),
        }
    }
}

pub(super) fn slot_of(session: &Session) -> Slot<'_> {
    Slot { starts: session.starts, zone: &session.zone, minutes: session.minutes }
}

fn due(starts: chrono::DateTime<chrono::Utc>, lead_minutes: i64) -> Due {
    Due { lead_minutes, at: starts - TimeDelta::minutes(lead_minutes) }
}
