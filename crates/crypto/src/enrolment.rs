//! Enrolment: an account's device lets in another, and a person compares three words.
//!
//! 1. The new device leaves a commitment to its keys.
//! 2. The old one answers with fresh bytes and the account's identity.
//! 3. The new one reveals its keys; both show the words of all of it.
//! 4. When the person says they are the same, the old device states the new one and seals the account's secrets to it; when
//!    she says that they differ, it leaves a refusal.
//!
//! Whoever stands between must choose before it knows what it would have to fit, so it has one guess in 2^33. The
//! secrets are genuine because they hold the identity that the words were about, which nobody else has.

use zeroize::Zeroizing;

use crate::format::{FormatError, Reader, SUITE, VERSION, at_most};
use crate::identity::{AccountKeys, DeviceKeys, KnownStatement, PublicDevice};
use crate::ids::{AccountId, DeviceId, Hash, SpaceId};
use crate::keys::{SealingKey, VerifyingKey};
use crate::random::{Randomness, fresh};
use crate::words::words_of;

const ANSWER: &str = "enrolment answer";
const REVEAL: &str = "enrolment reveal";
const SECRETS: &str = "enrolment";
/// The most spaces that are told of.
pub const MAX_SPACES: usize = 1000;
/// The size of a slot of the meeting place.
const MAX_SECRETS: usize = 64 * 1024;

/// What the new device commits to and later reveals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrolmentReveal {
    /// The new device's public keys.
    pub device: PublicDevice,
    nonce: [u8; 32],
}

impl EnrolmentReveal {
    /// Begins an enrolment on the new device.
    pub fn begin(device: &DeviceKeys, random: &mut dyn Randomness) -> Self {
        Self { device: device.public(), nonce: *fresh(random) }
    }

    /// Step 1: what the new device leaves first.
    pub fn commitment(&self) -> Hash {
        Hash::of_parts(&[b"cairn/1/enrolment", &self.to_bytes()])
    }

    /// Step 3: `signing 32 | sealing 32 | nonce 32`.
    pub fn to_bytes(&self) -> [u8; 96] {
        let mut bytes = [0; 96];
        bytes[..32].copy_from_slice(&self.device.signing.0);
        bytes[32..64].copy_from_slice(&self.device.sealing.0);
        bytes[64..].copy_from_slice(&self.nonce);
        bytes
    }

    /// On the old device: what was revealed, if it is what was committed to.
    pub fn parse(bytes: &[u8], commitment: &Hash) -> Result<Self, FormatError> {
        let mut reader = Reader::new(REVEAL, bytes);
        let signing = VerifyingKey(reader.bytes()?);
        let sealing = SealingKey(reader.bytes()?);
        let reveal = Self { device: PublicDevice { signing, sealing }, nonce: reader.bytes()? };
        let fits = reveal.commitment() == *commitment;
        let not = reader.invalid("it is not what was committed to");
        reader.end()?;
        if fits { Ok(reveal) } else { Err(not) }
    }
}

/// What the old device answers to the commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnrolmentAnswer {
    fresh: [u8; 32],
    /// The account that the device would be of.
    pub account: AccountId,
    /// Its identity.
    pub identity: VerifyingKey,
}

impl EnrolmentAnswer {
    /// Step 2, on the old device, once the commitment is there and not before.
    pub fn to_commitment(keys: &AccountKeys, random: &mut dyn Randomness) -> Self {
        Self { fresh: *fresh(random), account: keys.account, identity: keys.identity.verifying() }
    }

    /// `fresh 32 | account 16 | identity 32`
    pub fn to_bytes(&self) -> [u8; 80] {
        let mut bytes = [0; 80];
        bytes[..32].copy_from_slice(&self.fresh);
        bytes[32..48].copy_from_slice(&self.account.0);
        bytes[48..].copy_from_slice(&self.identity.0);
        bytes
    }

    /// On the new device.
    pub fn parse(bytes: &[u8]) -> Result<Self, FormatError> {
        let mut reader = Reader::new(ANSWER, bytes);
        let fresh = reader.bytes()?;
        let account = AccountId(reader.bytes()?);
        let identity = VerifyingKey(reader.bytes()?);
        reader.end()?;
        Ok(Self { fresh, account, identity })
    }

