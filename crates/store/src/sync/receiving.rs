//! What comes: a page of a log, or parts of a whole state, in one transaction each.

use super::{
    EntryId, Hash, Place, author,
    author::AuthorHead,
    chain::keep_writer,
    ledger::{self, LedgerRecord, Way},
    refused,
    returning::return_passed,
    sending,
    space::{find, has_taken, keep_log_hash, latest_taken, move_to, thin_log_hashes},
};
use crate::{Conflict, Draft, Error, Store, commit::Origin, outbox};
use cairn_domain::AccountId;
use cairn_replica::{Batch, DeviceId, FieldId, Op, RecordRef, SpaceId, Stamp, decode_ops};
use chrono::{DateTime, Utc};
use rusqlite::Connection;
use std::collections::HashMap;

/// A page of a log.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The space whose log it is.
    pub space: SpaceId,
    /// Its entries, in order. The cursor moves to the last one that is above it.
    pub entries: Vec<Incoming>,
}

/// An entry of a log, opened by the engine or refused by it.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// Its number in the log.
    pub seq: u64,
    /// The log hash there, as reckoned here.
    pub log_hash: Hash,
    /// Its id.
    pub entry: EntryId,
    /// Who wrote it, when the frame proves that: this device's last entry in the space is this one then.
    pub author: Option<Author>,
    /// How many bytes it had.
    pub bytes: u64,
    /// What it says.
    pub content: Content,
}

/// Who wrote an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Author {
    /// The device.
    pub device: DeviceId,
    /// Whose device.
    pub account: AccountId,
    /// The entry's number among the device's in this space.
    pub number: u64,
    /// The entry's hash.
    pub hash: Hash,
}

/// What an entry says.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// It was opened.
    Opened(Batch),
    /// It was not, and is put aside; nothing else waits for it.
    Refused {
        /// A code that the interface has words for, such as `no_key` or `bad_signature`.
        reason: String,
        /// The whole entry, for another try.
        frame: Vec<u8>,
    },
}

/// What was taken in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    /// Fields that two devices wrote without knowing of each other.
    pub conflicts: Vec<Conflict>,
    /// Ops that may not be applied, and were put aside.
    pub refused_ops: usize,
    /// Entries that were put aside.
    pub refused_entries: usize,
    /// Records that changed.
    pub records: usize,
}

/// How far ahead of this device's clock a stamp may be that no server has looked at: two days, in milliseconds.
pub const AHEAD_MILLIS: u64 = 48 * 3600 * 1000;

impl Store {
    /// Takes in a page of a log: ops, attachments, heads of devices, log hashes, ledger and cursor, all or nothing. An entry
    /// of ours that is in flight has arrived with it. One that was refused before and can be opened now is passed in again
    /// in the same way: the cursor does not go back.
    ///
    /// An entry whose ops name another space than the page's is refused as `other_space`.
    pub fn apply_entries(&self, page: Page, now: DateTime<Utc>) -> Result<Applied, Error> {
        let space = page.space;
        self.background(now, |draft| {
            let connection = draft.commit.connection;
            let mut applied = Applied::default();
            readmit(draft, space, &mut applied)?;
            let mut place = find(connection, space)?.map(|known| known.place).unwrap_or_default();
            for entry in page.entries {
                let here = Place { seq: entry.seq, hash: entry.log_hash };
                apply_entry(draft, space, entry, now, &mut applied)?;
                keep_log_hash(connection, space, here)?;
                if here.seq > place.seq {
                    place = here;
                }
            }
            move_to(connection, space, place)?;
            return_passed(connection, space, place)?;
            thin_log_hashes(connection, space)?;
            finish(draft, &mut applied);
            Ok(applied)
        })
    }

    /// Takes in an entry that was put aside and is opened now. What was not put aside is passed over. The cursor and the log
    /// hashes stay; the head of its device moves on as in [`Store::apply_entries`].
    pub fn retry(&self, space: SpaceId, entry: Incoming, now: DateTime<Utc>) -> Result<Applied, Error> {
        self.background(now, |draft| {
            let mut applied = Applied::default();
            if refused::has(draft.commit.connection, space, entry.entry)? {
                apply_entry(draft, space, entry, now, &mut applied)?;
            }
            finish(draft, &mut applied);
            Ok(applied)
        })
    }

