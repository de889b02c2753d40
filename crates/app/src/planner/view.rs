//! All that the planner shows, ready to draw.

use super::{
    FindTime,
    asked::{self, Asked, PlannerAsked, PlannerStretch, stretches_of},
    burden::so_far,
    choice::{Choice, Kind},
    day::{self, PlannerDay},
    nobody::{PlannerNobody, nobody},
    options::{PlannerOption, option},
    people::{Person, PlannerLeftOut, PlannerPerson, counted},
};
use crate::{
    App, Error, Result,
    mentorships::Pair,
    sessions::{Meetings, joined},
};
use chrono::{Days, NaiveDate};
use serde::Serialize;
use std::collections::BTreeMap;
use ts_rs::TS;

/// A time for a mentorship.
#[derive(Debug, Serialize, TS)]
pub struct PlannerView {
    /// What the mentorship is called.
    pub name: String,
    /// For what a time was looked for.
    pub asked: PlannerAsked,
    /// `18 sessions. Clocks change on 14 March in Chicago, on 28 March in Berlin.`
    pub summary: String,
    /// How many sessions an option has.
    pub sessions: usize,
    /// Who is counted in, the person herself first.
    pub people: Vec<PlannerPerson>,
    /// Who is not.
    pub left_out: Vec<PlannerLeftOut>,
    /// `6 sessions before 3 December`; none where there were none.
    pub so_far: Option<String>,
    /// The parts of the term between changes of clocks.
    pub stretches: Vec<PlannerStretch>,
    /// The day that is shown.
    pub day: PlannerDay,
    /// Times to choose from, the fairest first; the nearest miss last where no time suits everybody.
    pub options: Vec<PlannerOption>,
    /// Which of them is looked at.
    pub chosen: String,
    /// `At 09:00 every time, Ishani carries all 36.`
    pub compare: Option<String>,
    /// Why no time suits everybody on every date.
    pub nobody: Option<PlannerNobody>,
}

/// Looks for times. Fails with `minutes_out_of_range`, `date_not_understood`, `ends_before`, `term_too_long`,
/// `term_without_date` or `out_of_range` at the field, and with `not_found`.
pub fn view(app: &App, args: FindTime) -> Result<PlannerView> {
    let viewer = app.viewer()?;
    let (meetings, name) = app.read(|reader| {
        Ok((Meetings::read(reader, args.mentorship)?, Pair::read(reader, args.mentorship)?.name()))
    })?;
    let asked = Asked::read(app, &args, &meetings)?;
    let out = |field: &'static str, date: NaiveDate| {
        move |error: cairn_calendar::OutOfRange| Error::field(field, error.code(), &date.to_string())
    };
    let (from, until) = (asked.term.from, asked.term.until);
    let begins = viewer.zone.start_of_day(from).map_err(out("from", from))?;
    let ends = viewer.zone.start_of_day(until + Days::new(3)).map_err(out("until", until))?;
    let (people, left_out) = app.read(|reader| counted(app, reader, &args, &viewer, &(begins..ends)))?;

    let participants: Vec<_> = people.iter().map(|person| person.participant.clone()).collect();
    let minutes = u32::try_from(asked.minutes).unwrap_or(60);
    let found = app.findings(participants, minutes, asked.term);
    let excluding = found.nobody.as_ref().map(|nobody| nobody.excluding.clone());
    let choices = Choice::all(&found, &people);
    let chosen = choices
        .iter()
        .find(|choice| Some(choice.id()) == args.option)
        .or(choices.first())
        .ok_or_else(|| Error::new("internal"))?;
    let dates = chosen.dates();
    let wanted = asked::day("day", args.day.as_deref())?.filter(|day| dates.contains(day));
    // Of a time that does not suit everybody, the first day on which it does not.
    let first = chosen.misses.first().map(|miss| miss.start.date()).or(dates.first().copied());
    let shown = wanted.or(first).unwrap_or(from);

    let so_far = so_far(&meetings, &people, begins);
    Ok(PlannerView {
        name,
        asked: asked.view(app),
        summary: summary(app, &people, &dates),
        sessions: dates.len(),
        people: people_views(app, &people, &so_far.costs, chosen, shown),
        left_out,
        so_far: (so_far.sessions > 0).then(|| {
            let date = asked::day_words(app, from);
            let count = i64::try_from(so_far.sessions).unwrap_or(i64::MAX);
            app.words.say_with("planner-so-far-sessions", &[("count", count.into()), ("date", date.into())])
        }),
        stretches: stretches_of(app, &people, &dates, shown),
        day: day::day(app, &people, minutes, shown, Some(chosen))?,
        options: choices.iter().map(|choice| option(app, &asked, &people, choice)).collect(),
        chosen: chosen.id(),
        compare: compare(app, &people, &choices, chosen),
        nobody: choices
            .iter()
            .find(|choice| choice.kind == Kind::NearestMiss)
            .zip(excluding)
            .map(|(nearest, excluding)| nobody(app, &people, &excluding, nearest)),
    })
}

