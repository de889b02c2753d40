//! Who is let in, who is out, and by whose word.

use crate::{
    device::Device,
    lies::{forged_chain, member, of_one_mind, state, statements, told, with_json},
    scene::{ANA, BEN, MEMBER, PAIR, Scene},
};
use cairn_crypto::{AccountKeys, Beginning, DeviceKeys, EpochKeys, EpochRecord, Hash, Member, Says, SpaceId};
use cairn_domain::{Note, Setting};
use cairn_protocol::{
    ChangedSpace, Changes, Code, Epochs, PendingJoin, Problem, SpaceKind, SpaceState, Statements,
};
use cairn_sync::{Arrival, Greeting, Need, NewDevice, Response, SyncError};
use std::sync::{Arc, Mutex};
use uuid::Uuid;

fn greeting() -> Greeting {
    Greeting { name: "Ana".into(), mentorship: String::new(), role: "mentor".into() }
}

fn dice(seed: u8) -> impl FnMut(&mut [u8]) {
    let mut filler = seed;
    move |bytes: &mut [u8]| {
        filler = filler.wrapping_add(1);
        bytes.fill(filler);
    }
}

/// What the device of this name is told of what is new goes through `lie` first.
fn with_changes(scene: &Scene, whom: &'static str, lie: impl Fn(&mut Changes) + Send + 'static) {
    scene.network.set_lie(Some(Box::new(move |name, request, answer| {
        if name != whom || !request.path.starts_with("/v1/changes") || answer.status != 200 {
            return answer;
        }
        let mut changes: Changes = serde_json::from_slice(&answer.body).expect("changes");
        lie(&mut changes);
        changes.digest = "0000000000000000".into();
        with_json(answer, &changes)
    })));
}

#[test]
fn somebody_else_than_the_inviter_lets_one_in() {
    let scene = Scene::of_strangers(40);
    let invited = scene.devices[0].engine.invite(PAIR, MEMBER, &greeting()).expect("Ana invites");
    let invitation = scene.devices[1].engine.look(&invited.link).expect("Ben looks");
    scene.devices[1].engine.join(&invitation).expect("Ben joins");
    // The server begins a mentorship of that id itself, with Ben in it.
    let (keys, _) = forged_chain(Uuid::from_u128(0xE1));
    let space = SpaceId(*PAIR.as_bytes());
    let server = Member {
        account: keys.account,
        identity: keys.identity.verifying(),
        encryption: keys.encryption().sealing(),
    };
    let epoch_keys = EpochKeys::first(&mut dice(9));
    let beginning = Beginning {
        start_seq: 0,
        start_hash: Hash::ZERO,
        keys: epoch_keys.commitment(space),
        members: vec![server, member(&scene, 1)],
    };
    let record = EpochRecord::first(space, keys.account, &keys.identity, beginning).expect("a record");
    let ben = cairn_crypto::AccountId(*BEN.as_bytes());
    let packet = epoch_keys.seal_to(&record, ben, &mut dice(10)).expect("a packet");
    scene.network.set_lie(Some(Box::new(move |name, request, answer| {
        if name != "ben" {
            return answer;
        }
        if request.path.starts_with("/v1/changes") && answer.status == 200 {
            let mut changes: Changes = serde_json::from_slice(&answer.body).expect("changes");
            changes.spaces.retain(|changed| changed.space != PAIR);
            changes.spaces.push(ChangedSpace {
                space: PAIR,
                kind: SpaceKind::Mentorship,
                head: 0,
                hash: [0; 32].into(),
                epoch: 1,
                floor: 0,
                snapshot: None,
                snapshot_wanted: false,
                state: SpaceState::Open,
                members: vec![BEN],
            });
            return with_json(answer, &changes);
        }
        if request.path.starts_with(&format!("/v1/spaces/{PAIR}/epochs?")) {
            let records = vec![record.as_bytes().into()];
            let packet = Some(packet.clone().into());
            return Response { status: 200, ..with_json(answer, &Epochs { records, packet, more: false }) };
        }
        answer
    })));
    let needs = told(&scene, 1);
    assert!(needs.contains(&Need::Trouble { space: PAIR }), "{needs:?}");
    let kept = scene.devices[1].store.epochs(cairn_replica::SpaceId(PAIR)).expect("epochs");
    assert!(kept.is_empty(), "the record of the server's own mentorship was not kept");
}

