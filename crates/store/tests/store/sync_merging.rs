//! Whole states, stamps given anew, exchange files, and what two people wrote at once.

use crate::{log::*, support::*};
use cairn_domain::*;
use cairn_replica::{Batch, DeviceId, Op, Stamp, Value};
use cairn_store::{
    Error,
    sync::{Applied, Author, ExchangeFile, Exported, SealedFile, StatePlace, SyncSpace},
};
use chrono::TimeDelta;
use uuid::Uuid;

const TEN_YEARS: i64 = 10 * 365 * 24 * 3_600_000;

fn ben() -> Bench {
    on_the_server(Bench::of(AccountId(Uuid::from_u128(0xBE)), 3))
}

fn ana() -> Bench {
    on_the_server(Bench::new())
}

fn on_the_server(profile: Bench) -> Bench {
    profile.store.put_space(&on_server(SHARED_SPACE)).unwrap();
    profile
}

fn write(profile: &Bench, text: &str) {
    profile.edit::<Note>(note(1, "").id, |note| note.text = text.into());
}

fn text(profile: &Bench) -> String {
    profile.get::<Note>(note(1, "").id).unwrap().text.clone()
}

/// Two devices that know the same note.
fn pair(log: &mut Log) -> (Bench, Bench) {
    let (ana, ben) = (ana(), ben());
    ana.create(SHARED, &note(1, "base"));
    exchange(&ana, &ben, log);
    ben.now();
    (ana, ben)
}

fn exchange(ana: &Bench, ben: &Bench, log: &mut Log) {
    for profile in [ana, ben, ana] {
        sync(&profile.store, log, at(TEN_YEARS / 100), Answer::Whole);
    }
}

fn merge_state(from: &Bench, to: &Bench) -> Applied {
    let slice = from.store.state(SHARED_SPACE, StatePlace::default(), 100).unwrap();
    assert_eq!(slice.next, None);
    let batch = Batch { ops: slice.ops, state: true, ..Batch::default() };
    let bytes = batch.encode(SHARED_SPACE).unwrap();
    let batch = Batch::decode(&bytes, SHARED_SPACE).unwrap();
    to.store.apply_state(SHARED_SPACE, &batch, at(0)).unwrap()
}

fn conflicts(profile: &Bench) -> usize {
    profile.store.read::<_, Error>(|reader| reader.contested()).unwrap().len()
}

#[test]
fn a_state_of_later_writes_is_no_conflict_where_all_was_sent() {
    let mut log = Log::new(SHARED_SPACE);
    let (ana, ben) = pair(&mut log);
    write(&ben, "Ben's");
    write(&ben, "Ben's second");
    sync(&ben.store, &mut log, at(TEN_YEARS / 100), Answer::Whole);
    assert_eq!(merge_state(&ben, &ana).conflicts, []);
    assert_eq!(text(&ana), "Ben's second");
    ana.assert_whole();
}

#[test]
fn a_state_of_earlier_writes_is_no_conflict_where_all_was_sent() {
    let mut log = Log::new(SHARED_SPACE);
    let (ana, ben) = pair(&mut log);
    write(&ana, "Ana's");
    sync(&ana.store, &mut log, at(TEN_YEARS / 100), Answer::Whole);
    assert_eq!(merge_state(&ben, &ana).conflicts, [], "what Ben has is what Ana overwrote");
    assert_eq!(text(&ana), "Ana's");
}

#[test]
fn a_state_is_no_conflict_with_unsent_writes_over_just_that() {
    let mut log = Log::new(SHARED_SPACE);
    for in_flight in [false, true] {
        let (ana, ben) = pair(&mut log);
        write(&ben, "first");
        exchange(&ben, &ana, &mut log);
        write(&ana, "over the first");
        if in_flight {
            take(&ana.store, SHARED_SPACE).unwrap();
            write(&ana, "and again");
        }
        assert_eq!(merge_state(&ben, &ana).conflicts, []);
        ana.assert_whole();
        log = Log::new(SHARED_SPACE);
    }
}

