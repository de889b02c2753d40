//! A server that answers rubbish, or lies about the rest.

use crate::{
    lies::{of_one_mind, state, told, with_json},
    scene::PAIR,
};
use cairn_protocol::{Code, Meta, Problem};
use cairn_sync::{Need, Response, SyncError};

fn problem(answer: Response, problem: &Problem) -> Response {
    Response { status: problem.code.status(), ..with_json(answer, problem) }
}

#[test]
fn answers_are_rubbish() {
    let mut scene = of_one_mind(20);
    scene.write_note(1);
    scene.devices[1].sync().expect("Ben writes");
    scene.write_note(0);
    let before = state(&scene, 0);
    let bodies: [&[u8]; 7] = [
        b"",
        b"{}",
        b"[]",
        b"null",
        &[0xff; 64],
        b"{\"digest\":1}",
        &[0, 0, 0, 0, 0, 0, 0, 9, 0xff, 0xff, 0xff, 0xff],
    ];
    for status in [200, 201, 204, 301, 400, 404, 409, 500] {
        for body in bodies {
            scene.network.set_lie(Some(Box::new(move |_, _, answer| Response {
                status,
                body: body.to_vec(),
                ..answer
            })));
            let _ = scene.devices[0].sync();
            assert_eq!(state(&scene, 0), before, "{status} with {body:?}");
        }
    }
    scene.network.set_lie(None);
    scene.settle();
    assert_eq!(state(&scene, 0), state(&scene, 1), "an honest server finds everything as it was");
}

#[test]
fn every_code_comes_at_the_wrong_time() {
    let mut scene = of_one_mind(21);
    scene.write_note(0);
    let before = state(&scene, 0);
    let codes = [
        Code::Invalid,
        Code::NotFound,
        Code::Stale,
        Code::Taken,
        Code::OldEpoch,
        Code::InviteSpent,
        Code::TooLarge,
        Code::SlowDown,
        Code::Full,
        Code::Internal,
        Code::Unauthorized,
        Code::MethodNotAllowed,
    ];
    for code in codes {
        scene.network.set_lie(Some(Box::new(move |_, request, answer| {
            if request.path.starts_with("/v1/spaces") { problem(answer, &Problem::new(code)) } else { answer }
        })));
        let _ = scene.devices[0].sync();
        assert_eq!(state(&scene, 0), before, "{code:?}");
    }
}

#[test]
fn answers_are_endless() {
    let scene = of_one_mind(22);
    scene.network.set_lie(Some(Box::new(|_, request, answer| Response {
        body: vec![b' '; request.limit + 1],
        ..answer
    })));
    let outcome = scene.devices[0].sync();
    assert!(matches!(outcome, Err(SyncError::Offline(_))), "{outcome:?}");
}

#[test]
fn the_server_speaks_only_an_older_version() {
    let scene = of_one_mind(23);
    let device = &scene.devices[0];
    let fresh = cairn_sync::Engine::new(device.store.clone(), device.outside.clone());
    scene.network.set_lie(Some(Box::new(|_, request, answer| {
        if request.path != "/v1/meta" {
            return answer;
        }
        let mut meta: Meta = serde_json::from_slice(&answer.body).expect("meta");
        (meta.protocol.min, meta.protocol.max) = (0, 0);
        with_json(answer, &meta)
    })));
    let outcome = fresh.sync(&mut |_| {}, &cairn_sync::Cancel::default());
    assert!(matches!(outcome, Err(SyncError::UpdateServer)), "{outcome:?}");
}

/// The id that a server made at its first start is another: it was set up anew, or somebody else answers.
#[test]
fn the_server_is_another_than_it_was() {
    let mut scene = of_one_mind(26);
    scene.write_note(0);
    let before = state(&scene, 0);
    // It is asked who it is whenever the app starts.
    let started = |at: usize| {
        let device = &scene.devices[at];
        let engine = cairn_sync::Engine::new(device.store.clone(), device.outside.clone());
        engine.sync(&mut |_| {}, &cairn_sync::Cancel::default()).expect("it answers as it should otherwise");
        engine.status().expect("a status").needs
    };
    let needs = started(0);
    assert!(!needs.contains(&Need::OtherServer), "{needs:?}");
    scene.network.set_lie(Some(Box::new(|_, request, answer| {
        if request.path != "/v1/meta" {
            return answer;
        }
        let mut meta: Meta = serde_json::from_slice(&answer.body).expect("meta");
        meta.server = uuid::Uuid::from_u128(0x07E4);
        with_json(answer, &meta)
    })));
    let needs = started(0);
    assert!(needs.contains(&Need::OtherServer), "{needs:?}");
    assert_eq!(state(&scene, 0), before, "nothing here changes");
}

/// Who believed it would write into the past from then on, and lose against everybody; or so far ahead that nothing follows.
#[test]
fn the_server_says_it_is_1970_or_the_end_of_time() {
    for now in [0, u64::MAX, u64::MAX / 2] {
        let mut scene = of_one_mind(24);
        scene.write_note(0);
        let before = state(&scene, 0);
        scene.network.set_lie(Some(Box::new(move |name, request, answer| {
            let is_push = request.path == format!("/v1/spaces/{PAIR}/log");
            match name == "ana" && is_push {
                true => problem(answer, &Problem { now: Some(now), ..Problem::new(Code::ClockAhead) }),
                false => answer,
            }
        })));
        let outcome = scene.devices[0].sync();
        assert!(outcome.is_ok(), "{now}: the other spaces go on: {outcome:?}");
        let needs = scene.devices[0].engine.status().expect("a status").needs;
        let is_said = needs.contains(&Need::Trouble { space: PAIR })
            || needs.contains(&Need::Unfinished { space: PAIR });
        assert!(is_said, "{now}: {needs:?}");
        assert_eq!(state(&scene, 0), before, "{now}: no stamp was changed");
    }
}

/// All that a server can do to make a client give up its device id: nothing comes of it but a new id.
#[test]
fn the_server_says_that_there_is_a_clone() {
    let mut scene = of_one_mind(25);
    scene.write_note(0);
    let mut lied = false;
    scene.network.set_lie(Some(Box::new(move |name, request, answer| {
        let is_push = request.path == format!("/v1/spaces/{PAIR}/log");
        match name == "ana" && is_push && !std::mem::replace(&mut lied, name == "ana" && is_push) {
            true => problem(answer, &Problem { number: Some(1), ..Problem::new(Code::Fork) }),
            false => answer,
        }
    })));
    assert!(told(&scene, 0).contains(&Need::NewDeviceId));
    scene.network.set_lie(None);
    scene.settle();
    assert_eq!(state(&scene, 0), state(&scene, 1));
}

/// The session of one server cannot be had by passing on the challenge of another.
#[test]
fn a_challenge_is_passed_on_from_another_server() {
    use cairn_crypto::{AccountId, Challenge, DeviceId, SigningKey};
    let key = SigningKey::from_bytes(&[3; 32]);
    let (account, device, nonce) = (AccountId([1; 16]), DeviceId(2), [4; 32]);
    let signed = Challenge { host: "evil.example.org", account, device, nonce }.sign(&key);
    let here = Challenge { host: "localhost", account, device, nonce };
    assert!(here.verify(&key.verifying(), &signed).is_err());
}
