//! A device: a real encrypted file and a real engine over it.

use crate::{network::Outside, scene::PAIR};
use cairn_crypto::StoreKey;
use cairn_domain::{
    AccountId, JournalEntry, JournalEntryId, MentorshipId, Note, NoteId, ReadingStatus, Resource, ResourceId,
    ResourceKind, Space,
};
use cairn_store::{DeviceId, Error, Record, Store, testing::Template};
use cairn_sync::{Cancel, Engine, Report, SyncError, World};
use chrono::{DateTime, NaiveDate, Utc};
use std::{
    collections::BTreeMap,
    fs,
    io::Read,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock, Mutex},
};
use uuid::Uuid;

/// What private text says, so that it can be looked for.
pub(crate) const PRIVATE: &str = "heron-in-the-reeds";
/// What shared text says.
pub(crate) const SHARED: &str = "lantern-on-the-pier";

static TEMPLATE: LazyLock<Template> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder can be made");
    Template::new(folder.path(), StoreKey::from_bytes([7; 32])).expect("a profile can be made")
});

/// How far a log was read.
#[derive(Default)]
struct Reached {
    seq: u64,
    /// The server has lost something since: it is read from its beginning once.
    anew: bool,
}

/// A device, on or off. A clone is the same device.
#[derive(Clone)]
pub(crate) struct Device {
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
    pub(crate) outside: Arc<Outside>,
    pub(crate) account: Uuid,
    pub(crate) engine: Arc<Engine>,
    pub(crate) store: Arc<Store>,
    /// How far it has read the log of each space.
    places: Arc<Mutex<BTreeMap<Uuid, Reached>>>,
    /// Somebody revoked it: it must fall silent, and owes nobody anything.
    pub(crate) is_revoked: bool,
}

impl Device {
    pub(crate) fn new(
        name: String,
        folder: PathBuf,
        outside: Arc<Outside>,
        account: Uuid,
        id: u64,
    ) -> Device {
        let store =
            TEMPLATE.create(&folder, AccountId(account), DeviceId(id)).expect("a profile can be made");
        Device::over(name, folder, outside, account, Arc::new(store))
    }

    fn over(
        name: String,
        folder: PathBuf,
        outside: Arc<Outside>,
        account: Uuid,
        store: Arc<Store>,
    ) -> Device {
        let engine = Arc::new(Engine::new(Arc::clone(&store), outside.clone()));
        Device { name, folder, outside, account, engine, store, places: Arc::default(), is_revoked: false }
    }

    /// The process ends without a word, and begins again.
    pub(crate) fn crash(self) -> Device {
        let Device { name, folder, outside, account, engine, store, places, is_revoked } = self;
        drop((engine, store));
        let store =
            Store::open(&folder, TEMPLATE.key(), now(&outside)).expect("what was committed opens again");
        Device { places, is_revoked, ..Device::over(name, folder, outside, account, Arc::new(store)) }
    }

    /// A second computer with a copy of this one's disk.
    pub(crate) fn clone_disk(&self, name: String, folder: PathBuf, outside: Arc<Outside>) -> Device {
        fs::create_dir_all(&folder).expect("a folder can be made");
        for file in ["cairn.db", "cairn.db-wal"] {
            let from = self.folder.join(file);
            if Path::exists(&from) {
                fs::copy(from, folder.join(file)).expect("a file can be copied");
            }
        }
        let store = Store::open(&folder, TEMPLATE.key(), now(&outside)).expect("a copy opens");
        // That of a device that was taken away goes by an id that nobody takes in any more.
        let is_revoked = self.is_revoked;
        Device { is_revoked, ..Device::over(name, folder, outside, self.account, Arc::new(store)) }
    }

    /// A round, which never takes back how far a log was read.
    pub(crate) fn sync(&self) -> Result<Report, SyncError> {
        let outcome = self.engine.sync(&mut |_| {}, &Cancel::default());
        let mut places = self.places.lock().expect("nobody panicked");
        for space in [PAIR, self.account] {
            let known = self.store.sync_space(cairn_replica::SpaceId(space)).expect("a space can be read");
            let now = known.map_or(0, |known| known.place.seq);
            let reached = places.entry(space).or_default();
            if now < reached.seq {
                let before = reached.seq;
                assert!(reached.anew, "{} had read {space} up to {before}, and then to {now}", self.name);
                reached.anew = false;
            }
            reached.seq = now;
        }
        outcome
    }

