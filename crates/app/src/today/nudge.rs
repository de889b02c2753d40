//! One gentle thought at most: what a friend who keeps the calendar would say, and no more than once a fortnight.

use super::{Look, label_of};
use crate::{
    App, Error, Result,
    mentorships::{
        Pair,
        health::{last_contact, long_without},
        list::is_to_be_logged,
    },
    sessions::{Meetings, recorded},
};
use cairn_domain::{
    AgendaItem, AgendaItemId, MentorshipId, MentorshipState, SessionId, SessionState, Setting, SettingId,
    Space, last_position,
};
use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A thought that was put away comes back after so many days, if it still holds.
const QUIET_DAYS: i64 = 14;
/// The planned end of a mentorship is spoken of so many days before.
const END_DAYS: i64 = 30;

/// A thought.
#[derive(Debug, PartialEq, Serialize, TS)]
pub struct NudgeView {
    /// Names it, to put it away.
    pub key: String,
    /// What it says.
    pub text: String,
    /// What it offers.
    pub act: NudgeAct,
    /// The mentorship it is about.
    pub mentorship: MentorshipId,
    /// The session it is about, or on whose agenda it would go.
    pub session: Option<SessionId>,
}

/// What a thought offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NudgeAct {
    /// Say what became of a session.
    Log,
    /// Plan a session.
    Plan,
    /// Put it on the agenda of the next session.
    Agenda,
}

/// A thought to put away.
#[derive(Debug, Deserialize, TS)]
pub struct HideNudge {
    key: String,
}

/// A thought to talk about.
#[derive(Debug, Deserialize, TS)]
pub struct NudgeToAgenda {
    key: String,
    session: SessionId,
}

/// What of a mentorship a thought may be about.
#[derive(Debug, Clone, Copy)]
struct Facts {
    state: MentorshipState,
    /// A session is over and nobody said what became of it.
    to_log: bool,
    /// Days since the last session that took place, or since the beginning.
    days_since: Option<i64>,
    /// After so many it is long.
    long: Option<i64>,
    /// Days until the planned end.
    days_left: Option<i64>,
    has_next: bool,
}

/// What there is to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Thought {
    Log,
    Ending,
    LongWithout,
    NothingPlanned,
}

impl Thought {
    fn key(self) -> &'static str {
        match self {
            Thought::Log => "log",
            Thought::Ending => "ending",
            Thought::LongWithout => "long",
            Thought::NothingPlanned => "unplanned",
        }
    }
}

/// The thoughts that hold, the most useful first.
fn thoughts(facts: Facts) -> Vec<Thought> {
    if !facts.state.is_under_way() {
        return vec![];
    }
    let meets = facts.state == MentorshipState::Active;
    let long = facts.days_since.zip(facts.long).is_some_and(|(days, long)| days >= long);
    let ending = facts.days_left.is_some_and(|days| (0..=END_DAYS).contains(&days));
    let holds = [
        (Thought::Log, facts.to_log),
        (Thought::Ending, meets && ending && facts.has_next),
        (Thought::LongWithout, meets && long && !facts.to_log),
        // With a long silence that one says it.
        (Thought::NothingPlanned, meets && !facts.has_next && !long),
    ];
    holds.into_iter().filter(|(_, holds)| *holds).map(|(thought, _)| thought).collect()
}

/// The one thought to show.
pub(super) fn of(look: &Look<'_, '_>) -> Result<Option<NudgeView>> {
    let mut found = Vec::new();
    for pair in &look.pairs {
        let (facts, session) = facts(look, pair)?;
        for thought in thoughts(facts) {
            let key = format!("{}/{}", thought.key(), pair.mentorship.id);
            if !is_hidden(look, &key)? {
                found.push((thought, view(look, pair, thought, facts, session, key)));
                break;
            }
        }
    }
    Ok(found.into_iter().min_by_key(|(thought, _)| *thought).map(|(_, view)| view))
}

/// The session to log, and the next one.
type Near = (Option<SessionId>, Option<SessionId>);

fn facts(look: &Look<'_, '_>, pair: &Pair) -> Result<(Facts, Near)> {
    let own = |meeting: &&cairn_domain::Occurrence| meeting.session.mentorship == pair.mentorship.id;
    let to_log = look.meetings.iter().filter(own).rfind(|meeting| is_to_be_logged(meeting, look.now));
    let next = look
        .meetings
        .iter()
        .filter(own)
        .find(|meeting| meeting.at > look.now && meeting.session.state == SessionState::Planned);
    let meetings = Meetings::read(look.reader, pair.mentorship.id)?;
    let last = last_contact(&meetings, look.now).map(|at| (look.now - at).num_days());
    let begun = pair.mentorship.starts_on.map(|day| (look.today - day).num_days());
    let facts = Facts {
        state: pair.state(),
        to_log: to_log.is_some(),
        days_since: last.or(begun),
        long: long_without(pair.mentorship.cadence),
        days_left: pair.mentorship.ends_on.map(|day| (day - look.today).num_days()),
        has_next: next.is_some(),
    };
    let id = |meeting: &cairn_domain::Occurrence| meeting.session.id;
    Ok((facts, (to_log.map(id), next.map(id))))
}

