//! Eighteen hours on the clock of everybody who meets, as positions to draw: night and day, midnights, now, the session.

use super::Look;
use crate::{
    App,
    mentorships::Pair,
    when::{ClockView, When},
};
use cairn_calendar::Zone;
use cairn_domain::Occurrence;
use chrono::{DateTime, DurationRound, NaiveTime, TimeDelta, Timelike, Utc};
use serde::Serialize;
use ts_rs::TS;

/// How many hours the band is long.
const HOURS: i64 = 18;
/// A session nearer than this is shown together with now.
const TOGETHER: TimeDelta = TimeDelta::hours(15);
/// So many clocks at most; a larger group has its own page.
const MOST_LANES: usize = 5;
/// Dusk and dawn, in hours of the clock. The sun itself is not asked: these are the hours that one does not call.
const NIGHT: (u32, u32) = (20, 7);

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
    let hours = |at: DateTime<Utc>| (at - edge).num_seconds() as f64 / 3600.0;
    let at = hours(meeting.at);
    let length = (meeting.session.minutes as f64 / 60.0).min(HOURS as f64 - at);
    let mine = lane(look, &look.app.my_zone(), &when.mine, edge);
    let others = when.others.iter().filter_map(|clock| {
        let member = pair.members.iter().find(|member| Some(member.id) == clock.member)?;
        Some(lane(look, &Zone::stored(&member.zone).ok()?, clock, edge))
    });
    let now = hours(look.now);
    ClockBandView {
        lanes: std::iter::once(mine).chain(others).take(MOST_LANES).collect(),
        length: HOURS as f64,
        now: (0.0..=HOURS as f64).contains(&now).then_some(now),
        session: BandSession { at, length },
    }
}

/// The left edge, on a full hour: some eight hours before the session, and before now when that is near enough.
fn edge(now: DateTime<Utc>, session: DateTime<Utc>) -> DateTime<Utc> {
    let before = session - TimeDelta::hours(8);
    let edge = if session - now < TOGETHER { before.min(now - TimeDelta::hours(1)) } else { before };
    edge.duration_trunc(TimeDelta::hours(1)).unwrap_or(edge)
}

fn lane(look: &Look<'_, '_>, zone: &Zone, clock: &ClockView, edge: DateTime<Utc>) -> BandLane {
    BandLane {
        id: clock.member.map_or_else(|| "me".to_owned(), |member| member.to_string()),
        time: clock.span.clone(),
        who: clock.label.clone(),
        nights: nights(zone, edge),
        days: days(look.app, zone, edge),
        hours: full_hours(zone, edge),
        now: look.app.clock_text().time(zone.civil(look.now).time()),
        start: clock.start.clone(),
    }
}

fn nights(zone: &Zone, edge: DateTime<Utc>) -> Vec<BandNight> {
    let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    let hours = |at: chrono::NaiveDateTime| {
        let resolved = zone.to_instant(at).ok()?;
        Some((resolved.instant - edge).num_seconds() as f64 / 3600.0)
    };
    let first = zone.civil(edge).date() - TimeDelta::days(1);
    let nights = first.iter_days().take(4).filter_map(|day| {
        let from = hours(day.and_time(time(NIGHT.0)))?;
        let to = hours((day + TimeDelta::days(1)).and_time(time(NIGHT.1)))?;
        Some(BandNight { from, to })
    });
    nights.filter(|night| night.to > 0.0 && night.from < HOURS as f64).collect()
}

/// The first day's name at the edge, where the next midnight leaves room for it, and each midnight's.
fn days(app: &App, zone: &Zone, edge: DateTime<Utc>) -> Vec<BandMark> {
    let label = |day: chrono::NaiveDate| {
        use chrono::Datelike;
        format!("{} {}", app.clock_text().weekday_short(day), day.day())
    };
    let first = zone.civil(edge).date();
    let midnights: Vec<BandMark> = first
        .iter_days()
        .skip(1)
        .take(2)
        .filter_map(|day| {
            let at = (zone.start_of_day(day).ok()? - edge).num_seconds() as f64 / 3600.0;
            (at < HOURS as f64).then(|| BandMark { at, label: label(day) })
        })
        .collect();
    let room = midnights.first().is_none_or(|midnight| midnight.at > 2.5);
    let edge_name = room.then(|| BandMark { at: 0.0, label: label(first) });
    edge_name.into_iter().chain(midnights).collect()
}

/// Every third full hour of the clock. A band crosses a change of clocks rarely, and then shows what the clock shows.
fn full_hours(zone: &Zone, edge: DateTime<Utc>) -> Vec<BandMark> {
    let quarter = TimeDelta::minutes(15);
    let marks = (0..=HOURS * 4).filter_map(|step| {
        let there = zone.civil(edge + quarter * step as i32);
        let full = there.minute() == 0 && there.hour() % 3 == 0 && there.hour() != 0;
        full.then(|| BandMark { at: step as f64 / 4.0, label: format!("{:02}", there.hour()) })
    });
    marks.collect()
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
        let hours = full_hours(&kolkata, edge);
        assert_eq!(hours[0], BandMark { at: 3.5, label: "03".into() });
        let app = crate::testing::TestHost::at("2026-11-25T01:12:00Z").app();
        let days = days(&app, &kolkata, edge);
        assert_eq!(days, [BandMark { at: 0.5, label: "Wed 25".into() }]);
        let nights = nights(&kolkata, edge);
        assert_eq!(nights[0], BandNight { from: -3.5, to: 7.5 });
    }
}
