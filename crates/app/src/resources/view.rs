//! One resource, with all that can be done with it.

use super::{
    list::{Names, ResourceRow, file_text, readers, row},
    place,
};
use crate::{
    App, Result,
    goals::place::GoalPerson,
    sessions::{Meetings, view::date_of},
};
use cairn_domain::{Goal, GoalId, MemberId, MentorshipId, Resource, ResourceId, SessionId};
use cairn_store::{Placed, Reader};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How far around today sessions are offered to pin something to.
const NEAR: TimeDelta = TimeDelta::days(60);

/// One resource.
#[derive(Debug, Deserialize, TS)]
pub struct OneResource {
    /// The resource.
    pub(super) resource: ResourceId,
}

/// A resource as its screen shows it.
#[derive(Debug, Serialize, TS)]
pub struct ResourceView {
    /// As it stands in the list.
    pub row: ResourceRow,
    /// Who made it.
    pub author: String,
    /// Where it is.
    pub url: String,
    /// Why it is worth reading.
    pub description: String,
    /// The kept file: `notes.pdf · 640 KB`.
    pub file: Option<String>,
    /// The mentorship it belongs to.
    pub mentorship: Option<MentorshipId>,
    /// Everybody who can read it, the person herself first; nobody else for a private one.
    pub people: Vec<GoalPerson>,
    /// The others by name.
    pub names: String,
    /// Who is to read it.
    pub assigned_to: Option<MemberId>,
    /// The goal it is pinned to.
    pub goal: Option<GoalId>,
    /// The session it is pinned to.
    pub session: Option<SessionId>,
    /// What it can be pinned to.
    pub goals: Vec<ResourcePin>,
    /// Sessions it can be pinned to, the nearest to today.
    pub sessions: Vec<ResourcePin>,
}

/// A goal or a session that a resource can be pinned to.
#[derive(Debug, Serialize, TS)]
pub struct ResourcePin {
    /// Which one.
    pub id: String,
    /// In words.
    pub label: String,
}

/// Gives a resource. Fails with `not_found`.
pub fn get(app: &App, args: OneResource) -> Result<ResourceView> {
    app.read(|reader| {
        let resource = place::need(reader, args.resource)?;
        let (people, names) = readers(reader, &resource)?;
        Ok(ResourceView {
            row: row(&resource, &Names::read(app, reader)?),
            author: resource.author.clone().unwrap_or_default(),
            url: resource.url.clone().unwrap_or_default(),
            description: resource.description.clone(),
            file: file_text(&resource),
            mentorship: resource.mentorship,
            people,
            names,
            assigned_to: resource.assigned_to,
            goal: resource.goal,
            session: resource.session,
            goals: goals(app, reader, &resource)?,
            sessions: sessions(app, reader, &resource)?,
        })
    })
}

/// Goals of the same space; for a private resource those of its mentorship too.
fn goals(app: &App, reader: &Reader<'_>, resource: &Placed<Resource>) -> Result<Vec<ResourcePin>> {
    let fits = |goal: &Placed<Goal>| {
        goal.space == resource.space
            || (resource.space.is_personal() && goal.mentorship == resource.mentorship)
    };
    let named = |goal: &Goal| {
        if goal.title.is_empty() { app.words.say("resource-goal-untitled") } else { goal.title.clone() }
    };
    let all = reader.anywhere().all::<Goal>()?;
    Ok(all
        .iter()
        .filter(|goal| fits(goal) || resource.goal == Some(goal.id))
        .map(|goal| ResourcePin { id: goal.id.to_string(), label: named(goal) })
        .collect())
}

fn sessions(app: &App, reader: &Reader<'_>, resource: &Placed<Resource>) -> Result<Vec<ResourcePin>> {
    let Some(mentorship) = resource.mentorship else { return Ok(Vec::new()) };
    let label = |session: &cairn_domain::Session| {
        let date = date_of(app, session);
        if session.title.is_empty() { date } else { format!("{date} · {}", session.title) }
    };
    let near = Meetings::read(reader, mentorship)?.between(app.now() - NEAR, app.now() + NEAR);
    let mut pins: Vec<ResourcePin> = near
        .iter()
        .map(|found| ResourcePin { id: found.session.id.to_string(), label: label(&found.session) })
        .collect();
    // What it is pinned to stays to be chosen, however long ago that was.
    if let Some(pinned) = resource.session.filter(|id| near.iter().all(|found| found.session.id != *id))
        && let Ok((_, session)) = Meetings::around(reader, pinned)
    {
        pins.insert(0, ResourcePin { id: pinned.to_string(), label: label(&session) });
    }
    Ok(pins)
}
