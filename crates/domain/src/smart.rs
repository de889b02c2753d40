//! What stands behind each letter of SMART, and what is still missing. Advice for the one who writes: nothing here
//! ever stops a draft from being kept.

mod language;

use crate::{Goal, Measure, progress::Pace};
use chrono::{Months, NaiveDate};
pub use language::Vague;

/// A date further away than this is a wish, in years.
pub const MOST_YEARS: u32 = 5;

/// A pace that falls short by less than this is near enough, as a share.
const PACE_SLACK: f64 = 0.02;

/// The least that says something, in letters; a character that stands for a word or a syllable counts as three.
const LEAST_SPECIFIC: usize = 12;
const LEAST_REASON: usize = 6;

/// One letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Letter {
    /// What exactly.
    Specific,
    /// By what one can tell.
    Measurable,
    /// Why it can be done.
    Attainable,
    /// Why it matters.
    Relevant,
    /// By when.
    TimeBound,
}

/// Whether a letter holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It does.
    Holds,
    /// There is an answer, and something about it is worth a second look.
    LookAgain,
    /// There is no answer yet.
    Missing,
}

/// Why a letter holds or does not.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// What the person wrote answers it.
    Said,
    /// Nothing was written.
    Unsaid,
    /// Too few words to tell it from anything else.
    TooShort,
    /// A word that could mean anything, as it was written.
    VagueWord {
        /// The word.
        word: String,
        /// What to put in its place.
        vague: Vague,
    },
    /// It reads like more than one goal; the words of the second one.
    Several {
        /// From the word that joins them on, shortened.
        second: String,
    },
    /// The value at the start is missing.
    NoBaseline,
    /// The value to reach is missing.
    NoTarget,
    /// What is counted is missing.
    NoUnit,
    /// A baseline or target that is no number one could count to.
    NotANumber,
    /// Baseline and target are the same.
    NothingChanges,
    /// From a baseline to a target.
    Numbers {
        /// The value at the start.
        baseline: f64,
        /// The value to reach.
        target: f64,
        /// What is counted.
        unit: String,
        /// How many milestones there are besides.
        milestones: usize,
    },
    /// A checklist of too few milestones.
    FewMilestones {
        /// How many there are: 0 or 1.
        count: usize,
    },
    /// A checklist.
    Milestones {
        /// How many there are.
        count: usize,
    },
    /// What the numbers ask for, while nobody knows the pace.
    Asks {
        /// Change in a week, without its sign.
        per_week: f64,
        /// What is counted.
        unit: String,
    },
    /// The numbers ask for more than the pace gives.
    AsksMore {
        /// Change in a week that is asked for, without its sign.
        asked: f64,
        /// Change in a week so far, in the direction of the target; 0 or less when it moves away.
        given: f64,
        /// Over how many days the pace was measured.
        days: i64,
        /// What is counted.
        unit: String,
    },
    /// The pace is enough.
    PaceSuffices {
        /// Change in a week so far, without its sign.
        given: f64,
        /// What is counted.
        unit: String,
    },
    /// The last day, still ahead.
    Due {
        /// That day.
        on: NaiveDate,
    },
    /// The last day is today.
    DueToday,
    /// The last day is over.
    DuePassed {
        /// That day.
        on: NaiveDate,
    },
    /// The last day does not come after the first.
    DueBeforeStart {
        /// The first day.
        starts_on: NaiveDate,
    },
    /// The last day is more than [`MOST_YEARS`] away.
    TooFar {
        /// How many years would be the most.
        years: u32,
    },
}

/// What a letter says about a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The letter.
    pub letter: Letter,
    /// Whether it holds.
    pub verdict: Verdict,
    /// Why; never empty, the weightiest first.
    pub reasons: Vec<Reason>,
}

/// What the person has written so far. Anything may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Draft<'a> {
    /// The goal in a few words.
    pub title: &'a str,
    /// What exactly will be there.
    pub specific: &'a str,
    /// Progress is told by milestones, not by a number.
    pub by_milestones: bool,
    /// The value at the start.
    pub baseline: Option<f64>,
    /// The value to reach.
    pub target: Option<f64>,
    /// What is counted.
    pub unit: &'a str,
    /// How many milestones there are.
    pub milestones: usize,
    /// Why it can be done.
    pub attainable: &'a str,
    /// Why it matters.
    pub relevant: &'a str,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub due_on: Option<NaiveDate>,
    /// What the numbers ask for in a week, where they tell.
    pub asked_per_week: Option<f64>,
    /// The pace so far, where there is one.
    pub pace: Option<Pace>,
}

