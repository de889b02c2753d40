//! Writing a resource: every field as it is typed, whom it is for, how far that person is.

use super::{place, view::OneResource};
use crate::{App, Error, Result, goals::place::space_for};
use cairn_domain::{
    GoalId, MemberId, MentorshipId, ReadingStatus, Resource, ResourceId, ResourceKind, SessionId, Space,
    clean_line, clean_text, web_link,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The most tags of one resource.
const MOST_TAGS: usize = 20;

/// Any fields of a resource as typed. What is left out stays as it is.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(default)]
pub struct SaveResource {
    /// The resource; none makes a new one.
    #[ts(optional)]
    resource: Option<ResourceId>,
    /// For a new one: the mentorship whose members shall read it. None keeps it to the person alone.
    #[ts(optional)]
    pub(super) shared_in: Option<MentorshipId>,
    /// For a new one that only the person reads: the mentorship it has to do with.
    #[ts(optional)]
    about: Option<MentorshipId>,
    /// For a new one: the goal it is pinned to.
    #[ts(optional)]
    goal: Option<GoalId>,
    /// For a new one: the session it is pinned to.
    #[ts(optional)]
    session: Option<SessionId>,
    /// What it is.
    #[ts(optional)]
    pub(super) kind: Option<ResourceKind>,
    /// What it is called.
    #[ts(optional)]
    title: Option<String>,
    /// Who made it.
    #[ts(optional)]
    author: Option<String>,
    /// Where it is; empty takes it away.
    #[ts(optional)]
    url: Option<String>,
    /// Why it is worth reading.
    #[ts(optional)]
    description: Option<String>,
    /// Words to find it by, between commas.
    #[ts(optional)]
    tags: Option<String>,
}

/// What was saved.
#[derive(Debug, Serialize, TS)]
pub struct SavedResource {
    /// The resource, new or not.
    pub resource: ResourceId,
}

/// For whom a resource is to be.
#[derive(Debug, Deserialize, TS)]
pub struct AssignResource {
    resource: ResourceId,
    /// Who is to read it; nobody when absent.
    #[ts(optional)]
    member: Option<MemberId>,
}

/// How far the reader is.
#[derive(Debug, Deserialize, TS)]
pub struct ResourceStatus {
    resource: ResourceId,
    status: ReadingStatus,
}

/// Where a resource is to be pinned; what is absent is unpinned.
#[derive(Debug, Deserialize, TS)]
pub struct PinResource {
    resource: ResourceId,
    #[ts(optional)]
    goal: Option<GoalId>,
    #[ts(optional)]
    session: Option<SessionId>,
}

/// Saves fields as they were typed.
///
/// Fails with `too_long` or `not_a_link` at the field, with `too_many` tags, and with `not_found`.
pub fn save(app: &App, args: SaveResource) -> Result<SavedResource> {
    let Some(id) = args.resource else { return create(app, &args, |_| Ok(())) };
    app.act("resource-edit", |draft| {
        draft.typing();
        let mut resource = place::need(draft, id)?.record;
        write_fields(&mut resource, &args)?;
        draft.update(&resource)?;
        Ok(SavedResource { resource: id })
    })
}

/// Makes a new resource of what was typed, and of what `more` puts in.
pub(super) fn create(
    app: &App,
    args: &SaveResource,
    more: impl FnOnce(&mut Resource) -> Result<()>,
) -> Result<SavedResource> {
    let mut resource = blank(app.new_id());
    write_fields(&mut resource, args)?;
    more(&mut resource)?;
    app.act("resource-new", |draft| {
        let space = space_for(draft.account(), args.shared_in);
        resource.mentorship = args.shared_in.or(args.about);
        (resource.goal, resource.session) = (args.goal, args.session);
        if let Space::Mentorship(mentorship) = space {
            crate::goals::place::Circle::read(draft, mentorship)?;
        }
        place::check_goal(draft, resource.goal, space)?;
        place::check_session(draft, resource.session, space)?;
        draft.create(space, &resource)?;
        Ok(SavedResource { resource: resource.id })
    })
}

/// Says who is to read a shared resource; that person has not begun. Fails with `not_found`.
pub fn assign(app: &App, args: AssignResource) -> Result<()> {
    app.act("resource-assign", |draft| {
        let found = place::need(draft, args.resource)?;
        place::check_member(draft, args.member, found.space)?;
        let changed = found.assigned_to != args.member;
        let status = if changed { ReadingStatus::ToRead } else { found.status };
        Ok(draft.update(&Resource { assigned_to: args.member, status, ..found.record })?)
    })
}

/// Says how far its reader is. Fails with `not_found`.
pub fn set_status(app: &App, args: ResourceStatus) -> Result<()> {
    app.act("resource-status", |draft| {
        let found = place::need(draft, args.resource)?;
        Ok(draft.update(&Resource { status: args.status, ..found.record })?)
    })
}

/// Pins a resource to a goal and to a session. Fails with `private_goal` at `goal` and with `not_found`.
pub fn pin(app: &App, args: PinResource) -> Result<()> {
    app.act("resource-pin", |draft| {
        let found = place::need(draft, args.resource)?;
        place::check_goal(draft, args.goal, found.space)?;
        place::check_session(draft, args.session, found.space)?;
        Ok(draft.update(&Resource { goal: args.goal, session: args.session, ..found.record })?)
    })
}

/// Deletes a resource; "Recently deleted" keeps it and its file for a while. Fails with `not_found`.
pub fn delete(app: &App, args: OneResource) -> Result<()> {
    app.act("resource-delete", |draft| Ok(draft.remove::<Resource>(args.resource)?))
}

fn blank(id: ResourceId) -> Resource {
    Resource {
        id,
        mentorship: None,
        goal: None,
        session: None,
        kind: ResourceKind::Link,
        title: String::new(),
        author: None,
        url: None,
        description: String::new(),
        tags: Vec::new(),
        assigned_to: None,
        status: ReadingStatus::ToRead,
        attachment: None,
        file_name: None,
        file_bytes: None,
    }
}

/// Puts what was typed into the resource, checked and cleaned. When it fails, the resource must not be written.
fn write_fields(resource: &mut Resource, args: &SaveResource) -> Result<()> {
    if let Some(title) = &args.title {
        resource.title = clean_line("title", title)?;
    }
    if let Some(author) = &args.author {
        resource.author = Some(clean_line("author", author)?).filter(|author| !author.is_empty());
    }
    if let Some(url) = &args.url {
        resource.url = if url.trim().is_empty() { None } else { Some(web_link("url", url)?) };
    }
    if let Some(description) = &args.description {
        resource.description = clean_text("description", description)?;
    }
    if let Some(tags) = &args.tags {
        resource.tags = read_tags(tags)?;
    }
    resource.kind = args.kind.unwrap_or(resource.kind);
    Ok(())
}

/// The tags in `java, reading list,,Java`: trimmed, each once whatever its case.
fn read_tags(typed: &str) -> Result<Vec<String>> {
    let mut tags: Vec<String> = Vec::new();
    for tag in typed.split([',', '\n', ';']) {
        let tag = clean_line("tags", tag.trim().trim_start_matches('#'))?;
        let known = tags.iter().any(|other| other.to_lowercase() == tag.to_lowercase());
        if !tag.is_empty() && !known {
            tags.push(tag);
        }
    }
    if tags.len() > MOST_TAGS {
        return Err(Error::new("too_many").with("field", "tags").with("limit", MOST_TAGS as i64));
    }
    Ok(tags)
}
