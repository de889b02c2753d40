//! A session as its screen shows it: the sheet that is shared, the sheet that is only yours, and what is around them.

use super::{change::OneSession, meetings::Meetings, plan::Repeat};
use crate::{
    App, Result,
    actions::{self, ActionView},
    agenda::{self, AgendaItemView},
    markdown,
    notes::{private_note, shared_note},
    series::{self, SeriesView},
    when::When,
};
use cairn_domain::{
    AccountId, Member, MemberId, MentorshipId, NoteId, Occurrence, Phase, Role, Session, SessionId,
    SessionState,
};
use cairn_store::Reader;
use serde::Serialize;
use ts_rs::TS;

/// A session as its screen shows it.
#[derive(Debug, Serialize, TS)]
pub struct SessionView {
    /// Names it.
    pub id: SessionId,
    /// The mentorship.
    pub mentorship: MentorshipId,
    /// What it is about; may be empty.
    pub title: String,
    /// What to call it while it has no title: `Session with Ishani`.
    pub placeholder: String,
    /// On every clock.
    pub when: When,
    /// `Tue 24 Nov`.
    pub date: String,
    /// Where it stands.
    pub status: SessionStatus,
    /// The start and the zone, to be typed again in the dialogs.
    pub slot: SlotView,
    /// Everybody who meets, the person herself first.
    pub people: Vec<SessionPerson>,
    /// The others in words: `Ishani`.
    pub names: String,
    /// What the members read.
    pub shared: SharedSide,
    /// What only the person herself reads.
    pub private: PrivateSide,
    /// Actions from this session; private ones are marked.
    pub actions: Vec<ActionView>,
    /// The one before.
    pub previous: Option<SessionLink>,
    /// The one after.
    pub next: Option<SessionLink>,
    /// Where to meet, here or wherever the mentorship meets.
    pub join_link: Option<String>,
    /// Whether the link is this session's own.
    pub own_link: bool,
    /// The series it belongs to.
    pub series: Option<SeriesView>,
    /// How the series repeats, as the dialogs offer it.
    pub repeat: Repeat,
    /// `Moved from Tue 17 Nov, 20:30`.
    pub moved: Option<String>,
}

/// What the members of a session read.
#[derive(Debug, Serialize, TS)]
pub struct SharedSide {
    /// The agenda.
    pub agenda: Vec<AgendaItemView>,
    /// The note, once somebody has written it.
    pub note: Option<NoteId>,
    /// The note as Markdown.
    pub text: String,
    /// The note to read.
    pub html: String,
}

/// What only the person herself reads.
#[derive(Debug, Serialize, TS)]
pub struct PrivateSide {
    /// Always: it says so to whatever shows it.
    #[ts(type = "true")]
    pub private: bool,
    /// The note, once she has written it.
    pub note: Option<NoteId>,
    /// The note as Markdown.
    pub text: String,
    /// The note to read.
    pub html: String,
}

/// Where a session stands, in words and as a tone.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SessionStatus {
    /// `In session, 24 min`.
    pub text: String,
    /// How to show it.
    pub tone: SessionTone,
    /// What became of it.
    pub state: SessionState,
}

/// How the status of a session is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SessionTone {
    /// Yet to come.
    Ahead,
    /// Going on.
    Live,
    /// Over, and waits to be logged.
    Waits,
    /// Held.
    Held,
    /// Missed or called off.
    Off,
}

/// A start as it is kept and as it can be typed.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SlotView {
    /// `2026-11-24T20:30:00`.
    pub starts: String,
    /// The IANA id of its zone.
    pub zone: String,
    /// What to type to get it: `2026-11-24 20:30`.
    pub typed: String,
    /// The planned length.
    pub minutes: i64,
}

/// Somebody who meets.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SessionPerson {
    /// Names her in the mentorship.
    pub id: MemberId,
    /// What people call her.
    pub name: String,
    /// What she does here.
    pub role: Role,
    /// Whether it is the person at this computer.
    pub me: bool,
}

/// Another session, to go to.
#[derive(Debug, Serialize, TS)]
pub struct SessionLink {
    /// Names it.
    pub id: SessionId,
    /// `Tue 17 Nov`.
    pub date: String,
    /// What it is about.
    pub title: String,
}

/// A session with all that its screen shows. Fails with `not_found`.
pub fn get(app: &App, args: OneSession) -> Result<SessionView> {
    let account = app.open()?.account;
    app.read(|reader| {
        let (meetings, session) = Meetings::around(reader, args.id)?;
        let (previous, next) = meetings.neighbours(&session);
        let members = &meetings.members;
        let when = when(app, &session, members)?;
        let series = meetings.series_of(&session);
        Ok(SessionView {
            id: session.id,
            mentorship: session.mentorship,
            placeholder: placeholder(app, members, account),
            date: date_of(app, &session),
            status: status(app, &session, &when, members, account),
            slot: slot(&session),
            people: people(app, members, account),
            names: names(app, members, account),
            shared: shared_side(app, reader, &session, members, account)?,
            private: private_side(reader, session.id)?,
            actions: actions::views(app, reader, actions::of_session(reader, &session)?, account)?,
            previous: previous.map(|found| link(app, &found)),
            next: next.map(|found| link(app, &found)),
            own_link: session.join_link.is_some(),
            join_link: session.join_link.clone().or_else(|| meetings.mentorship.join_link.clone()),
            series: series.map(|series| series::view(app, series, members, account)),
            repeat: series.and_then(series::repeat_of).unwrap_or(Repeat::Once),
            moved: moved(app, &session),
            title: session.title,
            when,
        })
    })
}

