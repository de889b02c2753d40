//! What leaves and what comes: entries in flight, pages of a log, and what is known around them.

use crate::{log::*, support::*};
use cairn_domain::*;
use cairn_replica::{Announced, Batch, DeviceId, SpaceId, Value};
use cairn_store::{
    Error,
    sync::{
        Acknowledged, AuthorHead, Chain, Content, Epoch, Limits, Notice, Piece, Place, SyncAccount,
        SyncSpace, Way,
    },
};
use rstest::rstest;
use uuid::Uuid;

fn ben() -> Bench {
    Bench::of(AccountId(Uuid::from_u128(0xBE)), 3)
}

fn connected(profile: Bench) -> Bench {
    profile.store.put_space(&on_server(SHARED_SPACE)).unwrap();
    profile.store.put_space(&on_server(PERSONAL_SPACE)).unwrap();
    profile
}

fn text(profile: &Bench) -> String {
    profile.get::<Note>(note(1, "").id).unwrap().text.clone()
}

fn write(profile: &Bench, text: &str) {
    profile.edit::<Note>(note(1, "").id, |note| note.text = text.into());
}

#[test]
fn what_is_taken_is_in_flight_and_no_longer_in_the_outbox() {
    let ana = connected(Bench::new());
    ana.create(SHARED, &note(1, "Granite"));
    let taken = take(&ana.store, SHARED_SPACE).unwrap();
    assert_eq!(take(&ana.store, SHARED_SPACE), None);
    assert_eq!(ana.store.outbox(9).unwrap(), []);
    let ana = ana.reopened();
    assert_eq!(ana.store.in_flight(SHARED_SPACE, 1 << 20).unwrap(), std::slice::from_ref(&taken));
    ana.assert_whole();
    assert!(!ana.store.is_all_sent(SHARED_SPACE).unwrap());
    let arrived = Acknowledged { entry: taken.entry, seq: 1, log_hash: Some([5; 32]) };
    ana.store.acknowledged(SHARED_SPACE, &[arrived, arrived], at(0)).unwrap();
    assert!(ana.store.is_all_sent(SHARED_SPACE).unwrap());
    let space = ana.store.sync_space(SHARED_SPACE).unwrap().unwrap();
    assert_eq!((space.place.seq, space.head), (1, 1), "what was sent need not be read");
    let head = AuthorHead { device: DeviceId(1), number: 1, hash: taken.hash, told: false };
    assert_eq!(ana.store.author_heads(SHARED_SPACE).unwrap(), [head]);
    ana.assert_whole();
}

#[test]
fn a_record_is_unsent_until_it_is_known_to_have_arrived() {
    let ana = connected(Bench::new());
    let unsent = |space| ana.store.read(|reader| reader.unsent::<Note>(space)).unwrap().len();
    ana.create(SHARED, &note(1, "Granite"));
    ana.create(SHARED, &goal(2, "Learn SQL"));
    assert_eq!((unsent(SHARED), unsent(PERSONAL)), (1, 0));
    let taken = take(&ana.store, SHARED_SPACE).unwrap();
    assert_eq!(unsent(SHARED), 1, "under way is not there yet");
    let arrived = Acknowledged { entry: taken.entry, seq: 1, log_hash: Some([5; 32]) };
    ana.store.acknowledged(SHARED_SPACE, &[arrived], at(0)).unwrap();
    assert_eq!(unsent(SHARED), 0);
    write(&ana, "Basalt");
    assert_eq!(unsent(SHARED), 1);
}

