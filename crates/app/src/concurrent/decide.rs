//! What becomes of two texts: a change like any other, with its own undo.

use super::{Length, remember, twice_of};
use crate::{App, Error, Result, history::of_kind};
use cairn_domain::clean_text;
use cairn_store::{Record, Value};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// What to do with two texts.
#[derive(Debug, Deserialize, TS)]
pub struct DecideConcurrent {
    kind: String,
    #[ts(type = "string")]
    id: Uuid,
    field: String,
    choice: ConcurrentChoice,
    /// The combined text, where that is the choice.
    #[ts(optional)]
    text: Option<String>,
}

/// What to do with two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ConcurrentChoice {
    /// Leave the one that stands, and say no more of it.
    Keep,
    /// Let the other stand.
    Take,
    /// Let a third stand.
    Combine,
}

/// Does as the person decides. The text that does not stand stays in the history.
///
/// Fails with `not_found` where there are no two any more, with `bad_arguments` where the text is missing or the field is
/// a line, and with `too_long` at `text`.
pub fn decide(app: &App, args: DecideConcurrent) -> Result<()> {
    of_kind!(args.kind.as_str(), decide_on(app, &args))
}

fn decide_on<T: Record>(app: &App, args: &DecideConcurrent) -> Result<()> {
    let label = match args.choice {
        ConcurrentChoice::Keep => "concurrent-keep",
        ConcurrentChoice::Take => "concurrent-take",
        ConcurrentChoice::Combine => "concurrent-combine",
    };
    app.act(label, |draft| {
        let twice = twice_of::<T>(draft, args.id, &args.field)?;
        match args.choice {
            ConcurrentChoice::Keep => {}
            ConcurrentChoice::Take => {
                draft.restore_version::<T>(args.id.into(), twice.field, twice.other.stamp)?;
            }
            ConcurrentChoice::Combine => {
                let text = args.text.as_deref().filter(|_| twice.length == Length::Long);
                let text = clean_text("text", text.ok_or_else(|| Error::new("bad_arguments"))?)?;
                let record = draft.need::<T>(args.id.into())?.record;
                draft
                    .update(&with_text(&record, twice.field, text).ok_or_else(|| Error::new("internal"))?)?;
            }
        }
        remember(draft, args.id, &twice)
    })
}

/// The record with that text in a field.
fn with_text<T: Record>(record: &T, field: &str, text: String) -> Option<T> {
    let mut values = record.values();
    let place = T::TABLE.fields.iter().position(|known| known.column == field)?;
    *values.get_mut(place)? = Value::Text(text);
    T::from_values(record.id().into(), &values)
}
