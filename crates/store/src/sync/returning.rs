//! What was in flight is unsent again.

use super::space;
use crate::{Error, outbox};
use cairn_replica::{Op, SpaceId, decode_ops};
use rusqlite::Connection;

/// Ops in flight of every space.
pub(super) fn return_all(connection: &Connection) -> Result<(), Error> {
    let mut statement = connection.prepare("SELECT DISTINCT space FROM sync_in_flight")?;
    let mut rows = statement.query([])?;
    let mut spaces = Vec::new();
    while let Some(row) = rows.next()? {
        spaces.push(space(row.get_ref(0)?)?);
    }
    spaces.into_iter().try_for_each(|space| return_in_flight(connection, space))
}

/// Puts the ops of a space's entries in flight back where they were taken from. The newest entry first, so that a chain of
/// writes of one field ends with the base of its first.
pub(super) fn return_in_flight(connection: &Connection, space: SpaceId) -> Result<(), Error> {
    let mut statement = connection
        .prepare_cached("SELECT ops, state FROM sync_in_flight WHERE space = ?1 ORDER BY n DESC")?;
    let mut rows = statement.query([space.0.as_bytes()])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        entries.push((
            decode_ops(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?,
            row.get::<_, bool>(1)?,
        ));
    }
    for (ops, is_state) in &entries {
        for ops in ops.chunk_by(|a, b| a.record == b.record) {
            match (is_state, ops.first()) {
                (true, Some(op)) => super::state::refill(connection, op.record)?,
                _ => return_ops(connection, ops)?,
            }
        }
    }
    super::attachment::untell(connection, space)?;
    connection.execute("DELETE FROM sync_in_flight WHERE space = ?1", [space.0.as_bytes()])?;
    Ok(())
}

/// Ops of one record.
fn return_ops(connection: &Connection, ops: &[Op]) -> Result<(), Error> {
    let Some(record) = ops.first().map(|op| op.record) else { return Ok(()) };
    let mut entry = outbox::entry(connection, record)?.unwrap_or_default();
    for op in ops {
        let stands = outbox::standing(connection, record, op.field)? == Some(op.stamp);
        match entry.unsent.get_mut(&op.field) {
            _ if stands => {
                entry.unsent.insert(op.field, op.base);
            }
            // A later write of ours stands for this one too.
            Some(base) if *base == Some(op.stamp) => *base = op.base,
            _ => entry.lost.push(op.clone()),
        }
    }
    outbox::put(connection, record, &entry)
}