#[test]
fn what_waits_is_counted_where_it_has_somewhere_to_go() {
    let ana = Bench::new();
    ana.create(SHARED, &note(1, "Granite"));
    ana.create(SHARED, &goal(2, "Learn SQL"));
    let waiting = || ana.store.waiting(None).unwrap();
    assert_eq!(waiting(), 0, "there is no server");
    ana.store.put_space(&on_server(SHARED_SPACE)).unwrap();
    assert_eq!(waiting(), 2);
    let of = |space| ana.store.waiting(Some(space)).unwrap();
    assert_eq!((of(SHARED_SPACE), of(PERSONAL_SPACE)), (2, 0));
    let taken = take(&ana.store, SHARED_SPACE).unwrap();
    assert_eq!(waiting(), 1, "one entry is under way");
    let arrived = Acknowledged { entry: taken.entry, seq: 1, log_hash: None };
    ana.store.acknowledged(SHARED_SPACE, &[arrived], at(0)).unwrap();
    assert_eq!(waiting(), 0);
}

#[test]
fn an_answer_out_of_order_does_not_move_the_cursor() {
    let ana = connected(Bench::new());
    ana.create(SHARED, &note(1, "Granite"));
    let taken = take(&ana.store, SHARED_SPACE).unwrap();
    let arrived = Acknowledged { entry: taken.entry, seq: 7, log_hash: Some([5; 32]) };
    ana.store.acknowledged(SHARED_SPACE, &[arrived], at(0)).unwrap();
    assert_eq!(ana.store.sync_space(SHARED_SPACE).unwrap().unwrap().place, Place::default());
}

#[test]
fn a_field_written_while_in_flight_stays_unsent_with_what_went_as_its_base() {
    let ana = connected(Bench::new());
    ana.create(SHARED, &note(1, "first"));
    let first = take(&ana.store, SHARED_SPACE).unwrap();
    let sent = Batch::decode(&first.frame, SHARED_SPACE).unwrap();
    write(&ana, "second");
    ana.assert_whole();
    let unsent = ana.store.outbox(9).unwrap();
    let sent = sent.ops.iter().find(|op| op.value == Value::Text("first".into())).unwrap();
    assert_eq!((unsent.len(), unsent[0].base), (1, Some(sent.stamp)));
    let arrived = Acknowledged { entry: first.entry, seq: 1, log_hash: None };
    ana.store.acknowledged(SHARED_SPACE, &[arrived], at(0)).unwrap();
    assert_eq!(ana.store.outbox(9).unwrap(), unsent);
}

#[test]
fn dropped_frames_are_taken_anew_with_the_base_of_the_first_write() {
    let ana = connected(Bench::new());
    ana.create(SHARED, &note(1, "base"));
    let mut log = Log::new(SHARED_SPACE);
    sync(&ana.store, &mut log, at(0), Answer::Whole);
    write(&ana, "first");
    let base = ana.store.outbox(9).unwrap()[0].base;
    take(&ana.store, SHARED_SPACE).unwrap();
    write(&ana, "second");
    take(&ana.store, SHARED_SPACE).unwrap();
    write(&ana, "third");
    ana.store.drop_in_flight(SHARED_SPACE).unwrap();
    ana.assert_whole();
    let unsent = ana.store.outbox(9).unwrap();
    assert_eq!((unsent.len(), &unsent[0].value, unsent[0].base), (1, &Value::Text("third".into()), base));
    let again = take(&ana.store, SHARED_SPACE).unwrap();
    assert_eq!(again.number, 2, "numbers that were not sent are given again");
}

#[test]
fn a_write_in_flight_that_was_beaten_goes_out_all_the_same() {
    let (ana, ben) = (connected(Bench::new()), connected(ben()));
    let mut log = Log::new(SHARED_SPACE);
    ana.create(SHARED, &note(1, "base"));
    sync(&ana.store, &mut log, at(0), Answer::Whole);
    sync(&ben.store, &mut log, at(0), Answer::Whole);
    write(&ana, "Ana's");
    take(&ana.store, SHARED_SPACE).unwrap();
    ben.now();
    write(&ben, "Ben's");
    sync(&ben.store, &mut log, at(10_000_000), Answer::Whole);
    assert_eq!(pull_all(&ana.store, &log).conflicts.len(), 1);
    ana.store.drop_in_flight(SHARED_SPACE).unwrap();
    ana.assert_whole();
    sync(&ana.store, &mut log, at(10_000_000), Answer::Whole);
    assert_eq!(pull_all(&ben.store, &log).conflicts.len(), 1);
    assert_eq!((text(&ana), text(&ben)), ("Ben's".into(), "Ben's".into()));
}

