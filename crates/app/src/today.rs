//! What is next: the coming session on every clock, what is due, which goals want a look, and one thought at most.

mod band;
mod goals;
pub mod nudge;
mod week;

#[cfg(test)]
mod tests;

pub use band::{BandLane, BandMark, BandNight, BandSession, ClockBandView};
pub use goals::{GoalLevels, GoalMeter, TodayGoal};
pub use nudge::{NudgeAct, NudgeView};
pub use week::{TodayDay, TodayItem, TodayItemKind};

use crate::{
    App, Result,
    actions::{self, ActionView},
    mentorships::Pair,
    messages, series,
    sessions::upcoming,
    when::{Phase, When},
};
use cairn_domain::{ActionItem, MentorshipId, Occurrence, Series, SessionId, SessionState};
use cairn_store::{Placed, Reader};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::Serialize;
use ts_rs::TS;

/// How far ahead the next session is looked for.
const AHEAD: TimeDelta = TimeDelta::days(60);
/// Actions due within so many days are shown.
const DUE_DAYS: i64 = 7;
/// So many actions of each side, the most pressing first.
const MOST_ACTIONS: usize = 6;

/// The screen Today.
#[derive(Debug, Serialize, TS)]
pub struct TodayView {
    /// `Tuesday 24 November`.
    pub date: String,
    /// Nothing is here yet: no mentorship, and nothing of the person's own.
    pub is_empty: bool,
    /// The next session of any mentorship.
    pub next: Option<TodaySession>,
    /// What the person means to do, the most pressing first.
    pub mine: Vec<ActionView>,
    /// What the others mean to do.
    pub theirs: Vec<ActionView>,
    /// How many more of either are due.
    pub more_actions: usize,
    /// Messages that the person has not seen, in a line; none where there are none.
    pub unread: Option<TodayUnread>,
    /// Goals that want a check-in.
    pub goals: Vec<TodayGoal>,
    /// One thought at most.
    pub nudge: Option<NudgeView>,
    /// The seven days after today.
    pub week: Vec<TodayDay>,
}

/// Messages that the person has not seen.
#[derive(Debug, Serialize, TS)]
pub struct TodayUnread {
    /// `2 new messages from Ishani`.
    pub text: String,
    /// Where they are, or the first of them.
    pub mentorship: MentorshipId,
}

/// The next session.
#[derive(Debug, Serialize, TS)]
pub struct TodaySession {
    /// Which.
    pub id: SessionId,
    /// Of which mentorship.
    pub mentorship: MentorshipId,
    /// What it is about, or whom it is with.
    pub title: String,
    /// `Session 10 with Ishani · 60 minutes · Every Tuesday at 20:30`.
    pub facts: String,
    /// The mentorship's name, tint and size, for its avatar.
    pub with: TodayPerson,
    /// `1 h 18 min`: until it begins, or since it began.
    pub countdown: String,
    /// On every clock.
    pub when: When,
    /// The hours around it on every clock.
    pub band: ClockBandView,
    /// Whether there is a place to meet that can be opened.
    pub joinable: bool,
}

/// Whose avatar to draw.
#[derive(Debug, Serialize, TS)]
pub struct TodayPerson {
    /// The name.
    pub name: String,
    /// What its tint is made of.
    pub seed: String,
    /// A group's number of members.
    pub count: Option<usize>,
}

/// One look at everything: what the parts of Today are made of.
pub(crate) struct Look<'a, 'c> {
    pub(crate) app: &'a App,
    pub(crate) reader: &'a Reader<'c>,
    pub(crate) pairs: Vec<Pair>,
    /// Sessions from a fortnight ago to two months ahead.
    pub(crate) meetings: Vec<Occurrence>,
    pub(crate) actions: Vec<Placed<ActionItem>>,
    pub(crate) now: DateTime<Utc>,
    pub(crate) today: NaiveDate,
}

impl Look<'_, '_> {
    pub(crate) fn pair(&self, mentorship: MentorshipId) -> Option<&Pair> {
        self.pairs.iter().find(|pair| pair.mentorship.id == mentorship)
    }

    fn is_mine(&self, action: &ActionItem) -> bool {
        let me = action.mentorship.and_then(|id| self.pair(id)).and_then(Pair::me);
        action.owner.is_none() || action.owner == me.map(|me| me.id)
    }
}

/// Looks at what is next.
pub fn get(app: &App, (): ()) -> Result<TodayView> {
    let account = app.open()?.account;
    let (now, today) = (app.now(), app.today());
    app.read(|reader| {
        let open = reader.anywhere().with::<ActionItem>("done_at", None::<DateTime<Utc>>)?;
        let look = Look {
            app,
            reader,
            pairs: Pair::all(reader)?,
            meetings: upcoming(reader, now - TimeDelta::days(14), now + AHEAD)?,
            actions: open,
            now,
            today,
        };
        let (mine, theirs): (Vec<_>, Vec<_>) =
            due_soon(&look).into_iter().partition(|action| look.is_mine(action));
        let more_actions =
            mine.len().saturating_sub(MOST_ACTIONS) + theirs.len().saturating_sub(MOST_ACTIONS);
        let show = |actions: Vec<Placed<ActionItem>>| -> Result<Vec<ActionView>> {
            let views =
                actions::views(app, reader, actions.into_iter().take(MOST_ACTIONS).collect(), account)?;
            Ok(views.into_iter().map(|view| with_due(&look, view)).collect())
        };
        let goals = goals::waiting(&look)?;
        Ok(TodayView {
            date: app.clock_text().date(today, today),
            is_empty: look.pairs.is_empty() && look.actions.is_empty() && goals.is_empty(),
            next: next(&look)?,
            mine: show(mine)?,
            theirs: show(theirs)?,
            more_actions,
            nudge: nudge::of(&look)?,
            unread: unread(&look)?,
            week: week::days(&look)?,
            goals,
        })
    })
}

