//! The next 12 months of a series on everybody's clock: when it comes at which time for whom, and outside whose hours.

use super::{clock_words, expander, new, planned_rule};
use crate::{
    App, Error, Result,
    faces::Face,
    sessions::{members_of, plan::Repeat},
    zones,
};
use cairn_calendar::{Adjustment, Occurrence, Zone, place_of};
use cairn_domain::{MentorshipId, Series, SeriesId, planned_minutes};
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How far ahead it is shown.
const AHEAD: TimeDelta = TimeDelta::days(366);

/// A series that is not planned yet.
#[derive(Debug, Deserialize, TS)]
pub struct PreviewSeries {
    mentorship: MentorshipId,
    /// The first start on the wall clock of `zone`, `2026-11-24T20:30:00`.
    #[ts(type = "string")]
    starts: NaiveDateTime,
    /// IANA id of the clock it follows.
    zone: String,
    minutes: i64,
    repeat: Repeat,
    /// The last day on the wall clock of `zone`, `2027-04-01`; without end when absent.
    #[ts(optional, type = "string")]
    until: Option<NaiveDate>,
}

/// A series that is planned.
#[derive(Debug, Deserialize, TS)]
pub struct OneSeries {
    series: SeriesId,
}

/// A year of a series. Where clocks change, a stretch ends and another begins.
#[derive(Debug, Serialize, TS)]
pub struct SeriesYear {
    /// `on your clock, in Chicago`.
    pub clock: String,
    /// How many sessions there are.
    pub count: usize,
    /// Whose clocks, the person's own first: `You, Chicago`.
    pub people: Vec<String>,
    /// Sessions that come at the same time on every clock, one after the other.
    pub stretches: Vec<YearStretch>,
    /// Sessions whose time clocks skip or repeat, in words.
    pub notices: Vec<String>,
}

/// Sessions at the same time on every clock.
#[derive(Debug, Serialize, TS)]
pub struct YearStretch {
    /// `24 November to 9 March`; `16 March` for one.
    pub dates: String,
    /// How many.
    pub count: usize,
    /// The time for each of the people, in their order.
    pub times: Vec<YearTime>,
}

/// A time on somebody's clock.
#[derive(Debug, Serialize, TS)]
pub struct YearTime {
    /// `07:00`, with the weekday where it is not the person's own: `07:00 Wed`.
    pub time: String,
    /// Whether it is another than in the stretch before.
    pub changed: bool,
    /// Whether it is outside of the hours this one gave.
    pub outside: bool,
}

/// A year of a series before it is planned. Fails as planning it would, and with `not_found`.
pub fn preview(app: &App, args: PreviewSeries) -> Result<SeriesYear> {
    let minutes = planned_minutes("minutes", args.minutes)?;
    let clock = zones::known("zone", &args.zone)?;
    let zone = clock.id().to_owned();
    let rule = planned_rule(app, args.repeat, args.starts, args.until, &clock)?.unwrap_or_default();
    let series = new(
        SeriesId::from(uuid::Uuid::nil()),
        args.mentorship,
        String::new(),
        args.starts,
        zone,
        minutes,
        rule,
    );
    of(app, &series)
}

/// A year of a series, from now on. Fails with `not_found`.
pub fn get(app: &App, args: OneSeries) -> Result<SeriesYear> {
    let series = app.read(|reader| Ok(reader.anywhere().get::<Series>(args.series)?))?;
    of(app, &series.ok_or_else(|| Error::not_found("series"))?.record)
}

fn of(app: &App, series: &Series) -> Result<SeriesYear> {
    let viewer = app.viewer()?;
    let members = app.read(|reader| members_of(reader, series.mentorship))?;
    let faces = Face::all(&app.words, &viewer, &members);
    let expander = expander(series).ok_or_else(|| Error::field("zone", "unknown_zone", &series.zone))?;
    let meetings: Vec<Occurrence> = match expander.next_from(viewer.now) {
        Some(first) => expander.occurrences(first.start..first.start + AHEAD).collect(),
        None => vec![],
    };
    Ok(SeriesYear {
        clock: clock_words(app, series, &members, viewer.account),
        count: meetings.len(),
        people: faces.iter().map(|face| format!("{}, {}", face.name, place_of(&face.zone).city)).collect(),
        stretches: stretches(app, &faces, series, &meetings),
        notices: notices(app, &expander.zone, &meetings),
    })
}

/// What a clock shows at a meeting, as far as it repeats.
#[derive(PartialEq, Eq)]
struct Shown {
    time: NaiveTime,
    /// The weekday where it is not the person's own.
    other_day: Option<Weekday>,
    outside: bool,
}

