//! What left this device, piece by piece.

use super::{EntryId, account::time, fixed, integer, number, space};
use crate::{Error, KEPT_MILLIS, Store, outbox, row, store::millis, table::Table};
use cairn_replica::{Collection, FieldId, Op, RecordId, RecordRef, SpaceId};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use std::collections::{HashMap, hash_map::Entry};
use uuid::Uuid;

/// How it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Through the log on the server.
    Server,
    /// A snapshot: all of the space.
    Snapshot,
    /// A file that a record points at, beside the log.
    Attachment,
    /// An exchange file.
    File,
}

impl Way {
    fn name(self) -> &'static str {
        match self {
            Way::Server => "server",
            Way::Snapshot => "snapshot",
            Way::Attachment => "attachment",
            Way::File => "file",
        }
    }

    fn named(name: &str) -> Way {
        [Way::Snapshot, Way::Attachment, Way::File]
            .into_iter()
            .find(|way| way.name() == name)
            .unwrap_or(Way::Server)
    }
}

/// A record and the fields of it that went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRecord {
    /// Its kind.
    pub collection: Collection,
    /// Its id.
    pub id: Uuid,
    /// The numbers of the fields; 0 is the mark of deletion.
    pub fields: Vec<FieldId>,
}

impl LedgerRecord {
    /// Ops by their records, each with its fields once.
    pub fn of(ops: &[Op]) -> Vec<LedgerRecord> {
        let records = ops.chunk_by(|a, b| a.record == b.record).filter_map(|ops| {
            let record = ops.first()?.record;
            let fields = ops.iter().map(|op| op.field).collect();
            Some(LedgerRecord { collection: record.collection, id: record.id.0, fields })
        });
        joined(records)
    }

    /// The columns of the fields that this version knows.
    pub fn columns(&self) -> Vec<&'static str> {
        let Some(table) = Table::of(self.collection) else { return Vec::new() };
        let column = |field: &FieldId| table.field(*field).map(|(_, field)| field.column);
        self.fields.iter().filter_map(column).collect()
    }
}

/// One piece that left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerEntry {
    /// Its place in the ledger: pass the last one's to [`Store::ledger`] for those before.
    pub n: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// The space, which says who can read it.
    pub space: SpaceId,
    /// How.
    pub way: Way,
    /// The id of the entry, the snapshot or the exchange file; of an attachment how its hash begins.
    pub entry: EntryId,
    /// An entry's number in the log.
    pub seq: Option<u64>,
    /// How many bytes went, encrypted.
    pub bytes: u64,
    /// What was in it.
    pub records: Vec<LedgerRecord>,
}

/// What [`write`] writes down beside the records.
pub(super) struct Line {
    pub(super) at: DateTime<Utc>,
    pub(super) space: SpaceId,
    pub(super) way: Way,
    pub(super) entry: EntryId,
    pub(super) seq: Option<u64>,
    pub(super) bytes: u64,
}

impl Store {
    /// What left, the newest first: at most `limit` entries before place `before`, of one space or of all.
    pub fn ledger(
        &self,
        space: Option<SpaceId>,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<LedgerEntry>, Error> {
        self.read(|reader| {
            let mut statement = reader.connection.prepare_cached(
                "SELECT n, at, space, way, entry, seq, bytes, fields FROM sync_ledger
                 WHERE n < ?1 AND (?2 IS NULL OR space = ?2) ORDER BY n DESC LIMIT ?3",
            )?;
            let space = space.map(|space| space.0.as_bytes().to_vec());
            let mut rows = statement.query(params![before.unwrap_or(i64::MAX), space, limit])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                all.push(read(row)?);
            }
            Ok(all)
        })
    }

    /// What left this device, the newest first: how many entries there are, of one space or of all, and at most `limit` of
    /// them from place `from` on.
    pub fn ledger_sent(
        &self,
        space: Option<SpaceId>,
        from: u32,
        limit: u32,
    ) -> Result<(u32, Vec<LedgerEntry>), Error> {
        self.read(|reader| {
            let space = space.map(|space| space.0.as_bytes().to_vec());
            let total = reader
                .connection
                .prepare_cached("SELECT count(*) FROM sync_ledger WHERE ?1 IS NULL OR space = ?1")?
                .query_row([&space], |row| row.get(0))?;
            let mut statement = reader.connection.prepare_cached(
                "SELECT n, at, space, way, entry, seq, bytes, fields FROM sync_ledger
                 WHERE ?1 IS NULL OR space = ?1 ORDER BY n DESC LIMIT ?3 OFFSET ?2",
            )?;
            let mut rows = statement.query(params![space, from, limit])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                all.push(read(row)?);
            }
            Ok((total, all))
        })
    }

    /// One piece that left; none where it was forgotten.
    pub fn ledger_entry(&self, n: i64) -> Result<Option<LedgerEntry>, Error> {
        let before = n.saturating_add(1);
        Ok(self.ledger(None, Some(before), 1)?.into_iter().find(|entry| entry.n == n))
    }

    /// A snapshot with these records has left, in so many bytes.
    pub fn snapshot_left(
        &self,
        space: SpaceId,
        snapshot: EntryId,
        records: Vec<LedgerRecord>,
        bytes: u64,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let line = Line { at: now, space, way: Way::Snapshot, entry: snapshot, seq: None, bytes };
        self.on_this_device(|connection| write(connection, &line, records))
    }

    /// What would leave now, of at most `limit` records of a space: the outbox, and whole records after it.
    pub fn would_leave(&self, space: SpaceId, limit: u32) -> Result<Vec<LedgerRecord>, Error> {
        self.read(|reader| {
            let mut all = unsent(reader.connection, space, limit)?;
            let mut statement = reader.connection.prepare_cached(
                "SELECT collection, id FROM sync_refill WHERE space = ?1 ORDER BY n LIMIT ?2",
            )?;
            let rest = limit.saturating_sub(u32::try_from(all.len()).unwrap_or(limit));
            let mut rows = statement.query(params![space.0.as_bytes(), rest])?;
            while let Some(found) = rows.next()? {
                let (collection, id) = (Collection(found.get(0)?), RecordId(row::uuid(found.get_ref(1)?)?));
                let ops = super::state::ops_of(reader.connection, RecordRef { space, collection, id })?;
                all.extend(LedgerRecord::of(&ops));
            }
            Ok(all)
        })
    }
}