/// `2 new messages from Ishani`; `3 new messages in 2 mentorships`.
fn unread(look: &Look<'_, '_>) -> Result<Option<TodayUnread>> {
    let mut all = Vec::new();
    for pair in &look.pairs {
        let count = messages::unread::count(look.reader, pair)?;
        all.extend((count > 0).then_some((pair, count)));
    }
    let Some((first, _)) = all.first() else { return Ok(None) };
    let count: u32 = all.iter().map(|(_, count)| count).sum();
    let (name, places) = (first.name().into(), all.len().into());
    let text = look.app.words.say_with(
        if all.len() == 1 { "today-unread-one" } else { "today-unread-several" },
        &[("count", count.into()), ("name", name), ("places", places)],
    );
    Ok(Some(TodayUnread { text, mentorship: first.mentorship.id }))
}

/// Open actions due within a week or late, the latest first. What is not under way does not press.
fn due_soon(look: &Look<'_, '_>) -> Vec<Placed<ActionItem>> {
    let until = look.today + TimeDelta::days(DUE_DAYS);
    let presses = |action: &&Placed<ActionItem>| {
        let pair = action.mentorship.and_then(|id| look.pair(id));
        action.due_on.is_some_and(|due| due <= until) && pair.is_none_or(|pair| pair.state().is_under_way())
    };
    let mut due: Vec<_> = look.actions.iter().filter(presses).cloned().collect();
    due.sort_by_key(|action| (action.due_on, action.id));
    due
}

/// The due date as Today says it: `Since Sun 22`, `Today`, `Fri 27`.
fn with_due(look: &Look<'_, '_>, mut view: ActionView) -> ActionView {
    let due = view.due_on.as_deref().and_then(|due| due.parse::<NaiveDate>().ok());
    view.due = due.map(|due| match due.cmp(&look.today) {
        std::cmp::Ordering::Less => {
            let day = week::day_label(look.app, due, look.today);
            look.app.words.say_with("today-since", &[("day", day.into())])
        }
        std::cmp::Ordering::Equal => look.app.words.say("today-due-today"),
        std::cmp::Ordering::Greater => week::day_label(look.app, due, look.today),
    });
    view
}

/// The first session that is not over and of which nobody has said yet what became of it.
fn next(look: &Look<'_, '_>) -> Result<Option<TodaySession>> {
    let is_next = |meeting: &&Occurrence| {
        let end = meeting.at + TimeDelta::minutes(meeting.session.minutes);
        let under_way = look.pair(meeting.session.mentorship).is_some_and(|pair| pair.state().is_under_way());
        meeting.session.state == SessionState::Planned && end > look.now && under_way
    };
    let Some(meeting) = look.meetings.iter().find(is_next) else { return Ok(None) };
    let Some(pair) = look.pair(meeting.session.mentorship) else { return Ok(None) };
    let app = look.app;
    let session = &meeting.session;
    let when = app.when(session.starts, &session.zone, session.minutes, &pair.members)?;
    let minutes = match when.phase {
        Phase::Before => ((meeting.at - look.now).num_seconds() + 59) / 60,
        Phase::During | Phase::After => (look.now - meeting.at).num_minutes(),
    };
    let link = session.join_link.as_ref().or(pair.mentorship.join_link.as_ref());
    Ok(Some(TodaySession {
        id: session.id,
        mentorship: session.mentorship,
        title: if session.title.is_empty() { pair.name() } else { session.title.clone() },
        facts: facts(look, pair, meeting)?,
        with: TodayPerson { name: pair.name(), seed: pair.seed(), count: pair.count() },
        countdown: app.clock_text().length(minutes),
        band: band::of(look, pair, meeting, &when),
        joinable: link.is_some(),
        when,
    }))
}

/// `Session 10 with Ishani · 60 minutes · Every Tuesday at 20:30`.
fn facts(look: &Look<'_, '_>, pair: &Pair, meeting: &Occurrence) -> Result<String> {
    let session = &meeting.session;
    let shared = look.reader.mentorship(session.mentorship);
    let before = shared.all::<cairn_domain::Session>()?;
    let took_place = |state| matches!(state, SessionState::Held | SessionState::Missed);
    let number = before.iter().filter(|session| took_place(session.state)).count() + 1;
    let values = [
        ("number", number.into()),
        ("names", pair.name().into()),
        ("length", look.app.clock_text().length(session.minutes).into()),
    ];
    let mut facts = look.app.words.say_with("today-session-facts", &values);
    let series = session.series.map(|id| shared.get::<Series>(id)).transpose()?.flatten();
    if let Some(series) = series {
        let account = look.reader.account();
        facts = format!("{facts} · {}", series::view(look.app, &series, &pair.members, account).rule);
    }
    Ok(facts)
}

/// `Tue 24`: the day of a session on the person's own calendar.
fn label_of(look: &Look<'_, '_>, session: Option<SessionId>) -> Option<String> {
    let meeting = look.meetings.iter().find(|meeting| Some(meeting.session.id) == session)?;
    Some(look.app.clock_text().near_date(look.app.my_zone().civil(meeting.at).date(), look.today))
}