#[test]
fn a_state_with_a_write_that_unsent_ones_did_not_know_is_a_conflict() {
    for (in_flight, ben_is_later) in [(false, true), (false, false), (true, true), (true, false)] {
        let mut log = Log::new(SHARED_SPACE);
        let (ana, ben) = pair(&mut log);
        if ben_is_later {
            ben.pass(3);
        } else {
            ana.pass(3);
        }
        write(&ben, "Ben's");
        write(&ana, "Ana's");
        if in_flight {
            take(&ana.store, SHARED_SPACE).unwrap();
        }
        assert_eq!(merge_state(&ben, &ana).conflicts.len(), 1, "{in_flight} {ben_is_later}");
        assert_eq!(text(&ana), if ben_is_later { "Ben's" } else { "Ana's" });
        assert_eq!(conflicts(&ana), 1);
        ana.assert_whole();
        assert!(!ana.store.is_all_sent(SHARED_SPACE).unwrap(), "Ana's goes out all the same");
    }
}

#[test]
fn a_log_that_is_read_again_makes_no_conflicts_of_old_writes() {
    let mut log = Log::new(SHARED_SPACE);
    let (ana, ben) = pair(&mut log);
    for n in 0..3 {
        write(&ana, &format!("Ana's {n}"));
        exchange(&ana, &ben, &mut log);
        ben.pass(2);
        write(&ben, &format!("Ben's {n}"));
        exchange(&ana, &ben, &mut log);
        ana.pass(2);
    }
    for profile in [&ana, &ben] {
        // Old versions are gone, so that only the heads tell what is known.
        raw(profile.path()).execute("DELETE FROM history", []).unwrap();
        profile.store.begin_again(SHARED_SPACE).unwrap();
        assert_eq!(pull_all(&profile.store, &log).conflicts, []);
        assert_eq!(conflicts(profile), 0);
        profile.assert_whole();
    }
}

#[test]
fn ops_that_come_twice_make_no_conflict_of_what_was_answered() {
    let mut log = Log::new(SHARED_SPACE);
    let (ana, ben) = pair(&mut log);
    write(&ana, "Ana's");
    let ops = ana.store.outbox(9).unwrap();
    exchange(&ana, &ben, &mut log);
    ben.pass(2);
    write(&ben, "Ben's answer");
    assert_eq!(ben.store.apply_remote(&ops).unwrap().conflicts, []);
    assert_eq!(conflicts(&ben), 0);
}

#[test]
fn a_version_that_lost_has_its_writer_on_both_sides() {
    let mut log = Log::new(SHARED_SPACE);
    let (ana, ben) = pair(&mut log);
    write(&ana, "Ana's");
    write(&ben, "Ben's");
    exchange(&ana, &ben, &mut log);
    for profile in [&ana, &ben] {
        let history = profile.store.read(|reader| reader.history::<Note>(note(1, "").id)).unwrap();
        let lost = history[0].versions.iter().find(|version| version.concurrent).unwrap();
        assert_eq!(lost.value, Value::Text("Ana's".into()));
        let writer = profile.store.read::<_, Error>(|reader| reader.writer(lost.stamp.device));
        assert_eq!((writer.unwrap(), conflicts(profile)), (Some(ACCOUNT), 1));
    }
}

fn stamps(profile: &Bench) -> Vec<Stamp> {
    let ops = profile.store.outbox(99).unwrap();
    ops.iter().map(|op| op.stamp).collect()
}

/// A profile whose clock runs ten years ahead, with writes in every place there is.
fn ahead(log: &mut Log) -> (Bench, Bench) {
    let (ana, ben) = pair(log);
    let later = |n: i64| at(TEN_YEARS + n * 300_000);
    let edit = |n: i64, text: &str| {
        let text = text.to_owned();
        ana.store
            .act::<_, Error>("edit", later(n), |draft| {
                let mut note = draft.need::<Note>(note(1, "").id)?;
                note.text = text;
                draft.update(&note.record)
            })
            .unwrap();
    };
    edit(0, "ahead, first");
    take(&ana.store, SHARED_SPACE).unwrap();
    edit(1, "ahead, second");
    edit(2, "ahead, third");
    ana.store.act::<_, Error>("create", later(3), |draft| draft.create(SHARED, &goal(2, "ahead"))).unwrap();
    (ana, ben)
}

