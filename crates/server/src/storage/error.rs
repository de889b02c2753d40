//! Why a transaction did not happen. Nothing of it did then.

use super::shape::Time;

/// Why a transaction did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such thing, or it is somebody else's.
    #[error("there is no such thing")]
    NotFound,
    /// No such session, or it has ended.
    #[error("there is no such session")]
    Unauthorized,
    /// No such device, or it is revoked.
    #[error("the device is not known or was revoked")]
    UnknownDevice,
    /// It was built on what is no longer so.
    #[error("it was built on what is no longer so")]
    Stale,
    /// The id exists with other content.
    #[error("the id exists with other content")]
    Taken,
    /// The device's number is used with other bytes.
    #[error("number {number} of this device is used with other bytes")]
    Fork {
        /// Which.
        number: u64,
    },
    /// The entry is sealed for another epoch.
    #[error("the epoch is {epoch}")]
    OldEpoch {
        /// The epoch that it is now.
        epoch: u32,
    },
    /// The log is not the one that the caller knows.
    #[error("the log is another one, up to {head}")]
    OtherHistory {
        /// The last number of the log as it is here.
        head: u64,
    },
    /// The space is read-only.
    #[error("the space has ended")]
    Ended,
    /// What was asked for is no longer kept.
    #[error("read the snapshot at {snapshot}")]
    Compacted {
        /// Where the newest snapshot stands.
        snapshot: u64,
    },
    /// The invite was used, withdrawn, or is too old.
    #[error("the invite is spent")]
    InviteSpent,
    /// Too many requests.
    #[error("again in {retry_after} seconds")]
    SlowDown {
        /// Seconds.
        retry_after: u64,
    },
    /// No room for more.
    #[error("no more than {limit}")]
    Full {
        /// How many or how much there is room for.
        limit: u64,
    },
    /// An import would mix with what is there.
    #[error("the database is not empty")]
    NotEmpty,
    /// A row that fits in no table of this version.
    #[error("row of {table} does not fit this version's tables")]
    Misfit {
        /// The table's name.
        table: String,
    },
    /// The database was made by a newer program.
    #[error("the database has version {found}, and this program knows {known}")]
    NewerVersion {
        /// Its version.
        found: i64,
        /// The newest that is known.
        known: i64,
    },
    /// The database cannot be opened as asked.
    #[error("{0}")]
    Unusable(String),
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The store of blobs' contents failed.
    #[error("the store of attachments failed: {0}")]
    Blobs(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// What is stored is not what was stored.
    #[error("column {column} holds what never was put there")]
    Broken {
        /// The column's place in the query.
        column: usize,
    },
}

/// How long the caller of a limited request waits: until the window that `now` is in is over, in whole seconds.
pub(super) fn until_next(window: u64, now: Time) -> Error {
    let left = window - now % window;
    Error::SlowDown { retry_after: left.div_ceil(1000) }
}
