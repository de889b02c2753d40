//! The plaintext of a log entry: what one device says about one space in one go.
//!
//! Deterministic CBOR, a map with integer keys in ascending order:
//!
//! ```text
//! 0 version (1) | 1 devices (8 bytes each, ascending) | 2 time (the least millisecond of a stamp) | 3 records | 4 attachments | 5 state (absent: no)
//! record      { 0 collection, 1 id (16 bytes), 2 [field…] }              by collection, then id
//! field       [ number, stamp, base or null, value ]                     by number, then stamp
//! stamp       [ place of its device, milliseconds after `time` (may be negative), counter ]
//! attachment  { 0 content (32 bytes), 1 bytes, 2 epoch, 3 [blob (32 bytes)…] }
//! ```
//!
//! Whoever reads skips keys, and what follows in a field, that it does not know. **The space is not in it**: the frame
//! around it names one, and every op that is read is of that space, so that nothing inside can name another.

use crate::{
    CodecError, Collection, DeviceId, FieldId, MAX_OPS, Op, RecordId, RecordRef, SpaceId, Stamp, codec,
};
use minicbor::{Decoder, Encoder, data::Type};

const VERSION: u8 = 1;

/// The most attachments that one batch announces.
pub const MAX_ANNOUNCED: u64 = 1_000;

/// The most blobs of one attachment.
pub const MAX_BLOBS: u64 = 64;

/// What one log entry says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Batch {
    /// Writes, all of one space.
    pub ops: Vec<Op>,
    /// Files whose blobs are on the server now.
    pub attachments: Vec<Announced>,
    /// The ops are of a whole state: what they overwrote is not known, and no base says anything.
    pub state: bool,
}

/// A file whose blobs are on the server.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Announced {
    /// BLAKE3 of the file.
    pub content: [u8; 32],
    /// The size of the file.
    pub bytes: u64,
    /// The epoch whose key its blobs are sealed with.
    pub epoch: u32,
    /// The names of its blobs, in their order.
    pub blobs: Vec<[u8; 32]>,
}

impl Batch {
    /// The bytes of a batch for `space`; the same for the same batch, in whatever order its ops are.
    ///
    /// Fails with [`CodecError::OtherSpace`] when an op is of another space, and with [`CodecError::TooLarge`].
    pub fn encode(&self, space: SpaceId) -> Result<Vec<u8>, CodecError> {
        if self.ops.iter().any(|op| op.record.space != space) {
            return Err(CodecError::OtherSpace);
        }
        let blobs = self.attachments.iter().map(|file| file.blobs.len() as u64).max().unwrap_or_default();
        let counts = [
            (self.ops.len() as u64, MAX_OPS),
            (self.attachments.len() as u64, MAX_ANNOUNCED),
            (blobs, MAX_BLOBS),
        ];
        if counts.iter().any(|(count, most)| count > most) {
            return Err(CodecError::TooLarge);
        }
        let mut encoder = Encoder::new(Vec::new());
        self.write(&mut encoder).expect("plain values can always be written to memory");
        Ok(encoder.into_writer())
    }

    fn write(&self, e: &mut Encoder<Vec<u8>>) -> codec::Written {
        let mut ops: Vec<&Op> = self.ops.iter().collect();
        ops.sort_by_key(|op| (op.record, op.field, op.stamp));
        let stamps = Stamps::of(&ops);
        e.map(if self.state { 6 } else { 5 })?;
        e.u8(0)?.u8(VERSION)?;
        e.u8(1)?
            .bytes(&stamps.devices.iter().flat_map(|device| device.0.to_be_bytes()).collect::<Vec<_>>())?;
        e.u8(2)?.u64(stamps.time)?;
        e.u8(3)?.array(ops.chunk_by(|a, b| a.record == b.record).count() as u64)?;
        for fields in ops.chunk_by(|a, b| a.record == b.record) {
            write_record(e, &stamps, fields)?;
        }
        let mut attachments: Vec<&Announced> = self.attachments.iter().collect();
        attachments.sort();
        e.u8(4)?.array(attachments.len() as u64)?;
        for attachment in attachments {
            write_attachment(e, attachment)?;
        }
        if self.state {
            e.u8(5)?.bool(true)?;
        }
        Ok(())
    }

