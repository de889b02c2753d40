//! Wrapping up: what became of a session, in one sheet and one act.

use super::{
    change::{OneSession, to_the_next},
    meetings::{Meetings, checked_start, recorded},
    view::{self, SessionPerson, SlotView},
};
use crate::{
    App, Result,
    actions::{self, ActionView, AddAction},
    agenda,
    notes::{self, shared_note},
};
use cairn_domain::{
    ActionItemId, MemberId, Note, NoteId, Role, Session, SessionId, SessionState, Space, clean_text,
    planned_minutes,
};
use cairn_store::{Draft, Shared};
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The sheet as it is before anybody has touched it.
#[derive(Debug, Serialize, TS)]
pub struct SessionLogDraft {
    /// The session.
    pub id: SessionId,
    /// What it was about, or whom it was with.
    pub title: String,
    /// `Tue 24 Nov, 20:30–21:30`.
    pub when: String,
    /// What became of it: held, unless somebody has said otherwise.
    pub outcome: SessionState,
    /// Who missed it, when somebody has said so.
    pub by_role: Option<Role>,
    /// Who can have missed it.
    pub people: Vec<SessionPerson>,
    /// How long it took, as far as can be guessed.
    pub minutes: i64,
    /// The shared note, whole.
    pub note: String,
    /// Actions from this session so far.
    pub actions: Vec<ActionView>,
    /// What was not talked about yet, which goes to the next session.
    pub open_items: Vec<String>,
    /// When to meet next.
    pub next: Option<NextSession>,
}

/// When to meet next.
#[derive(Debug, Serialize, TS)]
pub struct NextSession {
    /// The start as it can be typed.
    pub slot: SlotView,
    /// Where it comes from: `from the series`, `the same time next week`.
    pub source: String,
    /// Whether the session is planned already.
    pub planned: bool,
}

/// What became of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It took place.
    Held,
    /// Somebody did not come.
    Missed,
}

/// A session's log: all of it is saved, or none.
#[derive(Debug, Deserialize, TS)]
pub struct LogSession {
    id: SessionId,
    outcome: Outcome,
    /// Whose role missed it.
    #[ts(optional)]
    by_role: Option<Role>,
    /// How long it took; not asked of a session that was missed.
    #[ts(optional)]
    minutes: Option<i64>,
    /// The shared note as it is to be; left alone when absent.
    #[ts(optional)]
    note: Option<String>,
    /// New actions.
    actions: Vec<LogAction>,
    /// When to meet next; nothing is planned when absent.
    #[ts(optional)]
    next: Option<NextStart>,
}

/// An action that came up.
#[derive(Debug, Deserialize, TS)]
pub struct LogAction {
    text: String,
    #[ts(optional)]
    owner: Option<MemberId>,
    #[ts(optional, type = "string")]
    due_on: Option<NaiveDate>,
}

/// A start on the wall clock of a zone.
#[derive(Debug, Deserialize, TS)]
pub struct NextStart {
    #[ts(type = "string")]
    starts: NaiveDateTime,
    zone: String,
}

/// What was done.
#[derive(Debug, Serialize, TS)]
pub struct SessionLogged {
    /// How many items of the agenda went to the next session.
    pub carried: usize,
    /// The next session, where there is one.
    pub next: Option<SessionId>,
}

/// The sheet, filled in as far as can be guessed. Fails with `not_found`.
pub fn draft(app: &App, args: OneSession) -> Result<SessionLogDraft> {
    let account = app.open()?.account;
    app.read(|reader| {
        let (meetings, session) = Meetings::around(reader, args.id)?;
        let when = view::when(app, &session, &meetings.members)?;
        let title = match session.title.is_empty() {
            true => view::placeholder(app, &meetings.members, account),
            false => session.title.clone(),
        };
        let open = agenda::items_of(reader, &session)?.into_iter().filter(|item| !item.done);
        let settled = matches!(session.state, SessionState::Held | SessionState::Missed);
        Ok(SessionLogDraft {
            id: session.id,
            title,
            when: format!("{}, {}", when.mine.date, when.mine.span),
            outcome: if settled { session.state } else { SessionState::Held },
            by_role: session.by_role,
            people: view::people(app, &meetings.members, account),
            minutes: session.held_minutes.unwrap_or_else(|| session.probable_minutes(app.now())),
            note: shared_note(reader, &session)?.map(|note| note.text.clone()).unwrap_or_default(),
            actions: actions::views(app, reader, actions::of_session(reader, &session)?, account)?,
            open_items: open.map(|item| item.text).collect(),
            next: next_of(app, &meetings, &session),
        })
    })
}

