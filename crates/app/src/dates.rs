//! Dates as people type them, said back in full before they count.

use crate::{App, Error, Result, sessions::members_of, when::When, zones};
use cairn_calendar::{Zone, typed::read_typed};
use cairn_domain::{Member, MentorshipId};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Something typed.
#[derive(Debug, Deserialize, TS)]
pub struct ReadDate {
    /// `tue 16:00`, `in 2 weeks`, `24 nov`.
    text: String,
    /// On whose clock a time is meant: an IANA id; the person's own when absent.
    #[ts(optional)]
    zone: Option<String>,
    /// Who meets then. With it a time is needed, and it is said on every member's clock.
    #[ts(optional)]
    mentorship: Option<MentorshipId>,
    /// How long the meeting is to be, for who is outside her hours; 60 when absent.
    #[ts(optional)]
    minutes: Option<i64>,
}

/// What was understood.
#[derive(Debug, Serialize, TS)]
pub struct DateReading {
    /// `2026-11-24`.
    pub date: String,
    /// `20:30`; none where no time was typed.
    pub time: Option<String>,
    /// `2026-11-24T20:30:00` on the wall clock of `zone`; none where no time was typed.
    pub starts: Option<String>,
    /// The IANA id of that clock.
    pub zone: String,
    /// `Tuesday 24 November, 20:30 for you; Wednesday 08:00 for Ishani`.
    pub readback: String,
    /// What else must be known: that clocks skip this time or show it twice, that it has passed, who is out of hours.
    pub more: Option<String>,
    /// Whether `more` says something to look at twice.
    pub warn: bool,
}

/// Reads a date. Fails at `text` with `date_missing`, `date_not_understood`, `date_impossible`, `time_impossible`,
/// `date_ambiguous`, `weekday_differs`, `date_out_of_range` or `time_missing`, naming what is at fault.
pub fn read(app: &App, args: ReadDate) -> Result<DateReading> {
    let zone = match &args.zone {
        Some(zone) => zones::known("zone", zone)?,
        None => app.my_zone(),
    };
    let typed = read_typed(&args.text, zone.civil(app.now()))
        .map_err(|error| Error::field("text", error.code(), error.value()))?;
    let members = match args.mentorship {
        Some(mentorship) => Some(app.read(|reader| members_of(reader, mentorship))?),
        None => None,
    };
    match (typed.time, members) {
        (Some(time), Some(members)) => {
            let minutes = args.minutes.filter(|minutes| (1..=1440).contains(minutes)).unwrap_or(60);
            moment(app, typed.date.and_time(time), &zone, minutes, &members)
        }
        (None, Some(_)) => Err(Error::field("text", "time_missing", args.text.trim())),
        (time, None) => Ok(day(app, typed.date, time, &zone)),
    }
}

/// A day, with a time where one was typed.
fn day(app: &App, date: NaiveDate, time: Option<NaiveTime>, zone: &Zone) -> DateReading {
    let today = zone.civil(app.now()).date();
    let text = app.clock_text();
    let full = text.date(date, today);
    let past = date < today;
    DateReading {
        date: date.to_string(),
        time: time.map(|time| text.time(time)),
        starts: time.map(|time| iso(date.and_time(time))),
        zone: zone.id().to_owned(),
        readback: match time {
            Some(time) => format!("{full}, {}", text.time(time)),
            None => full,
        },
        more: past.then(|| app.words.say("reading-past")),
        warn: past,
    }
}

/// A meeting, on every clock.
fn moment(
    app: &App,
    starts: NaiveDateTime,
    zone: &Zone,
    minutes: i64,
    members: &[Member],
) -> Result<DateReading> {
    let resolved =
        zone.to_instant(starts).map_err(|error| Error::field("text", error.code(), &iso(starts)))?;
    let when = app.when(starts, zone.id(), minutes, members)?;
    let (text, now) = (app.clock_text(), app.now());
    let mine = app.my_zone().civil(resolved.instant);
    let (more, warn) = remark(app, &when, resolved.instant < now);
    Ok(DateReading {
        date: starts.date().to_string(),
        time: Some(text.time(starts.time())),
        starts: Some(iso(starts)),
        zone: zone.id().to_owned(),
        readback: on_every_clock(app, &when, mine),
        more,
        warn,
    })
}

/// `Tuesday 24 November, 20:30 for you; Wednesday 08:00 for Ishani`. `mine` is the start on the person's own clock.
pub(crate) fn on_every_clock(app: &App, when: &When, mine: NaiveDateTime) -> String {
    let text = app.clock_text();
    let date = text.date(mine.date(), app.today());
    let own = app
        .words
        .say_with("reading-mine", &[("date", date.into()), ("time", when.mine.start.clone().into())]);
    let mut parts = vec![own];
    parts.extend(when.others.iter().filter(|clock| !clock.start.is_empty()).map(|clock| {
        let there = mine.date() + chrono::TimeDelta::days(clock.day_shift);
        let id = if clock.day_shift == 0 { "reading-other" } else { "reading-other-day" };
        let values = [
            ("day", text.weekday(there).into()),
            ("time", clock.start.clone().into()),
            ("name", clock.name.clone().into()),
        ];
        app.words.say_with(id, &values)
    }));
    parts.join("; ")
}

/// The one thing that matters most about a time. Her own hours are the person's own affair.
fn remark(app: &App, when: &When, past: bool) -> (Option<String>, bool) {
    if let Some(notice) = &when.notice {
        return (Some(notice.clone()), true);
    }
    if past {
        return (Some(app.words.say("reading-past")), true);
    }
    let outside = |clock: &&crate::when::ClockView| clock.inside_hours == Some(false);
    let others: Vec<String> = when.others.iter().filter(outside).map(|clock| clock.name.clone()).collect();
    if !others.is_empty() {
        let values = [("names", others.join(", ").into())];
        return (Some(app.words.say_with("reading-outside-hours", &values)), true);
    }
    (when.older_rules.clone(), false)
}

fn iso(civil: NaiveDateTime) -> String {
    civil.format("%Y-%m-%dT%H:%M:%S").to_string()
}
