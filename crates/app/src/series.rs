//! The series that plan sessions: how they repeat, and whose clock they follow.

pub mod change;
pub mod year;

use crate::{
    App, Error, Result,
    sessions::plan::{PlanClock, Repeat},
};
use cairn_calendar::{Zone, place_of, repeat, rule};
use cairn_domain::{AccountId, Member, MentorshipId, Series, SeriesId, SessionId};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};
use serde::Serialize;
use ts_rs::TS;

/// A series in words.
#[derive(Debug, Serialize, TS)]
pub struct SeriesView {
    /// Names it.
    pub id: SeriesId,
    /// `Every Tuesday at 20:30`.
    pub rule: String,
    /// `on your clock, in Chicago`; `on Ishani’s clock, in Kolkata`.
    pub clock: String,
    /// `until 15 December`; none while it goes on.
    pub until: Option<String>,
}

/// The civil starts of a series from `from` up to `until`, on its own clock. None where its zone or rule cannot be read.
pub(crate) fn starts_between(
    series: &Series,
    from: NaiveDateTime,
    until: NaiveDateTime,
) -> Vec<NaiveDateTime> {
    let Some(expander) = expander(series) else { return vec![] };
    let zone = &expander.zone;
    let (Ok(from), Ok(until)) = (zone.to_instant(from), zone.to_instant(until)) else { return vec![] };
    expander.occurrences(from.instant..until.instant).map(|found| found.original).collect()
}

/// The start of the occurrence that has this id.
pub(crate) fn start_of(series: &Series, id: SessionId) -> Option<NaiveDateTime> {
    // A series that goes on for longer than this is planned anew at some point.
    const FAR: TimeDelta = TimeDelta::days(366 * 20);
    // The first can be told also where the zone is unknown here.
    if SessionId::of_occurrence(series.id, series.starts) == id && !series.exdates.contains(&series.starts) {
        return Some(series.starts);
    }
    let starts = starts_between(series, series.starts, series.starts.checked_add_signed(FAR)?);
    let of_rule = starts.into_iter().find(|start| SessionId::of_occurrence(series.id, *start) == id);
    // A link to a session that has been skipped since names nothing any more.
    of_rule.filter(|start| !series.exdates.contains(start))
}

/// The rule in iCalendar's words; none for what does not repeat.
pub(crate) fn rule(repeat: Repeat, starts: NaiveDateTime) -> Option<String> {
    Some(simple(repeat, starts)?.rule().to_string())
}

/// The rule of what is to be planned, with the last day on the clock of `zone` where there is one; none for what does
/// not repeat. Fails with `ends_before` and `out_of_range` at `until`.
pub(crate) fn planned_rule(
    app: &App,
    repeat: Repeat,
    starts: NaiveDateTime,
    until: Option<NaiveDate>,
    zone: &Zone,
) -> Result<Option<String>> {
    let Some(last) = until else { return Ok(rule(repeat, starts)) };
    let wrong = |code| Error::field("until", code, &app.clock_text().day(last, app.today()));
    if last < starts.date() {
        return Err(wrong("ends_before"));
    }
    let midnight = last.succ_opt().ok_or_else(|| wrong("out_of_range"))?.and_time(NaiveTime::MIN);
    let end = zone.to_instant(midnight).map_err(|error| wrong(error.code()))?.instant - TimeDelta::seconds(1);
    Ok(ending(repeat, starts, end).map(|rule| rule.to_string()))
}

/// The rule that yields just these starts on the clock of `zone`; none where `repeat` does not lead from each to the
/// next, or where there is only one.
pub(crate) fn rule_until(repeat: Repeat, starts: &[NaiveDateTime], zone: &Zone) -> Option<String> {
    let [first, .., last] = starts else { return None };
    let end = zone.to_instant(*last).ok()?.instant;
    let series = cairn_calendar::Series {
        zone: zone.clone(),
        start: *first,
        minutes: 1,
        rule: Some(ending(repeat, *first, end)?),
        exdates: vec![],
        rdates: vec![],
    };
    let yielded = series.occurrences(..).map(|found| found.original);
    yielded.eq(starts.iter().copied()).then(|| series.rule.map(|rule| rule.to_string()))?
}

fn ending(repeat: Repeat, starts: NaiveDateTime, end: DateTime<Utc>) -> Option<rule::Rule> {
    Some(rule::Rule { end: rule::End::Until(end), ..simple(repeat, starts)?.rule() })
}

fn simple(repeat: Repeat, starts: NaiveDateTime) -> Option<repeat::Repeat> {
    let day = starts.date();
    match repeat {
        Repeat::Once => None,
        Repeat::Weekly => Some(repeat::Repeat::weekly(day)),
        Repeat::Fortnightly => Some(repeat::Repeat::fortnightly(day)),
        Repeat::Monthly => Some(repeat::Repeat::monthly(day)),
    }
}

