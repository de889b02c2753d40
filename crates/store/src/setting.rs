//! Settings that stay on this device, such as the size of the window.

use crate::{Error, Store};
use rusqlite::OptionalExtension;

impl Store {
    /// A setting of this device.
    pub fn local_setting(&self, key: &str) -> Result<Option<String>, Error> {
        self.read(|reader| {
            let mut statement =
                reader.connection.prepare_cached("SELECT value FROM local_setting WHERE key = ?1")?;
            Ok(statement.query_row([key], |row| row.get(0)).optional()?)
        })
    }

    /// Keeps a setting of this device; `None` forgets it.
    pub fn set_local_setting(&self, key: &str, value: Option<&str>) -> Result<(), Error> {
        self.on_this_device(|connection| {
            match value {
                Some(value) => connection.execute(
                    "INSERT OR REPLACE INTO local_setting (key, value) VALUES (?1, ?2)",
                    [key, value],
                )?,
                None => connection.execute("DELETE FROM local_setting WHERE key = ?1", [key])?,
            };
            Ok(())
        })
    }
}
