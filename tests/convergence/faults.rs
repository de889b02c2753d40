//! What goes wrong in a life.

use crate::{network::Weather, scene::Scene, tell::tell};
use std::sync::atomic::Ordering;

/// Ten years in milliseconds.
const TEN_YEARS: i64 = 10 * 365 * 24 * 3_600_000;

/// A life of some dozen acts.
pub(crate) fn live_through(scene: &mut Scene) {
    let kind = scene.dice.below(100);
    if scene.dice.chance(40) {
        let old = scene.dice.below(2) as usize;
        scene.enrol(old).expect("a device is added in calm weather");
    }
    let acts = 15 + scene.dice.below(40);
    let special = scene.dice.below(acts);
    let backup = scene.dice.below(special + 1);
    for act in 0..acts {
        scene.pass(scene.dice.below(120_000));
        if act == backup {
            scene.back_up_server();
        }
        if act == special {
            special_act(scene, kind);
            let another = scene.dice.below(100);
            // Two copies of one device that each take a new id, one of them on a server that then forgets it, have made two
            // different statements in one place: that is a key change, and is not healed.
            let is_copied = [kind, another].iter().any(|it| (15..30).contains(it));
            let is_forgotten = [kind, another].iter().any(|it| (45..58).contains(it));
            if scene.dice.chance(25) && !(is_copied && is_forgotten) {
                usual_act(scene);
                special_act(scene, another);
            }
        }
        usual_act(scene);
    }
}

fn usual_act(scene: &mut Scene) {
    let at = scene.dice.below(scene.devices.len() as u64) as usize;
    match scene.dice.below(100) {
        0..12 => scene.write_note(at),
        12..30 => scene.edit_note(at),
        30..36 => scene.write_journal(at),
        36..44 => change_weather(scene),
        44..50 => {
            let is_cut_off = scene.dice.chance(40);
            scene.devices[at].outside.is_cut_off.store(is_cut_off, Ordering::SeqCst);
        }
        50..54 => scene.network.deliver_late(),
        54..58 => crash(scene, at),
        58..66 => {
            let other = scene.dice.below(scene.devices.len() as u64) as usize;
            let after = scene.dice.below(6);
            if other != at {
                scene.sync_across(at, other, after);
            }
        }
        _ => {
            let _ = scene.devices[at].sync();
        }
    }
}

fn change_weather(scene: &Scene) {
    let percent = |most: u64| if scene.dice.chance(60) { scene.dice.below(most + 1) } else { 0 };
    let weather =
        Weather { lost: percent(20), unanswered: percent(20), twice: percent(20), late: percent(10) };
    scene.network.set_weather(weather);
}

fn crash(scene: &mut Scene, at: usize) {
    // In the middle of a round that gets nowhere.
    scene.network.set_weather(Weather { lost: 30, unanswered: 30, ..Weather::CALM });
    let _ = scene.devices[at].sync();
    scene.network.set_weather(Weather::CALM);
    let device = scene.devices.remove(at);
    scene.devices.insert(at, device.crash());
}

/// What happens at most once in a life, so that one can tell what it does.
fn special_act(scene: &mut Scene, kind: u64) {
    let at = scene.dice.below(scene.devices.len() as u64) as usize;
    tell(|| format!("special {kind} at {}", scene.devices[at].name));
    match kind {
        0..15 => {
            let off = if scene.dice.chance(50) { TEN_YEARS } else { -TEN_YEARS };
            scene.devices[at].outside.clock_off.store(off, Ordering::SeqCst);
        }
        15..30 => scene.clone_disk(at),
        30..45 => disk_full(scene, at),
        45..55 => scene.restore_server(),
        55..58 => scene.empty_server(),
        58..70 => scene.revoke_one(),
        70 if scene.dice.chance(30) => {
            // Who is in the middle of reading the log finds its next pages forgotten.
            let others: Vec<_> = [0, 1].into_iter().filter(|other| *other != at).collect();
            let act = scene.weeks_of(&others, 56);
            let device = &scene.devices[at];
            scene.network.while_in_round(&device.outside.name, "/log?after", 1, act, || {
                let _ = device.sync();
            });
            scene.write_for_a_year(&[0, 1]);
        }
        _ => {}
    }
}

fn disk_full(scene: &mut Scene, at: usize) {
    let device = &scene.devices[at];
    device.store.with_page_limit(1, |_| {
        let _ = device.sync();
    });
}
