//! What a time is looked for: how long, how often, between which days.

use super::people::Person;
use crate::{App, Error, Result, calendar::read_day, sessions::Meetings, sessions::plan::Repeat};
use cairn_calendar::{Rhythm, Term, stretches};
use cairn_domain::{MemberId, MentorshipId, planned_minutes};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A term is at most so many days long.
const LONGEST: i64 = 366;
/// A term whose end nobody gave is so many days long: four months.
const USUAL: u64 = 119;

/// For what to find a time. What is absent is as the mentorship means to meet.
#[derive(Debug, Deserialize, TS)]
pub struct FindTime {
    /// Who meets.
    pub(super) mentorship: MentorshipId,
    /// 1 to 1440.
    #[ts(optional)]
    minutes: Option<i64>,
    /// How often.
    #[ts(optional)]
    repeat: Option<Repeat>,
    /// 0 is Monday, 6 is Sunday; any day when absent.
    #[ts(optional)]
    weekday: Option<u8>,
    /// The first day, as `2026-12-03`; tomorrow when absent, and when it is earlier.
    #[ts(optional)]
    from: Option<String>,
    /// The last day, inclusive; at most a year later. The end of the mentorship, or four months on, when absent.
    #[ts(optional)]
    until: Option<String>,
    /// Who is counted in besides the person, at most eleven; the first eleven whose clocks are known when absent.
    #[ts(optional)]
    pub(super) members: Option<Vec<MemberId>>,
    /// Which of the options is looked at; the best when absent or gone.
    #[ts(optional)]
    pub(super) option: Option<String>,
    /// Which day is shown, as `2026-12-03`; the first of the option when absent.
    #[ts(optional)]
    pub(super) day: Option<String>,
}

/// For what a time was looked for.
#[derive(Debug, Serialize, TS)]
pub struct PlannerAsked {
    /// The IANA id of the person's own clock, which all times are on.
    pub zone: String,
    /// The length of a meeting.
    pub minutes: i64,
    /// How often.
    pub repeat: Repeat,
    /// 0 is Monday, 6 is Sunday; none for any day.
    pub weekday: Option<u8>,
    /// The first day, `2026-12-03`, which can be typed again.
    pub from: String,
    /// The last day, inclusive.
    pub until: String,
    /// `3 December to 1 April`.
    pub term: String,
}

/// For what to look, checked.
pub(super) struct Asked {
    pub(super) minutes: i64,
    pub(super) repeat: Repeat,
    pub(super) term: Term,
}

impl Asked {
    /// Fails with `minutes_out_of_range`, `date_not_understood`, `out_of_range`,
    /// `ends_before`, `term_too_long` or `term_without_date` at the field.
    pub(super) fn read(app: &App, args: &FindTime, meetings: &Meetings) -> Result<Asked> {
        let last = meetings.recorded.iter().max_by_key(|session| session.starts);
        let repeat = args.repeat.unwrap_or(meetings.mentorship.cadence.into());
        let minutes = args.minutes.or(last.map(|session| session.minutes)).unwrap_or(60);
        let tomorrow = app.today() + Days::new(1);
        let from = day("from", args.from.as_deref())?.unwrap_or(tomorrow).max(tomorrow);
        let ends_on =
            meetings.mentorship.ends_on.filter(|end| (1..LONGEST).contains(&(*end - from).num_days()));
        let until = day("until", args.until.as_deref())?.or(ends_on).unwrap_or(from + Days::new(USUAL));
        let term = Term { from, until, rhythm: rhythm(repeat), weekday: args.weekday.and_then(weekday) };
        let at_until = |code| Error::field("until", code, &day_words(app, until));
        if until < from {
            return Err(at_until("ends_before"));
        }
        if (until - from).num_days() >= LONGEST {
            return Err(at_until("term_too_long"));
        }
        if term.choices().is_empty() {
            return Err(at_until("term_without_date"));
        }
        Ok(Asked { minutes: planned_minutes("minutes", minutes)?, repeat, term })
    }

    pub(super) fn view(&self, app: &App) -> PlannerAsked {
        let Term { from, until, weekday, .. } = self.term;
        let [first, last] = [from, until].map(|date| day_words(app, date));
        let values = [("first", first.into()), ("last", last.into())];
        PlannerAsked {
            zone: app.my_zone().id().to_owned(),
            minutes: self.minutes,
            repeat: self.repeat,
            weekday: weekday.and_then(|weekday| u8::try_from(weekday.num_days_from_monday()).ok()),
            from: from.to_string(),
            until: until.to_string(),
            term: app.words.say_with("planner-term", &values),
        }
    }
}

/// A part of the term in which no clock changes against another.
#[derive(Debug, Serialize, TS)]
pub struct PlannerStretch {
    /// `Until 11 March`, `18 and 25 March`.
    pub label: String,
    /// Its first day, `2027-03-18`.
    pub day: String,
    /// Whether the day that is shown is in it.
    pub shown: bool,
}

/// The stretches of `dates`, of which `shown` is one.
pub(super) fn stretches_of(
    app: &App,
    people: &[Person],
    dates: &[NaiveDate],
    shown: NaiveDate,
) -> Vec<PlannerStretch> {
    let zones: Vec<_> = people.iter().map(|person| person.zone().clone()).collect();
    let stretches = stretches(&zones, dates);
    let label = |part: &[NaiveDate]| {
        let [first, last] = [part.first(), part.last()].map(|date| date.copied().unwrap_or(shown));
        let id = match part {
            [_] => "planner-stretch-day",
            _ if Some(&first) == dates.first() => "planner-stretch-until",
            _ if part.len() == 2 => "planner-stretch-two",
            _ if Some(&last) == dates.last() => "planner-stretch-from",
            _ => "planner-term",
        };
        let same_month = id == "planner-stretch-two" && first.month() == last.month();
        let begins = if same_month { first.day().to_string() } else { day_words(app, first) };
        app.words.say_with(id, &[("first", begins.into()), ("last", day_words(app, last).into())])
    };
    let view = |part: &Vec<NaiveDate>| PlannerStretch {
        label: label(part),
        day: part.first().map(NaiveDate::to_string).unwrap_or_default(),
        shown: part.contains(&shown),
    };
    stretches.iter().map(view).collect()
}

/// `11 March`; with its year only where it could be mistaken.
pub(super) fn day_words(app: &App, date: NaiveDate) -> String {
    const FAR: i64 = 330;
    let is_far = (date - app.today()).num_days().abs() > FAR;
    app.clock_text().day(date, if is_far { app.today() } else { date })
}

/// Fails with `date_not_understood` and `out_of_range` at `field`.
pub(super) fn day(field: &'static str, typed: Option<&str>) -> Result<Option<NaiveDate>> {
    typed.map(|typed| read_day(field, typed)).transpose()
}

fn rhythm(repeat: Repeat) -> Rhythm {
    match repeat {
        Repeat::Once => Rhythm::Once,
        Repeat::Weekly => Rhythm::Weekly { every: 1 },
        Repeat::Fortnightly => Rhythm::Weekly { every: 2 },
        Repeat::Monthly => Rhythm::Monthly,
    }
}

fn weekday(day: u8) -> Option<Weekday> {
    Weekday::try_from(day).ok()
}