#[test]
fn a_join_of_long_ago_is_shown_again() {
    let scene = Scene::of_strangers(41);
    let invited = scene.devices[0].engine.invite(PAIR, MEMBER, &greeting()).expect("Ana invites");
    let invitation = scene.devices[1].engine.look(&invited.link).expect("Ben looks");
    scene.devices[1].engine.join(&invitation).expect("Ben joins");
    let joins: Arc<Mutex<Vec<PendingJoin>>> = Arc::default();
    let remembered = Arc::clone(&joins);
    with_changes(&scene, "ana", move |changes| {
        remembered.lock().expect("nobody panicked").extend(changes.joins.clone());
    });
    assert_eq!(scene.devices[0].sync().expect("Ana syncs").let_in, [(PAIR, BEN)]);
    scene.network.set_lie(None);
    scene.devices[1].sync().expect("Ben syncs");
    scene.devices[0].sync().expect("Ana syncs");
    scene.devices[0].engine.remove(PAIR, BEN).expect("Ana takes Ben out");
    let again = joins.lock().expect("nobody panicked").clone();
    assert!(!again.is_empty());
    // And the server takes whatever epoch she would begin with it.
    scene.network.set_lie(Some(Box::new(move |name, request, answer| {
        if name == "ana" && request.path == format!("/v1/spaces/{PAIR}/epochs") {
            return Response { status: 201, ..answer };
        }
        if name != "ana" || !request.path.starts_with("/v1/changes") || answer.status != 200 {
            return answer;
        }
        let mut changes: Changes = serde_json::from_slice(&answer.body).expect("changes");
        changes.joins.clone_from(&again);
        with_json(answer, &changes)
    })));
    let report = scene.devices[0].sync().expect("Ana syncs");
    assert!(report.let_in.is_empty(), "{report:?}");
    let members = scene.devices[0].engine.members(PAIR).expect("members");
    assert!(members.iter().all(|member| member.account != BEN), "Ben stays out");
}

/// How many invites are noted on a device.
fn noted(device: &Device) -> usize {
    device.all::<Setting>().iter().filter(|setting| setting.key.starts_with("sync/invite/")).count()
}

#[test]
fn who_came_in_by_an_invite_is_told_until_she_has_her_place() {
    let mut scene = Scene::of_strangers(52);
    scene.enrol(0).expect("Ana adds a device");
    let invited = scene.devices[0].engine.invite(PAIR, MEMBER, &greeting()).expect("Ana invites");
    scene.devices[0].sync().expect("Ana syncs");
    let invitation = scene.devices[1].engine.look(&invited.link).expect("Ben looks");
    scene.devices[1].engine.join(&invitation).expect("Ben joins");
    assert_eq!(scene.devices[0].engine.arrivals().expect("arrivals"), [], "he only waits");
    let other = scene.devices.len() - 1;
    scene.devices[other].sync().expect("Ana's other device lets him in");
    scene.settle();
    let here = Arrival { invite: invited.invite, space: PAIR, member: MEMBER, account: BEN };
    for at in [0, other] {
        assert_eq!(scene.devices[at].engine.arrivals().expect("arrivals"), [here]);
        assert_eq!(scene.devices[at].engine.invites().expect("invites"), [], "nobody else can come by it");
    }
    scene.devices[0].engine.welcomed(invited.invite).expect("he has his place");
    scene.settle();
    assert_eq!(scene.devices[other].engine.arrivals().expect("arrivals"), []);
    assert_eq!((noted(&scene.devices[0]), noted(&scene.devices[other])), (0, 0));
}

