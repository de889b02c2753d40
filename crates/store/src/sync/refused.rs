//! Entries that were not applied: kept, named, and in nobody's way.

use super::{EntryId, Incoming, account::time, device, fixed, integer, number, space};
use crate::{Error, Store, store::millis};
use cairn_replica::{DeviceId, Op, SpaceId, encode_ops};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};

/// The most entries that are kept of a space.
const KEPT: u32 = 200;

/// An entry that was not applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The space.
    pub space: SpaceId,
    /// Its number in the log; none when it is a write of ours that fits into no entry.
    pub seq: Option<u64>,
    /// Its id.
    pub entry: EntryId,
    /// The device that wrote it, where the frame proves that.
    pub device: Option<DeviceId>,
    /// Why, as a code.
    pub reason: String,
    /// The whole entry, for another try.
    pub frame: Vec<u8>,
    /// When.
    pub at: DateTime<Utc>,
}

impl Store {
    /// What was put aside of a space, the oldest first. Where the statements of its author have grown, or keys have come, it
    /// can be read again and be given to [`Store::retry`].
    pub fn refused(&self, space: SpaceId) -> Result<Vec<Refused>, Error> {
        self.read(|reader| {
            let mut statement = reader.connection.prepare_cached(
                "SELECT space, seq, entry, device, reason, frame, at FROM sync_refused WHERE space = ?1 ORDER BY n",
            )?;
            let mut rows = statement.query([space.0.as_bytes()])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                all.push(read(row)?);
            }
            Ok(all)
        })
    }
}

/// Whether an entry of others was put aside.
pub(super) fn has(connection: &Connection, space: SpaceId, entry: EntryId) -> Result<bool, Error> {
    let sql =
        "SELECT EXISTS (SELECT 1 FROM sync_refused WHERE space = ?1 AND entry = ?2 AND seq IS NOT NULL)";
    Ok(connection.prepare_cached(sql)?.query_row(params![space.0.as_bytes(), entry], |row| row.get(0))?)
}

/// Puts an entry aside.
pub(super) fn keep(
    connection: &Connection,
    space: SpaceId,
    entry: &Incoming,
    reason: &str,
    frame: &[u8],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO sync_refused (space, seq, entry, device, reason, frame, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            space.0.as_bytes(),
            integer(entry.seq),
            entry.entry,
            entry.author.map(|author| author.device.0.to_be_bytes()),
            reason,
            frame,
            millis(now) as i64
        ])?;
    thin_out(connection, space)
}

/// Puts a write of ours aside that cannot be sent.
pub(super) fn keep_own(
    connection: &Connection,
    op: &Op,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let bytes = encode_ops(std::slice::from_ref(op));
    let hash = blake3::hash(&bytes);
    let space = op.record.space;
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO sync_refused (space, entry, device, reason, frame, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            space.0.as_bytes(),
            &hash.as_bytes()[..16],
            op.stamp.device.0.to_be_bytes(),
            reason,
            bytes,
            millis(now) as i64
        ])?;
    thin_out(connection, space)
}

fn thin_out(connection: &Connection, space: SpaceId) -> Result<(), Error> {
    connection
        .prepare_cached(
            "DELETE FROM sync_refused WHERE space = ?1 AND n <= (
                 SELECT n FROM sync_refused WHERE space = ?1 ORDER BY n DESC LIMIT 1 OFFSET ?2)",
        )?
        .execute(params![space.0.as_bytes(), KEPT])?;
    Ok(())
}

pub(super) fn forget(connection: &Connection, space: SpaceId, entry: EntryId) -> Result<(), Error> {
    connection
        .prepare_cached("DELETE FROM sync_refused WHERE space = ?1 AND entry = ?2")?
        .execute(params![space.0.as_bytes(), entry])?;
    Ok(())
}

fn read(found: &rusqlite::Row<'_>) -> Result<Refused, Error> {
    let author = match found.get_ref(3)? {
        rusqlite::types::ValueRef::Null => None,
        value => Some(device(value)?),
    };
    Ok(Refused {
        space: space(found.get_ref(0)?)?,
        seq: found.get::<_, Option<i64>>(1)?.map(number),
        entry: fixed(found.get_ref(2)?)?,
        device: author,
        reason: found.get(4)?,
        frame: found.get(5)?,
        at: time(found.get(6)?),
    })
}
