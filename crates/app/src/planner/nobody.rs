//! Why no time suits everybody, and by how much the nearest one does not, in words.

use super::{asked::day_words, choice::Choice, people::Person};
use crate::{App, sessions::joined};
use cairn_calendar::{Gap, Miss};
use serde::Serialize;
use ts_rs::TS;

/// More sets of people than this are not told one by one.
const MOST_SETS: usize = 3;
/// More dates than this are counted.
const MOST_DATES: usize = 3;

/// Why no time suits everybody on every date.
#[derive(Debug, Serialize, TS)]
pub struct PlannerNobody {
    /// `If Camila made room, there would be a time.`
    pub who: String,
    /// What is in the way of the nearest time, a line for each person and reason.
    pub misses: Vec<String>,
}

/// `excluding` are the smallest sets of people who would have to make room, by place.
pub(super) fn nobody(
    app: &App,
    people: &[Person],
    excluding: &[Vec<usize>],
    nearest: &Choice,
) -> PlannerNobody {
    PlannerNobody { who: who(app, people, excluding), misses: misses(app, people, nearest) }
}

fn who(app: &App, people: &[Person], excluding: &[Vec<usize>]) -> String {
    let size = excluding.first().map_or(0, Vec::len);
    if excluding.len() > MOST_SETS {
        let count = i64::try_from(size).unwrap_or(i64::MAX);
        return app.words.say_with("planner-nobody-any", &[("count", count.into())]);
    }
    let name = |place: &usize| {
        let person = &people[*place];
        if person.me { app.words.say("planner-you") } else { person.name.clone() }
    };
    let sets: Vec<_> =
        excluding.iter().map(|set| joined(app, &set.iter().map(name).collect::<Vec<_>>())).collect();
    let who = match sets.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => {
            let values = [("first", most.join(", ").into()), ("last", last.clone().into())];
            app.words.say_with("planner-or", &values)
        }
    };
    app.words.say_with("planner-nobody-who", &[("who", who.into())])
}

fn misses(app: &App, people: &[Person], nearest: &Choice) -> Vec<String> {
    let mut reasons: Vec<(usize, Gap, Vec<&Miss>)> = Vec::new();
    for miss in &nearest.misses {
        match reasons.iter_mut().find(|(who, gap, _)| (*who, *gap) == (miss.participant, miss.gap)) {
            Some((_, _, dates)) => dates.push(miss),
            None => reasons.push((miss.participant, miss.gap, vec![miss])),
        }
    }
    let all = nearest.proposal.starts.len();
    let line = |(who, gap, misses): &(usize, Gap, Vec<&Miss>)| {
        let person = &people[*who];
        let id = match gap {
            Gap::Early(_) => "planner-miss-early",
            Gap::Late(_) => "planner-miss-late",
            Gap::Busy(_) => "planner-miss-busy",
            Gap::NoHours => "planner-miss-hours",
        };
        let values = [
            ("me", if person.me { "yes" } else { "no" }.into()),
            ("name", person.name.clone().into()),
            ("length", app.clock_text().length(gap.minutes()).into()),
        ];
        format!("{}{}", app.words.say_with(id, &values), on_dates(app, misses, all))
    };
    reasons.iter().map(line).collect()
}

/// `, every time`; `, on 10 and 17 December`; `, on 4 of 18 dates, first on 10 December`. Nothing for a single meeting.
fn on_dates(app: &App, misses: &[&Miss], all: usize) -> String {
    let dates: Vec<_> = misses.iter().map(|miss| day_words(app, miss.start.date())).collect();
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let id = match dates.len() {
        _ if all == 1 => return ".".into(),
        count if count == all => "planner-miss-always",
        1..=MOST_DATES => "planner-miss-dates",
        _ => "planner-miss-some",
    };
    let values = [
        ("dates", joined(app, &dates).into()),
        ("count", number(dates.len()).into()),
        ("all", number(all).into()),
        ("first", dates.first().cloned().unwrap_or_default().into()),
    ];
    app.words.say_with(id, &values)
}
