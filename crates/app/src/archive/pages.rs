//! Markdown pages of what a mentorship shares. Everything here is read through what the store calls shared.

use super::folders::Names;
use crate::{
    App, Error, Result,
    goals::numbers::exact,
    messages::{Said, all_said},
};
use cairn_calendar::Zone;
use cairn_domain::{
    ActionItem, AgendaItem, CheckIn, Goal, LifecycleEvent, Measure, Member, MemberId, Mentorship,
    MentorshipId, Milestone, Note, Resource, Session,
};
use cairn_store::{InMentorship, Reader, Shared, View};
use chrono::{Datelike, NaiveDate};

/// A file for a person to read.
pub(super) struct Page {
    /// Where it lies in the archive.
    pub(super) path: String,
    /// Markdown.
    pub(super) text: String,
}

/// A text in the making.
#[derive(Default)]
pub(super) struct Text(String);

impl Text {
    pub(super) fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    pub(super) fn heading(&mut self, heading: &str) {
        let gap = if self.0.is_empty() { "" } else { "\n" };
        self.0.push_str(&format!("{gap}{heading}\n\n"));
    }

    /// `**Last day:** 26 February 2027`, where there is something to say.
    pub(super) fn fact(&mut self, name: &str, value: &str) {
        if !value.trim().is_empty() {
            self.line(&format!("**{name}:** {}  ", value.trim()));
        }
    }

    /// Markdown as it was written.
    pub(super) fn text(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.line(text.trim_end());
        }
    }

    pub(super) fn done(self) -> String {
        self.0
    }
}

/// What the pages of a mentorship are made of.
struct Folder<'a> {
    app: &'a App,
    members: Vec<Shared<Member>>,
    actions: Vec<Shared<ActionItem>>,
    notes: Vec<Shared<Note>>,
    resources: Vec<Shared<Resource>>,
}

/// The pages of one mentorship, in a folder of its own. Fails with `not_found`.
pub(super) fn of_mentorship(
    app: &App,
    reader: &Reader<'_>,
    id: MentorshipId,
    names: &mut Names,
) -> Result<Vec<Page>> {
    let view = reader.mentorship(id);
    let mentorship = view.get::<Mentorship>(id)?.ok_or_else(|| Error::not_found("mentorship"))?;
    let folder = Folder {
        app,
        members: view.all()?,
        actions: view.all()?,
        notes: view.all()?,
        resources: view.all()?,
    };
    let path = names.folder("mentorships/", &folder.title(&mentorship, reader));
    let mut pages =
        vec![Page { path: format!("{path}README.md"), text: folder.overview(&mentorship, &view, reader)? }];
    for goal in view.all::<Goal>()? {
        let milestones = view.with::<Milestone>("goal", goal.id)?;
        let check_ins = view.select::<CheckIn>().with("goal", goal.id).by("on").list()?;
        let text = goal_text(app, &goal, milestones.iter().map(|m| &**m), check_ins.iter().map(|c| &**c));
        let notes = folder.notes_of(|note| note.goal == Some(goal.id) && note.session.is_none());
        pages.push(Page { path: names.page(&format!("{path}goals/"), &goal.title), text: text + &notes });
    }
    pages.extend(folder.messages(&path, &all_said(reader, id)?));
    for session in view.select::<Session>().by("starts").list()? {
        let agenda = view.select::<AgendaItem>().with("session", session.id).list()?;
        let name = format!("{} {}", session.starts.date(), session.title);
        let text = folder.session(&session, &agenda);
        pages.push(Page { path: names.page(&format!("{path}sessions/"), &name), text });
    }
    Ok(pages)
}

