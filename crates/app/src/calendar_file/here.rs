//! What is here by the name by which a calendar file calls it, and how old it is.

use super::outgoing::sequence_of;
use crate::{Result, series::expander};
use cairn_domain::{MentorshipId, Series, Session, SessionState};
use cairn_store::{Placed, Reader};
use chrono::{DateTime, NaiveDateTime, Utc};

/// What goes by the same name here.
pub(super) enum Here {
    Session(Placed<Session>),
    Series(Placed<Series>, Vec<Placed<Session>>),
}

impl Here {
    pub(super) fn mentorship(&self) -> MentorshipId {
        match self {
            Here::Session(session) => session.mentorship,
            Here::Series(series, _) => series.mentorship,
        }
    }

    /// Its sequence, and when it was changed last: of two versions the greater is newer.
    pub(super) fn version(&self) -> (i64, DateTime<Utc>) {
        match self {
            Here::Session(session) => (session.sequence, session.stamp.unwrap_or(session.changed_at)),
            Here::Series(series, recorded) => {
                let sequence = sequence_of(series, recorded.iter().map(|session| &session.record));
                (sequence, series.stamp.unwrap_or(series.changed_at))
            }
        }
    }

    /// When one occurrence was changed last apart from its series; none where it goes by that.
    pub(super) fn changed_alone(&self, original: NaiveDateTime) -> Option<DateTime<Utc>> {
        let Here::Series(_, recorded) = self else { return None };
        let session = recorded.iter().find(|session| session.original_start == Some(original))?;
        session.stamp.or((session.sequence > 0).then_some(session.changed_at))
    }

    /// Whether what a file says of it, or of one occurrence, is newer. Other calendars count the changes of an occurrence
    /// by itself: a sequence that is no greater tells nothing there, and the later stamp is newer.
    pub(super) fn is_older_than(
        &self,
        occurrence: Option<NaiveDateTime>,
        sequence: i64,
        stamp: Option<DateTime<Utc>>,
    ) -> bool {
        let (own_sequence, own_stamp) = self.version();
        let Some(original) = occurrence else {
            return (sequence, stamp.unwrap_or(own_stamp)) > (own_sequence, own_stamp);
        };
        let alone = self.changed_alone(original);
        let own_stamp = alone.unwrap_or(own_stamp);
        let first =
            alone.is_none() && sequence == own_sequence && stamp.is_none_or(|stamp| stamp == own_stamp);
        sequence > own_sequence || first || stamp.is_some_and(|stamp| stamp > own_stamp)
    }

    /// Whether nothing of it is to be any more.
    pub(super) fn is_off(&self, occurrence: Option<NaiveDateTime>, now: DateTime<Utc>) -> bool {
        match (self, occurrence) {
            // Of one that took place there is nothing to call off.
            (Here::Session(session), _) => session.state != SessionState::Planned,
            (Here::Series(_, recorded), Some(original)) => recorded.iter().any(|session| {
                session.original_start == Some(original) && session.state == SessionState::Cancelled
            }),
            (Here::Series(series, recorded), None) => {
                let Some(expander) = expander(series) else { return false };
                let mut ahead = expander.occurrences(now..);
                let is_called_off = |original: NaiveDateTime| {
                    recorded.iter().any(|session| {
                        session.original_start == Some(original) && session.state == SessionState::Cancelled
                    })
                };
                // The last one is kept to show it.
                ahead.next().is_none_or(|next| is_called_off(next.original)) && ahead.next().is_none()
            }
        }
    }
}

/// All that is here by the name that other calendars know.
pub(super) struct Known {
    sessions: Vec<Placed<Session>>,
    series: Vec<Placed<Series>>,
    pub(super) now: DateTime<Utc>,
}

impl Known {
    pub(super) fn read(reader: &Reader<'_>, now: DateTime<Utc>) -> Result<Known> {
        Ok(Known { sessions: reader.anywhere().all()?, series: reader.anywhere().all()?, now })
    }

    /// What goes by that name.
    pub(super) fn of(&self, uid: &str) -> Option<Here> {
        if let Some(series) = self.series.iter().find(|series| series.uid() == uid) {
            let of_series = self.sessions.iter().filter(|session| session.series == Some(series.id));
            return Some(Here::Series(series.clone(), of_series.cloned().collect()));
        }
        // What is left of a series that is gone goes by its own name.
        let is_alone = |session: &Session| self.series.iter().all(|series| session.series != Some(series.id));
        let alone = self.sessions.iter().find(|session| session.uid() == uid && is_alone(session));
        alone.cloned().map(Here::Session)
    }
}
