//! What an old version wrote stays readable: the files in tests/vectors/sharing are never changed, only added to.
//!
//! For a new version of a format, raise [`CURRENT`] and run
//! `cargo test -p cairn-crypto --test formats -- --ignored write_vectors`.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use cairn_crypto::{
    AccountId, AccountKeys, Blob, Chain, Challenge, DeviceId, DeviceKeys, DeviceLink, EnrolmentAnswer,
    EnrolmentReveal, EnrolmentSecrets, EpochKey, EpochKeys, EpochRecord, ExchangeCode, ExchangeFile, FileId,
    Frame, Greeting, Hash, InviteId, InviteLink, InviteSecret, KeptSecrets, LogPlace, OpeningKey, Outgoing,
    Piece, RecoveryCode, Says, ServerAddress, Signature, SigningKey, Statement, Trust, Whole, log_hash,
    seal_blob, seal_entry, six_words,
};
use rstest::rstest;

use crate::blobs::PIECE;
use crate::entries::header;
use crate::published::bytes;
use crate::support::{SPACE, anna, ben, epochs, seeded};

/// The file of the vectors that today's code writes, bit for bit.
const CURRENT: &str = "v1";

/// By name: bytes as hexadecimal digits, texts as they are. The secrets among them protect nothing.
type Vectors = BTreeMap<String, String>;

fn path(version: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "../../tests/vectors/sharing", &format!("{version}.json")].iter().collect()
}

fn stored(version: &str) -> Vectors {
    let path = path(version);
    let text = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice(&text).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Every format, made anew by today's code.
fn written() -> Vectors {
    let mut out = Vectors::new();
    let mut add = |name: &str, bytes: &[u8]| assert!(out.insert(name.into(), hex(bytes)).is_none(), "{name}");
    add_people(&mut add);
    add_epochs(&mut add);
    add_log(&mut add);
    add_enrolment(&mut add);
    add_exchange(&mut add);
    let invite = add_invite(&mut add);
    let mut text = |name: &str, text: &str| assert!(out.insert(name.into(), text.into()).is_none(), "{name}");
    text("invite/link", &invite.to_text());
    let device = DeviceLink { server: invite.server, enrolment: [0x77; 16] };
    text("enrolment/link", &device.to_text());
    let (answer, reveal) = met();
    text("enrolment/words", &answer.words(&reveal).join(" "));
    let words = six_words(&anna().chain.identity(), &ben().chain.identity()).unwrap();
    text("six words", &words.join(" "));
    text("recovery/code", &RecoveryCode::generate(&mut seeded("code")).to_text());
    text("exchange/code", &code().to_text());
    out
}

fn add_people(add: &mut impl FnMut(&str, &[u8])) {
    for (name, mut person) in [("anna", anna()), ("ben", ben())] {
        let revoked = DeviceId(0xff);
        let keys = DeviceKeys::generate(&mut seeded("lost")).public();
        person.chain.state(&person.keys.identity, 3, Says::AddDevice { device: revoked, keys }).unwrap();
        person.revoke(revoked);
        add(&format!("{name}/account"), &person.keys.account.0);
        add(&format!("{name}/identity"), person.keys.identity.as_bytes());
        add(&format!("{name}/encryption"), person.keys.all_encryption()[0].as_bytes());
        add(&format!("{name}/device"), &person.device.0.to_be_bytes());
        add(&format!("{name}/device signing"), person.device_keys.signing.as_bytes());
        add(&format!("{name}/device opening"), person.device_keys.opening.as_bytes());
        for statement in person.chain.statements() {
            add(&format!("{name}/statement {}", statement.number()), statement.as_bytes());
        }
        let answer = challenge(person.keys.account, person.device).sign(&person.device_keys.signing);
        add(&format!("{name}/session"), &answer.0);
    }
}

fn challenge(account: AccountId, device: DeviceId) -> Challenge<'static> {
    Challenge { host: "cairn.example.org", account, device, nonce: [0x11; 32] }
}

fn add_epochs(add: &mut impl FnMut(&str, &[u8])) {
    let (records, keys) = epochs();
    for (record, key) in records.iter().zip(keys.all()) {
        add(&format!("epoch {}/record", record.epoch()), record.as_bytes());
        add(&format!("epoch {}/key", record.epoch()), key.as_bytes());
    }
    for (name, person) in [("anna", anna()), ("ben", ben())] {
        let packet = keys.seal_to(&records[1], person.keys.account, &mut seeded("packet")).unwrap();
        add(&format!("epoch 2/packet for {name}"), &packet);
    }
}

