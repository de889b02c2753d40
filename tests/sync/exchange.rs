//! No server at all: files that are handed over, in any order, twice, both ways.

use crate::{
    device::Device,
    dice::Dice,
    scene::{ANA, BEN, PAIR, Scene},
};
use cairn_domain::{MentorshipId, NoteId};
use cairn_store::sync::Way;
use cairn_sync::{ExchangeCode, Method, Need, SyncError};
use std::path::Path;
use uuid::Uuid;

fn people(scene: &Scene, folder: &Path) -> (Device, Device) {
    let device = |name: &str, account, id| {
        Device::new(name.to_owned(), folder.join(name), scene.outside(name), account, id)
    };
    (device("anna", ANA, 0xA1), device("bert", BEN, 0xB1))
}

fn code(seed: u64) -> ExchangeCode {
    let dice = Dice::new(seed);
    ExchangeCode::generate(&mut |bytes: &mut [u8]| dice.fill(bytes))
}

fn write(device: &Device, id: u128, text: &str) {
    device.write_note(MentorshipId(PAIR), NoteId(Uuid::from_u128(id)), text);
}

/// They have introduced themselves to each other.
fn introduced(ana: &Device, ben: &Device) {
    let code = code(1);
    let introduction = ana.engine.export_exchange(PAIR, Some(&code)).expect("Ana introduces herself");
    assert!(matches!(ben.engine.import_exchange(&introduction, None), Err(SyncError::CodeNeeded)));
    let wrong = ben.engine.import_exchange(&introduction, Some(&self::code(2)));
    assert!(wrong.is_err(), "another code opens nothing");
    let imported = ben.engine.import_exchange(&introduction, Some(&code)).expect("Ben takes it in");
    assert!(imported.wants_answer);
    let answer = ben.engine.export_exchange(PAIR, Some(&code)).expect("Ben answers");
    ana.engine.import_exchange(&answer, Some(&code)).expect("Ana takes it in");
}

#[test]
fn files_in_any_order_give_the_same_state() {
    for seed in 0..6 {
        let scene = Scene::of_strangers(100 + seed);
        let (ana, ben) = people(&scene, scene.folder.path());
        write(&ana, 1, "hers");
        introduced(&ana, &ben);
        let mut files = Vec::new();
        for round in 0..3u128 {
            scene.pass(10_000);
            write(&ana, 10 + round, "of Ana");
            write(&ben, 20 + round, "of Ben");
            write(if round == 1 { &ana } else { &ben }, 1, &format!("edit {round}"));
            // What Ben makes before he has her first letter is an answer still, which tells nothing new.
            files.push((0, ana.engine.export_exchange(PAIR, None).expect("a letter")));
            if round == 0 {
                ben.engine.import_exchange(&files[0].1, None).expect("a letter");
            }
            files.push((1, ben.engine.export_exchange(PAIR, None).expect("a letter")));
        }
        // Each twice, in any order.
        let mut all: Vec<_> = files.iter().chain(&files).collect();
        while !all.is_empty() {
            let (from, file) = all.swap_remove(scene.dice.below(all.len() as u64) as usize);
            let to = if *from == 0 { &ben } else { &ana };
            to.engine.import_exchange(file, None).expect("a letter is taken in");
        }
        assert_eq!(ana.state(PAIR), ben.state(PAIR), "seed {seed}");
        assert!(ana.state(PAIR).len() > 10);
    }
}

#[test]
fn a_file_that_was_changed_or_is_for_others_is_refused() {
    let scene = Scene::of_strangers(120);
    let (ana, ben) = people(&scene, scene.folder.path());
    write(&ana, 1, "hers");
    introduced(&ana, &ben);
    let letter = ana.engine.export_exchange(PAIR, None).expect("a letter");
    let before = ben.state(PAIR);
    for at in (0..letter.len()).step_by(letter.len() / 40) {
        let mut changed = letter.clone();
        changed[at] ^= 1;
        assert!(ben.engine.import_exchange(&changed, None).is_err(), "byte {at}");
    }
    assert_eq!(ben.state(PAIR), before);
    let stranger = Device::new(
        "carl".into(),
        scene.folder.path().join("carl"),
        scene.outside("carl"),
        Uuid::from_u128(7),
        7,
    );
    assert!(stranger.engine.import_exchange(&letter, None).is_err(), "it is for Ben alone");
}

