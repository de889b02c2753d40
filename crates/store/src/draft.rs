//! An act in the making: reads and writes of one transaction.

use crate::{
    Error, Placed, Reader,
    commit::{Commit, Origin},
    row,
    store::millis,
    table::{Record, Table},
};
use cairn_domain::Space;
use cairn_replica::{FieldId, HybridClock, Op, RecordId, RecordRef, SpaceId, Stamp, Value};
use chrono::{DateTime, Utc};
use std::ops::Deref;

/// What a person does in one go. It is one transaction, one step of undo, and nothing at all when it fails.
///
/// Derefs to [`Reader`], which sees what was written so far.
pub struct Draft<'t> {
    pub(crate) reader: Reader<'t>,
    pub(crate) commit: Commit<'t>,
    pub(crate) clock: &'t mut HybridClock,
    pub(crate) now: u64,
    pub(crate) is_typing: bool,
}

impl<'t> Deref for Draft<'t> {
    type Target = Reader<'t>;

    fn deref(&self) -> &Reader<'t> {
        &self.reader
    }
}

impl Draft<'_> {
    /// A record that is not deleted, wherever it lives.
    pub fn get<T: Record>(&self, id: T::Id) -> Result<Option<Placed<T>>, Error> {
        self.reader.anywhere().get(id)
    }

    /// A record that has to be there. Fails with [`Error::NoSuchRecord`].
    pub fn need<T: Record>(&self, id: T::Id) -> Result<Placed<T>, Error> {
        self.get(id)?.ok_or_else(|| Error::NoSuchRecord { kind: T::TABLE.name, id: id.into() })
    }

    /// Writes a new record. One that was deleted under the same id comes back with these values; one that is there fails
    /// with [`Error::RecordExists`], and one that lives elsewhere with [`Error::OtherSpace`].
    pub fn create<T: Record>(&mut self, space: Space, record: &T) -> Result<(), Error> {
        let reference = self.reference::<T>(space, record.id());
        match row::load(self.commit.connection, T::TABLE, reference.id)? {
            Some(row) if row.space != reference.space => {
                Err(Error::OtherSpace { kind: T::TABLE.name, id: reference.id.0 })
            }
            Some(row) if !row.state.is_deleted() => {
                Err(Error::RecordExists { kind: T::TABLE.name, id: reference.id.0 })
            }
            Some(row) => self.write_differences(&row, record, true),
            None => {
                let values = record.values().into_iter().zip(T::TABLE.fields);
                let written =
                    values.filter(|(value, _)| *value != Value::Null).map(|(value, field)| (field.id, value));
                let writes: Vec<_> = written.collect();
                self.write(reference, None, writes)
            }
        }
    }

    /// [`Draft::create`] of a record that was written before, elsewhere: its fields are as old as `changed_at`, and never
    /// newer than now. One that was deleted here comes back as written now.
    pub fn create_as_of<T: Record>(
        &mut self,
        space: Space,
        record: &T,
        changed_at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let reference = self.reference::<T>(space, record.id());
        if row::load(self.commit.connection, T::TABLE, reference.id)?.is_some() {
            return self.create(space, record);
        }
        let (millis, device) = (millis(changed_at).min(self.now), self.clock.device());
        let values =
            record.values().into_iter().zip(T::TABLE.fields).filter(|(value, _)| *value != Value::Null);
        let ops: Vec<Op> = (0..)
            .zip(values)
            .map(|(counter, (value, field))| {
                let stamp = Stamp { millis, counter, device };
                self.clock.observe(stamp);
                Op { record: reference, field: field.id, value, stamp, base: None }
            })
            .collect();
        check_lengths(ops.iter().map(|op| &op.value))?;
        self.commit.apply(reference, &ops, Origin::Here)
    }

    /// Writes the fields that differ from what is kept. Fails with [`Error::NoSuchRecord`].
    pub fn update<T: Record>(&mut self, record: &T) -> Result<(), Error> {
        let row = self.living_row(T::TABLE, record.id().into())?;
        self.write_differences(&row, record, false)
    }

    /// [`Draft::update`] where the record is in this space, and [`Draft::create`] where it is nowhere. Fails with
    /// [`Error::OtherSpace`] where it lives in another one: an id that others can reckon may be taken by them, and what is
    /// meant for one space is never written to another.
    pub fn put<T: Record>(&mut self, space: Space, record: &T) -> Result<(), Error> {
        match self.get::<T>(record.id())? {
            Some(placed) if placed.space != space => {
                Err(Error::OtherSpace { kind: T::TABLE.name, id: record.id().into() })
            }
            Some(_) => self.update(record),
            None => self.create(space, record),
        }
    }

    /// Deletes a record. It stays in "Recently deleted" until it is purged. Fails with [`Error::NoSuchRecord`].
    pub fn remove<T: Record>(&mut self, id: T::Id) -> Result<(), Error> {
        let row = self.living_row(T::TABLE, id.into())?;
        self.write_row(T::TABLE, &row, vec![(FieldId::DELETED, Value::Bool(true))])
    }

    /// Brings a deleted record back. Fails with [`Error::NoSuchRecord`]; does nothing to one that is not deleted.
    pub fn restore<T: Record>(&mut self, id: T::Id) -> Result<(), Error> {
        self.restore_any(T::TABLE, id.into())
    }

    /// [`Draft::restore`] for a kind that is known by name only.
    pub fn restore_any(&mut self, table: &'static Table, id: uuid::Uuid) -> Result<(), Error> {
        let row = row::load(self.commit.connection, table, RecordId(id))?;
        let row = row.ok_or(Error::NoSuchRecord { kind: table.name, id })?;
        if !row.state.is_deleted() {
            return Ok(());
        }
        self.write_row(table, &row, vec![(FieldId::DELETED, Value::Bool(false))])
    }

    /// Gives a field the value of an earlier version, or of one that lost a conflict.
    pub fn restore_version<T: Record>(
        &mut self,
        id: T::Id,
        field: &str,
        stamp: cairn_replica::Stamp,
    ) -> Result<(), Error> {
        let row = self.living_row(T::TABLE, id.into())?;
        let known = T::TABLE
            .column(field)
            .ok_or_else(|| Error::NoSuchColumn { kind: T::TABLE.name, column: field.to_owned() })?;
        let record = RecordRef { space: row.space, collection: T::TABLE.collection, id: row.id };
        let value = crate::history::version(self.commit.connection, record, known.id, stamp)?;
        self.write_row(T::TABLE, &row, vec![(known.id, value.ok_or(Error::NoSuchVersion)?)])
    }

    /// Says that this act is part of typing: it joins the last act in one step of undo when that wrote the same fields
    /// less than a minute ago.
    pub fn typing(&mut self) {
        self.is_typing = true;
    }

    fn reference<T: Record>(&self, space: Space, id: T::Id) -> RecordRef {
        RecordRef { space: SpaceId(space.id()), collection: T::TABLE.collection, id: RecordId(id.into()) }
    }

    fn living_row(&self, table: &'static Table, id: uuid::Uuid) -> Result<row::Row, Error> {
        row::load(self.commit.connection, table, RecordId(id))?
            .filter(|row| !row.state.is_deleted())
            .ok_or(Error::NoSuchRecord { kind: table.name, id })
    }

    /// Compares as the struct sees it: a word or a list that only a newer version can read is not overwritten by what this
    /// one makes of it.
    fn write_differences<T: Record>(
        &mut self,
        row: &row::Row,
        record: &T,
        undelete: bool,
    ) -> Result<(), Error> {
        let kept = row.values(T::TABLE);
        let seen = T::from_values(row.id.0, &kept).map_or(kept, |seen| seen.values());
        let differing = record.values().into_iter().zip(seen).zip(T::TABLE.fields);
        let mut writes: Vec<_> =
            differing.filter(|((new, old), _)| new != old).map(|((new, _), field)| (field.id, new)).collect();
        if undelete {
            writes.push((FieldId::DELETED, Value::Bool(false)));
        }
        self.write_row(T::TABLE, row, writes)
    }

    pub(crate) fn write_row(
        &mut self,
        table: &'static Table,
        row: &row::Row,
        writes: Vec<(FieldId, Value)>,
    ) -> Result<(), Error> {
        let record = RecordRef { space: row.space, collection: table.collection, id: row.id };
        self.write(record, Some(row), writes)
    }

    /// Makes ops of the writes and commits them.
    fn write(
        &mut self,
        record: RecordRef,
        row: Option<&row::Row>,
        writes: Vec<(FieldId, Value)>,
    ) -> Result<(), Error> {
        check_lengths(writes.iter().map(|(_, value)| value))?;
        let ops: Vec<Op> = writes
            .into_iter()
            .map(|(field, value)| {
                let base = row.and_then(|row| row.state.get(field)).map(|(stamp, _)| stamp);
                let mut stamp = self.clock.tick(self.now);
                if let Some(base) = base.filter(|base| *base > stamp) {
                    // A clock that was put back does not make a person's edit lose against what she edits.
                    self.clock.observe(base);
                    stamp = self.clock.tick(self.now);
                }
                Op { record, field, value, stamp, base }
            })
            .collect();
        self.commit.apply(record, &ops, Origin::Here)
    }
}

fn check_lengths<'v>(mut values: impl Iterator<Item = &'v Value>) -> Result<(), Error> {
    let limit = cairn_replica::MAX_TEXT_BYTES;
    let too_long = values.any(|value| matches!(value, Value::Text(text) if text.len() > limit));
    if too_long { Err(Error::TooLarge { limit: limit as u64 }) } else { Ok(()) }
}
