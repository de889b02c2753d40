//! How much waits.

use super::{number, space};
use crate::{Error, Store};
use cairn_replica::SpaceId;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

/// What waits in a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpaceStatus {
    /// The space.
    pub space: SpaceId,
    /// Records with writes that were not sent.
    pub waiting: u64,
    /// Entries that were sent and are not known to have arrived.
    pub in_flight: u64,
    /// Entries that were put aside.
    pub refused: u64,
}

impl Store {
    /// What waits, for every space in which something does, and every space that is synced.
    pub fn sync_status(&self) -> Result<Vec<SpaceStatus>, Error> {
        self.read(|reader| {
            let mut all = BTreeMap::new();
            let connection = reader.connection;
            count(connection, "SELECT space, 0 FROM sync_space", &mut all, |_, _| ())?;
            count(
                connection,
                "SELECT space, count(*) FROM outbox GROUP BY space",
                &mut all,
                |status, count| {
                    status.waiting += count;
                },
            )?;
            count(
                connection,
                "SELECT space, count(*) FROM sync_refill GROUP BY space",
                &mut all,
                |status, count| {
                    status.waiting += count;
                },
            )?;
            count(
                connection,
                "SELECT space, count(*) FROM sync_in_flight WHERE seq IS NULL GROUP BY space",
                &mut all,
                |status, count| {
                    status.in_flight += count;
                },
            )?;
            count(
                connection,
                "SELECT space, count(*) FROM sync_refused GROUP BY space",
                &mut all,
                |status, count| {
                    status.refused += count;
                },
            )?;
            Ok(all.into_values().collect())
        })
    }

    /// Whether nothing of a space waits to be sent or to arrive.
    pub fn is_all_sent(&self, space: SpaceId) -> Result<bool, Error> {
        self.read(|reader| {
            let sql = "SELECT NOT EXISTS (SELECT 1 FROM outbox WHERE space = ?1)
                AND NOT EXISTS (SELECT 1 FROM sync_refill WHERE space = ?1)
                AND NOT EXISTS (SELECT 1 FROM sync_in_flight WHERE space = ?1 AND seq IS NULL)
                AND NOT EXISTS (SELECT 1 FROM sync_attachment WHERE space = ?1 AND told IS NULL)";
            let mut statement = reader.connection.prepare_cached(sql)?;
            Ok(statement.query_row(params![space.0.as_bytes()], |row| row.get(0))?)
        })
    }
}

fn count(
    connection: &Connection,
    sql: &str,
    all: &mut BTreeMap<SpaceId, SpaceStatus>,
    add: impl Fn(&mut SpaceStatus, u64),
) -> Result<(), Error> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let space = space(row.get_ref(0)?)?;
        let status = all.entry(space).or_insert(SpaceStatus { space, waiting: 0, in_flight: 0, refused: 0 });
        add(status, number(row.get(1)?));
    }
    Ok(())
}
