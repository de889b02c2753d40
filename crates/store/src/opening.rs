//! Making and opening a profile.

use crate::{
    Error, Store,
    connection::{self, Access, FileKey},
    migration,
    store::FILE,
};
use cairn_crypto::StoreKey;
use cairn_domain::AccountId;
use cairn_replica::DeviceId;
use chrono::{DateTime, Utc};
use std::{
    fs::{self, File, TryLockError},
    path::Path,
};

/// Locked while the profile is open.
const LOCK: &str = "cairn.lock";
impl Store {
    /// Makes a new profile in `folder`, which is created when it is not there. `account` names the personal space.
    ///
    /// Fails with [`Error::ProfileExists`] rather than touch one.
    pub fn create(
        folder: &Path,
        key: &StoreKey,
        account: AccountId,
        device: DeviceId,
    ) -> Result<Store, Error> {
        fs::create_dir_all(folder).map_err(Error::from_io)?;
        let lock = lock(folder)?;
        let path = folder.join(FILE);
        if path.exists() {
            return Err(Error::ProfileExists);
        }
        let key = FileKey::new(key);
        // Made under a passing name: what was interrupted is no profile.
        let unfinished = folder.join("creating.db");
        let _ = fs::remove_file(&unfinished);
        let made = make(&unfinished, &key, account, device);
        if let Err(error) = made.and_then(|()| fs::rename(&unfinished, &path).map_err(Error::from_io)) {
            let _ = fs::remove_file(&unfinished);
            return Err(error);
        }
        let connection = connection::open(&path, &key, Access::Write)?;
        connection::prepare_for_writing(&connection)?;
        Store::start(folder, key, connection, lock)
    }

    /// Opens the profile in `folder`. When it fails, nothing was written.
    ///
    /// Fails with [`Error::NoProfile`], [`Error::WrongKey`], [`Error::NotADatabase`], [`Error::Damaged`],
    /// [`Error::NewerVersion`], [`Error::InUse`], [`Error::ReadOnly`] or [`Error::DiskFull`]. `now` dates the backup that is
    /// made before a migration.
    pub fn open(folder: &Path, key: &StoreKey, now: DateTime<Utc>) -> Result<Store, Error> {
        let path = folder.join(FILE);
        if !path.exists() {
            return Err(Error::NoProfile);
        }
        let lock = lock(folder)?;
        let key = FileKey::new(key);
        let mut connection = connection::open(&path, &key, Access::Write)?;
        migration::check(&connection)?;
        if migration::is_pending(&connection)? {
            crate::backup::before_migration(&connection, folder, &key, now)?;
        }
        connection::prepare_for_writing(&connection)?;
        if migration::is_pending(&connection)? {
            migration::apply(&mut connection)?;
        }
        Store::start(folder, key, connection, lock)
    }

    /// Whether there is a profile in `folder`.
    pub fn exists(folder: &Path) -> bool {
        folder.join(FILE).exists()
    }
}

/// Keeps other processes out while the file is open.
pub(crate) fn lock(folder: &Path) -> Result<File, Error> {
    let options = File::options().read(true).write(true).create(true).truncate(false).open(folder.join(LOCK));
    let file = options.map_err(Error::from_io)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::InUse),
        Err(TryLockError::Error(error)) => Err(Error::from_io(error)),
    }
}

fn make(path: &Path, key: &FileKey, account: AccountId, device: DeviceId) -> Result<(), Error> {
    let mut connection = connection::open(path, key, Access::Create)?;
    migration::apply(&mut connection)?;
    let mut statement = connection.prepare("INSERT INTO meta (key, value) VALUES (?1, ?2)")?;
    statement.execute(("account", account.0.as_bytes()))?;
    statement.execute(("devices", device.0.to_be_bytes()))?;
    Ok(())
}
