//! Finding a zone, and reading one back so that a person sees that it is the right one.

use crate::{App, Error, Result};
use cairn_calendar::{Place, Zone, place_of, search_places};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What to look for.
#[derive(Debug, Deserialize, TS)]
pub struct FindZones {
    /// A city, a country, a zone id, or the beginning of one.
    query: String,
    /// The day on which the offset counts, such as that of a meeting; today when absent.
    #[ts(optional, type = "string")]
    on: Option<NaiveDate>,
}

/// A zone as people know it.
#[derive(Debug, Serialize, TS)]
pub struct ZoneView {
    /// The IANA id, which is what is kept.
    pub id: String,
    /// `Kolkata`.
    pub city: String,
    /// `India`; empty for zones of no country.
    pub country: String,
    /// The time there now, `06:42`.
    pub now: String,
    /// How far it is from UTC at noon of the day asked for, `UTC+5:30`.
    pub offset: String,
}

/// A zone to read back.
#[derive(Debug, Deserialize, TS)]
pub struct ReadZone {
    /// An IANA id, in any case.
    zone: String,
    /// The zone to compare with; none where the zone is the person's own.
    #[ts(optional)]
    against: Option<String>,
    /// Whose clock it is; none where it is the person's own.
    #[ts(optional)]
    name: Option<String>,
}

impl ReadZone {
    /// The person's own zone.
    pub(crate) fn own(zone: &str) -> ReadZone {
        ReadZone { zone: zone.into(), against: None, name: None }
    }
}

/// A zone read back in words.
#[derive(Debug, Serialize, TS)]
pub struct ZoneReading {
    /// The zone.
    pub zone: ZoneView,
    /// `It is 05:10 on Tuesday 1 September for Ishani.`
    pub now: String,
    /// `Ishani is 10½ hours ahead, and 11½ from 1 November.` or what the person's own clocks do next.
    pub more: Option<String>,
}

/// Finds zones by city, country or id; the best first. At most 12.
pub fn find(app: &App, args: FindZones) -> Result<Vec<ZoneView>> {
    let (now, found) = (app.host.now(), search_places(&args.query, 12));
    Ok(found.into_iter().filter_map(|place| view(app, place, now, args.on)).collect())
}

/// Reads a zone back. Fails with `unknown_zone` at field `zone`.
pub fn read(app: &App, args: ReadZone) -> Result<ZoneReading> {
    let zone = known("zone", &args.zone)?;
    let now = app.host.now();
    let there = zone.civil(now);
    let (time, date) =
        (app.clock_text().time(there.time()), app.clock_text().date(there.date(), there.date()));
    let say = |id: &str, name: &str| {
        let values =
            [("time", time.clone().into()), ("date", date.clone().into()), ("name", name.to_owned().into())];
        app.words.say_with(id, &values)
    };
    let (now_text, more) = match (&args.name, &args.against) {
        (Some(name), against) => {
            let against = against.as_deref().map(|id| known("against", id)).transpose()?;
            (say("zone-now-for", name), against.and_then(|mine| difference(app, name, &zone, &mine, now)))
        }
        (None, _) => (say("zone-now", ""), next_change(app, &zone, now)),
    };
    let place = view(app, place_of(&zone), now, None).ok_or_else(|| Error::new("internal"))?;
    Ok(ZoneReading { zone: ZoneView { id: zone.id().into(), ..place }, now: now_text, more })
}

/// The zone of that id, or `unknown_zone` at `field`.
pub(crate) fn known(field: &'static str, id: &str) -> Result<Zone> {
    Zone::find(id).map_err(|error| Error::field(field, error.code(), id))
}

fn view(app: &App, place: Place, now: DateTime<Utc>, on: Option<NaiveDate>) -> Option<ZoneView> {
    let zone = Zone::find(&place.zone).ok()?;
    let noon = on.and_then(|day| day.and_hms_opt(12, 0, 0));
    let at = noon.and_then(|noon| zone.to_instant(noon).ok()).map_or(now, |resolved| resolved.instant);
    Some(ZoneView {
        id: place.zone,
        city: place.city,
        country: place.country,
        now: app.clock_text().time(zone.civil(now).time()),
        offset: offset(zone.to_local(at).offset_seconds),
    })
}

