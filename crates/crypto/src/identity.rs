//! The secrets of an account and of a device.

use std::fmt;

use zeroize::Zeroizing;

use crate::format::{FormatError, Reader};
use crate::ids::{AccountId, Hash};
use crate::keys::{OpeningKey, SealingKey, SigningKey, VerifyingKey};
use crate::random::Randomness;

/// How many encryption keys an account keeps: what was sealed to an older one is sealed again long since.
const KEPT: usize = 32;

/// The secrets of an account, which every device of the person has.
#[derive(Clone)]
pub struct AccountKeys {
    /// Whose they are.
    pub account: AccountId,
    /// Signs statements and epoch records; one for ever.
    pub identity: SigningKey,
    /// Open what is sealed to the account; the newest last, never empty.
    encryption: Vec<OpeningKey>,
}

impl AccountKeys {
    /// The secrets of a new account.
    pub fn generate(account: AccountId, random: &mut dyn Randomness) -> Self {
        let identity = SigningKey::generate(random);
        Self { account, identity, encryption: vec![OpeningKey::generate(random)] }
    }

    /// The secrets as they were kept: encryption keys oldest first. `None` without any, or with more than are kept.
    pub fn from_kept(account: AccountId, identity: SigningKey, encryption: Vec<OpeningKey>) -> Option<Self> {
        let fits = (1..=KEPT).contains(&encryption.len());
        fits.then_some(Self { account, identity, encryption })
    }

    /// The newest encryption key, to which others seal.
    pub fn encryption(&self) -> &OpeningKey {
        self.encryption.last().expect("an account has an encryption key")
    }

    /// All encryption keys kept, oldest first.
    pub fn all_encryption(&self) -> &[OpeningKey] {
        &self.encryption
    }

    /// The secret half of this encryption key, unless it is none of this account's.
    pub fn encryption_for(&self, public: &SealingKey) -> Option<&OpeningKey> {
        self.encryption.iter().rev().find(|key| key.sealing() == *public)
    }

    /// Makes a new encryption key, as when a device is revoked; the ones before still open what was sealed to them.
    pub fn renew_encryption(&mut self, random: &mut dyn Randomness) {
        self.encryption.push(OpeningKey::generate(random));
        if self.encryption.len() > KEPT {
            self.encryption.remove(0);
        }
    }

    /// `account 16 | identity 32 | count 1 | encryption keys, oldest first, 32 each`.
    pub(crate) fn write(&self, out: &mut Zeroizing<Vec<u8>>) {
        // Reserved in full: bytes that grow leave copies of the keys behind.
        out.reserve_exact(16 + 32 + 1 + 32 * self.encryption.len());
        out.extend_from_slice(&self.account.0);
        out.extend_from_slice(self.identity.as_bytes());
        out.push(self.encryption.len() as u8);
        self.encryption.iter().for_each(|key| out.extend_from_slice(key.as_bytes()));
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, FormatError> {
        let account = AccountId(reader.bytes()?);
        let identity = SigningKey::from_bytes(&Zeroizing::new(reader.bytes()?));
        let count = reader.u8()?;
        let encryption = (0..count).map(|_| reader.bytes().map(OpeningKey::from_bytes));
        let encryption = encryption.collect::<Result<Vec<_>, _>>()?;
        Self::from_kept(account, identity, encryption)
            .ok_or(reader.invalid("it has no encryption key or too many"))
    }
}

impl fmt::Debug for AccountKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccountKeys({:?})", self.account)
    }
}

/// The secrets of a device, which no other has.
#[derive(Clone, Debug)]
pub struct DeviceKeys {
    /// Signs entries and sessions.
    pub signing: SigningKey,
    /// Opens what enrols the device.
    pub opening: OpeningKey,
}

impl DeviceKeys {
    /// The secrets of a new device.
    pub fn generate(random: &mut dyn Randomness) -> Self {
        Self { signing: SigningKey::generate(random), opening: OpeningKey::generate(random) }
    }

    /// What others know of them.
    pub fn public(&self) -> PublicDevice {
        PublicDevice { signing: self.signing.verifying(), sealing: self.opening.sealing() }
    }
}

/// The public keys of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicDevice {
    /// Verifies its entries and sessions.
    pub signing: VerifyingKey,
    /// What enrols it is sealed to this.
    pub sealing: SealingKey,
}

/// How far a chain of statements went when something was written: what comes later must reach at least there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownStatement {
    /// Its number, from 1.
    pub number: u32,
    /// Its hash.
    pub hash: Hash,
}

impl KnownStatement {
    /// `number 4 | hash 32`
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.number.to_be_bytes());
        out.extend_from_slice(&self.hash.0);
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, FormatError> {
        Ok(Self { number: reader.u32()?, hash: Hash(reader.bytes()?) })
    }
}
