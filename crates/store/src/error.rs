//! What can go wrong, by name.

use std::io;

/// Why the store could not do what was asked. Nothing is half-written when one of these comes back.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no profile in this folder.
    #[error("there is no profile in this folder")]
    NoProfile,
    /// A profile is there already; it is not overwritten.
    #[error("there is a profile in this folder already")]
    ProfileExists,
    /// The file belongs to another key.
    #[error("the key does not open this file")]
    WrongKey,
    /// The key is right and the content is not: the disk lost or changed bytes.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// Something else lies under this name.
    #[error("this is not one of Cairn's files")]
    NotADatabase,
    /// Written by a Cairn whose changes this one cannot understand. The file was not touched.
    #[error("the file has version {found}, this program knows versions up to {known}")]
    NewerVersion {
        /// The major version of the file.
        found: u16,
        /// The greatest major version this program opens.
        known: u16,
    },
    /// A migration that was applied differs from the one this program has under the same number.
    #[error("the file was made by another line of versions (migration {0})")]
    ForeignMigration(u32),
    /// No space left on the disk; the change was rolled back.
    #[error("the disk is full")]
    DiskFull,
    /// The folder or the file cannot be written.
    #[error("the folder cannot be written to")]
    ReadOnly,
    /// Another program has the profile open.
    #[error("the profile is open in another program")]
    InUse,
    /// No such record, or it is deleted.
    #[error("there is no {kind} {id}")]
    NoSuchRecord {
        /// The table.
        kind: &'static str,
        /// The id asked for.
        id: uuid::Uuid,
    },
    /// A record with this id exists already.
    #[error("there is a {kind} {id} already")]
    RecordExists {
        /// The table.
        kind: &'static str,
        /// The id.
        id: uuid::Uuid,
    },
    /// A write of a record that lives in another space: records never move.
    #[error("the {kind} {id} lives in another space")]
    OtherSpace {
        /// The table.
        kind: &'static str,
        /// The id.
        id: uuid::Uuid,
    },
    /// This kind of record never lives in that kind of space.
    #[error("a {kind} does not live in such a space")]
    Misplaced {
        /// The table.
        kind: &'static str,
    },
    /// A table has no such column: a mistake in the program.
    #[error("{kind} has no column {column}")]
    NoSuchColumn {
        /// The table.
        kind: &'static str,
        /// The column asked for.
        column: String,
    },
    /// A text or a file over the limit.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: u64,
    },
    /// A write that is stamped later than it can be.
    #[error("a write is from the future")]
    StampAhead,
    /// A time for new stamps that is before what the server has taken already, or that no stamp can hold.
    #[error("the server's clock went back")]
    ServerClock,
    /// There is no attachment with this content hash.
    #[error("there is no such attachment")]
    NoSuchAttachment,
    /// The version asked for is no longer in the history.
    #[error("this version is no longer kept")]
    NoSuchVersion,
    /// The person stopped it.
    #[error("stopped")]
    Cancelled,
    /// A file outside the store could not be read or written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// Anything else SQLite says.
    #[error(transparent)]
    Sqlite(rusqlite::Error),
}

impl Error {
    /// The error's name, which the interface has words for.
    pub fn code(&self) -> &'static str {
        match self {
            Error::NoProfile => "no_profile",
            Error::ProfileExists => "profile_exists",
            Error::WrongKey => "wrong_key",
            Error::Damaged(_) => "store_damaged",
            Error::NotADatabase => "not_a_database",
            Error::NewerVersion { .. } => "newer_version",
            Error::ForeignMigration(_) => "foreign_migration",
            Error::DiskFull => "disk_full",
            Error::ReadOnly => "read_only",
            Error::InUse => "profile_in_use",
            Error::NoSuchRecord { .. } => "no_such_record",
            Error::RecordExists { .. } => "record_exists",
            Error::OtherSpace { .. } => "other_space",
            Error::Misplaced { .. } => "misplaced",
            Error::NoSuchColumn { .. } => "no_such_column",
            Error::TooLarge { .. } => "too_large",
            Error::StampAhead => "stamp_ahead",
            Error::ServerClock => "server_clock",
            Error::NoSuchAttachment => "no_such_attachment",
            Error::NoSuchVersion => "no_such_version",
            Error::Cancelled => "cancelled",
            Error::Io(_) => "io",
            Error::Sqlite(_) => "store",
        }
    }

    /// An I/O error under its name where it has one.
    pub(crate) fn from_io(error: io::Error) -> Error {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Error::DiskFull,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Error::ReadOnly,
            _ => Error::Io(error),
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Error {
        use rusqlite::ErrorCode as Code;
        // Shared memory that cannot grow is a full disk by another name.
        const SHARED_MEMORY_SIZE: i32 = rusqlite::ffi::SQLITE_IOERR_SHMSIZE;
        let Some(code) = error.sqlite_error() else { return Error::Sqlite(error) };
        match (code.code, code.extended_code) {
            (Code::DiskFull, _) | (_, SHARED_MEMORY_SIZE) => Error::DiskFull,
            (Code::ReadOnly, _) => Error::ReadOnly,
            (Code::DatabaseBusy | Code::DatabaseLocked, _) => Error::InUse,
            (Code::DatabaseCorrupt | Code::NotADatabase, _) => Error::Damaged(error.to_string()),
            (Code::TooBig, _) => Error::TooLarge { limit: cairn_replica::MAX_TEXT_BYTES as u64 },
            _ => Error::Sqlite(error),
        }
    }
}

impl From<cairn_replica::CodecError> for Error {
    fn from(error: cairn_replica::CodecError) -> Error {
        Error::Damaged(error.to_string())
    }
}
