//! Spaces: how far each log was read, its epochs, and the hashes that were seen on the way.

use super::{Hash, fixed, integer, number, space};
use crate::{Error, Store};
use cairn_replica::{Op, SpaceId};
use rusqlite::{Connection, params};

/// How many places back from the last one log hashes are kept, for comparing with what others have seen.
pub const KEPT_LOG_HASHES: u64 = 5_000;

/// A place in a log: so many entries, and the hash over them. Nothing read yet is zero and zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// The number of the last entry.
    pub seq: u64,
    /// The log hash there.
    pub hash: Hash,
}

/// Why a space no longer syncs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// A code that the interface has words for, such as `fork`, `key_change` or `ended`.
    pub code: String,
    /// What it was seen by, for a report.
    pub evidence: Vec<u8>,
}

/// What is known of a space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncSpace {
    /// Which. The personal one has the account's id.
    pub space: SpaceId,
    /// It has a log on the server; otherwise only exchange files go out of it.
    pub on_server: bool,
    /// The server's word for its state.
    pub state: String,
    /// How far the log was read. Moved by [`Store::apply_entries`], [`Store::set_place`] and [`Store::begin_again`] alone:
    /// [`Store::put_space`] uses it for a space that is new.
    pub place: Place,
    /// The greatest number that the server ever said it has, or gave to an entry of ours. A server whose last number is
    /// below it has lost entries: [`Store::put_space`] does not lower it, [`Store::begin_again`] does.
    pub head: u64,
    /// The newest epoch.
    pub epoch: u32,
    /// Why it stopped, while it has.
    pub notice: Option<Notice>,
}

/// An epoch of a space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Epoch {
    /// Its number.
    pub epoch: u32,
    /// The signed record.
    pub record: Vec<u8>,
    /// The key, once a packet with it was opened.
    pub key: Option<Vec<u8>>,
}

impl Store {
    /// Every space that is synced or exchanged.
    pub fn sync_spaces(&self) -> Result<Vec<SyncSpace>, Error> {
        self.read(|reader| select(reader.connection, "ORDER BY space", []))
    }

    /// One space.
    pub fn sync_space(&self, space: SpaceId) -> Result<Option<SyncSpace>, Error> {
        self.read(|reader| find(reader.connection, space))
    }

