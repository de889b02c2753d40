//! Whole states: for snapshots, for files, and for a server that has lost what it had.

use super::picking::weight;
use crate::{
    Error, Store, row,
    table::{TABLES, Table},
};
use cairn_replica::{Collection, Op, RecordId, RecordRef, SpaceId, decode_ops};
use rusqlite::{Connection, OptionalExtension, params};

/// How far the reading of a state has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StatePlace {
    table: usize,
    row: i64,
}

/// A part of a state.
#[derive(Debug, Clone, PartialEq)]
pub struct StateSlice {
    /// The ops that make its records what they are, without bases.
    pub ops: Vec<Op>,
    /// Where the next part begins; none after the last.
    pub next: Option<StatePlace>,
}

/// About how many bytes the values of a part of a state have at most before they are packed: 4 MiB. One record is taken
/// however large it is.
pub const STATE_BYTES: usize = 4 << 20;

impl Store {
    /// The state of a space in parts of about `records` records, deleted ones and kinds of a newer version included, from
    /// the beginning when `from` is its default. A part ends early where its values have [`STATE_BYTES`].
    ///
    /// Each part is of its own moment, and unsent writes are in it: before a snapshot is made of it, everything has to be
    /// sent, or an op could be stamped anew that others have already seen.
    pub fn state(&self, space: SpaceId, from: StatePlace, records: usize) -> Result<StateSlice, Error> {
        self.read(|reader| {
            let mut slice = StateSlice { ops: Vec::new(), next: None };
            let mut place = from;
            let (mut room, mut bytes) = (records.max(1), 0);
            while let Some(table) = TABLES.get(place.table).copied() {
                let sql = format!(
                    "SELECT id, rowid FROM {} WHERE space = ?1 AND rowid > ?2 ORDER BY rowid LIMIT ?3",
                    table.name
                );
                let mut statement = reader.connection.prepare_cached(&sql)?;
                let mut rows = statement.query(params![space.0.as_bytes(), place.row, room as i64])?;
                while let Some(found) = rows.next()? {
                    let id = RecordId(row::uuid(found.get_ref(0)?)?);
                    place.row = found.get(1)?;
                    let ops =
                        ops_of(reader.connection, RecordRef { space, collection: table.collection, id })?;
                    bytes += ops.iter().map(weight).sum::<usize>();
                    slice.ops.extend(ops);
                    room -= 1;
                    if room == 0 || bytes >= STATE_BYTES {
                        slice.next = Some(place);
                        return Ok(slice);
                    }
                }
                place = StatePlace { table: place.table + 1, row: 0 };
            }
            for record in unknown_records(reader.connection, space, place.row, room)? {
                let ops = unknown_record(reader.connection, record)?;
                bytes += ops.iter().map(weight).sum::<usize>();
                slice.ops.extend(ops);
                place.row += 1;
                room -= 1;
                if room == 0 || bytes >= STATE_BYTES {
                    slice.next = Some(place);
                    return Ok(slice);
                }
            }
            Ok(slice)
        })
    }
}

/// Every record of a space is to be sent whole.
pub(super) fn refill_space(connection: &Connection, space: SpaceId) -> Result<(), Error> {
    for table in TABLES.iter().copied() {
        let sql = format!(
            "INSERT OR IGNORE INTO sync_refill (space, collection, id) SELECT space, ?2, id FROM {} WHERE space = ?1",
            table.name
        );
        connection.execute(&sql, params![space.0.as_bytes(), table.collection.0])?;
    }
    connection.execute(
        "INSERT OR IGNORE INTO sync_refill (space, collection, id)
         SELECT space, collection, id FROM unknown_record WHERE space = ?1",
        [space.0.as_bytes()],
    )?;
    Ok(())
}

/// One record is to be sent whole.
pub(super) fn refill(connection: &Connection, record: RecordRef) -> Result<(), Error> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO sync_refill (space, collection, id) VALUES (?1, ?2, ?3)")?
        .execute(params![record.space.0.as_bytes(), record.collection.0, record.id.0.as_bytes()])?;
    Ok(())
}

/// These are taken, or have gone out.
pub(super) fn no_longer_refilled(connection: &Connection, records: &[RecordRef]) -> Result<(), Error> {
    let mut statement = connection
        .prepare_cached("DELETE FROM sync_refill WHERE space = ?1 AND collection = ?2 AND id = ?3")?;
    for record in records {
        statement.execute(params![record.space.0.as_bytes(), record.collection.0, record.id.0.as_bytes()])?;
    }
    Ok(())
}

/// The ops that make a record what it is; none when it is not there or not of this space.
pub(super) fn ops_of(connection: &Connection, record: RecordRef) -> Result<Vec<Op>, Error> {
    let Some(table) = Table::of(record.collection) else { return unknown_record(connection, record) };
    let Some(row) = row::load(connection, table, record.id)?.filter(|row| row.space == record.space) else {
        return Ok(Vec::new());
    };
    let known = row.state.fields().filter(|(field, _, _)| !row.is_beyond(*field));
    Ok(known
        .map(|(field, stamp, value)| Op { record, field, value: value.clone(), stamp, base: None })
        .collect())
}

fn unknown_record(connection: &Connection, record: RecordRef) -> Result<Vec<Op>, Error> {
    let mut statement = connection
        .prepare_cached("SELECT ops FROM unknown_record WHERE collection = ?1 AND id = ?2 AND space = ?3")?;
    let ops = statement
        .query_row(params![record.collection.0, record.id.0.as_bytes(), record.space.0.as_bytes()], |row| {
            row.get::<_, Vec<u8>>(0)
        })
        .optional()?;
    Ok(ops.map(|ops| decode_ops(&ops)).transpose()?.unwrap_or_default())
}

fn unknown_records(
    connection: &Connection,
    space: SpaceId,
    after: i64,
    most: usize,
) -> Result<Vec<RecordRef>, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT collection, id FROM unknown_record WHERE space = ?1 ORDER BY collection, id LIMIT ?3 OFFSET ?2",
    )?;
    let mut rows = statement.query(params![space.0.as_bytes(), after, most as i64])?;
    let mut all = Vec::new();
    while let Some(found) = rows.next()? {
        let (collection, id) = (Collection(found.get(0)?), RecordId(row::uuid(found.get_ref(1)?)?));
        all.push(RecordRef { space, collection, id });
    }
    Ok(all)
}
