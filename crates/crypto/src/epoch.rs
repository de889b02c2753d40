//! Epochs: stretches of a space's log with one key and one set of members.

use crate::format::{FormatError, Reader, VERSION, at_most};
use crate::ids::{AccountId, Hash, SpaceId};
use crate::keys::{SealingKey, Signature, SigningKey, VerifyingKey};

const WHAT: &str = "epoch";
const MEMBER: usize = 16 + 32 + 32;
const WITHOUT_MEMBERS: usize = 1 + 16 + 4 + 16 + 32 + 8 + 32 + 32 + 2 + 64;
/// The most members a space has.
pub const MAX_MEMBERS: usize = 64;
/// The largest record, in bytes.
pub(crate) const MAX_RECORD: usize = WITHOUT_MEMBERS + MAX_MEMBERS * MEMBER;

/// Why a record does not continue the epochs of a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EpochError {
    /// The record is not what it should be, or not signed by its issuer.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// It is another space's, has another number or another predecessor.
    #[error("the epoch does not continue the one before")]
    NotNext,
    /// Its issuer was no member before.
    #[error("who began the epoch is no member of the one before")]
    Issuer,
    /// A member has another identity than before.
    #[error("a member has another identity than before")]
    IdentityChanged {
        /// Who.
        account: AccountId,
    },
}

/// A member of a space, with the keys that the issuer of a record vouches for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub account: AccountId,
    /// The identity of the account.
    pub identity: VerifyingKey,
    /// The key that the epoch's keys are sealed to.
    pub encryption: SealingKey,
}

/// Where an epoch begins and what is in it: all that its issuer decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beginning {
    /// Entries of earlier epochs have numbers up to this.
    pub start_seq: u64,
    /// The log hash there.
    pub start_hash: Hash,
    /// [`EpochKeys::commitment`](crate::EpochKeys::commitment) of the keys that the packets carry.
    pub keys: Hash,
    /// Who can read, in any order.
    pub members: Vec<Member>,
}

/// The record of an epoch, as it was signed. Parsed is not yet verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EpochRecord {
    space: SpaceId,
    epoch: u32,
    issuer: AccountId,
    previous: Hash,
    beginning: Beginning,
    signature: Signature,
    bytes: Vec<u8>,
}

impl EpochRecord {
    /// Begins the first epoch of a space.
    pub fn first(
        space: SpaceId,
        issuer: AccountId,
        identity: &SigningKey,
        beginning: Beginning,
    ) -> Result<Self, FormatError> {
        Self::sign(space, 1, issuer, Hash::ZERO, beginning, identity)
    }

    /// Begins the epoch after this one.
    pub fn next(
        &self,
        issuer: AccountId,
        identity: &SigningKey,
        beginning: Beginning,
    ) -> Result<Self, FormatError> {
        let epoch = self.epoch.checked_add(1);
        let epoch = epoch.ok_or(FormatError::TooLarge { what: WHAT, limit: u32::MAX as usize })?;
        Self::sign(self.space, epoch, issuer, self.hash(), beginning, identity)
    }

    fn sign(
        space: SpaceId,
        epoch: u32,
        issuer: AccountId,
        previous: Hash,
        mut beginning: Beginning,
        identity: &SigningKey,
    ) -> Result<Self, FormatError> {
        if beginning.members.len() > MAX_MEMBERS {
            return Err(FormatError::TooLarge { what: WHAT, limit: MAX_MEMBERS });
        }
        beginning.members.sort_by_key(|member| member.account);
        let mut bytes = Vec::with_capacity(WITHOUT_MEMBERS + beginning.members.len() * MEMBER);
        bytes.push(VERSION);
        bytes.extend_from_slice(&space.0);
        bytes.extend_from_slice(&epoch.to_be_bytes());
        bytes.extend_from_slice(&issuer.0);
        bytes.extend_from_slice(&previous.0);
        bytes.extend_from_slice(&beginning.start_seq.to_be_bytes());
        bytes.extend_from_slice(&beginning.start_hash.0);
        bytes.extend_from_slice(&beginning.keys.0);
        bytes.extend_from_slice(&(beginning.members.len() as u16).to_be_bytes());
        for member in &beginning.members {
            bytes.extend_from_slice(&member.account.0);
            bytes.extend_from_slice(&member.identity.0);
            bytes.extend_from_slice(&member.encryption.0);
        }
        bytes.extend_from_slice(&identity.sign(WHAT, &bytes).0);
        // What readers refuse is not written either.
        Self::parse(&bytes)
    }