    /// Reads a batch of `space`. Bounded, and never panics, whatever the bytes are.
    pub fn decode(bytes: &[u8], space: SpaceId) -> Result<Batch, CodecError> {
        let mut d = Decoder::new(bytes);
        let mut batch = Batch::default();
        let (mut version, mut stamps) = (None, Stamps::default());
        for _ in 0..d.map()?.ok_or(CodecError::Malformed)? {
            match d.u16()? {
                0 => version = Some(read_version(&mut d)?),
                1 => stamps.devices = read_devices(d.bytes()?)?,
                2 => stamps.time = d.u64()?,
                3 => batch.ops = read_records(&mut d, space, &stamps)?,
                4 => batch.attachments = read_list(&mut d, MAX_ANNOUNCED, read_attachment)?,
                5 => batch.state = d.bool()?,
                _ => d.skip()?,
            }
        }
        if version.is_some() && d.position() == bytes.len() { Ok(batch) } else { Err(CodecError::Malformed) }
    }
}

/// What stamps are written against: a table of devices, and a time. Small numbers that repeat compress well.
#[derive(Default)]
struct Stamps {
    devices: Vec<DeviceId>,
    time: u64,
}

impl Stamps {
    fn of(ops: &[&Op]) -> Stamps {
        let all = || ops.iter().flat_map(|op| std::iter::once(op.stamp).chain(op.base));
        let mut devices: Vec<DeviceId> = all().map(|stamp| stamp.device).collect();
        devices.sort_unstable();
        devices.dedup();
        Stamps { devices, time: ops.iter().map(|op| op.stamp.millis).min().unwrap_or_default() }
    }

    fn write(&self, e: &mut Encoder<Vec<u8>>, stamp: Stamp) -> codec::Written {
        let place = self.devices.binary_search(&stamp.device).unwrap_or_default();
        e.array(3)?.u64(place as u64)?.i64(stamp.millis as i64 - self.time as i64)?.u16(stamp.counter)?;
        Ok(())
    }

    fn read(&self, d: &mut Decoder<'_>) -> Result<Stamp, CodecError> {
        if d.array()? != Some(3) {
            return Err(CodecError::Malformed);
        }
        let place = usize::try_from(d.u64()?).map_err(|_| CodecError::Malformed)?;
        let device = *self.devices.get(place).ok_or(CodecError::Malformed)?;
        let millis = self.time.checked_add_signed(d.i64()?).filter(|millis| *millis <= Stamp::MAX_MILLIS);
        Ok(Stamp { millis: millis.ok_or(CodecError::Malformed)?, counter: d.u16()?, device })
    }
}

fn write_record(e: &mut Encoder<Vec<u8>>, stamps: &Stamps, fields: &[&Op]) -> codec::Written {
    let Some(first) = fields.first() else { return Ok(()) };
    e.map(3)?.u8(0)?.u16(first.record.collection.0)?;
    e.u8(1)?.bytes(first.record.id.0.as_bytes())?;
    e.u8(2)?.array(fields.len() as u64)?;
    for op in fields {
        e.array(4)?.u16(op.field.0)?;
        stamps.write(e, op.stamp)?;
        match op.base {
            Some(base) => stamps.write(e, base)?,
            None => {
                e.null()?;
            }
        }
        codec::write_value(e, &op.value)?;
    }
    Ok(())
}

fn write_attachment(e: &mut Encoder<Vec<u8>>, attachment: &Announced) -> codec::Written {
    e.map(4)?.u8(0)?.bytes(&attachment.content)?;
    e.u8(1)?.u64(attachment.bytes)?.u8(2)?.u32(attachment.epoch)?;
    e.u8(3)?.array(attachment.blobs.len() as u64)?;
    for blob in &attachment.blobs {
        e.bytes(blob)?;
    }
    Ok(())
}

