//! The one door through which every change comes, from here and from elsewhere.

use crate::{
    Error, history, outbox,
    row::{self, Row},
    search, sync,
    table::Table,
    undo::Change,
};
use cairn_replica::{
    Applied, Collection, FieldId, Op, RecordRef, RecordState, SpaceId, Stamp, Value, decode_ops, encode_ops,
};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};

/// The most ops of a space that are put aside; what comes beyond them is counted and not kept.
const MOST_ASIDE: usize = 10_000;

/// The most bytes that they may have together.
const MOST_ASIDE_BYTES: usize = 16 << 20;

/// What a commit changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changed {
    /// The kinds of records.
    pub collections: BTreeSet<Collection>,
    /// The records.
    pub records: BTreeSet<RecordRef>,
}

impl Changed {
    /// The names of the kinds, such as `goal`.
    pub fn kinds(&self) -> Vec<&'static str> {
        self.collections
            .iter()
            .filter_map(|collection| Table::of(*collection))
            .map(|table| table.name)
            .collect()
    }
}

/// Two people, or two devices, wrote a field without knowing of each other. The value that lost is in the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The record.
    pub record: RecordRef,
    /// The field.
    pub field: FieldId,
    /// When the value that stands was written, and where.
    pub won: Stamp,
    /// When the value that lost was written, and where.
    pub lost: Stamp,
}

/// Where ops come from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Written here, just now: they go to the outbox, and a mistake is an error.
    Here,
    /// Heard from another device: a mistake of theirs is put aside and named.
    Elsewhere,
}

/// A transaction's changes.
pub(crate) struct Commit<'t> {
    pub(crate) connection: &'t Connection,
    pub(crate) personal: SpaceId,
    /// Milliseconds since 1970-01-01 UTC.
    now: u64,
    pub(crate) changed: Changed,
    pub(crate) conflicts: Vec<Conflict>,
    pub(crate) refused: usize,
    /// The latest time that a write from elsewhere may have, in milliseconds.
    pub(crate) latest: u64,
    /// How many ops are put aside of each space, and their bytes.
    aside: BTreeMap<SpaceId, (usize, usize)>,
    /// How to undo what was written here.
    pub(crate) inverse: Vec<Change>,
}

/// What [`merge`] found.
#[derive(Default)]
struct Merged {
    changed: Vec<FieldId>,
    /// Values that no longer stand, and whether they and what stands did not know of each other.
    past: Vec<(Op, bool)>,
    /// Ops that lost against a value that they did not know, and that did not know them.
    lost: Vec<Op>,
    /// Values that an op replaced, by field.
    replaced: Vec<(FieldId, Option<(Stamp, Value)>)>,
    conflicts: Vec<Conflict>,
}

