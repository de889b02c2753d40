//! A person with a device, doing what the app would do.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use cairn_crypto::{
    AccountId, AccountKeys, Beginning, Chain, Challenge, DeviceId, DeviceKeys, EntryId, EpochKeys,
    EpochRecord, Frame, Hash, Header, InviteId, InviteSecret, Member, Randomness, Says, SpaceId, Statement,
    log_hash, seal_entry,
};
use cairn_protocol::{
    Accept, Appended, Binary, ChallengeRequest, Changes, Device, EpochAppend, InviteCreate, Packet, Register,
    Session, SessionRequest, SpaceCreate, SpaceKind, Statements, write_frame,
};
use uuid::Uuid;

use crate::call::{Call, HOST, Reply};

/// Bytes that never come twice.
pub(crate) fn random() -> impl Randomness {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    |bytes: &mut [u8]| {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let mut hasher = blake3::Hasher::new();
        hasher.update(&std::process::id().to_be_bytes()).update(&count.to_be_bytes());
        hasher.finalize_xof().fill(bytes);
    }
}

/// Random bytes, for an id or a mac.
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    random().fill(&mut bytes);
    bytes
}

/// Somebody with an account, on one of their devices.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) router: Router,
    pub(crate) keys: AccountKeys,
    pub(crate) chain: Chain,
    pub(crate) device: DeviceId,
    pub(crate) device_keys: DeviceKeys,
    pub(crate) token: Option<[u8; 32]>,
    /// By the server's clock.
    pub(crate) now: u64,
    pub(crate) personal: Option<Space>,
}

/// A space as a device knows it.
#[derive(Clone)]
pub(crate) struct Space {
    pub(crate) id: Uuid,
    pub(crate) records: Vec<EpochRecord>,
    pub(crate) keys: EpochKeys,
    pub(crate) head: u64,
    pub(crate) hash: Hash,
    /// The number and hash of this device's last entry.
    pub(crate) own: (u64, Hash),
}

/// An invite, as who made it or got the link has it.
#[derive(Clone)]
pub(crate) struct Invite {
    pub(crate) id: Uuid,
    pub(crate) secret: InviteSecret,
}

impl Invite {
    pub(crate) fn new() -> Self {
        Self { id: Uuid::from_bytes(bytes()), secret: InviteSecret::generate(&mut random()) }
    }

    pub(crate) fn token(&self) -> Binary {
        Binary::from(*self.secret.keys(InviteId(self.id.into_bytes())).token())
    }

    pub(crate) fn token_hash(&self) -> [u8; 32] {
        use sha2::Digest;
        sha2::Sha256::digest(self.token().0).into()
    }
}

impl Person {
    /// Somebody whom no server knows yet.
    pub(crate) fn new(router: Router, now: u64) -> Self {
        let random = &mut random();
        let keys = AccountKeys::generate(AccountId(bytes()), random);
        let (device, device_keys) = (DeviceId(u64::from_be_bytes(bytes())), DeviceKeys::generate(random));
        let mut chain = Chain::create(&keys, now);
        let says = Says::AddDevice { device, keys: device_keys.public() };
        chain.state(&keys.identity, now, says).unwrap();
        Self { router, keys, chain, device, device_keys, token: None, now, personal: None }
    }

    pub(crate) fn id(&self) -> Uuid {
        Uuid::from_bytes(self.keys.account.0)
    }

    pub(crate) fn statements(&self) -> Vec<Binary> {
        self.chain.statements().iter().map(|it| Binary::from(it.as_bytes())).collect()
    }

    /// Sends as this person, with the session if there is one.
    pub(crate) async fn send(&self, call: Call) -> Reply {
        call.token(self.token).send(&self.router).await
    }

    pub(crate) fn registration(&self, invite: &Invite) -> Call {
        let register = Register { invite: invite.id, token: invite.token(), statements: self.statements() };
        Call::post("/v1/accounts").json(&register)
    }

    pub(crate) async fn register(&self, invite: &Invite) -> Reply {
        self.registration(invite).send(&self.router).await
    }