/// The next session as the series has it, or the same time next week.
fn next_of(app: &App, meetings: &Meetings, session: &Session) -> Option<NextSession> {
    let at = session.instant()?.max(app.now());
    if let Some(next) = meetings.next_planned(at, session.id) {
        let source = if next.session.series.is_some() { "log-next-series" } else { "log-next-planned" };
        return Some(NextSession {
            slot: view::slot(&next.session),
            source: app.words.say(source),
            planned: true,
        });
    }
    let starts = session.same_time_next_week(app.now())?;
    Some(NextSession {
        slot: view::slot(&Session { starts, ..session.clone() }),
        source: app.words.say("log-next-week"),
        planned: false,
    })
}

/// Logs a session in one act: its state and length, the note, the actions, the next date; and what was not talked about
/// goes to the next session. Fails with `minutes_out_of_range`, `too_long`, `empty`, `unknown_zone` or `out_of_range` at
/// the field, or with `not_found`; then nothing is saved.
pub fn log(app: &App, args: LogSession) -> Result<SessionLogged> {
    let minutes = args.minutes.map(|minutes| planned_minutes("minutes", minutes)).transpose()?;
    let note = args.note.map(|note| clean_text("note", &note)).transpose()?;
    if let Some(next) = &args.next {
        checked_start(app, "next", next.starts, &next.zone)?;
    }
    let new_session = app.new_id::<SessionId>();
    app.act("log-session", |draft| {
        let session = recorded(draft, args.id)?;
        let held = args.outcome == Outcome::Held;
        let logged = Session {
            state: if held { SessionState::Held } else { SessionState::Missed },
            by_role: args.by_role.filter(|_| !held),
            held_minutes: minutes.filter(|_| held),
            ..session
        };
        draft.update(&logged)?;
        if let Some(text) = note {
            write_note(app, draft, &logged, text)?;
        }
        for action in args.actions.into_iter().filter(|action| !action.text.trim().is_empty()) {
            let add = AddAction {
                mentorship: Some(logged.mentorship),
                session: Some(logged.id),
                goal: None,
                text: action.text,
                owner: action.owner,
                due_on: action.due_on,
                private: false,
            };
            actions::add_in(draft, app.new_id::<ActionItemId>(), add)?;
        }
        let next = match args.next {
            Some(next) => Some(meet_again(app, draft, &logged, new_session, next)?),
            None => None,
        };
        let carried = to_the_next(draft, &logged)?;
        Ok(SessionLogged { carried, next })
    })
}

fn write_note(app: &App, draft: &mut Draft<'_>, session: &Session, text: String) -> Result<()> {
    let space = Space::Mentorship(session.mentorship);
    let note = match shared_note(draft, session)?.map(Shared::into_inner) {
        Some(note) => Note { text, ..note },
        None if text.is_empty() => return Ok(()),
        None => Note {
            id: NoteId::shared_of(session.id),
            mentorship: Some(session.mentorship),
            session: Some(session.id),
            goal: None,
            text,
            copied_from: None,
        },
    };
    notes::put(app, draft, space, &note)
}

/// The next session at the start that was chosen: the one planned already, moved there if need be, or a new one.
fn meet_again(
    app: &App,
    draft: &mut Draft<'_>,
    logged: &Session,
    id: SessionId,
    next: NextStart,
) -> Result<SessionId> {
    let (meetings, _) = Meetings::around(draft, logged.id)?;
    let after = logged.instant().map(|at| at.max(app.now()));
    if let Some(planned) = after.and_then(|at| meetings.next_planned(at, logged.id)) {
        let there = Session { starts: next.starts, zone: next.zone, ..planned.session.clone() };
        let there = there.after(&planned.session);
        // A planned start is left alone, whichever clock it was typed on.
        if there.instant() != Some(planned.at) {
            recorded(draft, there.id)?;
            draft.update(&there)?;
        }
        return Ok(there.id);
    }
    let again = Session {
        id,
        series: None,
        original_start: None,
        title: String::new(),
        starts: next.starts,
        zone: next.zone,
        state: SessionState::Planned,
        by_role: None,
        held_minutes: None,
        uid: None,
        sequence: 0,
        stamp: None,
        ..logged.clone()
    };
    draft.create(Space::Mentorship(logged.mentorship), &again)?;
    Ok(id)
}
