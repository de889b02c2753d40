//! Texts that two people wrote at once, until one of them has settled it.

use crate::{Error, Reader, Version, row, table::Record};
use cairn_replica::{Collection, FieldId, RecordId, RecordRef, Stamp, decode_ops};
use rusqlite::{Connection, params};
use uuid::Uuid;

/// A field with a version that lost against one that did not know of it, and that nobody has settled.
///
/// [`Reader::history`] has the whole history of the field, [`Reader::writer`] says who wrote a version. Every write of the
/// field here settles it, [`crate::Draft::restore_version`] among them; so does a later one of another person.
#[derive(Debug, Clone, PartialEq)]
pub struct Unsettled {
    /// The column.
    pub field: &'static str,
    /// When and where the value that stands was written.
    pub stands: Stamp,
    /// The versions that lost, the newest first.
    pub lost: Vec<Version>,
}

impl Reader<'_> {
    /// The fields of a record with something to settle, in the order of the fields.
    pub fn unsettled<T: Record>(&self, id: T::Id) -> Result<Vec<Unsettled>, Error> {
        let uuid: Uuid = id.into();
        let Some(row) = row::load(self.connection, T::TABLE, RecordId(uuid))? else { return Ok(Vec::new()) };
        let mut statement = self.connection.prepare_cached(
            "SELECT op FROM history WHERE collection = ?1 AND id = ?2 AND field = ?3 AND concurrent = 1 AND settled = 0
             ORDER BY stamp DESC",
        )?;
        let mut all = Vec::new();
        for field in T::TABLE.fields {
            let Some((stands, _)) = row.state.get(field.id) else { continue };
            let mut found = statement.query(params![T::TABLE.collection.0, uuid.as_bytes(), field.id.0])?;
            let mut lost = Vec::new();
            while let Some(found) = found.next()? {
                let ops = decode_ops(found.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?;
                lost.extend(ops.into_iter().map(|op| Version {
                    stamp: op.stamp,
                    here: self.is_here(op.stamp.device),
                    value: op.value,
                    concurrent: true,
                    base: op.base,
                }));
            }
            if !lost.is_empty() {
                all.push(Unsettled { field: field.column, stands, lost });
            }
        }
        Ok(all)
    }

    /// The records with something to settle.
    pub fn unsettled_records(&self) -> Result<Vec<(Collection, Uuid)>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT DISTINCT collection, id FROM history WHERE concurrent = 1 AND settled = 0 ORDER BY collection, id",
        )?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(found) = rows.next()? {
            all.push((Collection(found.get(0)?), row::uuid(found.get_ref(1)?)?));
        }
        Ok(all)
    }
}

/// Whoever wrote this field now knew what had lost.
pub(crate) fn settle(connection: &Connection, record: RecordRef, field: FieldId) -> Result<(), Error> {
    connection
        .prepare_cached(
            "UPDATE history SET settled = 1
             WHERE collection = ?1 AND id = ?2 AND field = ?3 AND concurrent = 1 AND settled = 0",
        )?
        .execute(params![record.collection.0, record.id.0.as_bytes(), field.0])?;
    Ok(())
}
