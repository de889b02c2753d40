//! A person's devices, and the recovery code.

use crate::{Engine, SyncError, engine::unfinished};
use cairn_crypto::RecoveryCode;

/// One of the person's devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Which.
    pub id: u64,
    /// When it was added, in milliseconds.
    pub added: u64,
    /// When it last spoke to the server, in milliseconds, by the server's word.
    pub seen: Option<u64>,
    /// Whether it was revoked.
    pub is_revoked: bool,
    /// Whether it is this one.
    pub is_this: bool,
}

impl Engine {
    /// The person's devices, the newest first. *Blocks on the network.*
    pub fn devices(&self) -> Result<Vec<Device>, SyncError> {
        unfinished()
    }

    /// Revokes a device for ever: a statement, a new encryption key, and a new epoch in every space. *Blocks on the
    /// network*; what was cut short goes on with the next [`Engine::sync`].
    pub fn revoke(&self, device: u64) -> Result<(), SyncError> {
        let _ = device;
        unfinished()
    }

    /// Leaves the account's secrets with the server, sealed under the recovery code, in the place of those before. After
    /// a new code, and after a revocation. *Blocks on the network.*
    pub fn set_recovery(&self, code: &RecoveryCode) -> Result<(), SyncError> {
        let _ = code;
        unfinished()
    }
}
