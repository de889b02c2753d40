//! What holds of a log whatever happens to it, in any order.

use crate::support::*;
use cairn_protocol::SpaceKind::Mentorship;
use cairn_server::storage::{Caller, Error, Hash, Limits, Memory, NewEntry, NewSnapshot, Storage};
use proptest::{collection::vec, prelude::*};
use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

/// Something that a device does.
#[derive(Debug, Clone)]
enum Step {
    /// Writes so many entries in a batch.
    Write(usize, usize),
    /// Sends again what it sent before, from there on, with something new behind it.
    Again(usize, usize),
    /// Reads on from its cursor.
    Read(usize),
    /// Makes a snapshot so many entries below the head.
    Snapshot(usize, u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let device = 0..3_usize;
    let step = prop_oneof![
        3 => (device.clone(), 1..5_usize).prop_map(|(device, count)| Step::Write(device, count)),
        1 => (device.clone(), 0..20_usize).prop_map(|(device, from)| Step::Again(device, from)),
        3 => device.clone().prop_map(Step::Read),
        1 => (device, 0..6_u64).prop_map(|(device, below)| Step::Snapshot(device, below)),
    ];
    vec(step, 1..60)
}

/// The future's answer: in memory there is nothing to wait for.
fn now<T>(answer: impl Future<Output = T>) -> T {
    match pin!(answer).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("has to wait"),
    }
}

struct Player {
    caller: Caller,
    pen: Pen,
    sent: Vec<NewEntry>,
    cursor: u64,
    hash: Hash,
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_log_has_no_gaps_and_forgets_nothing_too_soon(steps in steps()) {
        let memory = Memory::new(Limits::default()).unwrap();
        let callers: Vec<Caller> = ["ana", "ben", "cleo"].map(|name| now(person(&memory, name))).into();
        now(space(&memory, "s", Mentorship, &callers));
        let mut players: Vec<Player> = callers
            .iter()
            .map(|caller| Player { caller: *caller, pen: Pen::new(*caller, "s"), sent: vec![], cursor: 0, hash: [0; 32] })
            .collect();
        let mut written: Vec<NewEntry> = Vec::new();
        let mut snapshots: Vec<u64> = Vec::new();
        for step in steps {
            match step {
                Step::Write(device, count) => {
                    let player = &mut players[device];
                    let batch: Vec<_> = (0..count).map(|_| player.pen.entry("words")).collect();
                    let done = now(memory.append(player.caller, id("s"), batch.clone())).unwrap();
                    let expected: Vec<u64> = (1..).skip(written.len()).take(count).collect();
                    prop_assert_eq!(done.seqs, expected);
                    player.sent.extend(batch.clone());
                    written.extend(batch);
                }
                Step::Again(device, from) => {
                    let player = &mut players[device];
                    let mut batch: Vec<_> = player.sent.iter().skip(from).cloned().collect();
                    let place = |it: &NewEntry| written.iter().position(|other| other.entry == it.entry).unwrap() as u64 + 1;
                    let mut expected: Vec<u64> = batch.iter().map(place).collect();
                    let new = player.pen.entry("more");
                    batch.push(new.clone());
                    expected.push(written.len() as u64 + 1);
                    match now(memory.append(player.caller, id("s"), batch)) {
                        Ok(done) => {
                            prop_assert_eq!(done.seqs, expected);
                            player.sent.push(new.clone());
                            written.push(new);
                        }
                        // What is forgotten cannot be found again.
                        Err(Error::Fork { .. }) => {
                            let floor = now(memory.changes(player.caller.account)).unwrap().spaces[0].floor;
                            prop_assert!(expected[0] <= floor);
                            player.pen.number -= 1;
                            player.pen.previous = new.previous;
                        }
                        Err(error) => prop_assert!(false, "{error}"),
                    }
                }
                Step::Read(device) => {
                    let player = &mut players[device];
                    let (cursor, hash) = (player.cursor, player.hash);
                    // Whoever reads on is never told that it has gone: every device here was seen of late.
                    let page = now(memory.pull(player.caller, id("s"), cursor, Some(hash), 150, NOW)).unwrap();
                    for (seq, frame) in page.entries {
                        prop_assert_eq!(seq, player.cursor + 1);
                        prop_assert_eq!(&frame, &written[player.cursor as usize].frame);
                        player.cursor = seq;
                    }
                    player.hash = log_hash(&written[..player.cursor as usize]);
                }
                Step::Snapshot(device, below) => {
                    let seen_seq = (written.len() as u64).saturating_sub(below);
                    let new = NewSnapshot { seen_seq, manifest: seen_seq.to_be_bytes().to_vec(), blobs: vec![] };
                    let last = snapshots.last().copied().unwrap_or(0);
                    match now(memory.put_snapshot(players[device].caller.account, id("s"), new, NOW)) {
                        Ok(_) if seen_seq == last => {}
                        Ok(_) => snapshots.push(seen_seq),
                        Err(Error::Stale) => prop_assert!(seen_seq <= last),
                        Err(error) => prop_assert!(false, "{error}"),
                    }
                }
            }
            let view = now(memory.changes(callers[0].account)).unwrap().spaces.remove(0);
            prop_assert_eq!(view.head, written.len() as u64);
            prop_assert!(players.iter().all(|player| view.floor <= player.cursor));
            prop_assert!(view.floor == 0 || snapshots.iter().rev().skip(1).any(|it| *it == view.floor));
            let hash = log_hash(&written);
            now(memory.log_page(callers[0], id("s"), view.head, Some(hash), 1)).unwrap();
        }
    }
}
