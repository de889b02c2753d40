//! A server that shows another log than it was given.

use crate::{
    lies::{Entry, entries, of_one_mind, page, reads_log, state, told},
    scene::{ANA, PAIR, Scene},
};
use cairn_sync::{Method, Need};

/// Two of Ben's entries and one of Ana's wait for her, and the server does this to the page she gets.
fn with_page(seed: u64, lie: impl Fn(&mut Vec<Entry>) + Send + 'static) -> (Scene, Vec<String>) {
    let mut scene = of_one_mind(seed);
    for _ in 0..3 {
        scene.write_note(1);
        scene.devices[1].sync().expect("Ben writes");
    }
    let before = state(&scene, 0);
    scene.network.set_lie(Some(Box::new(move |name, request, mut answer| {
        if name == "ana" && reads_log(request, PAIR) && answer.status == 200 {
            let mut read = entries(&answer.body);
            lie(&mut read);
            answer.body = page(&read);
            let head = read.last().map_or(0, |(seq, _)| *seq);
            answer.headers.retain(|(header, _)| header != cairn_protocol::HEAD_HEADER);
            answer.headers.push((cairn_protocol::HEAD_HEADER.into(), head.to_string()));
        }
        answer
    })));
    (scene, before)
}

fn is_put_aside(needs: &[Need]) -> bool {
    needs.iter().any(|need| matches!(need, Need::PutAside { space: PAIR, .. }))
}

fn renumber(entries: &mut [Entry]) {
    let first = entries.iter().map(|(seq, _)| *seq).min().unwrap_or_default();
    (first..).zip(entries).for_each(|(seq, entry)| entry.0 = seq);
}

#[test]
fn an_entry_is_left_out() {
    let (scene, _) = with_page(10, |entries| {
        let first = entries[0].0;
        entries.remove(0);
        entries[0].0 = first;
        renumber(entries);
    });
    let needs = told(&scene, 0);
    let is_found = is_put_aside(&needs) || needs.contains(&Need::TwoHistories { space: PAIR });
    assert!(is_found, "{needs:?}");
}

#[test]
fn an_entry_comes_twice() {
    let (scene, _) = with_page(11, |entries| {
        let again = entries[0].clone();
        entries.insert(1, again);
        renumber(entries);
    });
    let needs = told(&scene, 0);
    assert!(is_put_aside(&needs) || needs.contains(&Need::TwoHistories { space: PAIR }), "{needs:?}");
}

#[test]
fn entries_change_places() {
    let (scene, _) = with_page(12, |entries| {
        entries.swap(0, 1);
        renumber(entries);
    });
    let needs = told(&scene, 0);
    assert!(is_put_aside(&needs) || needs.contains(&Need::TwoHistories { space: PAIR }), "{needs:?}");
}

#[test]
fn any_byte_of_an_entry_is_changed() {
    for at in [0, 2, 18, 30, 40, 60, 70, 100, 133, 134, 170, usize::MAX] {
        let (scene, before) = with_page(13, move |entries| {
            entries.truncate(1);
            let frame = &mut entries[0].1;
            let at = at.min(frame.len() - 1);
            frame[at] ^= 1;
        });
        let needs = told(&scene, 0);
        let is_found = is_put_aside(&needs) || needs.contains(&Need::TwoHistories { space: PAIR });
        assert!(is_found, "byte {at}: {needs:?}");
        assert_eq!(state(&scene, 0), before, "byte {at} changed what is here");
    }
}

#[test]
fn an_older_suite_is_named() {
    let (scene, before) = with_page(14, |entries| {
        entries.truncate(1);
        entries[0].1[1] = 0;
    });
    assert!(is_put_aside(&told(&scene, 0)));
    assert_eq!(state(&scene, 0), before);
}

#[test]
fn an_entry_of_another_space_is_pasted_in() {
    let mut scene = of_one_mind(15);
    scene.write_journal(0);
    scene.devices[0].sync().expect("Ana writes in her journal");
    let personal = scene.devices[0].state(ANA);
    let before = state(&scene, 0);
    // The server remembers what Ana put into her own space, and shows it in the shared one.
    let log = scene.ask(0, Method::Get, format!("/v1/spaces/{ANA}/log?after=0"), Vec::new());
    let remembered = entries(&log.body);
    scene.write_note(1);
    scene.devices[1].sync().expect("Ben writes");
    let pasted = remembered.last().expect("Ana wrote").1.clone();
    scene.network.set_lie(Some(Box::new(move |name, request, mut answer| {
        if name == "ana" && reads_log(request, PAIR) && answer.status == 200 {
            let mut read = entries(&answer.body);
            read.truncate(1);
            read.iter_mut().for_each(|entry| entry.1.clone_from(&pasted));
            answer.body = page(&read);
        }
        answer
    })));
    let _ = told(&scene, 0);
    let refused = scene.devices[0].store.refused(cairn_replica::SpaceId(PAIR)).expect("refused");
    assert_eq!(refused.first().map(|it| it.reason.as_str()), Some("other_space"));
    assert_eq!(state(&scene, 0), before);
    assert_eq!(scene.devices[0].state(ANA), personal);
}

