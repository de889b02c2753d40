//! Actions: what somebody will do, by when, for which goal. Shared ones live with the mentorship, private ones with you.

use crate::{
    App, Error, Result,
    sessions::{
        members_of, recorded,
        view::{SessionPerson, person},
    },
};
use cairn_domain::{
    AccountId, ActionItem, ActionItemId, Goal, GoalId, Member, MemberId, MentorshipId, Session, SessionId,
    Space, required_line,
};
use cairn_store::{Draft, Placed, Reader};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use ts_rs::TS;

/// Which actions to list.
#[derive(Debug, Default, Deserialize, TS)]
pub struct ListActions {
    /// Those of one mentorship.
    #[ts(optional)]
    pub(crate) mentorship: Option<MentorshipId>,
    /// Those that came from one session.
    #[ts(optional)]
    pub(crate) session: Option<SessionId>,
    /// Those that serve one goal.
    #[ts(optional)]
    pub(crate) goal: Option<GoalId>,
    /// Only those still to be done; with those done since yesterday, so that a tick can be taken back.
    #[ts(optional)]
    pub(crate) open: Option<bool>,
}

/// How near the due date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Not yet.
    None,
    /// Today.
    Now,
    /// It has passed.
    Late,
}

/// An action as the screens show it.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ActionView {
    /// Names it.
    pub id: ActionItemId,
    /// In a line.
    pub text: String,
    /// It is done.
    pub done: bool,
    /// Who will do it.
    pub owner: Option<SessionPerson>,
    /// Whether the person herself will.
    pub mine: bool,
    /// `Sun 29 Nov`, `tomorrow`.
    pub due: Option<String>,
    /// `2026-11-29`, which can be typed again.
    pub due_on: Option<String>,
    /// How near that is.
    pub urgency: Urgency,
    /// The title of the goal it serves.
    pub goal: Option<String>,
    /// That goal.
    pub goal_id: Option<GoalId>,
    /// The session it came from.
    pub session: Option<SessionId>,
    /// The mentorship it belongs to.
    pub mentorship: Option<MentorshipId>,
    /// Only the person herself can see it.
    pub private: bool,
}

/// Somebody or something an action can be for.
#[derive(Debug, Serialize, TS)]
pub struct ActionChoice {
    /// The id.
    pub id: String,
    /// In words.
    pub label: String,
    /// Only the person herself can see it.
    pub private: bool,
}

/// For which mentorship to ask.
#[derive(Debug, Deserialize, TS)]
pub struct ActionChoicesFor {
    mentorship: MentorshipId,
}

/// What an action can be for.
#[derive(Debug, Serialize, TS)]
pub struct ActionChoices {
    /// Who can do it; the person herself first.
    pub owners: Vec<ActionChoice>,
    /// Which goals it can serve.
    pub goals: Vec<ActionChoice>,
}

/// A new action.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct AddAction {
    /// The mentorship; none for one of the person's own.
    #[ts(optional)]
    pub(crate) mentorship: Option<MentorshipId>,
    #[ts(optional)]
    pub(crate) session: Option<SessionId>,
    #[ts(optional)]
    pub(crate) goal: Option<GoalId>,
    pub(crate) text: String,
    /// Who will do it; none for the person herself.
    #[ts(optional)]
    pub(crate) owner: Option<MemberId>,
    #[ts(optional, type = "string")]
    pub(crate) due_on: Option<NaiveDate>,
    /// Only the person herself may see it.
    pub(crate) private: bool,
}

/// An action as it is to be. It stays where it lives.
#[derive(Debug, Deserialize, TS)]
pub struct EditAction {
    id: ActionItemId,
    text: String,
    #[ts(optional)]
    owner: Option<MemberId>,
    #[ts(optional)]
    goal: Option<GoalId>,
    #[ts(optional, type = "string")]
    due_on: Option<NaiveDate>,
}

/// Done, or not.
#[derive(Debug, Deserialize, TS)]
pub struct ActionDone {
    id: ActionItemId,
    done: bool,
}

