//! Invites and enrolments: how people and devices come in.

use crate::Binary;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// `POST /v1/invites`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InviteCreate {
    /// Names it; random.
    pub invite: Uuid,
    /// Into which space.
    pub space: Uuid,
    /// SHA-256 of the token that follows from its secret: 32 bytes.
    pub token_hash: Binary,
    /// Proves to who accepts that the inviter's keys are the inviter's: 32 bytes.
    pub mac: Binary,
    /// What the inviter says, sealed under the secret.
    pub greeting: Binary,
    /// When it ends, in milliseconds; at most 14 days from now.
    pub expires: u64,
}

/// `POST /v1/invites/{id}/look`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InviteLook {
    /// The token that follows from the invite's secret.
    pub token: Binary,
}

/// What an invite is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InviteKind {
    /// From the operator: to have an account.
    Account,
    /// From a member: into a space, and to have an account.
    Space,
}

/// An invite as who holds it sees it. What only one to a space has is absent from the operator's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InviteView {
    /// What it is for.
    pub kind: InviteKind,
    /// Into which space.
    pub space: Option<Uuid>,
    /// Who invites.
    pub inviter: Option<Uuid>,
    /// The inviter's statements.
    pub statements: Vec<Binary>,
    /// Proves that they are the inviter's.
    pub mac: Option<Binary>,
    /// What the inviter says, sealed under the secret.
    pub greeting: Option<Binary>,
    /// When it ends, in milliseconds.
    pub expires: u64,
}

/// `POST /v1/invites/{id}/accept`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Accept {
    /// The token that follows from the invite's secret.
    pub token: Binary,
    /// Proves to the members that the joiner's keys are the joiner's: 32 bytes.
    pub mac: Binary,
}

/// `POST /v1/enrolments`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Enrolment {
    /// Names it; for ten minutes.
    pub enrolment: Uuid,
}

/// What is left at a meeting place, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EnrolmentSlot {
    /// By the new device: what it will reveal, hashed.
    Commitment,
    /// By the old one: fresh bytes.
    Answer,
    /// By the new one: its keys.
    Reveal,
    /// By the old one: the account's secrets, sealed.
    Secrets,
}

impl EnrolmentSlot {
    /// All, in their order.
    pub const ALL: [EnrolmentSlot; 4] =
        [EnrolmentSlot::Commitment, EnrolmentSlot::Answer, EnrolmentSlot::Reveal, EnrolmentSlot::Secrets];

    /// Its name in a path.
    pub fn name(self) -> &'static str {
        match self {
            EnrolmentSlot::Commitment => "commitment",
            EnrolmentSlot::Answer => "answer",
            EnrolmentSlot::Reveal => "reveal",
            EnrolmentSlot::Secrets => "secrets",
        }
    }
}
