//! The letters of SMART in words, while one types and afterwards.

use super::{check_in, milestone, numbers, said, write};
use crate::{App, Result};
use cairn_domain::{Goal, GoalId, Measure, progress, smart};
use cairn_store::Reader;
use fluent_bundle::FluentValue;
use serde::{Deserialize, Serialize};
use smart::{Letter, Reason, Verdict};
use ts_rs::TS;

/// What is written so far, as typed. Anything may be empty.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(default)]
pub struct DraftGoal {
    /// The goal as it is kept, for its milestones and its pace; none before it is.
    #[ts(optional)]
    goal: Option<GoalId>,
    title: String,
    specific: String,
    #[ts(optional)]
    measure: Option<Measure>,
    baseline: String,
    target: String,
    unit: String,
    attainable: String,
    relevant: String,
    /// `2026-09-14`, or empty.
    starts_on: String,
    /// `2027-02-26`, or empty.
    due_on: String,
}

/// What one letter says.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct SmartLetter {
    /// `specific`, `measurable`, `attainable`, `relevant`, `time_bound`.
    pub letter: SmartName,
    /// `S`.
    pub initial: String,
    /// `Specific`.
    pub name: String,
    /// Whether it holds.
    pub verdict: SmartVerdict,
    /// Why, in sentences; never empty.
    pub reasons: Vec<String>,
}

/// A letter of SMART by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum SmartName {
    Specific,
    Measurable,
    Attainable,
    Relevant,
    TimeBound,
}

/// Whether a letter holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SmartVerdict {
    /// It does.
    Holds,
    /// There is an answer worth a second look.
    LookAgain,
    /// There is no answer yet.
    Missing,
}

/// Answers the five letters for what is typed. Writes nothing. Only a goal that is not there makes it fail: what cannot
/// be read as a number or a date is what a letter speaks of.
pub fn read(app: &App, args: DraftGoal) -> Result<Vec<SmartLetter>> {
    let number = |typed: &str| match write::read_number("number", typed) {
        Ok(number) => number,
        Err(_) => Some(f64::NAN),
    };
    let day = |typed: &str| write::read_day("day", typed).ok().flatten();
    let kept = match args.goal {
        None => None,
        Some(id) => app.read(|reader| kept(reader, id))?,
    };
    let mut draft = smart::Draft {
        title: &args.title,
        specific: &args.specific,
        by_milestones: args.measure == Some(Measure::Checklist),
        baseline: number(&args.baseline),
        target: number(&args.target),
        unit: &args.unit,
        milestones: kept.as_ref().map_or(0, |kept| kept.milestones),
        attainable: &args.attainable,
        relevant: &args.relevant,
        starts_on: day(&args.starts_on),
        due_on: day(&args.due_on),
        asked_per_week: None,
        pace: None,
    };
    let starts_on = draft.starts_on.unwrap_or_else(|| app.today());
    draft.asked_per_week = asked(&draft, starts_on);
    if let Some(kept) = &kept {
        let goal = Goal {
            baseline: draft.baseline,
            target: draft.target,
            starts_on: draft.starts_on,
            due_on: draft.due_on,
            ..kept.goal.clone()
        };
        draft.pace = progress::pace(&goal, &kept.points);
        draft.asked_per_week = progress::asked_per_week(&goal, &kept.points).or(draft.asked_per_week);
    }
    Ok(in_words(app, &draft))
}

struct Kept {
    goal: Goal,
    points: Vec<progress::Point>,
    milestones: usize,
}

/// A goal that was undone while its form stood open is no reason to stop answering.
fn kept(reader: &Reader<'_>, id: GoalId) -> Result<Option<Kept>> {
    let Some(goal) = reader.anywhere().get::<Goal>(id)? else { return Ok(None) };
    let points = progress::points(&check_in::of_goal(reader, id)?);
    Ok(Some(Kept { goal: goal.record, points, milestones: milestone::of_goal(reader, id)?.len() }))
}

/// What the numbers of a draft ask for in a week.
fn asked(draft: &smart::Draft<'_>, starts_on: chrono::NaiveDate) -> Option<f64> {
    let days = (draft.due_on? - starts_on).num_days();
    (days > 0 && !draft.by_milestones).then_some((draft.target? - draft.baseline?) / days as f64 * 7.0)
}

/// The letters of a goal as it is kept.
pub(super) fn of_goal(
    app: &App,
    goal: &Goal,
    points: &[progress::Point],
    milestones: usize,
) -> Vec<SmartLetter> {
    let draft = smart::Draft {
        asked_per_week: progress::asked_per_week(goal, points),
        pace: progress::pace(goal, points),
        ..smart::Draft::of(goal, milestones)
    };
    in_words(app, &draft)
}

