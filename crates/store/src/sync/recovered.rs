//! Writes of ours on records that others had deleted before they heard of them: kept, and brought back by nobody but the
//! person.

use super::{account::time, space};
use crate::{Error, KEPT_MILLIS, Reader, outbox, row, table::Table};
use cairn_replica::{Collection, FieldId, Op, RecordId, RecordRef, SpaceId, decode_ops, encode_ops};
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, params};

/// Unsent writes on a record that is gone.
#[derive(Debug, Clone, PartialEq)]
pub struct Recovered {
    /// Names it.
    pub n: i64,
    /// Where the record was.
    pub space: SpaceId,
    /// The record.
    pub record: RecordRef,
    /// What was written.
    pub ops: Vec<Op>,
    /// When it is forgotten: 90 days after it was found that the record is gone.
    pub until: DateTime<Utc>,
}

impl Reader<'_> {
    /// Unsent writes on records whose content is gone. While a deleted record still has it, it is in
    /// [`Reader::recently_deleted`].
    pub fn recovered(&self) -> Result<Vec<Recovered>, Error> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT n, space, collection, id, ops, at FROM sync_recovered ORDER BY n DESC")?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(found) = rows.next()? {
            let space = space(found.get_ref(1)?)?;
            let (collection, id) = (Collection(found.get(2)?), RecordId(row::uuid(found.get_ref(3)?)?));
            if has_content(self.connection, collection, id)? {
                continue;
            }
            all.push(Recovered {
                n: found.get(0)?,
                space,
                record: RecordRef { space, collection, id },
                ops: decode_ops(found.get_ref(4)?.as_blob().map_err(rusqlite::Error::from)?)?,
                until: time(found.get(5)?) + TimeDelta::milliseconds(KEPT_MILLIS),
            });
        }
        Ok(all)
    }
}

fn has_content(connection: &Connection, collection: Collection, id: RecordId) -> Result<bool, Error> {
    let Some(table) = Table::of(collection) else { return Ok(false) };
    let row = row::load(connection, table, id)?;
    Ok(row.is_some_and(|row| row.state.fields().any(|(field, _, _)| field != FieldId::DELETED)))
}

/// Keeps what is unsent of a record that a write from elsewhere has just deleted.
pub(crate) fn keep_if_deleted(connection: &Connection, record: RecordRef, now: u64) -> Result<(), Error> {
    let mut ops = match outbox::entry(connection, record)? {
        Some(entry) => outbox::ops_of(connection, record, &entry)?.into_iter().map(|(op, _)| op).collect(),
        None => Vec::new(),
    };
    let mut statement = connection
        .prepare_cached("SELECT ops FROM sync_in_flight WHERE space = ?1 AND state = 0 AND seq IS NULL")?;
    let mut rows = statement.query([record.space.0.as_bytes()])?;
    while let Some(row) = rows.next()? {
        let flying = decode_ops(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?;
        ops.extend(flying.into_iter().filter(|op| op.record == record));
    }
    ops.retain(|op| op.field != FieldId::DELETED);
    if ops.is_empty() {
        return Ok(());
    }
    connection
        .prepare_cached(
            "INSERT INTO sync_recovered (space, collection, id, ops, at) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            record.space.0.as_bytes(),
            record.collection.0,
            record.id.0.as_bytes(),
            encode_ops(&ops),
            now as i64
        ])?;
    Ok(())
}
