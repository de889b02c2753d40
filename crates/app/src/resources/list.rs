//! The library, filtered.

use super::place::circle_of;
use crate::{App, Result, backups::size_text};
use cairn_domain::{
    GoalId, Member, MemberId, Mentorship, MentorshipId, ReadingStatus, Resource, ResourceId, ResourceKind,
    SessionId,
};
use cairn_store::{Placed, Reader};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use ts_rs::TS;

/// Which resources to list; all of these must hold.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(default)]
pub struct ListResources {
    /// Of one kind.
    #[ts(optional)]
    kind: Option<ResourceKind>,
    /// With a tag.
    #[ts(optional)]
    tag: Option<String>,
    /// Of a mentorship: shared in it, or yours about it.
    #[ts(optional)]
    mentorship: Option<MentorshipId>,
    /// Pinned to a goal.
    #[ts(optional)]
    goal: Option<GoalId>,
    /// Pinned to a session.
    #[ts(optional)]
    session: Option<SessionId>,
    /// For the person herself to read: assigned to her.
    #[ts(optional)]
    mine: Option<bool>,
    /// That only she can see, or that only others can see too.
    #[ts(optional)]
    private: Option<bool>,
    /// So far read.
    #[ts(optional)]
    status: Option<ReadingStatus>,
    /// With these words in them, in any order.
    #[ts(optional)]
    find: Option<String>,
}

/// Resources, the latest first.
#[derive(Debug, Serialize, TS)]
pub struct LibraryView {
    /// Those that were asked for.
    pub resources: Vec<ResourceRow>,
    /// The tags there are in the library, those used most first.
    pub tags: Vec<String>,
    /// How many resources there are without any filter but goal, session and mentorship.
    pub all: u32,
}

/// A resource in a list.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ResourceRow {
    /// Names it.
    pub id: ResourceId,
    /// What it is.
    pub kind: ResourceKind,
    /// What it is called; empty when it has no name yet.
    pub title: String,
    /// Who made it, or where it is: `Brian Goetz`, `sre.google`, `notes.pdf · 640 KB`.
    pub about: String,
    /// Only the person herself can see it.
    pub private: bool,
    /// The mentorship whose members read it, by name; empty for one that is private.
    pub shared_with: String,
    /// Who is to read it.
    pub assigned_to: Option<String>,
    /// The person herself is to read it.
    pub mine: bool,
    /// How far that is.
    pub status: ReadingStatus,
    /// Words to find it by.
    pub tags: Vec<String>,
}

/// Lists resources.
pub fn list(app: &App, args: ListResources) -> Result<LibraryView> {
    app.read(|reader| {
        let mut found = reader.anywhere().all::<Resource>()?;
        found.retain(|resource| is_there(resource, &args));
        found.reverse();
        let all = u32::try_from(found.len()).unwrap_or(u32::MAX);
        let tags = tags_by_use(&found);
        let names = Names::read(app, reader)?;
        found.retain(|resource| is_wanted(resource, &args, &names));
        let resources = found.iter().map(|resource| row(resource, &names)).collect();
        Ok(LibraryView { resources, tags, all })
    })
}

/// Whether it is in the place that is looked at.
fn is_there(resource: &Placed<Resource>, args: &ListResources) -> bool {
    args.mentorship.is_none_or(|id| resource.mentorship == Some(id))
        && args.goal.is_none_or(|id| resource.goal == Some(id))
        && args.session.is_none_or(|id| resource.session == Some(id))
}

fn is_wanted(resource: &Placed<Resource>, args: &ListResources, names: &Names) -> bool {
    args.kind.is_none_or(|kind| resource.kind == kind)
        && args.status.is_none_or(|status| resource.status == status)
        && args.private.is_none_or(|private| resource.space.is_personal() == private)
        && args.mine.is_none_or(|mine| names.is_mine(resource) == mine)
        && args.tag.as_ref().is_none_or(|tag| resource.tags.contains(tag))
        && args.find.as_ref().is_none_or(|words| has_words(resource, words))
}

