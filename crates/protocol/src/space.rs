//! Spaces, their epochs and their logs.

use crate::{Binary, SpaceKind};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// `PUT /v1/spaces/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SpaceCreate {
    /// What it is for.
    pub kind: SpaceKind,
    /// Its epoch records from 1. More than one where a lost server is filled anew.
    pub records: Vec<Binary>,
    /// The keys, sealed to each member of the last record.
    pub packets: Vec<Packet>,
}

/// The keys of a space, sealed to one member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Packet {
    /// To whom.
    pub account: Uuid,
    /// What only she can open.
    pub sealed: Binary,
}

/// `GET /v1/spaces/{id}/epochs`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Epochs {
    /// The records after the one asked for, in their order: at most [`limits::EPOCHS`](crate::limits::EPOCHS).
    pub records: Vec<Binary>,
    /// With the last records, the keys of the newest, sealed to the asker; none where the issuer left her out.
    pub packet: Option<Binary>,
    /// Whether there are more records after these; then ask again after the last of them.
    pub more: bool,
}

/// `POST /v1/spaces/{id}/epochs`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EpochAppend {
    /// The record.
    pub record: Binary,
    /// One packet for each member in it, and no other.
    pub packets: Vec<Packet>,
}

/// The query of `GET /v1/spaces/{id}/log`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct LogQuery {
    /// The number of the last entry that the app has; 0: none.
    pub after: Option<u64>,
    /// The log hash there, 64 hexadecimal digits; left out, it is not compared.
    pub hash: Option<String>,
    /// How many bytes at most; one entry comes in any case.
    pub max: Option<u64>,
}

/// `POST /v1/spaces/{id}/log`: where the entries are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Appended {
    /// Their numbers, in the order in which they were sent.
    pub seqs: Vec<u64>,
    /// The number of the last entry in the space.
    pub head: u64,
}

/// The query of what can be waited for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct WaitQuery {
    /// Seconds to wait, up to 25.
    pub wait: Option<u64>,
}

/// The query of `PUT /v1/spaces/{id}/blobs/{name}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct BlobQuery {
    /// What it is a piece of.
    pub purpose: BlobPurpose,
}

/// What a blob is a piece of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BlobPurpose {
    /// An attachment: it stays while the space does.
    Attachment,
    /// A snapshot: it goes with the last snapshot that names it, and where none does, after a day.
    Snapshot,
}
