//! A line of the ledger in words that a person understands.

use super::{SentRow, WaitingRow};
use crate::{App, Result, backups::size_text, mentorships::Pair, words::Words};
use cairn_domain::Setting;
use cairn_store::{
    Reader, Record as _, SpaceId, Table,
    sync::{LedgerEntry, LedgerRecord, Way},
};

/// What the words are made of.
pub(super) struct Told<'a> {
    app: &'a App,
    own: SpaceId,
    pairs: Vec<Pair>,
}

impl<'a> Told<'a> {
    pub(super) fn read(app: &'a App, reader: &Reader<'_>) -> Result<Told<'a>> {
        Ok(Told { app, own: SpaceId(reader.account().0), pairs: Pair::all(reader)? })
    }

    /// A record and its fields.
    pub(super) fn record(
        &self,
        reader: &Reader<'_>,
        space: SpaceId,
        record: &LedgerRecord,
    ) -> Result<WaitingRow> {
        Ok(WaitingRow {
            id: format!("{}/{}", record.collection.0, record.id),
            what: self.what(reader, record)?,
            fields: self.fields(record),
            to: self.to(space, Way::Server),
            private: space == self.own,
        })
    }

    /// An entry with all that is in it.
    pub(super) fn entry(&self, reader: &Reader<'_>, entry: &LedgerEntry) -> Result<SentRow> {
        let words = &self.app.words;
        let first = entry.records.first().map(|record| self.what(reader, record)).transpose()?;
        let more = i64::try_from(entry.records.len().saturating_sub(1)).unwrap_or_default();
        let what = match (entry.way, first) {
            (Way::Snapshot, _) => words.say("ledger-snapshot"),
            (_, None) => words.say("ledger-nothing-in-it"),
            (Way::Attachment, Some(first)) => words.say_with("ledger-file", &[("what", first.into())]),
            (_, Some(first)) if more == 0 => first,
            (_, Some(first)) => {
                words.say_with("ledger-and-more", &[("first", first.into()), ("count", more.into())])
            }
        };
        Ok(SentRow {
            id: entry.n.to_string(),
            at: self.app.instant_text(entry.at),
            what,
            to: self.to(entry.space, entry.way),
            size: size_text(entry.bytes),
            private: entry.space == self.own,
        })
    }

    /// `Goal “Learn SQL”`.
    fn what(&self, reader: &Reader<'_>, record: &LedgerRecord) -> Result<String> {
        let words = &self.app.words;
        if is_note_of_sync(reader, record)? {
            return Ok(words.say("ledger-note-of-sync"));
        }
        let kind = Table::of(record.collection).map_or("", |table| table.name).replace('_', "-");
        let kind = words.say_or(&format!("ledger-kind-{kind}"), "ledger-kind-other");
        let title = reader.title_of(record.collection, record.id)?;
        Ok(match title {
            Some(title) => words.say_with("ledger-what", &[("kind", kind.into()), ("title", title.into())]),
            None => kind,
        })
    }

    /// `title, target`. What several fields say together is named once.
    fn fields(&self, record: &LedgerRecord) -> String {
        let words = &self.app.words;
        let mut names: Vec<String> = Vec::new();
        let mut name = |word: &str| {
            let name = words.say(word);
            if !names.contains(&name) {
                names.push(name);
            }
        };
        let (columns, is_deleted) = (record.columns(), record.fields.iter().any(|field| field.0 == 0));
        if is_deleted {
            name("ledger-deleted");
        }
        if let Some(table) = Table::of(record.collection) {
            columns.iter().for_each(|column| name(&word_of(words, table, column)));
        }
        // A field that a newer version wrote leaves too, and goes unnamed nowhere.
        if columns.len() + usize::from(is_deleted) < record.fields.len() {
            name(UNKNOWN);
        }
        names.join(", ")
    }

    /// `to Ana, in your mentorship`.
    fn to(&self, space: SpaceId, way: Way) -> String {
        let words = &self.app.words;
        if space == self.own {
            return words.say("ledger-to-own");
        }
        let pair = self.pairs.iter().find(|pair| pair.mentorship.id.0 == space.0);
        let names = pair.map_or_else(|| words.say("ledger-to-gone"), |pair| pair.joined(|_| true));
        if names.is_empty() {
            return words.say("ledger-to-own");
        }
        let word = if way == Way::File { "ledger-to-file" } else { "ledger-to" };
        words.say_with(word, &[("names", names.into())])
    }
}