fn unsent(connection: &Connection, space: SpaceId, limit: u32) -> Result<Vec<LedgerRecord>, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT collection, id, fields, lost FROM outbox WHERE space = ?1 ORDER BY n LIMIT ?2",
    )?;
    let mut rows = statement.query(params![space.0.as_bytes(), limit])?;
    let mut all = Vec::new();
    while let Some(found) = rows.next()? {
        let lost = found.get::<_, Option<Vec<u8>>>(3)?;
        let entry = outbox::read_entry(&found.get::<_, Vec<u8>>(2)?, lost.as_deref())?;
        let mut fields: Vec<FieldId> = entry.unsent.keys().copied().collect();
        fields.extend(entry.lost.iter().map(|op| op.field));
        fields.sort_unstable();
        fields.dedup();
        all.push(LedgerRecord {
            collection: Collection(found.get(0)?),
            id: row::uuid(found.get_ref(1)?)?,
            fields,
        });
    }
    Ok(all)
}

/// Each record once, where it first stands, with its fields in order.
fn joined(records: impl IntoIterator<Item = LedgerRecord>) -> Vec<LedgerRecord> {
    let mut all: Vec<LedgerRecord> = Vec::new();
    let mut places = HashMap::new();
    for record in records {
        match places.entry((record.collection, record.id)) {
            Entry::Vacant(place) => {
                place.insert(all.len());
                all.push(record);
            }
            Entry::Occupied(place) => all[*place.get()].fields.extend(record.fields),
        }
    }
    for record in &mut all {
        record.fields.sort_unstable();
        record.fields.dedup();
    }
    all
}

/// Writes a piece down.
pub(super) fn write(connection: &Connection, line: &Line, records: Vec<LedgerRecord>) -> Result<(), Error> {
    let records = joined(records);
    connection
        .prepare_cached(
            "INSERT INTO sync_ledger (at, space, way, entry, seq, bytes, records, fields)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            millis(line.at) as i64,
            line.space.0.as_bytes(),
            line.way.name(),
            line.entry,
            line.seq.map(integer),
            integer(line.bytes),
            records.len() as i64,
            pack(&records)
        ])?;
    Ok(())
}

/// Whether the ledger has an entry already.
pub(super) fn has(connection: &Connection, space: SpaceId, entry: EntryId) -> Result<bool, Error> {
    let mut statement = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM sync_ledger WHERE space = ?1 AND entry = ?2)")?;
    Ok(statement.query_row(params![space.0.as_bytes(), entry], |row| row.get(0))?)
}

/// Forgets what left more than 90 days ago.
pub(crate) fn purge(connection: &Connection, now: i64) -> Result<(), Error> {
    connection.execute("DELETE FROM sync_ledger WHERE at < ?1", [now - KEPT_MILLIS])?;
    connection.execute("DELETE FROM sync_recovered WHERE at < ?1", [now - KEPT_MILLIS])?;
    Ok(())
}

/// Each record: collection (2 bytes), id (16), how many fields (2), their numbers (2 each).
fn pack(records: &[LedgerRecord]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(records.len() * 28);
    for record in records {
        packed.extend(record.collection.0.to_be_bytes());
        packed.extend(record.id.as_bytes());
        packed.extend((record.fields.len() as u16).to_be_bytes());
        packed.extend(record.fields.iter().flat_map(|field| field.0.to_be_bytes()));
    }
    packed
}

/// The inverse of [`pack`].
pub(super) fn unpack(mut packed: &[u8]) -> Option<Vec<LedgerRecord>> {
    let mut records = Vec::new();
    while let Some((head, rest)) = packed.split_first_chunk::<20>() {
        let collection = Collection(u16::from_be_bytes([head[0], head[1]]));
        let id = Uuid::from_slice(head.get(2..18)?).ok()?;
        let count = usize::from(u16::from_be_bytes([head[18], head[19]]));
        let (fields, rest) = rest.split_at_checked(count * 2)?;
        let fields =
            fields.as_chunks::<2>().0.iter().map(|field| FieldId(u16::from_be_bytes(*field))).collect();
        records.push(LedgerRecord { collection, id, fields });
        packed = rest;
    }
    packed.is_empty().then_some(records)
}

fn read(found: &rusqlite::Row<'_>) -> Result<LedgerEntry, Error> {
    let records = unpack(found.get_ref(7)?.as_blob().map_err(rusqlite::Error::from)?);
    let way: String = found.get(3)?;
    Ok(LedgerEntry {
        n: found.get(0)?,
        at: time(found.get(1)?),
        space: space(found.get_ref(2)?)?,
        way: Way::named(&way),
        entry: fixed(found.get_ref(4)?)?,
        seq: found.get::<_, Option<i64>>(5)?.map(number),
        bytes: number(found.get(6)?),
        records: records.ok_or_else(|| Error::Damaged("the ledger cannot be read".into()))?,
    })
}
