//! What a field held before, and bringing it back.

use crate::{App, Error, Result};
use cairn_store::{FieldHistory, Record, Value, Version};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// A record whose history is wanted.
#[derive(Debug, Deserialize, TS)]
pub struct HistoryOf {
    /// The kind of record, such as `note`.
    kind: String,
    /// Which one.
    #[ts(type = "string")]
    id: Uuid,
}

/// A field with what it held, the newest first.
#[derive(Debug, Serialize, TS)]
pub struct FieldHistoryView {
    /// The field's name in the record, such as `text`.
    pub field: String,
    /// What the field is called: `Text`.
    pub name: String,
    /// The first is what stands.
    pub versions: Vec<VersionView>,
}

/// What a field held.
#[derive(Debug, Serialize, TS)]
pub struct VersionView {
    /// Names the version.
    pub stamp: String,
    /// The value as text; empty where the field was empty.
    pub text: String,
    /// When it was written: `today 20:15`.
    pub at: String,
    /// Whether it was written on this computer.
    pub here: bool,
    /// Written without knowledge of the one that stands.
    pub concurrent: bool,
}

/// A version to bring back.
#[derive(Debug, Deserialize, TS)]
pub struct RestoreVersion {
    kind: String,
    #[ts(type = "string")]
    id: Uuid,
    field: String,
    stamp: String,
}

/// Calls a generic function with the record type of that kind: the kinds that people write prose in. Fails with `not_found`
/// for every other.
macro_rules! of_kind {
    ($kind:expr, $function:ident $arguments:tt) => {
        match $kind {
            "note" => $function::<cairn_domain::Note> $arguments,
            "journal_entry" => $function::<cairn_domain::JournalEntry> $arguments,
            "goal" => $function::<cairn_domain::Goal> $arguments,
            "milestone" => $function::<cairn_domain::Milestone> $arguments,
            "check_in" => $function::<cairn_domain::CheckIn> $arguments,
            "session" => $function::<cairn_domain::Session> $arguments,
            "series" => $function::<cairn_domain::Series> $arguments,
            "agenda_item" => $function::<cairn_domain::AgendaItem> $arguments,
            "action_item" => $function::<cairn_domain::ActionItem> $arguments,
            "resource" => $function::<cairn_domain::Resource> $arguments,
            "mentorship" => $function::<cairn_domain::Mentorship> $arguments,
            _ => Err($crate::Error::not_found("record")),
        }
    };
}
pub(crate) use of_kind;

/// The fields of a record that were changed, with what they held. Empty where nothing was changed, or it is not there.
pub fn list(app: &App, args: HistoryOf) -> Result<Vec<FieldHistoryView>> {
    of_kind!(args.kind.as_str(), list_of(app, args.id))
}

/// Gives a field what it held before: a change like any other, with its own undo. Fails with `not_found`.
pub fn restore(app: &App, args: RestoreVersion) -> Result<()> {
    of_kind!(args.kind.as_str(), restore_of(app, &args))
}

fn list_of<T: Record>(app: &App, id: Uuid) -> Result<Vec<FieldHistoryView>> {
    let fields = app.read(|reader| Ok(reader.history::<T>(id.into())?))?;
    let shown = fields
        .into_iter()
        .filter(|field| field.versions.iter().any(|version| text_of(&version.value).is_some()));
    Ok(shown.map(|field| field_view(app, field)).collect())
}

fn restore_of<T: Record>(app: &App, args: &RestoreVersion) -> Result<()> {
    let fields = app.read(|reader| Ok(reader.history::<T>(args.id.into())?))?;
    let field = fields.iter().find(|field| field.field == args.field);
    let version =
        field.and_then(|field| field.versions.iter().find(|version| stamp_of(version) == args.stamp));
    let stamp = version.ok_or_else(|| Error::not_found("version"))?.stamp;
    app.act("version-restored", |draft| Ok(draft.restore_version::<T>(args.id.into(), &args.field, stamp)?))
}

fn field_view(app: &App, field: FieldHistory) -> FieldHistoryView {
    let (zone, text) = (app.my_zone(), app.clock_text());
    let today = zone.civil(app.now()).date();
    let versions = field.versions.iter().map(|version| {
        let millis = i64::try_from(version.stamp.millis).unwrap_or_default();
        let at = zone.civil(chrono::DateTime::from_timestamp_millis(millis).unwrap_or_default());
        VersionView {
            stamp: stamp_of(version),
            text: text_of(&version.value).unwrap_or_default(),
            at: format!("{} {}", text.near_date(at.date(), today), text.time(at.time())),
            here: version.here,
            concurrent: version.concurrent,
        }
    });
    FieldHistoryView {
        field: field.field.into(),
        name: app.words.say_or(&format!("field-{}", field.field.replace('_', "-")), "field-other"),
        versions: versions.collect(),
    }
}

pub(crate) fn stamp_of(version: &Version) -> String {
    version.stamp.to_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a person can read of a value; none for ids and flags, which mean nothing to her.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Real(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Int(_) | Value::Bytes(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::TestHost;
    use cairn_domain::{Note, NoteId, Space};
    use serde_json::json;

    #[test]
    fn what_was_written_before_can_be_read_and_brought_back() {
        let host = TestHost::at("2026-11-24T18:00:00Z");
        let app = host.open_app();
        let account = app.open().unwrap().account;
        let id = app.new_id::<NoteId>();
        let note = |text: &str| Note {
            id,
            mentorship: None,
            session: None,
            goal: None,
            text: text.into(),
            copied_from: None,
        };
        app.act("test", |draft| Ok(draft.create(Space::Personal(account), &note("first"))?)).unwrap();
        host.set_now("2026-11-24T19:30:00Z");
        app.act("test", |draft| Ok(draft.update(&note("second"))?)).unwrap();

        let history = app.dispatch("history_list", json!({"kind": "note", "id": id})).unwrap();
        let versions = &history[0]["versions"];
        assert_eq!((&versions[0]["text"], &versions[1]["text"]), (&json!("second"), &json!("first")));
        assert_eq!(versions[1]["at"], "today 12:00");

        let restore = json!({"kind": "note", "id": id, "field": "text", "stamp": versions[1]["stamp"]});
        app.dispatch("history_restore", restore).unwrap();
        let kept = app.read(|reader| Ok(reader.anywhere().get::<Note>(id)?)).unwrap().unwrap();
        assert_eq!(kept.record.text, "first");
        app.dispatch("undo", json!({})).unwrap();
        let kept = app.read(|reader| Ok(reader.anywhere().get::<Note>(id)?)).unwrap().unwrap();
        assert_eq!(kept.record.text, "second", "bringing back is itself undone");
    }
}