    /// Takes in a part of a whole state, such as one piece of a snapshot.
    /// [`Store::set_place`] and [`Store::keep_author_heads`] follow the last part.
    ///
    /// No server has looked at the stamps in it: ops more than [`AHEAD_MILLIS`] ahead of this device's clock, or of what the
    /// server is known to have taken, are put aside as `stamp_ahead` until that time has come.
    pub fn apply_state(&self, space: SpaceId, batch: &Batch, now: DateTime<Utc>) -> Result<Applied, Error> {
        self.background(now, |draft| {
            let mut applied = Applied::default();
            readmit(draft, space, &mut applied)?;
            bound(draft)?;
            take_in(draft, space, batch, true, &mut applied)?;
            super::attachment::announced(draft.commit.connection, space, &batch.attachments)?;
            finish(draft, &mut applied);
            Ok(applied)
        })
    }
}

/// Puts what the commit found beside what the entries were.
pub(super) fn finish(draft: &mut Draft<'_>, applied: &mut Applied) {
    applied.conflicts = std::mem::take(&mut draft.commit.conflicts);
    applied.refused_ops = draft.commit.refused;
    applied.records = draft.commit.changed.records.len();
}

fn apply_entry(
    draft: &mut Draft<'_>,
    space: SpaceId,
    entry: Incoming,
    now: DateTime<Utc>,
    applied: &mut Applied,
) -> Result<(), Error> {
    let connection = draft.commit.connection;
    match &entry.content {
        Content::Opened(batch) if batch.ops.iter().all(|op| op.record.space == space) => {
            let known = match entry.author {
                Some(author) => author::is_known(connection, space, author.device, author.number)?,
                None => false,
            };
            take_in(draft, space, batch, known, applied)?;
            super::attachment::announced(connection, space, &batch.attachments)?;
            refused::forget(connection, space, entry.entry)?;
            has_taken(connection, space, &batch.ops)?;
            write_down(draft, space, &entry, &batch.ops, now)?;
        }
        Content::Opened(_) => {
            applied.refused_entries += 1;
            refused::keep(connection, space, &entry, "other_space", &[], now)?;
        }
        Content::Refused { reason, frame } => {
            applied.refused_entries += 1;
            refused::keep(connection, space, &entry, reason, frame, now)?;
        }
    }
    if let Some(author) = entry.author {
        keep_writer(connection, author.device, author.account)?;
        let Author { device, number, hash, .. } = author;
        let head = AuthorHead { device, number, hash, told: false };
        author::keep(connection, space, head)?;
    }
    Ok(())
}

/// An entry of ours has arrived, and is in the ledger.
fn write_down(
    draft: &Draft<'_>,
    space: SpaceId,
    entry: &Incoming,
    ops: &[Op],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let connection = draft.commit.connection;
    let Some(author) = entry.author else { return Ok(()) };
    sending::arrive(connection, space, author.device, entry.entry, entry.seq, now)?;
    sending::land(connection, space, entry.entry)?;
    if !draft.reader.is_here(author.device) || ledger::has(connection, space, entry.entry)? {
        return Ok(());
    }
    let line = ledger::Line {
        at: now,
        space,
        way: Way::Server,
        entry: entry.entry,
        seq: Some(entry.seq),
        bytes: entry.bytes,
    };
    ledger::write(connection, &line, LedgerRecord::of(ops))
}

/// From here on no stamp is taken that is too far ahead of what is known here of the time.
pub(super) fn bound(draft: &mut Draft<'_>) -> Result<(), Error> {
    let latest = latest_taken(draft.commit.connection)?.max(draft.now).saturating_add(AHEAD_MILLIS);
    draft.commit.latest = latest.min(Stamp::LATEST_MILLIS);
    Ok(())
}

