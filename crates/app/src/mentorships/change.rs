//! A mentorship begins, and what is said of it changes.

use super::member::{NewMember, new_member};
use crate::{App, Error, Result};
use cairn_domain::{
    Cadence, Invalid, LifecycleEvent, LifecycleEventId, Member, MemberId, Mentorship, MentorshipId,
    MentorshipState, Model, Role, Space, WeeklyHours, clean_line, clean_text, required_line, web_link,
};
use chrono::NaiveDate;
use serde::Deserialize;
use ts_rs::TS;

/// A mentorship to begin.
#[derive(Debug, Deserialize, TS)]
pub struct AddMentorship {
    /// How it is set up.
    pub(crate) model: Model,
    /// What the person does in it.
    pub(crate) role: Role,
    /// Everybody else, at least one.
    pub(crate) members: Vec<NewMember>,
    /// What the members call it; none for a pair, which is called by the other's name.
    #[ts(optional)]
    pub(crate) title: Option<String>,
    /// What it is for.
    #[ts(optional)]
    pub(crate) purpose: Option<String>,
    /// How often they mean to meet.
    #[ts(optional)]
    pub(crate) cadence: Option<Cadence>,
    /// First day; today when absent.
    #[ts(optional, type = "string")]
    pub(crate) starts_on: Option<NaiveDate>,
    /// Planned last day.
    #[ts(optional, type = "string")]
    pub(crate) ends_on: Option<NaiveDate>,
    /// Where they meet.
    #[ts(optional)]
    pub(crate) join_link: Option<String>,
    /// Not agreed yet.
    #[ts(optional)]
    pub(crate) proposed: Option<bool>,
}

/// What is said of a mentorship, all of it.
#[derive(Debug, Deserialize, TS)]
pub struct EditMentorship {
    id: MentorshipId,
    /// Empty for a pair, which is called by the other's name.
    title: String,
    model: Model,
    purpose: String,
    cadence: Cadence,
    #[ts(optional, type = "string")]
    starts_on: Option<NaiveDate>,
    #[ts(optional, type = "string")]
    ends_on: Option<NaiveDate>,
    /// When to look again at what was agreed.
    #[ts(optional, type = "string")]
    revisit_on: Option<NaiveDate>,
    /// Empty for none.
    join_link: String,
}

/// Begins a mentorship, with the person as a member. Fails with `nobody_else` at `members`, with `just_one_other` where
/// a one-to-one mentorship has more, with `ends_before` at `ends_on`, and with what is wrong with a member.
pub fn add(app: &App, args: AddMentorship) -> Result<MentorshipId> {
    check_members(args.model, args.members.len())?;
    let today = app.today();
    let mentorship = Mentorship {
        id: app.new_id(),
        title: line("title", args.title.as_deref().unwrap_or_default())?,
        model: args.model,
        purpose: clean_text("purpose", args.purpose.as_deref().unwrap_or_default())?,
        cadence: args.cadence.unwrap_or(Cadence::Weekly),
        starts_on: Some(args.starts_on.unwrap_or(today)),
        ends_on: args.ends_on,
        join_link: link(args.join_link.as_deref().unwrap_or_default())?,
        revisit_on: None,
    };
    check_dates(app, &mentorship)?;
    // Members are listed by their ids; those made in the same millisecond stand in no order of their own.
    let mut ids: Vec<MemberId> = (0..=args.members.len()).map(|_| app.new_id()).collect();
    ids.sort();
    let me = myself(app, ids.remove(0), mentorship.id, args.role)?;
    let others = args.members.into_iter().zip(ids).map(|(member, id)| new_member(id, mentorship.id, member));
    let others: Vec<Member> = others.collect::<Result<_>>()?;
    let to = if args.proposed == Some(true) { MentorshipState::Proposed } else { MentorshipState::Active };
    let begins = LifecycleEvent {
        id: app.new_id::<LifecycleEventId>(),
        mentorship: mentorship.id,
        by: Some(me.id),
        at: app.now(),
        zone: app.my_zone().id().to_owned(),
        from: None,
        to,
        reason: None,
    };
    app.act("add-mentorship", |draft| {
        let space = Space::Mentorship(mentorship.id);
        draft.create(space, &mentorship)?;
        draft.create(space, &me)?;
        for member in &others {
            draft.create(space, member)?;
        }
        draft.create(space, &begins)?;
        Ok(mentorship.id)
    })
}

/// Changes what is said of a mentorship, as it is typed. Fails as [`add`], and with `not_found`.
pub fn edit(app: &App, args: EditMentorship) -> Result<()> {
    let title = line("title", &args.title)?;
    let purpose = clean_text("purpose", &args.purpose)?;
    let mentorship = Mentorship {
        id: args.id,
        title,
        model: args.model,
        purpose,
        cadence: args.cadence,
        starts_on: args.starts_on,
        ends_on: args.ends_on,
        join_link: link(&args.join_link)?,
        revisit_on: args.revisit_on,
    };
    check_dates(app, &mentorship)?;
    app.act("edit-mentorship", |draft| {
        draft.typing();
        let others = draft.mentorship(args.id).all::<Member>()?.len().saturating_sub(1);
        check_members(args.model, others)?;
        draft.need::<Mentorship>(args.id)?;
        Ok(draft.update(&mentorship)?)
    })
}

/// The person at this computer as a member, from her profile.
fn myself(app: &App, id: MemberId, mentorship: MentorshipId, role: Role) -> Result<Member> {
    let account = app.open()?.account;
    let profile = app.profile().ok();
    let name = profile.as_ref().map(|profile| profile.name.clone()).unwrap_or_default();
    Ok(Member {
        id,
        mentorship,
        account: Some(account),
        // Before the first minute is over there is no name yet.
        name: required_line("name", &name).unwrap_or_else(|_: Invalid| app.words.say("clock-you")),
        pronouns: profile.as_ref().and_then(|profile| profile.pronouns.clone()),
        role,
        zone: app.my_zone().id().to_owned(),
        hours: profile.map_or_else(WeeklyHours::default, |profile| profile.hours),
    })
}

fn check_members(model: Model, others: usize) -> Result<()> {
    match others {
        0 => Err(Error::field("members", "nobody_else", "")),
        2.. if model == Model::OneToOne => Err(Error::field("members", "just_one_other", "")),
        _ => Ok(()),
    }
}

fn check_dates(app: &App, mentorship: &Mentorship) -> Result<()> {
    let (starts, ends) = (mentorship.starts_on, mentorship.ends_on);
    let known = [("starts_on", starts), ("ends_on", ends), ("revisit_on", mentorship.revisit_on)];
    for (field, day) in known.into_iter().filter_map(|(field, day)| Some((field, day?))) {
        if !cairn_calendar::convert::in_range(day.and_time(chrono::NaiveTime::MIN)) {
            return Err(Error::field(field, "out_of_range", &day.to_string()));
        }
    }
    match (starts, ends) {
        (Some(starts), Some(ends)) if ends < starts => {
            Err(Error::field("ends_on", "ends_before", &app.clock_text().day(ends, starts)))
        }
        _ => Ok(()),
    }
}

fn line(field: &'static str, typed: &str) -> Result<Option<String>> {
    let line = clean_line(field, typed)?;
    Ok(if line.is_empty() { None } else { Some(line) })
}

fn link(typed: &str) -> Result<Option<String>> {
    Ok(if typed.trim().is_empty() { None } else { Some(web_link("join_link", typed)?) })
}