#[test]
fn a_file_about_a_personal_space_is_refused() {
    let scene = Scene::of_strangers(121);
    let (ana, ben) = people(&scene, scene.folder.path());
    let code = code(5);
    let file = ana.engine.export_exchange(BEN, Some(&code)).expect("Ana makes a file about Ben's own space");
    assert!(ben.engine.import_exchange(&file, Some(&code)).is_err());
    let space = ben.store.sync_space(cairn_replica::SpaceId(BEN)).expect("readable");
    assert!(space.is_none(), "Ben's own space is as it was");
}

#[test]
fn who_was_put_out_writes_no_letters() {
    let mut scene = Scene::new(122);
    scene.write_note(1);
    scene.settle();
    scene.devices[0].engine.remove(PAIR, BEN).expect("Ana takes Ben out");
    scene.devices[0].sync().expect("Ana syncs");
    scene.write_note(1);
    let letter = scene.devices[1].engine.export_exchange(PAIR, None).expect("Ben has not heard of it");
    let before = scene.devices[0].state(PAIR);
    assert!(scene.devices[0].engine.import_exchange(&letter, None).is_err());
    assert_eq!(scene.devices[0].state(PAIR), before);
}

#[test]
fn a_large_state_goes_there_and_is_taken_in() {
    let scene = Scene::of_strangers(123);
    let (ana, ben) = people(&scene, scene.folder.path());
    let text = "what packs well ".repeat(40_000);
    (0..30).for_each(|id| write(&ana, 100 + id, &text));
    introduced(&ana, &ben);
    let letter = ana.engine.export_exchange(PAIR, None).expect("a letter");
    ben.engine.import_exchange(&letter, None).expect("a letter is taken in");
    assert_eq!(ana.state(PAIR), ben.state(PAIR));
}

#[test]
fn a_file_gives_up_nothing_that_is_on_its_way_to_the_server() {
    let mut scene = Scene::new(124);
    scene.settle();
    scene.write_note(0);
    // The server takes the entry, and its word of that is lost.
    scene.network.set_lie(Some(Box::new(|name, request, mut answer| {
        if name == "ana" && request.method == Method::Post && request.path.contains(&PAIR.to_string()) {
            answer.status = 503;
        }
        answer
    })));
    let _ = scene.devices[0].sync();
    scene.network.set_lie(None);
    let device = scene.devices[0].store.device();
    scene.devices[0].engine.export_exchange(PAIR, None).expect("a letter");
    let needs = scene.devices[0].sync().expect("Ana syncs").needs;
    assert!(!needs.contains(&Need::NewDeviceId), "{needs:?}");
    assert_eq!(scene.devices[0].store.device(), device);
    scene.settle();
    assert_eq!(scene.devices[0].state(PAIR), scene.devices[1].state(PAIR));
}

#[test]
fn the_ledger_tells_of_all_that_is_in_a_file() {
    let scene = Scene::of_strangers(125);
    let (ana, ben) = people(&scene, scene.folder.path());
    (1..9).for_each(|id| write(&ana, id, "hers"));
    introduced(&ana, &ben);
    let letter = ana.engine.export_exchange(PAIR, None).expect("a letter");
    let (_, sent) = ana.store.ledger_sent(None, 0, 1).expect("the ledger can be read");
    assert_eq!((sent[0].way, sent[0].bytes), (Way::File, letter.len() as u64));
    assert_eq!(sent[0].records.len(), 8, "what Ben has already is in it too");
    assert!(sent[0].records.iter().all(|record| record.columns() == ["mentorship", "text"]));
    let (total, _) = ben.store.ledger_sent(None, 0, 9).expect("the ledger can be read");
    assert_eq!(total, 1, "his answer left him, and nothing that came");
}