    /// The three words that both devices show.
    pub fn words(&self, reveal: &EnrolmentReveal) -> [&'static str; 3] {
        words_of(&self.transcript("cairn/1/device-words", reveal))
    }

    fn transcript(&self, label: &str, reveal: &EnrolmentReveal) -> Hash {
        Hash::of_parts(&[label.as_bytes(), &reveal.commitment().0, &self.to_bytes(), &reveal.to_bytes()])
    }
}

/// What the old device hands over, once the words are the same.
#[derive(Clone, Debug)]
pub struct EnrolmentSecrets {
    /// The account's secrets.
    pub keys: AccountKeys,
    /// The id under which the new device was stated.
    pub device: DeviceId,
    /// The newest statement: the one that adds the new device.
    pub newest: KnownStatement,
    /// How far each log went and its hash there, so that going back is seen from the first pull.
    pub spaces: Vec<LogPlace>,
}

/// A place in a space's log as it was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogPlace {
    /// The space.
    pub space: SpaceId,
    /// The sequence number.
    pub seq: u64,
    /// The log hash there.
    pub hash: Hash,
}

impl EnrolmentSecrets {
    /// Step 4, where the person says that the words differ: what the old device leaves in the place of the secrets.
    pub const REFUSAL: [u8; 1] = [0];

    /// Step 4, on the old device: `version 1 | suite 1 | enc 32 | ciphertext`.
    pub fn seal(
        &self,
        answer: &EnrolmentAnswer,
        reveal: &EnrolmentReveal,
        random: &mut dyn Randomness,
    ) -> Result<Vec<u8>, FormatError> {
        if self.spaces.len() > MAX_SPACES {
            return Err(FormatError::TooLarge { what: SECRETS, limit: MAX_SPACES });
        }
        let mut plain = Zeroizing::new(Vec::new());
        self.keys.write(&mut plain);
        let mut rest = Vec::with_capacity(8 + 36 + 2 + 56 * self.spaces.len());
        rest.extend_from_slice(&self.device.0.to_be_bytes());
        self.newest.write(&mut rest);
        rest.extend_from_slice(&(self.spaces.len() as u16).to_be_bytes());
        for place in &self.spaces {
            rest.extend_from_slice(&place.space.0);
            rest.extend_from_slice(&place.seq.to_be_bytes());
            rest.extend_from_slice(&place.hash.0);
        }
        let plain = Zeroizing::new([plain.as_slice(), &rest].concat());
        let sealed = reveal.device.sealing.seal(SECRETS, &info(answer, reveal), &plain, random)?;
        Ok([[VERSION, SUITE].as_slice(), &sealed].concat())
    }

    /// On the new device. Refused unless the secrets are those of the identity that the words were about.
    pub fn open(
        device: &DeviceKeys,
        answer: &EnrolmentAnswer,
        reveal: &EnrolmentReveal,
        sealed: &[u8],
    ) -> Result<Self, FormatError> {
        at_most(SECRETS, sealed, MAX_SECRETS)?;
        let mut reader = Reader::new(SECRETS, sealed);
        reader.version()?;
        reader.suite()?;
        let plain = device.opening.open(SECRETS, &info(answer, reveal), reader.rest())?;
        let mut reader = Reader::new(SECRETS, &plain);
        let secrets = Self::read(&mut reader)?;
        let is_the_account =
            secrets.keys.account == answer.account && secrets.keys.identity.verifying() == answer.identity;
        let not = reader.invalid("its secrets are not those of the account in the words");
        reader.end()?;
        if is_the_account { Ok(secrets) } else { Err(not) }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, FormatError> {
        let keys = AccountKeys::read(reader)?;
        let device = DeviceId(reader.u64()?);
        let newest = KnownStatement::read(reader)?;
        let count = reader.count(MAX_SPACES)?;
        let mut spaces = Vec::with_capacity(count);
        for _ in 0..count {
            let (space, seq) = (SpaceId(reader.bytes()?), reader.u64()?);
            spaces.push(LogPlace { space, seq, hash: Hash(reader.bytes()?) });
        }
        Ok(Self { keys, device, newest, spaces })
    }
}

fn info(answer: &EnrolmentAnswer, reveal: &EnrolmentReveal) -> Vec<u8> {
    let transcript = answer.transcript("cairn/1/enrolment-secrets", reveal);
    [b"cairn/1/enrolment-secrets", transcript.0.as_slice()].concat()
}