    /// The spaces of mentorships that were never placed on a server, nor exchanged by files.
    pub fn unplaced_mentorships(&self) -> Result<Vec<SpaceId>, Error> {
        self.read(|reader| {
            let mut statement = reader.connection.prepare_cached(
                "SELECT space FROM mentorship WHERE deleted = 0 AND space NOT IN (SELECT space FROM sync_space) ORDER BY space",
            )?;
            let mut rows = statement.query([])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                all.push(super::space(row.get_ref(0)?)?);
            }
            Ok(all)
        })
    }

    /// Writes what is known of a space; see [`SyncSpace::place`].
    pub fn put_space(&self, space: &SyncSpace) -> Result<(), Error> {
        self.on_this_device(|connection| {
            let (code, evidence) =
                space.notice.as_ref().map(|notice| (&notice.code, &notice.evidence)).unzip();
            connection
                .prepare_cached(
                    "INSERT INTO sync_space (space, on_server, state, seq, log_hash, head, epoch, notice, evidence)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                     ON CONFLICT DO UPDATE SET on_server = excluded.on_server, state = excluded.state, head = max(head, excluded.head),
                     epoch = excluded.epoch, notice = excluded.notice, evidence = excluded.evidence",
                )?
                .execute(params![
                    space.space.0.as_bytes(),
                    space.on_server,
                    space.state,
                    integer(space.place.seq),
                    space.place.hash,
                    integer(space.head),
                    space.epoch,
                    code,
                    evidence
                ])?;
            keep_log_hash(connection, space.space, space.place)
        })
    }

    /// Forgets what is known of a space, and none of its records. What was in flight is unsent again.
    pub fn forget_space(&self, space: SpaceId) -> Result<(), Error> {
        self.on_this_device(|connection| {
            super::returning::return_in_flight(connection, space)?;
            for table in [
                "sync_space",
                "sync_epoch",
                "sync_log_hash",
                "sync_author",
                "sync_refused",
                "sync_attachment",
                "sync_piece",
            ] {
                connection.execute(&format!("DELETE FROM {table} WHERE space = ?1"), [space.0.as_bytes()])?;
            }
            Ok(())
        })
    }

    /// Sets where the log goes on to be read: after a snapshot stood in for what was before.
    pub fn set_place(&self, space: SpaceId, place: Place) -> Result<(), Error> {
        self.on_this_device(|connection| {
            move_to(connection, space, place)?;
            super::returning::return_passed(connection, space, place)
        })
    }

    /// Begins with a log anew, because the server has another one than it had: it is read from its first entry, every
    /// record is to be sent whole, and every file uploaded. What each device wrote last is unknown again; log hashes that
    /// were seen stay.
    pub fn begin_again(&self, space: SpaceId) -> Result<(), Error> {
        self.on_this_device(|connection| begin_again(connection, space))
    }

    /// A space is on no server any more, as the person wanted it: [`Store::begin_again`], and its log there was never seen.
    pub fn forget_placed(&self, space: SpaceId) -> Result<(), Error> {
        self.on_this_device(|connection| forget_placed(connection, space))
    }

    /// Another server is to have everything: [`Store::forget_placed`] for every space.
    pub fn forget_all_placed(&self) -> Result<(), Error> {
        self.on_this_device(|connection| {
            let all = select(connection, "", [])?;
            all.into_iter().try_for_each(|known| forget_placed(connection, known.space))
        })
    }

    /// The log hashes that were seen at a place: none where that is not known, more than one where histories differ.
    pub fn log_hashes(&self, space: SpaceId, seq: u64) -> Result<Vec<Hash>, Error> {
        self.read(|reader| {
            let mut statement = reader
                .connection
                .prepare_cached("SELECT hash FROM sync_log_hash WHERE space = ?1 AND seq = ?2")?;
            let mut rows = statement.query(params![space.0.as_bytes(), integer(seq)])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                all.push(fixed(row.get_ref(0)?)?);
            }
            Ok(all)
        })
    }

    /// Keeps a log hash that another device has vouched for, such as the old device when a new one is added.
    pub fn keep_log_hash(&self, space: SpaceId, place: Place) -> Result<(), Error> {
        self.on_this_device(|connection| keep_log_hash(connection, space, place))
    }

    /// The epochs of a space, in their order.
    pub fn epochs(&self, space: SpaceId) -> Result<Vec<Epoch>, Error> {
        self.read(|reader| {
            let mut statement = reader.connection.prepare_cached(
                "SELECT epoch, record, key FROM sync_epoch WHERE space = ?1 ORDER BY epoch",
            )?;
            let rows = statement.query_map([space.0.as_bytes()], |row| {
                Ok(Epoch { epoch: row.get(0)?, record: row.get(1)?, key: row.get(2)? })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Keeps epochs. The key of a record that is known already is neither forgotten nor another one.
    pub fn put_epochs(&self, space: SpaceId, epochs: &[Epoch]) -> Result<(), Error> {
        self.on_this_device(|connection| {
            let mut statement = connection.prepare_cached(
                "INSERT INTO sync_epoch (space, epoch, record, key) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO UPDATE SET record = excluded.record,
                 key = iif(record = excluded.record, coalesce(key, excluded.key), excluded.key)",
            )?;
            for epoch in epochs {
                statement.execute(params![space.0.as_bytes(), epoch.epoch, epoch.record, epoch.key])?;
            }
            Ok(())
        })
    }
}

/// The space's row.
pub(super) fn find(connection: &Connection, space: SpaceId) -> Result<Option<SyncSpace>, Error> {
    Ok(select(connection, "WHERE space = ?1", [space.0.as_bytes()])?.pop())
}

fn select(
    connection: &Connection,
    which: &str,
    parameters: impl rusqlite::Params,
) -> Result<Vec<SyncSpace>, Error> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT space, on_server, state, seq, log_hash, head, epoch, notice, evidence FROM sync_space {which}"
    ))?;
    let mut rows = statement.query(parameters)?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let (code, evidence) = (row.get::<_, Option<String>>(7)?, row.get::<_, Option<Vec<u8>>>(8)?);
        all.push(SyncSpace {
            space: space(row.get_ref(0)?)?,
            on_server: row.get(1)?,
            state: row.get(2)?,
            place: Place { seq: number(row.get(3)?), hash: fixed(row.get_ref(4)?)? },
            head: number(row.get(5)?),
            epoch: row.get(6)?,
            notice: code.map(|code| Notice { code, evidence: evidence.unwrap_or_default() }),
        });
    }
    Ok(all)
}