fn in_words(app: &App, draft: &smart::Draft<'_>) -> Vec<SmartLetter> {
    let letters = smart::answer(draft, app.today());
    letters
        .into_iter()
        .map(|answer| {
            let letter = SmartName::from(answer.letter);
            SmartLetter {
                letter,
                initial: app.words.say(&format!("smart-{}-initial", letter.as_str())),
                name: app.words.say(&format!("smart-{}-name", letter.as_str())),
                verdict: answer.verdict.into(),
                reasons: answer
                    .reasons
                    .iter()
                    .map(|reason| reason_text(app, draft, letter, reason))
                    .collect(),
            }
        })
        .collect()
}

/// One reason as a sentence.
fn reason_text(app: &App, draft: &smart::Draft<'_>, letter: SmartName, reason: &Reason) -> String {
    let say = |id: &str, values: &[(&str, FluentValue<'_>)]| app.words.say_with(id, values);
    let day = |date| said::day(app, date).into();
    let about = |value: f64| numbers::about(value).into();
    match reason {
        Reason::Said => said_text(draft, letter),
        Reason::Unsaid => say(&format!("smart-{}-unsaid", letter.as_str()), &[]),
        Reason::TooShort => say(&format!("smart-{}-short", letter.as_str()), &[]),
        Reason::VagueWord { word, vague } => {
            say(&format!("smart-vague-{}", vague.as_str()), &[("word", word.clone().into())])
        }
        Reason::Several { second } => say("smart-several", &[("second", second.clone().into())]),
        Reason::NoBaseline => say("smart-no-baseline", &[]),
        Reason::NoTarget => say("smart-no-target", &[]),
        Reason::NoUnit => say("smart-no-unit", &[]),
        Reason::NotANumber => say("smart-not-a-number", &[]),
        Reason::NothingChanges => say("smart-nothing-changes", &[]),
        Reason::Numbers { baseline, target, unit, milestones } => say(
            "smart-numbers",
            &[
                ("baseline", numbers::exact(*baseline).into()),
                ("target", said::amount(*target, unit).into()),
                ("milestones", (*milestones).into()),
            ],
        ),
        Reason::FewMilestones { count } => say("smart-few-milestones", &[("count", (*count).into())]),
        Reason::Milestones { count } => say("smart-milestones", &[("count", (*count).into())]),
        Reason::Asks { per_week, unit } => {
            say("smart-asks", &[("amount", said::amount_about(*per_week, unit).into())])
        }
        Reason::AsksMore { asked, given, days, unit } => say(
            if *given > 0.0 { "smart-asks-more" } else { "smart-asks-more-none" },
            &[
                ("asked", said::amount_about(*asked, unit).into()),
                ("given", about(*given)),
                ("weeks", (*days / 7).into()),
            ],
        ),
        Reason::PaceSuffices { given, unit } => {
            say("smart-pace-suffices", &[("amount", said::amount_about(*given, unit).into())])
        }
        Reason::Due { on } => app.words.say_with("smart-due", &[("date", said::full_day(app, *on).into())]),
        Reason::DueToday => say("smart-due-today", &[]),
        Reason::DuePassed { on } => say("smart-due-passed", &[("date", day(*on))]),
        Reason::DueBeforeStart { starts_on } => say("smart-due-before-start", &[("date", day(*starts_on))]),
        Reason::TooFar { years } => say("smart-too-far", &[("years", (*years).into())]),
    }
}

/// The person's own words, where they are the answer.
fn said_text(draft: &smart::Draft<'_>, letter: SmartName) -> String {
    let text = match letter {
        SmartName::Attainable => draft.attainable,
        SmartName::Relevant => draft.relevant,
        _ => draft.specific,
    };
    text.trim().to_owned()
}

impl SmartName {
    fn as_str(self) -> &'static str {
        match self {
            SmartName::Specific => "specific",
            SmartName::Measurable => "measurable",
            SmartName::Attainable => "attainable",
            SmartName::Relevant => "relevant",
            SmartName::TimeBound => "time-bound",
        }
    }
}

impl From<Letter> for SmartName {
    fn from(letter: Letter) -> SmartName {
        match letter {
            Letter::Specific => SmartName::Specific,
            Letter::Measurable => SmartName::Measurable,
            Letter::Attainable => SmartName::Attainable,
            Letter::Relevant => SmartName::Relevant,
            Letter::TimeBound => SmartName::TimeBound,
        }
    }
}

impl From<Verdict> for SmartVerdict {
    fn from(verdict: Verdict) -> SmartVerdict {
        match verdict {
            Verdict::Holds => SmartVerdict::Holds,
            Verdict::LookAgain => SmartVerdict::LookAgain,
            Verdict::Missing => SmartVerdict::Missing,
        }
    }
}
