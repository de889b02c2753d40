//! Exchange files: a space without a server, carried by hand.

use super::{
    Applied, Author, EntryId,
    account::time,
    chain::keep_writer,
    ledger::{self, LedgerRecord, Way},
    receiving::{bound, finish, readmit, take_in},
    space,
};
use crate::{Error, Store, outbox, row};
use cairn_replica::{Batch, Collection, Op, RecordId, RecordRef, SpaceId, decode_ops};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};

/// What a file is to carry.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Exported {
    /// Writes that the others are not known to have.
    pub writes: Vec<Op>,
    /// The files of theirs that were taken in here.
    pub taken_in: Vec<EntryId>,
}

/// A file, sealed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SealedFile {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// All that is in it, for the ledger.
    pub records: Vec<LedgerRecord>,
}

/// A file of another's, opened.
#[derive(Debug, Clone, PartialEq)]
pub struct ExchangeFile {
    /// The space, which all of it is of.
    pub space: SpaceId,
    /// Its id.
    pub file: EntryId,
    /// Who made it.
    pub author: Author,
    /// What it says.
    pub batches: Vec<Batch>,
    /// Files of ours that the author has taken in.
    pub taken_in: Vec<EntryId>,
}

impl Store {
    /// Makes the file `file` of a space: `seal` puts the whole state of the space behind the writes that it is given. Nothing
    /// counts as sent by that.
    pub fn export_exchange<E: From<Error>>(
        &self,
        space: SpaceId,
        file: EntryId,
        now: DateTime<Utc>,
        seal: impl FnOnce(&Exported) -> Result<SealedFile, E>,
    ) -> Result<Vec<u8>, E> {
        self.in_transaction(|connection| {
            let exported = gather(connection, space)?;
            let SealedFile { bytes, records } = seal(&exported)?;
            // What was to be sent whole is in the state.
            let carried = [exported.writes, states(connection, space)?].concat();
            remember(connection, space, file, now, &carried)?;
            let size = bytes.len() as u64;
            let line = ledger::Line { at: now, space, way: Way::File, entry: file, seq: None, bytes: size };
            ledger::write(connection, &line, records)?;
            Ok(bytes)
        })
    }

    /// When a file of a space was last written, as far as the ledger goes back.
    pub fn file_written(&self, space: SpaceId) -> Result<Option<DateTime<Utc>>, Error> {
        self.latest("SELECT max(at) FROM sync_ledger WHERE space = ?1 AND way = 'file'", space)
    }

    /// When a file of a space was last taken in.
    pub fn file_taken_in(&self, space: SpaceId) -> Result<Option<DateTime<Utc>>, Error> {
        self.latest("SELECT max(at) FROM sync_exchange_in WHERE space = ?1", space)
    }

    fn latest(&self, sql: &str, space: SpaceId) -> Result<Option<DateTime<Utc>>, Error> {
        self.read(|reader| {
            let at = reader.connection.query_row(sql, [space.0.as_bytes()], |row| row.get(0));
            Ok(at.map(|at: Option<i64>| at.map(time))?)
        })
    }

    /// Takes in a file: what it says, and that its author has taken in files of ours. As often as one likes. Stamps have the
    /// bound of [`Store::apply_state`].
    ///
    /// Fails with [`Error::Misplaced`] for the personal space: nobody else has anything to say in it.
    pub fn import_exchange(&self, file: &ExchangeFile, now: DateTime<Utc>) -> Result<Applied, Error> {
        let space = file.space;
        if space.0 == self.account.0 {
            return Err(Error::Misplaced { kind: "exchange" });
        }
        self.background(now, |draft| {
            let connection = draft.commit.connection;
            let known = is_taken_in(connection, space, file.file)?;
            let mut applied = Applied::default();
            readmit(draft, space, &mut applied)?;
            bound(draft)?;
            for batch in &file.batches {
                take_in(draft, space, batch, known, &mut applied)?;
            }
            keep_writer(connection, file.author.device, file.author.account)?;
            file.taken_in.iter().try_for_each(|ours| acknowledge(connection, space, *ours))?;
            if !known {
                write_down(connection, file, now)?;
            }
            finish(draft, &mut applied);
            Ok(applied)
        })
    }
}

fn gather(connection: &Connection, space: SpaceId) -> Result<Exported, Error> {
    // What is in flight may have arrived already: it is told here too, and stays in flight.
    let writes = [in_flight(connection, space)?, writes(connection, space)?].concat();
    Ok(Exported { writes, taken_in: taken_in(connection, space)? })
}

fn remember(
    connection: &Connection,
    space: SpaceId,
    file: EntryId,
    now: DateTime<Utc>,
    carried: &[Op],
) -> Result<(), Error> {
    let marks: Vec<u8> = carried.iter().flat_map(mark).collect();
    connection.execute(
        "INSERT OR REPLACE INTO sync_exchange_out (space, file, at, marks) VALUES (?1, ?2, ?3, ?4)",
        params![space.0.as_bytes(), file, now.timestamp_millis(), marks],
    )?;
    Ok(())
}

fn write_down(connection: &Connection, file: &ExchangeFile, now: DateTime<Utc>) -> Result<(), Error> {
    connection.execute(
        "INSERT INTO sync_exchange_in (space, file, at) VALUES (?1, ?2, ?3)",
        params![file.space.0.as_bytes(), file.file, now.timestamp_millis()],
    )?;
    Ok(())
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

/// Writes that are on their way to the server, and whose arrival nobody has told of.
fn in_flight(connection: &Connection, space: SpaceId) -> Result<Vec<Op>, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT ops FROM sync_in_flight WHERE space = ?1 AND seq IS NULL AND state = 0 ORDER BY n",
    )?;
    let mut rows = statement.query([space.0.as_bytes()])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.extend(decode_ops(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?);
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
