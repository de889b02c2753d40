//! The file of key slots, and the keychain's part in it.

use super::folder::{Folder, write_whole};
use crate::{
    App, Error, Result,
    host::{KeychainError, KeychainState},
    store_error::from_io,
};
use cairn_crypto::{KeySlots, KeychainKey, SlotKind, StoreKey};
use serde::Serialize;
use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};
use ts_rs::TS;

/// The keychain, as far as this profile is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeychainView {
    /// There is none on this computer.
    Absent,
    /// It is there, and locked.
    Locked,
    /// It can be used; where the profile has a keychain slot, its value is there.
    Ready,
    /// It can be used, and the value that opens this profile is no longer in it.
    Gone,
}

/// A way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WayIn {
    /// This computer's keychain.
    Keychain,
    /// A passphrase.
    Passphrase,
    /// The recovery code.
    Recovery,
}

impl From<SlotKind> for WayIn {
    fn from(kind: SlotKind) -> WayIn {
        match kind {
            SlotKind::Keychain => WayIn::Keychain,
            SlotKind::Passphrase => WayIn::Passphrase,
            SlotKind::Recovery => WayIn::Recovery,
        }
    }
}

/// The key slots of a profile. None where there is no file.
///
/// Fails with `keys_damaged`, `newer_version`, or what reading files says.
pub(crate) fn read_slots(path: &Path) -> Result<Option<KeySlots>> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(from_io(&error)),
    };
    Ok(Some(priced(KeySlots::from_bytes(&bytes)?)))
}

/// Writes the key slots whole or not at all.
pub(crate) fn write_slots(path: &Path, slots: &KeySlots) -> Result<()> {
    write_whole(path, &slots.to_bytes()?).map_err(|error| from_io(&error))
}

/// Passphrases that are cheap to try, in tests only.
pub(crate) fn priced(slots: KeySlots) -> KeySlots {
    #[cfg(test)]
    let slots = slots.with_cheap_passphrases();
    slots
}

impl App {
    /// The key-slot file in use: the profile's, or the one of the example.
    pub(crate) fn keys_path(&self) -> PathBuf {
        let open = self.open_now();
        let folder = open.as_ref().map_or(self.folder.as_path(), |open| open.folder.as_path());
        Folder(folder).keys()
    }

    /// The key slots in use. Fails with `keys_missing`, and as [`read_slots`].
    pub(crate) fn slots(&self) -> Result<KeySlots> {
        read_slots(&self.keys_path())?.ok_or_else(|| Error::new("keys_missing"))
    }

    /// The keychain, as far as these slots are concerned.
    pub(crate) fn keychain_view(&self, slots: Option<&KeySlots>) -> KeychainView {
        match self.host.keychain().state() {
            KeychainState::Absent => KeychainView::Absent,
            KeychainState::Locked => KeychainView::Locked,
            KeychainState::Ready => match slots.filter(|slots| slots.has(SlotKind::Keychain)) {
                Some(slots) if !self.keychain_opens(slots) => KeychainView::Gone,
                _ => KeychainView::Ready,
            },
        }
    }

    /// Whether what the keychain holds opens its slot.
    fn keychain_opens(&self, slots: &KeySlots) -> bool {
        self.keychain_key(slots).is_ok_and(|secret| slots.open_with_keychain(&secret).is_ok())
    }

    /// The key in the keychain. Fails with `keychain_absent`, `keychain_locked`, `keychain_failed` or
    /// `keychain_value_gone`.
    pub(crate) fn keychain_key(&self, slots: &KeySlots) -> Result<KeychainKey> {
        let secret = self.host.keychain().get(&secret_name(slots))?;
        let secret = secret.and_then(|bytes| String::from_utf8(bytes).ok());
        let text = secret.ok_or_else(|| Error::new("keychain_value_gone"))?;
        Ok(KeychainKey::from_text(&text)?)
    }

    /// Adds or replaces the keychain slot. The secret is in the keychain when this returns; the slots are not written
    /// yet, so that a crash in between leaves a value too many and nothing that cannot be opened.
    pub(crate) fn add_keychain_slot(&self, slots: &mut KeySlots, key: &StoreKey) -> Result<()> {
        let secret = slots.add_keychain(key, &mut self.randomness())?;
        self.host.keychain().set(&secret_name(slots), secret.to_text().as_bytes())?;
        Ok(())
    }

    /// Forgets the secret in the keychain, as far as possible: without its slot it opens nothing.
    pub(crate) fn forget_keychain_secret(&self, slots: &KeySlots) {
        let _ = self.host.keychain().remove(&secret_name(slots));
    }

    /// The host's randomness, for keys.
    pub(crate) fn randomness(&self) -> impl FnMut(&mut [u8]) + '_ {
        |bytes: &mut [u8]| self.host.random(bytes)
    }
}

/// Under which name the keychain keeps the secret of a profile.
pub(crate) fn secret_name(slots: &KeySlots) -> String {
    format!("profile-{}", slots.profile_id())
}

impl From<KeychainError> for Error {
    fn from(error: KeychainError) -> Error {
        match error {
            KeychainError::Absent => Error::new("keychain_absent"),
            KeychainError::Locked => Error::new("keychain_locked"),
            KeychainError::Other(_) => Error::new("keychain_failed"),
        }
    }
}
