//! Who may do what where: every role at every endpoint on every kind of thing, each with the status it must have. What is
//! somebody else's is answered to the byte as what is not there.

use cairn_protocol::{Binary, RecoveryPut, SpaceKind};
use rstest::rstest;

use crate::{
    backend::Backend,
    call::{Call, HOST},
    matrix_scene::{Role, Scene, Target},
    person::{Person, bytes},
};
use Role::{Anonymous, Former, Mentee, Mentor, Outsider, Revoked, Waiting};
use Target::{Absent, Ended, Own, Shared, Theirs};

/// An endpoint, how it is asked, what for, and what each role is answered.
pub(crate) struct Endpoint {
    pub(crate) name: &'static str,
    call: fn(&Scene, &Person, Target) -> Call,
    targets: &'static [Target],
    status: fn(Role, Target) -> u16,
}

const SPACES: &[Target] = &[Own, Shared, Ended, Theirs, Absent];
const THINGS: &[Target] = &[Shared, Absent];
const ONE: &[Target] = &[Shared];

/// For members only: what they are answered in their own space, in an open and in an ended one.
fn members(role: Role, target: Target, own: u16, open: u16, ended: u16) -> u16 {
    match (role, target) {
        (Anonymous | Revoked, _) => 401,
        (_, Own) => own,
        (Mentor | Mentee, Shared) => open,
        (Mentor | Mentee, Ended) => ended,
        _ => 404,
    }
}

/// For everybody with a session.
fn session(role: Role, status: u16) -> u16 {
    if matches!(role, Anonymous | Revoked) { 401 } else { status }
}

/// For everybody, where there is such a thing.
fn there(target: Target, status: u16) -> u16 {
    if target == Absent { 404 } else { status }
}

fn of(scene: &Scene, person: &Person, target: Target, rest: &str) -> String {
    format!("/v1/spaces/{}{rest}", scene.space(person, target).id)
}