/// Takes in what was put aside as being too far ahead, and is no longer.
pub(super) fn readmit(draft: &mut Draft<'_>, space: SpaceId, applied: &mut Applied) -> Result<(), Error> {
    let before = draft.commit.latest;
    bound(draft)?;
    let ops = draft.commit.due(space)?;
    if !ops.is_empty() {
        take_in(draft, space, &Batch { ops, state: true, ..Batch::default() }, true, applied)?;
    }
    draft.commit.latest = before;
    Ok(())
}

/// Applies the ops of a batch. When they are `known`, or of a whole state, what they overwrote does not tell whether
/// their writers knew of the values here.
pub(super) fn take_in(
    draft: &mut Draft<'_>,
    space: SpaceId,
    batch: &Batch,
    known: bool,
    applied: &mut Applied,
) -> Result<(), Error> {
    let mut ops: Vec<&Op> = batch.ops.iter().filter(|op| op.record.space == space).collect();
    applied.refused_ops += batch.ops.len() - ops.len();
    ops.sort_by_key(|op| op.record);
    let flying =
        if batch.state || known { Flying::of(draft.commit.connection, space)? } else { Flying::default() };
    let mut of_record = Vec::new();
    for ops in ops.chunk_by(|a, b| a.record == b.record) {
        let Some(record) = ops.first().map(|op| op.record) else { continue };
        of_record.clear();
        of_record.extend(ops.iter().map(|op| (*op).clone()));
        if batch.state || known {
            rebase(draft.commit.connection, record, &mut of_record, &flying)?;
        }
        let in_time = of_record.iter().filter(|op| op.stamp.millis <= draft.commit.latest);
        in_time.for_each(|op| draft.clock.observe(op.stamp));
        draft.commit.apply(record, &of_record, Origin::Elsewhere)?;
    }
    Ok(())
}

/// The base of every write in flight.
#[derive(Default)]
struct Flying(HashMap<(RecordRef, FieldId, Stamp), Option<Stamp>>);

impl Flying {
    fn of(connection: &Connection, space: SpaceId) -> Result<Flying, Error> {
        let mut statement = connection.prepare_cached(
            "SELECT ops FROM sync_in_flight WHERE space = ?1 AND state = 0 AND seq IS NULL",
        )?;
        let mut rows = statement.query([space.0.as_bytes()])?;
        let mut all = HashMap::new();
        while let Some(row) = rows.next()? {
            let ops = decode_ops(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?;
            all.extend(ops.into_iter().map(|op| ((op.record, op.field, op.stamp), op.base)));
        }
        Ok(Flying(all))
    }

    /// The stamp that a chain of writes in flight began from, when its last one is in flight.
    fn beginning(&self, record: RecordRef, field: FieldId, last: Stamp) -> Option<Option<Stamp>> {
        let mut base = *self.0.get(&(record, field, last))?;
        while let Some(earlier) = base.and_then(|base| self.0.get(&(record, field, base))) {
            base = *earlier;
        }
        Some(base)
    }
}

/// Gives ops of a whole state the bases that tell a conflict from none: one is there only where a value of ours stands that
/// nobody has seen, and the value that comes is not the one it was written over.
fn rebase(connection: &Connection, record: RecordRef, ops: &mut [Op], flying: &Flying) -> Result<(), Error> {
    let Some(clock) = outbox::clock(connection, record)? else { return Ok(()) };
    let entry = outbox::entry(connection, record)?.unwrap_or_default();
    for op in ops {
        let Some(standing) = clock.iter().find(|(field, _)| *field == op.field).map(|(_, stamp)| *stamp)
        else {
            continue;
        };
        let began = match entry.unsent.get(&op.field) {
            Some(base) => {
                Some(base.and_then(|base| flying.beginning(record, op.field, base)).unwrap_or(*base))
            }
            None => flying.beginning(record, op.field, standing),
        };
        let is_concurrent = began.is_some_and(|began| began != Some(op.stamp));
        op.base = (!is_concurrent).then_some(standing);
    }
    Ok(())
}