#[test]
fn a_clock_that_was_ahead_is_stamped_back_in_order_and_everything_arrives() {
    let mut log = Log::new(SHARED_SPACE);
    let (ana, ben) = ahead(&mut log);
    let now = at(10_000_000);
    assert_eq!(push_all(&ana.store, &mut log, now, Answer::Whole), Err(Refusal::ClockAhead));
    ana.store.restamp(now + TimeDelta::milliseconds(AHEAD), now).unwrap();
    ana.assert_whole();
    let limit = (now.timestamp_millis() + AHEAD) as u64;
    assert!(stamps(&ana).iter().all(|stamp| stamp.millis <= limit));
    assert_eq!(text(&ana), "ahead, third");
    let ana = ana.reopened();
    sync(&ana.store, &mut log, now, Answer::Whole);
    pull_all(&ben.store, &log);
    assert_eq!(text(&ben), "ahead, third");
    assert_eq!(ben.get::<Goal>(goal(2, "").id).unwrap().record, goal(2, "ahead"));
    // The clock has gone back with the stamps: what Ben writes a while later wins.
    ben.pass(50);
    write(&ben, "Ben's, later");
    exchange(&ana, &ben, &mut log);
    assert_eq!((text(&ana).as_str(), conflicts(&ana)), ("Ben's, later", 0));
    ana.assert_whole();
    ben.assert_whole();
}

#[test]
fn a_stamp_given_anew_is_later_than_what_it_overwrote_within_the_limit() {
    let ana = ana();
    ana.create(SHARED, &note(1, "base"));
    let now = 1_000_000;
    let ben = op::<Note>(SHARED, note(1, "").id, 4, Value::Text("Ben's".into()), (3, now + AHEAD), None);
    ana.store.apply_remote(std::slice::from_ref(&ben)).unwrap();
    ana.store.act::<_, Error>("edit", at(TEN_YEARS), |draft| draft.update(&note(1, "over Ben's"))).unwrap();
    ana.store.restamp(at(now + AHEAD), at(now)).unwrap();
    let stamp = stamps(&ana).into_iter().max().unwrap();
    assert!(stamp > ben.stamp && stamp.millis < ben.stamp.millis + 1_000, "{stamp:?} after {:?}", ben.stamp);
    ana.store.apply_remote(&[ben]).unwrap();
    assert_eq!(text(&ana), "over Ben's");
    ana.assert_whole();
}

#[test]
fn undo_works_across_stamps_given_anew() {
    let mut log = Log::new(SHARED_SPACE);
    let (ana, _) = ahead(&mut log);
    ana.store.restamp(at(10_000_000), at(9_000_000)).unwrap();
    ana.store.undo(at(9_100_000)).unwrap();
    assert_eq!(ana.get::<Goal>(goal(2, "").id), None);
    assert_eq!(ana.store.undo(at(9_200_000)).unwrap().unwrap().kept, []);
    assert_eq!(text(&ana), "ahead, second");
    ana.assert_whole();
}

#[test]
fn stamps_within_the_limit_and_writes_of_others_stay() {
    let mut log = Log::new(SHARED_SPACE);
    let (ana, _) = pair(&mut log);
    write(&ana, "Ana's");
    let foreign = op::<Note>(SHARED, note(1, "").id, 5, Value::Null, (3, TEN_YEARS), None);
    ana.store.apply_remote(&[foreign]).unwrap();
    let before = ana.store.outbox(9).unwrap();
    assert_eq!(ana.store.restamp(at(10_000_000), at(10_000_000)).unwrap().writes, 0);
    assert_eq!(ana.store.outbox(9).unwrap(), before);
    // The clock does not follow theirs any more, except where one edits what they wrote.
    write(&ana, "in time");
    assert!(stamps(&ana)[0].millis < at(TEN_YEARS / 2).timestamp_millis() as u64);
    ana.edit::<Note>(note(1, "").id, |edited| edited.copied_from = Some(note(7, "").id));
    assert_eq!(ana.get::<Note>(note(1, "").id).unwrap().copied_from, Some(note(7, "").id));
    ana.assert_whole();
}

