//! The agenda of a session, which every member adds to.

use crate::{
    App, Result,
    sessions::{
        members_of, recorded,
        view::{SessionPerson, person},
    },
};
use cairn_domain::{
    AccountId, AgendaItem, AgendaItemId, Member, Session, SessionId, Space, last_position, position_at,
    required_line,
};
use cairn_store::Reader;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A thing to talk about, as the screens show it.
#[derive(Debug, Serialize, TS)]
pub struct AgendaItemView {
    /// Names it.
    pub id: AgendaItemId,
    /// In a line.
    pub text: String,
    /// Talked about.
    pub done: bool,
    /// Who brought it.
    pub by: Option<SessionPerson>,
    /// `From 10 Nov, moved twice`; none where it was not carried over.
    pub carried: Option<String>,
    /// `10 Nov`: the same where there is little room.
    pub carried_short: Option<String>,
}

/// A new item.
#[derive(Debug, Deserialize, TS)]
pub struct AddAgendaItem {
    session: SessionId,
    text: String,
}

/// A new wording.
#[derive(Debug, Deserialize, TS)]
pub struct EditAgendaItem {
    id: AgendaItemId,
    text: String,
}

/// Talked about, or not yet.
#[derive(Debug, Deserialize, TS)]
pub struct AgendaItemDone {
    id: AgendaItemId,
    done: bool,
}

/// One item.
#[derive(Debug, Deserialize, TS)]
pub struct OneAgendaItem {
    id: AgendaItemId,
}

/// A new place.
#[derive(Debug, Deserialize, TS)]
pub struct MoveAgendaItem {
    id: AgendaItemId,
    /// Its place among the items of the session, from 0.
    index: usize,
}

/// Adds an item at the end. Fails with `empty` or `too_long` at `text`.
pub fn add(app: &App, args: AddAgendaItem) -> Result<AgendaItemId> {
    let text = required_line("text", &args.text)?;
    let id = app.new_id::<AgendaItemId>();
    app.act("add-agenda-item", |draft| {
        let session = recorded(draft, args.session)?;
        let me = members_of(draft, session.mentorship)?
            .into_iter()
            .find(|one| one.account == Some(draft.account()));
        let item = AgendaItem {
            id,
            mentorship: session.mentorship,
            session: session.id,
            text,
            by: me.map(|me| me.id),
            done: false,
            position: last_position(&items_of(draft, &session)?),
            first_session: None,
            moved: 0,
        };
        draft.create(Space::Mentorship(session.mentorship), &item)?;
        Ok(id)
    })
}

/// Words an item anew. Fails with `empty` or `too_long` at `text`.
pub fn edit(app: &App, args: EditAgendaItem) -> Result<()> {
    let text = required_line("text", &args.text)?;
    app.act("edit-agenda-item", |draft| {
        let item = draft.need::<AgendaItem>(args.id)?.record;
        Ok(draft.update(&AgendaItem { text, ..item })?)
    })
}

/// Says that an item was talked about, or that it was not.
pub fn set_done(app: &App, args: AgendaItemDone) -> Result<()> {
    app.act("tick-agenda-item", |draft| {
        let item = draft.need::<AgendaItem>(args.id)?.record;
        Ok(draft.update(&AgendaItem { done: args.done, ..item })?)
    })
}

/// Takes an item off the agenda.
pub fn delete(app: &App, args: OneAgendaItem) -> Result<()> {
    app.act("delete-agenda-item", |draft| Ok(draft.remove::<AgendaItem>(args.id)?))
}

/// Puts an item in another place.
pub fn move_to(app: &App, args: MoveAgendaItem) -> Result<()> {
    app.act("move-agenda-item", |draft| {
        let item = draft.need::<AgendaItem>(args.id)?.record;
        let found = draft.mentorship(item.mentorship).with::<AgendaItem>("session", item.session)?;
        let mut others: Vec<AgendaItem> = found.into_iter().map(|other| other.into_inner()).collect();
        others.retain(|other| other.id != item.id);
        in_order(&mut others);
        Ok(draft.update(&AgendaItem { position: position_at(&others, args.index), ..item })?)
    })
}

/// The items of a session, in order. Shared ones only: there are no others.
pub(crate) fn items_of(reader: &Reader<'_>, session: &Session) -> Result<Vec<AgendaItem>> {
    let found = reader.mentorship(session.mentorship).with::<AgendaItem>("session", session.id)?;
    let mut items: Vec<AgendaItem> = found.into_iter().map(|item| item.into_inner()).collect();
    in_order(&mut items);
    Ok(items)
}

fn in_order(items: &mut [AgendaItem]) {
    items.sort_by(|a, b| a.position.total_cmp(&b.position).then(a.id.cmp(&b.id)));
}

/// The items of a session as the screens show them.
pub(crate) fn views(
    app: &App,
    reader: &Reader<'_>,
    session: &Session,
    members: &[Member],
    account: AccountId,
) -> Result<Vec<AgendaItemView>> {
    let view = |item: AgendaItem| -> Result<AgendaItemView> {
        let from = match item.first_session.filter(|first| *first != session.id) {
            Some(first) => reader.mentorship(session.mentorship).get::<Session>(first)?,
            None => None,
        };
        let date = from.and_then(|from| {
            let day = app.my_zone().civil(from.instant()?).date();
            Some(app.clock_text().day_short(day, app.today()))
        });
        let carried = date.clone().map(|date| {
            let values = [("date", date.into()), ("count", item.moved.into())];
            app.words.say_with("agenda-carried", &values)
        });
        Ok(AgendaItemView {
            id: item.id,
            text: item.text,
            done: item.done,
            by: item.by.and_then(|by| person(app, members, by, account)),
            carried,
            carried_short: date,
        })
    };
    items_of(reader, session)?.into_iter().map(view).collect()
}