    /// Reads a record. Whether it is genuine and has its place, [`verify_first`](Self::verify_first) and
    /// [`verify_after`](Self::verify_after) say.
    pub fn parse(bytes: &[u8]) -> Result<Self, FormatError> {
        at_most(WHAT, bytes, MAX_RECORD)?;
        let mut reader = Reader::new(WHAT, bytes);
        reader.version()?;
        let space = SpaceId(reader.bytes()?);
        let epoch = reader.u32()?;
        let issuer = AccountId(reader.bytes()?);
        let previous = Hash(reader.bytes()?);
        if epoch == 0 || (epoch == 1) != (previous == Hash::ZERO) {
            return Err(reader.invalid("the first epoch and only the first has no predecessor"));
        }
        let start_seq = reader.u64()?;
        let start_hash = Hash(reader.bytes()?);
        let keys = Hash(reader.bytes()?);
        let members = read_members(&mut reader)?;
        if !members.iter().any(|member| member.account == issuer) {
            return Err(reader.invalid("its issuer is no member"));
        }
        let signature = Signature(reader.bytes()?);
        reader.end()?;
        let beginning = Beginning { start_seq, start_hash, keys, members };
        Ok(Self { space, epoch, issuer, previous, beginning, signature, bytes: bytes.to_vec() })
    }

    /// Whether this identity, which should be the issuer's, signed it.
    pub fn verify(&self, identity: &VerifyingKey) -> Result<(), FormatError> {
        identity.verify(WHAT, &self.bytes[..self.bytes.len() - 64], &self.signature)
    }

    /// Whether it is the first epoch, signed by the identity its issuer has in it. That this identity is the one
    /// pinned for the account is for the caller to compare.
    pub fn verify_first(&self) -> Result<(), EpochError> {
        if self.epoch != 1 {
            return Err(EpochError::NotNext);
        }
        let issuer = self.member(self.issuer).ok_or(EpochError::Issuer)?;
        Ok(self.verify(&issuer.identity)?)
    }

    /// Whether it continues `before`, by somebody who was a member there, and nobody's identity is another.
    pub fn verify_after(&self, before: &Self) -> Result<(), EpochError> {
        let is_next = before.epoch.checked_add(1) == Some(self.epoch);
        if self.space != before.space || !is_next || self.previous != before.hash() {
            return Err(EpochError::NotNext);
        }
        let issuer = before.member(self.issuer).ok_or(EpochError::Issuer)?;
        for member in self.members() {
            let changed = |known: &Member| known.identity != member.identity;
            if before.member(member.account).is_some_and(changed) {
                return Err(EpochError::IdentityChanged { account: member.account });
            }
        }
        Ok(self.verify(&issuer.identity)?)
    }

    /// Verifies all records of a space, in order from the first.
    pub fn verify_all(records: &[Self]) -> Result<(), EpochError> {
        records.first().ok_or(EpochError::NotNext)?.verify_first()?;
        records.windows(2).try_for_each(|two| two[1].verify_after(&two[0]))
    }

    /// The bytes, as they are kept and sent.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The hash of its bytes, by which the next one and the packets name it.
    pub fn hash(&self) -> Hash {
        Hash::of(&self.bytes)
    }

    /// The space.
    pub fn space(&self) -> SpaceId {
        self.space
    }

    /// The number of the epoch, from 1.
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// Who began it.
    pub fn issuer(&self) -> AccountId {
        self.issuer
    }

    /// The hash of the record before; zeros in the first.
    pub fn previous(&self) -> Hash {
        self.previous
    }

    /// Entries of earlier epochs have numbers up to this.
    pub fn start_seq(&self) -> u64 {
        self.beginning.start_seq
    }

    /// The log hash at [`start_seq`](Self::start_seq).
    pub fn start_hash(&self) -> Hash {
        self.beginning.start_hash
    }

    /// What the keys in the packets must come to.
    pub fn keys(&self) -> Hash {
        self.beginning.keys
    }

    /// Who can read, by ascending account.
    pub fn members(&self) -> &[Member] {
        &self.beginning.members
    }

    /// This member.
    pub fn member(&self, account: AccountId) -> Option<&Member> {
        self.members().iter().find(|member| member.account == account)
    }
}

fn read_members(reader: &mut Reader<'_>) -> Result<Vec<Member>, FormatError> {
    let count = reader.count(MAX_MEMBERS)?;
    let mut members = Vec::<Member>::with_capacity(count);
    for _ in 0..count {
        let account = AccountId(reader.bytes()?);
        let identity = VerifyingKey(reader.bytes()?);
        let encryption = SealingKey(reader.bytes()?);
        if members.last().is_some_and(|before| before.account >= account) {
            return Err(reader.invalid("its members are not ascending"));
        }
        members.push(Member { account, identity, encryption });
    }
    Ok(members)
}
