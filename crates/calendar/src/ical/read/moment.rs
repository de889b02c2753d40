//! A date or time as a file writes it.

use calcard::common::PartialDateTime;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use crate::convert::in_range;
use crate::zone::Zone;

/// A day, a time on some wall, or an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Moment {
    /// A day.
    Date(NaiveDate),
    /// A time on the wall of a zone that stands beside it, or of none.
    Civil(NaiveDateTime),
    /// An instant.
    Instant(DateTime<Utc>),
}

impl Moment {
    /// `None` for what no calendar has, such as a 13th month, and outside 1900 to 2200.
    pub(super) fn read(written: &PartialDateTime) -> Option<Moment> {
        let (month, day) = (written.month?.into(), written.day?.into());
        let date = NaiveDate::from_ymd_opt(written.year?.into(), month, day)?;
        let Some(hour) = written.hour else {
            return in_range(date.and_time(NaiveTime::MIN)).then_some(Moment::Date(date));
        };
        // A leap second is the last of its minute.
        let second = written.second.unwrap_or_default().min(59).into();
        let civil = date.and_hms_opt(hour.into(), written.minute.unwrap_or_default().into(), second)?;
        if written.second.is_some_and(|second| second > 60) || !in_range(civil) {
            return None;
        }
        let Some(hours) = written.tz_hour else { return Some(Moment::Civil(civil)) };
        let size = i64::from(hours) * 60 + i64::from(written.tz_minute.unwrap_or_default());
        let east = TimeDelta::minutes(if written.tz_minus { -size } else { size });
        Some(Moment::Instant((civil - east).and_utc()))
    }

    /// The civil time in `zone`; a day is meant at `time`.
    pub(super) fn civil(self, zone: &Zone, time: NaiveTime) -> NaiveDateTime {
        match self {
            Moment::Date(date) => date.and_time(time),
            Moment::Civil(civil) => civil,
            Moment::Instant(instant) => zone.civil(instant),
        }
    }

    /// A civil time of `zone` as the instant that it is.
    pub(super) fn fixed_in(self, zone: &Zone) -> Moment {
        match self {
            Moment::Civil(civil) => {
                zone.to_instant(civil).map_or(self, |resolved| Moment::Instant(resolved.instant))
            }
            other => other,
        }
    }
}