fn people_views(
    app: &App,
    people: &[Person],
    so_far: &[u32],
    chosen: &Choice,
    shown: NaiveDate,
) -> Vec<PlannerPerson> {
    let noon =
        people[0].zone().to_instant(shown.and_time(chrono::NaiveTime::MIN) + chrono::TimeDelta::hours(12));
    let views = people.iter().enumerate().map(|(at, person)| {
        let date = noon.map_or(shown, |noon| person.zone().civil(noon.instant).date());
        PlannerPerson {
            member: person.member,
            name: person.name.clone(),
            me: person.me,
            about: format!("{}, {}", person.place(), person.hours_on(app, date)),
            no_hours: person.given.0.is_empty(),
            so_far: so_far.get(at).copied().unwrap_or_default(),
            adds: chosen.proposal.totals.get(at).copied().unwrap_or_default(),
        }
    });
    views.collect()
}

/// `18 sessions. Clocks change on 14 March in Chicago, on 28 March in Berlin.`
fn summary(app: &App, people: &[Person], dates: &[NaiveDate]) -> String {
    let count = i64::try_from(dates.len()).unwrap_or(i64::MAX);
    let sessions = app.words.say_with("planner-sessions", &[("count", count.into())]);
    let (Some(first), Some(last)) = (dates.first(), dates.last()) else { return sessions };
    let mut changes: BTreeMap<NaiveDate, Vec<String>> = BTreeMap::new();
    for person in people {
        let Ok(begins) = person.zone().start_of_day(*first) else { continue };
        for change in person.zone().transitions(begins) {
            let date = change.civil_before().date();
            if date > *last {
                break;
            }
            let places = changes.entry(date).or_default();
            if !places.contains(&person.place()) {
                places.push(person.place());
            }
        }
    }
    let told: Vec<String> = changes
        .into_iter()
        .map(|(date, places)| {
            let date = asked::day_words(app, date);
            app.words
                .say_with("planner-change", &[("date", date.into()), ("places", joined(app, &places).into())])
        })
        .collect();
    if told.is_empty() {
        return format!("{sessions}.");
    }
    let changes = app.words.say_with("planner-changes", &[("changes", told.join(", ").into())]);
    format!("{sessions}. {changes}")
}

/// What another choice would mean: the best fixed time beside turns, turns beside a fixed time.
fn compare(app: &App, people: &[Person], choices: &[Choice], chosen: &Choice) -> Option<String> {
    let turns = choices.iter().find(|choice| choice.kind == Kind::Turns)?;
    if chosen.kind != Kind::Turns {
        let most = i64::from(turns.proposal.most());
        return Some(app.words.say_with("planner-compare-turns", &[("most", most.into())]));
    }
    let fixed = choices.iter().find(|choice| matches!(choice.kind, Kind::Fixed(_)))?;
    let most = fixed.proposal.most();
    let carries = people.iter().zip(&fixed.proposal.totals).find(|(_, total)| **total == most)?.0;
    let values = [
        ("me", if carries.me { "yes" } else { "no" }.into()),
        ("name", carries.name.clone().into()),
        ("time", app.clock_text().time(fixed.first().time()).into()),
        ("most", i64::from(most).into()),
        ("all", if most == fixed.proposal.sum() { "yes" } else { "no" }.into()),
    ];
    Some(app.words.say_with("planner-compare-fixed", &values))
}
