//! How often may be asked.

use cairn_protocol::{ChallengeRequest, Device};
use rstest::rstest;

use crate::{backend::Backend, call::Call, world::World};

fn meta(address: &str) -> Call {
    Call::get("/v1/meta").header("x-forwarded-for", format!("203.0.113.1, {address}"))
}

#[rstest]
#[tokio::test]
async fn an_address_without_a_session_asks_so_often_and_then_waits(
    #[values(Backend::Memory, Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(world) = World::limited(backend).await else { return };
    for _ in 0..300 {
        world.send(meta("192.0.2.1")).await.expect(200);
    }
    let refused = world.send(meta("192.0.2.1")).await.expect(429);
    let seconds: u64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&seconds));
    assert_eq!(refused.refusal(), format!(r#"{{"code":"slow_down","retry_after":{seconds}}}"#));
    // Nobody else is kept waiting, and after that time neither are they.
    world.send(meta("192.0.2.2")).await.expect(200);
    world.later(seconds * 1_000);
    world.send(meta("192.0.2.1")).await.expect(200);
}

#[tokio::test]
async fn a_network_of_the_newer_kind_is_one_address() {
    let world = World::limited(Backend::Memory).await.unwrap();
    for host in 0..300 {
        world.send(meta(&format!("2001:db8::{host:x}"))).await.expect(200);
    }
    world.send(meta("2001:db8::ffff")).await.expect(429);
    world.send(meta("2001:db8:0:1::1")).await.expect(200);
}

#[tokio::test]
async fn a_device_asks_in_bursts_and_then_less() {
    let world = World::limited(Backend::Memory).await.unwrap();
    let person = world.person().await;
    world.later(60_000);
    for _ in 0..120 {
        person.send(Call::get("/v1/account")).await.expect(200);
    }
    person.send(Call::get("/v1/account")).await.expect(429);
    world.later(10_000);
    for _ in 0..119 {
        person.send(Call::get("/v1/account")).await.expect(200);
    }
    world.later(10_000);
    person.send(Call::get("/v1/account")).await.expect(429);
    world.later(60_000);
    person.send(Call::get("/v1/account")).await.expect(200);
}

#[tokio::test]
async fn challenges_are_ten_an_hour_and_nobody_uses_up_anothers() {
    let world = World::limited(Backend::Memory).await.unwrap();
    let person = world.person().await;
    let asked = ChallengeRequest { account: person.id(), device: Device(person.device.0) };
    let call =
        |address: &str| Call::post("/v1/sessions/challenge").json(&asked).header("x-forwarded-for", address);
    for _ in 0..10 {
        world.send(call("198.51.100.9")).await.expect(200);
    }
    world.send(call("198.51.100.9")).await.expect(429);
    world.send(call("192.0.2.7")).await.expect(200);
    world.later(3_600_000);
    world.send(call("198.51.100.9")).await.expect(200);
}

#[tokio::test]
async fn a_recoverys_token_is_guessed_ten_times_an_hour() {
    let world = World::limited(Backend::Memory).await.unwrap();
    let person = world.person().await;
    let call = |address: &str| {
        Call::post(format!("/v1/accounts/{}/statements", person.id()))
            .json(&cairn_protocol::Statements { statements: person.statements() })
            .header("cairn-recovery", cairn_protocol::Binary::from([3; 32]).to_text())
            .header("x-forwarded-for", address)
    };
    for _ in 0..10 {
        world.send(call("198.51.100.9")).await.expect(401);
    }
    world.send(call("198.51.100.9")).await.expect(429);
    world.send(call("192.0.2.7")).await.expect(401);
}

#[tokio::test]
async fn a_token_that_is_guessed_counts_for_the_address() {
    let world = World::limited(Backend::Memory).await.unwrap();
    let guess = || Call::get("/v1/account").token(Some([3; 32])).header("x-forwarded-for", "192.0.2.1");
    for _ in 0..300 {
        world.send(guess()).await.expect(401);
    }
    world.send(guess()).await.expect(429);
}

#[tokio::test]
async fn the_operators_machines_ask_as_often_as_they_like() {
    let world = World::limited(Backend::Memory).await.unwrap();
    for path in ["/healthz", "/readyz", "/metrics"] {
        for _ in 0..101 {
            world.send(Call::get(path).header("x-forwarded-for", "127.0.0.1")).await.expect(200);
        }
    }
    // The counts are for this machine.
    world.send(Call::get("/metrics").header("x-forwarded-for", "192.0.2.1")).await.expect(404);
    world.send(Call::get("/readyz").header("x-forwarded-for", "192.0.2.1")).await.expect(200);
}
