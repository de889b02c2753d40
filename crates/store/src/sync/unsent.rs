//! What was written here and is not known to have arrived, by kind of record.

use crate::{Error, Reader, row, table::Record};
use cairn_domain::Space;
use cairn_replica::decode_ops;
use rusqlite::params;
use std::collections::BTreeSet;
use uuid::Uuid;

impl Reader<'_> {
    /// The records of a kind in a space of which something was written here and is not known to have arrived: it is in the
    /// outbox, or under way and the server has not said that it took it.
    pub fn unsent<T: Record>(&self, space: Space) -> Result<BTreeSet<Uuid>, Error> {
        let (space, collection) = (space.id(), T::TABLE.collection);
        let mut statement =
            self.connection.prepare_cached("SELECT id FROM outbox WHERE space = ?1 AND collection = ?2")?;
        let mut rows = statement.query(params![space.as_bytes(), collection.0])?;
        let mut unsent = BTreeSet::new();
        while let Some(found) = rows.next()? {
            unsent.insert(row::uuid(found.get_ref(0)?)?);
        }
        let mut statement = self
            .connection
            .prepare_cached("SELECT ops FROM sync_in_flight WHERE space = ?1 AND seq IS NULL")?;
        let mut rows = statement.query([space.as_bytes()])?;
        while let Some(found) = rows.next()? {
            let ops = decode_ops(found.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?;
            let of_kind = ops.iter().filter(|op| op.record.collection == collection);
            unsent.extend(of_kind.map(|op| op.record.id.0));
        }
        Ok(unsent)
    }
}
