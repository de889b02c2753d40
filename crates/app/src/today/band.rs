//! Eighteen hours on the clock of everybody who meets, as positions to draw: night and day, midnights, now, the session.

use super::{Look, week::label};
use crate::{
    App,
    mentorships::Pair,
    when::{ClockView, When},
};
use cairn_calendar::{Lane, Sky, SkySpan, Zone, band::BAND_HOURS, lane};
use cairn_domain::Occurrence;
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use serde::Serialize;
use std::ops::Range;
use ts_rs::TS;

/// A session nearer than this is shown together with now.
const TOGETHER: TimeDelta = TimeDelta::hours(15);
/// So many clocks at most; a larger group has its own page.
const MOST_LANES: usize = 5;
/// Some hours around a session on several clocks. Positions are hours from the left edge.
#[derive(Debug, Serialize, TS)]
pub struct ClockBandView {
    /// One for each clock, the person's own first.
    pub lanes: Vec<BandLane>,
    /// How many hours it is long.
    pub length: f64,
    /// Now; none where it is further away.
    pub now: Option<f64>,
    /// The session.
    pub session: BandSession,
}

/// One clock.
#[derive(Debug, Serialize, TS)]
pub struct BandLane {
    /// Whose.
    pub id: String,
    /// The session on this clock: `20:30–21:30`.
    pub time: String,
    /// `Ishani, tomorrow in Kolkata`.
    pub who: String,
    /// When it is night there.
    pub nights: Vec<BandNight>,
    /// Names of days: at the left edge and at each midnight.
    pub days: Vec<BandMark>,
    /// Every third hour.
    pub hours: Vec<BandMark>,
    /// The time now on this clock.
    pub now: String,
    /// The session's start on this clock.
    pub start: String,
}

/// A night; it may reach over the edges.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, TS)]
pub struct BandNight {
    /// Dusk.
    pub from: f64,
    /// Dawn.
    pub to: f64,
}

/// Words at a place.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct BandMark {
    /// Where.
    pub at: f64,
    /// `Wed 25`, `03`.
    pub label: String,
}

/// Where the session lies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, TS)]
pub struct BandSession {
    /// Its start.
    pub at: f64,
    /// Its length, as far as the band reaches.
    pub length: f64,
}

/// The band around a session.
pub(super) fn of(look: &Look<'_, '_>, pair: &Pair, meeting: &Occurrence, when: &When) -> ClockBandView {
    let edge = edge(look.now, meeting.at);
    let band = edge..edge + TimeDelta::hours(BAND_HOURS);
    let place = |at: DateTime<Utc>| (at - edge).num_seconds() as f64 / 3600.0;
    let mine = lane_view(look, &look.app.my_zone(), &when.mine, &band);
    let others = when.others.iter().filter_map(|clock| {
        let member = pair.members.iter().find(|member| Some(member.id) == clock.member)?;
        Some(lane_view(look, &Zone::stored(&member.zone).ok()?, clock, &band))
    });
    let length = BAND_HOURS as f64;
    let at = place(meeting.at);
    ClockBandView {
        lanes: std::iter::once(mine).chain(others).take(MOST_LANES).collect(),
        length,
        now: Some(place(look.now)).filter(|now| (0.0..=length).contains(now)),
        session: BandSession { at, length: hours(meeting.session.minutes).min(length - at) },
    }
}

/// The left edge, on a full hour: some eight hours before the session, and before now when that is near enough.
fn edge(now: DateTime<Utc>, session: DateTime<Utc>) -> DateTime<Utc> {
    let before = session - TimeDelta::hours(8);
    let edge = if session - now < TOGETHER { before.min(now - TimeDelta::hours(1)) } else { before };
    edge.duration_trunc(TimeDelta::hours(1)).unwrap_or(edge)
}

fn lane_view(look: &Look<'_, '_>, zone: &Zone, clock: &ClockView, band: &Range<DateTime<Utc>>) -> BandLane {
    let lane = lane(zone, band);
    BandLane {
        id: clock.member.map_or_else(|| "me".to_owned(), |member| member.to_string()),
        time: clock.span.clone(),
        who: clock.label.clone(),
        nights: nights(&lane.sky),
        days: days(look.app, &lane),
        hours: full_hours(&lane),
        now: look.app.clock_text().time(zone.civil(look.now).time()),
        start: clock.start.clone(),
    }
}

