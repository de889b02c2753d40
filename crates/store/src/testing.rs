//! Many profiles for tests, quickly: making one takes a migration of every step, copying one does not.

use crate::{
    Error, Store,
    connection::{self, Access, FileKey},
    opening,
    store::FILE,
};
use cairn_crypto::StoreKey;
use cairn_domain::AccountId;
use cairn_replica::DeviceId;
use rusqlite::types::ValueRef;
use std::{fs, path::Path};

impl Store {
    /// The text and bytes of every cell of every table, in no order: to look for words in.
    pub fn every_cell(&self) -> Result<Vec<u8>, Error> {
        self.read(|reader| {
            let mut all = Vec::new();
            let mut tables =
                reader.connection.prepare("SELECT name FROM sqlite_master WHERE type = 'table'")?;
            let names: Vec<String> = tables.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            for name in names {
                let mut statement = reader.connection.prepare(&format!("SELECT * FROM \"{name}\""))?;
                let columns = statement.column_count();
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    for column in 0..columns {
                        if let ValueRef::Text(bytes) | ValueRef::Blob(bytes) = row.get_ref(column)? {
                            all.extend_from_slice(bytes);
                            all.push(b'\n');
                        }
                    }
                }
            }
            Ok(all)
        })
    }
}

/// A fresh profile of nobody, in memory.
pub struct Template {
    key: StoreKey,
    file: Vec<u8>,
}

impl Template {
    /// Makes a profile in `folder`, which is empty and can be thrown away afterwards. All its copies have the same key.
    pub fn new(folder: &Path, key: StoreKey) -> Result<Template, Error> {
        let nobody = AccountId(uuid::Uuid::nil());
        // Closing it brings everything into the one file.
        drop(Store::create(folder, &key, nobody, DeviceId(0))?);
        let file = fs::read(folder.join(FILE)).map_err(Error::from_io)?;
        Ok(Template { key, file })
    }

    /// A new profile in `folder`, as [`Store::create`] makes it. Does not wait for the disk, now or later: what was written
    /// survives the end of the process, and not a power cut.
    pub fn create(&self, folder: &Path, account: AccountId, device: DeviceId) -> Result<Store, Error> {
        fs::create_dir_all(folder).map_err(Error::from_io)?;
        let lock = opening::lock(folder)?;
        let path = folder.join(FILE);
        if path.exists() {
            return Err(Error::ProfileExists);
        }
        fs::write(&path, &self.file).map_err(Error::from_io)?;
        let key = FileKey::new(&self.key);
        let connection = connection::open(&path, &key, Access::Write)?;
        connection::prepare_for_writing(&connection)?;
        connection.execute_batch("PRAGMA synchronous = OFF")?;
        let mut statement = connection.prepare("UPDATE meta SET value = ?2 WHERE key = ?1")?;
        statement.execute(("account", account.0.as_bytes()))?;
        statement.execute(("devices", device.0.to_be_bytes()))?;
        drop(statement);
        Store::start(folder, key, connection, lock)
    }

    /// The key of every copy, for [`Store::open`].
    pub fn key(&self) -> &StoreKey {
        &self.key
    }
}
