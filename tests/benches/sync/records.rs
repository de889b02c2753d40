//! 10,000 records of 534 bytes as JSON: a title of 24 characters, a body of 400, and two more fields.

use cairn_domain::{MentorshipId, ReadingStatus, Resource, ResourceId, ResourceKind};
use std::sync::LazyLock;
use uuid::Uuid;

pub(crate) const RECORDS: usize = 10_000;

/// 2,048 English words. Text of them in any order squeezes to about 37 %, like prose.
static WORDS: LazyLock<Vec<&str>> =
    LazyLock::new(|| include_str!("../../../crates/crypto/src/words/english.txt").lines().collect());

/// The `n`th record; `edit` is which body it has.
pub(crate) fn record(mentorship: MentorshipId, n: usize, edit: u64) -> Resource {
    Resource {
        id: id(n),
        mentorship: Some(mentorship),
        goal: None,
        session: None,
        kind: ResourceKind::Book,
        title: format!("Resource number {n:08}"),
        author: None,
        url: None,
        description: body(n, edit),
        tags: Vec::new(),
        assigned_to: None,
        status: ReadingStatus::ToRead,
        attachment: None,
        file_name: None,
        file_bytes: None,
    }
}

/// Like ids that were made one after the other: a time, and randomness.
pub(crate) fn id(n: usize) -> ResourceId {
    let random = u128::from(mixed(n as u64)) << 64 | u128::from(mixed(n as u64 ^ 0xA5A5));
    let time = (0x0190_0000_0000_u128 + n as u128 * 977) << 80;
    ResourceId(Uuid::from_u128(time | 0x7000 << 64 | random & 0x0FFF_3FFF_FFFF_FFFF_FFFF | 1 << 63))
}

/// 400 characters of words.
pub(crate) fn body(n: usize, edit: u64) -> String {
    let mut state = mixed((n as u64) << 20 | edit);
    let mut text = String::with_capacity(416);
    while text.len() < 400 {
        state = mixed(state);
        text.push_str(WORDS[(state % WORDS.len() as u64) as usize]);
        text.push(' ');
    }
    text.truncate(400);
    text
}

/// The record as JSON with its four fields, to say how large it is.
pub(crate) fn json(record: &Resource) -> String {
    serde_json::json!({
        "id": record.id.0, "title": record.title, "body": record.description, "kind": "book", "status": "to read",
    })
    .to_string()
}

/// SplitMix64's step: numbers without a pattern, the same in each run.
fn mixed(state: u64) -> u64 {
    let state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}
