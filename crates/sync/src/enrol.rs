//! A device more: by an old device and three words, or by the recovery code.

use crate::{Address, Cancel, Engine, SyncError, World, engine::unfinished};
use cairn_crypto::RecoveryCode;
use cairn_store::Store;
use std::sync::Arc;
use uuid::Uuid;

/// The old device's side of adding one.
pub struct OldDevice<'e> {
    #[expect(dead_code, reason = "for the time being")]
    engine: &'e Engine,
    link: String,
}

/// The new device's side. It has no profile yet.
pub struct NewDevice {
    #[expect(dead_code, reason = "for the time being")]
    world: Arc<dyn World>,
}

/// What a new device got: make a profile with [`Enrolled::account`] and [`Enrolled::device`], then [`Enrolled::settle`].
pub struct Enrolled {
    account: Uuid,
    device: u64,
}

impl Engine {
    /// Opens a meeting place for a new device, good for ten minutes. *Blocks on the network.*
    pub fn enrol(&self) -> Result<OldDevice<'_>, SyncError> {
        unfinished()
    }
}

impl OldDevice<'_> {
    /// `cairn://device/…`, to be opened or typed on the new device. It holds no secret.
    pub fn link(&self) -> &str {
        &self.link
    }

    /// Waits for the new device, and gives the three words that must be the same on both. *Blocks on the network* for as
    /// long as the other takes. Fails with `nobody_there` after ten minutes, and with `keys_forged`.
    pub fn words(&mut self, cancel: &Cancel) -> Result<[&'static str; 3], SyncError> {
        cancel.check()?;
        unfinished()
    }

    /// The person said that the words are the same: adds the device and hands it the account. *Blocks on the network.*
    pub fn confirm(self) -> Result<(), SyncError> {
        unfinished()
    }
}

impl NewDevice {
    /// Comes to the meeting place that `link` names. *Blocks on the network.* Fails with `not_a_link`.
    pub fn arrive(world: Arc<dyn World>, link: &str) -> Result<NewDevice, SyncError> {
        let _ = (world, link);
        unfinished()
    }

    /// Waits for the old device, and gives the three words that must be the same on both. *Blocks on the network.*
    pub fn words(&mut self, cancel: &Cancel) -> Result<[&'static str; 3], SyncError> {
        cancel.check()?;
        unfinished()
    }

    /// Waits until the person confirmed on the old device. *Blocks on the network.*
    pub fn finish(self, cancel: &Cancel) -> Result<Enrolled, SyncError> {
        cancel.check()?;
        unfinished()
    }
}

/// Brings an account back by its recovery code, on a machine that has nothing else. *Blocks on the network.*
///
/// `address` is printed beside the code. Fails with `not_on_server` where no account was left under this code.
pub fn recover(world: Arc<dyn World>, address: &Address, code: &RecoveryCode) -> Result<Enrolled, SyncError> {
    let _ = (world, address, code);
    unfinished()
}

impl Enrolled {
    /// Whose the new profile is.
    pub fn account(&self) -> Uuid {
        self.account
    }

    /// The device that it writes as.
    pub fn device(&self) -> u64 {
        self.device
    }

    /// Keeps in the new profile, made for this account and this device, what it needs to sync.
    pub fn settle(self, store: &Store) -> Result<(), SyncError> {
        let _ = store;
        unfinished()
    }
}