/// How a series repeats, as the dialogs offer it; none where its rule takes more words.
pub(crate) fn repeat_of(series: &Series) -> Option<Repeat> {
    match repeat::Repeat::of(expander(series)?.rule.as_ref()?)? {
        repeat::Repeat::Weekly { every: 1, .. } => Some(Repeat::Weekly),
        repeat::Repeat::Weekly { every: 2, .. } => Some(Repeat::Fortnightly),
        repeat::Repeat::Weekly { .. } => None,
        repeat::Repeat::Monthly { .. } => Some(Repeat::Monthly),
    }
}

/// A series without exceptions.
pub(crate) fn new(
    id: SeriesId,
    mentorship: MentorshipId,
    title: String,
    starts: NaiveDateTime,
    zone: String,
    minutes: i64,
    rule: String,
) -> Series {
    let (exdates, rdates) = (vec![], vec![]);
    let (uid, sequence, stamp) = (None, 0, None);
    Series { id, mentorship, title, starts, zone, minutes, rule, exdates, rdates, uid, sequence, stamp }
}

/// The clocks a series can follow: the person's own, then the other members'.
pub(crate) fn clocks(app: &App, members: &[Member], account: AccountId) -> Result<Vec<PlanClock>> {
    let is_me = |member: &&Member| member.account == Some(account);
    let label = |id: &str, name: &str, zone: &Zone| {
        let values = [("name", name.to_owned().into()), ("place", place_of(zone).city.into())];
        app.words.say_with(id, &values)
    };
    let mine = app.my_zone();
    let mut clocks = vec![PlanClock {
        member: members.iter().find(is_me).map(|me| me.id),
        label: label("plan-clock-mine", "", &mine),
        zone: mine.id().to_owned(),
    }];
    for member in members.iter().filter(|member| !is_me(member)) {
        let Ok(zone) = Zone::find(&member.zone) else { continue };
        clocks.push(PlanClock {
            member: Some(member.id),
            label: label("plan-clock-of", &member.name, &zone),
            zone: member.zone.clone(),
        });
    }
    Ok(clocks)
}

/// A series in words.
pub(crate) fn view(app: &App, series: &Series, members: &[Member], account: AccountId) -> SeriesView {
    let expander = expander(series);
    let rule = expander.as_ref().and_then(|series| series.rule.as_ref());
    let repeat = rule.and_then(repeat::Repeat::of);
    let until = rule.and_then(|rule| match rule.end {
        rule::End::Until(at) => Some(app.clock_text().day(app.my_zone().civil(at).date(), app.today())),
        _ => None,
    });
    SeriesView {
        id: series.id,
        rule: rule_words(app, series.starts, repeat),
        clock: clock_words(app, series, members, account),
        until: until.map(|date| app.words.say_with("series-until", &[("date", date.into())])),
    }
}

/// `Every Thursday at 09:00`: what begins with `starts` and repeats like this.
pub(crate) fn repeat_words(app: &App, repeat: Repeat, starts: NaiveDateTime) -> String {
    rule_words(app, starts, simple(repeat, starts))
}

fn rule_words(app: &App, starts: NaiveDateTime, repeat: Option<repeat::Repeat>) -> String {
    let time = app.clock_text().time(starts.time());
    let weekday = |weekday: Weekday| app.words.say(&format!("weekday-{}", weekday.number_from_monday()));
    match repeat {
        Some(repeat::Repeat::Weekly { every, weekday: day }) => app.words.say_with(
            "series-weekly",
            &[("every", i64::from(every).into()), ("day", weekday(day).into()), ("time", time.into())],
        ),
        Some(repeat::Repeat::Monthly { nth, weekday: day }) => app.words.say_with(
            "series-monthly",
            &[("nth", i64::from(nth).into()), ("day", weekday(day).into()), ("time", time.into())],
        ),
        None => app.words.say_with(
            "series-other",
            &[("day", weekday(starts.date().weekday()).into()), ("time", time.into())],
        ),
    }
}

fn clock_words(app: &App, series: &Series, members: &[Member], account: AccountId) -> String {
    let place = Zone::stored(&series.zone).map_or_else(|_| series.zone.clone(), |zone| place_of(&zone).city);
    let mine = app.my_zone().id() == series.zone;
    let other = members.iter().find(|member| member.zone == series.zone && member.account != Some(account));
    let (id, name) = match other {
        _ if mine => ("series-clock-mine", String::new()),
        Some(member) => ("series-clock-of", member.name.clone()),
        None => ("series-clock-place", String::new()),
    };
    app.words.say_with(id, &[("name", name.into()), ("place", place.into())])
}

/// The calendar's own series, where zone and rule can be read.
pub(crate) fn expander(series: &Series) -> Option<cairn_calendar::Series> {
    let zone = Zone::stored(&series.zone).ok()?;
    let minutes = u32::try_from(series.minutes).ok()?;
    let mut expander = cairn_calendar::Series::ruled(zone, series.starts, minutes, &series.rule).ok()?;
    expander.exdates.clone_from(&series.exdates);
    expander.rdates.clone_from(&series.rdates);
    Some(expander)
}