fn view(
    look: &Look<'_, '_>,
    pair: &Pair,
    thought: Thought,
    facts: Facts,
    (to_log, next): (Option<SessionId>, Option<SessionId>),
    key: String,
) -> NudgeView {
    let (act, session) = match thought {
        Thought::Log => (NudgeAct::Log, to_log),
        Thought::Ending => (NudgeAct::Agenda, next),
        Thought::LongWithout if next.is_some() => (NudgeAct::Agenda, next),
        Thought::LongWithout | Thought::NothingPlanned => (NudgeAct::Plan, None),
    };
    let text = look.app.clock_text();
    let date = match thought {
        Thought::Log => label_of(look, to_log),
        _ => pair.mentorship.ends_on.map(|day| text.day(day, look.today)),
    };
    let values = [
        ("name", pair.name().into()),
        ("date", date.unwrap_or_default().into()),
        ("days", facts.days_since.unwrap_or_default().into()),
    ];
    let text = look.app.words.say_with(&format!("nudge-{}", thought.key()), &values);
    NudgeView { key, text, act, mentorship: pair.mentorship.id, session }
}

fn setting_key(key: &str) -> String {
    format!("nudge/{key}")
}

fn is_hidden(look: &Look<'_, '_>, key: &str) -> Result<bool> {
    let id = SettingId::of_key(look.reader.account(), &setting_key(key));
    let until = look
        .reader
        .personal()
        .get::<Setting>(id)?
        .and_then(|setting| setting.value.parse::<NaiveDate>().ok());
    Ok(until.is_some_and(|until| look.today < until))
}

/// Puts a thought away for a fortnight.
pub fn hide(app: &App, args: HideNudge) -> Result<()> {
    let until = app.today() + TimeDelta::days(QUIET_DAYS);
    let key = cairn_domain::required_line("key", &args.key)?;
    app.act("hide-nudge", |draft| put_away(draft, &key, until))
}

/// Puts a thought on the agenda of a session, and away.
pub fn to_agenda(app: &App, args: NudgeToAgenda) -> Result<()> {
    let until = app.today() + TimeDelta::days(QUIET_DAYS);
    let (kind, _) = args.key.split_once('/').ok_or_else(|| Error::not_found("nudge"))?;
    let id = match kind {
        "ending" => "nudge-ending-agenda",
        "long" => "nudge-long-agenda",
        _ => return Err(Error::not_found("nudge")),
    };
    let item = app.new_id::<AgendaItemId>();
    app.act("add-agenda-item", |draft| {
        let session = recorded(draft, args.session)?;
        let pair = Pair::read(draft, session.mentorship)?;
        let there: Vec<AgendaItem> = draft
            .anywhere()
            .with::<AgendaItem>("session", session.id)?
            .into_iter()
            .map(|item| item.record)
            .collect();
        let item = AgendaItem {
            id: item,
            mentorship: session.mentorship,
            session: session.id,
            text: app.words.say(id),
            by: pair.me().map(|me| me.id),
            done: false,
            position: last_position(&there),
            first_session: None,
            moved: 0,
        };
        draft.create(Space::Mentorship(session.mentorship), &item)?;
        put_away(draft, &args.key, until)
    })
}

fn put_away(draft: &mut cairn_store::Draft<'_>, key: &str, until: NaiveDate) -> Result<()> {
    let (account, key) = (draft.account(), setting_key(key));
    let setting = Setting { id: SettingId::of_key(account, &key), key, value: until.to_string() };
    Ok(draft.put(Space::Personal(account), &setting)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const QUIET: Facts = Facts {
        state: MentorshipState::Active,
        to_log: false,
        days_since: Some(7),
        long: Some(21),
        days_left: Some(170),
        has_next: true,
    };

    #[rstest]
    #[case::nothing_to_say(QUIET, &[])]
    #[case::a_session_to_log(Facts { to_log: true, ..QUIET }, &[Thought::Log])]
    #[case::ends_in_a_month(Facts { days_left: Some(30), ..QUIET }, &[Thought::Ending])]
    #[case::ended_yesterday(Facts { days_left: Some(-1), ..QUIET }, &[])]
    #[case::three_weeks_of_silence(Facts { days_since: Some(21), has_next: false, ..QUIET }, &[Thought::LongWithout])]
    #[case::met_but_not_logged(Facts { days_since: Some(30), to_log: true, ..QUIET }, &[Thought::Log])]
    #[case::as_needed_is_never_long(Facts { days_since: Some(300), long: None, ..QUIET }, &[])]
    #[case::nothing_planned(Facts { has_next: false, ..QUIET }, &[Thought::NothingPlanned])]
    #[case::paused(Facts { state: MentorshipState::Paused, has_next: false, days_since: Some(90), ..QUIET }, &[])]
    #[case::closing(Facts { state: MentorshipState::Closing, has_next: false, days_since: Some(90), ..QUIET }, &[])]
    fn a_thought_is_said_when_it_helps(#[case] facts: Facts, #[case] expected: &[Thought]) {
        assert_eq!(thoughts(facts), expected);
    }
}