impl<'t> Commit<'t> {
    pub(crate) fn new(connection: &'t Connection, personal: SpaceId, now: u64) -> Commit<'t> {
        Commit {
            connection,
            personal,
            now,
            changed: Changed::default(),
            conflicts: Vec::new(),
            refused: 0,
            latest: Stamp::LATEST_MILLIS,
            aside: BTreeMap::new(),
            inverse: Vec::new(),
        }
    }

    /// Applies ops of one record: row, clock, outbox, history and search index, all of them or none.
    pub(crate) fn apply(&mut self, record: RecordRef, ops: &[Op], origin: Origin) -> Result<(), Error> {
        if origin == Origin::Elsewhere && ops.iter().any(|op| op.stamp.millis > self.latest) {
            let (ahead, ops): (Vec<Op>, Vec<Op>) =
                ops.iter().cloned().partition(|op| op.stamp.millis > self.latest);
            self.quarantine(&Error::StampAhead, &ahead)?;
            return if ops.is_empty() { Ok(()) } else { self.apply(record, &ops, origin) };
        }
        let Some(table) = Table::of(record.collection) else {
            return self.keep_unknown(record, ops);
        };
        let mut found = row::load(self.connection, table, record.id)?;
        let is_own = origin == Origin::Elsewhere && record.space == self.personal && table.home.admits(true);
        if let Some(planted) = found.take_if(|row| is_own && row.space != self.personal) {
            self.give_way(table, planted)?;
        }
        if let Some(mistake) = self.mistake(table, record, found.as_ref()) {
            return match origin {
                Origin::Here => Err(mistake),
                Origin::Elsewhere => self.quarantine(&mistake, ops),
            };
        }
        let is_new = found.is_none();
        let mut row = found.unwrap_or_else(|| Row::new(record));
        let before = (!is_new).then(|| (table.found_by)(record.id.0, &row.values(table))).flatten();
        let was_deleted = row.state.is_deleted();
        let mut merged = merge(&mut row.state, ops);
        if is_new {
            merged.past.extend(merged.lost.drain(..).map(|op| (op, true)));
        } else {
            self.forget_known(&mut merged)?;
            if origin == Origin::Elsewhere && !was_deleted && row.state.is_deleted() {
                sync::keep_if_deleted(self.connection, record, self.now)?;
            }
        }

        if !merged.changed.is_empty() {
            if is_new {
                row::insert(self.connection, table, &row)?;
            } else {
                row::update(self.connection, table, &mut row, &merged.changed)?;
            }
            let after = (table.found_by)(record.id.0, &row.values(table));
            let before = before.filter(|_| !was_deleted);
            let after = after.filter(|_| !row.state.is_deleted());
            search::refresh(self.connection, record, before.as_ref(), after.as_ref())?;
            self.changed.collections.insert(record.collection);
            self.changed.records.insert(record);
        }
        for (op, concurrent) in &merged.past {
            history::keep(self.connection, op, *concurrent)?;
        }
        match origin {
            Origin::Here => {
                self.to_outbox(record, is_new, &merged)?;
                self.remember_inverse(record, is_new, ops, &merged);
            }
            Origin::Elsewhere if !is_new => self.save_unsent(record, &merged)?,
            Origin::Elsewhere => {}
        }
        self.conflicts.extend(merged.conflicts);
        Ok(())
    }

    /// Why these ops may not be applied, whatever they say.
    fn mistake(&self, table: &'static Table, record: RecordRef, found: Option<&Row>) -> Option<Error> {
        let (kind, id) = (table.name, record.id.0);
        if found.is_some_and(|row| row.space != record.space) {
            return Some(Error::OtherSpace { kind, id });
        }
        (!table.home.admits(record.space == self.personal)).then_some(Error::Misplaced { kind })
    }

    /// What the person's own devices say of her own record goes before a record that somebody has planted under its id,
    /// whichever comes first: that one is put aside.
    fn give_way(&mut self, table: &'static Table, row: Row) -> Result<(), Error> {
        let record = RecordRef { space: row.space, collection: table.collection, id: row.id };
        let planted: Vec<Op> = row
            .state
            .fields()
            .filter(|(field, _, _)| !row.is_beyond(*field))
            .map(|(field, stamp, value)| Op { record, field, value: value.clone(), stamp, base: None })
            .collect();
        self.quarantine(&Error::OtherSpace { kind: table.name, id: row.id.0 }, &planted)?;
        search::remove(self.connection, record)?;
        outbox::put(self.connection, record, &outbox::Entry::default())?;
        let key = params![table.collection.0, row.id.0.as_bytes()];
        for kept in ["history", "sync_refill"] {
            let sql = format!("DELETE FROM {kept} WHERE collection = ?1 AND id = ?2");
            self.connection.execute(&sql, key)?;
        }
        let sql = format!("DELETE FROM {} WHERE id = ?1", table.name);
        self.connection.execute(&sql, [row.id.0.as_bytes()])?;
        Ok(())
    }

    /// A version that lost is no news when it has come before, or a later one of its device has.
    fn forget_known(&self, merged: &mut Merged) -> Result<(), Error> {
        for op in std::mem::take(&mut merged.lost) {
            if history::has_later(self.connection, &op)? {
                merged.conflicts.retain(|conflict| (conflict.field, conflict.lost) != (op.field, op.stamp));
            } else {
                merged.past.push((op, true));
            }
        }
        Ok(())
    }

    fn quarantine(&mut self, reason: &Error, ops: &[Op]) -> Result<(), Error> {
        self.refused += ops.len();
        let Some(space) = ops.first().map(|op| op.record.space) else { return Ok(()) };
        let (mut count, mut bytes) = match self.aside.get(&space) {
            Some(known) => *known,
            None => self.connection.query_row(
                "SELECT count(*), coalesce(sum(length(op)), 0) FROM quarantine WHERE space = ?1",
                [space.0.as_bytes()],
                |row| Ok((row.get::<_, u32>(0)? as usize, row.get::<_, u32>(1)? as usize)),
            )?,
        };
        let mut statement = self
            .connection
            .prepare_cached("INSERT OR IGNORE INTO quarantine (reason, op, space) VALUES (?1, ?2, ?3)")?;
        for op in ops {
            let op = encode_ops(std::slice::from_ref(op));
            if count < MOST_ASIDE && bytes + op.len() <= MOST_ASIDE_BYTES {
                let kept = statement.execute(params![reason.code(), op, space.0.as_bytes()])?;
                (count, bytes) = (count + kept, bytes + kept * op.len());
            }
        }
        self.aside.insert(space, (count, bytes));
        Ok(())
    }

    /// Takes out of what was put aside of a space what was too far ahead and no longer is.
    pub(crate) fn due(&mut self, space: SpaceId) -> Result<Vec<Op>, Error> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT n, op FROM quarantine WHERE space = ?1 AND reason = ?2 ORDER BY n")?;
        let mut rows = statement.query(params![space.0.as_bytes(), Error::StampAhead.code()])?;
        let mut due = Vec::new();
        while let Some(row) = rows.next()? {
            let ops = decode_ops(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)?;
            let in_time = ops.into_iter().filter(|op| op.stamp.millis <= self.latest);
            due.extend(in_time.map(|op| (row.get::<_, i64>(0), op)));
        }
        let mut delete = self.connection.prepare_cached("DELETE FROM quarantine WHERE n = ?1")?;
        let mut ops = Vec::with_capacity(due.len());
        for (n, op) in due {
            delete.execute([n?])?;
            ops.push(op);
        }
        self.aside.remove(&space);
        Ok(ops)
    }