#[test]
fn an_entry_whose_answer_was_lost_has_arrived_when_it_is_read() {
    let ana = connected(Bench::new());
    let mut log = Log::new(SHARED_SPACE);
    ana.create(SHARED, &note(1, "Granite"));
    sync(&ana.store, &mut log, at(0), Answer::Lost);
    assert_eq!(ana.store.in_flight(SHARED_SPACE, 9).unwrap().len(), 1);
    pull_all(&ana.store, &log);
    assert!(ana.store.is_all_sent(SHARED_SPACE).unwrap());
    let ledger = ana.store.ledger(None, None, 9).unwrap();
    assert_eq!((ledger.len(), ledger[0].seq), (1, Some(1)));
}

#[test]
fn an_entry_that_the_server_lost_after_it_had_it_goes_out_again() {
    let (ana, ben) = (connected(Bench::new()), connected(ben()));
    let mut log = Log::new(SHARED_SPACE);
    ana.create(SHARED, &note(1, "Granite"));
    sync(&ana.store, &mut log, at(0), Answer::Numbers);
    assert!(ana.store.is_all_sent(SHARED_SPACE).unwrap());
    assert_eq!(ana.store.in_flight(SHARED_SPACE, 9).unwrap(), []);
    ana.assert_whole();
    // Another entry stands in its place, so that neither number nor hash tells.
    log.entries.clear();
    ben.create(SHARED, &note(2, "Basalt"));
    sync(&ben.store, &mut log, at(0), Answer::Whole);
    pull_all(&ana.store, &log);
    assert!(!ana.store.is_all_sent(SHARED_SPACE).unwrap());
    ana.assert_whole();
    sync(&ana.store, &mut log, at(0), Answer::Whole);
    pull_all(&ben.store, &log);
    assert_eq!(ben.get::<Note>(note(1, "").id).unwrap().text, "Granite");
}

/// A marker word in a private record must not be in a batch of another space.
#[test]
fn nothing_of_one_space_is_ever_in_an_entry_of_another() {
    let ana = connected(Bench::new());
    let other = SpaceId(Uuid::from_u128(0x0DD));
    ana.store.put_space(&on_server(other)).unwrap();
    ana.create(PERSONAL, &note(1, "zirkon-private"));
    ana.create(SHARED, &note(2, "zirkon-shared"));
    ana.create(Space::Mentorship(MentorshipId(other.0)), &note(3, "zirkon-other"));
    for (space, word) in
        [(SHARED_SPACE, "zirkon-shared"), (other, "zirkon-other"), (PERSONAL_SPACE, "zirkon-private")]
    {
        let mut frames = Vec::new();
        while let Some(taken) = take(&ana.store, space) {
            frames.extend(taken.frame);
        }
        let frames = String::from_utf8_lossy(&frames).into_owned();
        assert!(frames.contains(word), "{word}");
        assert_eq!(frames.matches("zirkon").count(), 1, "only what is of the space");
    }
    for (space, word) in [(SHARED_SPACE, "zirkon-shared"), (PERSONAL_SPACE, "zirkon-private")] {
        ana.store.begin_again(space).unwrap();
        let mut frames = Vec::new();
        while let Some(taken) = take(&ana.store, space) {
            frames.extend(taken.frame);
        }
        let frames = String::from_utf8_lossy(&frames).into_owned();
        assert_eq!(frames.matches("zirkon").count(), frames.matches(word).count());
    }
}

