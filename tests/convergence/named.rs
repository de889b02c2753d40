//! Lives that once went wrong, and lives in which one thing alone goes wrong.

use crate::{invariants, live, scene::Scene};

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