pub(crate) const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        name: "GET /v1/meta",
        call: |_, _, _| Call::get("/v1/meta"),
        targets: ONE,
        status: |_, _| 200,
    },
    Endpoint {
        name: "POST /v1/accounts",
        call: |scene, _, _| scene.newcomer.registration(&scene.operators),
        targets: ONE,
        status: |_, _| 201,
    },
    Endpoint {
        name: "GET /v1/account",
        call: |_, _, _| Call::get("/v1/account"),
        targets: ONE,
        status: |role, _| session(role, 200),
    },
    Endpoint {
        name: "DELETE /v1/account",
        call: |_, _, _| Call::delete("/v1/account"),
        targets: ONE,
        status: |role, _| session(role, 204),
    },
    Endpoint {
        name: "GET /v1/accounts/{id}/statements",
        call: |scene, _, target| Call::get(format!("/v1/accounts/{}/statements", scene.mentor_or(target))),
        targets: THINGS,
        status: |role, target| match (role, target) {
            (Anonymous | Revoked, _) => 401,
            (Mentor | Mentee | Waiting, Shared) => 200,
            _ => 404,
        },
    },
    Endpoint {
        name: "POST /v1/accounts/{id}/statements",
        call: |scene, _, target| {
            let body = cairn_protocol::Statements { statements: vec![scene.next_statement.clone()] };
            Call::post(format!("/v1/accounts/{}/statements", scene.mentor_or(target))).json(&body)
        },
        targets: THINGS,
        status: |role, target| match (role, target) {
            (Anonymous | Revoked, _) => 401,
            (Mentor, Shared) => 201,
            _ => 404,
        },
    },
    // The same by the token of the recovery: whoever has it, and nobody by another.
    Endpoint {
        name: "POST /v1/accounts/{id}/statements",
        call: |scene, _, target| {
            let body = cairn_protocol::Statements { statements: vec![scene.next_statement.clone()] };
            let token = if target == Own { bytes() } else { scene.recovery_token };
            Call::post(format!("/v1/accounts/{}/statements", scene.mentor_or(target)))
                .json(&body)
                .header("cairn-recovery", Binary::from(token).to_text())
        },
        targets: &[Shared, Own, Absent],
        status: |_, target| if target == Shared { 201 } else { 401 },
    },
    Endpoint {
        name: "POST /v1/sessions/challenge",
        call: |scene, _, _| {
            let device = cairn_protocol::Device(scene.mentor.device.0);
            let asked = cairn_protocol::ChallengeRequest { account: scene.mentor.id(), device };
            Call::post("/v1/sessions/challenge").json(&asked)
        },
        targets: ONE,
        status: |_, _| 200,
    },
    Endpoint {
        name: "POST /v1/sessions",
        call: |scene, _, _| scene.mentor.session_request(scene.nonce, HOST),
        targets: ONE,
        status: |_, _| 200,
    },
    Endpoint {
        name: "DELETE /v1/sessions",
        call: |_, _, _| Call::delete("/v1/sessions"),
        targets: ONE,
        status: |role, _| session(role, 204),
    },
    Endpoint {
        name: "PUT /v1/account/recovery",
        call: |_, _, _| {
            let put = RecoveryPut {
                locator: bytes::<16>().into(),
                sealed: vec![1].into(),
                token_hash: bytes::<32>().into(),
            };
            Call::put("/v1/account/recovery").json(&put)
        },
        targets: ONE,
        status: |role, _| session(role, 204),
    },
    Endpoint {
        name: "GET /v1/recovery/{locator}",
        call: |scene, _, target| {
            let locator = if target == Absent { bytes() } else { scene.locator };
            Call::get(format!("/v1/recovery/{}", Binary::from(locator).to_text()))
        },
        targets: THINGS,
        status: |_, target| there(target, 200),
    },
    Endpoint {
        name: "GET /v1/changes",
        call: |_, _, _| Call::get("/v1/changes"),
        targets: ONE,
        status: |role, _| session(role, 200),
    },
    Endpoint {
        name: "PUT /v1/spaces/{id}",
        call: |scene, person, target| {
            let space = scene.space(person, target);
            // Where it is there, with the very records it has.
            let kind =
                if matches!(target, Own | Theirs) { SpaceKind::Personal } else { SpaceKind::Mentorship };
            person.creation(&space, kind)
        },
        targets: SPACES,
        status: |role, target| match (role, target) {
            (Anonymous | Revoked, _) => 401,
            (_, Absent) => 201,
            _ => members(role, target, 200, 200, 200),
        },
    },
    Endpoint {
        name: "POST /v1/spaces/{id}/leave",
        call: |scene, person, target| Call::post(of(scene, person, target, "/leave")),
        targets: SPACES,
        status: |role, target| match (role, target) {
            (Waiting, Shared | Ended) => 204,
            _ => members(role, target, 404, 204, 204),
        },
    },
    Endpoint {
        name: "POST /v1/spaces/{id}/end",
        call: |scene, person, target| Call::post(of(scene, person, target, "/end")),
        targets: SPACES,
        status: |role, target| members(role, target, 404, 204, 204),
    },
    Endpoint {
        name: "GET /v1/spaces/{id}/epochs",
        call: |scene, person, target| Call::get(of(scene, person, target, "/epochs")),
        targets: SPACES,
        status: |role, target| members(role, target, 200, 200, 200),
    },
    Endpoint {
        name: "POST /v1/spaces/{id}/epochs",
        call: |scene, person, target| {
            let space = scene.space(person, target);
            let mut members = vec![person.member()];
            if target == Shared && person.id() == scene.mentor.id() {
                members.push(scene.mentee.member());
            }
            person.next_epoch(&space, members).1
        },
        targets: SPACES,
        status: |role, target| members(role, target, 201, 201, 409),
    },
    Endpoint {
        name: "GET /v1/spaces/{id}/log",
        call: |scene, person, target| Call::get(of(scene, person, target, "/log")),
        targets: SPACES,
        status: |role, target| members(role, target, 200, 200, 200),
    },
    Endpoint {
        name: "POST /v1/spaces/{id}/log",
        call: |scene, person, target| {
            let space = scene.space(person, target);
            person.push_call(&space, &[&person.entry(&space, b"entry")])
        },
        targets: SPACES,
        status: |role, target| members(role, target, 200, 200, 409),
    },
    Endpoint {
        name: "PUT /v1/spaces/{id}/blobs/{name}",
        call: |scene, person, target| {
            let name = blake3::hash(b"another").to_hex();
            Call::put(of(scene, person, target, &format!("/blobs/{name}?purpose=snapshot"))).octets("another")
        },
        targets: SPACES,
        status: |role, target| members(role, target, 201, 201, 409),
    },
    Endpoint {
        name: "GET /v1/spaces/{id}/blobs/{name}",
        call: |scene, person, target| {
            let name = blake3::hash(Scene::BLOB).to_hex();
            Call::get(of(scene, person, target, &format!("/blobs/{name}")))
        },
        targets: &[Shared, Ended, Absent],
        status: |role, target| members(role, target, 404, 200, 200),
    },
    Endpoint {
        name: "PUT /v1/spaces/{id}/snapshot",
        call: |scene, person, target| {
            let space = scene.space(person, target);
            let manifest = person.snapshot(&space);
            Call::put(format!("/v1/spaces/{}/snapshot", space.id)).octets(manifest.as_bytes())
        },
        targets: SPACES,
        status: |role, target| members(role, target, 201, 201, 409),
    },
    Endpoint {
        name: "GET /v1/spaces/{id}/snapshot",
        call: |scene, person, target| Call::get(of(scene, person, target, "/snapshot")),
        targets: SPACES,
        status: |role, target| members(role, target, 404, 404, 404),
    },
    Endpoint {
        name: "POST /v1/invites",
        call: |scene, person, target| {
            person.invitation(scene.space(person, target).id, &crate::person::Invite::new())
        },
        targets: SPACES,
        status: |role, target| members(role, target, 404, 201, 409),
    },
    Endpoint {
        name: "POST /v1/invites/{id}/look",
        call: |scene, _, target| {
            let (_, invite) = scene.invite(target);
            let look = cairn_protocol::InviteLook { token: invite.token() };
            Call::post(format!("/v1/invites/{}/look", invite.id)).json(&look)
        },
        targets: &[Shared, Ended, Absent],
        status: |_, target| there(target, 200),
    },
    Endpoint {
        name: "POST /v1/invites/{id}/accept",
        call: |scene, person, target| {
            let (space, invite) = scene.invite(target);
            person.acceptance(space, &invite)
        },
        targets: &[Shared, Ended, Absent],
        status: |role, target| match (role, target) {
            (Anonymous | Revoked, _) => 401,
            (_, Absent) => 404,
            (Outsider | Former, Shared) => 201,
            _ => 409,
        },
    },
    Endpoint {
        name: "DELETE /v1/invites/{id}",
        call: |scene, _, target| Call::delete(format!("/v1/invites/{}", scene.invite(target).1.id)),
        targets: &[Shared, Ended, Absent],
        status: |role, target| members(role, target, 404, 204, 204),
    },
    Endpoint {
        name: "POST /v1/enrolments",
        call: |_, _, _| Call::post("/v1/enrolments"),
        targets: ONE,
        status: |role, _| session(role, 201),
    },
    Endpoint {
        name: "PUT /v1/enrolments/{id}/{slot}",
        call: |scene, _, target| {
            Call::put(format!("/v1/enrolments/{}/answer", scene.enrolment(target))).octets("answer")
        },
        targets: THINGS,
        status: |_, target| there(target, 201),
    },
    Endpoint {
        name: "GET /v1/enrolments/{id}/{slot}",
        call: |scene, _, target| Call::get(format!("/v1/enrolments/{}/commitment", scene.enrolment(target))),
        targets: THINGS,
        status: |_, target| there(target, 200),
    },
];