#[test]
fn a_record_of_others_from_the_future_can_be_told_to_a_new_server() {
    let ana = Bench::new();
    let foreign =
        op::<Note>(SHARED, note(1, "").id, 4, Value::Text("from a file".into()), (3, TEN_YEARS), None);
    ana.store.apply_remote(&[foreign]).unwrap();
    let ana = on_the_server(ana);
    ana.store.begin_again(SHARED_SPACE).unwrap();
    let mut log = Log::new(SHARED_SPACE);
    sync(&ana.store, &mut log, at(0), Answer::Whole);
    let ben = ben();
    pull_all(&ben.store, &log);
    assert_eq!(text(&ben), "from a file");
    ana.assert_whole();
    ben.assert_whole();
}

#[test]
fn a_clone_writes_as_another_device_and_loses_nothing() {
    let mut log = Log::new(SHARED_SPACE);
    let (ana, ben) = pair(&mut log);
    write(&ana, "in flight");
    take(&ana.store, SHARED_SPACE).unwrap();
    ana.store.take_new_device(DeviceId(77)).unwrap();
    assert_eq!(ana.store.device(), DeviceId(77));
    ana.assert_whole();
    ana.edit::<Note>(note(1, "").id, |note| note.copied_from = Some(note.id));
    assert!(stamps(&ana).iter().any(|stamp| stamp.device == DeviceId(77)));
    let ana = ana.reopened();
    assert_eq!(ana.store.device(), DeviceId(77));
    let taken = take(&ana.store, SHARED_SPACE).unwrap();
    assert_eq!(taken.number, 1, "its own numbers");
    exchange(&ana, &ben, &mut log);
    assert_eq!(text(&ben), "in flight");
    ana.assert_whole();
    ben.assert_whole();
}

fn by(profile: &Bench) -> Author {
    Author { device: profile.store.device(), account: profile.store.account(), number: 0, hash: [0; 32] }
}

fn whole_state(from: &Bench) -> Vec<Op> {
    from.store.state(SHARED_SPACE, StatePlace::default(), 100).unwrap().ops
}

/// Makes a file, as the engine does, and takes it in elsewhere.
fn carry(from: &Bench, to: &Bench, file: u8) -> Applied {
    let mut carried = Exported::default();
    let seal = |exported: &Exported| {
        carried = exported.clone();
        Ok::<_, Error>(SealedFile { bytes: vec![1, 2, 3], ..SealedFile::default() })
    };
    assert_eq!(from.store.export_exchange(SHARED_SPACE, [file; 16], at(0), seal).unwrap(), [1, 2, 3]);
    let batches = vec![
        Batch { ops: carried.writes, ..Batch::default() },
        Batch { ops: whole_state(from), state: true, ..Batch::default() },
    ];
    let taken_in = carried.taken_in;
    let file = ExchangeFile { space: SHARED_SPACE, file: [file; 16], author: by(from), batches, taken_in };
    to.store.import_exchange(&file, at(0)).unwrap()
}

fn without_server(profile: Bench) -> Bench {
    profile.store.put_space(&SyncSpace { on_server: false, ..on_server(SHARED_SPACE) }).unwrap();
    profile
}