#[test]
fn an_invite_that_has_expired_is_forgotten() {
    let scene = Scene::of_strangers(53);
    scene.devices[0].engine.invite(PAIR, MEMBER, &greeting()).expect("Ana invites");
    scene.devices[0].sync().expect("Ana syncs");
    assert_eq!(noted(&scene.devices[0]), 1);
    scene.pass(16 * 24 * 3_600_000);
    scene.devices[0].sync().expect("Ana syncs");
    assert_eq!(noted(&scene.devices[0]), 0);
}

#[test]
fn a_join_by_anothers_invite_is_nothing_to_say() {
    let scene = of_one_mind(42);
    with_changes(&scene, "ben", |changes| {
        changes.joins.push(PendingJoin {
            space: PAIR,
            invite: Uuid::from_u128(5),
            account: Uuid::from_u128(6),
            mac: [7; 32].into(),
        });
    });
    let needs = told(&scene, 1);
    assert!(!needs.iter().any(|need| matches!(need, Need::Forged { .. })), "{needs:?}");
}

#[test]
fn the_server_says_that_a_member_left() {
    let mut scene = of_one_mind(43);
    scene.write_note(0);
    scene.devices[0].sync().expect("Ana writes");
    with_changes(&scene, "ben", |changes| {
        let pair = changes.spaces.iter_mut().filter(|changed| changed.space == PAIR);
        pair.for_each(|changed| (changed.state, changed.members) = (SpaceState::Rotate, vec![BEN]));
    });
    let needs = told(&scene, 1);
    assert!(needs.contains(&Need::Left { space: PAIR, account: ANA }), "{needs:?}");
}

#[test]
fn a_key_change_stands_until_somebody_decides() {
    let mut scene = of_one_mind(44);
    scene.network.set_lie(Some(Box::new(|name, request, answer| {
        if name != "ana" {
            return answer;
        }
        if request.path.starts_with("/v1/changes") && answer.status == 200 {
            let mut changes: Changes = serde_json::from_slice(&answer.body).expect("changes");
            let accounts = changes.accounts.iter_mut().filter(|it| it.account == BEN);
            accounts.for_each(|account| account.statements += 1);
            return with_json(answer, &changes);
        }
        match request.path.starts_with(&format!("/v1/accounts/{BEN}/statements")) {
            true => with_json(answer, &Statements { statements: statements(&forged_chain(BEN).1) }),
            false => answer,
        }
    })));
    scene.write_note(1);
    scene.devices[1].sync().expect("Ben writes");
    assert!(told(&scene, 0).contains(&Need::KeyChange { account: BEN }));
    scene.network.set_lie(None);
    // Ben's statements grow, honestly: that he enrols a device takes nothing back.
    scene.enrol(1).expect("Ben adds a device");
    let before = state(&scene, 0);
    scene.write_note(0);
    let sent = scene.devices[0].sync().expect("other spaces sync").sent;
    let needs = told(&scene, 0);
    assert!(needs.contains(&Need::KeyChange { account: BEN }), "{needs:?}");
    assert_eq!(sent, 0, "nothing goes into the space");
    assert!(state(&scene, 0).len() > before.len(), "work here goes on");
    scene.devices[0].engine.trust_again(BEN).expect("Ana asked Ben, who has his keys still");
    let needs = told(&scene, 0);
    assert!(!needs.contains(&Need::KeyChange { account: BEN }), "{needs:?}");
    scene.settle();
    assert_eq!(state(&scene, 0), state(&scene, 1));
}

#[test]
fn who_left_can_be_invited_again() {
    let mut scene = of_one_mind(45);
    scene.devices[1].engine.leave(PAIR).expect("Ben leaves");
    scene.devices[0].sync().expect("Ana syncs");
    assert!(told(&scene, 1).contains(&Need::Out { space: PAIR }));
    scene.write_note(0);
    let invited = scene.devices[0].engine.invite(PAIR, MEMBER, &greeting()).expect("Ana invites again");
    let invitation = scene.devices[1].engine.look(&invited.link).expect("Ben looks");
    scene.devices[1].engine.join(&invitation).expect("Ben joins again");
    assert_eq!(scene.devices[0].sync().expect("Ana syncs").let_in, [(PAIR, BEN)]);
    scene.settle();
    assert_eq!(state(&scene, 0), state(&scene, 1));
    let needs = told(&scene, 1);
    assert!(!needs.contains(&Need::Out { space: PAIR }), "{needs:?}");
}

