//! Accounts, their devices, and sessions.

use crate::{Binary, Device};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// `POST /v1/accounts`: who has an invite makes an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// The invite's id.
    pub invite: Uuid,
    /// The token that follows from the invite's secret.
    pub token: Binary,
    /// *create* and *add device*.
    pub statements: Vec<Binary>,
}

/// `POST /v1/sessions/challenge`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChallengeRequest {
    /// Who.
    pub account: Uuid,
    /// On which device.
    pub device: Device,
}

/// What the device has to sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Challenge {
    /// 32 bytes, good for one session within two minutes.
    pub nonce: Binary,
}

/// `POST /v1/sessions`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SessionRequest {
    /// Who.
    pub account: Uuid,
    /// On which device.
    pub device: Device,
    /// The challenge.
    pub nonce: Binary,
    /// The device's signature over host, account, device and nonce.
    pub signature: Binary,
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// Goes with every request: `authorization: Bearer` and the 43 characters of this.
    pub token: Binary,
    /// When it ends, in milliseconds.
    pub expires: u64,
}

/// `GET /v1/account`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    /// Who.
    pub account: Uuid,
    /// Her devices, revoked ones too.
    pub devices: Vec<AccountDevice>,
    /// What all spaces that she is a member of take on the server, in bytes.
    pub bytes: u64,
}

/// A device as the server knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountDevice {
    /// Which.
    pub device: Device,
    /// When it was added, in milliseconds.
    pub added: u64,
    /// When it was last here, in milliseconds; none: never.
    pub seen: Option<u64>,
    /// Whether it was revoked.
    pub revoked: bool,
}

/// Statements of an account, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Statements {
    /// Each as the account signed it.
    pub statements: Vec<Binary>,
}

/// `PUT /v1/account/recovery`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RecoveryPut {
    /// 16 bytes that follow from the recovery code.
    pub locator: Binary,
    /// The account's secrets, sealed under the code.
    pub sealed: Binary,
    /// SHA-256 of the token that follows from the code, 32 bytes: who shows the token states for the account.
    pub token_hash: Binary,
}

/// `GET /v1/recovery/{locator}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recovery {
    /// The account's secrets, sealed under the code.
    pub sealed: Binary,
    /// The account's statements: the new device is to be stated after them.
    pub statements: Vec<Binary>,
}