    /// The server has lost something.
    pub(crate) fn begins_anew(&self) {
        for reached in self.places.lock().expect("nobody panicked").values_mut() {
            reached.anew = true;
        }
    }

    fn act(&self, act: impl FnOnce(&mut cairn_store::Draft<'_>) -> Result<(), Error>) {
        match self.store.act("simulated", now(&self.outside), act) {
            Ok(()) | Err(Error::NoSuchRecord { .. } | Error::DiskFull) => {}
            Err(other) => panic!("{}: an act failed: {other}", self.name),
        }
    }

    /// Writes a shared note; gives whether it was kept.
    pub(crate) fn write_note(&self, space: MentorshipId, note: NoteId, text: &str) {
        let text = format!("{SHARED} {text}");
        self.act(|draft| {
            let record = Note {
                id: note,
                mentorship: Some(space),
                session: None,
                goal: None,
                text,
                copied_from: None,
            };
            draft.put(Space::Mentorship(space), &record)
        });
    }

    pub(crate) fn delete_note(&self, note: NoteId) {
        self.act(|draft| draft.remove::<Note>(note));
    }

    /// Writes in the private journal.
    pub(crate) fn write_journal(&self, entry: JournalEntryId, text: &str) {
        let text = format!("{PRIVATE} {text}");
        let on = NaiveDate::from_ymd_opt(2026, 11, 25).expect("a day");
        self.act(|draft| {
            let record = JournalEntry { id: entry, on, text, goal: None };
            draft.put(Space::Personal(AccountId(self.account)), &record)
        });
    }

    /// Puts a file into the mentorship.
    pub(crate) fn attach(&self, content: &[u8]) -> String {
        let file = self.store.attach(content, now(&self.outside)).expect("a file is kept");
        let record = Resource {
            id: ResourceId(Uuid::from_u128(0xF11E)),
            mentorship: Some(MentorshipId(PAIR)),
            goal: None,
            session: None,
            kind: ResourceKind::File,
            title: format!("{SHARED} file"),
            author: None,
            url: None,
            description: String::new(),
            tags: Vec::new(),
            assigned_to: None,
            status: ReadingStatus::ToRead,
            attachment: Some(file.hash.clone()),
            file_name: Some("file.bin".into()),
            file_bytes: i64::try_from(file.bytes).ok(),
        };
        self.act(|draft| draft.put(Space::Mentorship(MentorshipId(PAIR)), &record));
        file.hash
    }

    /// A file that is here.
    pub(crate) fn file(&self, hash: &str) -> Vec<u8> {
        let mut content = Vec::new();
        let mut reader = self.store.attachment(hash).expect("the file is here");
        reader.read_to_end(&mut content).expect("it can be read");
        content
    }

    /// All that a space holds, in a form that two devices agree on to the letter.
    pub(crate) fn state(&self, space: Uuid) -> Vec<String> {
        let id = cairn_replica::SpaceId(space);
        let (mut lines, mut from) = (Vec::new(), Some(cairn_store::sync::StatePlace::default()));
        while let Some(place) = from {
            let slice = self.store.state(id, place, 10_000).expect("a state can be read");
            lines.extend(slice.ops.iter().map(|op| {
                format!(
                    "{:?} {:?} {:?} {:?} {:?}",
                    op.record.collection, op.record.id, op.field, op.stamp, op.value
                )
            }));
            from = slice.next;
        }
        lines.sort();
        lines
    }

    /// Why entries of a space were put aside, with their places.
    pub(crate) fn put_aside(&self, space: Uuid) -> Vec<(Option<u64>, String)> {
        let refused =
            self.store.refused(cairn_replica::SpaceId(space)).expect("what was refused can be read");
        refused.into_iter().map(|it| (it.seq, it.reason)).collect()
    }

    /// Every record of a kind.
    /// Whether it never read anything: not even the statements of its own account are here.
    pub(crate) fn knows_nobody(&self) -> bool {
        self.store.chains().expect("statements can be read").is_empty()
    }

    pub(crate) fn all<T: Record>(&self) -> Vec<T> {
        let all = self.store.read(|reader| reader.anywhere().all::<T>()).expect("records can be read");
        all.into_iter().map(|placed| placed.record).collect()
    }
}

pub(crate) fn now(outside: &Outside) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(outside.now() as i64).expect("a time")
}
