//! The three databases, and people who use them.

use cairn_protocol::{BlobPurpose, SpaceKind};
use cairn_server::storage::{
    Answer, Authority, BlobName, Caller, Change, Hash, Id, Limits, Memory, NewEntry, NewInvite, NewRecovery,
    NewSpace, Outcome, Packet, Postgres, Record, Sqlite, Statement, Storage, TableRow, Time,
};
use cairn_tests::empty_database;
use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
};

/// When the tests begin.
pub(crate) const NOW: Time = 1_800_000_000_000;

pub(crate) const HOUR: Time = 3_600_000;
pub(crate) const DAY: Time = 24 * HOUR;

/// A database that a test has for itself.
pub(crate) struct Backend {
    pub(crate) storage: Arc<dyn Storage>,
    /// Another instance on the same database, where there can be one.
    pub(crate) other: Arc<dyn Storage>,
    pub(crate) place: Place,
}

/// Where its rows are.
pub(crate) enum Place {
    Memory,
    Folder(tempfile::TempDir),
    Url(String),
}

impl Backend {
    pub(crate) async fn memory(limits: Limits) -> Option<Self> {
        let storage: Arc<dyn Storage> = Arc::new(Memory::new(limits).unwrap());
        Some(Self { other: Arc::clone(&storage), storage, place: Place::Memory })
    }

    pub(crate) async fn sqlite(limits: Limits) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let storage: Arc<dyn Storage> = Arc::new(Sqlite::open(&folder.path().join("new"), limits).unwrap());
        Some(Self { other: Arc::clone(&storage), storage, place: Place::Folder(folder) })
    }

    pub(crate) async fn postgres(limits: Limits) -> Option<Self> {
        let url = empty_database()?;
        let (storage, other) = tokio::join!(Postgres::connect(&url, limits), Postgres::connect(&url, limits));
        Some(Self {
            storage: Arc::new(storage.unwrap()),
            other: Arc::new(other.unwrap()),
            place: Place::Url(url),
        })
    }

    /// The file, where there is one.
    pub(crate) fn file(&self) -> Option<PathBuf> {
        match &self.place {
            Place::Folder(folder) => Some(folder.path().join("new/server.db")),
            _ => None,
        }
    }
}

pub(crate) async fn client(url: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// Makes a test of each function for each database. Each takes a [`Backend`].
macro_rules! on_all {
    ($($name:ident),* $(,)?) => { on_all!(cairn_server::storage::Limits::default(); $($name),*); };
    ($limits:expr; $($name:ident),* $(,)?) => {
        on_all!(@ memory $limits; $($name),*);
        on_all!(@ sqlite $limits; $($name),*);
        on_all!(@ postgres $limits; $($name),*);
    };
    (@ $kind:ident $limits:expr; $($name:ident),*) => {
        mod $kind {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                if let Some(backend) = crate::support::Backend::$kind($limits).await {
                    super::$name(backend).await;
                }
            })*
        }
    };
}
pub(crate) use on_all;

/// Asserts that an answer is an error that matches.
macro_rules! refused {
    ($answer:expr, $pattern:pat) => {{
        let answer = $answer;
        assert!(matches!(answer, Err($pattern)), "{answer:?} is not {}", stringify!($pattern));
    }};
}
pub(crate) use refused;

pub(crate) fn hash(name: &str) -> Hash {
    *blake3::hash(name.as_bytes()).as_bytes()
}

pub(crate) fn id(name: &str) -> Id {
    hash(name)[..16].try_into().unwrap()
}

pub(crate) fn device(name: &str) -> u64 {
    u64::from_be_bytes(hash(name)[..8].try_into().unwrap())
}

/// A statement of an account, after the one before.
pub(crate) fn statement(before: Option<&Statement>, change: Change) -> Statement {
    let (number, previous) = before.map_or((1, [0; 32]), |it| (it.number + 1, it.hash));
    let bytes = format!("{number} {change:?} {previous:?}").into_bytes();
    Statement { number, previous, hash: *blake3::hash(&bytes).as_bytes(), change, bytes }
}

/// The first statements of an account.
pub(crate) fn first_statements(name: &str) -> Vec<Statement> {
    let create = statement(None, Change::Create { identity: hash(&format!("{name}'s identity")) });
    let added = Change::AddDevice {
        device: device(&format!("{name}'s laptop")),
        signing: hash(&format!("{name}'s laptop's key")),
    };
    let add = statement(Some(&create), added);
    vec![create, add]
}

pub(crate) fn caller(name: &str) -> Caller {
    Caller { account: id(name), device: device(&format!("{name}'s laptop")) }
}

/// That of somebody's laptop over their account.
pub(crate) fn by(caller: Caller) -> Authority {
    Authority::Device(caller.device)
}

/// What is kept for recovery under the code of this name.
pub(crate) fn recovery(code: &str, sealed: &[u8]) -> NewRecovery {
    NewRecovery { locator: id(code), sealed: sealed.to_vec(), token_hash: hash(&format!("{code}'s token")) }
}