impl<'a> Draft<'a> {
    /// A goal as it stands, without what its check-ins tell.
    pub fn of(goal: &'a Goal, milestones: usize) -> Draft<'a> {
        Draft {
            title: &goal.title,
            specific: &goal.specific,
            by_milestones: goal.measure == Measure::Checklist,
            baseline: goal.baseline,
            target: goal.target,
            unit: goal.unit.as_deref().unwrap_or_default(),
            milestones,
            attainable: &goal.attainable,
            relevant: &goal.relevant,
            starts_on: goal.starts_on,
            due_on: goal.due_on,
            asked_per_week: None,
            pace: None,
        }
    }
}

/// Answers the five letters, in their order.
pub fn answer(draft: &Draft<'_>, today: NaiveDate) -> [Answer; 5] {
    [specific(draft), measurable(draft), attainable(draft), relevant(draft), time_bound(draft, today)]
}

fn holds(letter: Letter, reason: Reason) -> Answer {
    Answer { letter, verdict: Verdict::Holds, reasons: vec![reason] }
}

fn look_again(letter: Letter, reasons: Vec<Reason>) -> Answer {
    Answer { letter, verdict: Verdict::LookAgain, reasons }
}

fn missing(letter: Letter, reasons: Vec<Reason>) -> Answer {
    Answer { letter, verdict: Verdict::Missing, reasons }
}

/// Judges the words for "what exactly"; while there are none, those of the title. A title alone never answers it.
fn specific(draft: &Draft<'_>) -> Answer {
    let written = draft.specific.trim();
    let text = if written.is_empty() { draft.title.trim() } else { written };
    let mut reasons = Vec::new();
    reasons.extend(language::second_goal(draft.title).map(|second| Reason::Several { second }));
    let vague = language::vague_words(text);
    reasons.extend(vague.into_iter().map(|(word, vague)| Reason::VagueWord { word, vague }));
    if written.is_empty() {
        reasons.insert(0, Reason::Unsaid);
        return missing(Letter::Specific, reasons);
    }
    if language::weight(written) < LEAST_SPECIFIC {
        reasons.insert(0, Reason::TooShort);
    }
    if reasons.is_empty() {
        holds(Letter::Specific, Reason::Said)
    } else {
        look_again(Letter::Specific, reasons)
    }
}

fn measurable(draft: &Draft<'_>) -> Answer {
    let letter = Letter::Measurable;
    if draft.by_milestones {
        return match draft.milestones {
            0 => missing(letter, vec![Reason::FewMilestones { count: 0 }]),
            1 => look_again(letter, vec![Reason::FewMilestones { count: 1 }]),
            count => holds(letter, Reason::Milestones { count }),
        };
    }
    let numbers = [draft.baseline, draft.target];
    if numbers.into_iter().flatten().any(|number| !number.is_finite()) {
        return look_again(letter, vec![Reason::NotANumber]);
    }
    let unit = draft.unit.trim();
    let mut lacks = Vec::new();
    lacks.extend(draft.baseline.is_none().then_some(Reason::NoBaseline));
    lacks.extend(draft.target.is_none().then_some(Reason::NoTarget));
    lacks.extend(unit.is_empty().then_some(Reason::NoUnit));
    let (Some(baseline), Some(target)) = (draft.baseline, draft.target) else {
        return missing(letter, lacks);
    };
    if baseline == target {
        lacks.insert(0, Reason::NothingChanges);
        return look_again(letter, lacks);
    }
    if !lacks.is_empty() {
        return missing(letter, lacks);
    }
    holds(letter, Reason::Numbers { baseline, target, unit: unit.into(), milestones: draft.milestones })
}

/// The pace so far says more than any reason; before there is one, a reason is wanted.
fn attainable(draft: &Draft<'_>) -> Answer {
    let letter = Letter::Attainable;
    let said = language::weight(draft.attainable) >= LEAST_REASON;
    let unit = || draft.unit.trim().to_owned();
    let asked = draft.asked_per_week.filter(|asked| asked.is_finite() && *asked != 0.0);
    match (asked, draft.pace) {
        (Some(asked), Some(pace)) => {
            let given = pace.per_week * asked.signum();
            if given * (1.0 + PACE_SLACK) >= asked.abs() {
                return holds(letter, Reason::PaceSuffices { given, unit: unit() });
            }
            let more = Reason::AsksMore { asked: asked.abs(), given, days: pace.days, unit: unit() };
            look_again(letter, vec![more])
        }
        _ if said => holds(letter, Reason::Said),
        (Some(asked), None) => {
            missing(letter, vec![Reason::Asks { per_week: asked.abs(), unit: unit() }, Reason::Unsaid])
        }
        _ if draft.attainable.trim().is_empty() => missing(letter, vec![Reason::Unsaid]),
        _ => look_again(letter, vec![Reason::TooShort]),
    }
}

fn relevant(draft: &Draft<'_>) -> Answer {
    let letter = Letter::Relevant;
    if draft.relevant.trim().is_empty() {
        return missing(letter, vec![Reason::Unsaid]);
    }
    if language::weight(draft.relevant) < LEAST_REASON {
        return look_again(letter, vec![Reason::TooShort]);
    }
    holds(letter, Reason::Said)
}

fn time_bound(draft: &Draft<'_>, today: NaiveDate) -> Answer {
    let letter = Letter::TimeBound;
    let Some(due_on) = draft.due_on else { return missing(letter, vec![Reason::Unsaid]) };
    if due_on < today {
        return look_again(letter, vec![Reason::DuePassed { on: due_on }]);
    }
    if due_on == today {
        return look_again(letter, vec![Reason::DueToday]);
    }
    if let Some(starts_on) = draft.starts_on.filter(|starts_on| *starts_on >= due_on) {
        return look_again(letter, vec![Reason::DueBeforeStart { starts_on }]);
    }
    // Past the end of the calendar there is nothing that could be too far.
    let most = today.checked_add_months(Months::new(MOST_YEARS * 12)).unwrap_or(NaiveDate::MAX);
    if due_on > most {
        return look_again(letter, vec![Reason::TooFar { years: MOST_YEARS }]);
    }
    holds(letter, Reason::Due { on: due_on })
}

#[cfg(test)]
mod tests;