/// What the members of a session read. Takes nothing from anywhere else than their space.
pub(crate) fn shared_side(
    app: &App,
    reader: &Reader<'_>,
    session: &Session,
    members: &[Member],
    account: AccountId,
) -> Result<SharedSide> {
    let note = shared_note(reader, session)?;
    let text = note.as_ref().map(|note| note.text.clone()).unwrap_or_default();
    let agenda = agenda::views(app, reader, session, members, account)?;
    Ok(SharedSide { agenda, note: note.map(|note| note.id), html: markdown::render(&text), text })
}

fn private_side(reader: &Reader<'_>, session: SessionId) -> Result<PrivateSide> {
    let note = private_note(reader, session)?;
    let text = note.as_ref().map(|note| note.text.clone()).unwrap_or_default();
    Ok(PrivateSide { private: true, note: note.map(|note| note.id), html: markdown::render(&text), text })
}

/// The session on every clock.
pub(crate) fn when(app: &App, session: &Session, members: &[Member]) -> Result<When> {
    app.when(session.starts, &session.zone, session.minutes, members)
}

/// Where a session stands.
pub(crate) fn status(
    app: &App,
    session: &Session,
    when: &When,
    members: &[Member],
    account: AccountId,
) -> SessionStatus {
    let say = |id: &str, name: &str, value: String| app.words.say_with(id, &[(name, value.into())]);
    let length = |minutes: i64| app.clock_text().length(minutes);
    let (tone, text) = match session.phase(app.now()) {
        Phase::Ahead(_) => (SessionTone::Ahead, say("session-ahead", "distance", when.distance.clone())),
        Phase::UnderWay(minutes) => (SessionTone::Live, say("session-live", "length", length(minutes))),
        Phase::Over => (SessionTone::Waits, app.words.say("session-over")),
        Phase::Settled(SessionState::Held) => {
            let minutes = session.held_minutes.unwrap_or(session.minutes);
            (SessionTone::Held, say("session-held", "length", length(minutes)))
        }
        Phase::Settled(state) => {
            let id = if state == SessionState::Missed { "session-missed" } else { "session-cancelled" };
            let text = match session.by_role.and_then(|role| who(app, role, members, account)) {
                Some(who) => say(&format!("{id}-by"), "who", who),
                None => app.words.say(id),
            };
            (SessionTone::Off, text)
        }
    };
    SessionStatus { text, tone, state: session.state }
}

/// Who has a role, in words; none where nobody has.
fn who(app: &App, role: Role, members: &[Member], account: AccountId) -> Option<String> {
    let with_role = members.iter().filter(|member| member.role == role);
    let names: Vec<String> = with_role
        .map(|member| match member.account == Some(account) {
            true => app.words.say("session-by-you"),
            false => member.name.clone(),
        })
        .collect();
    (!names.is_empty()).then(|| joined(app, &names))
}

/// Everybody who meets, the person herself first.
pub(crate) fn people(app: &App, members: &[Member], account: AccountId) -> Vec<SessionPerson> {
    let mut people: Vec<SessionPerson> =
        members.iter().filter_map(|member| person(app, members, member.id, account)).collect();
    people.sort_by_key(|person| !person.me);
    people
}

/// A member, as the screens show her.
pub(crate) fn person(
    _app: &App,
    members: &[Member],
    id: MemberId,
    account: AccountId,
) -> Option<SessionPerson> {
    let member = members.iter().find(|member| member.id == id)?;
    Some(SessionPerson {
        id,
        name: member.name.clone(),
        role: member.role,
        me: member.account == Some(account),
    })
}

/// The others in words: `Ishani`, `Ishani and Tomás`.
pub(crate) fn names(app: &App, members: &[Member], account: AccountId) -> String {
    let others = members.iter().filter(|member| member.account != Some(account));
    joined(app, &others.map(|member| member.name.clone()).collect::<Vec<_>>())
}

/// `Jonas and Camila`; `Jonas, Lerato and Noor`.
pub(crate) fn joined(app: &App, names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => {
            let values = [("first", most.join(", ").into()), ("last", last.clone().into())];
            app.words.say_with("names-and", &values)
        }
    }
}

/// What to call a session that has no title.
pub(crate) fn placeholder(app: &App, members: &[Member], account: AccountId) -> String {
    app.words.say_with("session-with", &[("names", names(app, members, account).into())])
}

/// `Tue 24 Nov`, on the person's own clock.
pub(crate) fn date_of(app: &App, session: &Session) -> String {
    let day = session.instant().map_or(session.starts.date(), |at| app.my_zone().civil(at).date());
    app.clock_text().date_short(day, app.today())
}

pub(crate) fn slot(session: &Session) -> SlotView {
    SlotView {
        starts: session.starts.format("%Y-%m-%dT%H:%M:%S").to_string(),
        zone: session.zone.clone(),
        typed: session.starts.format("%Y-%m-%d %H:%M").to_string(),
        minutes: session.minutes,
    }
}

fn link(app: &App, found: &Occurrence) -> SessionLink {
    SessionLink {
        id: found.session.id,
        date: date_of(app, &found.session),
        title: found.session.title.clone(),
    }
}

/// Where the series had it, for a session that was moved.
fn moved(app: &App, session: &Session) -> Option<String> {
    let original = session.original_start.filter(|original| *original != session.starts)?;
    let values = [
        ("date", app.clock_text().date_short(original.date(), app.today()).into()),
        ("time", app.clock_text().time(original.time()).into()),
    ];
    Some(app.words.say_with("session-moved-from", &values))
}
