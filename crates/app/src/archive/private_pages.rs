//! Markdown pages of what only the person herself can read: for the archive of everything, and no other.

use super::{
    folders::Names,
    pages::{Page, Text, action_line, date, goal_text, resource_lines},
};
use crate::{App, Result};
use cairn_domain::{ActionItem, CheckIn, Goal, JournalEntry, Milestone, Note, Profile, Resource, Session};
use cairn_store::Reader;

/// The folder of all of them.
const FOLDER: &str = "private/";

/// The pages of the personal space.
pub(super) fn all(app: &App, reader: &Reader<'_>, names: &mut Names) -> Result<Vec<Page>> {
    let view = reader.personal();
    let mut pages = vec![profile(app, reader)?];
    for goal in view.all::<Goal>()? {
        let milestones = view.with::<Milestone>("goal", goal.id)?;
        let check_ins = view.select::<CheckIn>().with("goal", goal.id).by("on").list()?;
        let text = goal_text(app, &goal, milestones.iter().map(|m| &**m), check_ins.iter().map(|c| &**c));
        pages.push(Page { path: names.page(&format!("{FOLDER}goals/"), &goal.title), text });
    }
    for entry in view.select::<JournalEntry>().by("on").list()? {
        let mut text = Text::default();
        text.heading(&format!("# {}", date(app, entry.on)));
        text.text(&entry.text);
        pages.push(Page {
            path: names.page(&format!("{FOLDER}journal/"), &entry.on.to_string()),
            text: text.done(),
        });
    }
    for note in view.all::<Note>()? {
        if note.text.trim().is_empty() {
            continue;
        }
        let name = title_of(app, reader, &note)?;
        let mut text = Text::default();
        text.heading(&format!("# {name}"));
        text.text(&note.text);
        pages.push(Page { path: names.page(&format!("{FOLDER}notes/"), &name), text: text.done() });
    }
    pages.extend(list(app, reader)?);
    Ok(pages)
}

fn profile(app: &App, reader: &Reader<'_>) -> Result<Page> {
    let mut text = Text::default();
    if let Some(profile) = reader.personal().select::<Profile>().first()? {
        text.heading(&format!("# {}", profile.name));
        text.line(profile.pronouns.as_deref().unwrap_or_default());
        text.line(&profile.zone);
    }
    text.heading(&format!("## {}", app.words.say("only-you")));
    text.line(&app.words.say("archive-private-about"));
    Ok(Page { path: format!("{FOLDER}README.md"), text: text.done() })
}

/// What a private note is about: `2026-11-24 The Results section`, or the goal.
fn title_of(app: &App, reader: &Reader<'_>, note: &Note) -> Result<String> {
    if let Some(id) = note.session {
        let session = reader.anywhere().get::<Session>(id)?;
        return Ok(session.map_or_else(
            || app.words.say("archive-notes"),
            |session| format!("{} {}", session.starts.date(), session.title),
        ));
    }
    let goal = match note.goal {
        Some(id) => reader.anywhere().get::<Goal>(id)?.map(|goal| goal.record.title),
        None => None,
    };
    Ok(goal.unwrap_or_else(|| app.words.say("archive-notes")))
}

/// Actions and resources, a page each where there are some.
fn list(app: &App, reader: &Reader<'_>) -> Result<Vec<Page>> {
    let view = reader.personal();
    let page = |name: &str, heading: &str, lines: Vec<String>| {
        let mut text = Text::default();
        text.heading(&format!("# {}", app.words.say(heading)));
        lines.iter().for_each(|line| text.line(line));
        (!lines.is_empty()).then(|| Page { path: format!("{FOLDER}{name}.md"), text: text.done() })
    };
    let actions = view.all::<ActionItem>()?;
    let resources = view.all::<Resource>()?;
    let actions = actions.iter().map(|action| action_line(app, action, "")).collect();
    let resources = resources.iter().map(|resource| resource_lines(app, resource)).collect();
    Ok([page("actions", "archive-actions", actions), page("resources", "archive-resources", resources)]
        .into_iter()
        .flatten()
        .collect())
}