/// Put off.
#[derive(Debug, Deserialize, TS)]
pub struct SnoozeAction {
    id: ActionItemId,
    /// To this day; by a day when absent.
    #[ts(optional, type = "string")]
    to: Option<NaiveDate>,
}

/// One action.
#[derive(Debug, Deserialize, TS)]
pub struct OneAction {
    id: ActionItemId,
}

/// Lists actions: the open ones by due date, then the done ones.
pub fn list(app: &App, args: ListActions) -> Result<Vec<ActionView>> {
    let account = app.open()?.account;
    app.read(|reader| {
        let mut query = reader.anywhere().select::<ActionItem>();
        if let Some(mentorship) = args.mentorship {
            query = query.with("mentorship", Some(mentorship));
        }
        if let Some(session) = args.session {
            query = query.with("session", Some(session));
        }
        if let Some(goal) = args.goal {
            query = query.with("goal", Some(goal));
        }
        let mut found = query.list()?;
        if args.open == Some(true) {
            let lately = app.now() - chrono::TimeDelta::days(1);
            found.retain(|action| action.done_at.is_none_or(|done| done > lately));
        }
        views(app, reader, found, account)
    })
}

/// Who can do something in a mentorship, and for which goals.
pub fn choices(app: &App, args: ActionChoicesFor) -> Result<ActionChoices> {
    let account = app.open()?.account;
    app.read(|reader| {
        let mut members = members_of(reader, args.mentorship)?;
        members.sort_by_key(|member| member.account != Some(account));
        let owner = |member: Member| ActionChoice {
            id: member.id.to_string(),
            label: if member.account == Some(account) { app.words.say("clock-you") } else { member.name },
            private: false,
        };
        let goals = reader.anywhere().with::<Goal>("mentorship", Some(args.mentorship))?;
        let goal = |goal: Placed<Goal>| ActionChoice {
            id: goal.id.to_string(),
            private: goal.space.is_personal(),
            label: goal.record.title,
        };
        Ok(ActionChoices {
            owners: members.into_iter().map(owner).collect(),
            goals: goals.into_iter().map(goal).collect(),
        })
    })
}

/// Adds an action. Fails with `empty` or `too_long` at `text`, and with `private_goal` at `goal` where a shared action
/// would name a goal that only the person herself can see.
pub fn add(app: &App, args: AddAction) -> Result<ActionItemId> {
    let id = app.new_id::<ActionItemId>();
    app.act("add-action", |draft| {
        add_in(draft, id, args)?;
        Ok(id)
    })
}

/// Adds an action in the middle of another act.
pub(crate) fn add_in(draft: &mut Draft<'_>, id: ActionItemId, args: AddAction) -> Result<()> {
    let text = required_line("text", &args.text)?;
    let mut mentorship = args.mentorship;
    if let Some(session) = args.session {
        let session = if args.private {
            crate::sessions::Meetings::around(draft, session)?.1
        } else {
            recorded(draft, session)?
        };
        mentorship = Some(session.mentorship);
    }
    let space = match mentorship {
        Some(mentorship) if !args.private => Space::Mentorship(mentorship),
        _ => Space::Personal(draft.account()),
    };
    let me = match mentorship {
        Some(mentorship) => own_member(draft, mentorship)?,
        None => None,
    };
    check_goal(draft, args.goal, space)?;
    let action = ActionItem {
        id,
        mentorship,
        session: args.session,
        goal: args.goal,
        text,
        // In a mentorship everybody is named, so that the others know who means it.
        owner: if args.private { None } else { args.owner.or(me) },
        due_on: args.due_on,
        done_at: None,
    };
    Ok(draft.create(space, &action)?)
}

/// Changes an action. Fails as [`add`].
pub fn edit(app: &App, args: EditAction) -> Result<()> {
    let text = required_line("text", &args.text)?;
    app.act("edit-action", |draft| {
        let action = draft.need::<ActionItem>(args.id)?;
        check_goal(draft, args.goal, action.space)?;
        let owner = if action.space.is_personal() { None } else { args.owner.or(action.owner) };
        let edited = ActionItem { text, owner, goal: args.goal, due_on: args.due_on, ..action.record };
        Ok(draft.update(&edited)?)
    })
}

