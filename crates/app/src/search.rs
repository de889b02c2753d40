//! Finding anything the person may read.

use crate::{App, Result, mentorships::Pair, sessions::Meetings};
use cairn_domain::{
    ActionItem, AgendaItem, CheckIn, Goal, GoalId, Member, MentorshipId, Message, Milestone, Note, Resource,
    Series, Session, SessionId, ThankYouCard,
};
use cairn_store::{Hit, Reader, Record, Scope, Segment, Table};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// What to look for.
#[derive(Debug, Deserialize, TS)]
pub struct Search {
    /// Words; the last may be unfinished.
    query: String,
    /// Only these kinds, such as `goal`; all of them when empty.
    kinds: Vec<String>,
    /// Leave out what only the person herself can read: while she shares her screen.
    hide_private: bool,
    /// How many at the most; 1 to 200.
    limit: u32,
}

/// What was found.
#[derive(Debug, Serialize, TS)]
pub struct SearchView {
    /// The best, or under three letters the newest, first.
    pub hits: Vec<HitView>,
    /// How many there are in all.
    pub total: u32,
}

/// A record that was found.
#[derive(Debug, Serialize, TS)]
pub struct HitView {
    /// The kind of record, such as `goal`.
    pub kind: String,
    /// Which one.
    pub id: String,
    /// What it is called.
    pub title: Vec<SegmentView>,
    /// The text around what was found; empty where the title says it all.
    pub snippet: Vec<SegmentView>,
    /// Where it is: `Ishani · session of Tue 24 Nov`.
    pub context: String,
    /// The route that shows it.
    pub route: String,
    /// Whether only the person herself can read it.
    pub private: bool,
}

/// A piece of text.
#[derive(Debug, Serialize, TS)]
pub struct SegmentView {
    /// The text.
    pub text: String,
    /// Whether it is what was looked for.
    pub marked: bool,
}

/// Looks through everything the person may read.
pub fn search(app: &App, args: Search) -> Result<SearchView> {
    let kinds: Vec<_> =
        args.kinds.iter().filter_map(|kind| Table::named(kind)).map(|table| table.collection).collect();
    let scope = if args.hide_private { Scope::Shared } else { Scope::Everywhere };
    app.read(|reader| {
        let hits = reader.search(&args.query, &kinds, scope, args.limit.clamp(1, 200))?;
        let views = hits.into_iter().map(|hit| view(app, reader, hit)).collect::<Result<_>>()?;
        Ok(SearchView { hits: views, total: reader.search_count(&args.query, &kinds, scope)? })
    })
}

fn view(app: &App, reader: &Reader<'_>, hit: Hit) -> Result<HitView> {
    let home = home(reader, hit.kind(), hit.id)?;
    let snippet = if hit.snippet.iter().any(|segment| segment.marked) { hit.snippet.clone() } else { vec![] };
    Ok(HitView {
        kind: hit.kind().into(),
        id: hit.id.to_string(),
        private: hit.space.is_personal(),
        route: home.route(hit.kind(), hit.id),
        context: home.context(app, reader)?,
        title: hit.title.into_iter().map(segment).collect(),
        snippet: snippet.into_iter().map(segment).collect(),
    })
}

fn segment(segment: Segment) -> SegmentView {
    SegmentView { text: segment.text, marked: segment.marked }
}

/// What a record belongs to.
#[derive(Default)]
struct Belongs {
    mentorship: Option<MentorshipId>,
    session: Option<SessionId>,
    goal: Option<GoalId>,
}

fn home(reader: &Reader<'_>, kind: &str, id: Uuid) -> Result<Belongs> {
    Ok(match kind {
        "goal" => of::<Goal>(reader, id, |goal| (goal.mentorship, None, Some(goal.id)))?,
        "milestone" => of::<Milestone>(reader, id, |milestone| (None, None, Some(milestone.goal)))?,
        "check_in" => of::<CheckIn>(reader, id, |check_in| (None, None, Some(check_in.goal)))?,
        "session" => of::<Session>(reader, id, |session| (Some(session.mentorship), Some(session.id), None))?,
        "agenda_item" => {
            of::<AgendaItem>(reader, id, |item| (Some(item.mentorship), Some(item.session), None))?
        }
        "action_item" => of::<ActionItem>(reader, id, |item| (item.mentorship, item.session, item.goal))?,
        "note" => of::<Note>(reader, id, |note| (note.mentorship, note.session, note.goal))?,
        "resource" => {
            of::<Resource>(reader, id, |resource| (resource.mentorship, resource.session, resource.goal))?
        }
        "member" => of::<Member>(reader, id, |member| (Some(member.mentorship), None, None))?,
        "message" => of::<Message>(reader, id, |message| (Some(message.mentorship), None, None))?,
        "thank_you_card" => of::<ThankYouCard>(reader, id, |card| (Some(card.mentorship), None, None))?,
        "series" => of::<Series>(reader, id, |series| (Some(series.mentorship), None, None))?,
        "mentorship" => Belongs { mentorship: Some(MentorshipId(id)), ..Belongs::default() },
        _ => Belongs::default(),
    })
}

type Parts = (Option<MentorshipId>, Option<SessionId>, Option<GoalId>);

fn of<T: Record>(reader: &Reader<'_>, id: Uuid, parts: impl FnOnce(&T) -> Parts) -> Result<Belongs> {
    let Some(found) = reader.anywhere().get::<T>(id.into())? else { return Ok(Belongs::default()) };
    let (mentorship, session, goal) = parts(&found.record);
    Ok(Belongs { mentorship, session, goal })
}

impl Belongs {
    /// The most exact place that shows the record.
    fn route(&self, kind: &str, id: Uuid) -> String {
        match (kind, self.session, self.goal, self.mentorship) {
            ("resource", ..) => format!("/library/{id}"),
            ("message" | "thank_you_card", _, _, Some(mentorship)) => {
                format!("/mentorship/{mentorship}/messages/{id}")
            }
            (_, Some(session), ..) => format!("/session/{session}"),
            (_, _, Some(goal), _) => format!("/goal/{goal}"),
            (_, _, _, Some(mentorship)) => format!("/mentorship/{mentorship}"),
            _ => "/today".into(),
        }
    }

    /// `Ishani · session of Tue 24 Nov`.
    fn context(&self, app: &App, reader: &Reader<'_>) -> Result<String> {
        let mut parts = Vec::new();
        if let Some(mentorship) = self.mentorship {
            parts.extend(Pair::read(reader, mentorship).map(|pair| pair.name()));
        }
        if let Some((_, session)) = self.session.and_then(|id| Meetings::around(reader, id).ok()) {
            let zone = app.my_zone();
            let date = session.instant().map_or(session.starts.date(), |at| zone.civil(at).date());
            let date = app.clock_text().date_short(date, zone.civil(app.now()).date());
            parts.push(app.words.say_with("found-in-session", &[("date", date.into())]));
        } else if let Some(goal) = self.goal {
            let goal = reader.anywhere().get::<Goal>(goal)?;
            parts.extend(goal.map(|goal| goal.record.title).filter(|title| !title.is_empty()));
        }
        Ok(parts.join(" · "))
    }
}
