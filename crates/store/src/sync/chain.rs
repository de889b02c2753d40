//! The people one shares with: their statements, and whose a device is.

use crate::{Error, Reader, Store, row};
use cairn_domain::AccountId;
use cairn_replica::DeviceId;
use rusqlite::{Connection, OptionalExtension, params};

/// The statements of an account, as they were accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// Whose.
    pub account: AccountId,
    /// The statements, in whatever form the engine keeps them.
    pub statements: Vec<u8>,
    /// Statements that contradict these: a key change, which nobody has looked at yet.
    pub changed: Option<Vec<u8>>,
}

impl Store {
    /// The statements of everyone known, this account's among them.
    pub fn chains(&self) -> Result<Vec<Chain>, Error> {
        self.read(|reader| {
            let mut statement = reader
                .connection
                .prepare_cached("SELECT account, statements, changed FROM sync_chain ORDER BY account")?;
            let mut rows = statement.query([])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                all.push(read(row)?);
            }
            Ok(all)
        })
    }

    /// The statements of one account.
    pub fn chain(&self, account: AccountId) -> Result<Option<Chain>, Error> {
        self.read(|reader| {
            let mut statement = reader
                .connection
                .prepare_cached("SELECT account, statements, changed FROM sync_chain WHERE account = ?1")?;
            let mut rows = statement.query([account.0.as_bytes()])?;
            rows.next()?.map(read).transpose()
        })
    }

    /// Keeps the statements of an account, and whose its devices are.
    pub fn put_chain(&self, chain: &Chain, devices: &[DeviceId]) -> Result<(), Error> {
        self.on_this_device(|connection| {
            connection
                .prepare_cached(
                    "INSERT OR REPLACE INTO sync_chain (account, statements, changed) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![chain.account.0.as_bytes(), chain.statements, chain.changed])?;
            devices.iter().try_for_each(|device| keep_writer(connection, *device, chain.account))
        })
    }
}

impl Reader<'_> {
    /// Whose device it is, where that is known.
    pub fn writer(&self, device: DeviceId) -> Result<Option<AccountId>, Error> {
        if self.is_here(device) {
            return Ok(Some(self.account));
        }
        let mut statement =
            self.connection.prepare_cached("SELECT account FROM sync_writer WHERE device = ?1")?;
        statement
            .query_row([device.0.to_be_bytes()], |found| Ok(row::uuid(found.get_ref(0)?)))
            .optional()?
            .transpose()
            .map(|found| found.map(AccountId))
    }
}

/// Remembers whose a device is. The first word stands: a device id is never another account's.
pub(super) fn keep_writer(
    connection: &Connection,
    device: DeviceId,
    account: AccountId,
) -> Result<(), Error> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO sync_writer (device, account) VALUES (?1, ?2)")?
        .execute((device.0.to_be_bytes(), account.0.as_bytes()))?;
    Ok(())
}

fn read(found: &rusqlite::Row<'_>) -> Result<Chain, Error> {
    Ok(Chain {
        account: AccountId(row::uuid(found.get_ref(0)?)?),
        statements: found.get(1)?,
        changed: found.get(2)?,
    })
}
