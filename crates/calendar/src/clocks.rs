//! One meeting on several people's clocks.

use std::ops::Range;

use chrono::{DateTime, Datelike, NaiveDateTime, TimeDelta, TimeZone, Utc};

use crate::convert::{Transition, day_shift};
use crate::zone::Zone;

/// After this year the older database of the second opinion says nothing about daylight saving time.
const LAST_YEAR_OF_SECOND_OPINION: i32 = 2037;

/// What one clock shows during a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Whose clock.
    pub zone: Zone,
    /// What it shows when the meeting starts.
    pub start: NaiveDateTime,
    /// What it shows when the meeting ends.
    pub end: NaiveDateTime,
    /// Seconds east of UTC when the meeting starts.
    pub offset_seconds: i32,
    /// How many days later its date is than the viewer's when the meeting starts: -1, 0 or +1 almost always.
    pub day_shift: i64,
    /// The last change of this clock between now and the start: its time of day is not what it would be today.
    pub change_before: Option<Transition>,
}

/// What the clock of `zone` shows during `meeting`, seen by somebody in `viewer` at `now`.
pub fn reading(zone: &Zone, meeting: &Range<DateTime<Utc>>, viewer: &Zone, now: DateTime<Utc>) -> Reading {
    let start = zone.to_local(meeting.start);
    let changes = zone.transitions(now).take_while(|change| change.at <= meeting.start);
    Reading {
        zone: zone.clone(),
        start: start.civil,
        end: zone.civil(meeting.end),
        offset_seconds: start.offset_seconds,
        day_shift: day_shift(viewer.civil(meeting.start).date(), start.civil.date()),
        change_before: changes.last(),
    }
}

/// By how much one clock is ahead of another, now and after the next change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Minutes that the other clock is ahead (negative: behind).
    pub minutes: i32,
    /// When that changes within the next year, and to what.
    pub next: Option<NextDifference>,
}

/// A difference to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextDifference {
    /// From when on.
    pub at: DateTime<Utc>,
    /// Minutes that the other clock is ahead from then on.
    pub minutes: i32,
}

/// How far `other` is ahead of `viewer`. Where both change in the same night nothing is announced: the few
/// hours in between are not worth a notice.
pub fn difference(viewer: &Zone, other: &Zone, now: DateTime<Utc>) -> Difference {
    let at = |instant| {
        (other.to_local(instant).offset_seconds - viewer.to_local(instant).offset_seconds).div_euclid(60)
    };
    let minutes = at(now);
    let year_ahead = now + TimeDelta::days(366);
    let changes_of = |zone: &Zone| -> Vec<DateTime<Utc>> {
        zone.transitions(now).map(|change| change.at).take_while(|at| *at < year_ahead).collect()
    };
    let mut changes = [changes_of(viewer), changes_of(other)].concat();
    changes.sort_unstable();
    let next = changes.into_iter().find_map(|change| {
        let settled = at(change + TimeDelta::days(1));
        (settled != minutes).then_some(NextDifference { at: change, minutes: settled })
    });
    Difference { minutes, next }
}

/// What a device with older rules makes of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecondOpinion {
    /// What its clock will show at that instant.
    pub civil: NaiveDateTime,
    /// The offset it takes, in seconds east of UTC.
    pub offset_seconds: i32,
}

/// What calendars with the rules of 2025b show when the clock of `zone` shows `civil`; `None` when they agree
/// with ours, or do not know the zone. To be told as a warning, never to be used as a time.
pub fn second_opinion(zone: &Zone, civil: NaiveDateTime) -> Option<SecondOpinion> {
    let resolved = zone.to_instant(civil).ok().filter(|_| civil.year() <= LAST_YEAR_OF_SECOND_OPINION)?;
    let older: chrono_tz::Tz = zone.id().parse().ok()?;
    let offset = chrono::Offset::fix(&older.offset_from_utc_datetime(&resolved.instant.naive_utc()));
    let offset_seconds = offset.local_minus_utc();
    let shown = resolved.instant.naive_utc() + TimeDelta::seconds(i64::from(offset_seconds));
    (offset_seconds != resolved.offset_seconds).then_some(SecondOpinion { civil: shown, offset_seconds })
}
