//! The last entry of each device in each space: what its next one has to follow.

use super::{Hash, device, fixed, integer, number};
use crate::{Error, Store};
use cairn_replica::{DeviceId, SpaceId};
use rusqlite::{Connection, OptionalExtension, params};

/// The last entry of a device in a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuthorHead {
    /// The device.
    pub device: DeviceId,
    /// The entry's number, counted by its device in this space from 1.
    pub number: u64,
    /// The entry's hash.
    pub hash: Hash,
}

impl Store {
    /// The last entry of every device that wrote to a space.
    pub fn author_heads(&self, space: SpaceId) -> Result<Vec<AuthorHead>, Error> {
        self.read(|reader| {
            let mut statement = reader.connection.prepare_cached(
                "SELECT device, number, hash FROM sync_author WHERE space = ?1 AND number > 0 ORDER BY device",
            )?;
            let mut rows = statement.query([space.0.as_bytes()])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                let (device, hash) = (device(row.get_ref(0)?)?, fixed(row.get_ref(2)?)?);
                all.push(AuthorHead { device, number: number(row.get(1)?), hash });
            }
            Ok(all)
        })
    }

    /// Takes over heads from a snapshot. A later one that is known already stays.
    pub fn keep_author_heads(&self, space: SpaceId, heads: &[AuthorHead]) -> Result<(), Error> {
        self.on_this_device(|connection| heads.iter().try_for_each(|head| keep(connection, space, *head)))
    }
}

/// Moves the head of a device on; never back.
pub(super) fn keep(connection: &Connection, space: SpaceId, head: AuthorHead) -> Result<(), Error> {
    connection
        .prepare_cached(
            "INSERT INTO sync_author (space, device, number, hash, known) VALUES (?1, ?2, ?3, ?4, ?3)
             ON CONFLICT DO UPDATE SET number = excluded.number, hash = excluded.hash, known = max(known, excluded.known)
             WHERE excluded.number > number",
        )?
        .execute(params![space.0.as_bytes(), head.device.0.to_be_bytes(), integer(head.number), head.hash])?;
    Ok(())
}

/// The last entry of a device that is known to have arrived; zero and zeros when there is none.
pub(super) fn head(connection: &Connection, space: SpaceId, device: DeviceId) -> Result<AuthorHead, Error> {
    let mut statement =
        connection.prepare_cached("SELECT number, hash FROM sync_author WHERE space = ?1 AND device = ?2")?;
    let found = statement
        .query_row(params![space.0.as_bytes(), device.0.to_be_bytes()], |row| {
            Ok((row.get::<_, i64>(0)?, fixed(row.get_ref(1)?)))
        })
        .optional()?;
    let (last, hash) = match found {
        Some((count, hash)) => (number(count), hash?),
        None => (0, [0; 32]),
    };
    Ok(AuthorHead { device, number: last, hash })
}

/// Forgets where each device's entries end, because the log is read from its beginning; not which were applied.
pub(super) fn begin_again(connection: &Connection, space: SpaceId) -> Result<(), Error> {
    connection.execute(
        "UPDATE sync_author SET number = 0, hash = zeroblob(32) WHERE space = ?1",
        [space.0.as_bytes()],
    )?;
    Ok(())
}

/// Whether an entry of a device was applied before.
pub(super) fn is_known(
    connection: &Connection,
    space: SpaceId,
    device: DeviceId,
    count: u64,
) -> Result<bool, Error> {
    let mut statement =
        connection.prepare_cached("SELECT known >= ?3 FROM sync_author WHERE space = ?1 AND device = ?2")?;
    let found = statement
        .query_row(params![space.0.as_bytes(), device.0.to_be_bytes(), integer(count)], |row| row.get(0))
        .optional()?;
    Ok(found.unwrap_or(false))
}
