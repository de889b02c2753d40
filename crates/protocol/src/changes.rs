//! What an account can see, in short, so that a client knows what to fetch.

use crate::Binary;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The query of `GET /v1/changes`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct ChangesQuery {
    /// The digest of the last answer, 16 hexadecimal digits.
    pub known: Option<String>,
    /// Seconds to wait for it to be no longer true, up to 25.
    pub wait: Option<u64>,
}

/// `GET /v1/changes`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Changes {
    /// Stands for all the rest but `now`: 16 hexadecimal digits.
    pub digest: String,
    /// The server's time in milliseconds.
    pub now: u64,
    /// The spaces that the account is a member of, or waits to be let into.
    pub spaces: Vec<ChangedSpace>,
    /// Herself and everyone she shares a space or a pending join with.
    pub accounts: Vec<ChangedAccount>,
    /// Who waits to be let into her spaces.
    pub joins: Vec<PendingJoin>,
}

/// A space, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangedSpace {
    /// Which.
    pub space: Uuid,
    /// Of what kind.
    pub kind: SpaceKind,
    /// The number of its last entry; 0: none.
    pub head: u64,
    /// The log hash there: 32 bytes, zeros where there is none. A log that went back and grew again as far shows by it.
    pub hash: Binary,
    /// Its epoch, from 1.
    pub epoch: u32,
    /// The greatest number that is no longer kept; 0: all are.
    pub floor: u64,
    /// The place in the log that the newest snapshot stands for.
    pub snapshot: Option<u64>,
    /// Whether somebody should make a new one.
    pub snapshot_wanted: bool,
    /// What may be done in it.
    pub state: SpaceState,
    /// The accounts that are members now, ascending; none while waiting.
    pub members: Vec<Uuid>,
}

/// What a space is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SpaceKind {
    /// One account's own; its id is the account's.
    Personal,
    /// That of a mentorship.
    Mentorship,
}

/// What an account may do in a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SpaceState {
    /// Read and write.
    Open,
    /// Read and write; somebody left, and a new epoch is due before the next entry.
    Rotate,
    /// Read only, for good.
    Ended,
    /// Accepted an invite, and waits to be let in: neither.
    Waiting,
}

/// An account, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangedAccount {
    /// Who.
    pub account: Uuid,
    /// How many statements there are.
    pub statements: u32,
}

/// Somebody who accepted an invite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PendingJoin {
    /// Into which space.
    pub space: Uuid,
    /// By which invite.
    pub invite: Uuid,
    /// Who.
    pub account: Uuid,
    /// Proves that she knows the invite's secret: 32 bytes.
    pub mac: Binary,
}
