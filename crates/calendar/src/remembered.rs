//! What the clocks of a zone were last known to do: kept, so that it is seen when the rules of the zone change.
//!
//! ```
//! use cairn_calendar::{RememberedClock, Zone};
//!
//! let (from, until) = ("2026-06-01T00:00:00Z".parse()?, "2027-06-01T00:00:00Z".parse()?);
//! let chicago = Zone::find("America/Chicago")?;
//! let known = RememberedClock::of(&chicago, from, until);
//! assert_eq!(known.to_string(), "1780272000:-18000 1793516400:-21600 1805011200:-18000 1811808000");
//! assert_eq!(known.to_string().parse::<RememberedClock>()?, known);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use crate::zone::Zone;

/// How a clock runs in a stretch of time. Its text is `second:offset` for the beginning and each change of offset, then
/// the second at which the stretch ends; seconds since 1970-01-01 UTC, offsets in seconds east of UTC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RememberedClock {
    /// The beginning and the changes, in order, each with the offset from then on; at least one.
    offsets: Vec<(DateTime<Utc>, i32)>,
    until: DateTime<Utc>,
}

/// A text that is no remembered clock.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a remembered clock")]
pub struct NotRemembered;

impl RememberedClock {
    /// How the clocks of `zone` run from `from` to `until`, by the rules in use.
    pub fn of(zone: &Zone, from: DateTime<Utc>, until: DateTime<Utc>) -> RememberedClock {
        let mut offsets = vec![(from, zone.to_local(from).offset_seconds)];
        let changes = zone.transitions(from).take_while(|change| change.at < until);
        offsets.extend(changes.map(|change| (change.at, change.offset_after)));
        RememberedClock { offsets, until }
    }

    /// The first instant of which nothing is remembered.
    pub fn until(&self) -> DateTime<Utc> {
        self.until
    }

    /// Whether the clocks of `zone` run differently by the rules in use, from `from` on.
    pub fn differs_from(&self, zone: &Zone, from: DateTime<Utc>) -> bool {
        let from = self.offsets.first().map_or(from, |(first, _)| from.max(*first));
        if from >= self.until {
            return false;
        }
        let now = RememberedClock::of(zone, from, self.until);
        let later = self.offsets.iter().filter(|(at, _)| *at > from).copied();
        let then: Vec<_> = [(from, self.offset_at(from))].into_iter().chain(later).collect();
        now.offsets != then
    }

    /// What the clock was to show at `instant`.
    pub fn civil(&self, instant: DateTime<Utc>) -> NaiveDateTime {
        instant.naive_utc() + TimeDelta::seconds(self.offset_at(instant).into())
    }

    /// The instant at which the clock was to show `civil`: after a gap the later reading, in a fold the first.
    pub fn instant(&self, civil: NaiveDateTime) -> DateTime<Utc> {
        let at = |offset: i32| (civil - TimeDelta::seconds(offset.into())).and_utc();
        let mut before = self.offsets[0].1;
        for (place, (_, offset)) in self.offsets.iter().enumerate() {
            let end = self.offsets.get(place + 1).map(|(next, _)| *next);
            let instant = at(*offset);
            if end.is_none_or(|end| instant < end) {
                // Before its stretch begins, this clock does not show it and the one before no longer does: a gap.
                let begins = self.offsets[place].0;
                return if place > 0 && instant < begins { at(before) } else { instant };
            }
            before = *offset;
        }
        at(before)
    }

    fn offset_at(&self, instant: DateTime<Utc>) -> i32 {
        let after = self.offsets.partition_point(|(at, _)| *at <= instant);
        self.offsets[after.saturating_sub(1)].1
    }
}

impl fmt::Display for RememberedClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, offset) in &self.offsets {
            write!(f, "{}:{offset} ", at.timestamp())?;
        }
        write!(f, "{}", self.until.timestamp())
    }
}

impl FromStr for RememberedClock {
    type Err = NotRemembered;

    fn from_str(text: &str) -> Result<RememberedClock, NotRemembered> {
        let instant = |second: &str| DateTime::from_timestamp(second.parse().ok()?, 0);
        let mut parts: Vec<&str> = text.split(' ').collect();
        let until = parts.pop().and_then(instant).ok_or(NotRemembered)?;
        let offset = |part: &&str| {
            let (second, offset) = part.split_once(':')?;
            Some((instant(second)?, offset.parse().ok()?))
        };
        let offsets: Option<Vec<_>> = parts.iter().map(offset).collect();
        let offsets = offsets.filter(|offsets| !offsets.is_empty()).ok_or(NotRemembered)?;
        Ok(RememberedClock { offsets, until })
    }
}