fn hours(minutes: i64) -> f64 {
    minutes as f64 / 60.0
}

/// From the middle of dusk to the middle of dawn. Where the band ends in a night, the night goes on beyond it.
fn nights(sky: &[SkySpan]) -> Vec<BandNight> {
    const BEYOND: i64 = 120;
    const HALF_TWILIGHT: i64 = 45;
    let dark = sky.split(|span| span.sky == Sky::Day).filter(|dark| !dark.is_empty());
    dark.map(|dark| {
        let (first, last) = (dark[0], dark[dark.len() - 1]);
        // Dusk and dawn may be cut off by an edge of the band: their other end tells where their middle is.
        let from = match first.sky {
            Sky::Dusk if first.from > 0 => first.from + HALF_TWILIGHT,
            Sky::Dusk => first.to - HALF_TWILIGHT,
            _ => first.from - BEYOND,
        };
        let to = match last.sky {
            Sky::Dawn if last.from > 0 => last.from + HALF_TWILIGHT,
            Sky::Dawn => last.to - HALF_TWILIGHT,
            _ => last.to + BEYOND,
        };
        BandNight { from: hours(from), to: hours(to) }
    })
    .collect()
}

/// The first day's name at the edge, where the next midnight leaves room for it, and each midnight's.
fn days(app: &App, lane: &Lane) -> Vec<BandMark> {
    const ROOM: i64 = 150;
    let midnights = || lane.ticks.iter().filter_map(|tick| Some((tick.at, tick.begins?)));
    let edge = midnights().next().is_none_or(|(at, _)| at > ROOM).then_some((0, lane.first_date));
    let mark = |(at, day)| BandMark { at: hours(at), label: label(app, day) };
    edge.into_iter().chain(midnights()).map(mark).collect()
}

/// Every third full hour of the clock but midnight, where the day has its name.
fn full_hours(lane: &Lane) -> Vec<BandMark> {
    let full = lane.ticks.iter().filter(|tick| tick.begins.is_none());
    full.map(|tick| BandMark { at: hours(tick.at), label: format!("{:02}", tick.hour) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn instant(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[rstest]
    #[case::this_evening("2026-11-25T01:12:00Z", "2026-11-25T02:30:00Z", "2026-11-24T18:00:00Z")]
    #[case::half_a_day_away("2026-11-25T01:12:00Z", "2026-11-25T13:00:00Z", "2026-11-25T00:00:00Z")]
    #[case::in_three_days("2026-11-25T01:12:00Z", "2026-11-28T02:30:00Z", "2026-11-27T18:00:00Z")]
    #[case::going_on("2026-11-25T02:54:00Z", "2026-11-25T02:30:00Z", "2026-11-24T18:00:00Z")]
    fn the_band_begins_before_now_and_the_session(
        #[case] now: &str,
        #[case] session: &str,
        #[case] expected: &str,
    ) {
        assert_eq!(edge(instant(now), instant(session)), instant(expected));
    }

    #[test]
    fn a_clock_half_an_hour_off_has_its_hours_and_midnight_there() {
        let kolkata = Zone::find("Asia/Kolkata").unwrap();
        let edge = instant("2026-11-24T18:00:00Z");
        let lane = lane(&kolkata, &(edge..edge + TimeDelta::hours(BAND_HOURS)));
        assert_eq!(full_hours(&lane)[0], BandMark { at: 3.5, label: "03".into() });
        let app = crate::testing::TestHost::at("2026-11-25T01:12:00Z").app();
        assert_eq!(days(&app, &lane), [BandMark { at: 0.5, label: "Wed 25".into() }]);
        let nights = nights(&lane.sky);
        assert_eq!(nights[0], BandNight { from: -2.0, to: 6.75 }, "dawn is at a quarter past six");
        assert_eq!(nights[1].from, 17.75);
    }
}