fn has_words(resource: &Resource, wanted: &str) -> bool {
    let Resource { title, author, url, description, tags, file_name, .. } = resource;
    let optional = [author, url, file_name].map(|text| text.as_deref().unwrap_or_default());
    let text = format!("{title} {description} {} {}", optional.join(" "), tags.join(" ")).to_lowercase();
    wanted.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

fn tags_by_use(resources: &[Placed<Resource>]) -> Vec<String> {
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for tag in resources.iter().flat_map(|resource| &resource.tags) {
        *uses.entry(tag).or_default() += 1;
    }
    let mut tags: Vec<_> = uses.into_iter().collect();
    tags.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    tags.into_iter().map(|(tag, _)| tag.to_owned()).collect()
}

/// Names of people and mentorships, read once for a whole list.
pub(super) struct Names {
    members: HashMap<MemberId, (String, bool)>,
    mentorships: HashMap<uuid::Uuid, String>,
    you: String,
}

impl Names {
    pub(super) fn read(app: &App, reader: &Reader<'_>) -> Result<Names> {
        let mut members = HashMap::new();
        let mut others: HashMap<MentorshipId, Vec<String>> = HashMap::new();
        for member in reader.anywhere().all::<Member>()? {
            let me = member.account == Some(reader.account());
            if !me {
                others.entry(member.mentorship).or_default().push(member.name.clone());
            }
            members.insert(member.id, (member.record.name, me));
        }
        let mut mentorships = HashMap::new();
        for mentorship in reader.anywhere().all::<Mentorship>()? {
            let title = mentorship.title.clone().filter(|title| !title.is_empty());
            let names = || others.remove(&mentorship.id).unwrap_or_default().join(", ");
            mentorships.insert(mentorship.id.0, title.unwrap_or_else(names));
        }
        Ok(Names { members, mentorships, you: app.words.say("clock-you") })
    }

    fn is_mine(&self, resource: &Resource) -> bool {
        resource.assigned_to.and_then(|id| self.members.get(&id)).is_some_and(|(_, me)| *me)
    }

    fn assigned_to(&self, resource: &Resource) -> Option<String> {
        let (name, me) = self.members.get(&resource.assigned_to?)?;
        Some(if *me { self.you.clone() } else { name.clone() })
    }
}

pub(super) fn row(resource: &Placed<Resource>, names: &Names) -> ResourceRow {
    let private = resource.space.is_personal();
    ResourceRow {
        id: resource.id,
        kind: resource.kind,
        title: resource.title.clone(),
        about: about(resource),
        private,
        shared_with: names.mentorships.get(&resource.space.id()).cloned().unwrap_or_default(),
        assigned_to: names.assigned_to(resource),
        mine: names.is_mine(resource),
        status: resource.status,
        tags: resource.tags.clone(),
    }
}

/// Who made it, or where it is.
fn about(resource: &Resource) -> String {
    let author = resource.author.clone().filter(|author| !author.is_empty());
    author.or_else(|| file_text(resource)).or_else(|| resource.url.as_deref().map(site)).unwrap_or_default()
}

/// `notes.pdf · 640 KB`.
pub(super) fn file_text(resource: &Resource) -> Option<String> {
    let (name, bytes) = (resource.file_name.as_ref()?, resource.file_bytes?);
    Some(format!("{name} · {}", size_text(u64::try_from(bytes).unwrap_or_default())))
}

/// The name of the site an address leads to: `sre.google`.
fn site(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

/// The people who read a resource, for its mark; nobody for one that is private.
pub(super) fn readers(
    reader: &Reader<'_>,
    resource: &Placed<Resource>,
) -> Result<(Vec<crate::goals::place::GoalPerson>, String)> {
    let circle = circle_of(reader, resource)?;
    Ok(circle.map_or_else(Default::default, |circle| {
        let names = circle.names();
        (circle.people, names)
    }))
}
