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
    /// Only a snapshot says so, and nothing of the device was read since: its next entry is taken whatever number it has and
    /// whatever it names as the one before, and the chain goes on from there.
    pub told: bool,
}

impl Store {
    /// The last entry of every device that wrote to a space.
    pub fn author_heads(&self, space: SpaceId) -> Result<Vec<AuthorHead>, Error> {
        self.read(|reader| {
            let mut statement = reader.connection.prepare_cached(
                "SELECT device, number, hash, told FROM sync_author WHERE space = ?1 AND number > 0 ORDER BY device",
            )?;
            let mut rows = statement.query([space.0.as_bytes()])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                let (device, hash) = (device(row.get_ref(0)?)?, fixed(row.get_ref(2)?)?);
                all.push(AuthorHead { device, number: number(row.get(1)?), hash, told: row.get(3)? });
            }
            Ok(all)
        })
    }

    /// Takes over heads from a snapshot, all as told. A later one that is known already stays, and so does what this device
    /// knows of itself.
    pub fn keep_author_heads(&self, space: SpaceId, heads: &[AuthorHead]) -> Result<(), Error> {
        let own = self.device();
        self.on_this_device(|connection| {
            heads
                .iter()
                .filter(|head| head.device != own)
                .try_for_each(|head| keep(connection, space, AuthorHead { told: true, ..*head }))
        })
    }
}

/// Moves the head of a device on; never back, except that what was read takes the place of what was told.
pub(super) fn keep(connection: &Connection, space: SpaceId, head: AuthorHead) -> Result<(), Error> {
    connection
        .prepare_cached(
            "INSERT INTO sync_author (space, device, number, hash, known, told) VALUES (?1, ?2, ?3, ?4, ?3, ?5)
             ON CONFLICT DO UPDATE SET number = excluded.number, hash = excluded.hash, told = excluded.told,
             known = iif(told, excluded.known, max(known, excluded.known))
             WHERE excluded.number > number OR told AND NOT excluded.told",
        )?
        .execute(params![
            space.0.as_bytes(),
            head.device.0.to_be_bytes(),
            integer(head.number),
            head.hash,
            head.told
        ])?;
    Ok(())
}

/// The last entry of a device that is known to have arrived; zero and zeros when there is none.
pub(super) fn head(connection: &Connection, space: SpaceId, device: DeviceId) -> Result<AuthorHead, Error> {
    let mut statement = connection
        .prepare_cached("SELECT number, hash, told FROM sync_author WHERE space = ?1 AND device = ?2")?;
    let found = statement
        .query_row(params![space.0.as_bytes(), device.0.to_be_bytes()], |row| {
            Ok((row.get::<_, i64>(0)?, fixed(row.get_ref(1)?), row.get(2)?))
        })
        .optional()?;
    Ok(match found {
        Some((count, hash, told)) => AuthorHead { device, number: number(count), hash: hash?, told },
        None => AuthorHead { device, number: 0, hash: [0; 32], told: false },
    })
}

/// Forgets where each device's entries end, because the log is read from its beginning; not which were applied.
pub(super) fn begin_again(connection: &Connection, space: SpaceId) -> Result<(), Error> {
    connection.execute(
        "UPDATE sync_author SET number = 0, hash = zeroblob(32), told = 0 WHERE space = ?1",
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
