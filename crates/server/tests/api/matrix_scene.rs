//! Everything the matrix asks for, as it is before anyone asked.

use cairn_crypto::{DeviceId, DeviceKeys, Hash, Says};
use cairn_protocol::{Binary, RecoveryPut};
use sha2::Digest;
use uuid::Uuid;

use crate::{
    backend::Backend,
    call::Call,
    person::{Invite, Person, Space, bytes, random},
    world::World,
};

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Nobody: no session.
    Anonymous,
    /// An account that shares nothing with the others.
    Outsider,
    /// Accepted an invite, and waits to be let in.
    Waiting,
    /// Was a member, and left.
    Former,
    /// The mentor's device that was revoked: it has the account's identity key, and a session from before.
    Revoked,
    Mentor,
    Mentee,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// The personal space of who asks.
    Own,
    /// The mentorship, or something of it.
    Shared,
    /// A mentorship of the same people that has ended.
    Ended,
    /// The personal space of somebody else.
    Theirs,
    /// What is not there.
    Absent,
}

/// Everybody and everything.
pub(crate) struct Scene {
    _world: World,
    pub(crate) mentor: Person,
    pub(crate) mentee: Person,
    outsider: Person,
    waiting: Person,
    former: Person,
    anonymous: Person,
    pub(crate) newcomer: Person,
    shared: (Space, Invite),
    ended: (Space, Invite),
    pub(crate) operators: Invite,
    pub(crate) nonce: [u8; 32],
    revoked: Person,
    pub(crate) locator: [u8; 16],
    pub(crate) recovery_token: [u8; 32],
    pub(crate) next_statement: Binary,
    enrolment: Uuid,
}

impl Scene {
    pub(crate) const BLOB: &[u8] = b"a blob";

    pub(crate) async fn new(backend: Backend) -> Option<Self> {
        let world = World::new(backend).await?;
        let mut people = Vec::new();
        for _ in 0..5 {
            let mut person = world.person().await;
            let mut personal = person.personal.take().unwrap();
            person.push(&mut personal, b"private").await;
            people.push(Person { personal: Some(personal), ..person });
        }
        let [mut mentor, mentee, outsider, waiting, former] = people.try_into().ok().unwrap();
        let revoked = revoked_device(&mut mentor).await;
        let people = [&mentor, &mentee, &waiting, &former];
        let (shared, ended) = (mentorship(people).await, mentorship(people).await);
        mentor.send(Call::post(format!("/v1/spaces/{}/end", ended.0.id))).await.expect(204);

        let (locator, recovery_token) = (bytes(), bytes::<32>());
        let token_hash: [u8; 32] = sha2::Sha256::digest(recovery_token).into();
        let recovery =
            RecoveryPut { locator: locator.into(), sealed: vec![1].into(), token_hash: token_hash.into() };
        mentor.send(Call::put("/v1/account/recovery").json(&recovery)).await.expect(204);
        let opened = mentor.send(Call::post("/v1/enrolments")).await.expect(201);
        let enrolment = opened.json::<cairn_protocol::Enrolment>().enrolment;
        let commitment = Call::put(format!("/v1/enrolments/{enrolment}/commitment")).octets("commitment");
        world.send(commitment).await.expect(201);
        let keys = DeviceKeys::generate(&mut random()).public();
        let says = Says::AddDevice { device: DeviceId(u64::from_be_bytes(bytes())), keys };
        let mut chain = mentor.chain.clone();
        let statement = chain.state(&mentor.keys.identity, world.now(), says).unwrap();

        Some(Self {
            anonymous: Person { token: None, ..outsider.clone() },
            newcomer: world.stranger(),
            operators: world.operator_invite().await,
            nonce: mentor.challenge().await,
            next_statement: Binary::from(statement.as_bytes()),
            _world: world,
            mentor,
            mentee,
            outsider,
            waiting,
            former,
            shared,
            ended,
            revoked,
            locator,
            recovery_token,
            enrolment,
        })
    }

