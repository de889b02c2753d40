//! Texts that two people, or two devices of one, wrote without knowing of each other. The later one stands; the other is
//! in the history, and stays there whatever is decided.
//!
//! ```text
//! list       which there are, in a sentence each
//! compare    both, with the words that differ, and a combined text to begin from
//! decide     keep the one that stands, take the other, or write a third: changes like any other
//! ```
//!
//! One mechanism over all prose: [`TEXTS`] says which fields are. What a person has decided is a setting of hers, so that
//! it is undone with the rest and nobody else's screen changes.

mod combine;
pub mod compare;
pub mod decide;
mod differences;
pub mod list;
#[cfg(test)]
mod tests;
mod who;

use crate::{
    Error, Result,
    history::stamp_of,
    settings::{put_setting, setting},
};
use cairn_domain::Space;
use cairn_store::{Draft, FieldHistory, Reader, Record, Value, Version};
use combine::combine;
use serde::Deserialize;
use std::collections::BTreeSet;
use ts_rs::TS;
use uuid::Uuid;

/// How much there is in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Length {
    /// One line: one of the two is taken.
    Line,
    /// More: both can be brought together.
    Long,
}

/// The fields that people write in, by kind of record.
const TEXTS: &[(&str, &[(&str, Length)])] = {
    use Length::{Line, Long};
    &[
        ("note", &[("text", Long)]),
        ("journal_entry", &[("text", Long)]),
        (
            "goal",
            &[
                ("title", Line),
                ("specific", Long),
                ("attainable", Long),
                ("relevant", Long),
                ("next_step", Line),
                ("plan_if", Line),
                ("plan_then", Line),
            ],
        ),
        ("milestone", &[("title", Line)]),
        ("check_in", &[("comment", Long)]),
        ("session", &[("title", Line)]),
        ("series", &[("title", Line)]),
        ("agenda_item", &[("text", Line)]),
        ("action_item", &[("text", Line)]),
        ("resource", &[("title", Line), ("author", Line), ("description", Long)]),
        ("mentorship", &[("title", Line), ("purpose", Long)]),
    ]
};

/// A field that was written twice at once.
#[derive(Debug, Deserialize, TS)]
pub struct OneConcurrent {
    /// The kind of record, such as `note`.
    kind: String,
    /// Which one.
    #[ts(type = "string")]
    id: Uuid,
    /// The field's name in the record, such as `text`.
    field: String,
}

/// Two texts of one field, of which neither writer knew the other's.
struct Twice {
    field: &'static str,
    length: Length,
    space: Space,
    /// The one that stands.
    standing: Version,
    /// The newest that lost and says something else.
    other: Version,
    /// What both writers had seen, where the history still has it.
    base: Option<String>,
    /// Every version that is decided on together with `other`, by stamp.
    open: BTreeSet<String>,
}

/// A text that was typed upon `seen` while `kept` came to stand: what both changed. What they changed differently is there
/// twice.
pub(crate) fn brought_together(seen: &str, kept: &str, typed: &str) -> String {
    combine(Some(seen), kept, typed).text
}

/// What of a record was written twice at once, and nobody has decided on.
fn twice_in<T: Record>(reader: &Reader<'_>, id: Uuid) -> Result<Vec<Twice>> {
    let Some(record) = reader.anywhere().get::<T>(id.into())? else { return Ok(vec![]) };
    let mut all = Vec::new();
    for history in reader.history::<T>(id.into())? {
        let Some(length) = length(T::TABLE.name, history.field) else { continue };
        let decided = decided(reader, id, history.field)?;
        all.extend(twice(history, length, record.space, &decided));
    }
    Ok(all)
}

/// One field of a record. Fails with `not_found` where it was not written twice, or has been decided on.
fn twice_of<T: Record>(reader: &Reader<'_>, id: Uuid, field: &str) -> Result<Twice> {
    let found = twice_in::<T>(reader, id)?.into_iter().find(|twice| twice.field == field);
    found.ok_or_else(|| Error::not_found("version"))
}

fn twice(history: FieldHistory, length: Length, space: Space, decided: &BTreeSet<String>) -> Option<Twice> {
    let standing = history.versions.first()?.clone();
    let is_open = |version: &&Version| version.concurrent && !decided.contains(&stamp_of(version));
    let open: Vec<&Version> = history.versions.iter().skip(1).filter(is_open).collect();
    let base_of = |version: &Version| {
        let base = version.base?;
        history.versions.iter().find(|earlier| earlier.stamp == base).map(text_of)
    };
    let says_more = |version: &&&Version| {
        let (stands, lost) = (text_of(&standing), text_of(version));
        match base_of(version) {
            // Everything that was changed there is in what stands.
            Some(base) => combine(Some(&base), &stands, &lost).text != stands,
            None => stands != lost,
        }
    };
    let other = (*open.iter().find(says_more)?).clone();
    Some(Twice {
        field: history.field,
        length,
        space,
        base: base_of(&other),
        open: open.into_iter().map(stamp_of).collect(),
        standing,
        other,
    })
}

/// Whether people write in a field.
pub(crate) fn is_text(kind: &str, field: &str) -> bool {
    length(kind, field).is_some()
}

fn length(kind: &str, field: &str) -> Option<Length> {
    let (_, fields) = TEXTS.iter().find(|(name, _)| *name == kind)?;
    fields.iter().find(|(name, _)| *name == field).map(|(_, length)| *length)
}

/// The words of a version; empty where there are none.
fn text_of(version: &Version) -> String {
    match &version.value {
        Value::Text(text) => text.clone(),
        _ => String::new(),
    }
}

/// The versions of a field that the person has decided on.
fn decided(reader: &Reader<'_>, id: Uuid, field: &str) -> Result<BTreeSet<String>> {
    Ok(setting(reader, &key(id, field))?.unwrap_or_default())
}

/// Remembers that the person has decided on these.
fn remember(draft: &mut Draft<'_>, id: Uuid, twice: &Twice) -> Result<()> {
    let mut all = decided(draft, id, twice.field)?;
    all.extend(twice.open.iter().cloned());
    put_setting(draft, &key(id, twice.field), &all)
}

fn key(id: Uuid, field: &str) -> String {
    format!("concurrent.{id}.{field}")
}