    /// Records of a kind that only a newer version knows are kept whole, for the day it is installed.
    fn keep_unknown(&mut self, record: RecordRef, ops: &[Op]) -> Result<(), Error> {
        let kept = self
            .connection
            .prepare_cached("SELECT ops FROM unknown_record WHERE collection = ?1 AND id = ?2")?
            .query_row(params![record.collection.0, record.id.0.as_bytes()], |row| row.get::<_, Vec<u8>>(0))
            .optional()?;
        let kept = kept.map(|bytes| decode_ops(&bytes)).transpose()?.unwrap_or_default();
        if kept.first().is_some_and(|op| op.record.space != record.space) {
            return self.quarantine(&Error::OtherSpace { kind: "unknown", id: record.id.0 }, ops);
        }
        let mut state = RecordState::from_fields(kept.into_iter().map(|op| (op.field, op.stamp, op.value)));
        merge(&mut state, ops);
        let ops: Vec<Op> = state
            .fields()
            .map(|(field, stamp, value)| Op { record, field, value: value.clone(), stamp, base: None })
            .collect();
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO unknown_record (collection, id, space, ops) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                record.collection.0,
                record.id.0.as_bytes(),
                record.space.0.as_bytes(),
                encode_ops(&ops)
            ])?;
        Ok(())
    }

    fn to_outbox(&self, record: RecordRef, is_new: bool, merged: &Merged) -> Result<(), Error> {
        if merged.changed.is_empty() {
            return Ok(());
        }
        let entry = if is_new { None } else { outbox::entry(self.connection, record)? };
        let mut entry = entry.unwrap_or_default();
        for (field, replaced) in &merged.replaced {
            entry.unsent.entry(*field).or_insert(replaced.as_ref().map(|(stamp, _)| *stamp));
        }
        outbox::put(self.connection, record, &entry)
    }

    /// A write from elsewhere replaced one of ours that nobody has seen: it must still be sent, so that they see it too.
    fn save_unsent(&self, record: RecordRef, merged: &Merged) -> Result<(), Error> {
        if merged.replaced.iter().all(|(_, replaced)| replaced.is_none()) {
            return Ok(());
        }
        let Some(mut entry) = outbox::entry(self.connection, record)? else { return Ok(()) };
        for (field, replaced) in &merged.replaced {
            let (Some(base), Some((stamp, value))) = (entry.unsent.remove(field), replaced) else { continue };
            entry.lost.push(Op { record, field: *field, value: value.clone(), stamp: *stamp, base });
        }
        outbox::put(self.connection, record, &entry)
    }

    /// Undoing a creation deletes; undoing anything else writes what was there.
    fn remember_inverse(&mut self, record: RecordRef, is_new: bool, ops: &[Op], merged: &Merged) {
        if is_new {
            self.inverse.push(Change::creation(record));
            return;
        }
        for (field, replaced) in &merged.replaced {
            let Some(op) = ops.iter().rfind(|op| op.field == *field) else { continue };
            self.inverse.push(Change::write(record, *field, replaced.clone(), op.stamp));
        }
    }
}

/// Applies ops to a record's state and tells what that did.
fn merge(state: &mut RecordState, ops: &[Op]) -> Merged {
    let mut merged = Merged::default();
    for op in ops {
        let standing = state.get(op.field).map(|(stamp, _)| stamp);
        match state.apply(op) {
            Applied::Won(overwritten) => {
                if !merged.changed.contains(&op.field) {
                    merged.changed.push(op.field);
                    merged
                        .replaced
                        .push((op.field, overwritten.as_ref().map(|old| (old.stamp, old.value.clone()))));
                }
                let Some(old) = overwritten else { continue };
                if old.concurrent {
                    let conflict =
                        Conflict { record: op.record, field: op.field, won: op.stamp, lost: old.stamp };
                    merged.conflicts.push(conflict);
                }
                // What the two who did not know of each other had both seen, so that their texts can be brought together.
                let base = op.base.filter(|_| old.concurrent);
                let past =
                    Op { record: op.record, field: op.field, value: old.value, stamp: old.stamp, base };
                merged.past.push((past, old.concurrent));
            }
            Applied::Lost { concurrent: true } => {
                let won = standing.unwrap_or(op.stamp);
                merged.conflicts.push(Conflict { record: op.record, field: op.field, won, lost: op.stamp });
                merged.lost.push(op.clone());
            }
            Applied::Lost { concurrent: false } | Applied::Known => {}
        }
    }
    merged
}