    pub(crate) fn person(&self, role: Role) -> &Person {
        match role {
            Role::Anonymous => &self.anonymous,
            Role::Outsider => &self.outsider,
            Role::Waiting => &self.waiting,
            Role::Former => &self.former,
            Role::Revoked => &self.revoked,
            Role::Mentor => &self.mentor,
            Role::Mentee => &self.mentee,
        }
    }

    /// The space to ask for.
    pub(crate) fn space(&self, person: &Person, target: Target) -> Space {
        // The mentor is the only one who has written into what is shared.
        let as_known_to = |person: &Person, space: &Space| {
            let own = if person.id() == self.mentor.id() { space.own } else { (0, Hash::ZERO) };
            Space { own, ..space.clone() }
        };
        let whose = if person.id() == self.outsider.id() { &self.mentor } else { &self.outsider };
        match target {
            Target::Own => person.personal.clone().unwrap(),
            Target::Theirs => whose.personal.clone().unwrap(),
            Target::Shared => as_known_to(person, &self.shared.0),
            Target::Ended => as_known_to(person, &self.ended.0),
            Target::Absent => person.new_space(Uuid::from_bytes(bytes())),
        }
    }

    /// An open invite, with the space it leads into.
    pub(crate) fn invite(&self, target: Target) -> (Uuid, Invite) {
        match target {
            Target::Absent => (Uuid::from_bytes(bytes()), Invite::new()),
            Target::Ended => (self.ended.0.id, self.ended.1.clone()),
            _ => (self.shared.0.id, self.shared.1.clone()),
        }
    }

    pub(crate) fn mentor_or(&self, target: Target) -> Uuid {
        if target == Target::Absent { Uuid::from_bytes(bytes()) } else { self.mentor.id() }
    }

    pub(crate) fn enrolment(&self, target: Target) -> Uuid {
        if target == Target::Absent { Uuid::from_bytes(bytes()) } else { self.enrolment }
    }
}

/// A device that the mentor had, with the session it had.
async fn revoked_device(mentor: &mut Person) -> Person {
    let mut device = mentor.clone();
    device.device = DeviceId(u64::from_be_bytes(bytes()));
    device.device_keys = DeviceKeys::generate(&mut random());
    let says = Says::AddDevice { device: device.device, keys: device.device_keys.public() };
    mentor.state(says).await.expect(201);
    device.begin_session().await;
    mentor.state(Says::RevokeDevice { device: device.device }).await.expect(201);
    device.chain.clone_from(&mentor.chain);
    device
}

/// A mentorship where one waits and one has left, with an entry of the mentor, a blob and an open invite.
async fn mentorship([mentor, mentee, waiting, former]: [&Person; 4]) -> (Space, Invite) {
    let space = mentor.create_mentorship().await;
    for joiner in [mentee, former] {
        let invite = mentor.invite(space.id).await;
        joiner.send(joiner.acceptance(space.id, &invite)).await.expect(201);
    }
    let (space, call) = mentor.next_epoch(&space, vec![mentor.member(), mentee.member(), former.member()]);
    mentor.send(call).await.expect(201);
    former.send(Call::post(format!("/v1/spaces/{}/leave", space.id))).await.expect(204);
    let (mut space, call) = mentor.next_epoch(&space, vec![mentor.member(), mentee.member()]);
    mentor.send(call).await.expect(201);
    mentor.push(&mut space, b"a goal").await;
    let invite = mentor.invite(space.id).await;
    waiting.send(waiting.acceptance(space.id, &invite)).await.expect(201);
    let name = blake3::hash(Scene::BLOB).to_hex();
    let blob =
        Call::put(format!("/v1/spaces/{}/blobs/{name}?purpose=attachment", space.id)).octets(Scene::BLOB);
    mentor.send(blob).await.expect(201);
    let invite = mentor.invite(space.id).await;
    (space, invite)
}
