//! What may be used once is used once, however many try at a time.

use cairn_protocol::Binary;
use rstest::rstest;

use crate::{
    backend::Backend,
    call::{Call, HOST, Reply},
    person::Person,
    world::World,
};

/// Sends all at once and gives how many had each status.
async fn at_once(calls: Vec<(Person, Call)>) -> Vec<u16> {
    let tasks: Vec<_> = calls
        .into_iter()
        .map(|(person, call)| tokio::spawn(async move { person.send(call).await }))
        .collect();
    let mut statuses = Vec::new();
    for task in tasks {
        let reply: Reply = task.await.unwrap();
        statuses.push(reply.status.as_u16());
    }
    statuses.sort_unstable();
    statuses
}

fn once(first: u16, others: u16) -> Vec<u16> {
    let mut statuses = vec![others; TRIES];
    statuses[0] = first;
    statuses.sort_unstable();
    statuses
}

const TRIES: usize = 8;

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_operators_invite_makes_one_account(
    #[values(Backend::Memory, Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(world) = World::new(backend).await else { return };
    let invite = world.operator_invite().await;
    let calls = (0..TRIES).map(|_| {
        let person = world.stranger();
        let call = person.registration(&invite);
        (person, call)
    });
    assert_eq!(at_once(calls.collect()).await, once(201, 410));
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_challenge_opens_one_session(
    #[values(Backend::Memory, Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(world) = World::new(backend).await else { return };
    let person = world.person().await;
    let nonce = person.challenge().await;
    let call = person.session_request(nonce, HOST);
    let calls = (0..TRIES).map(|_| (Person { token: None, ..person.clone() }, call.clone()));
    assert_eq!(at_once(calls.collect()).await, once(200, 401));
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_invite_to_a_space_lets_one_wait(
    #[values(Backend::Memory, Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(world) = World::new(backend).await else { return };
    let mentor = world.person().await;
    let space = mentor.create_mentorship().await;
    let invite = mentor.invite(space.id).await;
    let mut calls = Vec::new();
    for _ in 0..TRIES {
        let person = world.person().await;
        let call = person.acceptance(space.id, &invite);
        calls.push((person, call));
    }
    assert_eq!(at_once(calls).await, once(201, 410));
    assert_eq!(mentor.changes().await.joins.len(), 1);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_epoch_follows_another(
    #[values(Backend::Memory, Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(world) = World::new(backend).await else { return };
    let pair = world.pair().await;
    let members = || vec![pair.mentor.member(), pair.mentee.member()];
    let calls = (0..TRIES).map(|index| {
        let person = if index % 2 == 0 { &pair.mentor } else { &pair.mentee };
        let (_, call) = person.next_epoch(&pair.space, members());
        (person.clone(), call)
    });
    assert_eq!(at_once(calls.collect()).await, once(201, 409));
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_entry_has_one_place(
    #[values(Backend::Memory, Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(world) = World::new(backend).await else { return };
    let pair = world.pair().await;
    let entry = pair.mentor.entry(&pair.space, b"once");
    let call = pair.mentor.push_call(&pair.space, &[&entry]);
    let calls = (0..TRIES).map(|_| (pair.mentor.clone(), call.clone()));
    assert_eq!(at_once(calls.collect()).await, vec![200; TRIES]);
    let head = pair.mentor.send(Call::get(format!("/v1/spaces/{}/log", pair.space.id))).await.expect(200);
    assert_eq!(head.headers["cairn-head"], "1");

    // A disk that was cloned: other bytes under the same number.
    let calls = (0..TRIES).map(|index| {
        let entry = pair.mentor.entry(&pair.space, &[index as u8]);
        (pair.mentor.clone(), pair.mentor.push_call(&pair.space, &[&entry]))
    });
    assert_eq!(at_once(calls.collect()).await, vec![409; TRIES]);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_slot_of_a_meeting_place_is_filled_once(
    #[values(Backend::Memory, Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(world) = World::new(backend).await else { return };
    let person = world.person().await;
    let opened = person.send(Call::post("/v1/enrolments")).await.expect(201);
    let enrolment = opened.json::<cairn_protocol::Enrolment>().enrolment;
    let calls = (0..TRIES).map(|index| {
        let call = Call::put(format!("/v1/enrolments/{enrolment}/commitment")).octets([index as u8]);
        (Person { token: None, ..person.clone() }, call)
    });
    assert_eq!(at_once(calls.collect()).await, once(201, 409));
    // What is not there is no name for what is.
    let other = Binary::from([0; 16]).to_text();
    world.send(Call::get(format!("/v1/enrolments/{other}/commitment"))).await.expect(404);
}
