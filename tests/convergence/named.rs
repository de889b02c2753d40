//! Lives that once went wrong, and lives in which one thing alone goes wrong.

use crate::{invariants, scene::Scene};

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
    let floor = scene.write_for_a_year(&[0, 1]);
    assert!(floor > 5, "the server forgot the beginning of its log: {floor}");
    scene.write_note(2);
    scene.settle();
    invariants::hold(&scene);
}

/// A copied disk takes a new device id, and then its session ends in the middle of the round.
#[test]
fn seed_342() {
    crate::live(342);
}
