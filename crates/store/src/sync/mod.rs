//! What this device knows about the other copies of its records: who has them, what they were told, and what they said.
//!
//! Nothing here does cryptography or knows the protocol. Frames, statements, epoch records and keys are bytes that the
//! engine (`crates/sync`) makes and reads; the store keeps them in the same transaction as the records they are about.
//!
//! ```text
//! act ─→ outbox ─ take_for_sending ─→ in flight ─ acknowledged ─→ ledger
//!            ↑───────── drop_in_flight ────┘
//! apply_entries ─→ records, heads, log hashes, ledger, cursor      one transaction for a page of the log
//! ```

mod account;
mod attachment;
mod author;
mod chain;
mod exchange;
mod integrity;
mod ledger;
mod picking;
mod receiving;
mod recovered;
mod refused;
mod restamp;
mod returning;
mod sending;
mod space;
mod state;
mod status;
mod unsent;

pub use account::SyncAccount;
pub use attachment::{Missing, Piece};
pub use author::AuthorHead;
pub use chain::Chain;
pub use exchange::{ExchangeFile, Exported, SealedFile};
pub use ledger::{LedgerEntry, LedgerRecord, Way};
pub use receiving::{AHEAD_MILLIS, Applied, Author, Content, Incoming, Page};
pub use recovered::Recovered;
pub use refused::Refused;
pub use restamp::Restamped;
pub use sending::{Acknowledged, InFlight, Limits, Outgoing, Sealed};
pub use space::{Epoch, KEPT_LOG_HASHES, Notice, Place, SyncSpace};
pub use state::{STATE_BYTES, StatePlace, StateSlice};

pub(crate) use integrity::check as check_sync;
pub(crate) use ledger::purge as purge_ledger;
pub(crate) use recovered::keep_if_deleted;
pub(crate) use restamp::Renamed;

/// Names an entry of a log.
pub type EntryId = [u8; 16];

/// A BLAKE3 hash.
pub type Hash = [u8; 32];

use crate::Error;
use cairn_replica::{DeviceId, SpaceId};
use rusqlite::types::ValueRef;

/// Bytes of a fixed length in a column.
fn fixed<const N: usize>(value: ValueRef<'_>) -> Result<[u8; N], Error> {
    let bytes = value.as_blob().map_err(rusqlite::Error::from)?;
    bytes.try_into().map_err(|_| Error::Damaged("bytes of sync do not have their length".into()))
}

/// A device's id in a column.
fn device(value: ValueRef<'_>) -> Result<DeviceId, Error> {
    fixed(value).map(|bytes| DeviceId(u64::from_be_bytes(bytes)))
}

/// A space's id in a column.
fn space(value: ValueRef<'_>) -> Result<SpaceId, Error> {
    crate::row::uuid(value).map(SpaceId)
}

/// A count or a time in a column; what is negative was not written by us and counts as nothing.
fn number(value: i64) -> u64 {
    u64::try_from(value).unwrap_or_default()
}

/// A number as a column holds it.
fn integer(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