fn read_version(d: &mut Decoder<'_>) -> Result<u8, CodecError> {
    match d.u8()? {
        VERSION => Ok(VERSION),
        newer => Err(CodecError::Version(newer)),
    }
}

fn read_devices(bytes: &[u8]) -> Result<Vec<DeviceId>, CodecError> {
    let (devices, []) = bytes.as_chunks::<8>() else { return Err(CodecError::Malformed) };
    Ok(devices.iter().map(|device| DeviceId(u64::from_be_bytes(*device))).collect())
}

/// A list of at most `most`. Its length is a claim until all of it is read, and nothing is reserved for it.
fn read_list<T>(
    d: &mut Decoder<'_>,
    most: u64,
    mut read: impl FnMut(&mut Decoder<'_>) -> Result<T, CodecError>,
) -> Result<Vec<T>, CodecError> {
    let count = d.array()?.ok_or(CodecError::Malformed)?;
    if count > most {
        return Err(CodecError::TooLarge);
    }
    let mut all = Vec::new();
    for _ in 0..count {
        all.push(read(d)?);
    }
    Ok(all)
}

fn read_records(d: &mut Decoder<'_>, space: SpaceId, stamps: &Stamps) -> Result<Vec<Op>, CodecError> {
    let mut ops = Vec::new();
    read_list(d, MAX_OPS, |d| read_record(d, space, stamps, &mut ops))?;
    Ok(ops)
}

fn read_record(
    d: &mut Decoder<'_>,
    space: SpaceId,
    stamps: &Stamps,
    ops: &mut Vec<Op>,
) -> Result<(), CodecError> {
    let (mut collection, mut id, mut has_fields) = (None, None, false);
    for _ in 0..d.map()?.ok_or(CodecError::Malformed)? {
        match d.u16()? {
            0 => collection = Some(Collection(d.u16()?)),
            1 => id = Some(RecordId(codec::read_uuid(d)?)),
            2 if !has_fields => {
                let (Some(collection), Some(id)) = (collection, id) else {
                    return Err(CodecError::Malformed);
                };
                let record = RecordRef { space, collection, id };
                let room = MAX_OPS - ops.len() as u64;
                ops.extend(read_list(d, room, |d| read_field(d, record, stamps))?);
                has_fields = true;
            }
            _ => d.skip()?,
        }
    }
    if has_fields { Ok(()) } else { Err(CodecError::Malformed) }
}

fn read_field(d: &mut Decoder<'_>, record: RecordRef, stamps: &Stamps) -> Result<Op, CodecError> {
    let length = d.array()?.filter(|length| *length >= 4).ok_or(CodecError::Malformed)?;
    let field = FieldId(d.u16()?);
    let stamp = stamps.read(d)?;
    let base = match d.datatype()? {
        Type::Null => d.null().map(|()| None)?,
        _ => Some(stamps.read(d)?),
    };
    let value = codec::read_value(d)?;
    for _ in 4..length {
        d.skip()?;
    }
    Ok(Op { record, field, value, stamp, base })
}

fn read_attachment(d: &mut Decoder<'_>) -> Result<Announced, CodecError> {
    let (mut content, mut bytes, mut epoch, mut blobs) = (None, None, None, None);
    for _ in 0..d.map()?.ok_or(CodecError::Malformed)? {
        match d.u16()? {
            0 => content = Some(read_hash(d)?),
            1 => bytes = Some(d.u64()?),
            2 => epoch = Some(d.u32()?),
            3 => blobs = Some(read_list(d, MAX_BLOBS, read_hash)?),
            _ => d.skip()?,
        }
    }
    match (content, bytes, epoch, blobs) {
        (Some(content), Some(bytes), Some(epoch), Some(blobs)) => {
            Ok(Announced { content, bytes, epoch, blobs })
        }
        _ => Err(CodecError::Malformed),
    }
}

fn read_hash(d: &mut Decoder<'_>) -> Result<[u8; 32], CodecError> {
    d.bytes()?.try_into().map_err(|_| CodecError::Malformed)
}

#[cfg(test)]
mod tests;