#[test]
fn two_people_are_shown_two_histories() {
    let mut scene = of_one_mind(16);
    scene.write_note(0);
    scene.devices[0].sync().expect("Ana writes");
    // Ben is shown a log without it.
    scene.network.set_lie(Some(Box::new(|name, request, mut answer| {
        if name == "ben" && reads_log(request, PAIR) && answer.status == 200 {
            let mut read = entries(&answer.body);
            for entry in &mut read {
                let at = entry.1.len() - 1;
                entry.1[at] ^= 1;
            }
            answer.body = page(&read);
        }
        answer
    })));
    let _ = scene.devices[1].sync();
    scene.write_note(1);
    let _ = scene.devices[1].sync();
    scene.network.set_lie(None);
    let before = state(&scene, 0);
    let needs = told(&scene, 0);
    assert!(needs.contains(&Need::TwoHistories { space: PAIR }), "{needs:?}");
    assert_eq!(state(&scene, 0), before, "nothing of it was taken in");
    let notice = scene.devices[0]
        .store
        .sync_space(cairn_replica::SpaceId(PAIR))
        .expect("a space")
        .expect("it is there")
        .notice;
    assert!(notice.is_some_and(|notice| !notice.evidence.is_empty()), "the entry is kept as evidence");
    scene.write_note(0);
    assert!(scene.devices[0].sync().is_ok(), "work goes on, and other spaces sync");
}

#[test]
fn the_server_goes_back() {
    let mut scene = of_one_mind(17);
    scene.back_up_server();
    for at in [0, 1] {
        scene.write_note(at);
        scene.devices[at].sync().expect("in calm weather");
    }
    scene.settle();
    let before = state(&scene, 0);
    scene.restore_server();
    let needs = told(&scene, 0);
    assert!(needs.contains(&Need::WentBack { space: PAIR }), "{needs:?}");
    scene.settle();
    assert_eq!(state(&scene, 0), before, "nothing is lost");
    assert_eq!(state(&scene, 1), before);
}

/// An entry of Ben's device, as a hostile app of his makes it, sent to the honest server in his session. Its batch changes
/// what a note says, stamped by `stamped_by`.
fn hostile_entry(scene: &Scene, stamped_by: u64, seen: (u64, [u8; 32])) {
    let (ana, ben) = (&scene.devices[0], &scene.devices[1]);
    let space = cairn_replica::SpaceId(PAIR);
    let account = ben.store.sync_account().expect("readable").expect("an account");
    let signing = cairn_crypto::SigningKey::from_bytes(account.secrets[33..65].try_into().expect("32 bytes"));
    let epoch = ben.store.epochs(space).expect("epochs").pop().expect("an epoch");
    let key = epoch.key.as_deref().and_then(|key| key.try_into().ok()).expect("its key");
    let heads = ana.store.author_heads(space).expect("heads");
    let head = heads.iter().find(|head| head.device == account.device).expect("Ben wrote before");
    let first = cairn_store::sync::StatePlace::default();
    let mut op = ben.store.state(space, first, 10).expect("a state").ops.pop().expect("a write");
    op.base = Some(op.stamp);
    op.stamp.millis += 1;
    op.stamp.device = cairn_replica::DeviceId(stamped_by);
    let greatest_stamp = op.stamp.millis;
    let batch = cairn_replica::Batch { ops: vec![op], attachments: Vec::new(), state: false };
    let header = cairn_crypto::Header {
        space: cairn_crypto::SpaceId(*PAIR.as_bytes()),
        epoch: epoch.epoch,
        entry: cairn_crypto::EntryId([0x77; 16]),
        device: cairn_crypto::DeviceId(account.device.0),
        number: head.number + 1,
        greatest_stamp,
        previous: cairn_crypto::Hash(head.hash),
        seen_seq: seen.0,
        seen_hash: cairn_crypto::Hash(seen.1),
    };
    let plain = packed(&batch.encode(space).expect("a batch"));
    let key = cairn_crypto::EpochKey::from_bytes(key);
    let mut random = |bytes: &mut [u8]| bytes.fill(0x31);
    let frame = cairn_crypto::seal_entry(&header, &key, &signing, &plain, &mut random).expect("an entry");
    let mut body = Vec::new();
    cairn_protocol::write_frame(&mut body, frame.as_bytes());
    let answer = scene.ask(1, cairn_sync::Method::Post, format!("/v1/spaces/{PAIR}/log"), body);
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes all that is written")
}