/// Says that an action is done, or that it is not.
pub fn set_done(app: &App, args: ActionDone) -> Result<()> {
    let now = app.now();
    app.act("tick-action", |draft| {
        let action = draft.need::<ActionItem>(args.id)?.record;
        Ok(draft.update(&ActionItem { done_at: args.done.then_some(now), ..action })?)
    })
}

/// Puts an action off, by a day or to a day; returns the new date in words.
pub fn snooze(app: &App, args: SnoozeAction) -> Result<String> {
    let today = app.today();
    app.act("snooze-action", |draft| {
        let action = draft.need::<ActionItem>(args.id)?.record;
        let due = args.to.unwrap_or_else(|| action.snoozed_to(today));
        draft.update(&ActionItem { due_on: Some(due), ..action })?;
        Ok(app.clock_text().near_date(due, today))
    })
}

/// Deletes an action.
pub fn delete(app: &App, args: OneAction) -> Result<()> {
    app.act("delete-action", |draft| Ok(draft.remove::<ActionItem>(args.id)?))
}

/// Actions as the screens show them, the open ones by due date first.
pub(crate) fn views(
    app: &App,
    reader: &Reader<'_>,
    mut actions: Vec<Placed<ActionItem>>,
    account: AccountId,
) -> Result<Vec<ActionView>> {
    actions.sort_by_key(|action| (action.done_at, action.due_on.unwrap_or(NaiveDate::MAX), action.id));
    let mut members: HashMap<MentorshipId, Vec<Member>> = HashMap::new();
    let mut views = Vec::with_capacity(actions.len());
    for action in actions {
        if let Some(mentorship) = action.mentorship
            && !members.contains_key(&mentorship)
        {
            members.insert(mentorship, members_of(reader, mentorship)?);
        }
        let members =
            action.mentorship.and_then(|mentorship| members.get(&mentorship)).map_or(&[][..], Vec::as_slice);
        let goal = match action.goal {
            Some(goal) => reader.anywhere().get::<Goal>(goal)?.map(|goal| goal.record.title),
            None => None,
        };
        views.push(view(app, &action, members, goal, account));
    }
    Ok(views)
}

fn view(
    app: &App,
    action: &Placed<ActionItem>,
    members: &[Member],
    goal: Option<String>,
    account: AccountId,
) -> ActionView {
    let today = app.today();
    let owner = action.owner.and_then(|owner| person(app, members, owner, account));
    let urgency = match action.due_on {
        Some(due) if action.done_at.is_none() && due < today => Urgency::Late,
        Some(due) if action.done_at.is_none() && due == today => Urgency::Now,
        _ => Urgency::None,
    };
    ActionView {
        id: action.id,
        text: action.text.clone(),
        done: action.done_at.is_some(),
        mine: owner.as_ref().is_none_or(|owner| owner.me),
        owner,
        due: action.due_on.map(|due| app.clock_text().near_date(due, today)),
        due_on: action.due_on.map(|due| due.to_string()),
        urgency,
        goal,
        goal_id: action.goal,
        session: action.session,
        mentorship: action.mentorship,
        private: action.space.is_personal(),
    }
}

/// Even the id of a private goal would tell the others that there is one.
fn check_goal(reader: &Reader<'_>, goal: Option<GoalId>, space: Space) -> Result<()> {
    let Some(goal) = goal else { return Ok(()) };
    let goal = reader.anywhere().get::<Goal>(goal)?.ok_or_else(|| Error::not_found("goal"))?;
    if goal.space.is_personal() && !space.is_personal() {
        return Err(Error::field("goal", "private_goal", &goal.title));
    }
    Ok(())
}

fn own_member(reader: &Reader<'_>, mentorship: MentorshipId) -> Result<Option<MemberId>> {
    let members = members_of(reader, mentorship)?;
    Ok(members.into_iter().find(|member| member.account == Some(reader.account())).map(|member| member.id))
}

/// The actions that came from a session, shared and private.
pub(crate) fn of_session(reader: &Reader<'_>, session: &Session) -> Result<Vec<Placed<ActionItem>>> {
    Ok(reader.anywhere().with::<ActionItem>("session", Some(session.id))?)
}
