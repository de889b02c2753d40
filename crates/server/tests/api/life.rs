//! A whole life: from the first invite to the deletion of the account.

use std::collections::BTreeSet;

use cairn_crypto::{DeviceId, DeviceKeys, Hash, RecoveryCode, Says, log_hash};
use cairn_protocol::{
    Account, Binary, Enrolment, Epochs, InviteKind, InviteView, Recovery, RecoveryPut, SpaceState,
    Statements, read_page,
};
use rstest::rstest;
use sha2::Digest;

use crate::{
    backend::Backend,
    call::Call,
    person::{Person, Space, bytes, random},
    world::World,
};

#[rstest]
#[tokio::test]
async fn from_the_first_invite_to_the_last_goodbye(
    #[values(Backend::Memory, Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(world) = World::new(backend).await else { return };
    let mut mentor = world.person().await;
    let mut mentee = world.stranger();
    let mut space = mentor.create_mentorship().await;
    mentor.push(&mut space, b"a goal").await;

    join(&world, &mentor, &mut mentee, &mut space).await;
    let mut hers = both_write(&mentor, &mut mentee, &mut space).await;
    attachment_and_snapshot(&mentor, &mentee, &mut space).await;
    let second = another_device(&world, &mentor).await;
    mentor.chain.clone_from(&second.chain);
    recovery(&world, &mut mentor).await;
    revocation(&mut mentor, second, &mut space).await;

    // She leaves; he is told to begin a new epoch.
    hers.records.clone_from(&space.records);
    mentee.send(Call::post(format!("/v1/spaces/{}/leave", space.id))).await.expect(204);
    mentee.send(Call::get(format!("/v1/spaces/{}/log", space.id))).await.expect(404);
    assert_eq!(state(&mentor, &space).await, Some(SpaceState::Rotate));
    assert_eq!(members(&mentor, &space).await, [mentor.id()]);
    // What she wrote is still to be read, also by a device that comes later.
    mentor.send(Call::get(format!("/v1/accounts/{}/statements", mentee.id()))).await.expect(200);
    let (mut alone, call) = mentor.next_epoch(&space, vec![mentor.member()]);
    mentor.send(call).await.expect(201);
    assert_eq!(state(&mentor, &space).await, Some(SpaceState::Open));
    mentor.push(&mut alone, b"a last note").await;

    // He ends it: it can be read for ever, and written no more.
    mentor.send(Call::post(format!("/v1/spaces/{}/end", space.id))).await.expect(204);
    let late = mentor.entry(&alone, b"too late");
    let refused = mentor.send(mentor.push_call(&alone, &[&late])).await.expect(409);
    assert_eq!(refused.refusal(), r#"{"code":"ended"}"#);
    mentor.send(Call::get(format!("/v1/spaces/{}/log", space.id))).await.expect(200);

    mentor.send(Call::delete("/v1/account")).await.expect(204);
    mentor.send(Call::get("/v1/account")).await.expect(401);
    // She left before; nobody is in what they shared.
    mentee.send(Call::get(format!("/v1/accounts/{}/statements", mentor.id()))).await.expect(404);
    mentee.send(Call::delete("/v1/sessions")).await.expect(204);
    mentee.send(Call::get("/v1/changes")).await.expect(401);
}

/// By an invite to the space: a look, an account, an acceptance, and then a member lets her in.
async fn join(world: &World, mentor: &Person, mentee: &mut Person, space: &mut Space) {
    let invite = mentor.invite(space.id).await;
    let look = Call::post(format!("/v1/invites/{}/look", invite.id))
        .json(&cairn_protocol::InviteLook { token: invite.token() });
    let view: InviteView = world.send(look.clone()).await.expect(200).json();
    assert_eq!((view.kind, view.space, view.inviter), (InviteKind::Space, Some(space.id), Some(mentor.id())));
    assert_eq!(view.statements, mentor.statements());

    mentee.register(&invite).await.expect(201);
    mentee.register(&invite).await.expect(200);
    mentee.begin_session().await;
    world.send(look.clone()).await.expect(200);
    mentee.send(mentee.acceptance(space.id, &invite)).await.expect(201);
    mentee.send(mentee.acceptance(space.id, &invite)).await.expect(200);
    assert_eq!(world.send(look).await.expect(410).refusal(), r#"{"code":"invite_spent"}"#);

    // She waits: she may see who is there, and nothing that they wrote.
    assert_eq!(state(mentee, space).await, Some(SpaceState::Waiting));
    assert!(members(mentee, space).await.is_empty());
    mentee.send(Call::get(format!("/v1/spaces/{}/log", space.id))).await.expect(404);
    let joins = mentor.changes().await.joins;
    assert_eq!(joins.len(), 1);
    assert_eq!((joins[0].space, joins[0].account, joins[0].invite), (space.id, mentee.id(), invite.id));
    let path = format!("/v1/accounts/{}/statements", mentee.id());
    let hers: Statements = mentor.send(Call::get(path)).await.expect(200).json();
    assert_eq!(hers.statements, mentee.statements());

    let (next, call) = mentor.next_epoch(space, vec![mentor.member(), mentee.member()]);
    mentor.send(call.clone()).await.expect(201);
    mentor.send(call).await.expect(200);
    *space = next;
    assert!(mentor.changes().await.joins.is_empty());
    let mut both = [mentor.id(), mentee.id()];
    both.sort_unstable();
    assert_eq!(members(mentee, space).await, both);
    assert_eq!(state(mentee, space).await, Some(SpaceState::Open));
    let epochs: Epochs =
        mentee.send(Call::get(format!("/v1/spaces/{}/epochs", space.id))).await.expect(200).json();
    assert_eq!((epochs.records.len(), epochs.more), (2, false));
    let packet = epochs.packet.expect("she is a member now");
    let record = space.records.last().unwrap();
    assert_eq!(cairn_crypto::EpochKeys::open(record, &mentee.keys, &packet.0).unwrap(), space.keys);
}

/// Both write, and both read the same log.
async fn both_write(mentor: &Person, mentee: &mut Person, space: &mut Space) -> Space {
    let mut hers = Space { own: (0, Hash::ZERO), ..space.clone() };
    let frame = mentee.push(&mut hers, b"a question").await;
    space.append(&frame);
    let frame = mentor.push(space, b"an answer").await;
    hers.append(&frame);

    let whole = read(mentee, &format!("/v1/spaces/{}/log", space.id)).await;
    assert_eq!(whole, read(mentor, &format!("/v1/spaces/{}/log", space.id)).await);
    let hash = whole.iter().fold(Hash::ZERO, |hash, (_, frame)| log_hash(&hash, &Hash::of(frame)));
    assert_eq!(hash, space.hash);
    assert_eq!(whole.iter().map(|(seq, _)| *seq).collect::<Vec<_>>(), [1, 2, 3]);

    // A page from a place that is known by its hash, and one from a place that is another history.
    let after = |hash: Hash| {
        let hex: String = hash.0.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("/v1/spaces/{}/log?after=3&hash={hex}", space.id)
    };
    assert!(read(mentee, &after(space.hash)).await.is_empty());
    let refused = mentee.send(Call::get(after(Hash([9; 32])))).await.expect(409);
    assert_eq!(refused.refusal(), r#"{"code":"other_history","head":3}"#);
    hers
}

async fn attachment_and_snapshot(mentor: &Person, mentee: &Person, space: &mut Space) {
    let blob = b"an attachment that nobody can read".to_vec();
    let name = blake3::hash(&blob).to_hex();
    let path = format!("/v1/spaces/{}/blobs/{name}", space.id);
    let put = |purpose: &str| Call::put(format!("{path}{purpose}")).octets(blob.clone());
    mentor.send(put("")).await.expect(400);
    mentor.send(put("?purpose=picture")).await.expect(400);
    mentor.send(put("?purpose=attachment")).await.expect(201);
    mentor.send(put("?purpose=attachment")).await.expect(200);
    assert_eq!(mentee.send(Call::get(&path)).await.expect(200).body, blob);

    let manifest = mentor.snapshot(space);
    let path = format!("/v1/spaces/{}/snapshot", space.id);
    let put = Call::put(&path).octets(manifest.as_bytes()).header("cairn-blobs", name.as_str());
    // Not of an attachment: it would go with the snapshot.
    mentor.send(put.clone()).await.expect(404);
    let piece = format!("/v1/spaces/{}/blobs/{name}?purpose=snapshot", space.id);
    mentor.send(Call::put(piece).octets(blob)).await.expect(200);
    mentor.send(put.clone()).await.expect(201);
    mentor.send(put).await.expect(200);
    assert_eq!(mentee.send(Call::get(&path)).await.expect(200).body, manifest.as_bytes());
    let changes = mentee.changes().await;
    let seen = changes.spaces.iter().find(|it| it.space == space.id).unwrap();
    assert_eq!(seen.snapshot, Some(space.head));
}

/// A second device meets the first one on the server, and is stated.
async fn another_device(world: &World, first: &Person) -> Person {
    let mut second = first.clone();
    second.token = None;
    second.device = DeviceId(u64::from_be_bytes(bytes()));
    second.device_keys = DeviceKeys::generate(&mut random());

    let opened = first.send(Call::post("/v1/enrolments")).await.expect(201);
    let enrolment = opened.json::<Enrolment>().enrolment;
    let slot = |name: &str| format!("/v1/enrolments/{enrolment}/{name}");
    world.send(Call::get(slot("commitment"))).await.expect(204);
    let early = world.send(Call::put(slot("answer")).octets([2])).await.expect(409);
    assert_eq!(early.refusal(), r#"{"code":"stale"}"#);
    for name in ["commitment", "answer", "reveal", "secrets"] {
        world.send(Call::put(slot(name)).octets(name)).await.expect(201);
        world.send(Call::put(slot(name)).octets(name)).await.expect(200);
        let other = world.send(Call::put(slot(name)).octets("other")).await.expect(409);
        assert_eq!(other.refusal(), r#"{"code":"taken"}"#);
        assert_eq!(world.send(Call::get(slot(name))).await.expect(200).body, name.as_bytes());
    }
    world.later(cairn_protocol::limits::ENROLMENT_LIFE + 1);
    world.send(Call::get(slot("secrets"))).await.expect(404);

    let says = Says::AddDevice { device: second.device, keys: second.device_keys.public() };
    second.state(says).await.expect(401);
    let statement = second.chain.statements().last().unwrap().clone();
    first.send_statements(&[statement]).await.expect(201);
    second.begin_session().await;
    let account: Account = second.send(Call::get("/v1/account")).await.expect(200).json();
    assert_eq!(account.devices.len(), 2);
    second
}

async fn recovery(world: &World, mentor: &mut Person) {
    let code = RecoveryCode::generate(&mut random());
    let locator = code.locator();
    let token_hash: [u8; 32] = sha2::Sha256::digest(code.token().as_slice()).into();
    let put = |sealed: &[u8]| {
        Call::put("/v1/account/recovery").json(&RecoveryPut {
            locator: locator.into(),
            sealed: sealed.into(),
            token_hash: token_hash.into(),
        })
    };
    mentor.send(put(b"older")).await.expect(204);
    mentor.send(put(b"newer")).await.expect(204);
    let path = format!("/v1/recovery/{}", Binary::from(locator).to_text());
    let found: Recovery = world.send(Call::get(path)).await.expect(200).json();
    assert_eq!(found.sealed.0, b"newer");
    assert_eq!(found.statements, mentor.statements());

    // A new machine, which has no session, states itself by the code.
    let mut machine = Person { token: None, device: DeviceId(u64::from_be_bytes(bytes())), ..mentor.clone() };
    machine.device_keys = DeviceKeys::generate(&mut random());
    let says = Says::AddDevice { device: machine.device, keys: machine.device_keys.public() };
    let statement = machine.chain.state(&machine.keys.identity, world.now(), says).unwrap();
    let body = cairn_protocol::Statements { statements: vec![statement.as_bytes().into()] };
    let state = |token: [u8; 32]| {
        Call::post(format!("/v1/accounts/{}/statements", mentor.id()))
            .json(&body)
            .header("cairn-recovery", Binary::from(token).to_text())
    };
    let wrong = world.send(state(bytes())).await.expect(401);
    assert_eq!(wrong.refusal(), r#"{"code":"unauthorized"}"#);
    world.send(state(*code.token())).await.expect(201);
    world.send(state(*code.token())).await.expect(200);
    machine.begin_session().await;
    mentor.chain = machine.chain;
    let other = format!("/v1/recovery/{}", Binary::from(bytes::<16>()).to_text());
    world.send(Call::get(other)).await.expect(404);
}

/// The second device is revoked: its session ends at once, and it writes no more.
async fn revocation(mentor: &mut Person, mut second: Person, space: &mut Space) {
    second.send(Call::get("/v1/changes")).await.expect(200);
    mentor.state(Says::RevokeDevice { device: second.device }).await.expect(201);
    second.send(Call::get("/v1/changes")).await.expect(401);
    let nonce = second.challenge().await;
    let refused = second.session_request(nonce, crate::call::HOST).send(&second.router).await.expect(401);
    assert_eq!(refused.refusal(), r#"{"code":"unknown_device"}"#);

    // It has the account's identity key for ever; that alone states nothing, with its old session or without one.
    second.chain.clone_from(&mentor.chain);
    let says = Says::AddDevice { device: DeviceId(66), keys: second.device_keys.public() };
    let statement = second.chain.state(&second.keys.identity, second.now, says).unwrap();
    second.send_statements(std::slice::from_ref(&statement)).await.expect(401);
    second.token = None;
    second.send_statements(&[statement]).await.expect(401);

    mentor.keys.renew_encryption(&mut random());
    let encryption = mentor.keys.encryption().sealing();
    mentor.state(Says::NewEncryption { encryption }).await.expect(201);
    let others: Vec<_> = space.records.last().unwrap().members().to_vec();
    let members = others.into_iter().filter(|it| it.account != mentor.keys.account).chain([mentor.member()]);
    let (next, call) = mentor.next_epoch(space, members.collect());
    mentor.send(call).await.expect(201);

    // What is sealed for the epoch before is refused by name.
    let old = mentor.entry(space, b"with the old key");
    let refused = mentor.send(mentor.push_call(space, &[&old])).await.expect(409);
    assert_eq!(refused.refusal(), r#"{"code":"old_epoch","epoch":3}"#);
    *space = next;
    mentor.push(space, b"with the new key").await;
}

async fn read(person: &Person, path: &str) -> Vec<(u64, Vec<u8>)> {
    let reply = person.send(Call::get(path)).await.expect(200);
    assert!(reply.headers.contains_key("cairn-head"));
    read_page(&reply.body).unwrap().iter().map(|placed| (placed.seq, placed.frame.to_vec())).collect()
}

async fn members(person: &Person, space: &Space) -> Vec<uuid::Uuid> {
    let changes = person.changes().await;
    changes.spaces.into_iter().find(|it| it.space == space.id).map(|it| it.members).unwrap_or_default()
}

async fn state(person: &Person, space: &Space) -> Option<SpaceState> {
    let changes = person.changes().await;
    let digests: BTreeSet<_> = [changes.digest.clone(), person.changes().await.digest].into();
    assert_eq!(digests.len(), 1, "the digest changes by itself");
    changes.spaces.iter().find(|it| it.space == space.id).map(|it| it.state)
}
