//! What is sealed in an exchange file:
//!
//! ```text
//! device 8 | chain: count 2 | (length 2 | statement)… | seen: count 2 | file 16…
//! | epochs: count 2 | (length 2 | record)… | keys: count 2 | (epoch 4 | key 32)…   the two counts are the same
//! | mac 32 (zeros in a letter) | body | signature 64
//! ```
//!
//! The signature (`exchange`) is the device's, over `hash of all before the content | hash of all before the signature`.

use crate::chain::Chain;
use crate::epoch::{EpochError, EpochRecord, MAX_RECORD};
use crate::format::{FormatError, Reader};
use crate::ids::{DeviceId, Hash, SpaceId};
use crate::keys::Signature;
use crate::packet::{EpochKeys, MAX_EPOCHS};

use super::{
    ExchangeError, ExchangeFile, ExchangeKind, FileId, Incoming, MAX_EXCHANGE, MAX_SEEN, Outgoing, WHAT,
};

/// What was sealed, its chain and epochs verified in themselves; by whom it is, is not yet.
pub(super) struct Content {
    pub(super) author: Chain,
    pub(super) mac: Hash,
    device: DeviceId,
    seen: Vec<FileId>,
    epochs: Option<(Vec<EpochRecord>, EpochKeys)>,
    body: Vec<u8>,
    signature: Signature,
    /// Of all before the signature.
    hash: Hash,
}

pub(super) fn write(
    out: &Outgoing<'_>,
    kind: ExchangeKind,
    mac: Hash,
    before: &[u8],
) -> Result<Vec<u8>, ExchangeError> {
    check(kind, out.epochs, out.space, out.author)?;
    if out.seen.len() > MAX_SEEN {
        return Err(FormatError::TooLarge { what: WHAT, limit: MAX_SEEN }.into());
    }
    if out.body.len() > MAX_EXCHANGE {
        return Err(FormatError::TooLarge { what: WHAT, limit: MAX_EXCHANGE }.into());
    }
    if out.author.device(out.device).is_none_or(|keys| keys.signing != out.signing.verifying()) {
        return Err(ExchangeError::Device);
    }
    // Bytes that grow leave copies of the keys behind.
    let epochs = out.epochs.map_or(0, |(records, _)| records.len());
    let mut bytes =
        Vec::with_capacity(out.body.len() + 210 * out.author.statements().len() + 16 * out.seen.len());
    bytes.reserve_exact(epochs * (MAX_RECORD + 38) + 256);
    bytes.extend_from_slice(&out.device.0.to_be_bytes());
    out.author.write(&mut bytes);
    bytes.extend_from_slice(&(out.seen.len() as u16).to_be_bytes());
    out.seen.iter().for_each(|file| bytes.extend_from_slice(&file.0));
    write_epochs(out, &mut bytes);
    bytes.extend_from_slice(&mac.0);
    bytes.extend_from_slice(out.body);
    let signature = out.signing.sign(WHAT, &signed(before, &Hash::of(&bytes)));
    bytes.extend_from_slice(&signature.0);
    Ok(bytes)
}

fn write_epochs(out: &Outgoing<'_>, bytes: &mut Vec<u8>) {
    let Some((records, keys)) = out.epochs else {
        return bytes.extend_from_slice(&[0; 4]);
    };
    bytes.extend_from_slice(&(records.len() as u16).to_be_bytes());
    for record in records {
        bytes.extend_from_slice(&(record.as_bytes().len() as u16).to_be_bytes());
        bytes.extend_from_slice(record.as_bytes());
    }
    bytes.extend_from_slice(&keys.to_bytes());
}

pub(super) fn read(plain: &[u8]) -> Result<Content, ExchangeError> {
    let (inner, signature) = plain.split_last_chunk().ok_or(FormatError::Length { what: WHAT })?;
    let mut reader = Reader::new(WHAT, inner);
    let device = DeviceId(reader.u64()?);
    let author = Chain::read(&mut reader)?;
    let count = reader.count(MAX_SEEN)?;
    let seen = (0..count).map(|_| reader.bytes().map(FileId)).collect::<Result<Vec<_>, _>>()?;
    let epochs = read_epochs(&mut reader)?;
    let mac = Hash(reader.bytes()?);
    let (body, hash) = (reader.rest().to_vec(), Hash::of(inner));
    Ok(Content { author, mac, device, seen, epochs, body, signature: Signature(*signature), hash })
}

fn read_epochs(reader: &mut Reader<'_>) -> Result<Option<(Vec<EpochRecord>, EpochKeys)>, ExchangeError> {
    let count = reader.count(MAX_EPOCHS)?;
    let mut records = Vec::new();
    for _ in 0..count {
        let length = reader.count(MAX_RECORD)?;
        records.push(EpochRecord::parse(reader.slice(length)?)?);
    }
    if records.is_empty() {
        return if reader.u16()? == 0 { Ok(None) } else { Err(reader.invalid("keys of no epoch").into()) };
    }
    Ok(Some((records, EpochKeys::read(reader)?)))
}

impl Content {
    /// What came, if the author's device signed it and the author is a member of what it speaks of.
    pub(super) fn by_its_author(self, file: &ExchangeFile<'_>) -> Result<Incoming, ExchangeError> {
        let device = self.author.device(self.device).ok_or(ExchangeError::Device)?;
        device.signing.verify(WHAT, &signed(file.before, &self.hash), &self.signature)?;
        let epochs = self.epochs.as_ref().map(|(records, keys)| (records.as_slice(), keys));
        check(file.kind, epochs, file.space, &self.author)?;
        if file.kind == ExchangeKind::Letter && self.mac != Hash::ZERO {
            return Err(ExchangeError::Mac);
        }
        let Self { author, device, seen, epochs, body, .. } = self;
        Ok(Incoming { author, device, seen, epochs, body })
    }
}

/// The epochs must be this space's, whole, with their keys, and the author a member of the newest; an answer has none.
fn check(
    kind: ExchangeKind,
    epochs: Option<(&[EpochRecord], &EpochKeys)>,
    space: SpaceId,
    author: &Chain,
) -> Result<(), ExchangeError> {
    let Some((records, keys)) = epochs else {
        return if kind == ExchangeKind::Answer { Ok(()) } else { Err(ExchangeError::UnknownAuthor) };
    };
    if kind == ExchangeKind::Answer {
        return Err(FormatError::Invalid { what: WHAT, why: "an answer has no epochs" }.into());
    }
    EpochRecord::verify_all(records)?;
    let newest = records.last().ok_or(EpochError::NotNext)?;
    if newest.space() != space {
        return Err(EpochError::NotNext.into());
    }
    keys.belong_to(newest)?;
    let is_member = newest.member(author.account()).is_some_and(|it| it.identity == author.identity());
    if is_member { Ok(()) } else { Err(ExchangeError::UnknownAuthor) }
}

fn signed(before: &[u8], content: &Hash) -> Vec<u8> {
    [Hash::of(before).0, content.0].concat()
}
