//! Entries: what a device writes into a space's log, signed and sealed.

use crate::cipher::{NONCE, TAG, open, pad, seal_into, unpad};
use crate::format::{FormatError, Reader, SUITE, VERSION, at_most};
use crate::ids::{DeviceId, EntryId, Hash, SpaceId};
use crate::keys::{Signature, SigningKey, VerifyingKey};
use crate::packet::EpochKey;
use crate::random::Randomness;

const ENTRY: &str = "entry";
const SNAPSHOT: &str = "snapshot";
const HEADER: usize = 134;
const SIGNATURE: usize = 64;
/// The largest frame, in bytes.
const MAX_FRAME: usize = 256 * 1024;
/// The most bytes that what is sealed may have with its length and padding.
const MAX_PADDED: usize = MAX_FRAME - HEADER - NONCE - TAG - SIGNATURE;

/// What everybody, the server too, sees of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The space whose log it is in.
    pub space: SpaceId,
    /// The epoch whose key seals it, from 1.
    pub epoch: u32,
    /// Its own name.
    pub entry: EntryId,
    /// The device that wrote it.
    pub device: DeviceId,
    /// Which entry of this device in this space, from 1; 0 for the manifest of a snapshot.
    pub number: u64,
    /// The latest stamp in it: milliseconds since 1970-01-01 UTC.
    pub greatest_stamp: u64,
    /// The hash of this device's entry before; zeros for the first.
    pub previous: Hash,
    /// How much of the log the author had seen. In a snapshot: the place it stands for.
    pub seen_seq: u64,
    /// The log hash there.
    pub seen_hash: Hash,
}

impl Header {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&[VERSION, SUITE]);
        out.extend_from_slice(&self.space.0);
        out.extend_from_slice(&self.epoch.to_be_bytes());
        out.extend_from_slice(&self.entry.0);
        out.extend_from_slice(&self.device.0.to_be_bytes());
        out.extend_from_slice(&self.number.to_be_bytes());
        out.extend_from_slice(&self.greatest_stamp.to_be_bytes());
        out.extend_from_slice(&self.previous.0);
        out.extend_from_slice(&self.seen_seq.to_be_bytes());
        out.extend_from_slice(&self.seen_hash.0);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, FormatError> {
        reader.version()?;
        reader.suite()?;
        Ok(Self {
            space: SpaceId(reader.bytes()?),
            epoch: reader.u32()?,
            entry: EntryId(reader.bytes()?),
            device: DeviceId(reader.u64()?),
            number: reader.u64()?,
            greatest_stamp: reader.u64()?,
            previous: Hash(reader.bytes()?),
            seen_seq: reader.u64()?,
            seen_hash: Hash(reader.bytes()?),
        })
    }

    /// The name the signature goes by: a manifest is no entry, nor an entry a manifest.
    fn what(&self) -> &'static str {
        if self.number == 0 { SNAPSHOT } else { ENTRY }
    }
}

/// An entry as it is kept and sent. Parsed is not yet verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    header: Header,
    bytes: Vec<u8>,
}

/// Seals `plain`, which must fit into a frame of 256 KiB, as the entry that the header describes, or, with number 0, as the
/// manifest of a snapshot.
pub fn seal_entry(
    header: &Header,
    key: &EpochKey,
    device: &SigningKey,
    plain: &[u8],
    random: &mut dyn Randomness,
) -> Result<Frame, FormatError> {
    let padded = zeroize::Zeroizing::new(pad(header.what(), plain, MAX_PADDED)?);
    let mut bytes = Vec::with_capacity(HEADER + NONCE + padded.len() + TAG + SIGNATURE);
    header.write(&mut bytes);
    let key = key.derive("entry", header.space, header.epoch);
    let associated = bytes.clone();
    seal_into(&mut bytes, &key, &associated, &padded, random);
    let signature = device.sign(header.what(), &bytes);
    bytes.extend_from_slice(&signature.0);
    Ok(Frame { header: *header, bytes })
}

impl Frame {
    /// Reads a frame. Whether it is genuine, [`verify`](Self::verify) says.
    pub fn parse(bytes: &[u8]) -> Result<Self, FormatError> {
        at_most(ENTRY, bytes, MAX_FRAME)?;
        let mut reader = Reader::new(ENTRY, bytes);
        let header = Header::read(&mut reader)?;
        if header.epoch == 0 {
            return Err(reader.invalid("epochs count from 1"));
        }
        if reader.rest().len() < NONCE + TAG + SIGNATURE {
            return Err(FormatError::Length { what: ENTRY });
        }
        Ok(Self { header, bytes: bytes.to_vec() })
    }

    /// What everybody sees of it.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Whether it is the manifest of a snapshot.
    pub fn is_snapshot(&self) -> bool {
        self.header.number == 0
    }

    /// Whether the device with this key signed it: as an entry, or with number 0 as the manifest of a snapshot.
    pub fn verify(&self, device: &VerifyingKey) -> Result<(), FormatError> {
        let (signed, signature) = self.bytes.split_last_chunk().expect("a frame is longer than a signature");
        device.verify(self.header.what(), signed, &Signature(*signature))
    }

    /// What is in it, with the key of its epoch. Verify it first.
    pub fn open(&self, key: &EpochKey) -> Result<Vec<u8>, FormatError> {
        let what = self.header.what();
        let (associated, rest) = self.bytes.split_at(HEADER);
        let sealed = &rest[..rest.len() - SIGNATURE];
        let key = key.derive("entry", self.header.space, self.header.epoch);
        unpad(what, open(what, &key, associated, sealed)?, MAX_PADDED)
    }

    /// The bytes, as they are kept and sent.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes, as they are kept and sent.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// The hash of its bytes, by which the device's next entry and the log hash name it.
    pub fn hash(&self) -> Hash {
        Hash::of(&self.bytes)
    }
}

/// The log hash with one more entry: `hash(before | hash of the entry)`; before the first it is [`Hash::ZERO`].
pub fn log_hash(before: &Hash, entry: &Hash) -> Hash {
    Hash::of_parts(&[&before.0, &entry.0])
}
