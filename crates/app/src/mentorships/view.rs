//! One mentorship: its people and their clocks, what comes next, its life and its health.

use super::{
    Pair,
    health::{Health, health},
};
use crate::{App, Result, messages::unread, sessions::Meetings, when::When};
use cairn_calendar::{Zone, place_of};
use cairn_domain::{
    ActionItem, Cadence, Goal, GoalStatus, HoursBlock, Member, MemberId, MentorshipId, MentorshipState,
    Model, Resource, Role, SessionId, SessionState, lifecycle,
};
use cairn_store::Reader;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One mentorship.
#[derive(Debug, Deserialize, TS)]
pub struct OneMentorship {
    /// Which.
    pub id: MentorshipId,
}

/// A mentorship as its screen shows it.
#[derive(Debug, Serialize, TS)]
pub struct MentorshipView {
    /// Names it.
    pub id: MentorshipId,
    /// The title, or the names of the others.
    pub name: String,
    /// What its tint is made of.
    pub seed: String,
    /// The title alone; empty where it has none.
    pub title: String,
    /// How it is set up.
    pub model: Model,
    /// What it is for.
    pub purpose: String,
    /// How often they mean to meet.
    pub cadence: Cadence,
    /// `2026-09-18`, which can be typed again.
    pub starts_on: Option<String>,
    /// The planned last day.
    pub ends_on: Option<String>,
    /// When to look again at what was agreed.
    pub revisit_on: Option<String>,
    /// `18 September 2026 to 12 May`, as far as it is known.
    pub span: Option<String>,
    /// Where they meet; empty where nobody said.
    pub join_link: String,
    /// Everybody in it, the person herself first.
    pub members: Vec<MemberView>,
    /// The next session.
    pub next: Option<NextMeeting>,
    /// How much there is of what.
    pub counts: MentorshipCounts,
    /// Where it stands.
    pub state: MentorshipState,
    /// Where it can go from there.
    pub steps: Vec<LifeStep>,
    /// How it came here, the newest first.
    pub life: Vec<LifeLine>,
    /// How it does, from dates alone.
    pub health: Health,
}

/// A member with her clock.
#[derive(Debug, Serialize, TS)]
pub struct MemberView {
    /// Names her here.
    pub id: MemberId,
    /// Her name.
    pub name: String,
    /// Whether that is the person at this computer.
    pub me: bool,
    /// Such as `she/her`; empty where nobody said.
    pub pronouns: String,
    /// What she does here.
    pub role: Role,
    /// IANA id.
    pub zone: String,
    /// `Kolkata`; the id where this computer does not know the zone.
    pub place: String,
    /// The time there, `06:42`; none where the zone is unknown.
    pub clock: Option<String>,
    /// `tomorrow` or `yesterday`, where her day is another.
    pub day: Option<String>,
    /// Whether it is inside her hours now; none where she gave none.
    pub inside_hours: Option<bool>,
    /// When she can meet.
    pub hours: Vec<HoursBlock>,
}

/// The next session.
#[derive(Debug, Serialize, TS)]
pub struct NextMeeting {
    /// Which.
    pub id: SessionId,
    /// What it is about; empty where nobody said.
    pub title: String,
    /// When, on every clock.
    pub when: When,
}

/// How much there is of what.
#[derive(Debug, Serialize, TS)]
pub struct MentorshipCounts {
    /// Goals being worked on.
    pub goals: usize,
    /// Sessions that took place.
    pub sessions: usize,
    /// Resources.
    pub resources: usize,
    /// Actions still to be done.
    pub actions: usize,
    /// Messages and cards that the person has not seen.
    pub unread: u32,
}

/// A state that can follow.
#[derive(Debug, Serialize, TS)]
pub struct LifeStep {
    /// Which.
    pub to: MentorshipState,
    /// Whether it needs a reason.
    pub wants_reason: bool,
}

