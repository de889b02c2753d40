//! Keys of epochs, and the packets they reach members in.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::epoch::EpochRecord;
use crate::format::{FormatError, Reader, at_most};
use crate::identity::AccountKeys;
use crate::ids::{AccountId, Hash, SpaceId};
use crate::key::derive_bytes;
use crate::random::{Randomness, fresh};

const WHAT: &str = "packet";
/// The most epochs a space has.
pub const MAX_EPOCHS: usize = u16::MAX as usize;
const MAX_PACKET: usize = 32 + 2 + MAX_EPOCHS * 36 + 16;

/// The key of one epoch. Entries and blobs are sealed under keys derived from it.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct EpochKey([u8; 32]);

impl EpochKey {
    /// The key with these bytes. The caller wipes its own copy.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes of the key, for the encrypted store.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key for one use of the epoch: info `"cairn/1/<what>" | space | epoch`.
    pub(crate) fn derive(&self, what: &str, space: SpaceId, epoch: u32) -> Zeroizing<[u8; 32]> {
        let mut key = Zeroizing::new([0; 32]);
        derive_bytes(&self.0, &[], &[what.as_bytes(), &space.0, &epoch.to_be_bytes()], &mut key[..]);
        key
    }
}

impl fmt::Debug for EpochKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EpochKey(..)")
    }
}

/// The keys of all epochs of a space, from the first to the newest. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EpochKeys(Vec<EpochKey>);

impl EpochKeys {
    /// The key of a new space's first epoch.
    pub fn first(random: &mut dyn Randomness) -> Self {
        Self(vec![EpochKey(*fresh(random))])
    }

    /// These with a new key for the next epoch; `None` when a space has [`MAX_EPOCHS`] of them.
    pub fn with_next(&self, random: &mut dyn Randomness) -> Option<Self> {
        let mut keys = Vec::with_capacity(self.0.len() + 1);
        keys.extend_from_slice(&self.0);
        keys.push(EpochKey(*fresh(random)));
        Self::from_kept(keys)
    }

    /// The keys as they were kept, from the first epoch on without gaps.
    pub fn from_kept(keys: Vec<EpochKey>) -> Option<Self> {
        (1..=MAX_EPOCHS).contains(&keys.len()).then_some(Self(keys))
    }

    /// The number of the newest epoch.
    pub fn epoch(&self) -> u32 {
        self.0.len() as u32
    }

    /// The key of the newest epoch.
    pub fn newest(&self) -> &EpochKey {
        self.0.last().expect("there is a first epoch")
    }

    /// The key of this epoch.
    pub fn get(&self, epoch: u32) -> Option<&EpochKey> {
        self.0.get((epoch as usize).checked_sub(1)?)
    }

    /// All keys, from epoch 1 on.
    pub fn all(&self) -> &[EpochKey] {
        &self.0
    }

    /// What stands in the record of the newest epoch, so that nobody but its issuer chooses its members' keys.
    pub fn commitment(&self, space: SpaceId) -> Hash {
        Hash::of_parts(&[b"cairn/1/epoch-keys", &space.0, &self.to_bytes()])
    }

    /// `count 2 | (epoch 4, key 32)…`
    pub(crate) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(2 + 36 * self.0.len()));
        bytes.extend_from_slice(&(self.0.len() as u16).to_be_bytes());
        for (epoch, key) in (1_u32..).zip(&self.0) {
            bytes.extend_from_slice(&epoch.to_be_bytes());
            bytes.extend_from_slice(&key.0);
        }
        bytes
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, FormatError> {
        let count = reader.count(MAX_EPOCHS)?;
        let mut keys = Vec::new();
        for epoch in 1..=count as u32 {
            if reader.u32()? != epoch {
                return Err(reader.invalid("the key of an epoch is missing"));
            }
            keys.push(EpochKey(reader.bytes()?));
        }
        Self::from_kept(keys).ok_or(reader.invalid("it has no key"))
    }

    /// Whether these are the keys that the record's issuer meant.
    pub fn belong_to(&self, record: &EpochRecord) -> Result<(), FormatError> {
        let fits = self.epoch() == record.epoch() && self.commitment(record.space()) == record.keys();
        if fits { Ok(()) } else { Err(FormatError::Sealed { what: WHAT }) }
    }

    /// Seals these keys to a member of the epoch that the record begins.
    pub fn seal_to(
        &self,
        record: &EpochRecord,
        member: AccountId,
        random: &mut dyn Randomness,
    ) -> Result<Vec<u8>, FormatError> {
        self.belong_to(record)?;
        let not = FormatError::Invalid { what: WHAT, why: "it is for somebody who is no member" };
        let member = record.member(member).ok_or(not)?;
        member.encryption.seal(WHAT, &info(record), &self.to_bytes(), random)
    }

    /// Opens one's packet of the epoch that this record, verified before, begins.
    pub fn open(record: &EpochRecord, own: &AccountKeys, packet: &[u8]) -> Result<Self, FormatError> {
        at_most(WHAT, packet, MAX_PACKET)?;
        let not = FormatError::Invalid { what: WHAT, why: "it is for somebody who is no member" };
        let member = record.member(own.account).ok_or(not)?;
        let key = own.encryption_for(&member.encryption).ok_or(FormatError::Sealed { what: WHAT })?;
        let plain = key.open(WHAT, &info(record), packet)?;
        let mut reader = Reader::new(WHAT, &plain);
        let keys = Self::read(&mut reader)?;
        reader.end()?;
        keys.belong_to(record)?;
        Ok(keys)
    }
}

fn info(record: &EpochRecord) -> Vec<u8> {
    [b"cairn/1/packet", record.hash().0.as_slice()].concat()
}
