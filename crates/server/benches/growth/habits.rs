//! What people are assumed to write, and what it comes to in entries, measured with the real codec and the real seal.

use cairn_crypto::{DeviceKeys, EntryId, EpochKey, Hash, Header, SpaceId as CryptoSpace, seal_entry};
use cairn_replica::{Batch, Collection, DeviceId, FieldId, Op, RecordId, RecordRef, SpaceId, Stamp, Value};
use flate2::{Compression, write::ZlibEncoder};
use std::{io::Write, sync::LazyLock};
use uuid::Uuid;

const SPACE: SpaceId = SpaceId(Uuid::from_u128(1));
/// How many records of a kind are looked at to find the size of one in a snapshot.
const SAMPLE: u64 = 500;

/// English words: text of them in any order squeezes like prose.
static WORDS: LazyLock<Vec<&str>> =
    LazyLock::new(|| include_str!("../../../crypto/src/words/english.txt").lines().collect());

/// A field of a record.
#[derive(Clone, Copy)]
enum Field {
    /// So many characters.
    Text(usize),
    /// The id of another record.
    Link,
    /// A date, a state, a number.
    Small,
}
use Field::{Link, Small, Text};

/// Something that people do again and again. The first time makes a record; each further write sets one field of it.
pub(crate) struct Habit {
    pub(crate) name: &'static str,
    /// How many records a week, by everybody in the space together.
    pub(crate) weekly: f64,
    fields: &'static [Field],
    /// How often the record is written after that, and what: a text that is saved while it grows, or a state.
    pub(crate) later: u32,
    then: Field,
}

const fn habit(name: &'static str, weekly: f64, fields: &'static [Field], later: u32, then: Field) -> Habit {
    Habit { name, weekly, fields, later, then }
}

/// Two people who meet once a week and write in between.
pub(crate) const MENTORSHIP: &[Habit] = &[
    habit("message", 10.0, &[Link, Link, Text(180), Small], 0, Small),
    habit("session", 1.0, &[Link, Link, Text(30), Small, Small, Small, Small], 2, Small),
    habit("agenda item", 4.0, &[Link, Link, Link, Text(60), Small, Small], 1, Small),
    habit("shared note", 1.0, &[Link, Link, Link, Text(800)], 8, Text(800)),
    habit("action item", 3.0, &[Link, Link, Text(80), Small, Small], 1, Small),
    habit("check-in", 1.0, &[Link, Link, Text(200), Small], 0, Small),
    habit("goal", 0.1, &[Link, Text(60), Text(300), Small, Small], 10, Small),
    habit("resource", 0.5, &[Link, Text(60), Text(80), Text(150), Small, Small], 1, Small),
];

/// One person's own notes.
pub(crate) const PERSONAL: &[Habit] = &[
    habit("journal entry", 3.0, &[Text(600), Small, Link], 6, Text(600)),
    habit("private note", 1.0, &[Link, Text(400)], 4, Text(400)),
    habit("reminder", 2.0, &[Link, Small, Small], 1, Small),
];

/// The bytes of what a habit leaves behind.
#[derive(Clone, Copy)]
pub(crate) struct Sizes {
    /// The entry that makes the record.
    pub(crate) first: usize,
    /// Each entry after that.
    pub(crate) later: usize,
    /// The record in a snapshot.
    pub(crate) kept: f64,
}

impl Habit {
    pub(crate) fn sizes(&self) -> Sizes {
        let one = ops(1, self.fields);
        let later = ops(1, &[self.then]);
        let some: Vec<Op> = (1..=SAMPLE).flat_map(|n| ops(n, self.fields)).collect();
        Sizes {
            first: frame(one, false).len(),
            later: frame(later, false).len(),
            kept: packed(some, true).len() as f64 / SAMPLE as f64,
        }
    }
}

fn ops(n: u64, fields: &[Field]) -> Vec<Op> {
    let record = RecordRef { space: SPACE, collection: Collection(7), id: RecordId(id(n)) };
    let op = |(number, field): (u16, &Field)| Op {
        record,
        field: FieldId(number),
        value: match field {
            Text(length) => Value::Text(text(n << 8 | u64::from(number), *length)),
            Link => Value::Bytes(id(n << 8 | u64::from(number)).as_bytes().to_vec()),
            Small => Value::Int((mixed(n) >> 40) as i64),
        },
        stamp: Stamp {
            millis: 1_795_600_000_000 + n * 7_919_003,
            counter: 0,
            device: DeviceId(0xD0_D1_D2_D3_D4_D5_D6_D0 + n % 4),
        },
        base: None,
    };
    (1u16..).zip(fields).map(op).collect()
}

fn packed(ops: Vec<Op>, state: bool) -> Vec<u8> {
    let batch = Batch { ops, attachments: Vec::new(), state }.encode(SPACE).expect("one space");
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&batch).and_then(|()| encoder.finish()).expect("memory takes it")
}

fn frame(ops: Vec<Op>, state: bool) -> Vec<u8> {
    let mut random = |bytes: &mut [u8]| bytes.fill(7);
    let device = DeviceKeys::generate(&mut random);
    let header = Header {
        space: CryptoSpace([1; 16]),
        epoch: 1,
        entry: EntryId([2; 16]),
        device: cairn_crypto::DeviceId(3),
        number: 1,
        greatest_stamp: 0,
        previous: Hash::ZERO,
        seen_seq: 0,
        seen_hash: Hash::ZERO,
    };
    let key = EpochKey::from_bytes([5; 32]);
    let sealed = seal_entry(&header, &key, &device.signing, &packed(ops, state), &mut random);
    sealed.expect("it fits").into_bytes()
}

fn text(seed: u64, length: usize) -> String {
    let (mut state, mut text) = (seed, String::with_capacity(length + 10));
    while text.len() < length {
        state = mixed(state);
        text.push_str(WORDS[(state % WORDS.len() as u64) as usize]);
        text.push(' ');
    }
    text.truncate(length);
    text
}

fn id(n: u64) -> Uuid {
    Uuid::from_u64_pair(mixed(n), mixed(n ^ 0xA5A5))
}

/// SplitMix64's step: numbers without a pattern, the same in each run.
fn mixed(state: u64) -> u64 {
    let state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}
