//! What an old device vouched for when this one was added: how far things went, so that a server that went back since is
//! found out at the first pull.

use crate::SyncError;
use cairn_crypto::{Chain, Hash, KnownStatement, SpaceId};
use cairn_store::Store;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Of this device alone.
const KEY: &str = "sync.vouched";

/// What an old device vouched for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Vouched {
    statement: u32,
    statement_hash: [u8; 32],
    places: Vec<VouchedPlace>,
}

/// How far a log went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct VouchedPlace {
    space: Uuid,
    seq: u64,
    hash: [u8; 32],
}

impl VouchedPlace {
    pub(crate) fn of(space: SpaceId, seq: u64, hash: &Hash) -> VouchedPlace {
        VouchedPlace { space: Uuid::from_bytes(space.0), seq, hash: hash.0 }
    }
}

impl Vouched {
    pub(crate) fn new(newest: KnownStatement, places: Vec<VouchedPlace>) -> Vouched {
        Vouched { statement: newest.number, statement_hash: newest.hash.0, places }
    }

    pub(crate) fn keep(&self, store: &Store) -> Result<(), SyncError> {
        let text = serde_json::to_string(self).expect("plain values can be written");
        Ok(store.set_local_setting(KEY, Some(&text))?)
    }

    pub(crate) fn kept(store: &Store) -> Result<Option<Vouched>, SyncError> {
        let text = store.local_setting(KEY)?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Whether a chain has the statement that was the newest.
    pub(crate) fn is_reached_by(&self, chain: &Chain) -> bool {
        chain.reaches(&KnownStatement { number: self.statement, hash: Hash(self.statement_hash) })
    }

    /// Whether a space was there.
    pub(crate) fn knows(&self, space: Uuid) -> bool {
        self.places.iter().any(|place| place.space == space)
    }

    /// Whether a log, read up to its head, is the one that was vouched for. Asked once: what differs is said, and then
    /// the log is what it is.
    pub(crate) fn reached(mut self, store: &Store, space: Uuid, head: u64) -> Result<bool, SyncError> {
        let Some(at) = self.places.iter().position(|place| place.space == space) else {
            return Ok(true);
        };
        let place = self.places.remove(at);
        let seen = store.log_hashes(cairn_replica::SpaceId(space), place.seq)?;
        self.keep(store)?;
        // Where the log begins later, nothing is known of that place.
        Ok(head >= place.seq && (seen.is_empty() || seen.contains(&place.hash)))
    }
}