impl Folder<'_> {
    fn say(&self, id: &str) -> String {
        self.app.words.say(id)
    }

    fn title(&self, mentorship: &Mentorship, reader: &Reader<'_>) -> String {
        let others = self.members.iter().filter(|member| member.account != Some(reader.account()));
        let names: Vec<&str> = others.map(|member| member.name.as_str()).collect();
        mentorship.title.clone().filter(|title| !title.is_empty()).unwrap_or_else(|| names.join(", "))
    }

    fn name(&self, id: Option<MemberId>) -> &str {
        let member = self.members.iter().find(|member| Some(member.id) == id);
        member.map_or("", |member| member.name.as_str())
    }

    fn overview(
        &self,
        mentorship: &Mentorship,
        view: &View<'_, InMentorship>,
        reader: &Reader<'_>,
    ) -> Result<String> {
        let mut text = Text::default();
        text.heading(&format!("# {}", self.title(mentorship, reader)));
        text.text(&mentorship.purpose);
        text.fact(&self.say("archive-starts"), &date_or_nothing(self.app, mentorship.starts_on));
        text.fact(&self.say("archive-ends"), &date_or_nothing(self.app, mentorship.ends_on));
        text.fact(&self.say("archive-revisit"), &date_or_nothing(self.app, mentorship.revisit_on));
        text.heading(&format!("## {}", self.say("archive-people")));
        for member in &self.members {
            let role = self.say(&format!("role-{}", member.role.as_str()));
            text.line(&format!("- {} ({role}, {})", member.name, member.zone));
        }
        let mut life = view.all::<LifecycleEvent>()?;
        life.sort_by_key(|event| event.at);
        if !life.is_empty() {
            text.heading(&format!("## {}", self.say("archive-life")));
        }
        for event in &life {
            let state = self.say(&format!("state-{}", event.to.as_str()));
            let day = Zone::stored(&event.zone).unwrap_or_else(|_| Zone::utc()).civil(event.at).date();
            let reason = event.reason.as_deref().map(|reason| format!(" ({reason})")).unwrap_or_default();
            text.line(&format!("- {}: {state}{reason}", date(self.app, day)));
        }
        self.list_actions(&mut text, "## ", |action| action.session.is_none());
        let notes = self.notes_of(|note| note.session.is_none() && note.goal.is_none());
        self.list_resources(&mut text, "## ", |_| true);
        Ok(text.done() + &notes)
    }

    /// What was said, by day on the clock of the person whose archive it is.
    fn messages(&self, path: &str, said: &[Said]) -> Option<Page> {
        let zone = self.app.my_zone();
        let mut text = Text::default();
        text.heading(&format!("# {}", self.say("messages")));
        let mut day = None;
        for said in said {
            let at = zone.civil(said.at());
            if day != Some(at.date()) {
                day = Some(at.date());
                text.heading(&format!("## {}", date(self.app, at.date())));
            }
            let (by, time) = (self.name(said.by()), self.app.clock_text().time(at.time()));
            let (head, words) = match said {
                Said::Message(message) => (format!("**{by}**, {time}"), &message.text),
                Said::Card(card) => {
                    let card_to = self.app.words.say_with("card-to", &[("name", self.name(card.to).into())]);
                    (format!("**{by}**, {time}: {card_to}"), &card.text)
                }
            };
            text.line(&head);
            text.line("");
            text.text(words);
            text.line("");
        }
        day.map(|_| Page { path: format!("{path}messages.md"), text: text.done() })
    }

    fn session(&self, session: &Session, agenda: &[Shared<AgendaItem>]) -> String {
        let mut text = Text::default();
        let day = date(self.app, session.starts.date());
        text.heading(&if session.title.is_empty() {
            format!("# {day}")
        } else {
            format!("# {}", session.title)
        });
        let state = self.say(&format!("archive-session-{}", session.state.as_str()));
        text.line(&format!("{state} · {}", self.clocks(session)));
        let minutes = session.held_minutes.unwrap_or(session.minutes);
        text.line(&self.app.clock_text().length(minutes));
        text.fact(&self.say("resource-url"), session.join_link.as_deref().unwrap_or_default());
        if !agenda.is_empty() {
            text.heading(&format!("## {}", self.say("archive-agenda")));
        }
        let mut agenda: Vec<&Shared<AgendaItem>> = agenda.iter().collect();
        agenda.sort_by(|one, other| one.position.total_cmp(&other.position).then(one.id.cmp(&other.id)));
        for item in agenda {
            text.line(&format!("- [{}] {} ({})", tick(item.done), item.text, self.name(item.by)));
        }
        let notes = self.notes_of(|note| note.session == Some(session.id));
        if !notes.is_empty() {
            text.heading(&format!("## {}", self.say("archive-notes")));
            text.text(&notes);
        }
        self.list_actions(&mut text, "## ", |action| action.session == Some(session.id));
        self.list_resources(&mut text, "## ", |resource| resource.session == Some(session.id));
        text.done()
    }

    /// `Tuesday 24 November 2026 · 20:30 Marcus (America/Chicago), 08:00 +1 Ishani (Asia/Kolkata)`.
    fn clocks(&self, session: &Session) -> String {
        let text = self.app.clock_text();
        let planned = format!(
            "{} {} {}",
            date(self.app, session.starts.date()),
            text.time(session.starts.time()),
            session.zone
        );
        let Some(at) = session.instant() else { return planned };
        let theirs = self.members.iter().filter_map(|member| {
            let civil = Zone::stored(&member.zone).ok()?.civil(at);
            Some(format!("{}: {} {}", member.name, date(self.app, civil.date()), text.time(civil.time())))
        });
        std::iter::once(planned).chain(theirs).collect::<Vec<_>>().join(" · ")
    }

    fn notes_of(&self, wanted: impl Fn(&Note) -> bool) -> String {
        let texts = self.notes.iter().filter(|note| wanted(note) && !note.text.trim().is_empty());
        texts.map(|note| format!("\n{}\n", note.text.trim())).collect()
    }

    fn list_actions(&self, text: &mut Text, level: &str, wanted: impl Fn(&ActionItem) -> bool) {
        let found: Vec<_> = self.actions.iter().filter(|action| wanted(action)).collect();
        if !found.is_empty() {
            text.heading(&format!("{level}{}", self.say("archive-actions")));
        }
        for action in found {
            text.line(&action_line(self.app, action, self.name(action.owner)));
        }
    }

    fn list_resources(&self, text: &mut Text, level: &str, wanted: impl Fn(&Resource) -> bool) {
        let found: Vec<_> = self.resources.iter().filter(|resource| wanted(resource)).collect();
        if !found.is_empty() {
            text.heading(&format!("{level}{}", self.say("archive-resources")));
        }
        for resource in found {
            text.line(&resource_lines(self.app, resource));
        }
    }
}

