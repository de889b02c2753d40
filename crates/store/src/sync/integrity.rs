//! What must hold between records and what is known of their copies.

use super::{ledger, number, space};
use crate::{Error, Reader, integrity::Finding, outbox, row, table::Table};
use cairn_replica::{Collection, RecordId, RecordRef, decode_ops};
use rusqlite::Connection;

/// Adds what is wrong.
pub(crate) fn check(reader: &Reader<'_>, findings: &mut Vec<Finding>) -> Result<(), Error> {
    check_in_flight(reader, findings)?;
    check_refill(reader.connection, findings)?;
    let exists = |sql: &str| reader.connection.query_row(sql, [], |row| row.get::<_, bool>(0));
    let none = |what| Finding { record: None, what };
    if exists(
        "SELECT EXISTS (SELECT 1 FROM sync_space AS known WHERE seq > 0 AND NOT EXISTS (
             SELECT 1 FROM sync_log_hash AS hash WHERE hash.space = known.space AND hash.seq = known.seq AND hash.hash = known.log_hash))",
    )? {
        findings.push(none("a log was read to a place whose hash is not kept"));
    }
    if exists(
        "SELECT EXISTS (SELECT 1 FROM sync_attachment AS file WHERE told <> x'' AND NOT EXISTS (
             SELECT 1 FROM sync_in_flight AS entry WHERE entry.space = file.space AND entry.entry = file.told))",
    )? {
        findings.push(none("an attachment is told of by an entry that is not in flight"));
    }
    let mut statement = reader.connection.prepare("SELECT fields, records FROM sync_ledger")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let records = ledger::unpack(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?);
        if records.is_none_or(|records| records.len() as u64 != number(row.get(1).unwrap_or_default())) {
            findings.push(none("the ledger cannot be read"));
        }
    }
    Ok(())
}

/// An entry in flight is of one space, was written here, follows the one before, and nothing of it is still unsent.
fn check_in_flight(reader: &Reader<'_>, findings: &mut Vec<Finding>) -> Result<(), Error> {
    let mut statement = reader
        .connection
        .prepare("SELECT space, number, ops, state, seq IS NULL FROM sync_in_flight ORDER BY space, n")?;
    let mut rows = statement.query([])?;
    let mut before = None;
    while let Some(found) = rows.next()? {
        let (space, count) = (space(found.get_ref(0)?)?, number(found.get(1)?));
        let ops = decode_ops(found.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?)?;
        let is_state: bool = found.get(3)?;
        if found.get(4)? {
            if before.is_some_and(|(other, last)| other == space && count != last + 1) {
                findings
                    .push(Finding { record: None, what: "entries in flight are not numbered one by one" });
            }
            before = Some((space, count));
        }
        for op in &ops {
            let mut wrong = |what| findings.push(Finding { record: Some(op.record), what });
            if op.record.space != space {
                wrong("an entry in flight has an op of another space");
            }
            if is_state {
                continue;
            }
            if !reader.is_here(op.stamp.device) {
                wrong("an entry in flight has an op that was not written here");
            }
            let entry = outbox::entry(reader.connection, op.record)?.unwrap_or_default();
            let stands = outbox::standing(reader.connection, op.record, op.field)? == Some(op.stamp);
            let is_lost = entry.lost.iter().any(|lost| (lost.field, lost.stamp) == (op.field, op.stamp));
            if is_lost || stands && entry.unsent.contains_key(&op.field) {
                wrong("an op is in flight and unsent");
            }
        }
    }
    Ok(())
}

fn check_refill(connection: &Connection, findings: &mut Vec<Finding>) -> Result<(), Error> {
    let mut statement = connection.prepare("SELECT space, collection, id FROM sync_refill")?;
    let mut rows = statement.query([])?;
    while let Some(found) = rows.next()? {
        let (collection, id) = (Collection(found.get(1)?), RecordId(row::uuid(found.get_ref(2)?)?));
        let record = RecordRef { space: space(found.get_ref(0)?)?, collection, id };
        let Some(table) = Table::of(collection) else { continue };
        if row::load(connection, table, id)?.is_none_or(|row| row.space != record.space) {
            findings.push(Finding {
                record: Some(record),
                what: "a record that is to be sent whole is not there",
            });
        }
    }
    Ok(())
}
