//! Exchange files: a space without a server, carried by hand.

use super::{
    Applied, Author, EntryId,
    chain::keep_writer,
    ledger::{self, Direction, Way},
    receiving::{finish, take_in},
    space,
};
use crate::{Error, Store, outbox, row};
use cairn_replica::{Batch, Collection, Op, RecordId, RecordRef, SpaceId};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};

/// What a file is to carry.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Exported {
    /// Writes that the others are not known to have.
    pub writes: Vec<Op>,
    /// Records that they are to have whole.
    pub states: Vec<Op>,
    /// The files of theirs that were taken in here.
    pub taken_in: Vec<EntryId>,
}

impl Store {
    /// What a file `file` of a space carries, and remembers it: everything that no file was acknowledged to have brought
    /// over. Nothing counts as sent by that.
    pub fn export_exchange(
        &self,
        space: SpaceId,
        file: EntryId,
        bytes: u64,
        now: DateTime<Utc>,
    ) -> Result<Exported, Error> {
        let device = self.device();
        self.on_this_device(|connection| {
            super::returning::return_in_flight(connection, space)?;
            let exported = Exported {
                writes: writes(connection, space)?,
                states: states(connection, space)?,
                taken_in: taken_in(connection, space)?,
            };
            let marks: Vec<u8> = exported.writes.iter().chain(&exported.states).flat_map(mark).collect();
            connection.execute(
                "INSERT OR REPLACE INTO sync_exchange_out (space, file, at, marks) VALUES (?1, ?2, ?3, ?4)",
                params![space.0.as_bytes(), file, now.timestamp_millis(), marks],
            )?;
            let line = ledger::Line {
                at: now,
                space,
                direction: Direction::Out,
                way: Way::File,
                entry: file,
                seq: None,
                device,
                bytes,
            };
            let all: Vec<Op> = exported.writes.iter().chain(&exported.states).cloned().collect();
            ledger::write(connection, &line, &all)?;
            Ok(exported)
        })
    }

    /// Whether a file was taken in.
    pub fn is_taken_in(&self, space: SpaceId, file: EntryId) -> Result<bool, Error> {
        self.read(|reader| is_taken_in(reader.connection, space, file))
    }

    /// Takes in a file: its batches, and that the others have taken in files of ours. As often as one likes.
    pub fn import_exchange(
        &self,
        space: SpaceId,
        file: EntryId,
        author: Author,
        batches: &[Batch],
        acknowledged: &[EntryId],
        bytes: u64,
        now: DateTime<Utc>,
    ) -> Result<Applied, Error> {
        self.background(now, |draft| {
            let connection = draft.commit.connection;
            let known = is_taken_in(connection, space, file)?;
            let mut applied = Applied::default();
            for batch in batches {
                take_in(draft, space, batch, known, &mut applied)?;
            }
            keep_writer(connection, author.device, author.account)?;
            acknowledged.iter().try_for_each(|file| acknowledge(connection, space, *file))?;
            if !known {
                connection.execute(
                    "INSERT INTO sync_exchange_in (space, file, at) VALUES (?1, ?2, ?3)",
                    params![space.0.as_bytes(), file, now.timestamp_millis()],
                )?;
                let line = ledger::Line {
                    at: now,
                    space,
                    direction: Direction::In,
                    way: Way::File,
                    entry: file,
                    seq: None,
                    device: author.device,
                    bytes,
                };
                let ops: Vec<Op> = batches.iter().flat_map(|batch| batch.ops.iter().cloned()).collect();
                ledger::write(connection, &line, &ops)?;
            }
            finish(draft, &mut applied);
            Ok(applied)
        })
    }
}

fn is_taken_in(connection: &Connection, space: SpaceId, file: EntryId) -> Result<bool, Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM sync_exchange_in WHERE space = ?1 AND file = ?2)";
    Ok(connection.query_row(sql, params![space.0.as_bytes(), file], |row| row.get(0))?)
}

fn taken_in(connection: &Connection, space: SpaceId) -> Result<Vec<EntryId>, Error> {
    let mut statement =
        connection.prepare_cached("SELECT file FROM sync_exchange_in WHERE space = ?1 ORDER BY at, file")?;
    let mut rows = statement.query([space.0.as_bytes()])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(super::fixed(row.get_ref(0)?)?);
    }
    Ok(all)
}

fn records(connection: &Connection, space: SpaceId, table: &str) -> Result<Vec<RecordRef>, Error> {
    let mut statement = connection
        .prepare_cached(&format!("SELECT collection, id FROM {table} WHERE space = ?1 ORDER BY n"))?;
    let mut rows = statement.query([space.0.as_bytes()])?;
    let mut all = Vec::new();
    while let Some(found) = rows.next()? {
        let (collection, id) = (Collection(found.get(0)?), RecordId(row::uuid(found.get_ref(1)?)?));
        all.push(RecordRef { space, collection, id });
    }
    Ok(all)
}

fn writes(connection: &Connection, space: SpaceId) -> Result<Vec<Op>, Error> {
    let mut all = Vec::new();
    for record in records(connection, space, "outbox")? {
        let Some(entry) = outbox::entry(connection, record)? else { continue };
        all.extend(outbox::ops_of(connection, record, &entry)?.into_iter().map(|(op, _)| op));
    }
    Ok(all)
}

fn states(connection: &Connection, space: SpaceId) -> Result<Vec<Op>, Error> {
    let mut all = Vec::new();
    for record in records(connection, space, "sync_refill")? {
        all.extend(super::state::ops_of(connection, record)?);
    }
    Ok(all)
}

/// Eight bytes that stand for one write: enough to know it again among those of one person.
fn mark(op: &Op) -> [u8; 8] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&op.record.collection.0.to_be_bytes());
    hasher.update(op.record.id.0.as_bytes());
    hasher.update(&op.field.0.to_be_bytes());
    hasher.update(&op.stamp.to_bytes());
    let mut mark = [0; 8];
    hasher.finalize_xof().fill(&mut mark);
    mark
}

/// Exactly the writes that the file carried are sent. A space with a log keeps them all: what a file brought to one device
/// of a member is not on the others of hers.
fn acknowledge(connection: &Connection, space: SpaceId, file: EntryId) -> Result<(), Error> {
    if space::find(connection, space)?.is_some_and(|known| known.on_server) {
        return Ok(());
    }
    let mut statement =
        connection.prepare_cached("SELECT marks FROM sync_exchange_out WHERE space = ?1 AND file = ?2")?;
    let mut rows = statement.query(params![space.0.as_bytes(), file])?;
    let Some(row) = rows.next()? else { return Ok(()) };
    let (marks, _) = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?.as_chunks::<8>();
    let carried: std::collections::HashSet<&[u8; 8]> = marks.iter().collect();
    let is_carried = |op: &Op| carried.contains(&mark(op));
    let sent: Vec<Op> = writes(connection, space)?.into_iter().filter(is_carried).collect();
    outbox::sent(connection, &sent)?;
    let whole: Vec<RecordRef> = states(connection, space)?
        .chunk_by(|a, b| a.record == b.record)
        .filter(|ops| ops.iter().all(is_carried))
        .filter_map(|ops| ops.first().map(|op| op.record))
        .collect();
    super::state::no_longer_refilled(connection, &whole)?;
    connection.execute(
        "DELETE FROM sync_exchange_out WHERE space = ?1 AND file = ?2",
        params![space.0.as_bytes(), file],
    )?;
    Ok(())
}
