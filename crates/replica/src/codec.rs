//! Ops as deterministic CBOR: the bytes that are kept in the outbox and, sealed, sent to others.
//!
//! A batch is an array `[version, [op…]]`; an op is a map with integer keys, in ascending order:
//! 0 space, 1 collection, 2 record, 3 field, 4 stamp (16 bytes), 5 base (16 bytes, absent when none), 6 value.
//! Whoever reads skips keys it does not know, so that a newer version can add some.

use crate::{Collection, FieldId, Op, RecordId, RecordRef, SpaceId, Stamp, Value};
use minicbor::{Decoder, Encoder, data::Type};
use uuid::Uuid;

const VERSION: u8 = 1;

/// The most ops in one batch.
pub const MAX_OPS: u64 = 100_000;

/// The longest text or bytes in one value: 4 MiB.
pub const MAX_TEXT_BYTES: usize = 4 << 20;

/// Why bytes are not ops.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum CodecError {
    /// Not what the format says, or cut short.
    #[error("the bytes are not in the format")]
    Malformed,
    /// Written by a newer version.
    #[error("format version {0} is newer than this program")]
    Version(u8),
    /// Over [`MAX_OPS`] or [`MAX_TEXT_BYTES`].
    #[error("larger than the format allows")]
    TooLarge,
    /// An op of another space than the one that is written for.
    #[error("an op is of another space")]
    OtherSpace,
}

impl From<minicbor::decode::Error> for CodecError {
    fn from(_: minicbor::decode::Error) -> CodecError {
        CodecError::Malformed
    }
}

/// Encodes a batch. The same ops always give the same bytes.
pub fn encode_ops(ops: &[Op]) -> Vec<u8> {
    let mut encoder = Encoder::new(Vec::new());
    write_batch(&mut encoder, ops).expect("plain values can always be written to memory");
    encoder.into_writer()
}

pub(crate) type Written = Result<(), minicbor::encode::Error<std::convert::Infallible>>;

fn write_batch(e: &mut Encoder<Vec<u8>>, ops: &[Op]) -> Written {
    e.array(2)?.u8(VERSION)?.array(ops.len() as u64)?;
    ops.iter().try_for_each(|op| write_op(e, op))
}

fn write_op(e: &mut Encoder<Vec<u8>>, op: &Op) -> Written {
    e.map(if op.base.is_some() { 7 } else { 6 })?;
    e.u8(0)?.bytes(op.record.space.0.as_bytes())?;
    e.u8(1)?.u16(op.record.collection.0)?;
    e.u8(2)?.bytes(op.record.id.0.as_bytes())?;
    e.u8(3)?.u16(op.field.0)?;
    e.u8(4)?.bytes(&op.stamp.to_bytes())?;
    if let Some(base) = op.base {
        e.u8(5)?.bytes(&base.to_bytes())?;
    }
    e.u8(6)?;
    write_value(e, &op.value)
}

pub(crate) fn write_value(e: &mut Encoder<Vec<u8>>, value: &Value) -> Written {
    match value {
        Value::Null => e.null()?,
        Value::Bool(value) => e.bool(*value)?,
        Value::Int(value) => e.i64(*value)?,
        Value::Real(value) => e.f64(*value)?,
        Value::Text(value) => e.str(value)?,
        Value::Bytes(value) => e.bytes(value)?,
    };
    Ok(())
}

/// Decodes what [`encode_ops`] made. Bounded, and never panics, whatever the bytes are.
pub fn decode_ops(bytes: &[u8]) -> Result<Vec<Op>, CodecError> {
    let mut d = Decoder::new(bytes);
    if d.array()? != Some(2) {
        return Err(CodecError::Malformed);
    }
    let version = d.u8()?;
    if version != VERSION {
        return Err(CodecError::Version(version));
    }
    let count = d.array()?.ok_or(CodecError::Malformed)?;
    if count > MAX_OPS {
        return Err(CodecError::TooLarge);
    }
    let mut ops = Vec::new();
    for _ in 0..count {
        ops.push(read_op(&mut d)?);
    }
    if d.position() == bytes.len() { Ok(ops) } else { Err(CodecError::Malformed) }
}