/// Registers an account by an invite of the operator's, and lets its laptop in.
pub(crate) async fn person(storage: &dyn Storage, name: &str) -> Caller {
    let (invite, token) = (id(&format!("{name}'s invite")), hash(&format!("{name}'s token")));
    storage.invite_account(invite, token, NOW + DAY).await.unwrap();
    let caller = caller(name);
    storage.register(invite, token, caller.account, first_statements(name), NOW).await.unwrap();
    storage.open_session(caller, hash(&format!("{name}'s session")), NOW + HOUR, NOW).await.unwrap();
    caller
}

pub(crate) fn record(space: &str, before: Option<&Record>, start: (u64, Hash), members: &[Caller]) -> Record {
    let (number, previous) = before.map_or((1, [0; 32]), |it| (it.number + 1, it.hash));
    let members: Vec<Id> = members.iter().map(|it| it.account).collect();
    let bytes = format!("{space} {number} {previous:?} {start:?} {members:?}").into_bytes();
    let hash = *blake3::hash(&bytes).as_bytes();
    let (start_seq, start_hash) = start;
    Record { number, issuer: members[0], previous, hash, start_seq, start_hash, members, bytes }
}

pub(crate) fn packets(record: &Record) -> Vec<Packet> {
    let sealed = |account: &Id| format!("epoch {} to {account:?}", record.number).into_bytes();
    record.members.iter().map(|account| Packet { account: *account, sealed: sealed(account) }).collect()
}

/// Makes a space whose members are these, in its second epoch; the first one makes it. With others a space only comes to a
/// server that is filled anew: how they join is tested elsewhere. Gives the newest record.
pub(crate) async fn space(storage: &dyn Storage, name: &str, kind: SpaceKind, members: &[Caller]) -> Record {
    let first = record(name, None, (0, [0; 32]), &members[..1]);
    let second = record(name, Some(&first), (0, [0; 32]), members);
    let space_id = if kind == SpaceKind::Personal { members[0].account } else { id(name) };
    let new = NewSpace {
        space: space_id,
        kind,
        packets: packets(&second),
        records: vec![first, second.clone()],
        identities: vec![],
    };
    assert_eq!(storage.create_space(members[0].account, new).await.unwrap(), Outcome::New);
    second
}

pub(crate) fn invite(name: &str, space: &str) -> NewInvite {
    NewInvite {
        invite: id(name),
        space: id(space),
        token_hash: hash(&format!("{name}'s token")),
        mac: hash(&format!("{name}'s mac")),
        greeting: b"hello".to_vec(),
        expires: NOW + DAY,
    }
}

/// What a device writes into a space.
pub(crate) struct Pen {
    pub(crate) caller: Caller,
    pub(crate) space: Id,
    pub(crate) epoch: u32,
    pub(crate) number: u64,
    pub(crate) previous: Hash,
}

impl Pen {
    pub(crate) fn new(caller: Caller, space: &str) -> Self {
        Self { caller, space: id(space), epoch: 2, number: 0, previous: [0; 32] }
    }

    pub(crate) fn entry(&mut self, words: &str) -> NewEntry {
        self.number += 1;
        let frame = format!("{} {} {words}", self.caller.device, self.number).into_bytes();
        let hash = *blake3::hash(&frame).as_bytes();
        let previous = std::mem::replace(&mut self.previous, hash);
        let entry = hash[..16].try_into().unwrap();
        NewEntry { entry, epoch: self.epoch, number: self.number, previous, hash, frame }
    }

    pub(crate) async fn write(&mut self, storage: &dyn Storage, words: &str) -> u64 {
        let entry = self.entry(words);
        storage.append(self.caller, self.space, vec![entry]).await.unwrap().seqs[0]
    }
}

/// The log hash after these entries.
pub(crate) fn log_hash<'a>(entries: impl IntoIterator<Item = &'a NewEntry>) -> Hash {
    let next = |before: Hash, entry: &NewEntry| *blake3::hash(&[before, entry.hash].concat()).as_bytes();
    entries.into_iter().fold([0; 32], next)
}

/// Keeps a blob of an attachment, as `blobs` does.
pub(crate) async fn blob(
    storage: &dyn Storage,
    caller: Caller,
    space: &str,
    name: &str,
    size: u64,
) -> BlobName {
    blob_for(storage, caller, space, name, BlobPurpose::Attachment, size).await
}

/// The same, of an attachment or of a snapshot.
pub(crate) async fn blob_for(
    storage: &dyn Storage,
    caller: Caller,
    space: &str,
    name: &str,
    purpose: BlobPurpose,
    size: u64,
) -> BlobName {
    let blob = BlobName { space: id(space), name: hash(name) };
    storage.begin_blob(caller.account, blob, purpose, size, NOW).await.unwrap();
    storage.finish_blob(blob).await.unwrap();
    blob
}

/// Every row that is exported.
pub(crate) async fn dump(storage: &dyn Storage) -> Vec<TableRow> {
    let rows = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&rows);
    storage
        .export(Box::new(move |row| {
            sink.lock().unwrap().push(row);
            Ok(())
        }))
        .await
        .unwrap();
    Arc::into_inner(rows).unwrap().into_inner().unwrap()
}

pub(crate) fn load(storage: &dyn Storage, rows: Vec<TableRow>) -> Answer<'_, ()> {
    let mut rows = rows.into_iter();
    storage.import(Box::new(move || Ok(rows.next())))
}
