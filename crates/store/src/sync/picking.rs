//! What goes into an entry: the oldest writes of one space that fit, and whole records where there are none.

use super::{Limits, integer};
use crate::{Error, outbox, row};
use cairn_replica::{Batch, Collection, Op, RecordId, RecordRef, SpaceId};
use rusqlite::{Connection, params};

/// Ops picked for an entry, and where each record's remaining ones stay.
pub(super) struct Picked {
    pub(super) batch: Batch,
    pub(super) records: Vec<(RecordRef, outbox::Entry)>,
    pub(super) refilled: Vec<RecordRef>,
}

/// Writes, then whole states when there are none left, and attachments with either.
pub(super) fn pick(
    connection: &Connection,
    space: SpaceId,
    limits: Limits,
    most_ops: usize,
) -> Result<Picked, Error> {
    let mut picked = Picked { batch: Batch::default(), records: Vec::new(), refilled: Vec::new() };
    pick_writes(connection, space, limits, most_ops, &mut picked)?;
    if picked.batch.ops.is_empty() {
        pick_states(connection, space, limits, most_ops, &mut picked)?;
    }
    if most_ops == usize::MAX {
        picked.batch.attachments = super::attachment::untold(connection, space)?;
    }
    if picked.batch.ops.iter().any(|op| op.record.space != space) {
        return Err(Error::Damaged("the outbox has an op of another space".into()));
    }
    Ok(picked)
}

fn pick_writes(
    connection: &Connection,
    space: SpaceId,
    limits: Limits,
    most_ops: usize,
    picked: &mut Picked,
) -> Result<(), Error> {
    let mut statement = connection.prepare_cached(
        "SELECT collection, id, fields, lost FROM outbox WHERE space = ?1 ORDER BY n LIMIT ?2",
    )?;
    let mut rows = statement.query(params![space.0.as_bytes(), integer(limits.records as u64)])?;
    let mut size = 0;
    while let Some(found) = rows.next()? {
        let (collection, id) = (Collection(found.get(0)?), RecordId(row::uuid(found.get_ref(1)?)?));
        let record = RecordRef { space, collection, id };
        let lost = found.get::<_, Option<Vec<u8>>>(3)?;
        let mut entry = outbox::read_entry(&found.get::<_, Vec<u8>>(2)?, lost.as_deref())?;
        let ops = outbox::ops_of(connection, record, &entry)?;
        let fits = |op: &Op, size: usize, count: usize| {
            count == 0 || (size + weight(op) <= limits.bytes && count < most_ops)
        };
        let mut is_whole = true;
        for (op, is_lost) in ops {
            is_whole &= fits(&op, size, picked.batch.ops.len());
            if !is_whole {
                break;
            }
            size += weight(&op);
            if is_lost {
                entry.lost.retain(|lost| (lost.field, lost.stamp) != (op.field, op.stamp));
            } else {
                entry.unsent.remove(&op.field);
            }
            picked.batch.ops.push(op);
        }
        if is_whole {
            // Whatever else it names has no value to send.
            entry = outbox::Entry::default();
        }
        picked.records.push((record, entry));
        if !is_whole {
            break;
        }
    }
    Ok(())
}

fn pick_states(
    connection: &Connection,
    space: SpaceId,
    limits: Limits,
    most_ops: usize,
    picked: &mut Picked,
) -> Result<(), Error> {
    let mut statement = connection
        .prepare_cached("SELECT collection, id FROM sync_refill WHERE space = ?1 ORDER BY n LIMIT ?2")?;
    let mut rows = statement.query(params![space.0.as_bytes(), integer(limits.records as u64)])?;
    let mut size = 0;
    while let Some(found) = rows.next()? {
        let (collection, id) = (Collection(found.get(0)?), RecordId(row::uuid(found.get_ref(1)?)?));
        let record = RecordRef { space, collection, id };
        let ops = super::state::ops_of(connection, record)?;
        let weight: usize = ops.iter().map(weight).sum();
        let is_first = picked.batch.ops.is_empty();
        if !is_first && (size + weight > limits.bytes || picked.batch.ops.len() + ops.len() > most_ops) {
            break;
        }
        size += weight;
        picked.batch.ops.extend(ops);
        picked.refilled.push(record);
    }
    picked.batch.state = !picked.batch.ops.is_empty();
    Ok(())
}

/// About what an op costs before it is packed.
pub(super) fn weight(op: &Op) -> usize {
    use cairn_replica::Value;
    16 + match &op.value {
        Value::Text(text) => text.len(),
        Value::Bytes(bytes) => bytes.len(),
        _ => 8,
    }
}
