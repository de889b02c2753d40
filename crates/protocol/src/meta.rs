//! What a server says of itself.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// `GET /v1/meta`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Meta {
    /// What it speaks.
    pub protocol: Versions,
    /// Its time in milliseconds.
    pub now: u64,
    /// Names this server; random, made at its first start.
    pub server: Uuid,
    /// What it allows.
    pub limits: Limits,
}

/// A range of protocol versions, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Versions {
    /// The lowest.
    pub min: u32,
    /// The highest.
    pub max: u32,
}

/// What a server allows, in bytes; `devices` is a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Limits {
    /// One entry.
    pub entry: u64,
    /// One push.
    pub batch: u64,
    /// One page of a log.
    pub page: u64,
    /// One blob.
    pub blob: u64,
    /// The log of one space.
    pub log: u64,
    /// All blobs of one space.
    pub blobs: u64,
    /// Devices of one account.
    pub devices: u64,
}