    pub(crate) async fn challenge(&self) -> [u8; 32] {
        let asked = ChallengeRequest { account: self.id(), device: Device(self.device.0) };
        let reply = Call::post("/v1/sessions/challenge").json(&asked).send(&self.router).await.expect(200);
        reply.json::<cairn_protocol::Challenge>().nonce.exactly().unwrap()
    }

    /// The request for a session over a challenge, as signed for this host.
    pub(crate) fn session_request(&self, nonce: [u8; 32], host: &str) -> Call {
        let challenge = Challenge { host, account: self.keys.account, device: self.device, nonce };
        let asked = SessionRequest {
            account: self.id(),
            device: Device(self.device.0),
            nonce: nonce.into(),
            signature: Binary::from(challenge.sign(&self.device_keys.signing).0),
        };
        Call::post("/v1/sessions").json(&asked)
    }

    pub(crate) async fn begin_session(&mut self) {
        let nonce = self.challenge().await;
        let reply = self.session_request(nonce, HOST).send(&self.router).await.expect(200);
        self.token = reply.json::<Session>().token.exactly();
    }

    /// States something more of the account, and sends it.
    pub(crate) async fn state(&mut self, says: Says) -> Reply {
        let statement = self.chain.state(&self.keys.identity, self.now, says).unwrap();
        self.send_statements(&[statement]).await
    }

    pub(crate) async fn send_statements(&self, statements: &[Statement]) -> Reply {
        let statements = statements.iter().map(|it| Binary::from(it.as_bytes())).collect();
        let path = format!("/v1/accounts/{}/statements", self.id());
        self.send(Call::post(path).json(&Statements { statements })).await
    }

    pub(crate) fn member(&self) -> Member {
        Member {
            account: self.keys.account,
            identity: self.keys.identity.verifying(),
            encryption: self.keys.encryption().sealing(),
        }
    }

    /// A space with only this person in it, not yet sent.
    pub(crate) fn new_space(&self, id: Uuid) -> Space {
        self.new_space_of(id, vec![self.member()])
    }

    /// A space with these members from the first, not yet sent.
    pub(crate) fn new_space_of(&self, id: Uuid, members: Vec<Member>) -> Space {
        let keys = EpochKeys::first(&mut random());
        let space = SpaceId(id.into_bytes());
        let beginning =
            Beginning { start_seq: 0, start_hash: Hash::ZERO, keys: keys.commitment(space), members };
        let record = EpochRecord::first(space, self.keys.account, &self.keys.identity, beginning).unwrap();
        Space { id, records: vec![record], keys, head: 0, hash: Hash::ZERO, own: (0, Hash::ZERO) }
    }

    pub(crate) fn creation(&self, space: &Space, kind: SpaceKind) -> Call {
        let body = SpaceCreate {
            kind,
            records: space.records.iter().map(|record| Binary::from(record.as_bytes())).collect(),
            packets: packets(space),
        };
        Call::put(format!("/v1/spaces/{}", space.id)).json(&body)
    }

    pub(crate) async fn create_mentorship(&self) -> Space {
        let space = self.new_space(Uuid::from_bytes(bytes()));
        self.send(self.creation(&space, SpaceKind::Mentorship)).await.expect(201);
        space
    }

    pub(crate) async fn create_personal(&self) -> Space {
        let space = self.new_space(self.id());
        self.send(self.creation(&space, SpaceKind::Personal)).await.expect(201);
        space
    }

    /// The next epoch of a space with these members, and the request that begins it.
    pub(crate) fn next_epoch(&self, space: &Space, members: Vec<Member>) -> (Space, Call) {
        let keys = space.keys.with_next(&mut random()).unwrap();
        let beginning = Beginning {
            start_seq: space.head,
            start_hash: space.hash,
            keys: keys.commitment(SpaceId(space.id.into_bytes())),
            members,
        };
        let before = space.records.last().unwrap();
        let record = before.next(self.keys.account, &self.keys.identity, beginning).unwrap();
        let mut next = Space { keys, ..space.clone() };
        next.records.push(record.clone());
        let body = EpochAppend { record: Binary::from(record.as_bytes()), packets: packets(&next) };
        let call = Call::post(format!("/v1/spaces/{}/epochs", space.id)).json(&body);
        (next, call)
    }