fn shown(faces: &[Face<'_>], meeting: &Occurrence, minutes: i64) -> Vec<Shown> {
    let mine = faces.first().map(|face| face.zone.civil(meeting.start).weekday());
    let of = |face: &Face<'_>| {
        let from = face.zone.civil(meeting.start);
        let to = face.zone.civil(meeting.start + TimeDelta::minutes(minutes));
        Shown {
            time: from.time(),
            other_day: Some(from.weekday()).filter(|day| Some(*day) != mine),
            outside: face.hours.cover_all(from, to) == Some(false),
        }
    };
    faces.iter().map(of).collect()
}

fn stretches(app: &App, faces: &[Face<'_>], series: &Series, meetings: &[Occurrence]) -> Vec<YearStretch> {
    let (text, today) = (app.clock_text(), app.today());
    let shown: Vec<Vec<Shown>> =
        meetings.iter().map(|meeting| shown(faces, meeting, series.minutes)).collect();
    let mut stretches = Vec::new();
    let mut first = 0;
    while first < meetings.len() {
        let same = shown[first..].iter().take_while(|one| **one == shown[first]).count();
        let day = |meeting: &Occurrence| text.day(app.my_zone().civil(meeting.start).date(), today);
        let (from, to) = (day(&meetings[first]), day(&meetings[first + same - 1]));
        let times = shown[first].iter().enumerate().map(|(face, now)| {
            let date = faces[face].zone.civil(meetings[first].start).date();
            let weekday = now.other_day.map(|_| format!(" {}", text.weekday_short(date)));
            YearTime {
                time: format!("{}{}", text.time(now.time), weekday.unwrap_or_default()),
                changed: first > 0 && shown[first - 1][face].time != now.time,
                outside: now.outside,
            }
        });
        stretches.push(YearStretch {
            dates: match same {
                1 => from,
                _ => app.words.say_with("series-from-to", &[("from", from.into()), ("to", to.into())]),
            },
            count: same,
            times: times.collect(),
        });
        first += same;
    }
    stretches
}

fn notices(app: &App, zone: &Zone, meetings: &[Occurrence]) -> Vec<String> {
    let (text, today) = (app.clock_text(), app.today());
    let adjusted = meetings.iter().filter(|meeting| meeting.adjustment != Adjustment::None);
    adjusted
        .map(|meeting| {
            let id = if meeting.adjustment == Adjustment::Gap { "series-gap" } else { "series-fold" };
            let values = [
                ("date", text.day(meeting.original.date(), today).into()),
                ("asked", text.time(meeting.original.time()).into()),
                ("time", text.time(meeting.civil.time()).into()),
                ("place", place_of(zone).city.into()),
            ];
            app.words.say_with(id, &values)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::testing::{TestHost, a_pair};
    use serde_json::{Value, json};

    fn preview(starts: &str, zone: &str, repeat: &str) -> Value {
        let app = TestHost::at("2026-11-20T12:00:00Z").open_app();
        let mentorship = a_pair(&app);
        let series = json!({"mentorship": mentorship, "starts": starts, "zone": zone, "minutes": 60, "repeat": repeat});
        app.dispatch("series_preview", series).unwrap()
    }

    #[test]
    fn a_year_is_parted_where_clocks_change() {
        let year = preview("2026-11-24T20:30:00", "America/Chicago", "weekly");
        assert_eq!((&year["clock"], &year["count"]), (&json!("on your clock, in Chicago"), &json!(53)));
        assert_eq!(year["people"], json!(["You, Chicago", "Ishani, Kolkata"]));
        let dates: Vec<_> = (0..3).map(|n| year["stretches"][n]["dates"].as_str().unwrap()).collect();
        assert_eq!(
            dates,
            [
                "24 November to 9 March 2027",
                "16 March 2027 to 2 November 2027",
                "9 November 2027 to 23 November 2027"
            ]
        );
        let second = &year["stretches"][1]["times"];
        assert_eq!(
            second[0],
            json!({"time": "20:30", "changed": false, "outside": true}),
            "Marcus keeps office hours"
        );
        assert_eq!(second[1], json!({"time": "07:00 Wed", "changed": true, "outside": true}));
    }

    #[test]
    fn a_time_that_clocks_skip_is_said() {
        let year = preview("2027-01-03T02:30:00", "America/Chicago", "weekly");
        assert_eq!(
            year["notices"][0],
            "14 March 2027: 02:30 does not exist that day in Chicago; the session is at 03:30."
        );
        assert_eq!(year["stretches"][1]["count"], 1, "it stands alone");
    }

    #[test]
    fn a_series_that_cannot_be_is_refused_at_its_field() {
        let app = TestHost::at("2026-11-20T12:00:00Z").open_app();
        let mentorship = a_pair(&app);
        let ask = |zone: &str, minutes: i64| {
            let series = json!({"mentorship": mentorship, "starts": "2026-11-24T20:30:00", "zone": zone, "minutes": minutes, "repeat": "weekly"});
            app.dispatch("series_preview", series).unwrap_err().params["field"].clone()
        };
        assert_eq!(ask("Mars/Olympus", 60), "zone".into());
        assert_eq!(ask("Asia/Kolkata", 0), "minutes".into());
    }
}
