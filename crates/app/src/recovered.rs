//! What the person wrote in something that others had deleted before her computer heard of it, once the rest of it is gone.
//! Until then it is among the recently deleted, with what she wrote.

use crate::{App, Result, concurrent::is_text};
use cairn_store::{Table, Value, sync::Recovered};
use serde::Serialize;
use ts_rs::TS;

/// Words of something that is gone.
#[derive(Debug, Serialize, TS)]
pub struct RecoveredRow {
    /// Names it.
    pub id: String,
    /// The kind of record it was.
    pub kind: String,
    /// `Note, deleted by others. Your words are kept until 3 March.`
    pub line: String,
    /// Whether only the person could read it.
    pub private: bool,
    /// What she wrote; an empty line between fields.
    pub text: String,
}

/// What the person wrote in what is gone, the latest first. Fails with `locked`.
pub fn list(app: &App, (): ()) -> Result<Vec<RecoveredRow>> {
    let account = app.open()?.account;
    let found = app.read(|reader| Ok(reader.recovered()?))?;
    Ok(found.iter().filter_map(|found| row(app, found, found.space.0 == account.0)).collect())
}

/// None where she wrote no words in it.
fn row(app: &App, found: &Recovered, private: bool) -> Option<RecoveredRow> {
    let table = Table::of(found.record.collection)?;
    let texts = found.ops.iter().filter_map(|op| {
        let field = table.fields.iter().find(|field| field.id == op.field)?;
        match &op.value {
            Value::Text(text) if is_text(table.name, field.column) && !text.is_empty() => Some(text.as_str()),
            _ => None,
        }
    });
    let text = texts.collect::<Vec<_>>().join("\n\n");
    let kind = app.words.say(&format!("ledger-kind-{}", table.name.replace('_', "-")));
    let date = app.my_zone().civil(found.until).date();
    let until = app.clock_text().day(date, app.today());
    (!text.is_empty()).then(|| RecoveredRow {
        id: found.n.to_string(),
        kind: table.name.into(),
        line: app.words.say_with("recovered-line", &[("kind", kind.into()), ("until", until.into())]),
        private,
        text,
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::TestHost;
    use cairn_domain::{MentorshipId, Note, NoteId, Space};
    use cairn_store::{Record as _, sync::Recovered};
    use chrono::TimeDelta;
    use serde_json::json;
    use uuid::Uuid;

    /// A row of what is recovered of a note with this text.
    fn row(text: &str) -> Option<super::RecoveredRow> {
        let host = TestHost::at("2026-11-24T18:00:00Z");
        let app = host.open_app();
        let pair = MentorshipId(Uuid::from_u128(7));
        let (id, text) = (NoteId(Uuid::from_u128(8)), text.to_owned());
        let note = Note { id, mentorship: Some(pair), session: None, goal: None, text, copied_from: None };
        app.act("test", |draft| Ok(draft.create(Space::Mentorship(pair), &note)?)).unwrap();
        assert_eq!(app.dispatch("recovered_list", json!({})).unwrap(), json!([]));
        let store = &app.open().unwrap().store;
        let ops: Vec<_> = store.outbox(9).unwrap().into_iter().filter(|op| op.record.id.0 == id.0).collect();
        let (record, until) = (ops[0].record, app.now() + TimeDelta::days(90));
        assert_eq!(record.collection, Note::TABLE.collection);
        let found = Recovered { n: 1, space: record.space, record, ops, until };
        super::row(&app, &found, false)
    }

    #[test]
    fn her_words_are_shown_and_nothing_else_of_it() {
        let row = row("Weeks of work").unwrap();
        assert_eq!((row.text.as_str(), row.kind.as_str()), ("Weeks of work", "note"));
        assert!(row.line.starts_with("Note, deleted by others. Your words are kept until"), "{}", row.line);
    }

    #[test]
    fn without_words_there_is_nothing_to_show() {
        assert!(row("").is_none());
    }
}
