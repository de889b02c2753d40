//! Lives that once went wrong, and lives in which one thing alone goes wrong.

use crate::{
    device::Device,
    invariants,
    scene::{ANA, BEN, PAIR, Scene},
};
use cairn_replica::SpaceId;
use cairn_store::sync::{LedgerEntry, Way};
use cairn_sync::{Cancel, Need, Progress, Step};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use uuid::Uuid;

#[test]
fn two_people_and_nothing_goes_wrong() {
    let mut scene = Scene::new(1);
    scene.write_note(1);
    scene.write_journal(1);
    scene.settle();
    invariants::hold(&scene);
}

#[test]
fn a_device_more() {
    let mut scene = Scene::new(2);
    scene.enrol(0).expect("Ana adds a device");
    scene.write_note(2);
    scene.write_journal(2);
    scene.settle();
    invariants::hold(&scene);
}

#[test]
fn the_server_is_restored_from_an_older_copy() {
    let mut scene = Scene::new(3);
    scene.back_up_server();
    scene.write_note(0);
    scene.write_journal(1);
    scene.settle();
    scene.restore_server();
    scene.write_note(1);
    scene.settle();
    invariants::hold(&scene);
}

#[test]
fn the_server_comes_back_empty() {
    let mut scene = Scene::new(4);
    scene.write_note(0);
    scene.settle();
    scene.empty_server();
    scene.write_note(1);
    scene.settle();
    invariants::hold(&scene);
}

#[test]
fn a_device_is_revoked() {
    let mut scene = Scene::new(5);
    scene.enrol(0).expect("Ana adds a device");
    scene.settle();
    scene.revoke_one();
    assert!(scene.devices[2].is_revoked);
    scene.write_note(0);
    scene.write_journal(0);
    scene.settle();
    invariants::hold(&scene);
    let epochs = scene.devices[1].store.epochs(cairn_replica::SpaceId(crate::scene::PAIR)).expect("epochs");
    assert_eq!(epochs.len(), 3, "Ana alone, Ben with her, and without the revoked device");
}

#[test]
fn a_third_device_stays_when_another_is_revoked() {
    let mut scene = Scene::new(6);
    scene.enrol(0).expect("Ana adds a device");
    scene.enrol(0).expect("Ana adds another");
    scene.settle();
    scene.revoke_one();
    scene.write_note(1);
    scene.write_journal(0);
    scene.settle();
    invariants::hold(&scene);
}

#[test]
fn a_disk_is_cloned() {
    let mut scene = Scene::new(7);
    scene.clone_disk(0);
    for at in [0, 2, 0, 2] {
        scene.write_note(at);
        scene.write_journal(at);
        let _ = scene.devices[at].sync();
    }
    scene.settle();
    invariants::hold(&scene);
}

#[test]
fn a_device_is_away_while_the_log_is_compacted() {
    let mut scene = Scene::new(8);
    scene.enrol(1).expect("Ben adds a device");
    scene.devices[2].sync().expect("in calm weather");
    scene.devices[2].outside.is_cut_off.store(true, std::sync::atomic::Ordering::SeqCst);
    scene.write_for_a_year(&[0, 1]);
    let floor = scene.forgotten();
    assert!(floor > 5, "the server forgot the beginning of its log: {floor}");
    let ledger = |at: usize| scene.devices[at].store.ledger_sent(None, 0, 10_000).expect("readable").1;
    let snapshots = [ledger(0), ledger(1)].concat().into_iter().filter(|line| line.way == Way::Snapshot);
    let note = |line: &LedgerEntry| line.records.iter().any(|record| record.id == Uuid::from_u128(0xB16));
    let mut whole = snapshots.filter(|line| note(line) && line.bytes > 90 << 10);
    assert!(whole.next().is_some(), "a snapshot is told of with what is in it");
    scene.write_note(2);
    scene.settle();
    invariants::hold(&scene);
}

/// It has read a page of the log when the server forgets the next ones.
#[test]
fn the_log_is_compacted_in_the_middle_of_a_pull() {
    let mut scene = Scene::new(10);
    scene.enrol(1).expect("Ben adds a device");
    scene.devices[2].sync().expect("in calm weather");
    let away = &scene.devices[2].outside.is_cut_off;
    away.store(true, Ordering::SeqCst);
    (scene.weeks_of(&[0, 1], 24))();
    away.store(false, Ordering::SeqCst);
    let behind = scene.devices[2].clone();
    let place =
        || behind.store.sync_space(SpaceId(PAIR)).expect("it can be read").expect("it is there").place.seq;
    let (before, year) = (place(), scene.weeks_of(&[0, 1], 56));
    let (at, read) = (Arc::new(AtomicU64::new(0)), behind.clone());
    let noted = Arc::clone(&at);
    let act = move || {
        let known = read.store.sync_space(SpaceId(PAIR)).expect("it can be read").expect("it is there");
        noted.store(known.place.seq, Ordering::SeqCst);
        year();
    };
    let mut outcome = None;
    let pages = format!("/v1/spaces/{PAIR}/log?after");
    let round = || outcome = Some(behind.sync());
    assert!(
        scene.network.while_in_round(&behind.outside.name, &pages, 1, act, round),
        "it has several pages to read"
    );
    let (at, floor) = (at.load(Ordering::SeqCst), scene.forgotten());
    assert!(
        before < at && at < floor,
        "{before}, then {at} of the log was read, and {floor} forgotten: {outcome:?}"
    );
    scene.settle();
    invariants::hold(&scene);
}

