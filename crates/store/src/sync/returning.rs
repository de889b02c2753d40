//! What was in flight is unsent again.

use super::{Place, fixed, integer, space};
use crate::{Error, outbox};
use cairn_replica::{Op, SpaceId, decode_ops};
use rusqlite::{Connection, params};

/// What has not arrived of every space.
pub(super) fn return_all_unsent(connection: &Connection) -> Result<(), Error> {
    spaces(connection)?.into_iter().try_for_each(|space| return_unsent(connection, space))
}

/// Of every space what has not arrived and is stamped later than `limit`, in milliseconds, and what was made after it.
pub(super) fn return_ahead(connection: &Connection, limit: u64) -> Result<(), Error> {
    for space in spaces(connection)? {
        let mut statement = connection.prepare_cached(
            "SELECT n, ops FROM sync_in_flight WHERE space = ?1 AND seq IS NULL ORDER BY n",
        )?;
        let mut rows = statement.query([space.0.as_bytes()])?;
        let mut first = None;
        while let (None, Some(row)) = (first, rows.next()?) {
            let ops = decode_ops(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)?;
            if ops.iter().any(|op| op.stamp.millis > limit) {
                first = Some(super::number(row.get(0)?));
            }
        }
        if let Some(first) = first {
            return_entries(connection, space, "seq IS NULL AND n >= ?2", first)?;
        }
    }
    Ok(())
}

/// Everything in flight of a space, arrived or not.
pub(super) fn return_in_flight(connection: &Connection, space: SpaceId) -> Result<(), Error> {
    return_entries(connection, space, "seq IS NULL OR seq >= ?2", 0)
}

/// What is in flight of a space and has not arrived.
pub(super) fn return_unsent(connection: &Connection, space: SpaceId) -> Result<(), Error> {
    return_entries(connection, space, "seq IS NULL AND ?2 = 0", 0)
}

/// What has arrived, and was not there when the log was read so far: the server has lost it.
pub(super) fn return_passed(connection: &Connection, space: SpaceId, place: Place) -> Result<(), Error> {
    return_entries(connection, space, "seq <= ?2", place.seq)
}

fn spaces(connection: &Connection) -> Result<Vec<SpaceId>, Error> {
    let mut statement = connection.prepare("SELECT DISTINCT space FROM sync_in_flight")?;
    let mut rows = statement.query([])?;
    let mut spaces = Vec::new();
    while let Some(row) = rows.next()? {
        spaces.push(space(row.get_ref(0)?)?);
    }
    Ok(spaces)
}

/// Puts the ops of entries in flight back where they were taken from. The newest entry first, so that a chain of writes of
/// one field ends with the base of its first.
fn return_entries(connection: &Connection, space: SpaceId, which: &str, seq: u64) -> Result<(), Error> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT entry, ops, state FROM sync_in_flight WHERE space = ?1 AND ({which}) ORDER BY n DESC"
    ))?;
    let mut rows = statement.query(params![space.0.as_bytes(), integer(seq)])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        let ops = decode_ops(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)?;
        entries.push((fixed(row.get_ref(0)?)?, ops, row.get::<_, bool>(2)?));
    }
    for (entry, ops, is_state) in &entries {
        for ops in ops.chunk_by(|a, b| a.record == b.record) {
            match (is_state, ops.first()) {
                (true, Some(op)) => super::state::refill(connection, op.record)?,
                _ => return_ops(connection, ops)?,
            }
        }
        super::attachment::untell(connection, space, *entry)?;
        connection.prepare_cached("DELETE FROM sync_in_flight WHERE entry = ?1")?.execute([entry])?;
    }
    Ok(())
}

/// Ops of one record.
fn return_ops(connection: &Connection, ops: &[Op]) -> Result<(), Error> {
    let Some(record) = ops.first().map(|op| op.record) else { return Ok(()) };
    if outbox::clock(connection, record)?.is_none() {
        // Its record has given way to one of the person's own.
        return Ok(());
    }
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