/// `UTC+5:30`, `UTC-3`, `UTC`.
fn offset(seconds: i32) -> String {
    let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() / 60 % 60);
    let sign = if seconds < 0 { '-' } else { '+' };
    match (hours, minutes) {
        (0, 0) => "UTC".into(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}

impl App {
    /// The zone of that id as people know it; none where it is unknown.
    pub(crate) fn zone_view(&self, id: &str) -> Option<ZoneView> {
        view(self, place_of(&Zone::find(id).ok()?), self.now(), None)
            .map(|view| ZoneView { id: id.into(), ..view })
    }
}

/// `Your clocks go back one hour on 1 November.`
fn next_change(app: &App, zone: &Zone, now: DateTime<Utc>) -> Option<String> {
    let change = zone.next_transition(now)?;
    let minutes = i64::from(change.minutes());
    // A zone may keep its clocks and only be called otherwise from some day on.
    if minutes == 0 {
        return None;
    }
    let today = zone.civil(now).date();
    let id = if minutes > 0 { "zone-clocks-forward" } else { "zone-clocks-back" };
    let values = [
        ("length", app.clock_text().length(minutes.abs()).into()),
        ("date", day_and_month(app, change.civil_before().date(), today).into()),
    ];
    Some(app.words.say_with(id, &values))
}

/// `Ishani is 10½ hours ahead, and 11½ from 1 November.`
fn difference(app: &App, name: &str, theirs: &Zone, mine: &Zone, now: DateTime<Utc>) -> Option<String> {
    let minutes_ahead =
        |at: DateTime<Utc>| (theirs.to_local(at).offset_seconds - mine.to_local(at).offset_seconds) / 60;
    let today = minutes_ahead(now);
    let year_ahead = now + chrono::TimeDelta::days(366);
    let next = [theirs, mine]
        .into_iter()
        .filter_map(|zone| zone.next_transition(now))
        .map(|change| change.at)
        .filter(|at| *at < year_ahead && minutes_ahead(*at) != today)
        .min();
    let mut values = vec![("name", name.to_owned().into()), ("hours", hours(today).into())];
    let which = match today {
        0 => "zone-same",
        1.. => "zone-ahead",
        _ => "zone-behind",
    };
    let Some(next) = next else { return Some(app.words.say_with(which, &values)) };
    let then = minutes_ahead(next);
    let direction = match then {
        0 => "same",
        1.. => "ahead",
        _ => "behind",
    };
    values.push(("then", hours(then).into()));
    values.push(("direction", direction.into()));
    values.push(("date", day_and_month(app, mine.civil(next).date(), mine.civil(now).date()).into()));
    Some(app.words.say_with(&format!("{which}-until"), &values))
}

/// Hours with halves and quarters as fractions: `10½`, `¾`.
pub(crate) fn hours(minutes: i32) -> String {
    let (whole, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    let fraction = match rest {
        0 => "",
        15 => "¼",
        30 => "½",
        45 => "¾",
        rest => return format!("{whole}:{rest:02}"),
    };
    if whole == 0 && !fraction.is_empty() { fraction.into() } else { format!("{whole}{fraction}") }
}

fn day_and_month(app: &App, date: NaiveDate, today: NaiveDate) -> String {
    app.clock_text().day(date, today)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestHost;
    use serde_json::{Value, json};

    fn app_on(now: &str) -> App {
        TestHost::at(now).app()
    }

    fn read_zone(now: &str, arguments: Value) -> Value {
        app_on(now).dispatch("zone_read", arguments).unwrap()
    }

    #[test]
    fn the_persons_own_clock_says_when_it_changes() {
        let reading = read_zone("2026-08-31T23:40:00Z", json!({"zone": "America/Chicago"}));
        assert_eq!(reading["now"], "It is 18:40 on Monday 31 August.");
        assert_eq!(reading["more"], "Your clocks go back 1 h on 1 November.");
    }

    #[test]
    fn another_clock_says_how_far_ahead_it_is_and_will_be() {
        let reading = read_zone(
            "2026-08-31T23:40:00Z",
            json!({"zone": "Asia/Kolkata", "against": "America/Chicago", "name": "Ishani"}),
        );
        assert_eq!(reading["now"], "It is 05:10 on Tuesday 1 September for Ishani.");
        assert_eq!(reading["more"], "Ishani is 10½ hours ahead, and 11½ from 1 November.");
    }

    #[test]
    fn the_same_clock_is_said_to_be_the_same() {
        let reading = read_zone(
            "2026-08-31T23:40:00Z",
            json!({"zone": "America/Chicago", "against": "America/Chicago", "name": "Marcus"}),
        );
        assert_eq!(reading["more"], "Marcus has the same time as you.");
    }

    #[test]
    fn an_unknown_zone_is_named_at_its_field() {
        let error = app_on("2026-08-31T23:40:00Z")
            .dispatch("zone_read", json!({"zone": "Mars/Olympus"}))
            .unwrap_err();
        assert_eq!(error.params["field"], "zone".into());
        assert_eq!(error.params["value"], "Mars/Olympus".into());
    }

    #[test]
    fn the_offset_is_that_of_the_day_asked_for() {
        let find = |on: &str| {
            let found =
                app_on("2026-08-31T23:40:00Z").dispatch("zones_find", json!({"query": "chicago", "on": on}));
            found.unwrap()[0]["offset"].clone()
        };
        assert_eq!((find("2026-10-31"), find("2026-11-02")), (json!("UTC-5"), json!("UTC-6")));
    }

    #[test]
    fn a_city_is_found_by_its_beginning() {
        let found = app_on("2026-08-31T23:40:00Z").dispatch("zones_find", json!({"query": "kolk"})).unwrap();
        assert_eq!((&found[0]["id"], &found[0]["country"]), (&json!("Asia/Kolkata"), &json!("India")));
    }
}
