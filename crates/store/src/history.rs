//! What fields held before.

use crate::{
    Error, Reader, row,
    table::{Record, Table},
};
use cairn_replica::{DeviceId, Op, RecordId, RecordRef, Stamp, Value, decode_ops, encode_ops};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

/// The most versions of a field that are kept.
pub const KEPT_VERSIONS: u32 = 20;

/// How long a version is kept: 90 days, in milliseconds.
pub const KEPT_MILLIS: i64 = 90 * 24 * 3600 * 1000;

/// Typing on one device within this time is one version, in milliseconds.
const TYPING_MILLIS: i64 = 60_000;

/// A value that a field has or had.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// When and where it was written.
    pub stamp: Stamp,
    /// Whether this device wrote it.
    pub here: bool,
    /// What it was.
    pub value: Value,
    /// It and the value that won were written without knowledge of each other.
    pub concurrent: bool,
    /// Of a concurrent one: what both writers had seen, as far as it is known.
    pub base: Option<Stamp>,
}

/// A field's versions, the newest (the one that stands) first.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldHistory {
    /// The column.
    pub field: &'static str,
    /// Never empty.
    pub versions: Vec<Version>,
}

/// Puts a value that does not stand into the history.
///
/// Versions are gathered into stretches of typing: one that follows an older one of the same device within a minute of
/// the stretch's start takes its place, so that each stretch is kept as it ended.
pub(crate) fn keep(connection: &Connection, op: &Op, concurrent: bool) -> Result<(), Error> {
    let key = (op.record.collection.0, op.record.id.0.as_bytes(), op.field.0);
    let latest = connection
        .prepare_cached(
            "SELECT stamp, since, concurrent FROM history WHERE collection = ?1 AND id = ?2 AND field = ?3
             ORDER BY stamp DESC LIMIT 1",
        )?
        .query_row(key, |found| {
            Ok((row::stamp(found.get_ref(0)?), found.get::<_, i64>(1)?, found.get::<_, bool>(2)?))
        })
        .optional()?;
    let written = op.stamp.millis as i64;
    let mut since = written;
    if let Some((latest, started, contested)) = latest {
        let latest = latest?;
        let same_stretch =
            latest.device == op.stamp.device && latest < op.stamp && written - started < TYPING_MILLIS;
        if same_stretch && !contested && !concurrent {
            since = started;
            connection
                .prepare_cached(
                    "DELETE FROM history WHERE collection = ?1 AND id = ?2 AND field = ?3 AND stamp = ?4",
                )?
                .execute((key.0, key.1, key.2, latest.to_bytes()))?;
        }
    }
    connection
        .prepare_cached(
            "INSERT INTO history (collection, id, field, stamp, since, concurrent, op) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT DO UPDATE SET concurrent = max(concurrent, excluded.concurrent)",
        )?
        .execute(params![key.0, key.1, key.2, op.stamp.to_bytes(), since, concurrent, encode_ops(std::slice::from_ref(op))])?;
    connection
        .prepare_cached(
            "DELETE FROM history WHERE collection = ?1 AND id = ?2 AND field = ?3 AND stamp <= (
                 SELECT stamp FROM history WHERE collection = ?1 AND id = ?2 AND field = ?3
                 ORDER BY stamp DESC LIMIT 1 OFFSET ?4)",
        )?
        .execute((key.0, key.1, key.2, KEPT_VERSIONS))?;
    Ok(())
}

/// Whether the history has this write, or a later one of its device.
pub(crate) fn has_later(connection: &Connection, op: &Op) -> Result<bool, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM history WHERE collection = ?1 AND id = ?2 AND field = ?3 AND stamp >= ?4
         AND substr(stamp, 9) = ?5)",
    )?;
    let stamp = op.stamp.to_bytes();
    let key = params![op.record.collection.0, op.record.id.0.as_bytes(), op.field.0, stamp, &stamp[8..]];
    Ok(statement.query_row(key, |row| row.get(0))?)
}

/// The kept value of a field at `stamp`.
pub(crate) fn version(
    connection: &Connection,
    record: RecordRef,
    field: cairn_replica::FieldId,
    stamp: Stamp,
) -> Result<Option<Value>, Error> {
    let op = connection
        .prepare_cached(
            "SELECT op FROM history WHERE collection = ?1 AND id = ?2 AND field = ?3 AND stamp = ?4",
        )?
        .query_row(params![record.collection.0, record.id.0.as_bytes(), field.0, stamp.to_bytes()], |found| {
            found.get::<_, Vec<u8>>(0)
        })
        .optional()?;
    Ok(op.map(|op| decode_ops(&op)).transpose()?.and_then(|ops| ops.into_iter().next()).map(|op| op.value))
}

impl Reader<'_> {
    /// The history of a record's fields that have one, in the order of the fields.
    pub fn history<T: Record>(&self, id: T::Id) -> Result<Vec<FieldHistory>, Error> {
        let uuid: Uuid = id.into();
        let Some(row) = row::load(self.connection, T::TABLE, RecordId(uuid))? else { return Ok(Vec::new()) };
        let mut statement = self.connection.prepare_cached(
            "SELECT op, concurrent FROM history WHERE collection = ?1 AND id = ?2 AND field = ?3 ORDER BY stamp DESC",
        )?;
        let mut all = Vec::new();
        for field in T::TABLE.fields {
            let Some((stamp, value)) = row.state.get(field.id) else { continue };
            let mut versions = vec![self.as_version(stamp, value.clone(), false, None)];
            let mut found = statement.query(params![T::TABLE.collection.0, uuid.as_bytes(), field.id.0])?;
            while let Some(found) = found.next()? {
                let concurrent = found.get(1)?;
                let ops = decode_ops(&found.get::<_, Vec<u8>>(0)?)?;
                versions.extend(
                    ops.into_iter().map(|op| self.as_version(op.stamp, op.value, concurrent, op.base)),
                );
            }
            if versions.len() > 1 {
                all.push(FieldHistory { field: field.column, versions });
            }
        }
        Ok(all)
    }

    fn as_version(&self, stamp: Stamp, value: Value, concurrent: bool, base: Option<Stamp>) -> Version {
        Version { stamp, here: self.is_here(stamp.device), value, concurrent, base }
    }

    /// The records of which a field was written by two who did not know of each other, within the time that the history
    /// keeps, with the names of their kinds.
    pub fn contested(&self) -> Result<Vec<(&'static str, Uuid)>, Error> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT DISTINCT collection, id FROM history WHERE concurrent = 1")?;
        let mut found = statement.query([])?;
        let mut records = Vec::new();
        while let Some(found) = found.next()? {
            let table = Table::of(cairn_replica::Collection(found.get(0)?));
            records.extend(
                table.map(|table| row::uuid(found.get_ref(1)?).map(|id| (table.name, id))).transpose()?,
            );
        }
        Ok(records)
    }

    /// Whether a device is this one, under its present or an earlier id.
    pub(crate) fn is_here(&self, device: DeviceId) -> bool {
        self.devices.contains(&device)
    }
}
