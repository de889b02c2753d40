//! Whether the file is whole, and whether its parts agree.

use crate::{
    Error, Reader, Store, history, outbox, row, search,
    table::{TABLES, Table},
};
use cairn_replica::{Collection, FieldId, RecordId, RecordRef, SpaceId, decode_ops};
use rusqlite::Connection;
use std::collections::BTreeMap;

/// Something that should not be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The record, where it is about one.
    pub record: Option<RecordRef>,
    /// What is wrong, for a bug report; holds nothing that a person wrote.
    pub what: &'static str,
}

impl Store {
    /// Checks every page, and that row, clock, outbox, history and search index agree. Nothing found is good.
    ///
    /// Fails with [`Error::Damaged`] when pages do not match their checksums. Reads the whole file.
    pub fn integrity(&self) -> Result<Vec<Finding>, Error> {
        let mut findings = self.read(|reader| {
            check_pages(reader.connection)?;
            agreement(reader)
        })?;
        if !self.on_this_device(index_agrees)? {
            findings.push(Finding { record: None, what: "the search index differs from its text" });
        }
        Ok(findings)
    }
}

/// SQLCipher's check of every page's checksum and SQLite's of the structure.
pub(crate) fn check_pages(connection: &Connection) -> Result<(), Error> {
    for pragma in ["PRAGMA cipher_integrity_check", "PRAGMA integrity_check(1)"] {
        let mut statement = connection.prepare(pragma)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let finding: String = row.get(0)?;
            if finding != "ok" {
                return Err(Error::Damaged(finding));
            }
        }
    }
    Ok(())
}

fn agreement(reader: &Reader<'_>) -> Result<Vec<Finding>, Error> {
    let mut findings = Vec::new();
    let mut searchable = index_entries(reader.connection)?;
    for table in TABLES.iter().copied() {
        let mut statement = reader.connection.prepare(&row::sql(table).select)?;
        let mut rows = statement.query([])?;
        while let Some(found) = rows.next()? {
            let row = row::read(table, found)?;
            let record = RecordRef { space: row.space, collection: table.collection, id: row.id };
            let words = (table.found_by)(row.id.0, &row.values(table)).filter(|_| !row.state.is_deleted());
            let expected =
                words.map(|words| (row.space, search::plain(&words.title), search::plain(&words.body)));
            let mut wrong = check_row(table, found, &row)?;
            if searchable.remove(&(table.collection, row.id)) != expected {
                wrong.push("the search index has other words");
            }
            findings.extend(wrong.into_iter().map(|what| Finding { record: Some(record), what }));
        }
    }
    if !searchable.is_empty() {
        findings.push(Finding { record: None, what: "the search index has a record that is not there" });
    }
    check_outbox(reader, &mut findings)?;
    check_history(reader.connection, &mut findings)?;
    crate::sync::check_sync(reader, &mut findings)?;
    Ok(findings)
}

type Indexed = BTreeMap<(Collection, RecordId), (SpaceId, String, String)>;

fn index_entries(connection: &Connection) -> Result<Indexed, Error> {
    let mut statement = connection.prepare("SELECT collection, id, space, title, body FROM searchable")?;
    let mut rows = statement.query([])?;
    let mut all = Indexed::new();
    while let Some(found) = rows.next()? {
        let key = (Collection(found.get(0)?), RecordId(row::uuid(found.get_ref(1)?)?));
        all.insert(key, (SpaceId(row::uuid(found.get_ref(2)?)?), found.get(3)?, found.get(4)?));
    }
    Ok(all)
}

fn check_row(table: &Table, found: &rusqlite::Row<'_>, row: &row::Row) -> Result<Vec<&'static str>, Error> {
    let mut wrong = Vec::new();
    for (index, field) in table.fields.iter().enumerate() {
        let is_empty = matches!(found.get_ref(index + 5)?, rusqlite::types::ValueRef::Null);
        if !is_empty && row.state.get(field.id).is_none() {
            wrong.push("a value has no stamp");
        }
    }
    if found.get::<_, bool>(2)? != row.state.is_deleted() {
        wrong.push("the mark of deletion and its stamp differ");
    }
    Ok(wrong)
}

/// Whatever is unsent must be there, and must have been written here.
fn check_outbox(reader: &Reader<'_>, findings: &mut Vec<Finding>) -> Result<(), Error> {
    let mut statement = reader.connection.prepare("SELECT collection, id, space FROM outbox")?;
    let mut rows = statement.query([])?;
    while let Some(found) = rows.next()? {
        let collection = Collection(found.get(0)?);
        let (id, space) = (RecordId(row::uuid(found.get_ref(1)?)?), SpaceId(row::uuid(found.get_ref(2)?)?));
        let record = RecordRef { space, collection, id };
        let row =
            Table::of(collection).map(|table| row::load(reader.connection, table, id)).transpose()?.flatten();
        let Some(row) = row.filter(|row| row.space == space) else {
            findings
                .push(Finding { record: Some(record), what: "the outbox names a record that is not there" });
            continue;
        };
        let Some(entry) = outbox::entry(reader.connection, record)? else { continue };
        let ours =
            |field: &FieldId| row.state.get(*field).is_some_and(|(stamp, _)| reader.is_here(stamp.device));
        if !entry.unsent.keys().all(ours) {
            findings.push(Finding {
                record: Some(record),
                what: "the outbox names a field that was not written here",
            });
        }
    }
    Ok(())
}

/// A version that was replaced is older than the value that stands.
fn check_history(connection: &Connection, findings: &mut Vec<Finding>) -> Result<(), Error> {
    let mut statement = connection.prepare("SELECT stamp, op FROM history")?;
    let mut rows = statement.query([])?;
    while let Some(found) = rows.next()? {
        let stamp = row::stamp(found.get_ref(0)?)?;
        for op in decode_ops(&found.get::<_, Vec<u8>>(1)?)? {
            let table = Table::of(op.record.collection);
            let row = table.map(|table| row::load(connection, table, op.record.id)).transpose()?.flatten();
            let standing = row.as_ref().and_then(|row| row.state.get(op.field)).map(|(stamp, _)| stamp);
            if op.stamp != stamp || standing.is_none_or(|standing| standing < stamp) {
                findings.push(Finding {
                    record: Some(op.record),
                    what: "the history has a version newer than the value",
                });
            }
        }
    }
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM history GROUP BY collection, id, field HAVING count(*) > {})",
        history::KEPT_VERSIONS
    );
    if connection.query_row(&sql, [], |row| row.get(0))? {
        findings.push(Finding { record: None, what: "the history keeps too many versions" });
    }
    Ok(())
}

/// FTS5's own comparison of the index with the text it was made from. A command, and so for the connection that writes;
/// it changes nothing.
fn index_agrees(connection: &Connection) -> Result<bool, Error> {
    let check = "INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)";
    match connection.execute(check, []).map_err(Error::from) {
        Ok(_) => Ok(true),
        Err(Error::Damaged(_)) => Ok(false),
        Err(error) => Err(error),
    }
}
