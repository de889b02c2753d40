//! Connections to an encrypted file.

use crate::Error;
use cairn_crypto::StoreKey;
use rusqlite::{Connection, OpenFlags};
use std::{fs::File, io::Read, path::Path, time::Duration};
use zeroize::Zeroizing;

/// SQLCipher's page size, which is also the size of the smallest database.
const PAGE_BYTES: u64 = 4096;

/// The text that starts every unencrypted SQLite file.
const PLAIN_HEADER: &[u8; 16] = b"SQLite format 3\0";

/// What opens the file: the key, and the salt that the file begins with.
///
/// The salt is derived from the key. A raw key needs no salt to be safe, and so the first 16 bytes of a file tell
/// whether it belongs to a key, which SQLCipher alone cannot tell from damage.
pub(crate) struct FileKey {
    pragma: Zeroizing<String>,
    salt: [u8; 16],
}

impl FileKey {
    pub(crate) fn new(key: &StoreKey) -> FileKey {
        let secret = key.subkey("database").to_hex();
        let mut salt = [0; 16];
        salt.copy_from_slice(&key.subkey("database salt").as_bytes()[..16]);
        // Reserved in full: a string that grows leaves copies of the key behind.
        let mut pragma = Zeroizing::new(String::with_capacity(128));
        pragma.push_str("PRAGMA key = \"x'");
        pragma.push_str(&secret);
        salt.iter().for_each(|byte| pragma.push_str(&format!("{byte:02x}")));
        pragma.push_str("'\"");
        FileKey { pragma, salt }
    }
}

/// What a connection is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Makes the file when it is not there.
    Create,
    /// The one that writes.
    Write,
    /// Reads a snapshot.
    Read,
}

/// Opens `path`. Nothing in the file is written, and the key has been checked, when this returns.
pub(crate) fn open(path: &Path, key: &FileKey, access: Access) -> Result<Connection, Error> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if access == Access::Create {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let connection = Connection::open_with_flags(path, flags)?;
    connection.execute_batch("PRAGMA cipher_log_level = NONE;")?;
    connection.execute_batch(&key.pragma)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    check_key(&connection, path, key)?;
    connection.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536; PRAGMA trusted_schema = OFF;",
    )?;
    connection.set_prepared_statement_cache_capacity(256);
    if access == Access::Read {
        connection.execute_batch("PRAGMA query_only = ON;")?;
    }
    Ok(connection)
}

/// Settings of the connection that writes; the first of them writes to the file.
pub(crate) fn prepare_for_writing(connection: &Connection) -> Result<(), Error> {
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = FAST; PRAGMA wal_autocheckpoint = 1000;",
    )?;
    Ok(())
}

/// Reads the first page, which fails when it was encrypted with another key or has changed since.
fn check_key(connection: &Connection, path: &Path, key: &FileKey) -> Result<(), Error> {
    match connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0)) {
        Ok(_) => Ok(()),
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => {
            Err(why(path, key)?)
        }
        Err(error) => Err(error.into()),
    }
}

/// Why the first page of `path` could not be read with `key`.
fn why(path: &Path, key: &FileKey) -> Result<Error, Error> {
    let mut file = File::open(path).map_err(Error::from_io)?;
    let bytes = file.metadata().map_err(Error::from_io)?.len();
    let mut start = [0; 16];
    let read = file.read_exact(&mut start);
    Ok(if read.is_ok() && start == key.salt {
        Error::Damaged("the first page does not match its checksum".into())
    } else if read.is_err() || start == *PLAIN_HEADER || start == [0; 16] || bytes % PAGE_BYTES != 0 {
        Error::NotADatabase
    } else {
        Error::WrongKey
    })
}
