//! The account of this person on a program server.

use super::device;
use crate::{Error, Store};
use cairn_replica::DeviceId;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use std::fmt;
use zeroize::Zeroizing;

/// The account and its server. Secrets are opaque here.
#[derive(Clone, PartialEq, Eq)]
pub struct SyncAccount {
    /// Host and port; none while there are only exchange files.
    pub server: Option<String>,
    /// How the server is recognised, as the invite link wrote it.
    pub trust: Option<String>,
    /// The random id that the server made at its first start; that of the last one, while there is none.
    pub server_id: Option<String>,
    /// The device whose keys are in `secrets`. When it is not [`Store::device`], this copy of the profile was restored:
    /// [`Store::take_new_device`], with that id or another, gives up what it had in flight before anything is sent.
    pub device: DeviceId,
    /// The keys of account and device.
    pub secrets: Zeroizing<Vec<u8>>,
    /// The token of the session. Whether it is still good, the server knows.
    pub session: Option<Zeroizing<Vec<u8>>>,
    /// How many milliseconds the server's clock is ahead of this machine's.
    pub clock_offset: i64,
    /// When everything was last as the server has it.
    pub last_success: Option<DateTime<Utc>>,
}

impl fmt::Debug for SyncAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SyncAccount")
            .field("server", &self.server)
            .field("device", &self.device)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// The account; none while this profile has never shared anything.
    pub fn sync_account(&self) -> Result<Option<SyncAccount>, Error> {
        self.read(|reader| load(reader.connection))
    }

    /// Begins to sync, or begins with another server. What is known of spaces and people stays.
    pub fn connect(&self, account: &SyncAccount) -> Result<(), Error> {
        self.on_this_device(|connection| save(connection, account))
    }

    /// Changes the account in one transaction. Does nothing while there is none.
    pub fn update_sync_account(&self, change: impl FnOnce(&mut SyncAccount)) -> Result<(), Error> {
        self.on_this_device(|connection| {
            let Some(mut account) = load(connection)? else { return Ok(()) };
            change(&mut account);
            save(connection, &account)
        })
    }

    /// Forgets the server's address, the session, and every setting of this device whose key begins with `sync.`. Who the
    /// person is to others stays, with all keys, and so does how far the logs of that server were read: when she comes back,
    /// it goes on from there. For another server, [`Store::forget_all_placed`].
    pub fn disconnect(&self) -> Result<(), Error> {
        self.on_this_device(|connection| {
            connection.execute_batch(
                "UPDATE sync_account SET server = NULL, trust = NULL, token = NULL, clock_offset = 0, last_success = NULL;
                 DELETE FROM local_setting WHERE key GLOB 'sync.*';",
            )?;
            Ok(())
        })
    }
}

fn load(connection: &Connection) -> Result<Option<SyncAccount>, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT server, trust, server_id, device, secrets, token, clock_offset, last_success FROM sync_account",
    )?;
    let mut rows = statement.query([])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some(SyncAccount {
        server: row.get(0)?,
        trust: row.get(1)?,
        server_id: row.get(2)?,
        device: device(row.get_ref(3)?)?,
        secrets: Zeroizing::new(row.get(4)?),
        session: row.get::<_, Option<Vec<u8>>>(5)?.map(Zeroizing::new),
        clock_offset: row.get(6)?,
        last_success: row.get::<_, Option<i64>>(7)?.map(time),
    }))
}

fn save(connection: &Connection, account: &SyncAccount) -> Result<(), Error> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO sync_account (one, server, trust, server_id, device, secrets, token, clock_offset, last_success)
             VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            account.server,
            account.trust,
            account.server_id,
            account.device.0.to_be_bytes(),
            account.secrets.as_slice(),
            account.session.as_ref().map(|token| token.as_slice()),
            account.clock_offset,
            account.last_success.map(|at| at.timestamp_millis()),
        ])?;
    Ok(())
}

/// A time in a column.
pub(super) fn time(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}
