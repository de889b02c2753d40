//! Waiting for changes.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{body::Body, http::Request};
use rstest::rstest;
use tower::ServiceExt;

use crate::{backend::Backend, call::Call, world::World};

/// A time that is never reached unless something is broken.
const LONG: Duration = Duration::from_secs(15);

fn waiting(digest: &str) -> Call {
    Call::get(format!("/v1/changes?known={digest}&wait=25"))
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_waits_is_told_when_the_other_writes(
    #[values(Backend::Memory, Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(world) = World::new(backend).await else { return };
    let mut pair = world.pair().await;
    let digest = pair.mentee.changes().await.digest;
    pair.mentee.send(Call::get(format!("/v1/changes?known={digest}"))).await.expect(204);

    let mentee = pair.mentee.clone();
    let waiting = tokio::spawn(async move { mentee.send(waiting(&digest)).await });
    one_waits(&world).await;
    let started = Instant::now();
    pair.mentor.push(&mut pair.space, b"hello").await;
    let reply = tokio::time::timeout(LONG, waiting).await.expect("nobody told her").unwrap().expect(200);
    let changes: cairn_protocol::Changes = reply.json();
    assert_eq!(changes.spaces.iter().find(|it| it.space == pair.space.id).unwrap().head, 1);
    assert!(started.elapsed() < LONG);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_waits_at_a_meeting_place_is_told(
    #[values(Backend::Memory, Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(world) = World::new(backend).await else { return };
    let person = world.person().await;
    let opened = person.send(Call::post("/v1/enrolments")).await.expect(201);
    let path = format!("/v1/enrolments/{}/commitment", opened.json::<cairn_protocol::Enrolment>().enrolment);
    let call = Call::get(format!("{path}?wait=25"));
    let router = world.router.clone();
    let waiting = tokio::spawn(async move { call.send(&router).await });
    one_waits(&world).await;
    world.send(Call::put(&path).octets("here")).await.expect(201);
    let reply = tokio::time::timeout(LONG, waiting).await.expect("nobody told it").unwrap();
    assert_eq!(reply.expect(200).body, b"here");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_that_is_revoked_while_it_waits_sees_nothing_more() {
    let world = World::new(Backend::Memory).await.unwrap();
    let mut person = world.person().await;
    let (digest, clone) = (person.changes().await.digest, person.clone());
    let waiting = tokio::spawn(async move { clone.send(waiting(&digest)).await });
    one_waits(&world).await;
    let device = person.device;
    person.state(cairn_crypto::Says::RevokeDevice { device }).await.expect(201);
    tokio::time::timeout(LONG, waiting).await.expect("nobody told it").unwrap().expect(401);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_stops_answers_who_waits() {
    let world = World::new(Backend::Memory).await.unwrap();
    let person = world.person().await;
    let digest = person.changes().await.digest;
    let clone = person.clone();
    let call = waiting(&digest);
    let waiting = tokio::spawn(async move { clone.send(call).await });
    one_waits(&world).await;
    world.server.close();
    tokio::time::timeout(LONG, waiting).await.expect("it waits on").unwrap().expect(204);
    // From now on nobody begins to wait.
    let call = self::waiting(&digest);
    tokio::time::timeout(LONG, person.send(call)).await.expect("it waits").expect(204);
}

#[tokio::test]
async fn a_body_that_does_not_end_is_not_waited_for() {
    let world = World::new(Backend::Memory).await.unwrap();
    let router = cairn_server::patient_router(Arc::clone(&world.server), Duration::from_millis(50));
    Call::get("/v1/meta").send(&router).await.expect(200);
    let body = Body::from_stream(futures_util::stream::pending::<Result<Vec<u8>, std::io::Error>>());
    let request = Request::post("/v1/sessions/challenge").body(body).unwrap();
    let answer = tokio::time::timeout(LONG, router.oneshot(request)).await.expect("it waits on").unwrap();
    assert_eq!(answer.status(), 408);
    let body = axum::body::to_bytes(answer.into_body(), 1_000).await.unwrap();
    assert_eq!(body, r#"{"code":"too_slow"}"#);
    // And the operator sees it.
    assert!(world.server.metrics.text().contains(r#"status="408""#), "{}", world.server.metrics.text());
}

#[test]
fn without_a_wait_no_runtime_is_needed() {
    // As in the simulator: one thread, one executor of a few lines, no timer and no network.
    let world = block_on(World::new(Backend::Memory)).unwrap();
    let pair = block_on(world.pair());
    let digest = block_on(pair.mentor.changes()).digest;
    block_on(pair.mentor.send(Call::get(format!("/v1/changes?known={digest}&wait=0")))).expect(204);
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    loop {
        if let std::task::Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}

/// Until the server counts one who waits, and some more, so that the first look is over.
async fn one_waits(world: &World) {
    let started = Instant::now();
    while !world.server.metrics.text().contains("cairn_waiting 1") {
        assert!(started.elapsed() < LONG, "nobody begins to wait");
        tokio::task::yield_now().await;
    }
}