#[test]
fn who_disconnects_knows_nothing_of_the_server_any_more() {
    let mut scene = of_one_mind(54);
    scene.devices[0].outside.clock_off.store(3_600_000, std::sync::atomic::Ordering::SeqCst);
    let is_clock = |need: &Need| matches!(need, Need::Clock { .. });
    scene.write_note(0);
    let needs = told(&scene, 0);
    assert!(needs.iter().any(is_clock), "{needs:?}");
    let device = &scene.devices[0];
    let notes = device.all::<Note>().len();
    device.engine.disconnect().expect("Ana disconnects");
    let status = device.engine.status().expect("a status");
    assert_eq!((status.server, status.synced_at, status.waiting), (None, None, 0));
    for key in ["sync.needs", "sync.latest", "sync.vouched", "sync.strange_devices", "sync.device_ids"] {
        assert_eq!(device.store.local_setting(key).expect("readable"), None, "{key}");
    }
    assert_eq!(device.all::<Note>().len(), notes, "all records stay");
    // Another server, in effect: it has to say what it is before anything else.
    scene.empty_server();
    scene.devices[0].outside.clock_off.store(0, std::sync::atomic::Ordering::SeqCst);
    scene.operator_invites(0);
    let needs = told(&scene, 0);
    assert!(!needs.iter().any(is_clock), "{needs:?}");
    let account = scene.devices[0].store.sync_account().expect("readable").expect("an account");
    assert!(account.server_id.is_some(), "the new server was asked who it is");
}

#[test]
fn who_stops_and_comes_back_is_who_she_was() {
    let mut scene = of_one_mind(56);
    scene.devices[0].engine.disconnect().expect("Ana disconnects");
    scene.write_note(0);
    scene.write_note(1);
    scene.devices[1].sync().expect("Ben syncs");
    scene.operator_invites(0);
    assert_eq!(told(&scene, 0), []);
    scene.settle();
    assert_eq!(state(&scene, 0), state(&scene, 1));
    assert_eq!((told(&scene, 0), told(&scene, 1)), (vec![], vec![]));
}

#[test]
fn who_deletes_her_account_and_comes_back_is_who_she_was() {
    let mut scene = of_one_mind(57);
    scene.write_journal(0);
    scene.devices[0].sync().expect("Ana syncs");
    scene.devices[0].engine.delete_account().expect("Ana deletes her account");
    scene.devices[0].begins_anew();
    scene.write_note(0);
    assert_eq!(told(&scene, 1), [Need::Left { space: PAIR, account: ANA }]);
    scene.write_note(1);
    scene.devices[1].sync().expect("Ben writes on");
    scene.operator_invites(0);
    assert_eq!(told(&scene, 0), [Need::Out { space: PAIR }]);
    assert_eq!(scene.devices[0].engine.status().expect("a status").waiting, 0);
    let invited = scene.devices[1].engine.invite(PAIR, MEMBER, &greeting()).expect("Ben invites");
    let invitation = scene.devices[0].engine.look(&invited.link).expect("Ana looks");
    scene.devices[0].engine.join(&invitation).expect("Ana joins again");
    scene.settle();
    assert_eq!(state(&scene, 0), state(&scene, 1));
    let needs = told(&scene, 0);
    assert!(!needs.contains(&Need::Out { space: PAIR }), "{needs:?}");
}

#[test]
fn a_device_whose_words_differ_is_turned_down_at_once() {
    let scene = Scene::of_strangers(55);
    let mut old = scene.devices[0].engine.enrol().expect("a meeting place");
    let mut new = NewDevice::arrive(scene.outside("new"), old.link()).expect("it arrives");
    assert_eq!(old.try_words(0).expect("the commitment is there"), None);
    new.try_words(0).expect("the answer is there");
    old.try_words(0).expect("the reveal is there");
    assert!(new.try_finish(0).expect("nothing is said yet").is_none());
    old.refuse().expect("it is refused");
    assert!(matches!(new.try_finish(0), Err(SyncError::TurnedDown)));
}

