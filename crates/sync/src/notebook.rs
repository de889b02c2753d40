//! What the engine keeps for all of a person's devices: settings in her personal space, which no other account reads.

use crate::{Engine, SyncError};
use cairn_domain::{Setting, SettingId, Space};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

/// Whose keys were verified, and how: `sync/pin/<account>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pin {
    /// The identity, 64 hexadecimal digits.
    pub(crate) identity: String,
    /// How.
    pub(crate) by: PinnedBy,
}

/// How keys were verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PinnedBy {
    /// By an invite's secret.
    Invite,
    /// By six words.
    Words,
}

/// A space that this account joined, or is joining: `sync/space/<space>`. One that nobody joined is not read, whatever a
/// server shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Joined {
    /// This account left it.
    #[serde(default)]
    pub(crate) left: bool,
    /// Who let this account in: the record that does is hers, or it is not believed. None: this account made the space.
    #[serde(default)]
    pub(crate) inviter: Option<Inviter>,
}

/// Who invited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Inviter {
    pub(crate) account: Uuid,
    /// The identity, 64 hexadecimal digits.
    pub(crate) identity: String,
}

impl Joined {
    /// Joined by the invitation of this account.
    pub(crate) fn by(account: Uuid, identity: &[u8; 32]) -> Joined {
        Joined { left: false, inviter: Some(Inviter { account, identity: hex(identity) }) }
    }
}

/// An invite, until who came by it has her place among the members: `sync/invite/<invite>`. Any of the person's devices can
/// let in who comes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OpenInvite {
    pub(crate) space: Uuid,
    /// The member whom it is for.
    pub(crate) member: Uuid,
    /// The whole link, secret and all.
    pub(crate) link: String,
    pub(crate) expires: u64,
    /// How many epochs the space had: who came in by an invite came in with a later one.
    #[serde(default)]
    pub(crate) epochs: u32,
    /// Whom this account lets in by it: kept before it does, so that nobody comes in by it again.
    #[serde(default)]
    pub(crate) admitted: Option<Uuid>,
}

/// Which encryption key the secrets under the recovery code end with: `sync/recovery`. A later one needs a new code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RecoverySet {
    /// 64 hexadecimal digits.
    pub(crate) encryption: String,
}

/// A device that one of the person's devices vouches for: `sync/device/<device>`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KnownDevice {}

/// The account's secrets, sealed to a device of hers after a new encryption key: `sync/renewal/<device>`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Renewal {
    /// Base64url.
    pub(crate) sealed: String,
}

pub(crate) fn pin_key(account: Uuid) -> String {
    format!("sync/pin/{account}")
}

pub(crate) fn space_key(space: Uuid) -> String {
    format!("sync/space/{space}")
}

pub(crate) fn invite_key(invite: Uuid) -> String {
    format!("sync/invite/{invite}")
}

pub(crate) const RECOVERY: &str = "sync/recovery";

pub(crate) fn device_key(device: u64) -> String {
    format!("sync/device/{device:016x}")
}

pub(crate) fn renewal_key(device: u64) -> String {
    format!("sync/renewal/{device:016x}")
}

impl Engine {
    /// What is kept under a key; nothing where it cannot be read.
    pub(crate) fn note<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, SyncError> {
        let id = SettingId::of_key(self.store.account(), key);
        let found = self.store.read(|reader| reader.personal().get::<Setting>(id))?;
        Ok(found.and_then(|setting| serde_json::from_str(&setting.value).ok()))
    }

    /// Everything that is kept under keys that begin so, with the rest of each key.
    pub(crate) fn notes<T: DeserializeOwned>(&self, prefix: &str) -> Result<Vec<(String, T)>, SyncError> {
        let all = self.store.read(|reader| reader.personal().all::<Setting>())?;
        let read = |setting: &Setting| {
            let rest = setting.key.strip_prefix(prefix)?.to_owned();
            Some((rest, serde_json::from_str(&setting.value).ok()?))
        };
        Ok(all.iter().filter_map(|setting| read(setting)).collect())
    }

    /// Keeps something for all of the person's devices.
    pub(crate) fn keep_note(&self, key: &str, value: &impl Serialize) -> Result<(), SyncError> {
        let value = serde_json::to_string(value).expect("plain values can be written");
        let id = SettingId::of_key(self.store.account(), key);
        let space = Space::Personal(self.store.account());
        Ok(self
            .store
            .background(self.now(), |draft| draft.put(space, &Setting { id, key: key.to_owned(), value }))?)
    }

    /// Forgets what is kept under a key.
    pub(crate) fn forget_note(&self, key: &str) -> Result<(), SyncError> {
        let id = SettingId::of_key(self.store.account(), key);
        self.store.background(self.now(), |draft| match draft.get::<Setting>(id)? {
            Some(_) => draft.remove::<Setting>(id),
            None => Ok(()),
        })?;
        Ok(())
    }

    /// How this identity of an account was verified, by any of the person's devices.
    pub(crate) fn pinned(&self, account: Uuid, identity: &[u8; 32]) -> Result<Option<PinnedBy>, SyncError> {
        let pin = self.note::<Pin>(&pin_key(account))?;
        Ok(pin.filter(|pin| pin.identity == hex(identity)).map(|pin| pin.by))
    }

    /// Keeps that an identity was verified.
    pub(crate) fn keep_pin(&self, account: Uuid, identity: &[u8; 32], by: PinnedBy) -> Result<(), SyncError> {
        self.keep_note(&pin_key(account), &Pin { identity: hex(identity), by })
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