/// A goal in words, with its milestones and check-ins.
pub(super) fn goal_text<'g>(
    app: &App,
    goal: &Goal,
    milestones: impl Iterator<Item = &'g Milestone>,
    check_ins: impl Iterator<Item = &'g CheckIn>,
) -> String {
    let say = |id: &str| app.words.say(id);
    let mut text = Text::default();
    text.heading(&format!(
        "# {}",
        if goal.title.is_empty() { say("resource-goal-untitled") } else { goal.title.clone() }
    ));
    text.line(&say(&format!("goal-status-{}", goal.status.as_str())));
    text.line("");
    text.fact(&say("goal-field-specific"), &goal.specific);
    let amount = |value: Option<f64>| {
        let unit = goal.unit.as_deref().unwrap_or_default();
        value.map(|value| format!("{} {unit}", exact(value))).unwrap_or_default()
    };
    if goal.measure == Measure::Number {
        text.fact(&say("goal-field-baseline"), &amount(goal.baseline));
        text.fact(&say("goal-field-target"), &amount(goal.target));
    }
    text.fact(&say("goal-field-attainable"), &goal.attainable);
    text.fact(&say("goal-field-relevant"), &goal.relevant);
    text.fact(&say("goal-field-starts"), &date_or_nothing(app, goal.starts_on));
    text.fact(&say("goal-field-due"), &date_or_nothing(app, goal.due_on));
    text.fact(&say("goal-field-next-step"), &goal.next_step);
    text.fact(&say("goal-field-if"), &goal.plan_if);
    text.fact(&say("goal-field-then"), &goal.plan_then);
    let mut milestones: Vec<&Milestone> = milestones.collect();
    milestones.sort_by(|one, other| one.position.total_cmp(&other.position).then(one.id.cmp(&other.id)));
    if !milestones.is_empty() {
        text.heading(&format!("## {}", say("goal-milestones")));
    }
    for milestone in milestones {
        let day = milestone.reached_on.or(milestone.due_on);
        let day = day.map(|day| format!(" ({})", date(app, day))).unwrap_or_default();
        text.line(&format!("- [{}] {}{day}", tick(milestone.reached_on.is_some()), milestone.title));
    }
    let check_ins: Vec<&CheckIn> = check_ins.collect();
    if !check_ins.is_empty() {
        text.heading(&format!("## {}", say("goal-check-ins")));
    }
    for check_in in check_ins {
        let value = amount(check_in.value);
        text.line(&format!("- {} · {value} · {}", date(app, check_in.on), check_in.comment));
    }
    text.done()
}

/// `- [ ] Send the draft (Marcus, 29 November 2026)`.
pub(super) fn action_line(app: &App, action: &ActionItem, owner: &str) -> String {
    let due = action.due_on.map(|day| date(app, day)).unwrap_or_default();
    let about: Vec<&str> = [owner, &due].into_iter().filter(|part| !part.is_empty()).collect();
    let about = if about.is_empty() { String::new() } else { format!(" ({})", about.join(", ")) };
    format!("- [{}] {}{about}", tick(action.done_at.is_some()), action.text)
}

/// A resource, and the kept file it has.
pub(super) fn resource_lines(app: &App, resource: &Resource) -> String {
    let kind = app.words.say(&format!("resource-kind-{}", resource.kind.as_str()));
    let author = resource.author.as_deref().map(|author| format!(", {author}")).unwrap_or_default();
    let mut lines = vec![format!("- {kind}: {}{author}", resource.title)];
    if let Some(url) = &resource.url {
        lines.push(format!("  <{url}>"));
    }
    if let (Some(name), Some(hash)) = (&resource.file_name, &resource.attachment) {
        lines.push(format!("  {name} → attachments/{hash}"));
    }
    if !resource.description.trim().is_empty() {
        lines.push(format!("  {}", resource.description.trim().replace('\n', "\n  ")));
    }
    lines.join("\n")
}

/// `24 November 2026`, always with the year.
pub(super) fn date(app: &App, day: NaiveDate) -> String {
    format!("{} {} {}", day.day(), app.clock_text().month(day), day.year())
}

fn date_or_nothing(app: &App, day: Option<NaiveDate>) -> String {
    day.map(|day| date(app, day)).unwrap_or_default()
}

fn tick(done: bool) -> char {
    if done { 'x' } else { ' ' }
}
