//! A line of the ledger in words that a person understands.

use super::{SentRow, WaitingRow};
use crate::{App, Result, backups::size_text, mentorships::Pair};
use cairn_store::{
    Reader, SpaceId, Table,
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
        let columns = record.columns();
        if record.fields.iter().any(|field| field.0 == 0) {
            names.push(words.say("ledger-deleted"));
        }
        for column in &columns {
            let id = format!("ledger-field-{}", column.replace('_', "-"));
            let name = words.say_or(&id, "ledger-field-other");
            if !names.contains(&name) {
                names.push(name);
            }
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
        let names = pair.map_or_else(|| words.say("ledger-to-gone"), Pair::name);
        let word = if way == Way::File { "ledger-to-file" } else { "ledger-to" };
        words.say_with(word, &[("names", names.into())])
    }
}
