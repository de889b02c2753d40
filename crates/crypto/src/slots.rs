//! The key-slot file: one store key, wrapped once for each secret that may open it.

mod document;
mod wrap;

use std::fmt;

use base64ct::{Base64, Encoding};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::key::StoreKey;
use crate::passphrase::{Cost, MAXIMUM_BYTES, MINIMUM_CHARACTERS};
use crate::random::{Randomness, fresh};
use crate::recovery::RecoveryCode;
use wrap::Slot;

/// The slots of one profile. At most one of each kind; adding one again replaces it, which is how a passphrase is
/// changed: the store key stays, and nothing is encrypted anew.
#[derive(Clone)]
pub struct KeySlots {
    profile: String,
    /// [`StoreKey::check`] of the key all slots hold.
    key_check: [u8; 16],
    keychain: Option<Slot>,
    passphrase: Option<Slot>,
    recovery: Option<Slot>,
    /// What a new passphrase slot costs, and the least an existing one may.
    cost: Cost,
}

/// Which secret a slot answers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SlotKind {
    /// A random key kept in the keychain of the operating system.
    Keychain,
    /// A passphrase somebody remembers.
    Passphrase,
    /// A printed [`RecoveryCode`].
    Recovery,
}

impl SlotKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Keychain, Self::Passphrase, Self::Recovery];

    /// The word for the kind in the file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Keychain => "keychain",
            Self::Passphrase => "passphrase",
            Self::Recovery => "recovery",
        }
    }
}

impl fmt::Display for SlotKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What of a key-slot file is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DamagedPart {
    /// The file as a whole: it is no key-slot file, or cannot be read as one.
    Document,
    /// One slot. The others may still open.
    Slot(SlotKind),
}

impl fmt::Display for DamagedPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document => f.write_str("key-slot file"),
            Self::Slot(kind) => write!(f, "{kind} slot"),
        }
    }
}

/// Why a key-slot file did not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SlotError {
    /// The slot is whole, but this is not its secret.
    #[error("wrong secret for the {slot} slot")]
    WrongSecret {
        /// The slot that was tried.
        slot: SlotKind,
    },
    /// The file, or one slot, is not what was written.
    #[error("the {part} is damaged")]
    Damaged {
        /// What of it.
        part: DamagedPart,
    },
    /// A newer Cairn wrote the file.
    #[error("the key-slot file has version {found}, this program reads up to {known}")]
    NewerVersion {
        /// The version of the file.
        found: u32,
        /// The newest version this program reads.
        known: u32,
    },
    /// The passphrase slot is cheaper to guess than this program ever writes: somebody changed the file.
    #[error("the passphrase slot has weaker parameters than allowed")]
    WeakParameters,
    /// This machine cannot give the memory that the passphrase slot takes. The secret was not tried.
    #[error("not enough memory to try the passphrase")]
    NotEnoughMemory,
    /// There is no slot of this kind.
    #[error("there is no {slot} slot")]
    NoSuchSlot {
        /// The kind asked for.
        slot: SlotKind,
    },
    /// A file without slots would lock everybody out.
    #[error("the last slot cannot be removed")]
    LastSlot,
    /// The store key given is not the one this file holds.
    #[error("this file holds another store key")]
    OtherStoreKey,
    /// A new passphrase has too few characters.
    #[error("a passphrase has at least {minimum} characters")]
    PassphraseTooShort {
        /// The fewest characters allowed.
        minimum: usize,
    },
    /// A new passphrase has too many bytes.
    #[error("a passphrase has at most {maximum} bytes")]
    PassphraseTooLong {
        /// The most bytes allowed, in UTF-8.
        maximum: usize,
    },
    /// A profile id is 1 to 64 of `A-Z a-z 0-9 . _ -`.
    #[error("not a profile id")]
    ProfileId,
    /// The text from the keychain is not a wrapping key.
    #[error("the keychain holds something that is not a key")]
    KeychainValue,
}

/// The random key that goes to the keychain of the operating system.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct KeychainKey([u8; 32]);

impl KeychainKey {
    /// The key as base64: keychains such as KWallet keep only text.
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(Base64::encode_string(&self.0))
    }

    /// Reads what [`to_text`](Self::to_text) wrote; surrounding white space does not matter.
    pub fn from_text(text: &str) -> Result<Self, SlotError> {
        let mut key = Self([0; 32]);
        match Base64::decode(text.trim(), &mut key.0) {
            Ok(bytes) if bytes.len() == 32 => Ok(key),
            _ => Err(SlotError::KeychainValue),
        }
    }
}