#[test]
fn somebody_leaves() {
    let mut scene = Scene::new(9);
    scene.write_note(1);
    scene.settle();
    scene.devices[1].engine.leave(PAIR).expect("Ben leaves");
    scene.write_note(1);
    scene.write_note(0);
    let report = scene.devices[0].sync().expect("Ana syncs");
    assert!(report.sent > 0, "she writes on: {report:?}");
    let members = scene.devices[0].engine.members(PAIR).expect("members");
    assert_eq!(members.iter().map(|it| it.account).collect::<Vec<_>>(), [ANA]);
    let needs = scene.devices[1].sync().expect("Ben syncs").needs;
    assert!(needs.contains(&Need::Out { space: PAIR }), "{needs:?}");
    assert_eq!(scene.devices[1].all::<cairn_domain::Note>().len(), 3, "what he had and wrote stays with him");
}

#[test]
fn a_member_is_taken_out() {
    let mut scene = Scene::new(10);
    scene.write_note(1);
    scene.settle();
    scene.devices[0].engine.remove(PAIR, BEN).expect("Ana takes Ben out");
    scene.write_note(0);
    scene.devices[0].sync().expect("Ana syncs");
    let before = scene.devices[1].state(PAIR);
    let needs = scene.devices[1].sync().expect("Ben syncs").needs;
    assert!(needs.contains(&Need::Out { space: PAIR }), "{needs:?}");
    assert_eq!(scene.devices[1].state(PAIR), before, "he keeps what he had and gets nothing more");
}

#[test]
fn a_mentorship_ends() {
    let mut scene = Scene::new(11);
    scene.write_note(1);
    scene.settle();
    scene.devices[0].engine.end(PAIR).expect("Ana ends it");
    scene.write_note(1);
    for at in [0, 1] {
        let needs = scene.devices[at].sync().expect("everybody syncs on").needs;
        assert!(needs.contains(&Need::Ended { space: PAIR }), "{needs:?}");
    }
    assert_eq!(scene.devices[0].all::<cairn_domain::Note>().len(), 2, "nothing comes any more");
}

#[test]
fn a_file_reaches_the_other_side_and_a_new_device() {
    let mut scene = Scene::new(12);
    let content: Vec<u8> = (0..1_500_000u32).flat_map(|it| it.to_le_bytes()).take(1_500_000).collect();
    let hash = scene.devices[0].attach(&content);
    scene.devices[0].sync().expect("Ana syncs");
    let sent = scene.devices[0].store.ledger_sent(None, 0, 100).expect("readable").1;
    let sent = sent.iter().find(|line| line.way == Way::Attachment).expect("the ledger tells of the file");
    assert!(sent.bytes > 1_500_000, "{sent:?}");
    assert_eq!(sent.records[0].columns(), ["attachment"]);
    scene.devices[1].sync().expect("Ben syncs");
    assert_eq!(scene.devices[1].file(&hash), content);
    scene.enrol(1).expect("Ben adds a device");
    scene.settle();
    assert_eq!(scene.devices[2].file(&hash), content);
    scene.empty_server();
    scene.settle();
    scene.enrol(0).expect("Ana adds a device");
    scene.settle();
    assert_eq!(scene.devices[3].file(&hash), content, "the server was given it again");
    invariants::hold(&scene);
}

#[test]
fn a_recovery_code_brings_everything_back() {
    let mut scene = Scene::new(13);
    scene.write_journal(0);
    scene.settle();
    let code = scene.recovery_code();
    scene.devices[0].engine.set_recovery(&code).expect("Ana prints a code");
    scene.recover(&code).expect("a new machine has nothing but the code");
    scene.settle();
    assert_eq!(scene.devices[2].state(ANA), scene.devices[0].state(ANA));
    assert_eq!(scene.devices[2].state(PAIR), scene.devices[0].state(PAIR));
    invariants::hold(&scene);
}

#[test]
fn the_server_lost_an_epoch() {
    let mut scene = Scene::new(14);
    scene.enrol(0).expect("Ana adds a device");
    scene.settle();
    scene.back_up_server();
    scene.revoke_one();
    scene.write_note(0);
    scene.write_note(1);
    scene.settle();
    scene.restore_server();
    scene.write_note(1);
    scene.settle();
    invariants::hold(&scene);
}

#[test]
fn how_far_a_round_is_is_told_by_what_there_is_to_do() {
    let mut scene = Scene::new(26);
    scene.settle();
    let told = |device: &Device| {
        let mut told = Vec::new();
        device.engine.sync(&mut |at| told.push(at), &Cancel::default()).expect("in calm weather");
        assert!(told.iter().all(|at| at.done <= at.total && at.total > 0), "{told:?}");
        told
    };
    let at = |step, done, total| Progress { step, done, total };
    assert_eq!(told(&scene.devices[0]), [], "there is nothing to do");
    (0..3).for_each(|_| scene.write_note(0));
    scene.devices[0].attach(b"a picture");
    let sent = told(&scene.devices[0]);
    for expected in [at(Step::Files, 0, 1), at(Step::Sending, 0, 4), at(Step::Sending, 4, 4)] {
        assert!(sent.contains(&expected), "{expected:?} in {sent:?}");
    }
    let fetched = told(&scene.devices[1]);
    assert!(fetched.contains(&at(Step::Fetching, 1, 1)), "from where he was: {fetched:?}");
    assert!(fetched.contains(&at(Step::Files, 0, 1)), "{fetched:?}");
}
