//! A server that gives people other keys.

use crate::{
    lies::{forged_chain, of_one_mind, state, statements, told, with_json},
    scene::{ANA, BEN, MEMBER, PAIR, Scene},
};
use cairn_crypto::OpeningKey;
use cairn_protocol::{ChangedAccount, Changes, EpochAppend, Epochs, InviteView, Statements};
use cairn_sync::{Greeting, Joined, Method, Need, SyncError};
use std::sync::{Arc, atomic::Ordering};

fn greeting() -> Greeting {
    Greeting { name: "Ana".into(), mentorship: String::new(), role: "mentor".into() }
}

#[test]
fn the_inviters_keys_are_swapped_in_the_invite() {
    let scene = Scene::of_strangers(1);
    let invited = scene.devices[0].engine.invite(PAIR, MEMBER, &greeting()).expect("Ana invites");
    scene.network.set_lie(Some(Box::new(|_, request, answer| {
        if !request.path.ends_with("/look") {
            return answer;
        }
        let mut view: InviteView = serde_json::from_slice(&answer.body).expect("an invite");
        view.statements = statements(&forged_chain(ANA).1);
        with_json(answer, &view)
    })));
    let looked = scene.devices[1].engine.look(&invited.link);
    assert!(matches!(looked, Err(SyncError::Forged)), "{looked:?}");
}

#[test]
fn the_joiners_keys_are_swapped_before_the_inviter_sees_them() {
    let scene = Scene::of_strangers(2);
    let invited = scene.devices[0].engine.invite(PAIR, MEMBER, &greeting()).expect("Ana invites");
    let invitation = scene.devices[1].engine.look(&invited.link).expect("Ben looks");
    assert_eq!(
        scene.devices[1].engine.join(&invitation).expect("Ben joins"),
        Joined::Waiting { space: PAIR }
    );
    scene.network.set_lie(Some(Box::new(|name, request, answer| {
        if name != "ana" || !request.path.starts_with(&format!("/v1/accounts/{BEN}/statements")) {
            return answer;
        }
        with_json(answer, &Statements { statements: statements(&forged_chain(BEN).1) })
    })));
    let needs = told(&scene, 0);
    assert!(needs.contains(&Need::Forged { space: PAIR, account: BEN }), "{needs:?}");
    let members = scene.devices[0].engine.members(PAIR).expect("members");
    assert!(members.iter().all(|member| member.account != BEN), "nothing was sealed to the forged keys");
}

#[test]
fn the_mac_of_a_join_is_made_up() {
    let scene = Scene::of_strangers(3);
    let invited = scene.devices[0].engine.invite(PAIR, MEMBER, &greeting()).expect("Ana invites");
    let invitation = scene.devices[1].engine.look(&invited.link).expect("Ben looks");
    scene.devices[1].engine.join(&invitation).expect("Ben joins");
    scene.network.set_lie(Some(Box::new(|name, request, answer| {
        if name != "ana" || !request.path.starts_with("/v1/changes") || answer.status != 200 {
            return answer;
        }
        let mut changes: Changes = serde_json::from_slice(&answer.body).expect("changes");
        changes.joins.iter_mut().for_each(|join| join.mac = [7; 32].into());
        with_json(answer, &changes)
    })));
    assert!(told(&scene, 0).contains(&Need::Forged { space: PAIR, account: BEN }));
}

