//! What a member, a server or a copy of this profile says that is wrong, and what is not believed of it.

use crate::{log::*, support::*};
use cairn_domain::*;
use cairn_replica::{Announced, Batch, DeviceId, Op, SpaceId, Stamp, Value};
use cairn_store::{
    Error,
    sync::{
        AHEAD_MILLIS, Author, AuthorHead, Chain, Content, Epoch, ExchangeFile, Exported, Page, Piece,
        STATE_BYTES, SealedFile, StatePlace, SyncSpace,
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

const TEN_YEARS: i64 = 10 * 365 * 24 * 3_600_000;

fn ben() -> Bench {
    Bench::of(AccountId(Uuid::from_u128(0xBE)), 3)
}

fn connected(profile: Bench) -> Bench {
    profile.store.put_space(&on_server(SHARED_SPACE)).unwrap();
    profile.store.put_space(&on_server(SpaceId(profile.store.account().0))).unwrap();
    profile
}

fn write_at(profile: &Bench, text: &str, now: DateTime<Utc>) {
    profile.store.act::<_, Error>("edit", now, |draft| draft.update(&note(1, text))).unwrap();
}

fn text(profile: &Bench) -> Option<String> {
    profile.get::<Note>(note(1, "").id).map(|note| note.text.clone())
}

/// The stamps of what stands in the shared space, latest first.
fn standing(profile: &Bench) -> Vec<Stamp> {
    let state = profile.store.state(SHARED_SPACE, StatePlace::default(), 100).unwrap();
    let mut stamps: Vec<_> = state.ops.iter().map(|op| op.stamp).collect();
    stamps.sort_unstable_by(|a, b| b.cmp(a));
    stamps
}

fn millis(time: DateTime<Utc>) -> u64 {
    u64::try_from(time.timestamp_millis()).unwrap()
}

/// A write of Ben's on the shared note, so many milliseconds after the tests' time.
fn of_bens(text: &str, after: i64) -> Op {
    op::<Note>(SHARED, note(1, "").id, 4, Value::Text(text.into()), (3, after), None)
}

fn state_of(ops: Vec<Op>) -> Batch {
    Batch { ops, state: true, ..Batch::default() }
}

#[test]
fn what_is_for_one_space_is_never_put_into_a_record_of_another() {
    let ana = connected(Bench::new());
    ana.store.apply_remote(&[of_bens("planted", 0)]).unwrap();
    let put = ana.store.act("put", at(1), |draft| draft.put(PERSONAL, &note(1, "zirkon-private")));
    assert!(matches!(put, Err(Error::OtherSpace { .. })), "{put:?}");
    assert_eq!((text(&ana).as_deref(), ana.store.outbox(9).unwrap()), (Some("planted"), vec![]));
    ana.store.act("put", at(1), |draft| draft.put(SHARED, &note(1, "Ana's"))).unwrap();
    assert_eq!(text(&ana).as_deref(), Some("Ana's"));
    ana.assert_whole();
}

#[test]
fn a_planted_record_gives_way_to_the_persons_own_in_any_order() {
    let own = op::<Note>(PERSONAL, note(1, "").id, 4, Value::Text("own".into()), (2, 0), None);
    let planted = of_bens("planted", 50);
    for planted_first in [true, false] {
        let ana = connected(Bench::new());
        if planted_first {
            ana.store.apply_remote(std::slice::from_ref(&planted)).unwrap();
            // Written to as long as nobody knows better, on its way, and to be sent whole.
            ana.edit::<Note>(note(1, "").id, |note| note.text = "Ana's".into());
            ana.store.begin_again(SHARED_SPACE).unwrap();
            take(&ana.store, SHARED_SPACE).unwrap();
            ana.edit::<Note>(note(1, "").id, |note| note.text = "Ana's second".into());
        }
        ana.store.apply_remote(std::slice::from_ref(&own)).unwrap();
        assert_eq!(ana.store.apply_remote(std::slice::from_ref(&planted)).unwrap().refused, 1);
        ana.store.drop_in_flight(SHARED_SPACE).unwrap();
        let placed = ana.get::<Note>(note(1, "").id).unwrap();
        assert_eq!((placed.space, placed.text.as_str()), (PERSONAL, "own"));
        assert_eq!(standing(&ana), []);
        assert_eq!(ana.store.outbox(9).unwrap(), []);
        assert_eq!(take(&ana.store, SHARED_SPACE), None);
        ana.assert_whole();
    }
}

#[test]
fn a_server_whose_clock_goes_back_behind_what_it_took_changes_no_stamp() {
    let ana = connected(Bench::new());
    let mut log = Log::new(SHARED_SPACE);
    ana.store.act("create", at(TEN_YEARS), |draft| draft.create(SHARED, &note(1, "taken"))).unwrap();
    sync(&ana.store, &mut log, at(TEN_YEARS), Answer::Whole);
    write_at(&ana, "unsent", at(TEN_YEARS));
    let before = standing(&ana);
    for (limit, now) in [
        (at(0), at(0)),
        (DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH),
        (DateTime::from_timestamp_millis(1 << 48).unwrap(), at(TEN_YEARS)),
        (at(TEN_YEARS), DateTime::<Utc>::MAX_UTC),
    ] {
        let refused = ana.store.restamp(limit, now);
        assert!(matches!(refused, Err(Error::ServerClock)), "{limit} {now} {refused:?}");
    }
    assert_eq!(standing(&ana), before);
    ana.assert_whole();
}

#[test]
fn what_a_file_has_brought_to_the_others_keeps_its_stamps() {
    let without_server = |profile: Bench| {
        profile.store.put_space(&SyncSpace { on_server: false, ..on_server(SHARED_SPACE) }).unwrap();
        profile
    };
    let (ana, ben) = (without_server(Bench::new()), without_server(ben()));
    ana.store.act("create", at(TEN_YEARS), |draft| draft.create(SHARED, &note(1, "brought"))).unwrap();
    let carry = |from: &Bench, to: &Bench, file: u8| {
        let mut carried = Exported::default();
        let seal = |exported: &Exported| {
            carried = exported.clone();
            Ok::<_, Error>(SealedFile { bytes: vec![1], ..SealedFile::default() })
        };
        from.store.export_exchange(SHARED_SPACE, [file; 16], at(TEN_YEARS), seal).unwrap();
        let author =
            Author { device: from.store.device(), account: from.store.account(), number: 0, hash: [0; 32] };
        let batches = vec![Batch { ops: carried.writes, ..Batch::default() }];
        let (space, taken_in) = (SHARED_SPACE, carried.taken_in);
        let file = ExchangeFile { space, file: [file; 16], author, batches, taken_in };
        to.store.import_exchange(&file, at(TEN_YEARS)).unwrap();
    };
    carry(&ana, &ben, 1);
    carry(&ben, &ana, 2);
    assert_eq!(ana.store.outbox(9).unwrap(), []);
    let brought = standing(&ana);
    ana.store.act("create", at(TEN_YEARS), |draft| draft.create(PERSONAL, &note(2, "unsent"))).unwrap();
    assert!(ana.store.restamp(at(10_000), at(0)).unwrap().writes > 0);
    assert_eq!(standing(&ana), brought, "Ben has them so");
    assert!(ana.store.outbox(9).unwrap().iter().all(|op| op.stamp.millis <= millis(at(10_000))));
    ana.assert_whole();
}

#[test]
fn stamping_anew_leaves_what_is_in_flight_in_time() {
    let ana = connected(Bench::new());
    ana.create(SHARED, &note(1, "in time"));
    let shared = take(&ana.store, SHARED_SPACE).unwrap();
    ana.store.act("create", at(TEN_YEARS), |draft| draft.create(PERSONAL, &note(2, "ahead"))).unwrap();
    take(&ana.store, PERSONAL_SPACE).unwrap();
    ana.create(PERSONAL, &note(3, "behind it"));
    take(&ana.store, PERSONAL_SPACE).unwrap();
    let limit = at(1_000_000);
    assert!(ana.store.restamp(limit, at(900_000)).unwrap().writes > 0);
    assert_eq!(ana.store.in_flight(SHARED_SPACE, 1 << 20).unwrap(), [shared], "a server may have it");
    assert_eq!(ana.store.in_flight(PERSONAL_SPACE, 1 << 20).unwrap(), []);
    assert!(ana.store.outbox(9).unwrap().iter().all(|op| op.stamp.millis <= millis(limit)));
    ana.assert_whole();
    assert_eq!(take(&ana.store, PERSONAL_SPACE).unwrap().number, 1);
}

#[test]
fn a_server_from_the_future_does_not_move_the_clock_on() {
    let ana = connected(Bench::new());
    ana.create(SHARED, &note(1, "now"));
    assert_eq!(ana.store.restamp(at(TEN_YEARS), at(TEN_YEARS)).unwrap().writes, 0);
    write_at(&ana, "a minute later", at(60_000));
    let stamp = standing(&ana)[0];
    assert!(stamp.millis < millis(at(1_000_000)), "{stamp:?}");
}

#[test]
fn a_write_over_one_of_others_from_the_future_is_not_stamped_before_it() {
    let ana = connected(Bench::new());
    ana.store.apply_remote(&[of_bens("Ben's", TEN_YEARS)]).unwrap();
    ana.store.act("edit", at(0), |draft| draft.update(&note(1, "over Ben's"))).unwrap();
    ana.store.restamp(at(10_000), at(0)).unwrap();
    ana.store.apply_remote(&[of_bens("Ben's", TEN_YEARS)]).unwrap();
    assert_eq!(text(&ana).as_deref(), Some("over Ben's"));
    ana.assert_whole();
}

#[test]
fn a_stamp_at_the_end_of_time_is_put_aside_on_every_way() {
    let ana = connected(Bench::new());
    let mut last = of_bens("for ever", 0);
    last.stamp = Stamp { millis: Stamp::MAX_MILLIS, counter: u16::MAX, device: DeviceId(3) };
    let (state, entry) = (state_of(vec![last.clone()]), [7; 16]);
    let author = Author { device: DeviceId(3), account: ben().store.account(), number: 1, hash: [1; 32] };
    let incoming = cairn_store::sync::Incoming {
        seq: 1,
        log_hash: [1; 32],
        entry,
        author: Some(author),
        bytes: 1,
        content: Content::Opened(Batch { ops: vec![last.clone()], ..Batch::default() }),
    };
    let page = Page { space: SHARED_SPACE, entries: vec![incoming] };
    let file = ExchangeFile {
        space: SHARED_SPACE,
        file: entry,
        author,
        batches: vec![state.clone()],
        taken_in: vec![],
    };
    assert_eq!(ana.store.apply_remote(std::slice::from_ref(&last)).unwrap().refused, 1);
    assert_eq!(ana.store.apply_entries(page, at(0)).unwrap().refused_ops, 1);
    assert_eq!(ana.store.apply_state(SHARED_SPACE, &state, at(0)).unwrap().refused_ops, 1);
    assert_eq!(ana.store.import_exchange(&file, at(0)).unwrap().refused_ops, 1);
    assert_eq!(text(&ana), None);
    assert_eq!(put_aside(&ana), (1, "stamp_ahead".into()));
    ana.create(SHARED, &note(1, "Ana's"));
    write_at(&ana, "Ana's second", at(0));
    assert_eq!(text(&ana).as_deref(), Some("Ana's second"));
    assert!(standing(&ana)[0].millis < millis(at(TEN_YEARS)));
    ana.assert_whole();
}

/// How many ops are put aside, and why the first was.
fn put_aside(profile: &Bench) -> (u32, String) {
    let sql = "SELECT count(*), coalesce(min(reason), '') FROM quarantine";
    raw(profile.path()).query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
}

#[test]
fn what_no_server_has_looked_at_waits_until_its_time_has_come() {
    let ana = connected(Bench::new());
    let ahead = i64::try_from(AHEAD_MILLIS).unwrap();
    let state = state_of(vec![of_bens("in two days", ahead), {
        op::<Note>(SHARED, note(2, "").id, 4, Value::Text("later".into()), (3, ahead + 1), None)
    }]);
    let take = |batch: &Batch, now| ana.store.apply_state(SHARED_SPACE, batch, now).unwrap();
    let applied = take(&state, at(0));
    assert_eq!((applied.records, applied.refused_ops, put_aside(&ana).0), (1, 1, 1));
    assert_eq!(ana.get::<Note>(note(2, "").id), None);
    // A file that comes while it is still too early takes nothing with it.
    assert_eq!((take(&state_of(vec![]), at(0)).records, put_aside(&ana).0), (0, 1));
    assert_eq!((take(&state_of(vec![]), at(1)).records, put_aside(&ana).0), (1, 0));
    assert_eq!(ana.get::<Note>(note(2, "").id).unwrap().text, "later");
    ana.assert_whole();
}

#[test]
fn a_hostile_member_fills_no_disk_with_what_is_put_aside() {
    let ana = connected(Bench::new());
    let misplaced = |id: u128, text: String| {
        let id = journal_entry(id, "").id;
        op::<JournalEntry>(SHARED, id, 2, Value::Text(text), (3, 0), None)
    };
    let many: Vec<Op> = (1..=10_050).map(|id| misplaced(id, "x".into())).collect();
    for half in many.chunks(6_000) {
        assert_eq!(ana.store.apply_remote(half).unwrap().refused, half.len());
    }
    assert_eq!(put_aside(&ana), (10_000, "misplaced".into()));
    let other = connected(ben());
    let large: Vec<Op> = (1..=6).map(|id| misplaced(id, "x".repeat(4_000_000))).collect();
    assert_eq!(other.store.apply_remote(&large).unwrap().refused, 6);
    assert_eq!(put_aside(&other).0, 4, "16 MiB");
}

#[test]
fn the_key_of_an_epoch_never_changes() {
    let ana = connected(Bench::new());
    let first = Epoch { epoch: 1, record: vec![1], key: Some(vec![9]) };
    ana.store.put_epochs(SHARED_SPACE, std::slice::from_ref(&first)).unwrap();
    for key in [None, Some(vec![8])] {
        ana.store.put_epochs(SHARED_SPACE, &[Epoch { key, ..first.clone() }]).unwrap();
        assert_eq!(ana.store.epochs(SHARED_SPACE).unwrap(), std::slice::from_ref(&first));
    }
    // Another record under the number is another epoch, which the old key does not open.
    let other = Epoch { record: vec![2], key: None, ..first };
    ana.store.put_epochs(SHARED_SPACE, std::slice::from_ref(&other)).unwrap();
    assert_eq!(ana.store.epochs(SHARED_SPACE).unwrap(), [other]);
}

#[test]
fn a_head_that_was_told_gives_way_to_the_first_entry_that_is_read() {
    let (ana, ben) = (connected(Bench::new()), connected(ben()));
    let mut log = Log::new(SHARED_SPACE);
    ana.create(SHARED, &note(1, "Granite"));
    sync(&ana.store, &mut log, at(0), Answer::Whole);
    let told = |device, number| AuthorHead { device: DeviceId(device), number, hash: [6; 32], told: true };
    // A lie about Ana, and about the reader itself.
    ben.store.keep_author_heads(SHARED_SPACE, &[told(1, 1_000), told(3, 9), told(4, 2)]).unwrap();
    assert_eq!(ben.store.author_heads(SHARED_SPACE).unwrap(), [told(1, 1_000), told(4, 2)]);
    pull_all(&ben.store, &log);
    let hash = log.entries[0].author.hash;
    let read = AuthorHead { device: DeviceId(1), number: 1, hash, told: false };
    assert_eq!(ben.store.author_heads(SHARED_SPACE).unwrap(), [read, told(4, 2)]);
    ben.store.keep_author_heads(SHARED_SPACE, &[told(1, 1)]).unwrap();
    assert_eq!(ben.store.author_heads(SHARED_SPACE).unwrap()[0], read, "what was read stays");
    assert_eq!(take_number(&ben), 1, "its own numbers are its own");
    // What was said to be known is not: a conflict is still one.
    sync(&ben.store, &mut log, at(10_000_000), Answer::Whole);
    pull_all(&ana.store, &log);
    ana.edit::<Note>(note(1, "").id, |note| note.text = "Ana's".into());
    ben.edit::<Note>(note(1, "").id, |note| note.text = "Ben's".into());
    sync(&ana.store, &mut log, at(10_000_000), Answer::Whole);
    assert_eq!(pull_all(&ben.store, &log).conflicts.len(), 1);
}

fn take_number(profile: &Bench) -> u64 {
    profile.create(SHARED, &goal(9, "of the reader"));
    take(&profile.store, SHARED_SPACE).unwrap().number
}

#[test]
fn entries_that_were_put_aside_are_taken_in_once_they_can_be_read() {
    let (ana, ben) = (connected(Bench::new()), connected(ben()));
    let mut log = Log::new(SHARED_SPACE);
    for id in 1..=3 {
        ana.create(SHARED, &note(id, "Granite"));
        sync(&ana.store, &mut log, at(0), Answer::Whole);
    }
    let mut page = log.page(0, 9);
    let opened = page.entries.clone();
    for entry in &mut page.entries {
        let frame = vec![entry.seq as u8];
        entry.author = None;
        entry.content = Content::Refused { reason: "no_device".into(), frame };
    }
    ben.store.apply_entries(page, at(0)).unwrap();
    let place = ben.store.sync_space(SHARED_SPACE).unwrap().unwrap().place;
    let retry = |entry| ben.store.retry(SHARED_SPACE, entry, at(0)).unwrap().records;
    let unheard_of = cairn_store::sync::Incoming { entry: [99; 16], ..opened[0].clone() };
    assert_eq!((retry(opened[0].clone()), retry(opened[1].clone()), retry(unheard_of)), (1, 1, 0));
    let refused = ben.store.refused(SHARED_SPACE).unwrap();
    let left = (refused[0].reason.as_str(), refused[0].seq, refused[0].frame.as_slice());
    assert_eq!((refused.len(), left), (1, ("no_device", Some(3), &[3][..])));
    assert_eq!(ben.store.sync_space(SHARED_SPACE).unwrap().unwrap().place, place);
    assert_eq!(ben.store.author_heads(SHARED_SPACE).unwrap()[0].number, 2);
    assert_eq!((retry(opened[2].clone()), retry(opened[2].clone())), (1, 0));
    assert_eq!(ben.store.refused(SHARED_SPACE).unwrap(), []);
    ben.assert_whole();
}

#[test]
fn a_device_never_moves_from_one_account_to_another() {
    let ana = connected(Bench::new());
    let chain = |account: u128| Chain {
        account: AccountId(Uuid::from_u128(account)),
        statements: vec![1],
        changed: None,
    };
    let writer = |device| ana.store.read::<_, Error>(|reader| reader.writer(DeviceId(device))).unwrap();
    ana.store.put_chain(&chain(5), &[DeviceId(50)]).unwrap();
    ana.store.put_chain(&chain(6), &[DeviceId(50), DeviceId(1)]).unwrap();
    assert_eq!((writer(50), writer(1)), (Some(chain(5).account), Some(ACCOUNT)));
    ana.store.take_new_device(DeviceId(2)).unwrap();
    ana.store.disconnect().unwrap();
    ana.store.put_chain(&chain(6), &[DeviceId(50), DeviceId(1)]).unwrap();
    assert_eq!((writer(50), writer(1)), (Some(chain(5).account), Some(ACCOUNT)));
}

#[test]
fn pieces_of_one_space_spoil_no_file_of_another() {
    let ana = connected(Bench::new());
    let content = [vec![1; 1 << 20], vec![2; 5]].concat();
    let hash = blake3::hash(&content).to_hex().to_string();
    let put = |space, piece, bytes: &[u8]| ana.store.put_piece(space, &hash, piece, 2, bytes, at(0)).unwrap();
    assert_eq!(put(SHARED_SPACE, 0, b"spoilt"), Piece::Kept);
    assert_eq!(put(PERSONAL_SPACE, 0, &content[..1 << 20]), Piece::Kept);
    assert_eq!(ana.store.pieces_here(SpaceId(Uuid::from_u128(9)), &hash).unwrap(), [0u32; 0]);
    assert_eq!(put(PERSONAL_SPACE, 1, &content[1 << 20..]), Piece::Whole);
    ana.store.forget_space(SHARED_SPACE).unwrap();
    assert_eq!(ana.store.pieces_here(SHARED_SPACE, &hash).unwrap(), [0u32; 0]);
}

#[test]
fn what_others_announce_takes_no_file_away_that_is_here() {
    let ana = connected(Bench::new());
    let kept = ana.store.attach(&b"a paper"[..], at(0)).unwrap();
    let content = *blake3::hash(b"a paper").as_bytes();
    let announced = |content, blob| Announced { content, bytes: 7, epoch: 1, blobs: vec![[blob; 32]] };
    ana.store.uploaded(SHARED_SPACE, &announced(content, 1), 23, at(0)).unwrap();
    let say = |content, blob| {
        let batch = Batch { attachments: vec![announced(content, blob)], ..state_of(vec![]) };
        ana.store.apply_state(SHARED_SPACE, &batch, at(0)).unwrap();
    };
    say(content, 2);
    assert_eq!(ana.store.announced(SHARED_SPACE).unwrap(), [announced(content, 1)], "{}", kept.hash);
    let told = take(&ana.store, SHARED_SPACE).unwrap();
    let told = Batch::decode(&told.frame, SHARED_SPACE).unwrap();
    assert_eq!(told.attachments, [announced(content, 1)], "the others are still told");
    // Of a file that is not here, a better word may come.
    say([0; 32], 3);
    say([0; 32], 4);
    assert_eq!(ana.store.announced(SHARED_SPACE).unwrap()[0], announced([0; 32], 4));
}

#[test]
fn a_part_of_a_state_has_an_end_in_bytes() {
    let ana = connected(Bench::new());
    (1..=3).for_each(|id| ana.create(SHARED, &note(id, &"x".repeat(STATE_BYTES / 2))));
    let unknown = |id: u128| {
        let known = op::<Note>(SHARED, note(id, "").id, 4, Value::Text("y".repeat(3_000_000)), (3, 1), None);
        let record =
            cairn_replica::RecordRef { collection: cairn_replica::Collection(60_000), ..known.record };
        Op { record, ..known }
    };
    ana.store.apply_remote(&(4..=6).map(unknown).collect::<Vec<_>>()).unwrap();
    let (mut records, mut next) = (Vec::new(), Some(StatePlace::default()));
    while let Some(place) = next {
        let slice = ana.store.state(SHARED_SPACE, place, 100).unwrap();
        let texts = slice.ops.iter().map(|op| match &op.value {
            Value::Text(text) => text.len(),
            _ => 0,
        });
        assert!(texts.sum::<usize>() < 2 * STATE_BYTES);
        let mut of_slice: Vec<_> = slice.ops.iter().map(|op| op.record.id).collect();
        of_slice.dedup();
        records.extend(of_slice);
        next = slice.next;
    }
    records.sort_unstable();
    let all: Vec<_> = (1..=6).map(|id| cairn_replica::RecordId(Uuid::from_u128(id))).collect();
    assert_eq!(records, all, "each once");
}

#[test]
fn a_file_has_nothing_to_say_in_the_personal_space() {
    let ana = connected(Bench::new());
    let author = Author { device: DeviceId(3), account: ben().store.account(), number: 0, hash: [0; 32] };
    let planted = op::<Note>(PERSONAL, note(1, "").id, 4, Value::Text("planted".into()), (3, 0), None);
    let file = ExchangeFile {
        space: PERSONAL_SPACE,
        file: [1; 16],
        author,
        batches: vec![state_of(vec![planted])],
        taken_in: vec![],
    };
    let taken = ana.store.import_exchange(&file, at(0));
    assert!(matches!(taken, Err(Error::Misplaced { .. })), "{taken:?}");
    assert_eq!(text(&ana), None);
}

/// The bound is one of this device's clock, or of what the server has taken where that is later.
#[test]
fn a_clock_that_stands_still_does_not_put_aside_what_the_server_knows() {
    let (ana, ben) = (connected(Bench::new()), connected(ben()));
    let mut log = Log::new(SHARED_SPACE);
    let later = at(TEN_YEARS);
    ben.store.act("create", later, |draft| draft.create(SHARED, &note(1, "Ben's"))).unwrap();
    sync(&ben.store, &mut log, later, Answer::Whole);
    pull_all(&ana.store, &log);
    let soon = later + TimeDelta::hours(1);
    let state = state_of(vec![of_bens("an hour later", (soon - at(0)).num_milliseconds())]);
    let applied = ana.store.apply_state(SHARED_SPACE, &state, at(0)).unwrap();
    assert_eq!((applied.refused_ops, text(&ana).as_deref()), (0, Some("an hour later")));
}