/// Moves the cursor of a space and keeps the hash there.
pub(super) fn move_to(connection: &Connection, space: SpaceId, place: Place) -> Result<(), Error> {
    connection
        .prepare_cached(
            "UPDATE sync_space SET seq = ?2, log_hash = ?3, head = max(head, ?2) WHERE space = ?1",
        )?
        .execute(params![space.0.as_bytes(), integer(place.seq), place.hash])?;
    keep_log_hash(connection, space, place)
}

/// The log has at least so many entries.
pub(super) fn has_reached(connection: &Connection, space: SpaceId, seq: u64) -> Result<(), Error> {
    connection
        .prepare_cached("UPDATE sync_space SET head = max(head, ?2) WHERE space = ?1")?
        .execute(params![space.0.as_bytes(), integer(seq)])?;
    Ok(())
}

/// The server has taken stamps up to this time, in milliseconds.
pub(super) fn has_taken(connection: &Connection, space: SpaceId, ops: &[Op]) -> Result<(), Error> {
    let latest = ops.iter().map(|op| op.stamp.millis).max().unwrap_or_default();
    connection
        .prepare_cached("UPDATE sync_space SET taken = ?2 WHERE space = ?1 AND taken < ?2")?
        .execute(params![space.0.as_bytes(), integer(latest)])?;
    Ok(())
}

/// The latest time of a stamp that the server has taken in any space, in milliseconds.
pub(super) fn latest_taken(connection: &Connection) -> Result<u64, Error> {
    let latest = "SELECT coalesce(max(taken), 0) FROM sync_space";
    Ok(number(connection.query_row(latest, [], |row| row.get(0))?))
}

/// Keeps a log hash.
pub(super) fn keep_log_hash(connection: &Connection, space: SpaceId, place: Place) -> Result<(), Error> {
    if place.seq == 0 {
        return Ok(());
    }
    connection
        .prepare_cached("INSERT OR IGNORE INTO sync_log_hash (space, seq, hash) VALUES (?1, ?2, ?3)")?
        .execute(params![space.0.as_bytes(), integer(place.seq), place.hash])?;
    Ok(())
}

/// Forgets log hashes of long ago.
pub(super) fn thin_log_hashes(connection: &Connection, space: SpaceId) -> Result<(), Error> {
    connection
        .prepare_cached(
            "DELETE FROM sync_log_hash WHERE space = ?1
             AND seq < (SELECT max(seq) FROM sync_log_hash WHERE space = ?1) - ?2",
        )?
        .execute(params![space.0.as_bytes(), integer(KEPT_LOG_HASHES)])?;
    Ok(())
}

fn begin_again(connection: &Connection, space: SpaceId) -> Result<(), Error> {
    super::returning::return_in_flight(connection, space)?;
    super::author::begin_again(connection, space)?;
    super::state::refill_space(connection, space)?;
    super::attachment::upload_again(connection, space)?;
    connection.execute("UPDATE sync_space SET head = 0 WHERE space = ?1", [space.0.as_bytes()])?;
    move_to(connection, space, Place::default())
}

fn forget_placed(connection: &Connection, space: SpaceId) -> Result<(), Error> {
    begin_again(connection, space)?;
    connection.execute("DELETE FROM sync_log_hash WHERE space = ?1", [space.0.as_bytes()])?;
    connection.execute("UPDATE sync_space SET state = '' WHERE space = ?1", [space.0.as_bytes()])?;
    Ok(())
}