/// Whose invite it is can be another's than at the first time.
#[test]
fn who_was_taken_out_comes_in_again_by_somebody_else() {
    let mut scene = of_one_mind(58);
    scene.devices[1].engine.remove(PAIR, ANA).expect("Ben takes her out, who made it");
    assert!(told(&scene, 0).contains(&Need::Out { space: PAIR }));
    scene.write_note(0);
    scene.devices[0].sync().expect("Ana syncs");
    let waiting = |scene: &Scene| scene.devices[0].engine.status().expect("a status").waiting;
    assert_eq!(waiting(&scene), 0, "what goes nowhere waits for nothing");
    let invited = scene.devices[1].engine.invite(PAIR, MEMBER, &greeting()).expect("Ben invites");
    let invitation = scene.devices[0].engine.look(&invited.link).expect("Ana looks");
    scene.devices[0].engine.join(&invitation).expect("Ana joins again");
    scene.settle();
    assert_eq!(state(&scene, 0), state(&scene, 1));
    assert_eq!((told(&scene, 0), waiting(&scene)), (vec![], 0));
}

/// Until she is let in, she is out.
#[test]
fn an_invite_that_is_withdrawn_before_anybody_lets_her_in_changes_nothing() {
    let mut scene = of_one_mind(59);
    scene.devices[1].engine.leave(PAIR).expect("Ben leaves");
    scene.devices[0].sync().expect("Ana syncs");
    let invited = scene.devices[0].engine.invite(PAIR, MEMBER, &greeting()).expect("Ana invites");
    let invitation = scene.devices[1].engine.look(&invited.link).expect("Ben looks");
    scene.devices[1].engine.join(&invitation).expect("Ben joins");
    assert!(told(&scene, 1).contains(&Need::Waiting { space: PAIR }));
    scene.devices[0].engine.withdraw(invited.invite).expect("Ana thinks better of it");
    scene.settle();
    assert!(told(&scene, 1).contains(&Need::Out { space: PAIR }));
}

#[test]
fn one_of_two_shared_spaces_is_left() {
    let second = Uuid::from_u128(0x9A13);
    let mut scene = of_one_mind(46);
    let invited = scene.devices[0].engine.invite(second, MEMBER, &greeting()).expect("Ana invites");
    let invitation = scene.devices[1].engine.look(&invited.link).expect("Ben looks");
    scene.devices[1].engine.join(&invitation).expect("Ben joins");
    scene.settle();
    scene.devices[1].engine.leave(PAIR).expect("Ben leaves one of the two");
    scene.write_note(0);
    let report = scene.devices[0].sync().expect("Ana syncs");
    assert!(report.sent > 0, "she writes on: {report:?}");
    let accounts = |space| {
        let members = scene.devices[0].engine.members(space).expect("members");
        members.iter().map(|member| member.account).collect::<Vec<_>>()
    };
    assert_eq!((accounts(PAIR), accounts(second)), (vec![ANA], vec![ANA, BEN]));
}

