use super::*;
use crate::{Value, value::any_value};
use proptest::prelude::*;
use std::io::Write as _;
use uuid::Uuid;

const SPACE: SpaceId = SpaceId(Uuid::from_u128(0x5ACE));

fn any_stamp() -> impl Strategy<Value = Stamp> {
    // Few devices, as in life, and every time there is.
    (0..=Stamp::MAX_MILLIS, any::<u16>(), 0u64..4).prop_map(|(millis, counter, device)| Stamp {
        millis,
        counter,
        device: DeviceId(device.wrapping_mul(0x9E37_79B9_7F4A_7C15)),
    })
}

fn any_op() -> impl Strategy<Value = Op> {
    (0u16..3, 0u128..3, 0u16..3, any_value(), any_stamp(), prop::option::of(any_stamp())).prop_map(
        |(collection, id, field, value, stamp, base)| Op {
            record: RecordRef {
                space: SPACE,
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

fn any_announced() -> impl Strategy<Value = Announced> {
    (any::<[u8; 32]>(), any::<u64>(), any::<u32>(), prop::collection::vec(any::<[u8; 32]>(), 0..4))
        .prop_map(|(content, bytes, epoch, blobs)| Announced { content, bytes, epoch, blobs })
}

fn any_batch() -> impl Strategy<Value = Batch> {
    (prop::collection::vec(any_op(), 0..20), prop::collection::vec(any_announced(), 0..3), any::<bool>())
        .prop_map(|(ops, attachments, state)| Batch { ops, attachments, state })
}

/// In the order in which a batch is written.
fn sorted(mut batch: Batch) -> Batch {
    batch.ops.sort_by_key(|op| (op.record, op.field, op.stamp));
    batch.attachments.sort();
    batch
}

proptest! {
    #[test]
    fn round_trip(batch in any_batch()) {
        let bytes = batch.encode(SPACE).unwrap();
        prop_assert_eq!(Batch::decode(&bytes, SPACE).unwrap(), sorted(batch));
    }

    #[test]
    fn what_was_read_is_written_as_it_was(batch in any_batch()) {
        let bytes = batch.encode(SPACE).unwrap();
        prop_assert_eq!(Batch::decode(&bytes, SPACE).unwrap().encode(SPACE).unwrap(), bytes);
    }

    #[test]
    fn any_bytes_give_a_batch_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Batch::decode(&bytes, SPACE);
    }

    #[test]
    fn a_changed_byte_gives_a_batch_of_the_same_space_or_an_error(
        batch in any_batch(), at in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let mut bytes = batch.encode(SPACE).unwrap();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(read) = Batch::decode(&bytes, SPACE) {
            prop_assert!(read.ops.iter().all(|op| op.record.space == SPACE));
        }
    }
}

fn op(id: u128, field: u16, value: Value, millis: u64, counter: u16) -> Op {
    let record = RecordRef { space: SPACE, collection: Collection(24), id: RecordId(Uuid::from_u128(id)) };
    let stamp = Stamp { millis, counter, device: DeviceId(7) };
    Op { record, field: FieldId(field), value, stamp, base: None }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn frozen() -> Batch {
    let written = op(2, 4, Value::Text("Learn SQL".into()), 1_795_000_000_000, 3);
    let base = Stamp { millis: 1_794_999_999_000, counter: 0, device: DeviceId(9) };
    let attachment = Announced { content: [1; 32], bytes: 12, epoch: 2, blobs: vec![[3; 32]] };
    Batch { ops: vec![Op { base: Some(base), ..written }], attachments: vec![attachment], state: true }
}

/// What this version wrote stays readable. Change it only with a new format version.
const FROZEN: &str = "a60001015000000000000000070000000000000009021b000001a1ee565e000381a30018180150000000000000000000\
    00000000000002028184048300000383013903e700694c6561726e2053514c0481a40058200101010101010101010101\
    010101010101010101010101010101010101010101010c02020381582003030303030303030303030303030303030303\
    0303030303030303030303030305f5";

#[test]
fn frozen_bytes_stay_readable() {
    let bytes = frozen().encode(SPACE).unwrap();
    assert_eq!(hex(&bytes), FROZEN);
    assert_eq!(Batch::decode(&bytes, SPACE).unwrap(), frozen());
}

#[test]
fn keys_and_parts_of_a_newer_program_are_skipped() {
    let mut e = Encoder::new(Vec::new());
    let mut write = || -> codec::Written {
        e.map(6)?.u8(0)?.u8(1)?.u8(1)?.bytes(&7u64.to_be_bytes())?.u8(2)?.u64(1_000)?;
        e.u8(3)?.array(1)?.map(4)?.u8(0)?.u16(24)?.u8(1)?.bytes(Uuid::from_u128(2).as_bytes())?;
        e.u8(2)?
            .array(1)?
            .array(5)?
            .u16(4)?
            .array(3)?
            .u8(0)?
            .u8(5)?
            .u8(0)?
            .null()?
            .str("kept")?
            .str("skipped")?;
        e.u8(9)?.bool(true)?;
        e.u8(4)?.array(0)?.u8(77)?.array(1)?.str("skipped")?;
        Ok(())
    };
    write().unwrap();
    let batch = Batch::decode(&e.into_writer(), SPACE).unwrap();
    assert_eq!(batch.ops, [op(2, 4, Value::Text("kept".into()), 1_005, 0)]);
}

#[test]
fn a_newer_version_is_named() {
    assert_eq!(Batch::decode(&[0xa1, 0, 9], SPACE), Err(CodecError::Version(9)));
}

#[test]
fn an_op_of_another_space_is_never_written() {
    let elsewhere = RecordRef { space: SpaceId(Uuid::from_u128(1)), ..op(1, 1, Value::Null, 1, 0).record };
    let stray = Op { record: elsewhere, ..op(1, 1, Value::Null, 1, 0) };
    let batch = Batch { ops: vec![op(2, 1, Value::Null, 1, 0), stray], ..Batch::default() };
    assert_eq!(batch.encode(SPACE), Err(CodecError::OtherSpace));
}

#[test]
fn a_claim_of_many_reserves_nothing() {
    // A map whose records claim to be 2^32 - 1.
    assert_eq!(Batch::decode(&[0xa1, 3, 0x9a, 0xff, 0xff, 0xff, 0xff], SPACE), Err(CodecError::TooLarge));
    assert_eq!(Batch::decode(&[0xa1, 3, 0x9a, 0, 1, 0x86, 0xa0], SPACE), Err(CodecError::Malformed));
}

/// Text of `length` letters that compresses as a language does, the same for the same seed.
fn prose(seed: u64, length: usize) -> String {
    const SYLLABLES: [&str; 32] = [
        "ka", "lo", "mi", "ten", "sur", "val", "gra", "nit", "bas", "alt", "men", "tor", "cli", "nic", "pa",
        "per", "ta", "ble", "fi", "gure", "co", "hort", "re", "view", "au", "thor", "ses", "sion", "goal",
        "step", "no", "te",
    ];
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut text = String::new();
    while text.len() < length {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let share = ((state >> 33) as f64 / f64::from(1u32 << 31)).powi(2);
        text.push_str(SYLLABLES[(share * 32.0) as usize % 32]);
        if state >> 60 < 7 {
            text.push(' ');
        }
    }
    text.truncate(length);
    text
}

/// What the form costs above what is in it: 10,000 records of four fields in entries of 500.
#[test]
fn stamps_and_names_cost_little() {
    let (mut packed, mut alone) = (0, 0);
    for entry in 0..20u128 {
        let (mut batch, mut content) = (Batch::default(), Vec::new());
        for n in entry * 500..entry * 500 + 500 {
            // As an id of today: its time, and 74 bits of chance.
            let chance =
                Uuid::from_u128(n.wrapping_mul(0xDEAD_BEEF_9E37_79B9_7F4A_7C15_F39C_C060)).as_u128() >> 48;
            let id = (1_795_000_000_000 + n) << 80 | chance;
            let (title, body) = (prose(n as u64, 24), prose(n as u64 + 1_000_000, 400));
            content.extend(id.to_be_bytes());
            content.extend(format!("{title}{body}{n}").bytes());
            let values = [
                Value::Text(title),
                Value::Text(body),
                Value::Int(n as i64 % 7),
                Value::Int(20_000 + n as i64 % 400),
            ];
            batch.ops.extend(
                (1u16..)
                    .zip(values)
                    .map(|(field, value)| op(id, field, value, 1_795_000_000_000 + n as u64 / 10, field)),
            );
        }
        packed += zlib(&batch.encode(SPACE).unwrap());
        alone += zlib(&content);
    }
    assert!(packed < alone * 108 / 100, "{packed} bytes for {alone} of content");
    assert!(packed < 2_200_000, "{packed} bytes");
}

fn zlib(bytes: &[u8]) -> usize {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap().len()
}