const SNAPSHOT: Piece = Piece { space: SPACE, of: Whole::Snapshot([0x22; 16]), piece: 1, last: false };

fn add_log(add: &mut impl FnMut(&str, &[u8])) {
    let (_, keys) = epochs();
    let (signing, mut random) = (anna().device_keys.signing, seeded("log"));
    let entry = seal_entry(&header(), keys.newest(), &signing, b"a batch of records", &mut random).unwrap();
    let manifest = cairn_crypto::Header { number: 0, ..header() };
    let manifest = seal_entry(&manifest, keys.newest(), &signing, b"a manifest", &mut random).unwrap();
    add("entry", entry.as_bytes());
    add("manifest", manifest.as_bytes());
    add("log hash", &log_hash(&log_hash(&Hash::ZERO, &entry.hash()), &manifest.hash()).0);
    add("blob of an attachment", &seal_blob(&PIECE, 2, keys.newest(), b"a picture").unwrap());
    add("blob of a snapshot", &seal_blob(&SNAPSHOT, 2, keys.newest(), b"a state").unwrap());
}

fn greeting() -> Greeting {
    Greeting { name: "Anna".into(), mentorship: "Am Gipfel \u{26f0}".into(), role: "mentee".into() }
}

fn add_invite(add: &mut impl FnMut(&str, &[u8])) -> InviteLink {
    let server = ServerAddress::new("cairn.example.org:8443", Trust::Pinned([0x33; 32])).unwrap();
    let (invite, secret) = (InviteId([0x44; 16]), InviteSecret::from_bytes([0x55; 16]));
    let (keys, anna, ben) = (secret.keys(invite), anna().member(), ben().member());
    add("invite/token", keys.token());
    add("invite/mac of the inviter", &keys.mac().inviter(SPACE, anna.account, &anna.identity).0);
    let joiner = keys.mac().joiner(SPACE, ben.account, &ben.identity, &ben.encryption);
    add("invite/mac of the joiner", &joiner.0);
    add("invite/greeting", &keys.seal_greeting(&greeting(), &mut seeded("greeting")).unwrap());
    InviteLink { server, invite, secret }
}

fn met() -> (EnrolmentAnswer, EnrolmentReveal) {
    let mut random = seeded("enrolment");
    let reveal = EnrolmentReveal::begin(&DeviceKeys::generate(&mut random), &mut random);
    (EnrolmentAnswer::to_commitment(&anna().keys, &mut random), reveal)
}

fn add_enrolment(add: &mut impl FnMut(&str, &[u8])) {
    let new = DeviceKeys::generate(&mut seeded("enrolment"));
    let ((answer, reveal), anna) = (met(), anna());
    let spaces = vec![LogPlace { space: SPACE, seq: 12, hash: Hash([0x66; 32]) }];
    let newest = anna.chain.newest();
    let secrets = EnrolmentSecrets { keys: anna.keys.clone(), device: DeviceId(8), newest, spaces };
    add("enrolment/device opening", new.opening.as_bytes());
    add("enrolment/device signing", new.signing.as_bytes());
    add("enrolment/commitment", &reveal.commitment().0);
    add("enrolment/answer", &answer.to_bytes());
    add("enrolment/reveal", &reveal.to_bytes());
    add("enrolment/secrets", &secrets.seal(&answer, &reveal, &mut seeded("secrets")).unwrap());
    let code = RecoveryCode::generate(&mut seeded("code"));
    add("recovery/locator", &code.locator());
    add("recovery/token", &code.token()[..]);
    add("recovery/sealed", &KeptSecrets { keys: anna.keys, newest }.seal(&code, &mut seeded("kept")));
}

fn code() -> ExchangeCode {
    ExchangeCode::from_bytes(std::array::from_fn(|at| at as u8 * 17))
}

