//! 10,000 records on their way: out of one store, and into a fresh one with its search index. Prints medians.
//!
//! `cargo bench -p cairn-store --bench sync`. No cryptography and no network: those are the engine's.

use cairn_crypto::StoreKey;
use cairn_domain::{AccountId, MentorshipId, ReadingStatus, Resource, ResourceId, ResourceKind, Space};
use cairn_replica::{Batch, SpaceId};
use cairn_store::testing::Template;
use cairn_store::{
    DeviceId, Error, Store,
    sync::{Acknowledged, Author, Content, Incoming, Limits, Page, Place, Sealed, StatePlace, SyncSpace},
};
use chrono::{DateTime, TimeDelta, Utc};
use std::time::{Duration, Instant};
use uuid::Uuid;

const RECORDS: u128 = 10_000;
const ROUNDS: usize = 5;
const ACCOUNT: AccountId = AccountId(Uuid::from_u128(1));
const SPACE: SpaceId = SpaceId(Uuid::from_u128(2));
const LIMITS: Limits = Limits { records: 500, bytes: 400_000 };

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn main() {
    let rounds: Vec<Round> = (0..ROUNDS).map(|_| round()).collect();
    let median = |of: fn(&Round) -> Duration| {
        let mut all: Vec<_> = rounds.iter().map(of).collect();
        all.sort();
        all[all.len() / 2].as_secs_f64() * 1000.0
    };
    println!("| what | median |\n|---|---|");
    println!("| a fresh store | {:.1} ms |", median(|r| r.create));
    println!("| a copy of a fresh store, for tests | {:.1} ms |", median(|r| r.copy));
    println!("| open a store | {:.1} ms |", median(|r| r.open));
    println!("| take 10,000 records for sending | {:.0} ms |", median(|r| r.take));
    println!("| acknowledge them | {:.0} ms |", median(|r| r.acknowledge));
    println!("| first sync of 10,000 records, with search | {:.0} ms |", median(|r| r.apply));
    println!("| the same again | {:.0} ms |", median(|r| r.again));
    println!("| the whole state | {:.0} ms |", median(|r| r.state));
    println!("| plain bytes | {} |", rounds[0].bytes);
}

struct Round {
    create: Duration,
    copy: Duration,
    open: Duration,
    take: Duration,
    acknowledge: Duration,
    apply: Duration,
    again: Duration,
    state: Duration,
    bytes: usize,
}

fn round() -> Round {
    let (folder, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let key = StoreKey::from_bytes([7; 32]);
    let (store, create) =
        timed(|| Store::create(folder.path(), &key, ACCOUNT, DeviceId(1)).expect("a new profile"));
    drop(store);
    let (template, copied) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let template = Template::new(template.path(), StoreKey::from_bytes([7; 32])).expect("a template");
    let (_copy, copy) =
        timed(|| template.create(copied.path(), ACCOUNT, DeviceId(1)).expect("a copy of the profile"));
    let (store, open) = timed(|| Store::open(folder.path(), &key, now()).expect("a profile"));
    store.put_space(&space()).expect("a space");
    fill(&store);
    let mut batches = Vec::new();
    let ((), take) = timed(|| while take(&store, &mut batches) {});
    let arrived: Vec<_> = (1..=batches.len() as u64)
        .map(|seq| Acknowledged { entry: entry(seq), seq, log_hash: Some([1; 32]) })
        .collect();
    let ((), acknowledge) = timed(|| store.acknowledged(SPACE, &arrived, now()).expect("arrived"));
    let fresh =
        Store::create(other.path(), &key, AccountId(Uuid::from_u128(9)), DeviceId(2)).expect("a profile");
    fresh.put_space(&space()).expect("a space");
    let bytes = batches.iter().map(Vec::len).sum();
    let ((), apply) = timed(|| read_log(&fresh, &batches));
    let ((), again) = timed(|| read_log(&fresh, &batches));
    let ((), state) = timed(|| {
        let mut from = Some(StatePlace::default());
        while let Some(place) = from {
            from = store.state(SPACE, place, 500).expect("a state").next;
        }
    });
    let count = fresh.read(|reader| reader.search_count("granite", &[], cairn_store::Scope::Everywhere));
    assert!(count.expect("a search") > 100);
    Round { create, copy, open, take, acknowledge, apply, again, state, bytes }
}

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
}

fn entry(seq: u64) -> [u8; 16] {
    u128::from(seq).to_be_bytes()
}

fn space() -> SyncSpace {
    SyncSpace {
        space: SPACE,
        on_server: true,
        state: "open".into(),
        place: Place::default(),
        head: 0,
        epoch: 1,
        notice: None,
    }
}

fn take(store: &Store, batches: &mut Vec<Vec<u8>>) -> bool {
    let taken = store.take_for_sending::<Error>(SPACE, LIMITS, now(), |outgoing| {
        let frame = outgoing.batch.encode(SPACE).expect("one space");
        batches.push(frame.clone());
        Ok(Some(Sealed { entry: entry(outgoing.number), epoch: 1, hash: [1; 32], frame }))
    });
    taken.expect("taken").is_some()
}

/// Pages of at most 1 MiB packed: six entries or so.
fn read_log(store: &Store, batches: &[Vec<u8>]) {
    for (page, batches) in batches.chunks(6).enumerate() {
        let entries = (1..).zip(batches).map(|(n, bytes)| {
            let seq = page as u64 * 6 + n;
            let author = Author { device: DeviceId(1), account: ACCOUNT, number: seq, hash: [1; 32] };
            Incoming {
                seq,
                log_hash: [1; 32],
                entry: entry(seq),
                author: Some(author),
                bytes: bytes.len() as u64,
                content: Content::Opened(Batch::decode(bytes, SPACE).expect("a batch")),
            }
        });
        store.apply_entries(Page { space: SPACE, entries: entries.collect() }, now()).expect("applied");
    }
}

/// 400 bytes of text that few other records have.
fn text(n: u128) -> String {
    const SYLLABLES: [&str; 16] = [
        "gra", "nite", "bas", "alt", "sur", "vi", "val", "cur", "ve", "co", "hort", "men", "tor", "ship",
        "go", "al",
    ];
    let mut state = n as u64 + 1;
    let mut text = String::from("granite ");
    while text.len() < 400 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        text.push_str(SYLLABLES[(state >> 60) as usize]);
        if state >> 40 & 3 == 0 {
            text.push(' ');
        }
    }
    text
}

/// Six fields and about 534 bytes each.
fn fill(store: &Store) {
    let mentorship = MentorshipId(SPACE.0);
    let resource = |n: u128| Resource {
        id: ResourceId(Uuid::from_u128(0x0190_0000_0000_7000_8000 << 48 | n)),
        mentorship: Some(mentorship),
        goal: None,
        session: None,
        kind: ResourceKind::Book,
        title: format!("Resource number {n:08}"),
        author: None,
        url: None,
        description: text(n),
        tags: Vec::new(),
        assigned_to: None,
        status: ReadingStatus::ToRead,
        attachment: None,
        file_name: None,
        file_bytes: None,
    };
    store
        .act::<_, Error>("bench", now(), |draft| {
            (0..RECORDS).try_for_each(|n| draft.create(Space::Mentorship(mentorship), &resource(n)))
        })
        .expect("records are written");
}

fn timed<R>(work: impl FnOnce() -> R) -> (R, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}
