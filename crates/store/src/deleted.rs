//! What was deleted: listed for a while, then gone for good.

use crate::{
    Error, Reader, Store,
    history::KEPT_MILLIS,
    outbox,
    read::space_of,
    row, search,
    store::millis,
    table::{TABLES, Table},
};
use cairn_domain::Space;
use cairn_replica::{Collection, FieldId, RecordRef, RecordState};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use uuid::Uuid;

/// How long a deleted record can be brought back: 30 days, in milliseconds.
pub const KEPT_DELETED_MILLIS: i64 = 30 * 24 * 3600 * 1000;

/// How long a file that no record points at is kept, in milliseconds: the record may still be on its way.
const KEPT_UNUSED_FILE_MILLIS: i64 = 24 * 3600 * 1000;

/// A deleted record.
#[derive(Debug, Clone, PartialEq)]
pub struct Deleted {
    /// Its kind.
    pub collection: Collection,
    /// Its id.
    pub id: Uuid,
    /// Where it lives.
    pub space: Space,
    /// When it was deleted.
    pub at: DateTime<Utc>,
    /// Whether that was done on this device.
    pub here: bool,
    /// What it was called.
    pub title: String,
    /// Somebody changed it after it was deleted, or without knowing.
    pub changed_since: bool,
}

impl Deleted {
    /// The name of its kind, such as `goal`; [`Table::named`] finds its table.
    pub fn kind(&self) -> &'static str {
        Table::of(self.collection).map_or("", |table| table.name)
    }
}

/// What [`Store::purge`] took away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Purged {
    /// Deleted records whose content is gone.
    pub records: usize,
    /// Old versions of fields.
    pub versions: usize,
    /// Files that no record points at.
    pub attachments: usize,
}

impl Reader<'_> {
    /// What a record of any kind is called, one that was deleted too; none where it has no title or is not there.
    pub fn title_of(&self, collection: Collection, id: Uuid) -> Result<Option<String>, Error> {
        let Some(table) = Table::of(collection) else { return Ok(None) };
        let row = row::load(self.connection, table, cairn_replica::RecordId(id))?;
        let words = row.and_then(|row| (table.found_by)(id, &row.values(table)));
        Ok(words.map(|words| words.title).filter(|title| !title.is_empty()))
    }

    /// What was deleted at `since` or later and can be brought back, the latest first.
    pub fn recently_deleted(&self, since: DateTime<Utc>) -> Result<Vec<Deleted>, Error> {
        let mut all = Vec::new();
        for table in TABLES.iter().copied() {
            for row in deleted_rows(self.connection, table)? {
                let Some((stamp, _)) = row.state.get(FieldId::DELETED) else { continue };
                if stamp.millis < millis(since) || is_bare(&row.state) {
                    continue;
                }
                let words = (table.found_by)(row.id.0, &row.values(table)).unwrap_or_default();
                all.push(Deleted {
                    collection: table.collection,
                    id: row.id.0,
                    space: space_of(row.space, self.account),
                    at: DateTime::from_timestamp_millis(stamp.millis as i64).unwrap_or_default(),
                    here: self.is_here(stamp.device),
                    title: words.title,
                    changed_since: row.state.fields().any(|(_, other, _)| other > stamp),
                });
            }
        }
        all.sort_by_key(|deleted| std::cmp::Reverse(deleted.at));
        Ok(all)
    }
}

impl Store {
    /// Takes away for good what was deleted more than [`KEPT_DELETED_MILLIS`] ago, versions older than [`KEPT_MILLIS`], and
    /// files that no record points at. What stays of a record is the mark that it is deleted, or another device would
    /// bring it back.
    pub fn purge(&self, now: DateTime<Utc>) -> Result<Purged, Error> {
        let now = millis(now) as i64;
        self.on_this_device(|connection| {
            let mut purged = Purged::default();
            for table in TABLES.iter().copied() {
                for row in deleted_rows(connection, table)? {
                    let deleted_at =
                        row.state.get(FieldId::DELETED).map_or(0, |(stamp, _)| stamp.millis as i64);
                    if now - deleted_at > KEPT_DELETED_MILLIS && !is_bare(&row.state) {
                        empty(connection, table, row)?;
                        purged.records += 1;
                    }
                }
            }
            crate::sync::purge_ledger(connection, now)?;
            purged.versions =
                connection.execute("DELETE FROM history WHERE since < ?1", [now - KEPT_MILLIS])?;
            purged.attachments = connection.execute(
                "DELETE FROM attachment WHERE added_at < ?1
                 AND hash NOT IN (SELECT attachment FROM resource WHERE attachment IS NOT NULL)",
                [now - KEPT_UNUSED_FILE_MILLIS],
            )?;
            Ok(purged)
        })
    }
}

/// Whether nothing is left of a record but the mark.
fn is_bare(state: &RecordState) -> bool {
    state.fields().all(|(field, _, _)| field == FieldId::DELETED)
}

fn deleted_rows(connection: &Connection, table: &'static Table) -> Result<Vec<row::Row>, Error> {
    let mut statement =
        connection.prepare_cached(&format!("{} WHERE deleted = 1", row::sql(table).select))?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(found) = rows.next()? {
        all.push(row::read(table, found)?);
    }
    Ok(all)
}

fn empty(connection: &Connection, table: &'static Table, mut row: row::Row) -> Result<(), Error> {
    let record = RecordRef { space: row.space, collection: table.collection, id: row.id };
    let mark = row.state.get(FieldId::DELETED).map(|(stamp, value)| (FieldId::DELETED, stamp, value.clone()));
    row.state = RecordState::from_fields(mark);
    let fields: Vec<_> = table.fields.iter().map(|field| field.id).collect();
    row::update(connection, table, &mut row, &fields)?;
    if let Some(mut entry) = outbox::entry(connection, record)? {
        entry.unsent.retain(|field, _| *field == FieldId::DELETED);
        entry.lost.clear();
        outbox::put(connection, record, &entry)?;
    }
    search::remove(connection, record)?;
    connection.execute(
        "DELETE FROM history WHERE collection = ?1 AND id = ?2",
        params![table.collection.0, row.id.0.as_bytes()],
    )?;
    Ok(())
}
