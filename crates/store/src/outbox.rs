//! What was written here and not sent yet.
//!
//! The outbox names fields; their values are in the rows, so a profile that never meets another pays little for it. The
//! latest write of a field stands for all unsent ones and keeps the base of the first: that is what others have seen.

use crate::{Error, row, table::Table};
use cairn_replica::{FieldId, Op, RecordId, RecordRef, SpaceId, Stamp, Value, decode_ops, encode_ops};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeMap;

/// The unsent fields of a record, each with the base of its first unsent write.
pub(crate) type Unsent = BTreeMap<FieldId, Option<Stamp>>;

/// The entry of one record.
#[derive(Default)]
pub(crate) struct Entry {
    pub(crate) unsent: Unsent,
    /// Ops of ours that a later write from elsewhere beat before they were sent.
    pub(crate) lost: Vec<Op>,
}

/// Each field: its number, whether a base follows, the base.
fn pack(unsent: &Unsent) -> Vec<u8> {
    let mut packed = Vec::with_capacity(unsent.len() * 3);
    for (field, base) in unsent {
        packed.extend(field.0.to_be_bytes());
        packed.push(u8::from(base.is_some()));
        packed.extend(base.iter().flat_map(|base| base.to_bytes()));
    }
    packed
}

fn unpack(mut packed: &[u8]) -> Option<Unsent> {
    let mut unsent = Unsent::new();
    while let Some(([high, low, has_base], rest)) = packed.split_first_chunk() {
        let field = FieldId(u16::from_be_bytes([*high, *low]));
        let (base, rest) = match has_base {
            0 => (None, rest),
            _ => rest.split_first_chunk::<16>().map(|(base, rest)| (Some(Stamp::from_bytes(*base)), rest))?,
        };
        unsent.insert(field, base);
        packed = rest;
    }
    packed.is_empty().then_some(unsent)
}

/// An entry as its columns hold it.
pub(crate) fn read_entry(fields: &[u8], lost: Option<&[u8]>) -> Result<Entry, Error> {
    let unsent = unpack(fields).ok_or_else(|| Error::Damaged("an outbox entry cannot be read".into()))?;
    let lost = lost.map(decode_ops).transpose()?.unwrap_or_default();
    Ok(Entry { unsent, lost })
}

/// The entry of a record.
pub(crate) fn entry(connection: &Connection, record: RecordRef) -> Result<Option<Entry>, Error> {
    let mut statement =
        connection.prepare_cached("SELECT fields, lost FROM outbox WHERE collection = ?1 AND id = ?2")?;
    statement
        .query_row(params![record.collection.0, record.id.0.as_bytes()], |row| {
            Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Option<Vec<u8>>>(1)?))
        })
        .optional()?
        .map(|(fields, lost)| read_entry(&fields, lost.as_deref()))
        .transpose()
}

/// Writes the entry of a record; an empty one is taken out.
pub(crate) fn put(connection: &Connection, record: RecordRef, entry: &Entry) -> Result<(), Error> {
    if entry.unsent.is_empty() && entry.lost.is_empty() {
        connection
            .prepare_cached("DELETE FROM outbox WHERE collection = ?1 AND id = ?2")?
            .execute(params![record.collection.0, record.id.0.as_bytes()])?;
        return Ok(());
    }
    let lost = (!entry.lost.is_empty()).then(|| encode_ops(&entry.lost));
    connection
        .prepare_cached(
            "INSERT INTO outbox (collection, id, space, fields, lost) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (collection, id) DO UPDATE SET fields = excluded.fields, lost = excluded.lost",
        )?
        .execute(params![
            record.collection.0,
            record.id.0.as_bytes(),
            record.space.0.as_bytes(),
            pack(&entry.unsent),
            lost
        ])?;
    Ok(())
}

