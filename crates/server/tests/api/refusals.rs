//! What is refused, and with which words.

use cairn_crypto::{DeviceId, DeviceKeys, Member, Says};
use cairn_protocol::{Accept, InviteCreate, InviteLook, SpaceKind, limits};
use uuid::Uuid;

use crate::{
    backend::Backend,
    call::{Call, HOST},
    person::{Invite, Person, bytes, random},
    world::World,
};

async fn world() -> World {
    World::new(Backend::Memory).await.unwrap()
}

#[tokio::test]
async fn what_is_not_asked_for_is_refused() {
    let world = world().await;
    let person = world.person().await;
    let challenge = r#"{"account":"6f1d2a0e-3b57-4a41-9a62-5f0f3a5b2c11","device":"00000000000000ab""#;
    for (call, reason) in [
        (Call::post("/v1/sessions/challenge").octets("{"), "the body is not JSON: line 1, column 1"),
        (
            Call::post("/v1/sessions/challenge").octets(format!("{challenge},\"more\":1}}")),
            "the body does not have the shape that is asked for: line 1, column 84",
        ),
        (Call::get("/v1/changes?more=1"), "the query is not one of this endpoint"),
        (Call::get("/v1/changes?wait=soon"), "the query is not one of this endpoint"),
    ] {
        let refused = person.send(call).await.expect(400).refusal();
        assert_eq!(refused, format!(r#"{{"code":"invalid","reason":"{reason}"}}"#));
    }
    let fits = Call::post("/v1/sessions/challenge").octets(format!("{challenge}}}"));
    person.send(fits).await.expect(200);
}

#[tokio::test]
async fn paths_and_methods_that_are_not_there() {
    let world = world().await;
    let person = world.person().await;
    for path in [
        "/",
        "/v1",
        "/v1/nothing",
        "/v1/spaces/no-id/log",
        "/v1/spaces/6F1D2A0E-3B57-4A41-9A62-5F0F3A5B2C11/log",
    ] {
        assert_eq!(
            person.send(Call::get(path)).await.expect(404).refusal(),
            r#"{"code":"not_found"}"#,
            "{path}"
        );
    }
    let refused = person.send(Call::delete("/v1/changes")).await.expect(405);
    assert_eq!(refused.refusal(), r#"{"code":"method_not_allowed"}"#);
    assert_eq!(refused.headers["allow"], "GET,HEAD");
}

#[tokio::test]
async fn without_a_session_there_is_nothing() {
    let world = world().await;
    let mut person = world.person().await;
    for token in [None, Some([7; 32])] {
        person.token = token;
        let refused = person.send(Call::get("/v1/account")).await.expect(401);
        assert_eq!(refused.refusal(), r#"{"code":"unauthorized"}"#);
        assert_eq!(refused.headers["www-authenticate"], "Bearer");
    }
    for header in ["Bearer", "Bearer ", "Bearer !", "Basic AAAA", "Bearer AAAA"] {
        world.send(Call::get("/v1/account").header("authorization", header)).await.expect(401);
    }
}

#[tokio::test]
async fn a_session_ends_with_its_hour() {
    let world = world().await;
    let person = world.person().await;
    world.later(limits::SESSION_LIFE - 1);
    person.send(Call::get("/v1/account")).await.expect(200);
    world.later(1);
    person.send(Call::get("/v1/account")).await.expect(401);
}

#[tokio::test]
async fn a_challenge_is_for_this_server_this_device_and_two_minutes() {
    let world = world().await;
    let person = world.person().await;
    // Signed for another host: somebody passes our challenge on.
    let nonce = person.challenge().await;
    let call = person.session_request(nonce, "evil.example");
    assert_eq!(call.clone().send(&world.router).await.expect(401).refusal(), r#"{"code":"unauthorized"}"#);
    let nonce = person.challenge().await;
    let call = person.session_request(nonce, "evil.example").header("host", "evil.example");
    call.send(&world.router).await.expect(401);
    // By another key.
    let nonce = person.challenge().await;
    let other = Person { device_keys: DeviceKeys::generate(&mut random()), ..person.clone() };
    other.session_request(nonce, HOST).send(&world.router).await.expect(401);
    // And the challenge is spent now.
    person.session_request(nonce, HOST).send(&world.router).await.expect(401);
    // Too late.
    let nonce = person.challenge().await;
    world.later(limits::CHALLENGE_LIFE + 1);
    person.session_request(nonce, HOST).send(&world.router).await.expect(401);
    // A device that nobody knows gets a challenge, and nothing by it.
    let stranger = world.stranger();
    let nonce = stranger.challenge().await;
    let refused = stranger.session_request(nonce, HOST).send(&world.router).await.expect(401);
    assert_eq!(refused.refusal(), r#"{"code":"unknown_device"}"#);
}

#[tokio::test]
async fn an_account_begins_by_an_invite_and_its_own_statements() {
    let world = world().await;
    let invite = world.operator_invite().await;
    let person = world.stranger();
    // Not the invite's secret, and no such invite: the same answer.
    let other = Invite { id: invite.id, ..Invite::new() };
    let wrong = person.register(&other).await.expect(404);
    assert_eq!(wrong.everything(), person.register(&Invite::new()).await.expect(404).everything());
    // Somebody else's statements under one's own.
    let mut mixed = world.stranger();
    mixed.chain = person.chain.clone();
    mixed.register(&invite).await.expect(201);
    let again = mixed.register(&world.operator_invite().await).await;
    again.expect(200);
    // The account is there with other statements.
    let mut changed = person.clone();
    let says = Says::AddDevice { device: DeviceId(1), keys: DeviceKeys::generate(&mut random()).public() };
    changed.chain = cairn_crypto::Chain::create(&changed.keys, world.now() + 1);
    changed.chain.state(&changed.keys.identity, world.now(), says).unwrap();
    let refused = changed.register(&world.operator_invite().await).await.expect(409);
    assert_eq!(refused.refusal(), r#"{"code":"taken"}"#);
    // Too old.
    let invite = world.operator_invite().await;
    world.later(3_600_001);
    let refused = world.stranger().register(&invite).await.expect(410);
    assert_eq!(refused.refusal(), r#"{"code":"invite_spent"}"#);
}

#[tokio::test]
async fn a_chain_is_only_continued() {
    let world = world().await;
    let mut person = world.person().await;
    let mut fork = person.clone();
    let add = |device| Says::AddDevice {
        device: DeviceId(device),
        keys: DeviceKeys::generate(&mut random()).public(),
    };
    person.state(add(1)).await.expect(201);
    // Somebody else's session is no authority, whoever signed.
    let other = world.person().await;
    let last = person.chain.statements().last().unwrap().clone();
    let stranger = Person { token: other.token, ..person.clone() };
    stranger.send_statements(&[last]).await.expect(404);
    assert_eq!(fork.state(add(2)).await.expect(409).refusal(), r#"{"code":"stale"}"#);
    // Signed by somebody else's identity.
    let forger = world.stranger();
    let mut chain = person.chain.clone();
    if let Ok(statement) = chain.state(&forger.keys.identity, world.now(), add(3)) {
        person.send_statements(&[statement]).await.expect(400);
    }
    // The same statement again.
    let last = person.chain.statements().last().unwrap().clone();
    person.send_statements(&[last]).await.expect(200);
    assert_eq!(person.state(add(1 << 40)).await.status, 201);
}

#[tokio::test]
async fn an_entry_is_of_this_space_this_device_and_this_time() {
    let world = world().await;
    let pair = world.pair().await;
    let (mentor, space) = (&pair.mentor, &pair.space);
    let push = async |frame: &cairn_crypto::Frame| mentor.send(mentor.push_call(space, &[frame])).await;
    let elsewhere = mentor.entry_with(space, b"", |header| header.space.0 = bytes());
    push(&elsewhere).await.expect(400);
    let other = mentor.entry_with(space, b"", |header| header.device = DeviceId(5));
    push(&other).await.expect(400);
    push(&mentor.snapshot(space)).await.expect(400);
    push(&pair.mentee.entry_with(space, b"", |header| header.device = mentor.device)).await.expect(400);

    let ahead = mentor.entry_with(space, b"", |header| header.greatest_stamp += limits::CLOCK_AHEAD + 1);
    let refused = push(&ahead).await.expect(409).refusal();
    assert_eq!(refused, format!(r#"{{"code":"clock_ahead","now":{}}}"#, world.now()));
    let almost = mentor.entry_with(space, b"", |header| header.greatest_stamp += limits::CLOCK_AHEAD);
    push(&almost).await.expect(200);
    push(&almost).await.expect(200);

    // The number is used with other bytes, is missing one before, or the id is.
    let fork = mentor.entry(space, b"other");
    assert_eq!(push(&fork).await.expect(409).refusal(), r#"{"code":"fork","number":1}"#);
    let gap = mentor.entry_with(space, b"", |header| header.number = 9);
    assert_eq!(push(&gap).await.expect(409).refusal(), r#"{"code":"other_history","head":1}"#);
    let taken = mentor.entry_with(space, b"", |header| {
        header.entry = almost.header().entry;
        header.number = 2;
        header.previous = almost.hash();
    });
    assert_eq!(push(&taken).await.expect(409).refusal(), r#"{"code":"taken"}"#);

    // All or none.
    let good = mentor.entry_with(space, b"", |header| {
        header.number = 2;
        header.previous = almost.hash();
    });
    mentor.send(mentor.push_call(space, &[&good, &gap])).await.expect(409);
    let head = mentor.send(Call::get(format!("/v1/spaces/{}/log", space.id))).await.expect(200);
    assert_eq!(head.headers["cairn-head"], "1");

    for body in [vec![], vec![0, 0, 0, 9, 1], vec![0, 0, 0, 1, 1]] {
        mentor.send(Call::post(format!("/v1/spaces/{}/log", space.id)).octets(body)).await.expect(400);
    }
}

#[tokio::test]
async fn what_is_too_large_is_not_read() {
    let world = world().await;
    let pair = world.pair().await;
    let log = format!("/v1/spaces/{}/log", pair.space.id);
    let name = "0".repeat(64);
    for (call, limit) in [
        (Call::post(&log).octets(vec![0; limits::BATCH + 1]), limits::BATCH),
        (Call::post(&log).octets((limits::ENTRY as u32 + 1).to_be_bytes()), limits::ENTRY),
        (
            Call::put(format!("/v1/spaces/{}/blobs/{name}?purpose=attachment", pair.space.id))
                .octets(vec![0; limits::BLOB + 1]),
            limits::BLOB,
        ),
        (
            Call::put(format!("/v1/spaces/{}/snapshot", pair.space.id)).octets(vec![0; limits::ENTRY + 1]),
            limits::ENTRY,
        ),
        (
            Call::put(format!("/v1/spaces/{}", pair.space.id)).octets(vec![b' '; limits::JSON + 1]),
            limits::JSON,
        ),
        (
            Call::post(format!("/v1/spaces/{}/epochs", pair.space.id))
                .octets(vec![b' '; limits::EPOCH_JSON + 1]),
            limits::EPOCH_JSON,
        ),
        (
            Call::put(format!("/v1/enrolments/{}/answer", Uuid::nil())).octets(vec![
                0;
                limits::ENROLMENT_SLOT
                    + 1
            ]),
            limits::ENROLMENT_SLOT,
        ),
    ] {
        let refused = pair.mentor.send(call).await.expect(413).refusal();
        assert_eq!(refused, format!(r#"{{"code":"too_large","limit":{limit}}}"#));
    }
}

#[tokio::test]
async fn a_space_is_made_by_one_of_its_members() {
    let world = world().await;
    let (one, other) = (world.person().await, world.person().await);
    let space = one.new_space(Uuid::from_bytes(bytes()));
    other.send(one.creation(&space, SpaceKind::Mentorship)).await.expect(404);
    one.send(one.creation(&space, SpaceKind::Mentorship)).await.expect(201);
    one.send(one.creation(&space, SpaceKind::Mentorship)).await.expect(200);
    let again = one.new_space(space.id);
    let refused = one.send(one.creation(&again, SpaceKind::Mentorship)).await.expect(409);
    assert_eq!(refused.refusal(), r#"{"code":"taken"}"#);
    // The personal space of somebody else.
    let theirs = one.new_space(other.id());
    one.send(one.creation(&theirs, SpaceKind::Personal)).await.expect(404);
    // Nor a mentorship of that name.
    let refused = one.send(one.creation(&theirs, SpaceKind::Mentorship)).await.expect(409);
    assert_eq!(refused.refusal(), r#"{"code":"taken"}"#);
    // Nobody is put into a new one unasked, nor by a key that is not theirs into one that claims to have been.
    let both = one.new_space_of(Uuid::from_bytes(bytes()), vec![one.member(), other.member()]);
    one.send(one.creation(&both, SpaceKind::Mentorship)).await.expect(404);
    let alone = one.new_space(Uuid::from_bytes(bytes()));
    let swapped = Member { identity: world.stranger().member().identity, ..other.member() };
    let (forged, _) = one.next_epoch(&alone, vec![one.member(), swapped]);
    let refused = one.send(one.creation(&forged, SpaceKind::Mentorship)).await.expect(409);
    assert_eq!(refused.refusal(), r#"{"code":"taken"}"#);
    let (refilled, _) = one.next_epoch(&alone, vec![one.member(), other.member()]);
    one.send(one.creation(&refilled, SpaceKind::Mentorship)).await.expect(201);
}

#[tokio::test]
async fn an_epoch_has_a_packet_for_each_member_and_no_stranger() {
    let world = world().await;
    let pair = world.pair().await;
    let outsider = world.person().await;
    let members = vec![pair.mentor.member(), pair.mentee.member()];
    let (_, call) = pair.mentor.next_epoch(&pair.space, members.clone());
    let mut body: serde_json::Value = serde_json::from_slice(&call.body).unwrap();
    body["packets"].as_array_mut().unwrap().pop();
    pair.mentor.send(Call::post(&call.path).json(&body)).await.expect(400);
    // Somebody who does not wait to be let in.
    let (_, call) = pair.mentor.next_epoch(&pair.space, [members.clone(), vec![outsider.member()]].concat());
    assert_eq!(pair.mentor.send(call).await.expect(409).refusal(), r#"{"code":"stale"}"#);
    // From a place that is not the head.
    let (_, call) = pair.mentor.next_epoch(&crate::person::Space { head: 7, ..pair.space.clone() }, members);
    assert_eq!(pair.mentor.send(call).await.expect(409).refusal(), r#"{"code":"stale"}"#);
    // In the name of the other member.
    let (_, call) = pair.mentee.next_epoch(&pair.space, vec![pair.mentee.member()]);
    pair.mentor.send(call).await.expect(400);
}

#[tokio::test]
async fn an_invite_ends_within_a_fortnight_and_can_be_withdrawn() {
    let world = world().await;
    let pair = world.pair().await;
    let guest = world.person().await;
    let invite = Invite::new();
    let body = |expires| InviteCreate {
        invite: invite.id,
        space: pair.space.id,
        token_hash: invite.token_hash().into(),
        mac: [1; 32].into(),
        greeting: vec![1].into(),
        expires,
    };
    for expires in [0, world.now(), world.now() + limits::INVITE_LIFE * 2] {
        pair.mentor.send(Call::post("/v1/invites").json(&body(expires))).await.expect(400);
    }
    let invite = pair.mentor.invite(pair.space.id).await;
    guest.send(guest.acceptance(pair.space.id, &invite)).await.expect(201);
    pair.mentee.send(Call::delete(format!("/v1/invites/{}", invite.id))).await.expect(204);
    assert!(pair.mentor.changes().await.joins.is_empty());
    assert!(guest.changes().await.spaces.iter().all(|space| space.space != pair.space.id));
    let look = InviteLook { token: invite.token() };
    world.send(Call::post(format!("/v1/invites/{}/look", invite.id)).json(&look)).await.expect(410);
    let wrong = Accept { token: [0; 32].into(), mac: [0; 32].into() };
    guest.send(Call::post(format!("/v1/invites/{}/accept", invite.id)).json(&wrong)).await.expect(404);
}

#[tokio::test]
async fn a_snapshot_stands_for_what_is_there_and_has_its_blobs() {
    let world = world().await;
    let mut pair = world.pair().await;
    pair.mentor.push(&mut pair.space, b"one").await;
    let path = format!("/v1/spaces/{}/snapshot", pair.space.id);
    let manifest = pair.mentor.snapshot(&pair.space);
    let put = |names: &str| Call::put(&path).octets(manifest.as_bytes()).header("cairn-blobs", names);
    pair.mentor.send(put("no hash")).await.expect(400);
    pair.mentor.send(put(&"0".repeat(64))).await.expect(404);
    let entry = pair.mentor.entry(&pair.space, b"no manifest");
    pair.mentor.send(Call::put(&path).octets(entry.as_bytes())).await.expect(400);
    let beyond = pair.mentor.snapshot(&crate::person::Space { head: 5, ..pair.space.clone() });
    let refused = pair.mentor.send(Call::put(&path).octets(beyond.as_bytes())).await.expect(409);
    assert_eq!(refused.refusal(), r#"{"code":"stale"}"#);
    pair.mentor.send(Call::get(&path)).await.expect(404);
    pair.mentor.send(put("")).await.expect(201);

    let blob = format!("/v1/spaces/{}/blobs/{}", pair.space.id, "0".repeat(64));
    let put = Call::put(format!("{blob}?purpose=snapshot")).octets("not its hash");
    let refused = pair.mentor.send(put).await.expect(400).refusal();
    assert!(refused.contains("not the hash"), "{refused}");
    pair.mentor.send(Call::get(&blob)).await.expect(404);
}
