//! A profile in a folder of its own, and records to put in it.

use cairn_crypto::StoreKey;
use cairn_domain::*;
use cairn_replica::{DeviceId, FieldId, Op, SpaceId, Stamp, Value};
use cairn_store::{Error, Placed, Record, Store, testing::Template};
use chrono::{DateTime, NaiveDate, Utc};
use std::{
    path::Path,
    sync::{
        LazyLock,
        atomic::{AtomicI64, Ordering},
    },
};
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) const ACCOUNT: AccountId = AccountId(Uuid::from_u128(0xACC));
pub(crate) const PERSONAL: Space = Space::Personal(ACCOUNT);
pub(crate) const MENTORSHIP: MentorshipId = MentorshipId(Uuid::from_u128(0x3E3));
pub(crate) const SHARED: Space = Space::Mentorship(MENTORSHIP);

pub(crate) fn key() -> StoreKey {
    StoreKey::from_bytes([7; 32])
}

/// Milliseconds after the beginning of the tests' time, 20 September 2026.
pub(crate) fn at(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_789_900_000_000 + millis).unwrap()
}

pub(crate) fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 10, number).unwrap()
}

/// An open profile with a clock of its own, on which every act takes five minutes.
pub(crate) struct Bench {
    pub(crate) store: Store,
    pub(crate) folder: TempDir,
    now: AtomicI64,
}

impl Bench {
    pub(crate) fn new() -> Bench {
        Bench::of_device(1)
    }

    pub(crate) fn of_device(device: u64) -> Bench {
        Bench::of(ACCOUNT, device)
    }

    pub(crate) fn of(account: AccountId, device: u64) -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(folder.path(), &key(), account, DeviceId(device)).unwrap();
        Bench { store, folder, now: AtomicI64::new(0) }
    }

    /// [`Bench::of`] where many are made.
    pub(crate) fn copied(account: AccountId, device: u64) -> Bench {
        static TEMPLATE: LazyLock<Template> =
            LazyLock::new(|| Template::new(tempfile::tempdir().unwrap().path(), key()).unwrap());
        let folder = tempfile::tempdir().unwrap();
        let store = TEMPLATE.create(folder.path(), account, DeviceId(device)).unwrap();
        Bench { store, folder, now: AtomicI64::new(0) }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        at(self.now.fetch_add(300_000, Ordering::Relaxed))
    }

    /// Lets the time of so many acts pass.
    pub(crate) fn pass(&self, acts: i64) {
        self.now.fetch_add(acts * 300_000, Ordering::Relaxed);
    }

    /// Ends and begins again, as the app does.
    pub(crate) fn reopened(self) -> Bench {
        let Bench { store, folder, now } = self;
        drop(store);
        let store = Store::open(folder.path(), &key(), at(0)).unwrap();
        Bench { store, folder, now }
    }

    pub(crate) fn create<T: Record>(&self, space: Space, record: &T) {
        self.store.act("create", self.now(), |draft| draft.create(space, record)).unwrap();
    }

    pub(crate) fn update<T: Record>(&self, record: &T) {
        self.store.act("update", self.now(), |draft| draft.update(record)).unwrap();
    }

    pub(crate) fn remove<T: Record>(&self, id: T::Id) {
        self.store.act("remove", self.now(), |draft| draft.remove::<T>(id)).unwrap();
    }

    pub(crate) fn get<T: Record>(&self, id: T::Id) -> Option<Placed<T>> {
        self.store.read(|reader| reader.anywhere().get(id)).unwrap()
    }

    /// Changes a record as a screen does: reads it, changes it, writes it back.
    pub(crate) fn edit<T: Record>(&self, id: T::Id, change: impl FnOnce(&mut T)) {
        let edit = |draft: &mut cairn_store::Draft<'_>| {
            let mut record = draft.need::<T>(id)?;
            change(&mut record.record);
            draft.update(&record.record)
        };
        self.store.act::<_, Error>("edit", self.now(), edit).unwrap();
    }

    /// Everything that must hold of a file at rest.
    pub(crate) fn assert_whole(&self) {
        assert_eq!(self.store.integrity().unwrap(), []);
    }
}

/// The file behind a store's back.
pub(crate) fn raw(folder: &Path) -> rusqlite::Connection {
    let connection = rusqlite::Connection::open(folder.join("cairn.db")).unwrap();
    let salt: String =
        key().subkey("database salt").as_bytes()[..16].iter().map(|b| format!("{b:02x}")).collect();
    let secret = key().subkey("database").to_hex();
    connection.execute_batch(&format!("PRAGMA key = \"x'{}{salt}'\"", *secret)).unwrap();
    connection
}

pub(crate) fn note(id: u128, text: &str) -> Note {
    Note {
        id: NoteId(Uuid::from_u128(id)),
        mentorship: Some(MENTORSHIP),
        session: None,
        goal: None,
        text: text.into(),
        copied_from: None,
    }
}

pub(crate) fn goal(id: u128, title: &str) -> Goal {
    Goal {
        id: GoalId(Uuid::from_u128(id)),
        mentorship: Some(MENTORSHIP),
        owner: None,
        title: title.into(),
        specific: "A query over three tables, written alone".into(),
        measure: Measure::Number,
        baseline: Some(0.0),
        target: Some(12.5),
        unit: Some("queries".into()),
        attainable: String::new(),
        relevant: String::new(),
        starts_on: Some(day(1)),
        due_on: Some(day(31)),
        status: GoalStatus::Active,
        check_in_every: Cadence::Weekly,
        next_step: String::new(),
        plan_if: String::new(),
        plan_then: String::new(),
        levels: vec!["nothing".into(), "all".into()],
        copied_from: None,
        created_at: at(0),
    }
}

pub(crate) fn session(id: u128, title: &str) -> Session {
    Session {
        id: SessionId(Uuid::from_u128(id)),
        mentorship: MENTORSHIP,
        series: None,
        original_start: None,
        title: title.into(),
        starts: day(2).and_hms_opt(16, 0, 0).unwrap(),
        zone: "America/Chicago".into(),
        minutes: 45,
        state: SessionState::Planned,
        by_role: None,
        held_minutes: None,
        join_link: None,
        uid: None,
        sequence: 0,
        stamp: None,
    }
}

pub(crate) fn journal_entry(id: u128, text: &str) -> JournalEntry {
    JournalEntry { id: JournalEntryId(Uuid::from_u128(id)), on: day(3), text: text.into(), goal: None }
}

/// A write by another device, that saw `base`.
pub(crate) fn op<T: Record>(
    space: Space,
    record: T::Id,
    field: u16,
    value: Value,
    (device, millis): (u64, i64),
    base: Option<Stamp>,
) -> Op {
    let record = cairn_replica::RecordRef {
        space: SpaceId(space.id()),
        collection: T::TABLE.collection,
        id: cairn_replica::RecordId(record.into()),
    };
    let millis = u64::try_from(at(millis).timestamp_millis()).unwrap();
    Op {
        record,
        field: FieldId(field),
        value,
        stamp: Stamp { millis, counter: 0, device: DeviceId(device) },
        base,
    }
}

/// The rows of goals as they are in the file, stamps and deleted ones included.
pub(crate) fn goal_rows(profile: &Bench) -> Vec<String> {
    let connection = raw(profile.path());
    let mut statement =
        connection.prepare(&format!("SELECT * FROM {} ORDER BY id", Goal::TABLE.name)).unwrap();
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| {
        (0..columns).map(|n| Ok(format!("{:?}", row.get_ref(n)?))).collect::<rusqlite::Result<String>>()
    });
    rows.unwrap().map(Result::unwrap).collect()
}
