//! Taking back: undo, redo, and what was deleted.

use crate::{App, Error, Result};
use cairn_store::{KEPT_DELETED_MILLIS, Table, Undone};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// What undo or redo did.
#[derive(Debug, Serialize, TS)]
pub struct UndoView {
    /// What it was, in words: `Session logged`.
    pub what: String,
    /// How many records were left as they are, because somebody else wrote there since.
    pub kept: u32,
}

/// Something that was deleted.
#[derive(Debug, Serialize, TS)]
pub struct DeletedRow {
    /// The kind of record, such as `goal`.
    pub kind: String,
    /// Which one.
    pub id: String,
    /// What it was called; empty for what has no words of its own.
    pub title: String,
    /// When: `Tue 24 Nov`.
    pub on: String,
    /// Until when it can be brought back.
    pub until: String,
    /// Whether only the person herself could read it.
    pub private: bool,
}

/// Something to bring back.
#[derive(Debug, Deserialize, TS)]
pub struct RestoreDeleted {
    kind: String,
    #[ts(type = "string")]
    id: Uuid,
}

/// Takes back the last act. None when there is nothing to take back.
pub fn undo(app: &App, (): ()) -> Result<Option<UndoView>> {
    let undone = app.open()?.store.undo(app.now())?;
    Ok(undone.map(|undone| view(app, &undone)))
}

/// Does again what was taken back last. None when there is nothing.
pub fn redo(app: &App, (): ()) -> Result<Option<UndoView>> {
    let redone = app.open()?.store.redo(app.now())?;
    Ok(redone.map(|redone| view(app, &redone)))
}

/// What can be brought back, the latest first.
pub fn recently_deleted(app: &App, (): ()) -> Result<Vec<DeletedRow>> {
    let (now, zone, text) = (app.now(), app.my_zone(), app.clock_text());
    let kept = TimeDelta::milliseconds(KEPT_DELETED_MILLIS);
    let deleted = app.read(|reader| Ok(reader.recently_deleted(now - kept)?))?;
    let today = zone.civil(now).date();
    let date = |at| text.date_short(zone.civil(at).date(), today);
    // What belongs to something else, such as a milestone to its goal, comes back with it or has no name to show.
    let rows = deleted.into_iter().filter(|deleted| !deleted.title.is_empty());
    Ok(rows
        .map(|deleted| DeletedRow {
            kind: deleted.kind().into(),
            id: deleted.id.to_string(),
            on: date(deleted.at),
            until: date(deleted.at + kept),
            private: deleted.space.is_personal(),
            title: deleted.title,
        })
        .collect())
}

/// Brings a deleted record back. Fails with `not_found`.
pub fn restore_deleted(app: &App, args: RestoreDeleted) -> Result<()> {
    let table = Table::named(&args.kind).ok_or_else(|| Error::not_found("record"))?;
    app.act("restored", |draft| Ok(draft.restore_any(table, args.id)?))
}

fn view(app: &App, undone: &Undone) -> UndoView {
    UndoView {
        what: app.words.say_or(&format!("act-{}", undone.label.replace('_', "-")), "act-something"),
        kept: u32::try_from(undone.kept.len()).unwrap_or(u32::MAX),
    }
}
