//! Sharing a private resource: a copy, after the exact text was shown.

use super::{list::file_text, place};
use crate::{App, Error, Result, goals::place::Circle};
use cairn_domain::{MentorshipId, ReadingStatus, Resource, ResourceId, Space, contact_details};
use cairn_store::Reader;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::write::SavedResource;

/// What is to be shared, and with whom.
#[derive(Debug, Deserialize, TS)]
pub struct ShareResource {
    /// The private resource.
    resource: ResourceId,
    /// The mentorship whose members shall read the copy.
    mentorship: MentorshipId,
}

/// What the others will read.
#[derive(Debug, Serialize, TS)]
pub struct ResourceSharePreview {
    /// The others by name.
    pub names: String,
    /// All the text that will be in the copy.
    pub text: String,
    /// E-mail addresses and telephone numbers in it, which may not have been meant.
    pub contacts: Vec<String>,
}

/// Shows what the others will read. Writes nothing. Fails with `resource_shared` for one that is no private one, and with
/// `not_found`.
pub fn preview(app: &App, args: ShareResource) -> Result<ResourceSharePreview> {
    app.read(|reader| {
        let copy = copy(app, reader, &args)?;
        let text = text_of(app, &copy);
        let names = Circle::read(reader, args.mentorship)?.names();
        Ok(ResourceSharePreview { names, contacts: contact_details(&text), text })
    })
}

/// Copies the resource into the mentorship. The private one stays as it is. Fails as [`preview`].
pub fn share(app: &App, args: ShareResource) -> Result<SavedResource> {
    app.act("resource-share", |draft| {
        let copy = copy(app, draft, &args)?;
        draft.create(Space::Mentorship(args.mentorship), &copy)?;
        Ok(SavedResource { resource: copy.id })
    })
}

/// Exactly what will be written. Pins stay where the others can see what they point at.
fn copy(app: &App, reader: &Reader<'_>, args: &ShareResource) -> Result<Resource> {
    let found = place::need(reader, args.resource)?;
    if !found.space.is_personal() {
        return Err(Error::new("resource_shared"));
    }
    Circle::read(reader, args.mentorship)?;
    let shared = reader.mentorship(args.mentorship);
    let goal = match found.goal {
        Some(id) => shared.get::<cairn_domain::Goal>(id)?.map(|goal| goal.id),
        None => None,
    };
    let session = match found.session {
        Some(id) => shared.get::<cairn_domain::Session>(id)?.map(|session| session.id),
        None => None,
    };
    Ok(Resource {
        id: app.new_id(),
        mentorship: Some(args.mentorship),
        goal,
        session,
        assigned_to: None,
        status: ReadingStatus::ToRead,
        ..found.record
    })
}

/// Every word of the copy, a line for each field that has one.
fn text_of(app: &App, copy: &Resource) -> String {
    let mut lines = vec![copy.title.clone(), app.words.say(&format!("resource-kind-{}", copy.kind.as_str()))];
    let mut line = |id: &str, text: &str| {
        if !text.trim().is_empty() {
            lines.push(format!("{}: {}", app.words.say(id), text.trim()));
        }
    };
    line("resource-author", copy.author.as_deref().unwrap_or_default());
    line("resource-url", copy.url.as_deref().unwrap_or_default());
    line("resource-file", &file_text(copy).unwrap_or_default());
    line("resource-tags", &copy.tags.join(", "));
    line("resource-description", &copy.description);
    lines.join("\n")
}