#[test]
fn an_outbox_that_names_the_wrong_space_sends_nothing() {
    let ana = connected(Bench::new());
    ana.create(PERSONAL, &note(1, "zirkon-private"));
    raw(ana.path()).execute("UPDATE outbox SET space = ?1", [SHARED_SPACE.0.as_bytes()]).unwrap();
    let ana = ana.reopened();
    let taken = ana.store.take_for_sending(SHARED_SPACE, MANY, at(0), seal);
    assert!(matches!(taken, Err(Error::OtherSpace { .. })), "{taken:?}");
    assert_eq!(ana.store.in_flight(SHARED_SPACE, 9).unwrap(), []);
}

#[test]
fn a_space_that_is_not_on_a_server_or_has_stopped_sends_nothing() {
    let ana = Bench::new();
    ana.create(SHARED, &note(1, "Granite"));
    assert_eq!(take(&ana.store, SHARED_SPACE), None);
    ana.store.put_space(&SyncSpace { on_server: false, ..on_server(SHARED_SPACE) }).unwrap();
    assert_eq!(take(&ana.store, SHARED_SPACE), None);
    let notice = Some(Notice { code: "fork".into(), evidence: vec![1] });
    ana.store.put_space(&SyncSpace { notice, ..on_server(SHARED_SPACE) }).unwrap();
    assert_eq!(take(&ana.store, SHARED_SPACE), None);
    ana.store.put_space(&on_server(SHARED_SPACE)).unwrap();
    assert!(take(&ana.store, SHARED_SPACE).is_some());
}

#[test]
fn a_seal_that_fails_takes_nothing() {
    let ana = connected(Bench::new());
    ana.create(SHARED, &note(1, "Granite"));
    let unsent = ana.store.outbox(9).unwrap();
    let failed = ana.store.take_for_sending(SHARED_SPACE, MANY, at(0), |_| Err(Error::Cancelled));
    assert!(matches!(failed, Err(Error::Cancelled)));
    assert_eq!(
        (ana.store.outbox(9).unwrap(), take(&ana.store, SHARED_SPACE).map(|taken| taken.number)),
        (unsent, Some(1))
    );
}

#[rstest]
#[case::few_records(Limits { records: 2, bytes: 1 << 20 })]
#[case::few_bytes(Limits { records: 500, bytes: 150 })]
#[case::nothing(Limits { records: 1, bytes: 0 })]
fn small_entries_carry_everything_once(#[case] limits: Limits) {
    let (ana, ben) = (connected(Bench::new()), connected(ben()));
    (1..=7).for_each(|id| ana.create(SHARED, &goal(id, &format!("goal {id}"))));
    let mut log = Log::new(SHARED_SPACE);
    while let Some(taken) = ana.store.take_for_sending(SHARED_SPACE, limits, at(0), seal).unwrap() {
        log.push(ACCOUNT, DeviceId(1), &taken, at(10_000_000)).unwrap();
        ana.assert_whole();
    }
    assert!(log.entries.len() > 3);
    pull_all(&ana.store, &log);
    assert!(ana.store.is_all_sent(SHARED_SPACE).unwrap());
    pull_all(&ben.store, &log);
    for id in 1..=7 {
        assert_eq!(ben.get::<Goal>(goal(id, "").id).unwrap().record, goal(id, &format!("goal {id}")));
    }
    let ops: usize =
        log.entries.iter().map(|kept| Batch::decode(&kept.frame, SHARED_SPACE).unwrap().ops.len()).sum();
    assert_eq!(ops, 7 * 18, "each op once");
}