/// The identity key is on every device there ever was, a stolen one too: it alone makes no key of this account's.
#[test]
fn a_thief_states_a_key_and_a_device() {
    let mut scene = of_one_mind(47);
    scene.write_note(1);
    scene.devices[1].sync().expect("Ben writes");
    let secrets = scene.devices[0].store.sync_account().expect("readable").expect("an account").secrets;
    let identity = cairn_crypto::SigningKey::from_bytes(secrets[1..33].try_into().expect("32 bytes"));
    let mut chain = crate::lies::chain(&scene, 0);
    let known = chain.statements().len();
    let thief = AccountKeys::generate(chain.account(), &mut dice(50));
    let device = cairn_crypto::DeviceId(0x71EF);
    let keys = DeviceKeys::generate(&mut dice(60)).public();
    chain.state(&identity, 1, Says::AddDevice { device, keys }).expect("a statement");
    let encryption = thief.encryption().sealing();
    chain.state(&identity, 1, Says::NewEncryption { encryption }).expect("a statement");
    let longer = statements(&chain);
    scene.network.set_lie(Some(Box::new(move |name, request, answer| {
        if name != "ana" {
            return answer;
        }
        if request.path.starts_with("/v1/changes") && answer.status == 200 {
            let mut changes: Changes = serde_json::from_slice(&answer.body).expect("changes");
            let own = changes.accounts.iter_mut().filter(|it| it.account == ANA);
            own.for_each(|account| account.statements = longer.len() as u32);
            return with_json(answer, &changes);
        }
        match request.path.starts_with(&format!("/v1/accounts/{ANA}/statements?")) {
            true => with_json(answer, &Statements { statements: longer[known - 1..].to_vec() }),
            false => answer,
        }
    })));
    let epochs = |space| scene.devices[0].store.epochs(cairn_replica::SpaceId(space)).expect("epochs").len();
    let before = (epochs(PAIR), epochs(ANA));
    let needs = told(&scene, 0);
    assert!(needs.contains(&Need::ForeignKey), "{needs:?}");
    assert_eq!((epochs(PAIR), epochs(ANA)), before, "nothing was sealed to the thief's key");
    scene.pass(11 * 60_000);
    let needs = told(&scene, 0);
    assert!(needs.contains(&Need::StrangeDevice { device: 0x71EF }), "{needs:?}");
    scene.devices[0].engine.accept_device(0x71EF).expect("it is hers after all");
    let needs = told(&scene, 0);
    assert!(!needs.contains(&Need::StrangeDevice { device: 0x71EF }), "{needs:?}");
}

#[test]
fn a_device_that_was_enrolled_is_no_stranger() {
    let mut scene = of_one_mind(48);
    scene.enrol(0).expect("Ana adds a device");
    scene.settle();
    scene.pass(11 * 60_000);
    for at in [0, 2] {
        let needs = told(&scene, at);
        assert!(!needs.iter().any(|need| matches!(need, Need::StrangeDevice { .. })), "{needs:?}");
    }
}

#[test]
fn the_server_says_again_and_again_that_there_is_a_clone() {
    let mut scene = of_one_mind(49);
    scene.write_note(0);
    scene.network.set_lie(Some(Box::new(move |name, request, answer| {
        let is_push = request.path == format!("/v1/spaces/{PAIR}/log");
        match name == "ana" && is_push {
            true => Response {
                status: 409,
                ..with_json(answer, &Problem { number: Some(1), ..Problem::new(Code::Fork) })
            },
            false => answer,
        }
    })));
    let before = crate::lies::chain(&scene, 0).statements().len();
    for _ in 0..12 {
        scene.pass(60_000);
        scene.write_note(0);
        let needs = told(&scene, 0);
        assert!(needs.contains(&Need::Trouble { space: PAIR }), "{needs:?}");
    }
    let stated = crate::lies::chain(&scene, 0).statements().len() - before;
    assert!(stated <= 4, "{stated} statements were spent");
}

#[test]
fn a_revocation_makes_the_recovery_code_void() {
    let mut scene = of_one_mind(50);
    scene.enrol(0).expect("Ana adds a device");
    scene.enrol(0).expect("Ana adds another");
    scene.settle();
    let code = scene.recovery_code();
    scene.devices[0].engine.set_recovery(&code).expect("Ana prints a code");
    scene.settle();
    assert!(!told(&scene, 2).contains(&Need::Recovery));
    let lost = scene.devices[3].store.device().0;
    scene.devices[0].engine.revoke(lost).expect("Ana revokes one");
    scene.devices[3].is_revoked = true;
    assert!(scene.devices[0].engine.status().expect("a status").needs.contains(&Need::Recovery));
    scene.settle();
    for at in [0, 2] {
        assert!(told(&scene, at).contains(&Need::Recovery), "device {at}");
        assert!(!scene.devices[at].engine.is_recovery_set().expect("readable"));
    }
    let code = scene.recovery_code();
    scene.devices[2].engine.set_recovery(&code).expect("Ana prints another");
    scene.settle();
    assert!(!told(&scene, 0).contains(&Need::Recovery));
}
