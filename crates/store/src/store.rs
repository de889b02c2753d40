//! An open profile.

use crate::{
    Conflict, Draft, Error, Reader, Undone,
    commit::{Changed, Commit, Origin},
    connection::{self, Access, FileKey},
    migration, outbox, row,
    table::Table,
    undo::{Acts, Change, Direction, Inverse, one_for_each_field},
};
use cairn_domain::AccountId;
use cairn_replica::{DeviceId, HybridClock, Op, RecordRef, SpaceId, Stamp};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use std::{
    collections::BTreeMap,
    fs::File,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError, RwLock},
};

/// The database's name in the profile's folder.
pub(crate) const FILE: &str = "cairn.db";
/// The most readers that wait for work; each may hold 64 MiB of pages.
const IDLE_READERS: usize = 2;
/// How long a stretch of typing goes on joining one step of undo, in milliseconds.
const TYPING_MILLIS: u64 = 60_000;

/// An open profile: one connection that writes, and some that read.
///
/// Writes take turns on a mutex and not on a thread of their own: an act is a closure that borrows what it needs and
/// gives its result back, and whoever calls is off the interface's thread already. Every method may block on the disk.
pub struct Store {
    pub(crate) folder: PathBuf,
    pub(crate) key: FileKey,
    pub(crate) account: AccountId,
    devices: RwLock<Vec<DeviceId>>,
    writer: Mutex<Writer>,
    readers: Mutex<Vec<Connection>>,
    watcher: RwLock<Option<Watcher>>,
    _lock: File,
}

type Watcher = Box<dyn Fn(&Changed) + Send + Sync>;

struct Writer {
    connection: Connection,
    clock: HybridClock,
    acts: Acts,
}

/// How stamps are given out from now on.
pub(crate) struct Stamping {
    pub(crate) device: DeviceId,
    /// The last one that counts as given out.
    pub(crate) last: Stamp,
    /// The new stamps by the old ones.
    pub(crate) renamed: crate::sync::Renamed,
}

/// What a transaction wrote.
struct Written {
    changed: Changed,
    inverse: Vec<Change>,
    is_typing: bool,
}

/// What [`Store::apply_remote`] did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Received {
    /// Fields that two devices wrote without knowing of each other.
    pub conflicts: Vec<Conflict>,
    /// Ops that may not be applied, and were put aside: another space's record, or a kind that does not live there.
    pub refused: usize,
}

impl Store {
    /// The profile behind a connection that writes.
    pub(crate) fn start(
        folder: &Path,
        key: FileKey,
        mut connection: Connection,
        lock: File,
    ) -> Result<Store, Error> {
        let account = AccountId(meta_uuid(&connection, "account")?);
        let devices = devices(&connection)?;
        if migration::is_unsettled(&connection)? {
            migration::settle(&mut connection, SpaceId(account.0))?;
        }
        let device = *devices.last().ok_or_else(|| Error::Damaged("the profile names no device".into()))?;
        let clock = HybridClock::new(device, last_stamp(&connection)?);
        Ok(Store {
            folder: folder.to_owned(),
            key,
            account,
            devices: RwLock::new(devices),
            writer: Mutex::new(Writer { connection, clock, acts: Acts::default() }),
            readers: Mutex::default(),
            watcher: RwLock::default(),
            _lock: lock,
        })
    }

    /// The person's account, which names her personal space.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// The device that this profile writes as.
    pub fn device(&self) -> DeviceId {
        self.devices().last().copied().unwrap_or(DeviceId(0))
    }

    /// Every id that this profile wrote under, the present one last.
    fn devices(&self) -> Vec<DeviceId> {
        self.devices.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Calls `watcher` after every commit, on the thread that committed, when the next write may begin. Replaces the last.
    pub fn watch(&self, watcher: impl Fn(&Changed) + Send + Sync + 'static) {
        *self.watcher.write().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(watcher));
    }

    /// Reads one consistent state.
    pub fn read<R, E: From<Error>>(&self, look: impl FnOnce(&Reader<'_>) -> Result<R, E>) -> Result<R, E> {
        let connection = self.take_reader()?;
        let devices = self.devices();
        let result = {
            let snapshot = connection.unchecked_transaction().map_err(Error::from)?;
            look(&Reader { connection: &snapshot, account: self.account, devices: &devices })
        };
        let mut idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE_READERS {
            idle.push(connection);
        }
        result
    }

    pub(crate) fn take_reader(&self) -> Result<Connection, Error> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.map_or_else(|| connection::open(&self.folder.join(FILE), &self.key, Access::Read), Ok)
    }