fn add_exchange(add: &mut impl FnMut(&str, &[u8])) {
    let (anna, ben, (records, keys)) = (anna(), ben(), epochs());
    let first = EpochKeys::from_kept(keys.all()[..1].to_vec()).unwrap();
    let introduction = Outgoing {
        file: FileId([1; 16]),
        space: SPACE,
        author: &anna.chain,
        device: anna.device,
        signing: &anna.device_keys.signing,
        seen: &[],
        epochs: Some((&records[..1], &first)),
        body: b"a whole state",
    };
    let answer = Outgoing {
        file: FileId([2; 16]),
        author: &ben.chain,
        device: ben.device,
        signing: &ben.device_keys.signing,
        seen: &[FileId([1; 16])],
        epochs: None,
        ..introduction
    };
    let seen = [FileId([2; 16])];
    let epochs = Some((records.as_slice(), &keys));
    let letter = Outgoing { file: FileId([3; 16]), seen: &seen, epochs, ..introduction };
    add("exchange/introduction", &introduction.introduce(&code(), &mut seeded("1")).unwrap());
    add("exchange/answer", &answer.answer(&code(), &mut seeded("2")).unwrap());
    add("exchange/letter", &letter.letter(&mut seeded("3")).unwrap());
}

/// The vectors of one version, read.
struct Stored(Vectors);

impl Stored {
    fn text(&self, name: &str) -> &str {
        self.0.get(name).unwrap_or_else(|| panic!("there is no {name}"))
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        bytes(self.text(name))
    }

    fn array<const N: usize>(&self, name: &str) -> [u8; N] {
        self.bytes(name).try_into().unwrap()
    }

    fn account(&self, name: &str) -> AccountKeys {
        let part = |part: &str| self.array(&format!("{name}/{part}"));
        let identity = SigningKey::from_bytes(&part("identity"));
        let encryption = vec![OpeningKey::from_bytes(part("encryption"))];
        let account = AccountId(self.array(&format!("{name}/account")));
        AccountKeys::from_kept(account, identity, encryption).unwrap()
    }

    fn chain(&self, name: &str) -> Chain {
        let statements = (1..=5).map(|number| self.bytes(&format!("{name}/statement {number}")));
        Chain::verify(statements.map(|it| Statement::parse(&it).unwrap())).unwrap()
    }

    fn device(&self, name: &str) -> DeviceId {
        DeviceId(u64::from_be_bytes(self.array(&format!("{name}/device"))))
    }

    fn records(&self) -> Vec<EpochRecord> {
        [1, 2].map(|it| EpochRecord::parse(&self.bytes(&format!("epoch {it}/record"))).unwrap()).into()
    }

    fn epoch_keys(&self) -> EpochKeys {
        let keys = [1, 2].map(|it| EpochKey::from_bytes(self.array(&format!("epoch {it}/key"))));
        EpochKeys::from_kept(keys.into()).unwrap()
    }
}

#[rstest]
#[case("v1")]
fn chains_sessions_and_epochs_still_hold(#[case] version: &str) {
    let stored = Stored(stored(version));
    for name in ["anna", "ben"] {
        let (chain, device) = (stored.chain(name), stored.device(name));
        assert_eq!(chain.identity(), stored.account(name).identity.verifying());
        let signature = Signature(stored.array(&format!("{name}/session")));
        let key = chain.device(device).unwrap().signing;
        assert_eq!(challenge(chain.account(), device).verify(&key, &signature), Ok(()));
        let packet = stored.bytes(&format!("epoch 2/packet for {name}"));
        let opened = EpochKeys::open(&stored.records()[1], &stored.account(name), &packet);
        assert_eq!(opened, Ok(stored.epoch_keys()));
    }
    assert_eq!(EpochRecord::verify_all(&stored.records()), Ok(()));
    let words = six_words(&stored.chain("anna").identity(), &stored.chain("ben").identity()).unwrap();
    assert_eq!(words.join(" "), stored.text("six words"));
}

#[rstest]
#[case("v1")]
fn entries_and_blobs_still_open(#[case] version: &str) {
    let stored = Stored(stored(version));
    let keys = stored.epoch_keys();
    let signing = stored.chain("anna").device(stored.device("anna")).unwrap().signing;
    for (name, content) in [("entry", b"a batch of records".as_slice()), ("manifest", b"a manifest")] {
        let frame = Frame::parse(&stored.bytes(name)).unwrap();
        assert_eq!(frame.verify(&signing), Ok(()));
        assert_eq!(frame.open(keys.get(2).unwrap()).unwrap(), content);
    }
    for (name, piece, content) in [
        ("blob of an attachment", PIECE, b"a picture".as_slice()),
        ("blob of a snapshot", SNAPSHOT, b"a state"),
    ] {
        let bytes = stored.bytes(name);
        let blob = Blob::parse(&bytes).unwrap();
        assert_eq!(blob.open(&piece, keys.get(blob.epoch()).unwrap()).unwrap(), content);
    }
}