fn read_op(d: &mut Decoder<'_>) -> Result<Op, CodecError> {
    let (mut space, mut collection, mut id, mut field, mut stamp, mut base, mut value) =
        (None, None, None, None, None, None, None);
    for _ in 0..d.map()?.ok_or(CodecError::Malformed)? {
        match d.u16()? {
            0 => space = Some(SpaceId(read_uuid(d)?)),
            1 => collection = Some(Collection(d.u16()?)),
            2 => id = Some(RecordId(read_uuid(d)?)),
            3 => field = Some(FieldId(d.u16()?)),
            4 => stamp = Some(read_stamp(d)?),
            5 => base = Some(read_stamp(d)?),
            6 => value = Some(read_value(d)?),
            _ => d.skip()?,
        }
    }
    let missing = CodecError::Malformed;
    match (space, collection, id, field, value, stamp) {
        (Some(space), Some(collection), Some(id), Some(field), Some(value), Some(stamp)) => {
            Ok(Op { record: RecordRef { space, collection, id }, field, value, stamp, base })
        }
        _ => Err(missing),
    }
}

pub(crate) fn read_uuid(d: &mut Decoder<'_>) -> Result<Uuid, CodecError> {
    Uuid::from_slice(d.bytes()?).map_err(|_| CodecError::Malformed)
}

fn read_stamp(d: &mut Decoder<'_>) -> Result<Stamp, CodecError> {
    let bytes = d.bytes()?.try_into().map_err(|_| CodecError::Malformed)?;
    Ok(Stamp::from_bytes(bytes))
}

pub(crate) fn read_value(d: &mut Decoder<'_>) -> Result<Value, CodecError> {
    match d.datatype()? {
        Type::Null => Ok(d.null().map(|()| Value::Null)?),
        Type::Bool => Ok(Value::Bool(d.bool()?)),
        Type::F64 => Ok(Value::Real(d.f64()?)),
        Type::String => bounded(d.str()?, str::len).map(|text| Value::Text(text.into())),
        Type::Bytes => bounded(d.bytes()?, <[u8]>::len).map(|bytes| Value::Bytes(bytes.into())),
        _ => Ok(Value::Int(d.i64()?)),
    }
}

fn bounded<T: ?Sized>(value: &T, length: fn(&T) -> usize) -> Result<&T, CodecError> {
    if length(value) > MAX_TEXT_BYTES { Err(CodecError::TooLarge) } else { Ok(value) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DeviceId, value::any_value};
    use proptest::prelude::*;

    fn any_op() -> impl Strategy<Value = Op> {
        let stamp = || any::<[u8; 16]>().prop_map(Stamp::from_bytes);
        (any::<[u128; 2]>(), any::<[u16; 2]>(), any_value(), stamp(), prop::option::of(stamp())).prop_map(
            |([space, id], [collection, field], value, stamp, base)| Op {
                record: RecordRef {
                    space: SpaceId(Uuid::from_u128(space)),
                    collection: Collection(collection),
                    id: RecordId(Uuid::from_u128(id)),
                },
                field: FieldId(field),
                value,
                stamp,
                base,
            },
        )
    }

    proptest! {
        #[test]
        fn round_trip(ops in prop::collection::vec(any_op(), 0..20)) {
            prop_assert_eq!(decode_ops(&encode_ops(&ops)).unwrap(), ops);
        }

        #[test]
        fn any_bytes_give_ops_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = decode_ops(&bytes);
        }

        #[test]
        fn a_changed_byte_gives_ops_or_an_error(
            ops in prop::collection::vec(any_op(), 1..4), at in any::<prop::sample::Index>(), byte in any::<u8>(),
        ) {
            let mut bytes = encode_ops(&ops);
            let at = at.index(bytes.len());
            bytes[at] = byte;
            let _ = decode_ops(&bytes);
        }
    }

    fn frozen() -> Op {
        Op {
            record: RecordRef {
                space: SpaceId(Uuid::from_u128(1)),
                collection: Collection(5),
                id: RecordId(Uuid::from_u128(2)),
            },
            field: FieldId(1),
            value: Value::Text("Learn SQL".into()),
            stamp: Stamp { millis: 1_795_000_000_000, counter: 3, device: DeviceId(7) },
            base: None,
        }
    }

    /// What this version wrote stays readable. Change it only with a new format version.
    const FROZEN: &str = "820181\
        a600500000000000000000000000000000000101050250000000000000000000000000000000020301\
        045001a1ee565e000003000000000000000706694c6561726e2053514c";

    #[test]
    fn frozen_bytes_stay_readable() {
        let hex: String = encode_ops(&[frozen()]).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, FROZEN);
    }

    #[test]
    fn a_newer_version_is_named() {
        assert_eq!(decode_ops(&[0x82, 9, 0x80]), Err(CodecError::Version(9)));
    }
}