#[test]
fn a_partners_keys_are_swapped_later() {
    let mut scene = of_one_mind(4);
    let before = scene.devices[0].engine.members(PAIR).expect("members");
    scene.network.set_lie(Some(Box::new(|name, request, answer| {
        if name != "ana" {
            return answer;
        }
        if request.path.starts_with("/v1/changes") && answer.status == 200 {
            let mut changes: Changes = serde_json::from_slice(&answer.body).expect("changes");
            let more = |account: &mut ChangedAccount| account.statements += u32::from(account.account == BEN);
            changes.accounts.iter_mut().for_each(more);
            return with_json(answer, &changes);
        }
        if request.path.starts_with(&format!("/v1/accounts/{BEN}/statements")) {
            return with_json(answer, &Statements { statements: statements(&forged_chain(BEN).1) });
        }
        answer
    })));
    scene.write_note(1);
    scene.devices[1].sync().expect("Ben writes");
    let needs = told(&scene, 0);
    assert!(needs.contains(&Need::KeyChange { account: BEN }), "{needs:?}");
    let after = scene.devices[0].engine.members(PAIR).expect("members");
    assert_eq!(before.len(), after.len());
    assert!(after.iter().any(|member| member.account == BEN && member.is_key_changed));
}

#[test]
fn an_epoch_is_begun_by_somebody_who_is_no_member() {
    let mut scene = of_one_mind(5);
    let records = scene.devices[1].store.epochs(cairn_replica::SpaceId(PAIR)).expect("epochs");
    let newest =
        cairn_crypto::EpochRecord::parse(&records.last().expect("an epoch").record).expect("a record");
    let (keys, _) = forged_chain(uuid::Uuid::from_u128(0xE1));
    let member = cairn_crypto::Member {
        account: keys.account,
        identity: keys.identity.verifying(),
        encryption: keys.encryption().sealing(),
    };
    let beginning = cairn_crypto::Beginning {
        start_seq: 1,
        start_hash: cairn_crypto::Hash([1; 32]),
        keys: cairn_crypto::Hash([2; 32]),
        members: newest.members().iter().copied().chain([member]).collect(),
    };
    let record = newest.next(keys.account, &keys.identity, beginning).expect("a record");
    let forged = EpochAppend { record: record.as_bytes().into(), packets: Vec::new() };
    scene.network.set_lie(Some(Box::new(move |name, request, answer| {
        if name != "ana" {
            return answer;
        }
        if request.path.starts_with("/v1/changes") && answer.status == 200 {
            let mut changes: Changes = serde_json::from_slice(&answer.body).expect("changes");
            let pair = changes.spaces.iter_mut().filter(|space| space.space == PAIR);
            pair.for_each(|space| space.epoch += 1);
            return with_json(answer, &changes);
        }
        if request.path.starts_with(&format!("/v1/spaces/{PAIR}/epochs?")) {
            return with_json(
                answer,
                &Epochs { records: vec![forged.record.clone()], packet: None, more: false },
            );
        }
        answer
    })));
    scene.write_note(1);
    scene.devices[1].sync().expect("Ben writes");
    let needs = told(&scene, 0);
    assert!(needs.contains(&Need::Trouble { space: PAIR }), "{needs:?}");
    let kept = scene.devices[0].store.epochs(cairn_replica::SpaceId(PAIR)).expect("epochs");
    assert_eq!(kept.len(), records.len(), "the forged epoch was not kept");
}

#[test]
fn a_space_that_nobody_joined_is_shown() {
    let scene = of_one_mind(6);
    let stranger = uuid::Uuid::from_u128(0x5712);
    let before = state(&scene, 0);
    scene.network.set_lie(Some(Box::new(move |_, request, answer| {
        if !request.path.starts_with("/v1/changes") || answer.status != 200 {
            return answer;
        }
        let mut changes: Changes = serde_json::from_slice(&answer.body).expect("changes");
        let mut shown = changes.spaces[0].clone();
        shown.space = stranger;
        shown.kind = cairn_protocol::SpaceKind::Mentorship;
        changes.spaces.push(shown);
        changes.digest = "0000000000000000".into();
        with_json(answer, &changes)
    })));
    scene.devices[0].sync().expect("it changes nothing");
    assert_eq!(state(&scene, 0), before);
    assert!(scene.devices[0].store.sync_space(cairn_replica::SpaceId(stranger)).expect("a space").is_none());
}