fn refused(scene: &Scene, at: usize) -> Vec<String> {
    let refused = scene.devices[at].store.refused(cairn_replica::SpaceId(PAIR)).expect("refused");
    refused.into_iter().map(|it| it.reason).collect()
}

#[test]
fn a_member_writes_in_anothers_name() {
    let mut scene = of_one_mind(18);
    let before = state(&scene, 0);
    hostile_entry(&scene, scene.devices[0].store.device().0, (0, [0; 32]));
    let needs = told(&scene, 0);
    assert!(is_put_aside(&needs), "{needs:?}");
    assert_eq!(refused(&scene, 0), ["others_name"]);
    assert_eq!(state(&scene, 0), before);
    scene.write_note(0);
    assert!(scene.devices[0].sync().expect("nobody else is held up").sent > 0);
}

/// The same entry in his own name is his to write: what the test above refuses is the name alone.
#[test]
fn a_member_writes_in_his_own_name() {
    let scene = of_one_mind(19);
    hostile_entry(&scene, scene.devices[1].store.device().0, (0, [0; 32]));
    let _ = told(&scene, 0);
    assert_eq!(refused(&scene, 0), Vec::<String>::new());
}

#[test]
fn a_member_says_that_he_saw_what_comes_after() {
    for seen in [(1_000_000, [3; 32]), (0, [3; 32])] {
        let mut scene = of_one_mind(26);
        hostile_entry(&scene, scene.devices[1].store.device().0, seen);
        let needs = told(&scene, 0);
        assert!(is_put_aside(&needs), "{needs:?}");
        assert!(!needs.contains(&Need::TwoHistories { space: PAIR }), "{needs:?}");
        scene.write_note(0);
        assert!(scene.devices[0].sync().expect("nobody else is held up").sent > 0);
    }
}

#[test]
fn a_space_that_stopped_is_resumed() {
    let mut scene = of_one_mind(27);
    hostile_entry(&scene, scene.devices[1].store.device().0, (1, [3; 32]));
    let needs = told(&scene, 0);
    assert!(needs.contains(&Need::TwoHistories { space: PAIR }), "{needs:?}");
    scene.devices[0].engine.resume(PAIR).expect("Ana goes on");
    let needs = told(&scene, 0);
    assert!(!needs.contains(&Need::TwoHistories { space: PAIR }), "{needs:?}");
    scene.write_note(0);
    assert!(scene.devices[0].sync().expect("it goes on").sent > 0);
}

/// What she wrote is read by a device that came after she left, by her statements.
#[test]
fn who_left_is_read_by_a_later_device() {
    let mut scene = of_one_mind(28);
    scene.write_note(1);
    scene.settle();
    scene.devices[1].engine.leave(PAIR).expect("Ben leaves");
    scene.devices[0].sync().expect("Ana syncs");
    scene.enrol(0).expect("Ana adds a device");
    for at in [2, 0, 2] {
        scene.devices[at].sync().expect("in calm weather");
    }
    assert_eq!(refused(&scene, 2), Vec::<String>::new());
    assert_eq!(state(&scene, 2), state(&scene, 0));
}

/// What is wrong with one space is wrong with none of the others.
#[test]
fn the_epochs_of_one_space_are_rubbish() {
    let mut scene = of_one_mind(29);
    scene.write_note(1);
    scene.devices[1].sync().expect("Ben writes");
    scene.network.set_lie(Some(Box::new(|name, request, answer| {
        if name != "ana" {
            return answer;
        }
        if request.path.starts_with("/v1/changes") && answer.status == 200 {
            let mut changes: cairn_protocol::Changes = serde_json::from_slice(&answer.body).expect("changes");
            let pair = changes.spaces.iter_mut().filter(|changed| changed.space == PAIR);
            pair.for_each(|changed| changed.epoch += 1);
            return crate::lies::with_json(answer, &changes);
        }
        match request.path.contains("/epochs?") {
            true => cairn_sync::Response { body: b"[".to_vec(), ..answer },
            false => answer,
        }
    })));
    let outcome = scene.devices[0].sync();
    assert!(outcome.is_ok(), "{outcome:?}");
    assert!(outcome.expect("a report").needs.contains(&Need::Trouble { space: PAIR }));
}