#[test]
fn a_write_too_large_for_any_entry_is_put_aside_and_the_others_go() {
    let ana = connected(Bench::new());
    ana.create(SHARED, &note(1, &"x".repeat(5_000)));
    ana.create(SHARED, &note(2, "small"));
    let bounded = |outgoing: &cairn_store::sync::Outgoing<'_>| match seal(outgoing)? {
        Some(sealed) if sealed.frame.len() > 2_000 => Ok(None),
        sealed => Ok::<_, Error>(sealed),
    };
    let mut sent = Vec::new();
    while let Some(taken) = ana.store.take_for_sending(SHARED_SPACE, MANY, at(0), bounded).unwrap() {
        sent.extend(Batch::decode(&taken.frame, SHARED_SPACE).unwrap().ops);
    }
    assert!(sent.iter().any(|op| op.value == Value::Text("small".into())));
    let refused = ana.store.refused(SHARED_SPACE).unwrap();
    assert_eq!(refused.iter().map(|refused| refused.reason.as_str()).collect::<Vec<_>>(), ["too_large"]);
    assert_eq!(ana.store.outbox(9).unwrap(), []);
    ana.assert_whole();
}

#[test]
fn an_entry_that_cannot_be_opened_is_kept_and_stops_nobody() {
    let (ana, ben) = (connected(Bench::new()), connected(ben()));
    let mut log = Log::new(SHARED_SPACE);
    for id in 1..=2 {
        ana.create(SHARED, &note(id, "Granite"));
        sync(&ana.store, &mut log, at(0), Answer::Whole);
    }
    let mut page = log.page(0, 9);
    let opened = page.entries.clone();
    page.entries[0].content = Content::Refused { reason: "no_key".into(), frame: vec![1, 2, 3] };
    let applied = ben.store.apply_entries(page, at(0)).unwrap();
    assert_eq!((applied.refused_entries, applied.records), (1, 1));
    let refused = ben.store.refused(SHARED_SPACE).unwrap();
    assert_eq!(
        (refused[0].reason.as_str(), refused[0].seq, &refused[0].frame),
        ("no_key", Some(1), &vec![1, 2, 3])
    );
    // The key comes later.
    let again = cairn_store::sync::Page { space: SHARED_SPACE, entries: opened[..1].to_vec() };
    assert_eq!(ben.store.apply_entries(again, at(0)).unwrap().records, 1);
    assert_eq!(ben.store.refused(SHARED_SPACE).unwrap(), []);
    assert_eq!(ben.store.sync_space(SHARED_SPACE).unwrap().unwrap().place.seq, 2);
    ben.assert_whole();
}

#[test]
fn an_entry_with_an_op_of_another_space_is_refused_whole() {
    let (ana, ben) = (connected(Bench::new()), connected(ben()));
    let mut log = Log::new(SHARED_SPACE);
    ana.create(SHARED, &note(1, "Granite"));
    sync(&ana.store, &mut log, at(0), Answer::Whole);
    let mut page = log.page(0, 9);
    if let Content::Opened(batch) = &mut page.entries[0].content {
        let stray = op::<Note>(
            Space::Personal(ben.store.account()),
            note(2, "").id,
            4,
            Value::Text("x".into()),
            (1, 1),
            None,
        );
        batch.ops.push(stray);
    }
    assert_eq!(ben.store.apply_entries(page, at(0)).unwrap().refused_entries, 1);
    assert_eq!(ben.store.refused(SHARED_SPACE).unwrap()[0].reason, "other_space");
    assert!(ben.get::<Note>(note(1, "").id).is_none() && ben.get::<Note>(note(2, "").id).is_none());
}

