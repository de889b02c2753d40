//! The times to choose from, in words.

use super::{
    asked::{Asked, day_words},
    choice::{Choice, Kind},
    people::Person,
    take_turns::{Block, blocks},
};
use crate::{App, series, sessions::joined, sessions::plan::Repeat};
use chrono::NaiveDateTime;
use serde::Serialize;
use ts_rs::TS;

/// More changes than this are counted, not told.
const MOST_BLOCKS_TOLD: usize = 4;

/// A time to choose.
#[derive(Debug, Serialize, TS)]
pub struct PlannerOption {
    /// Names it from one reading to the next.
    pub id: String,
    /// `09:00 every time`, `Every Thursday at 09:00`, `Take turns`.
    pub title: String,
    /// `Kolkata 20:30, Berlin 16:00`; of turns what comes when.
    pub note: String,
    /// What becomes of the other clocks after they change: `From 18 March: Kolkata 18:30`.
    pub shifts: Vec<String>,
    /// What it costs the person it costs most.
    pub most: u32,
    /// What it costs everybody together.
    pub together: u32,
    /// Whether it is outside of somebody's hours.
    pub misses: bool,
    /// Where it is planned as one series or one session: what the dialog for that begins with.
    pub plan: Option<PlannerStart>,
    /// Where people take turns: what is planned then.
    pub turns: Option<PlannerTurns>,
}

/// What the dialog for planning begins with.
#[derive(Debug, Serialize, TS)]
pub struct PlannerStart {
    /// `2026-12-03 09:00`, as typed on the clock of `zone`.
    pub when: String,
    /// The IANA id of the person's own clock.
    pub zone: String,
    /// How often.
    pub repeat: Repeat,
    /// The length of a meeting.
    pub minutes: i64,
    /// The last day of the series, `2027-04-01`; none for a single session.
    pub until: Option<String>,
    /// The same in words: `1 April`.
    pub until_words: Option<String>,
}

/// What is planned where people take turns.
#[derive(Debug, Serialize, TS)]
pub struct PlannerTurns {
    /// All starts on the person's own clock, `2026-12-03T09:00:00`.
    pub starts: Vec<String>,
    /// In words, a line for each series or single session.
    pub lines: Vec<String>,
}

pub(super) fn option(app: &App, asked: &Asked, people: &[Person], choice: &Choice) -> PlannerOption {
    let starts = &choice.proposal.starts;
    let zone = people[0].zone();
    let turns = || PlannerTurns {
        starts: starts.iter().map(|start| start.format("%Y-%m-%dT%H:%M:%S").to_string()).collect(),
        lines: blocks(starts, asked.repeat, zone)
            .iter()
            .map(|block| block_words(app, asked, block))
            .collect(),
    };
    let is_turns = choice.kind == Kind::Turns;
    let last = starts.last().map(NaiveDateTime::date).filter(|_| asked.repeat != Repeat::Once);
    PlannerOption {
        id: choice.id(),
        title: title(app, asked, choice),
        note: note(app, people, choice),
        shifts: if is_turns { vec![] } else { shifts(app, people, choice) },
        most: choice.proposal.most(),
        together: choice.proposal.sum(),
        misses: choice.kind == Kind::NearestMiss,
        plan: (!is_turns).then(|| PlannerStart {
            when: choice.first().format("%Y-%m-%d %H:%M").to_string(),
            zone: zone.id().to_owned(),
            repeat: asked.repeat,
            minutes: asked.minutes,
            until: last.map(|date| date.to_string()),
            until_words: last.map(|date| day_words(app, date)),
        }),
        turns: is_turns.then(turns),
    }
}

fn title(app: &App, asked: &Asked, choice: &Choice) -> String {
    let first = choice.first();
    let time = app.clock_text().time(first.time());
    match (choice.kind, asked.repeat) {
        (Kind::Turns, _) if asked.term.weekday.is_some() => app.words.say("planner-turns"),
        (Kind::Turns, _) => {
            let day = app.clock_text().weekday(first.date());
            app.words.say_with("planner-turns-each", &[("day", day.into())])
        }
        (_, Repeat::Once) => format!("{}, {time}", app.clock_text().date(first.date(), first.date())),
        _ if asked.term.weekday.is_some() && asked.repeat != Repeat::Monthly => {
            app.words.say_with("planner-every-time", &[("time", time.into())])
        }
        _ => series::repeat_words(app, asked.repeat, first),
    }
}

