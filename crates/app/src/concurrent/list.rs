//! Which texts were written twice at once, in a sentence each.

use super::{Length, Twice, text_of, twice_in, who::Who};
use crate::{
    App, Result,
    clock_text::ClockText,
    history::{of_kind, stamp_of},
};
use cairn_store::{Reader, Record, Version};
use chrono::DateTime;
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

/// So much of a line is quoted.
const QUOTED: usize = 60;

/// A text that was written twice at once.
#[derive(Debug, Serialize, TS)]
pub struct ConcurrentView {
    /// The kind of record, such as `note`.
    pub kind: String,
    /// Which one.
    pub id: String,
    /// The field's name in the record.
    pub field: String,
    /// The version that lost, by its stamp: another one is another matter.
    pub stamp: String,
    /// What the field is called: `Next step`.
    pub name: String,
    /// How it begins, where it is a line; empty for a longer text.
    pub quote: String,
    /// `Ana also wrote here at 14:02. Yours stands.`
    pub text: String,
    /// Whether only the person herself can read it.
    pub private: bool,
}

/// Everything that was written twice at once and nobody has decided on.
pub fn list(app: &App, (): ()) -> Result<Vec<ConcurrentView>> {
    app.read(|reader| {
        let mut all = Vec::new();
        for (kind, id) in reader.contested()? {
            // Kinds without prose are left aside.
            let Ok(views) = of_kind!(kind, views_of(app, reader, id)) else { continue };
            all.extend(views);
        }
        Ok(all)
    })
}

fn views_of<T: Record>(app: &App, reader: &Reader<'_>, id: Uuid) -> Result<Vec<ConcurrentView>> {
    let view = |twice: Twice| {
        Ok(ConcurrentView {
            kind: T::TABLE.name.into(),
            id: id.to_string(),
            field: twice.field.into(),
            stamp: stamp_of(&twice.other),
            name: field_name(app, T::TABLE.name, twice.field),
            quote: quote(&twice),
            text: sentence(app, reader, &twice)?,
            private: twice.space.is_personal(),
        })
    };
    twice_in::<T>(reader, id)?.into_iter().map(view).collect()
}

/// What a field is called: what is all text is called by what it is.
pub(super) fn field_name(app: &App, kind: &str, field: &str) -> String {
    if matches!(kind, "note" | "journal_entry") {
        return app.words.say(&format!("kind-{}", kind.replace('_', "-")));
    }
    app.words.say_or(&format!("field-{}", field.replace('_', "-")), "field-other")
}

/// How a line begins.
fn quote(twice: &Twice) -> String {
    match twice.length {
        Length::Line => text_of(&twice.standing).chars().take(QUOTED).collect(),
        Length::Long => String::new(),
    }
}

/// When a version was written, as a part of a sentence: `at 14:02`, `on Tue 24 Nov at 14:02`.
pub(super) fn at(app: &App, version: &Version) -> String {
    let millis = i64::try_from(version.stamp.millis).unwrap_or_default();
    let zone = app.my_zone();
    let (at, now) =
        (zone.civil(DateTime::from_timestamp_millis(millis).unwrap_or_default()), zone.civil(app.now()));
    let text: ClockText<'_> = app.clock_text();
    let values =
        [("time", text.time(at.time()).into()), ("day", text.date_short(at.date(), now.date()).into())];
    let id = if at.date() == now.date() { "concurrent-at" } else { "concurrent-on" };
    app.words.say_with(id, &values)
}

fn sentence(app: &App, reader: &Reader<'_>, twice: &Twice) -> Result<String> {
    let (standing, other) = (&twice.standing, &twice.other);
    let (id, theirs) = match (standing.here, other.here) {
        (true, false) => ("concurrent-yours-stands", other),
        (false, true) => ("concurrent-theirs-stands", standing),
        _ => ("concurrent-later-stands", other),
    };
    let who = Who::wrote(reader, theirs, twice.space)?.at_start(app);
    Ok(app.words.say_with(id, &[("who", who.into()), ("at", at(app, theirs).into())]))
}