/// A change of state that was.
#[derive(Debug, Serialize, TS)]
pub struct LifeLine {
    /// `14 Sep`.
    pub on: String,
    /// The state after.
    pub to: MentorshipState,
    /// Who did it.
    pub by: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// Reads one mentorship. Fails with `not_found`.
pub fn get(app: &App, args: OneMentorship) -> Result<MentorshipView> {
    app.read(|reader| {
        let pair = Pair::read(reader, args.id)?;
        let meetings = Meetings::read(reader, args.id)?;
        let mut members: Vec<MemberView> =
            pair.members.iter().map(|member| member_view(app, &pair, member)).collect();
        members.sort_by_key(|member| !member.me);
        let mentorship = &pair.mentorship;
        let state = pair.state();
        Ok(MentorshipView {
            id: args.id,
            name: pair.name(),
            seed: pair.seed(),
            title: mentorship.title.clone().unwrap_or_default(),
            model: mentorship.model,
            purpose: mentorship.purpose.clone(),
            cadence: mentorship.cadence,
            starts_on: mentorship.starts_on.map(|day| day.to_string()),
            ends_on: mentorship.ends_on.map(|day| day.to_string()),
            revisit_on: mentorship.revisit_on.map(|day| day.to_string()),
            span: span(app, &pair),
            join_link: mentorship.join_link.clone().unwrap_or_default(),
            members,
            next: next(app, &pair, &meetings)?,
            counts: counts(reader, &pair, &meetings)?,
            state,
            steps: steps(state),
            life: life(app, &pair),
            health: health(app, reader, &pair, &meetings)?,
        })
    })
}

fn member_view(app: &App, pair: &Pair, member: &Member) -> MemberView {
    let me = pair.is_me(member);
    let now = app.now();
    // The person's own clock is the one on her computer, wherever she travels.
    let zone = if me { Some(app.my_zone()) } else { Zone::stored(&member.zone).ok() };
    let there = zone.as_ref().map(|zone| zone.civil(now));
    let today = app.today();
    let day = there.map(|there| there.date()).filter(|day| *day != today);
    MemberView {
        id: member.id,
        name: member.name.clone(),
        me,
        pronouns: member.pronouns.clone().unwrap_or_default(),
        role: member.role,
        zone: member.zone.clone(),
        place: zone.as_ref().map_or_else(|| member.zone.clone(), |zone| place_of(zone).city),
        clock: there.map(|there| app.clock_text().time(there.time())),
        day: day.map(|day| app.clock_text().near_date(day, today)),
        inside_hours: there.and_then(|there| member.hours.cover(there)),
        hours: member.hours.0.clone(),
    }
}

fn span(app: &App, pair: &Pair) -> Option<String> {
    let today = app.today();
    let text = app.clock_text();
    match (pair.mentorship.starts_on, pair.mentorship.ends_on) {
        (Some(from), Some(to)) => Some(app.words.say_with(
            "mentorship-from-to",
            &[("from", text.day(from, today).into()), ("to", text.day(to, today).into())],
        )),
        (Some(from), None) => {
            Some(app.words.say_with("mentorship-since", &[("from", text.day(from, today).into())]))
        }
        (None, Some(to)) => {
            Some(app.words.say_with("mentorship-until", &[("to", text.day(to, today).into())]))
        }
        (None, None) => None,
    }
}

fn next(app: &App, pair: &Pair, meetings: &Meetings) -> Result<Option<NextMeeting>> {
    let now = app.now();
    let a_day_ago = now - chrono::TimeDelta::days(1);
    let ahead = meetings.between(a_day_ago, now + chrono::TimeDelta::days(400));
    let next = ahead.into_iter().find(|meeting| {
        meeting.session.state == SessionState::Planned
            && meeting.session.planned_end().is_some_and(|end| end > now)
    });
    let Some(session) = next.map(|meeting| meeting.session) else { return Ok(None) };
    let when = app.when(session.starts, &session.zone, session.minutes, &pair.members)?;
    Ok(Some(NextMeeting { id: session.id, title: session.title, when }))
}

fn counts(reader: &Reader<'_>, pair: &Pair, meetings: &Meetings) -> Result<MentorshipCounts> {
    let (all, id) = (reader.anywhere(), pair.mentorship.id);
    let goals = all.with::<Goal>("mentorship", Some(id))?;
    let actions = all.with::<ActionItem>("mentorship", Some(id))?;
    Ok(MentorshipCounts {
        goals: goals.iter().filter(|goal| goal.status == GoalStatus::Active).count(),
        sessions: meetings.recorded.iter().filter(|session| session.state == SessionState::Held).count(),
        resources: all.with::<Resource>("mentorship", Some(id))?.len(),
        actions: actions.iter().filter(|action| action.done_at.is_none()).count(),
        unread: unread::count(reader, pair)?,
    })
}

fn steps(state: MentorshipState) -> Vec<LifeStep> {
    state.next_steps().iter().map(|to| LifeStep { to: *to, wants_reason: to.wants_reason() }).collect()
}

fn life(app: &App, pair: &Pair) -> Vec<LifeLine> {
    let (zone, today) = (app.my_zone(), app.today());
    let line = |event: &cairn_domain::LifecycleEvent| LifeLine {
        on: app.clock_text().day_short(zone.civil(event.at).date(), today),
        to: event.to,
        by: pair.members.iter().find(|member| Some(member.id) == event.by).map(|member| member.name.clone()),
        reason: event.reason.clone(),
    };
    lifecycle(&pair.events).into_iter().rev().map(line).collect()
}