#[test]
fn the_ledger_says_what_went_and_what_would_go() {
    let (ana, ben) = (connected(Bench::new()), connected(ben()));
    let mut log = Log::new(SHARED_SPACE);
    ana.create(SHARED, &note(1, "Granite"));
    let would = ana.store.would_leave(SHARED_SPACE, 9).unwrap();
    assert_eq!((would.len(), would[0].columns()), (1, vec!["mentorship", "text"]));
    assert_eq!(ana.store.would_leave(PERSONAL_SPACE, 9).unwrap(), []);
    sync(&ana.store, &mut log, at(500), Answer::Whole);
    assert_eq!(ana.store.would_leave(SHARED_SPACE, 9).unwrap(), []);
    write(&ana, "Basalt");
    sync(&ana.store, &mut log, at(10_000_000), Answer::Whole);
    let all = ana.store.ledger(Some(SHARED_SPACE), None, 1).unwrap();
    assert_eq!(
        (all.len(), all[0].seq, all[0].way, all[0].records[0].columns()),
        (1, Some(2), Way::Server, vec!["text"])
    );
    let earlier = ana.store.ledger(None, Some(all[0].n), 9).unwrap();
    assert_eq!((earlier.len(), &earlier[0].records, earlier[0].bytes > 20), (1, &would, true));
    pull_all(&ben.store, &log);
    assert_eq!(ben.store.ledger(None, None, 9).unwrap(), [], "what comes has left another device");
    ana.store.purge(at(91 * 24 * 3_600_000)).unwrap();
    assert_eq!(ana.store.ledger(None, None, 9).unwrap(), []);
}

#[test]
fn who_wrote_is_known_by_the_device() {
    let (ana, ben) = (connected(Bench::new()), connected(ben()));
    let mut log = Log::new(SHARED_SPACE);
    ana.create(SHARED, &note(1, "Granite"));
    sync(&ana.store, &mut log, at(0), Answer::Whole);
    pull_all(&ben.store, &log);
    let writer = |device| ben.store.read::<_, Error>(|reader| reader.writer(DeviceId(device))).unwrap();
    assert_eq!((writer(1), writer(3), writer(7)), (Some(ACCOUNT), Some(ben.store.account()), None));
}

#[test]
fn log_hashes_of_two_histories_are_both_known() {
    let ana = connected(Bench::new());
    for hash in [[1; 32], [2; 32], [1; 32]] {
        ana.store.keep_log_hash(SHARED_SPACE, Place { seq: 4, hash }).unwrap();
    }
    assert_eq!(ana.store.log_hashes(SHARED_SPACE, 4).unwrap(), [[1; 32], [2; 32]]);
    assert_eq!(ana.store.log_hashes(SHARED_SPACE, 5).unwrap(), [[0; 32]; 0]);
}

fn account() -> SyncAccount {
    SyncAccount {
        server: Some("sync.example:8443".into()),
        trust: Some("plain".into()),
        server_id: None,
        device: DeviceId(1),
        secrets: vec![1, 2, 3].into(),
        session: Some(vec![4].into()),
        clock_offset: -20,
        last_success: None,
    }
}

#[test]
fn what_is_known_of_account_people_and_epochs_is_kept() {
    let ana = connected(Bench::new());
    assert_eq!(ana.store.sync_account().unwrap(), None);
    ana.store.update_sync_account(|account| account.clock_offset = 5).unwrap();
    assert_eq!(ana.store.sync_account().unwrap(), None);
    ana.store.connect(&account()).unwrap();
    ana.store.update_sync_account(|account| account.last_success = Some(at(7))).unwrap();
    let expected = SyncAccount { last_success: Some(at(7)), ..account() };
    assert_eq!(ana.store.sync_account().unwrap(), Some(expected));
    assert!(!format!("{:?}", account()).contains("[1, 2, 3]"), "secrets are not printed");

    let chain = Chain { account: AccountId(Uuid::from_u128(5)), statements: vec![1], changed: None };
    ana.store.put_chain(&chain, &[DeviceId(50)]).unwrap();
    let changed = Chain { changed: Some(vec![2]), ..chain };
    ana.store.put_chain(&changed, &[DeviceId(50)]).unwrap();
    assert_eq!(ana.store.chain(changed.account).unwrap(), Some(changed.clone()));
    assert_eq!(ana.store.chains().unwrap(), std::slice::from_ref(&changed));
    let writer = ana.store.read::<_, Error>(|reader| reader.writer(DeviceId(50))).unwrap();
    assert_eq!(writer, Some(changed.account));

    let first = Epoch { epoch: 1, record: vec![1], key: Some(vec![9]) };
    let keyless = Epoch { key: None, ..first.clone() };
    ana.store.put_epochs(SHARED_SPACE, std::slice::from_ref(&first)).unwrap();
    ana.store.put_epochs(SHARED_SPACE, &[keyless]).unwrap();
    assert_eq!(ana.store.epochs(SHARED_SPACE).unwrap(), [first], "a key is not forgotten");
}

