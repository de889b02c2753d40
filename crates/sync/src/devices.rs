//! A person's devices, and the recovery code.

use crate::{
    Engine, SyncError,
    notebook::{KnownDevice, RECOVERY, RecoverySet, device_key, hex},
    people::{People, renewal_due_since},
};
use cairn_crypto::{AccountId, DeviceId, KeptSecrets, RecoveryCode, Says};
use sha2::{Digest, Sha256};

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
    /// The person's devices, the newest first: those of her own statements, with when the server last saw them. *Blocks on
    /// the network.*
    pub fn devices(&self) -> Result<Vec<Device>, SyncError> {
        let me = self.me()?;
        let account = self.with_session(&me, |server| server.account())?;
        let people = self.people()?;
        let own = people.get(&me.keys.account).ok_or(SyncError::NoAccount)?;
        let seen = |id: u64| account.devices.iter().find(|it| it.device.0 == id).and_then(|it| it.seen);
        let device = |(id, device): (DeviceId, &cairn_crypto::StatedDevice)| Device {
            id: id.0,
            added: device.added,
            seen: seen(id.0),
            is_revoked: device.revoked.is_some(),
            is_this: id == me.device,
        };
        let mut devices: Vec<_> = own.chain.devices().map(device).collect();
        devices.sort_by_key(|device| std::cmp::Reverse((device.added, device.id)));
        Ok(devices)
    }

    /// Revokes a device for ever. A new encryption key, and a new epoch in every space, come with the next
    /// [`Engine::sync`], which is to follow at once. *Blocks on the network.*
    ///
    /// What is kept under the recovery code is the former key from then on: a new code is needed
    /// ([`Engine::set_recovery`], `Need::Recovery`).
    pub fn revoke(&self, device: u64) -> Result<(), SyncError> {
        let _turn = self.turn();
        let me = self.me()?;
        let says = Says::RevokeDevice { device: DeviceId(device) };
        self.with_session(&me, |server| self.state(server, &me, &mut self.people()?, says))
    }

    /// Leaves the account's secrets with the server, sealed under the recovery code, in the place of those before.
    /// *Blocks on the network.*
    pub fn set_recovery(&self, code: &RecoveryCode) -> Result<(), SyncError> {
        let _turn = self.turn();
        let me = self.me()?;
        let people = self.people()?;
        let own = people.get(&me.keys.account).ok_or(SyncError::NoAccount)?;
        let secrets = KeptSecrets { keys: me.keys.clone(), newest: own.chain.newest() };
        let sealed = secrets.seal(code, &mut self.dice());
        let token_hash = Sha256::digest(code.token().as_slice()).into();
        self.with_session(&me, |server| server.put_recovery(code.locator(), sealed.clone(), token_hash))?;
        let encryption = hex(&me.keys.encryption().sealing().0);
        self.keep_note(RECOVERY, &RecoverySet { encryption })
    }

    /// Whether the account's secrets lie on the server under the recovery code.
    pub fn is_recovery_set(&self) -> Result<bool, SyncError> {
        Ok(self.note::<RecoverySet>(RECOVERY)?.is_some() && !self.is_recovery_void(&self.people()?)?)
    }

    /// Whether what lies under the recovery code lacks the newest encryption key, or will: a device was revoked since.
    pub(crate) fn is_recovery_void(&self, people: &People) -> Result<bool, SyncError> {
        let Some(set) = self.note::<RecoverySet>(RECOVERY)? else { return Ok(false) };
        let own = people.get(&AccountId(*self.store.account().0.as_bytes()));
        Ok(own.is_some_and(|own| {
            hex(&own.chain.encryption().0) != set.encryption || renewal_due_since(&own.chain).is_some()
        }))
    }

    /// The person says that a device is hers, after a [`crate::Need::StrangeDevice`].
    pub fn accept_device(&self, device: u64) -> Result<(), SyncError> {
        self.vouch_for(device)?;
        self.no_longer(&crate::Need::StrangeDevice { device })
    }

    /// Tells the person's other devices that a device is hers. Only who has the keys of her personal space can.
    pub(crate) fn vouch_for(&self, device: u64) -> Result<(), SyncError> {
        match self.note::<KnownDevice>(&device_key(device))? {
            Some(_) => Ok(()),
            None => self.keep_note(&device_key(device), &KnownDevice {}),
        }
    }
}