/// What a field is called that this version does not know.
const UNKNOWN: &str = "ledger-field-other";

/// Under which id the words of a field stand: those of this kind of record, or those of every field of the name.
fn word_of(words: &Words, table: &Table, column: &str) -> String {
    let column = column.replace('_', "-");
    let of_kind = format!("ledger-field-{}-{column}", table.name.replace('_', "-"));
    let of_all = format!("ledger-field-{column}");
    [of_kind, of_all].into_iter().find(|id| words.has(id)).unwrap_or_else(|| UNKNOWN.into())
}

/// Whether it is something that sync itself has written down, for the person's other devices to go by.
fn is_note_of_sync(reader: &Reader<'_>, record: &LedgerRecord) -> Result<bool> {
    if record.collection != Setting::TABLE.collection {
        return Ok(false);
    }
    let setting = reader.personal().get::<Setting>(record.id.into())?;
    Ok(setting.is_some_and(|setting| setting.key.starts_with("sync/")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestHost;
    use cairn_domain::{CheckIn, Goal, LifecycleEvent, Session, ThankYouCard};
    use cairn_store::{Collection, TABLES};
    use rstest::rstest;
    use uuid::Uuid;

    #[test]
    fn every_field_of_every_kind_has_words() {
        let words = Words::english();
        for table in TABLES {
            let kind = format!("ledger-kind-{}", table.name.replace('_', "-"));
            assert!(words.has(&kind), "{kind}");
            for field in table.fields {
                assert_ne!(word_of(&words, table, field.column), UNKNOWN, "{} {}", table.name, field.column);
            }
        }
    }

    #[rstest]
    #[case(ThankYouCard::TABLE, "to", "who is thanked")]
    #[case(ThankYouCard::TABLE, "motif", "picture")]
    #[case(LifecycleEvent::TABLE, "to", "state after")]
    #[case(Goal::TABLE, "copied_from", "what it was copied from")]
    #[case(Goal::TABLE, "created_at", "when it was begun")]
    #[case(CheckIn::TABLE, "value", "where it stands")]
    #[case(Session::TABLE, "uid", "how calendars know it")]
    fn fields_of_one_name_are_told_by_what_they_mean(
        #[case] table: &Table,
        #[case] column: &str,
        #[case] told: &str,
    ) {
        let words = Words::english();
        assert_eq!(words.say(&word_of(&words, table, column)), told);
    }

    /// What the ledger says of a record of this kind whose fields have these numbers.
    fn fields(collection: Collection, numbers: &[u16]) -> String {
        let app = TestHost::at("2026-11-24T18:00:00Z").open_app();
        let numbered = |number: &u16| {
            let mut field = Goal::TABLE.fields[0].id;
            field.0 = *number;
            field
        };
        let fields = numbers.iter().map(numbered).collect();
        let record = LedgerRecord { collection, id: Uuid::nil(), fields };
        app.read(|reader| Ok(Told::read(&app, reader)?.fields(&record))).unwrap()
    }

    #[test]
    fn a_field_of_a_newer_version_is_not_passed_over() {
        let card = ThankYouCard::TABLE.collection;
        assert_eq!(fields(card, &[0, 9999]), "that it was deleted, something newer");
        assert_eq!(fields(Collection(9999), &[1]), "something newer");
    }

    #[test]
    fn what_sync_notes_is_no_setting_of_the_person() {
        let app = TestHost::at("2026-11-24T18:00:00Z").open_app();
        let told = |key: &str| {
            app.background(|draft| crate::settings::put_setting(draft, key, &1)).unwrap();
            let open = app.open().unwrap();
            let space = SpaceId(open.account.0);
            let written = open.store.would_leave(space, u32::MAX).unwrap().pop().unwrap();
            app.read(|reader| Told::read(&app, reader)?.what(reader, &written)).unwrap()
        };
        assert_eq!(told("sync/pin/x"), "A note for your own devices");
        assert_eq!(told("week-begins"), "A setting");
    }
}
