//! How much waits.

use super::number;
use crate::{Error, Store};
use cairn_replica::SpaceId;
use rusqlite::params;

impl Store {
    /// Records with writes that were not sent, and entries that are not known to have arrived: of one space or of all, where
    /// they have a place on a server.
    pub fn waiting(&self, space: Option<SpaceId>) -> Result<u64, Error> {
        self.read(|reader| {
            let sql =
                "WITH placed AS (SELECT space FROM sync_space WHERE on_server AND state <> 'ended' AND (?1 IS NULL OR space = ?1))
                SELECT (SELECT count(*) FROM outbox WHERE space IN placed)
                + (SELECT count(*) FROM sync_refill WHERE space IN placed)
                + (SELECT count(*) FROM sync_in_flight WHERE space IN placed AND seq IS NULL)";
            let space = space.map(|space| space.0.as_bytes().to_vec());
            Ok(number(reader.connection.prepare_cached(sql)?.query_row([space], |row| row.get(0))?))
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