    /// Does something in one transaction that is also one step of undo. `label` names the act to the person, by a key
    /// that the interface has words for. When the closure fails, nothing was done.
    ///
    /// Acts take turns: the closure must not call another method of the store that writes, or it waits for ever.
    pub fn act<R, E: From<Error>>(
        &self,
        label: &'static str,
        now: DateTime<Utc>,
        act: impl FnOnce(&mut Draft<'_>) -> Result<R, E>,
    ) -> Result<R, E> {
        let now = millis(now);
        let (result, written) = {
            let mut writer = self.writer();
            let (result, mut written) = self.write(&mut writer, now, act)?;
            let changes = std::mem::take(&mut written.inverse);
            let typing_until = written.is_typing.then_some(now + TYPING_MILLIS);
            writer.acts.push(Inverse { label, changes, typing_until }, now);
            (result, written)
        };
        self.announce(&written.changed);
        Ok(result)
    }

    /// As [`Store::act`], for what the person did not do by hand: it is no step of undo.
    pub fn background<R, E: From<Error>>(
        &self,
        now: DateTime<Utc>,
        act: impl FnOnce(&mut Draft<'_>) -> Result<R, E>,
    ) -> Result<R, E> {
        let (result, written) = self.write(&mut self.writer(), millis(now), act)?;
        self.announce(&written.changed);
        Ok(result)
    }

    /// Takes back the last act. None when there is none.
    pub fn undo(&self, now: DateTime<Utc>) -> Result<Option<Undone>, Error> {
        self.take_back(Direction::Undo, now)
    }

    /// Does again what was undone last. None when there is nothing.
    pub fn redo(&self, now: DateTime<Utc>) -> Result<Option<Undone>, Error> {
        self.take_back(Direction::Redo, now)
    }

    /// The labels of the acts that undo and redo would take next.
    pub fn undo_labels(&self) -> (Option<&'static str>, Option<&'static str>) {
        let writer = self.writer();
        let label = |direction| writer.acts.next(direction).map(|act| act.label);
        (label(Direction::Undo), label(Direction::Redo))
    }

    fn take_back(&self, direction: Direction, now: DateTime<Utc>) -> Result<Option<Undone>, Error> {
        let (undone, written) = {
            let mut writer = self.writer();
            let Some(act) = writer.acts.next(direction).cloned() else { return Ok(None) };
            let label = act.label;
            let (kept, mut written) = self.write(&mut writer, millis(now), |draft| take_back(draft, &act))?;
            let changes = std::mem::take(&mut written.inverse);
            writer.acts.turn(direction, Inverse { label, changes, typing_until: None });
            (Undone { label, kept }, written)
        };
        self.announce(&written.changed);
        Ok(Some(undone))
    }

    /// Takes in ops of other devices, in any order and as often as they come. A mistake of theirs is put aside, not an
    /// error.
    pub fn apply_remote(&self, ops: &[Op]) -> Result<Received, Error> {
        let mut by_record: BTreeMap<RecordRef, Vec<Op>> = BTreeMap::new();
        ops.iter().for_each(|op| by_record.entry(op.record).or_default().push(op.clone()));
        let (received, written) = self.write(&mut self.writer(), 0, |draft| {
            ops.iter().for_each(|op| draft.clock.observe(op.stamp));
            for (record, ops) in &by_record {
                draft.commit.apply(*record, ops, Origin::Elsewhere)?;
            }
            let conflicts = std::mem::take(&mut draft.commit.conflicts);
            Ok::<_, Error>(Received { conflicts, refused: draft.commit.refused })
        })?;
        self.announce(&written.changed);
        Ok(received)
    }

    /// What was written here and not sent, for at most `records` records, the oldest first.
    pub fn outbox(&self, records: usize) -> Result<Vec<Op>, Error> {
        self.read(|reader| outbox::ops(reader.connection, records))
    }

    /// Takes out of the outbox what has arrived at the others.
    pub fn sent(&self, ops: &[Op]) -> Result<(), Error> {
        self.on_this_device(|connection| outbox::sent(connection, ops))
    }

    /// Runs `work` while the file may not grow over `pages` of 4 KiB: to SQLite, and to everything above it, a full disk.
    /// For tests.
    #[doc(hidden)]
    pub fn with_page_limit<R>(&self, pages: u32, work: impl FnOnce(&Store) -> R) -> R {
        const UNLIMITED: u32 = 0xffff_fffe;
        let limit = |pages: u32| {
            let pragma = format!("PRAGMA max_page_count = {pages}");
            self.writer().connection.query_row(&pragma, [], |row| row.get::<_, i64>(0)).map(drop)
        };
        let _ = limit(pages);
        let result = work(self);
        let _ = limit(UNLIMITED);
        result
    }

    /// A transaction on the writing connection that changes no record.
    pub(crate) fn on_this_device<R>(
        &self,
        work: impl FnOnce(&Connection) -> Result<R, Error>,
    ) -> Result<R, Error> {
        self.in_transaction(work)
    }

    /// [`Store::on_this_device`] for work that may fail in the caller's way.
    pub(crate) fn in_transaction<R, E: From<Error>>(
        &self,
        work: impl FnOnce(&Connection) -> Result<R, E>,
    ) -> Result<R, E> {
        let mut writer = self.writer();
        let begun = writer.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = begun.map_err(Error::from)?;
        let result = work(&transaction)?;
        transaction.commit().map_err(Error::from)?;
        Ok(result)
    }

    /// Changes stamps that were given out, or the device that gives them out, and with them clock and steps of undo. Gives
    /// how many stamps have changed.
    pub(crate) fn change_stamps(
        &self,
        change: impl FnOnce(&Connection, &[DeviceId]) -> Result<Stamping, Error>,
    ) -> Result<usize, Error> {
        let mut writer = self.writer();
        let Writer { connection, clock, acts } = &mut *writer;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let stamping = change(&transaction, &self.devices())?;
        keep_last_stamp(&transaction, stamping.last)?;
        let devices = devices(&transaction)?;
        transaction.commit()?;
        *clock = HybridClock::new(stamping.device, Some(stamping.last));
        acts.rename(&stamping.renamed);
        *self.devices.write().unwrap_or_else(PoisonError::into_inner) = devices;
        Ok(stamping.renamed.len())
    }

    /// The door: one transaction around everything that changes a record.
    fn write<R, E: From<Error>>(
        &self,
        writer: &mut Writer,
        now: u64,
        act: impl FnOnce(&mut Draft<'_>) -> Result<R, E>,
    ) -> Result<(R, Written), E> {
        let Writer { connection, clock, .. } = writer;
        let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = begun.map_err(Error::from)?;
        let before = clock.last();
        let devices = self.devices();
        let mut draft = Draft {
            reader: Reader { connection: &transaction, account: self.account, devices: &devices },
            commit: Commit::new(&transaction, SpaceId(self.account.0), now),
            clock: &mut *clock,
            now,
            is_typing: false,
        };
        let result = act(&mut draft)?;
        let Draft { commit: Commit { changed, inverse, .. }, is_typing, .. } = draft;
        if clock.last() != before {
            keep_last_stamp(&transaction, clock.last())?;
        }
        transaction.commit().map_err(Error::from)?;
        Ok((result, Written { changed, inverse: one_for_each_field(inverse), is_typing }))
    }

    /// Tells the watcher. Nothing is locked here, so that it may read and write.
    fn announce(&self, changed: &Changed) {
        let watcher = self.watcher.read().unwrap_or_else(PoisonError::into_inner);
        if let (Some(watcher), false) = (&*watcher, changed.records.is_empty()) {
            watcher(changed);
        }
    }

    fn writer(&self) -> MutexGuard<'_, Writer> {
        // A closure that panicked rolled back its transaction on the way out.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes what `act` says where nobody else wrote since; gives the records that were left alone.
fn take_back(draft: &mut Draft<'_>, act: &Inverse) -> Result<Vec<RecordRef>, Error> {
    let mut kept = Vec::new();
    for change in &act.changes {
        let Some(table) = Table::of(change.record.collection) else { continue };
        let Some(row) = row::load(draft.commit.connection, table, change.record.id)? else { continue };
        let standing = row.state.get(change.field).map(|(stamp, _)| stamp);
        let others_wrote =
            change.is_creation && row.state.fields().any(|(_, stamp, _)| !draft.reader.is_here(stamp.device));
        if standing != change.after || others_wrote {
            kept.push(change.record);
        } else {
            draft.write_row(table, &row, vec![(change.field, change.value.clone())])?;
        }
    }
    kept.dedup();
    Ok(kept)
}

/// A new device id, when this copy of the profile may not be the only one: after a restore.
pub(crate) fn add_device(connection: &Connection, device: DeviceId) -> Result<(), Error> {
    let mut all = meta(connection, "devices")?.unwrap_or_default();
    all.extend(device.0.to_be_bytes());
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('devices', ?1)", [all])?;
    Ok(())
}

/// The ids this device wrote under, the present one last.
pub(crate) fn devices(connection: &Connection) -> Result<Vec<DeviceId>, Error> {
    let all = meta(connection, "devices")?.unwrap_or_default();
    Ok(all
        .chunks_exact(8)
        .map(|id| DeviceId(id.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))))
        .collect())
}

/// The last stamp that was given out or seen.
pub(crate) fn last_stamp(connection: &Connection) -> Result<Option<Stamp>, Error> {
    let last = meta(connection, "last_stamp")?.map(|bytes| bytes.try_into().map(Stamp::from_bytes));
    last.transpose().map_err(|_| Error::Damaged("the last stamp cannot be read".into()))
}

fn keep_last_stamp(connection: &Connection, last: Stamp) -> Result<(), Error> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO meta (key, value) VALUES ('last_stamp', ?1)")?
        .execute([last.to_bytes()])?;
    Ok(())
}

pub(crate) fn meta(connection: &Connection, key: &str) -> Result<Option<Vec<u8>>, Error> {
    Ok(connection.query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0)).optional()?)
}

fn meta_uuid(connection: &Connection, key: &str) -> Result<uuid::Uuid, Error> {
    let bytes = meta(connection, key)?.unwrap_or_default();
    uuid::Uuid::from_slice(&bytes).map_err(|_| Error::Damaged(format!("the profile has no {key}")))
}

/// Milliseconds since 1970-01-01 UTC; times before that count as its beginning.
pub(crate) fn millis(now: DateTime<Utc>) -> u64 {
    u64::try_from(now.timestamp_millis()).unwrap_or_default()
}