#[test]
fn who_disconnects_keeps_every_record_and_can_tell_another_server_everything() {
    let (ana, other) = (connected(Bench::new()), connected(Bench::of_device(2)));
    let mut log = Log::new(SHARED_SPACE);
    ana.store.connect(&account()).unwrap();
    ana.create(SHARED, &note(1, "Granite"));
    sync(&ana.store, &mut log, at(0), Answer::Whole);
    write(&ana, "Basalt");
    take(&ana.store, SHARED_SPACE).unwrap();
    write(&ana, "Slate");
    ana.store.disconnect().unwrap();
    ana.assert_whole();
    let left = ana.store.sync_account().unwrap().unwrap();
    assert_eq!((left.server, left.secrets), (None, account().secrets), "who she is stays");
    assert_eq!(text(&ana), "Slate");
    ana.store.forget_all_placed().unwrap();
    let places = ana.store.sync_spaces().unwrap().into_iter().map(|it| (it.place, it.head));
    assert_eq!(places.collect::<Vec<_>>(), [(Place::default(), 0); 2], "every log begins anew");
    let (ana, mut log) = (ana.reopened(), Log::new(SHARED_SPACE));
    sync(&ana.store, &mut log, at(10_000_000), Answer::Whole);
    pull_all(&other.store, &log);
    assert_eq!(other.get::<Note>(note(1, "").id).unwrap().record, note(1, "Slate"));
    assert!(ana.store.is_all_sent(SHARED_SPACE).unwrap());
    ana.assert_whole();
}

#[test]
fn files_are_uploaded_told_of_and_fetched_in_pieces() {
    let (ana, ben) = (connected(Bench::new()), connected(ben()));
    let mut log = Log::new(SHARED_SPACE);
    let content: Vec<u8> = (0..2_500_000u32).map(|n| (n % 251) as u8).collect();
    let kept = ana.store.attach(content.as_slice(), at(0)).unwrap();
    ana.create(SHARED, &resource(1, &kept.hash));
    let missing = ana.store.to_upload(SHARED_SPACE).unwrap();
    assert_eq!((missing.len(), &missing[0].content, missing[0].bytes), (1, &kept.hash, 2_500_000));
    assert_eq!(ana.store.to_upload(PERSONAL_SPACE).unwrap(), []);
    let pieces: Vec<_> = (0..4).map(|piece| ana.store.attachment_piece(&kept.hash, piece).unwrap()).collect();
    assert_eq!(pieces.iter().map(Vec::len).collect::<Vec<_>>(), [1 << 20, 1 << 20, 402_848, 0]);

    let hash = *blake3::hash(&content).as_bytes();
    let announced =
        Announced { content: hash, bytes: 2_500_000, epoch: 1, blobs: vec![[1; 32], [2; 32], [3; 32]] };
    ana.store.uploaded(SHARED_SPACE, &announced, 23, at(0)).unwrap();
    assert_eq!(ana.store.to_upload(SHARED_SPACE).unwrap(), []);
    take(&ana.store, SHARED_SPACE).unwrap();
    ana.assert_whole();
    ana.store.drop_in_flight(SHARED_SPACE).unwrap();
    sync(&ana.store, &mut log, at(0), Answer::Whole);
    assert!(ana.store.is_all_sent(SHARED_SPACE).unwrap());

    pull_all(&ben.store, &log);
    assert_eq!(ben.store.to_download(SHARED_SPACE).unwrap(), [announced]);
    let put = |piece: u32, bytes: &[u8]| {
        ben.store.put_piece(SHARED_SPACE, &kept.hash, piece, 3, bytes, at(0)).unwrap()
    };
    assert_eq!(put(2, &pieces[2]), Piece::Kept);
    assert_eq!(put(0, b"something else"), Piece::Kept);
    assert_eq!(put(1, &pieces[1]), Piece::Wrong);
    assert_eq!(ben.store.pieces_here(SHARED_SPACE, &kept.hash).unwrap(), [0u32; 0]);
    assert_eq!(put(2, &pieces[2]), Piece::Kept);
    assert_eq!(put(0, &pieces[0]), Piece::Kept);
    assert_eq!(ben.store.pieces_here(SHARED_SPACE, &kept.hash).unwrap(), [0, 2]);
    assert_eq!(put(1, &pieces[1]), Piece::Whole);
    assert_eq!(ben.store.to_download(SHARED_SPACE).unwrap(), []);
    let mut here = Vec::new();
    std::io::Read::read_to_end(&mut ben.store.attachment(&kept.hash).unwrap(), &mut here).unwrap();
    assert_eq!(here, content);
    let too_large = ben.store.put_piece(SHARED_SPACE, &kept.hash, 0, 26, &pieces[0], at(0));
    assert!(matches!(too_large, Err(Error::TooLarge { .. })));
    ben.assert_whole();
}