#[rstest]
#[case("v1")]
fn invites_still_open(#[case] version: &str) {
    let stored = Stored(stored(version));
    let link = InviteLink::parse(stored.text("invite/link")).unwrap();
    let keys = link.secret.keys(link.invite);
    assert_eq!(*keys.token(), stored.array("invite/token"));
    assert_eq!(keys.open_greeting(&stored.bytes("invite/greeting")), Ok(greeting()));
    let device = DeviceLink::parse(stored.text("enrolment/link")).unwrap();
    assert_eq!((device.server, device.enrolment), (link.server, [0x77; 16]));
}

#[rstest]
#[case("v1")]
fn enrolment_and_recovery_still_open(#[case] version: &str) {
    let stored = Stored(stored(version));
    let answer = EnrolmentAnswer::parse(&stored.bytes("enrolment/answer")).unwrap();
    let commitment = Hash(stored.array("enrolment/commitment"));
    let reveal = EnrolmentReveal::parse(&stored.bytes("enrolment/reveal"), &commitment).unwrap();
    assert_eq!(answer.words(&reveal).join(" "), stored.text("enrolment/words"));
    let device = DeviceKeys {
        signing: SigningKey::from_bytes(&stored.array("enrolment/device signing")),
        opening: OpeningKey::from_bytes(stored.array("enrolment/device opening")),
    };
    let sealed = stored.bytes("enrolment/secrets");
    let enrolled = EnrolmentSecrets::open(&device, &answer, &reveal, &sealed).unwrap();
    assert_eq!((enrolled.device, enrolled.spaces.len()), (DeviceId(8), 1));
    let code = RecoveryCode::from_text(stored.text("recovery/code")).unwrap();
    assert_eq!(code.locator(), stored.array("recovery/locator"));
    assert_eq!(*code.token(), stored.array("recovery/token"));
    let kept = KeptSecrets::open(&code, &stored.bytes("recovery/sealed")).unwrap();
    for keys in [enrolled.keys, kept.keys] {
        assert_eq!(keys.identity.as_bytes(), stored.account("anna").identity.as_bytes());
        assert_eq!(keys.encryption().as_bytes(), stored.account("anna").encryption().as_bytes());
    }
}

#[rstest]
#[case("v1")]
fn exchange_files_still_open(#[case] version: &str) {
    let stored = Stored(stored(version));
    let code = ExchangeCode::from_text(stored.text("exchange/code")).unwrap();
    for (name, author) in [("introduction", "anna"), ("answer", "ben")] {
        let bytes = stored.bytes(&format!("exchange/{name}"));
        let incoming = ExchangeFile::parse(&bytes).unwrap().open_with_code(&code).unwrap();
        assert_eq!(incoming.author.account(), stored.account(author).account);
        assert_eq!(incoming.body, b"a whole state");
    }
    let bytes = stored.bytes("exchange/letter");
    let known = [&stored.chain("anna"), &stored.chain("ben")];
    let letter = ExchangeFile::parse(&bytes).unwrap().open_letter(&stored.account("ben"), &known).unwrap();
    assert_eq!((letter.seen, letter.body.as_slice()), (vec![FileId([2; 16])], b"a whole state".as_slice()));
    assert_eq!(letter.epochs, Some((stored.records(), stored.epoch_keys())));
}

#[test]
fn today_writes_what_the_current_vectors_hold() {
    let (now, then) = (written(), stored(CURRENT));
    assert_eq!(now.keys().collect::<Vec<_>>(), then.keys().collect::<Vec<_>>());
    for (name, value) in &now {
        assert_eq!(value, &then[name], "{name} is written differently");
    }
}

#[test]
#[ignore = "writes the vectors of a new version"]
fn write_vectors() {
    let path = path(CURRENT);
    assert!(!path.exists(), "{} is frozen", path.display());
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, serde_json::to_string_pretty(&written()).unwrap() + "\n").unwrap();
}