const ROLES: [Role; 7] = [Anonymous, Outsider, Waiting, Former, Revoked, Mentor, Mentee];

#[rstest]
#[tokio::test]
async fn every_role_at_every_endpoint(
    #[values(Backend::Memory, Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Some(mut scene) = Scene::new(backend).await else { return };
    let (mut cells, mut wrong) = (0, Vec::new());
    for endpoint in ENDPOINTS {
        for role in ROLES {
            for &target in endpoint.targets {
                let person = scene.person(role);
                let reply = person.send((endpoint.call)(&scene, person, target)).await;
                let (status, expected) = (reply.status.as_u16(), (endpoint.status)(role, target));
                cells += 1;
                if status != expected {
                    wrong.push(format!(
                        "{} as {role:?} on {target:?}: {status}, not {expected}",
                        endpoint.name
                    ));
                }
                if status == 404 && target != Absent && endpoint.targets.contains(&Absent) {
                    // An absent one of the same kind, asked for by the same person.
                    let absent = person.send((endpoint.call)(&scene, person, Absent)).await;
                    if absent.status == 404 && absent.everything() != reply.everything() {
                        wrong.push(format!(
                            "{} as {role:?}: {target:?} can be told from absent",
                            endpoint.name
                        ));
                    }
                }
                // What was changed is not what the next cell expects.
                if (status < 300 || status != expected) && !endpoint.name.starts_with("GET") {
                    scene = Scene::new(backend).await.expect("it was there before");
                }
            }
        }
    }
    assert!(cells > 400, "only {cells} cells");
    assert!(wrong.is_empty(), "{} of {cells} cells:\n{}", wrong.len(), wrong.join("\n"));
}