fn resource(id: u128, attachment: &str) -> Resource {
    Resource {
        id: ResourceId(Uuid::from_u128(id)),
        mentorship: Some(MENTORSHIP),
        goal: None,
        session: None,
        kind: ResourceKind::File,
        title: "Paper".into(),
        author: None,
        url: None,
        description: String::new(),
        tags: vec![],
        assigned_to: None,
        status: ReadingStatus::ToRead,
        attachment: Some(attachment.into()),
        file_name: Some("paper.pdf".into()),
        file_bytes: Some(2_500_000),
    }
}

#[test]
fn what_was_written_on_a_record_that_others_deleted_long_ago_can_be_recovered() {
    let (ana, ben) = (connected(Bench::new()), connected(ben()));
    let mut log = Log::new(SHARED_SPACE);
    ana.create(SHARED, &note(1, "base"));
    sync(&ana.store, &mut log, at(0), Answer::Whole);
    write(&ana, "weeks of work");
    pull_all(&ben.store, &log);
    ben.remove::<Note>(note(1, "").id);
    sync(&ben.store, &mut log, at(0), Answer::Whole);
    pull_all(&ana.store, &log);
    let recovered = || ana.store.read::<_, Error>(|reader| reader.recovered()).unwrap();
    assert_eq!(recovered(), [], "while it is among the recently deleted");
    ana.store.purge(at(40 * 24 * 3_600_000)).unwrap();
    let found = recovered();
    assert_eq!(found[0].ops[0].value, Value::Text("weeks of work".into()));
    assert_eq!(ana.get::<Note>(note(1, "").id), None, "nothing is resurrected");
    ana.store.purge(found[0].until + chrono::TimeDelta::milliseconds(1)).unwrap();
    assert_eq!(recovered(), []);
    ana.assert_whole();
}

#[test]
fn a_forgotten_space_has_its_records_and_its_outbox() {
    let ana = connected(Bench::new());
    ana.create(SHARED, &note(1, "Granite"));
    let unsent = ana.store.outbox(9).unwrap();
    take(&ana.store, SHARED_SPACE).unwrap();
    ana.store.forget_space(SHARED_SPACE).unwrap();
    assert_eq!(ana.store.outbox(9).unwrap(), unsent);
    assert_eq!(ana.store.sync_space(SHARED_SPACE).unwrap(), None);
    ana.assert_whole();
}
