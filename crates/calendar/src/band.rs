//! The band of hours around a meeting, with night and day on every clock.

use std::ops::Range;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};

use crate::zone::Zone;

/// Hours that a band shows.
pub const BAND_HOURS: i64 = 18;

/// When on a clock the sky changes, in minutes after midnight. No almanac: the band shows at a glance who
/// sleeps, not when the sun rises.
const SKIES: [(i64, Sky); 5] =
    [(0, Sky::Night), (330, Sky::Dawn), (420, Sky::Day), (990, Sky::Dusk), (1080, Sky::Night)];

/// How light it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sky {
    /// 18:00 to 05:30.
    Night,
    /// 05:30 to 07:00.
    Dawn,
    /// 07:00 to 16:30.
    Day,
    /// 16:30 to 18:00.
    Dusk,
}

/// A stretch of one sky; minutes after the band's start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SkySpan {
    /// Where it begins.
    pub from: i64,
    /// Where it ends.
    pub to: i64,
    /// How light it is.
    pub sky: Sky,
}

/// A place on the band at which a clock shows a whole hour; minutes after the band's start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tick {
    /// Where it is.
    pub at: i64,
    /// What the clock shows, 0 to 23.
    pub hour: u32,
    /// The date that begins here, when it does.
    pub begins: Option<NaiveDate>,
}

/// One clock's part of the band.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// The date at the left edge.
    pub first_date: NaiveDate,
    /// From the left edge to the right, without gaps.
    pub sky: Vec<SkySpan>,
    /// Every third hour and every beginning of a date.
    pub ticks: Vec<Tick>,
}

/// The 18 hours around the middle of `meeting`, beginning with a whole hour of the viewer's clock.
pub fn band_around(meeting: &Range<DateTime<Utc>>, viewer: &Zone) -> Range<DateTime<Utc>> {
    let middle = meeting.start + (meeting.end - meeting.start) / 2;
    let left = middle - TimeDelta::hours(BAND_HOURS / 2);
    let civil = viewer.civil(left);
    let past_hour = i64::from(civil.minute() * 60 + civil.second());
    let start = left - TimeDelta::seconds(past_hour);
    start..start + TimeDelta::hours(BAND_HOURS)
}

/// What the band looks like on the clock of `zone`.
pub fn lane(zone: &Zone, band: &Range<DateTime<Utc>>) -> Lane {
    let minutes = (band.end - band.start).num_minutes();
    let civil_at = |minute: i64| zone.civil(band.start + TimeDelta::minutes(minute));
    let mut lane = Lane { first_date: civil_at(0).date(), sky: Vec::new(), ticks: Vec::new() };
    let mut before: Option<NaiveDateTime> = None;
    // Minute by minute: a thousand steps, and clocks that change within the band need no thought.
    for minute in 0..minutes {
        let civil = civil_at(minute);
        add_sky(&mut lane.sky, minute, sky_at(civil.time()));
        if let Some(before) = before {
            let begins = (civil.date() != before.date()).then_some(civil.date());
            let new_hour = civil.hour() != before.hour();
            if begins.is_some() || (new_hour && civil.hour() % 3 == 0) {
                lane.ticks.push(Tick { at: minute, hour: civil.hour(), begins });
            }
        }
        before = Some(civil);
    }
    lane
}

fn add_sky(spans: &mut Vec<SkySpan>, minute: i64, sky: Sky) {
    match spans.last_mut() {
        Some(last) if last.sky == sky => last.to = minute + 1,
        _ => spans.push(SkySpan { from: minute, to: minute + 1, sky }),
    }
}

fn sky_at(time: NaiveTime) -> Sky {
    let minute = i64::from(time.hour() * 60 + time.minute());
    SKIES.iter().rev().find(|(from, _)| *from <= minute).map_or(Sky::Night, |(_, sky)| *sky)
}