/// Every unsent op of at most `limit` records, in the order in which they were first written.
pub(crate) fn ops(connection: &Connection, limit: usize) -> Result<Vec<Op>, Error> {
    let mut statement = connection
        .prepare_cached("SELECT collection, id, space, fields, lost FROM outbox ORDER BY n LIMIT ?1")?;
    let mut rows = statement.query([i64::try_from(limit).unwrap_or(i64::MAX)])?;
    let mut ops = Vec::new();
    while let Some(found) = rows.next()? {
        let collection = cairn_replica::Collection(found.get(0)?);
        let record = RecordRef {
            space: SpaceId(row::uuid(found.get_ref(2)?)?),
            collection,
            id: RecordId(row::uuid(found.get_ref(1)?)?),
        };
        let lost = found.get::<_, Option<Vec<u8>>>(4)?;
        let entry = read_entry(&found.get::<_, Vec<u8>>(3)?, lost.as_deref())?;
        ops.extend(ops_of(connection, record, &entry)?.into_iter().map(|(op, _)| op));
    }
    Ok(ops)
}

/// The unsent ops of a record, and which of them no longer stand. Its row has to be of the space that the entry names.
pub(crate) fn ops_of(
    connection: &Connection,
    record: RecordRef,
    entry: &Entry,
) -> Result<Vec<(Op, bool)>, Error> {
    let mut ops: Vec<(Op, bool)> = entry.lost.iter().map(|op| (op.clone(), true)).collect();
    let Some(table) = Table::of(record.collection) else { return Ok(ops) };
    let Some(row) = row::load(connection, table, record.id)? else { return Ok(ops) };
    if row.space != record.space {
        return Err(Error::OtherSpace { kind: table.name, id: record.id.0 });
    }
    ops.extend(entry.unsent.iter().filter_map(|(field, base)| {
        let (stamp, value) = row.state.get(*field)?;
        Some((Op { record, field: *field, value: value.clone(), stamp, base: *base }, false))
    }));
    Ok(ops)
}

/// Every entry.
pub(crate) fn all(connection: &Connection) -> Result<Vec<(RecordRef, Entry)>, Error> {
    let mut statement =
        connection.prepare_cached("SELECT collection, id, space, fields, lost FROM outbox ORDER BY n")?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(found) = rows.next()? {
        let record = RecordRef {
            space: SpaceId(row::uuid(found.get_ref(2)?)?),
            collection: cairn_replica::Collection(found.get(0)?),
            id: RecordId(row::uuid(found.get_ref(1)?)?),
        };
        let lost = found.get::<_, Option<Vec<u8>>>(4)?;
        all.push((record, read_entry(&found.get::<_, Vec<u8>>(3)?, lost.as_deref())?));
    }
    Ok(all)
}

/// The stamps of the values that stand in a record.
pub(crate) fn clock(
    connection: &Connection,
    record: RecordRef,
) -> Result<Option<Vec<(FieldId, Stamp)>>, Error> {
    let Some(table) = Table::of(record.collection) else { return Ok(None) };
    row::clock(connection, table, record)
}

/// The stamp of the value that stands in a field.
pub(crate) fn standing(
    connection: &Connection,
    record: RecordRef,
    field: FieldId,
) -> Result<Option<Stamp>, Error> {
    let clock = clock(connection, record)?.unwrap_or_default();
    Ok(clock.into_iter().find(|(found, _)| *found == field).map(|(_, stamp)| stamp))
}

/// Takes out what was sent. A field written again meanwhile stays, and what was sent becomes its base.
pub(crate) fn sent(connection: &Connection, ops: &[Op]) -> Result<(), Error> {
    let mut by_record: BTreeMap<RecordRef, Vec<&Op>> = BTreeMap::new();
    ops.iter().for_each(|op| by_record.entry(op.record).or_default().push(op));
    for (record, ops) in by_record {
        let Some(mut entry) = entry(connection, record)? else { continue };
        let table = Table::of(record.collection);
        let current = table.map(|table| row::load(connection, table, record.id)).transpose()?.flatten();
        for op in ops {
            entry.lost.retain(|lost| (lost.field, lost.stamp) != (op.field, op.stamp));
            let now: Option<(Stamp, &Value)> = current.as_ref().and_then(|row| row.state.get(op.field));
            match entry.unsent.get_mut(&op.field) {
                Some(_) if now.is_some_and(|(stamp, _)| stamp == op.stamp) => {
                    entry.unsent.remove(&op.field);
                }
                Some(base) => *base = Some(op.stamp),
                None => {}
            }
        }
        put(connection, record, &entry)?;
    }
    Ok(())
}