fn note(app: &App, people: &[Person], choice: &Choice) -> String {
    let text = app.clock_text();
    match choice.kind {
        Kind::Turns => turns_note(app, choice),
        Kind::Fixed(latest) if latest > choice.first().time() => {
            let values = [
                ("clocks", clocks(app, people, choice.first()).into()),
                ("latest", text.time(latest).into()),
            ];
            app.words.say_with("planner-or-later", &values)
        }
        Kind::Fixed(_) | Kind::NearestMiss => clocks(app, people, choice.first()),
    }
}

/// `Kolkata 20:30, Berlin 16:00`; the weekday too where it is another one. Each place once.
fn clocks(app: &App, people: &[Person], start: NaiveDateTime) -> String {
    let Ok(at) = people[0].zone().to_instant(start) else { return String::new() };
    let text = app.clock_text();
    let mine = people[0].place();
    let mut clocks: Vec<String> = Vec::new();
    for person in people.iter().filter(|person| person.place() != mine) {
        let there = person.zone().civil(at.instant);
        let mut clock = format!("{} {}", person.place(), text.time(there.time()));
        if there.date() != at.civil.date() {
            clock = format!("{clock} {}", text.weekday_short(there.date()));
        }
        if !clocks.contains(&clock) {
            clocks.push(clock);
        }
    }
    if clocks.is_empty() { app.words.say("planner-same-clock") } else { clocks.join(", ") }
}

/// `From 18 March: Kolkata 18:30, Berlin 14:00`, for each stretch in which the other clocks show something else.
fn shifts(app: &App, people: &[Person], choice: &Choice) -> Vec<String> {
    let zones: Vec<_> = people.iter().map(|person| person.zone().clone()).collect();
    let stretches = cairn_calendar::stretches(&zones, &choice.dates());
    let mut before = clocks(app, people, choice.first());
    let mut shifts = Vec::new();
    for date in stretches.iter().skip(1).filter_map(|dates| dates.first()) {
        let now = clocks(app, people, date.and_time(choice.first().time()));
        if now != before {
            let date = day_words(app, *date);
            shifts.push(
                app.words.say_with("planner-shift", &[("date", date.into()), ("clocks", now.clone().into())]),
            );
            before = now;
        }
    }
    shifts
}

/// `09:00 until 31 December, 07:00 until 11 March, then 08:00`.
fn turns_note(app: &App, choice: &Choice) -> String {
    let text = app.clock_text();
    let runs: Vec<&[NaiveDateTime]> =
        choice.proposal.starts.chunk_by(|one, next| one.time() == next.time()).collect();
    if runs.len() > MOST_BLOCKS_TOLD {
        let mut times: Vec<_> = choice.proposal.starts.iter().map(NaiveDateTime::time).collect();
        times.sort();
        times.dedup();
        let times: Vec<_> = times.into_iter().map(|time| text.time(time)).collect();
        let count = i64::try_from(runs.len() - 1).unwrap_or(i64::MAX);
        let values = [("times", joined(app, &times).into()), ("count", count.into())];
        return app.words.say_with("planner-turns-many", &values);
    }
    let last = runs.len() - 1;
    let told = runs.iter().enumerate().map(|(at, run)| {
        let until = run.last().map(|start| day_words(app, start.date())).unwrap_or_default();
        let time = run.first().map(|start| text.time(start.time())).unwrap_or_default();
        let id = if at == last { "planner-turns-then" } else { "planner-turns-until" };
        app.words.say_with(id, &[("time", time.into()), ("date", until.into())])
    });
    told.collect::<Vec<_>>().join(", ")
}

fn block_words(app: &App, asked: &Asked, block: &Block) -> String {
    let (text, first) = (app.clock_text(), block.first());
    if block.rule.is_none() {
        return format!("{}, {}", text.date(first.date(), first.date()), text.time(first.time()));
    }
    let values = [
        ("rule", series::repeat_words(app, asked.repeat, first).into()),
        ("first", day_words(app, first.date()).into()),
        ("last", day_words(app, block.last().date()).into()),
        ("count", i64::try_from(block.starts.len()).unwrap_or(i64::MAX).into()),
    ];
    app.words.say_with("planner-block", &values)
}