#[test]
fn files_carry_everything_both_ways_in_any_order_and_twice() {
    let (ana, ben) =
        (without_server(Bench::new()), without_server(Bench::of(AccountId(Uuid::from_u128(0xBE)), 3)));
    ana.create(SHARED, &note(1, "base"));
    ana.create(SHARED, &goal(2, "Ana's"));
    carry(&ana, &ben, 1);
    assert_eq!(text(&ben), "base");
    ben.edit::<Note>(note(1, "").id, |note| note.text = "Ben's".into());
    assert!(!ana.store.outbox(99).unwrap().is_empty(), "a file may never have arrived");
    // Written after the file was made: it has not gone with it.
    ana.edit::<Goal>(goal(2, "").id, |goal| goal.title = "Ana's second".into());
    carry(&ben, &ana, 2);
    assert_eq!(text(&ana), "Ben's");
    let left = ana.store.outbox(99).unwrap();
    assert_eq!(
        left.iter().map(|op| op.value.clone()).collect::<Vec<_>>(),
        [Value::Text("Ana's second".into())]
    );
    let applied = carry(&ana, &ben, 3);
    assert_eq!((applied.records, applied.conflicts.len()), (1, 0));
    assert_eq!(ben.store.outbox(99).unwrap(), [], "file 3 says that file 2 has come");
    // The same again, and an old one.
    assert_eq!(carry(&ana, &ben, 3).records, 0);
    assert_eq!(ben.store.file_taken_in(SHARED_SPACE).unwrap(), Some(at(0)));
    carry(&ben, &ana, 4);
    assert_eq!(ana.store.outbox(99).unwrap(), []);
    for profile in [&ana, &ben] {
        assert_eq!(profile.get::<Goal>(goal(2, "").id).unwrap().title, "Ana's second");
        assert_eq!(conflicts(profile), 0);
        profile.assert_whole();
    }
}

#[test]
fn files_do_not_count_as_sent_where_there_is_a_log() {
    let mut log = Log::new(SHARED_SPACE);
    let (ana, ben) = pair(&mut log);
    write(&ana, "by file");
    carry(&ana, &ben, 1);
    carry(&ben, &ana, 2);
    assert_eq!(ana.store.outbox(9).unwrap().len(), 1, "another device of Ben's has only the log");
    exchange(&ana, &ben, &mut log);
    assert_eq!((text(&ben).as_str(), conflicts(&ben)), ("by file", 0));
}

#[test]
fn a_state_in_parts_is_whole_with_deleted_and_unknown_records() {
    let ana = ana();
    (1..=5).for_each(|id| ana.create(SHARED, &note(id, "x")));
    (6..=9).for_each(|id| ana.create(SHARED, &goal(id, "y")));
    ana.create(PERSONAL, &note(10, "zirkon"));
    ana.remove::<Note>(note(2, "").id);
    let unknown: Op = {
        let known = op::<Note>(SHARED, note(99, "").id, 4, Value::Int(1), (3, 1), None);
        let record =
            cairn_replica::RecordRef { collection: cairn_replica::Collection(60_000), ..known.record };
        Op { record, ..known }
    };
    ana.store.apply_remote(std::slice::from_ref(&unknown)).unwrap();
    let (mut ops, mut next) = (Vec::new(), Some(StatePlace::default()));
    while let Some(place) = next {
        let slice = ana.store.state(SHARED_SPACE, place, 2).unwrap();
        assert!(slice.ops.len() <= 2 * 20);
        ops.extend(slice.ops);
        next = slice.next;
    }
    let records: std::collections::BTreeSet<_> = ops.iter().map(|op| op.record).collect();
    assert_eq!(records.len(), 10);
    assert!(ops.contains(&unknown));
    assert!(ops.iter().all(|op| op.record.space == SHARED_SPACE), "nothing private");
    let ben = ben();
    let batch = Batch { ops, state: true, ..Batch::default() };
    ben.store.apply_state(SHARED_SPACE, &batch, at(0)).unwrap();
    assert_eq!(ben.get::<Note>(note(2, "").id), None);
    assert!(ben.get::<Note>(note(5, "").id).is_some() && ben.get::<Goal>(goal(9, "").id).is_some());
    ben.assert_whole();
}