/// The keys of a space come sealed to each member, and for this space.
#[test]
fn the_packet_of_another_space_is_handed_out() {
    let mut scene = of_one_mind(61);
    scene.enrol(0).expect("Ana adds a device");
    scene.settle();
    let answer = scene.ask(1, Method::Get, format!("/v1/spaces/{BEN}/epochs?after=0"), Vec::new());
    let own: Epochs = serde_json::from_slice(&answer.body).expect("epochs");
    let packet = own.packet.expect("the keys of his own space");
    scene.network.set_lie(Some(Box::new(move |name, request, answer| {
        if name != "ben" || !request.path.starts_with(&format!("/v1/spaces/{PAIR}/epochs?")) {
            return answer;
        }
        let epochs: Epochs = serde_json::from_slice(&answer.body).expect("epochs");
        with_json(answer, &Epochs { packet: Some(packet.clone()), ..epochs })
    })));
    scene.revoke_one();
    scene.devices[0].sync().expect("Ana begins an epoch");
    scene.write_note(0);
    scene.devices[0].sync().expect("Ana writes");
    let before = state(&scene, 1);
    assert!(told(&scene, 1).contains(&Need::Key { space: PAIR }));
    assert_eq!(state(&scene, 1), before, "nothing was read by another key");
    scene.network.set_lie(None);
    scene.settle();
    assert_eq!(state(&scene, 0), state(&scene, 1));
}

#[test]
fn the_pieces_of_a_file_are_exchanged() {
    let mut scene = of_one_mind(62);
    let content: Vec<u8> = (0..400_000u32).flat_map(u32::to_le_bytes).collect();
    let hash = scene.devices[0].attach(&content);
    scene.devices[0].sync().expect("Ana syncs");
    let mut first = None;
    scene.network.set_lie(Some(Box::new(move |name, request, mut answer| {
        if name == "ben" && request.method == Method::Get && request.path.contains("/blobs/") {
            answer.body.clone_from(first.get_or_insert_with(|| answer.body.clone()));
        }
        answer
    })));
    let _ = scene.devices[1].sync();
    assert!(scene.devices[1].store.attachment(&hash).is_err(), "two times the first piece are not the file");
    scene.network.set_lie(None);
    scene.settle();
    assert_eq!(scene.devices[1].file(&hash), content);
}

/// A device takes another away, hands its new key to the rest, and is itself taken away before it could state that key: it has
/// it, and nothing is sealed to it.
#[test]
fn a_key_that_a_revoked_device_was_handed_is_not_stated() {
    let mut scene = of_one_mind(63);
    scene.enrol(0).expect("Ana adds a device");
    scene.enrol(0).expect("Ana adds another");
    scene.settle();
    let id = |scene: &Scene, at: usize| scene.devices[at].store.device().0;
    scene.devices[2].engine.revoke(id(&scene, 0)).expect("the second takes the first away");
    scene.devices[0].is_revoked = true;
    let gone = scene.devices[2].clone();
    let (cut, states) = (Arc::clone(&gone.outside), format!("/v1/accounts/{ANA}/statements"));
    let act = move || cut.is_cut_off.store(true, Ordering::SeqCst);
    let is_cut = scene.network.while_in_round(&gone.outside.name, &states, 0, act, || {
        let _ = gone.sync();
    });
    assert!(is_cut, "it was about to state its key");
    scene.devices[3].engine.revoke(id(&scene, 2)).expect("the third takes the second away");
    scene.devices[2].is_revoked = true;
    scene.settle();
    let newest = crate::lies::chain(&scene, 3).encryption();
    let secrets = gone.store.sync_account().expect("readable").expect("an account").secrets;
    let opens = |key: &[u8]| OpeningKey::from_bytes(key.try_into().expect("32 bytes")).sealing() == newest;
    assert!(!secrets.windows(32).any(opens), "what was taken away reads on");
    assert_eq!(state(&scene, 1), state(&scene, 3));
}
