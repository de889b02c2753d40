//! A device with the real line to a real server, listened to between engine and TLS.

use crate::chance::{Chance, now};
use cairn_crypto::{ServerAddress, StoreKey};
use cairn_domain::{AccountId, MentorshipId, Space};
use cairn_store::{DeviceId, Draft, Error, Store};
use cairn_sync::{Cancel, Engine, Request, Response, Transport, TransportError, World};
use chrono::{DateTime, Utc};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use uuid::Uuid;

/// The mentorship of the two.
pub(crate) const PAIR: MentorshipId = MentorshipId(Uuid::from_u128(0x9A12));

/// Everything that went over the wire, both ways.
#[derive(Clone, Default)]
pub(crate) struct Wire(Arc<Mutex<Vec<u8>>>);

impl Wire {
    pub(crate) fn went(&self) -> Vec<u8> {
        self.0.lock().expect("nobody panicked").clone()
    }

    fn note(&self, bytes: &[u8]) {
        self.0.lock().expect("nobody panicked").extend_from_slice(bytes);
    }
}

/// A device of somebody of whom there is nobody else of that name.
pub(crate) struct Device {
    pub(crate) account: AccountId,
    pub(crate) engine: Engine,
    pub(crate) store: Arc<Store>,
    _folder: TempDir,
}

impl Device {
    pub(crate) fn new(name: &str, wire: &Wire) -> Device {
        let (chance, folder) = (Chance::new(), tempfile::tempdir().expect("a folder"));
        let account = AccountId(Uuid::from_bytes(chance.bytes()));
        let device = DeviceId(u64::from_be_bytes(chance.bytes()));
        let key = StoreKey::from_bytes([7; 32]);
        let store = Store::create(&folder.path().join(name), &key, account, device).expect("a profile");
        let store = Arc::new(store);
        let engine = Engine::new(Arc::clone(&store), Arc::new(Outside { chance, wire: wire.clone() }));
        Device { account, engine, store, _folder: folder }
    }

    pub(crate) fn personal(&self) -> Space {
        Space::Personal(self.account)
    }

    pub(crate) fn join(&self, link: &str) {
        let invitation = self.engine.look(link).expect("the link is good");
        self.engine.join(&invitation).expect("one can join");
    }

    pub(crate) fn sync(&self) {
        self.engine.sync(&mut |_| {}, &Cancel::default()).expect("it syncs");
    }

    pub(crate) fn act(&self, act: impl FnOnce(&mut Draft<'_>) -> Result<(), Error>) {
        self.store.act("a test", time(), act).expect("it is kept");
    }

    /// All that its file holds, decrypted.
    pub(crate) fn every_cell(&self) -> Vec<u8> {
        self.store.every_cell().expect("the file can be read")
    }
}

pub(crate) fn time() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(now() as i64).expect("a time")
}

struct Outside {
    chance: Chance,
    wire: Wire,
}

impl World for Outside {
    fn now(&self) -> u64 {
        now()
    }

    fn random(&self, bytes: &mut [u8]) {
        self.chance.give(bytes);
    }

    fn dial(&self, address: &ServerAddress) -> Arc<dyn Transport> {
        Arc::new(Line { line: cairn_sync::dial(address), wire: self.wire.clone() })
    }
}

struct Line {
    line: Arc<dyn Transport>,
    wire: Wire,
}

impl Transport for Line {
    fn send(&self, request: Request) -> Result<Response, TransportError> {
        let headers = request.headers.iter().map(|(name, value)| format!("{name}: {value}\n"));
        self.wire.note(format!("{}\n{}", request.path, headers.collect::<String>()).as_bytes());
        self.wire.note(&request.body);
        let answer = self.line.send(request)?;
        let headers = answer.headers.iter().map(|(name, value)| format!("{name}: {value}\n"));
        self.wire.note(headers.collect::<String>().as_bytes());
        self.wire.note(&answer.body);
        Ok(answer)
    }
}