impl fmt::Debug for KeychainKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeychainKey(..)")
    }
}

impl KeySlots {
    /// The newest version of the file this program reads, and the one it writes.
    pub const VERSION: u32 = 1;

    /// Slots for `key`, none yet: [`to_bytes`](Self::to_bytes) refuses until one is added.
    ///
    /// `profile_id` is bound into every slot, so that a slot copied into another profile's file does not open.
    pub fn create(profile_id: &str, key: &StoreKey) -> Result<Self, SlotError> {
        Self::empty(profile_id, key.check()).ok_or(SlotError::ProfileId)
    }

    /// No slots, or `None` when the profile id is none.
    fn empty(profile_id: &str, key_check: [u8; 16]) -> Option<Self> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        let valid = (1..=64).contains(&profile_id.len()) && profile_id.bytes().all(allowed);
        valid.then(|| Self {
            profile: profile_id.to_owned(),
            key_check,
            keychain: None,
            passphrase: None,
            recovery: None,
            cost: Cost::STANDARD,
        })
    }

    /// Makes passphrase slots cheap to open and accepts cheap ones. For tests that open many.
    #[cfg(any(test, feature = "cheap-passphrases"))]
    #[must_use]
    pub fn with_cheap_passphrases(self) -> Self {
        Self { cost: Cost::CHEAP, ..self }
    }

    /// The profile the file belongs to.
    pub fn profile_id(&self) -> &str {
        &self.profile
    }

    /// The kinds of slots there are.
    pub fn kinds(&self) -> impl Iterator<Item = SlotKind> + '_ {
        SlotKind::ALL.into_iter().filter(|kind| self.has(*kind))
    }

    /// Whether there is a slot of this kind.
    pub fn has(&self, kind: SlotKind) -> bool {
        self.slot(kind).is_some()
    }

    /// Whether this is the store key that the slots hold.
    pub fn holds(&self, key: &StoreKey) -> bool {
        self.key_check == key.check()
    }

    /// Adds or replaces the keychain slot. The key returned goes to the keychain; it is not kept here.
    ///
    /// Store it there before the file is written, and keep another way in until both are: the key that was in the
    /// keychain does not open the new slot, nor the new key the old one.
    pub fn add_keychain(
        &mut self,
        key: &StoreKey,
        random: &mut dyn Randomness,
    ) -> Result<KeychainKey, SlotError> {
        let secret = KeychainKey(*fresh(random));
        self.put(SlotKind::Keychain, key, random, None, |_| Some(Zeroizing::new(secret.0.to_vec())))?;
        Ok(secret)
    }

    /// Adds or replaces the passphrase slot. Takes about 0.2 s and 64 MiB of memory.
    ///
    /// Whether a passphrase is a good one is for the caller to say; here it has at least 8 characters.
    pub fn add_passphrase(
        &mut self,
        key: &StoreKey,
        passphrase: &str,
        random: &mut dyn Randomness,
    ) -> Result<(), SlotError> {
        if passphrase.chars().count() < MINIMUM_CHARACTERS {
            return Err(SlotError::PassphraseTooShort { minimum: MINIMUM_CHARACTERS });
        }
        if passphrase.len() > MAXIMUM_BYTES {
            return Err(SlotError::PassphraseTooLong { maximum: MAXIMUM_BYTES });
        }
        let cost = self.cost;
        self.put(SlotKind::Passphrase, key, random, Some(cost), |salt| stretch(&cost, passphrase, salt))
    }

    /// Adds or replaces the recovery slot. The code returned is shown once; the one before no longer opens.
    pub fn add_recovery(
        &mut self,
        key: &StoreKey,
        random: &mut dyn Randomness,
    ) -> Result<RecoveryCode, SlotError> {
        let code = RecoveryCode::generate(random);
        self.add_recovery_code(key, &code, random)?;
        Ok(code)
    }

    /// Adds or replaces the recovery slot with a code that there is already: on a second device, the same paper opens both.
    pub fn add_recovery_code(
        &mut self,
        key: &StoreKey,
        code: &RecoveryCode,
        random: &mut dyn Randomness,
    ) -> Result<(), SlotError> {
        self.put(SlotKind::Recovery, key, random, None, |_| Some(Zeroizing::new(code.as_bytes().to_vec())))
    }

    /// Removes a slot, unless it is the last.
    pub fn remove(&mut self, kind: SlotKind) -> Result<(), SlotError> {
        if !self.has(kind) {
            return Err(SlotError::NoSuchSlot { slot: kind });
        }
        if self.kinds().count() == 1 {
            return Err(SlotError::LastSlot);
        }
        *self.slot_mut(kind) = None;
        Ok(())
    }

    /// Opens with the key from the keychain.
    pub fn open_with_keychain(&self, secret: &KeychainKey) -> Result<StoreKey, SlotError> {
        self.open(SlotKind::Keychain, |_| Some(Zeroizing::new(secret.0.to_vec())))
    }

    /// Opens with a passphrase. Takes about 0.2 s and 64 MiB of memory.
    pub fn open_with_passphrase(&self, passphrase: &str) -> Result<StoreKey, SlotError> {
        if passphrase.len() > MAXIMUM_BYTES && self.has(SlotKind::Passphrase) {
            return Err(SlotError::WrongSecret { slot: SlotKind::Passphrase });
        }
        self.open(SlotKind::Passphrase, |slot| stretch(&slot.cost?, passphrase, &slot.salt))
    }

    /// Opens with a recovery code.
    pub fn open_with_recovery(&self, code: &RecoveryCode) -> Result<StoreKey, SlotError> {
        self.open(SlotKind::Recovery, |_| Some(Zeroizing::new(code.as_bytes().to_vec())))
    }

    fn slot(&self, kind: SlotKind) -> Option<&Slot> {
        match kind {
            SlotKind::Keychain => self.keychain.as_ref(),
            SlotKind::Passphrase => self.passphrase.as_ref(),
            SlotKind::Recovery => self.recovery.as_ref(),
        }
    }

    fn slot_mut(&mut self, kind: SlotKind) -> &mut Option<Slot> {
        match kind {
            SlotKind::Keychain => &mut self.keychain,
            SlotKind::Passphrase => &mut self.passphrase,
            SlotKind::Recovery => &mut self.recovery,
        }
    }

    fn put(
        &mut self,
        kind: SlotKind,
        key: &StoreKey,
        random: &mut dyn Randomness,
        cost: Option<Cost>,
        secret: impl FnOnce(&[u8]) -> Option<Zeroizing<Vec<u8>>>,
    ) -> Result<(), SlotError> {
        if !self.holds(key) {
            return Err(SlotError::OtherStoreKey);
        }
        let salt = fresh(random);
        let secret = secret(&salt[..]).ok_or(SlotError::NotEnoughMemory)?;
        let slot = Slot::wrap(&self.binding(kind), key, &secret, cost, *salt, *fresh(random));
        *self.slot_mut(kind) = Some(slot);
        Ok(())
    }

    /// Opens a slot: first whether it is whole, then whether it is strong enough, then the (slow) secret.
    fn open(
        &self,
        kind: SlotKind,
        secret: impl FnOnce(&Slot) -> Option<Zeroizing<Vec<u8>>>,
    ) -> Result<StoreKey, SlotError> {
        let damaged = SlotError::Damaged { part: DamagedPart::Slot(kind) };
        let slot = self.slot(kind).ok_or(SlotError::NoSuchSlot { slot: kind })?;
        let binding = self.binding(kind);
        if !slot.is_whole(&binding) || slot.cost.is_some() != (kind == SlotKind::Passphrase) {
            return Err(damaged);
        }
        if let Some(cost) = slot.cost {
            if !cost.reaches(&self.cost) {
                return Err(SlotError::WeakParameters);
            }
            if !Cost::CEILING.reaches(&cost) {
                return Err(damaged);
            }
        }
        let secret = secret(slot).ok_or(SlotError::NotEnoughMemory)?;
        let key = slot.unwrap(&binding, &secret).ok_or(SlotError::WrongSecret { slot: kind })?;
        // The slot opened, so the secret is right; a key that is not the one named was put there by nobody of ours.
        if self.holds(&key) { Ok(key) } else { Err(damaged) }
    }

    /// What every slot is bound to besides its own parameters. No part can contain the separator.
    fn binding(&self, kind: SlotKind) -> String {
        let check = Base64::encode_string(&self.key_check);
        format!("key-slot {} {} {check} {kind}", Self::VERSION, self.profile)
    }
}

impl fmt::Debug for KeySlots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds: Vec<_> = self.kinds().collect();
        f.debug_struct("KeySlots").field("profile", &self.profile).field("kinds", &kinds).finish()
    }
}

fn stretch(cost: &Cost, passphrase: &str, salt: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    cost.stretch(passphrase, salt).map(|secret| Zeroizing::new(secret.to_vec()))
}

#[cfg(test)]
mod tests;