    pub(crate) fn invitation(&self, space: Uuid, invite: &Invite) -> Call {
        let keys = invite.secret.keys(InviteId(invite.id.into_bytes()));
        let mac = keys.mac().inviter(
            SpaceId(space.into_bytes()),
            self.keys.account,
            &self.keys.identity.verifying(),
        );
        let body = InviteCreate {
            invite: invite.id,
            space,
            token_hash: invite.token_hash().into(),
            mac: mac.0.into(),
            greeting: vec![1; 40].into(),
            expires: self.now + 3_600_000,
        };
        Call::post("/v1/invites").json(&body)
    }

    pub(crate) async fn invite(&self, space: Uuid) -> Invite {
        let invite = Invite::new();
        self.send(self.invitation(space, &invite)).await.expect(201);
        invite
    }

    pub(crate) fn acceptance(&self, space: Uuid, invite: &Invite) -> Call {
        let keys = invite.secret.keys(InviteId(invite.id.into_bytes()));
        let mac = keys.mac().joiner(
            SpaceId(space.into_bytes()),
            self.keys.account,
            &self.keys.identity.verifying(),
            &self.keys.encryption().sealing(),
        );
        let body = Accept { token: invite.token(), mac: mac.0.into() };
        Call::post(format!("/v1/invites/{}/accept", invite.id)).json(&body)
    }

    /// The next entry of this device, not yet sent.
    pub(crate) fn entry(&self, space: &Space, plain: &[u8]) -> Frame {
        self.entry_with(space, plain, |_| {})
    }

    /// The same, with a header that is changed before it is signed.
    pub(crate) fn entry_with(&self, space: &Space, plain: &[u8], change: impl FnOnce(&mut Header)) -> Frame {
        let mut header = Header {
            space: SpaceId(space.id.into_bytes()),
            epoch: space.keys.epoch(),
            entry: EntryId(bytes()),
            device: self.device,
            number: space.own.0 + 1,
            greatest_stamp: self.now,
            previous: space.own.1,
            seen_seq: space.head,
            seen_hash: space.hash,
        };
        change(&mut header);
        let key = space.keys.newest();
        seal_entry(&header, key, &self.device_keys.signing, plain, &mut random()).unwrap()
    }

    pub(crate) fn push_call(&self, space: &Space, frames: &[&Frame]) -> Call {
        let mut body = Vec::new();
        frames.iter().for_each(|frame| write_frame(&mut body, frame.as_bytes()));
        Call::post(format!("/v1/spaces/{}/log", space.id)).octets(body)
    }

    /// Writes an entry into a space that nobody else writes into meanwhile.
    pub(crate) async fn push(&self, space: &mut Space, plain: &[u8]) -> Frame {
        let frame = self.entry(space, plain);
        let reply = self.send(self.push_call(space, &[&frame])).await.expect(200);
        let appended: Appended = reply.json();
        assert_eq!(appended.seqs, [space.head + 1]);
        space.own = (space.own.0 + 1, frame.hash());
        space.append(&frame);
        frame
    }

    /// The manifest of a snapshot of all that there is now, not yet sent.
    pub(crate) fn snapshot(&self, space: &Space) -> Frame {
        self.entry_with(space, b"manifest", |header| {
            header.number = 0;
            header.previous = Hash::ZERO;
        })
    }

    pub(crate) async fn changes(&self) -> Changes {
        self.send(Call::get("/v1/changes")).await.expect(200).json()
    }
}

impl Space {
    /// Another entry is at the end of the log.
    pub(crate) fn append(&mut self, frame: &Frame) {
        self.head += 1;
        self.hash = log_hash(&self.hash, &frame.hash());
    }
}

fn packets(space: &Space) -> Vec<Packet> {
    let record = space.records.last().unwrap();
    let seal = |member: &Member| Packet {
        account: Uuid::from_bytes(member.account.0),
        sealed: space.keys.seal_to(record, member.account, &mut random()).unwrap().into(),
    };
    record.members().iter().map(seal).collect()
}
