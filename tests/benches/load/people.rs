//! People with an account and a device each, two and two in a mentorship.

use crate::{
    common::chance::{Chance, now},
    http::Line,
};
use cairn_crypto::{
    AccountId, AccountKeys, Beginning, Chain, Challenge, DeviceId, DeviceKeys, EntryId, EpochKeys,
    EpochRecord, Frame, Hash, Header, InviteId, InviteSecret, Member, Says, SpaceId, seal_entry,
};
use cairn_protocol::{
    Binary, ChallengeRequest, Device, Packet, Register, Session, SessionRequest, SpaceCreate, SpaceKind,
};
use cairn_server::storage::{Limits, Postgres, Storage};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A message of some 120 characters comes to about as many bytes in its entry.
const PLAIN: usize = 200;

/// Somebody with a device.
pub(crate) struct Person {
    keys: AccountKeys,
    device: DeviceId,
    device_keys: DeviceKeys,
    pub(crate) token: String,
    /// The number and hash of the device's last entry.
    last: (u64, Hash),
}

/// Two people and what they share.
pub(crate) struct Pair {
    pub(crate) space: Uuid,
    keys: EpochKeys,
    pub(crate) people: [Person; 2],
}

/// Pairs whom the server knows.
pub(crate) fn pairs(count: usize, port: u16, database: &str) -> Vec<Pair> {
    let invites: Vec<_> = (0..2 * count).map(|_| invite()).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let storage = Postgres::connect(database, Limits::default()).await.expect("the database");
        for (id, secret) in &invites {
            let hash = Sha256::digest(secret.keys(*id).token()).into();
            storage.invite_account(id.0, hash, now() + 3_600_000).await.expect("an invite");
        }
    });
    let mut line = Line::to(port);
    let mut invites = invites.iter();
    let mut next = || Person::register(&mut line, invites.next().expect("one each"));
    let people: Vec<_> = (0..count).map(|_| [next(), next()]).collect();
    people.into_iter().map(|people| Pair::begin(&mut line, people)).collect()
}

fn invite() -> (InviteId, InviteSecret) {
    let mut chance = Chance::new();
    (InviteId(chance.bytes()), InviteSecret::generate(&mut chance))
}

impl Person {
    fn register(line: &mut Line, (id, secret): &(InviteId, InviteSecret)) -> Person {
        let mut chance = Chance::new();
        let keys = AccountKeys::generate(AccountId(chance.bytes()), &mut chance);
        let device = DeviceId(u64::from_be_bytes(chance.bytes()));
        let device_keys = DeviceKeys::generate(&mut chance);
        let mut chain = Chain::create(&keys, now());
        let says = Says::AddDevice { device, keys: device_keys.public() };
        chain.state(&keys.identity, now(), says).expect("the chain goes on");
        let register = Register {
            invite: Uuid::from_bytes(id.0),
            token: Binary::from(*secret.keys(*id).token()),
            statements: chain.statements().iter().map(|it| Binary::from(it.as_bytes())).collect(),
        };
        line.json("POST", "/v1/accounts", None, &register).expect(201);
        let mut person = Person { keys, device, device_keys, token: String::new(), last: (0, Hash::ZERO) };
        person.begin_session(line);
        person
    }

    fn begin_session(&mut self, line: &mut Line) {
        let (account, device) = (Uuid::from_bytes(self.keys.account.0), Device(self.device.0));
        let asked = line.json("POST", "/v1/sessions/challenge", None, &ChallengeRequest { account, device });
        let challenge: cairn_protocol::Challenge =
            serde_json::from_slice(&asked.expect(200)).expect("a challenge");
        let nonce: [u8; 32] = challenge.nonce.exactly().expect("a nonce");
        let signed = Challenge { host: "localhost", account: self.keys.account, device: self.device, nonce };
        let signature = Binary::from(signed.sign(&self.device_keys.signing).0);
        let request = SessionRequest { account, device, nonce: nonce.into(), signature };
        let session = line.json("POST", "/v1/sessions", None, &request).expect(200);
        let session: Session = serde_json::from_slice(&session).expect("a session");
        self.token = session.token.to_text();
    }

    fn member(&self) -> Member {
        Member {
            account: self.keys.account,
            identity: self.keys.identity.verifying(),
            encryption: self.keys.encryption().sealing(),
        }
    }
}

impl Pair {
    fn begin(line: &mut Line, people: [Person; 2]) -> Pair {
        let mut chance = Chance::new();
        let space = SpaceId(chance.bytes());
        let keys = EpochKeys::first(&mut chance);
        let mut members: Vec<_> = people.iter().map(Person::member).collect();
        members.sort_by_key(|member| member.account);
        let beginning =
            Beginning { start_seq: 0, start_hash: Hash::ZERO, keys: keys.commitment(space), members };
        let first = &people[0];
        let record = EpochRecord::first(space, first.keys.account, &first.keys.identity, beginning);
        let record = record.expect("two members");
        let mut seal = |member: &Member| Packet {
            account: Uuid::from_bytes(member.account.0),
            sealed: keys.seal_to(&record, member.account, &mut chance).expect("a member").into(),
        };
        let create = SpaceCreate {
            kind: SpaceKind::Mentorship,
            records: vec![Binary::from(record.as_bytes())],
            packets: record.members().iter().map(&mut seal).collect(),
        };
        let space = Uuid::from_bytes(space.0);
        line.json("PUT", &format!("/v1/spaces/{space}"), Some(&first.token), &create).expect(201);
        Pair { space, keys, people }
    }

    pub(crate) fn devices(&self) -> [DeviceId; 2] {
        self.people.each_ref().map(|person| person.device)
    }

    /// The next entry of one of them.
    pub(crate) fn write(&mut self, who: usize) -> Frame {
        let person = &mut self.people[who];
        let mut chance = Chance::new();
        let header = Header {
            space: SpaceId(*self.space.as_bytes()),
            epoch: 1,
            entry: EntryId(chance.bytes()),
            device: person.device,
            number: person.last.0 + 1,
            greatest_stamp: now(),
            previous: person.last.1,
            seen_seq: 0,
            seen_hash: Hash::ZERO,
        };
        let plain: [u8; PLAIN] = chance.bytes();
        let frame = seal_entry(&header, self.keys.newest(), &person.device_keys.signing, &plain, &mut chance);
        let frame = frame.expect("it fits");
        person.last = (header.number, frame.hash());
        frame
    }

    /// Whether an entry is the next of its device's, genuine and readable.
    pub(crate) fn check(&self, frame: &Frame, last: &mut [(u64, Hash); 2]) {
        let header = frame.header();
        let who = self.people.iter().position(|it| it.device == header.device).expect("one of the two");
        frame.verify(&self.people[who].device_keys.signing.verifying()).expect("a signature");
        assert_eq!(frame.open(self.keys.newest()).expect("it opens").len(), PLAIN);
        assert_eq!((header.number, header.previous), (last[who].0 + 1, last[who].1), "nothing is missing");
        last[who] = (header.number, frame.hash());
    }
}
