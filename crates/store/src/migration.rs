//! How the file gets from one version to the next.

use crate::{
    Error,
    commit::{Commit, Origin},
    row, search,
    table::{TABLES, Table},
};
use cairn_replica::{Op, RecordId, RecordRef, SpaceId, decode_ops};
use rusqlite::{Connection, TransactionBehavior, params};
use std::collections::BTreeMap;

/// Grows when an older program could no longer write the file without harm.
pub(crate) const MAJOR: u16 = 1;

/// The numbered steps. One that was released is never changed: its hash is in every file.
const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/0001_first.sql"),
    include_str!("../migrations/0002_calendar_identity.sql"),
    include_str!("../migrations/0003_reminders_of_all_kinds.sql"),
    include_str!("../migrations/0004_sync.sql"),
    include_str!("../migrations/0005_messages.sql"),
];

/// The version of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileVersion {
    pub(crate) major: u16,
    pub(crate) minor: u16,
}

impl FileVersion {
    fn known() -> FileVersion {
        FileVersion { major: MAJOR, minor: MIGRATIONS.len() as u16 }
    }
}

/// The version of an open file; nothing but zeros in an empty one.
pub(crate) fn version(connection: &Connection) -> Result<FileVersion, Error> {
    let number: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    Ok(FileVersion { major: (number >> 16) as u16, minor: number as u16 })
}

/// Whether this program can work with the file. Reads only.
pub(crate) fn check(connection: &Connection) -> Result<(), Error> {
    let found = version(connection)?;
    if found.major > MAJOR {
        return Err(Error::NewerVersion { found: found.major, known: MAJOR });
    }
    if found.major == 0 {
        // Empty, or made by something else with the same key.
        return Err(Error::NotADatabase);
    }
    let mut statement = connection.prepare("SELECT n, hash FROM migration ORDER BY n")?;
    let applied = statement.query_map([], |row| Ok((row.get::<_, u32>(0)?, row.get::<_, Vec<u8>>(1)?)))?;
    for (applied, ours) in applied.zip(MIGRATIONS) {
        let (n, hash) = applied?;
        if hash != blake3::hash(ours.as_bytes()).as_bytes() {
            return Err(Error::ForeignMigration(n));
        }
    }
    Ok(())
}

/// Whether [`apply`] has anything to do.
pub(crate) fn is_pending(connection: &Connection) -> Result<bool, Error> {
    let found = version(connection)?;
    Ok(found.major < MAJOR || usize::from(found.minor) < MIGRATIONS.len())
}

/// Applies every pending step, all or none.
pub(crate) fn apply(connection: &mut Connection) -> Result<(), Error> {
    let found = version(connection)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(
        "CREATE TABLE IF NOT EXISTS migration (n INTEGER NOT NULL PRIMARY KEY, hash BLOB NOT NULL) STRICT",
    )?;
    for (index, sql) in MIGRATIONS.iter().enumerate().skip(found.minor.into()) {
        transaction.execute_batch(sql)?;
        transaction.execute(
            "INSERT INTO migration (n, hash) VALUES (?1, ?2)",
            params![index as i64 + 1, blake3::hash(sql.as_bytes()).as_bytes()],
        )?;
    }
    let known = FileVersion::known();
    transaction.pragma_update(None, "user_version", u32::from(known.major) << 16 | u32::from(known.minor))?;
    transaction.commit()?;
    Ok(())
}

/// Gives a place to what an older version could only keep aside: fields into their columns, records into their tables.
/// Runs when this version is newer than the last one that wrote here.
pub(crate) fn settle(connection: &mut Connection, personal: SpaceId) -> Result<(), Error> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for table in TABLES.iter().copied() {
        settle_extras(&transaction, table)?;
    }
    settle_records(&transaction, personal)?;
    transaction.execute(
        "INSERT OR REPLACE INTO meta (key, value) VALUES ('written_by', ?1)",
        [MIGRATIONS.len() as i64],
    )?;
    transaction.commit()?;
    Ok(())
}

/// Whether [`settle`] has to run.
pub(crate) fn is_unsettled(connection: &Connection) -> Result<bool, Error> {
    let sql = "SELECT coalesce((SELECT value FROM meta WHERE key = 'written_by'), 0)";
    let last: i64 = connection.query_row(sql, [], |row| row.get(0))?;
    Ok(last != MIGRATIONS.len() as i64)
}

fn settle_extras(connection: &Connection, table: &'static Table) -> Result<(), Error> {
    let mut statement =
        connection.prepare(&format!("SELECT id FROM {} WHERE extra IS NOT NULL", table.name))?;
    let ids: Vec<Vec<u8>> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for id in ids {
        let id = RecordId(uuid::Uuid::from_slice(&id).map_err(|error| Error::Damaged(error.to_string()))?);
        let Some(mut row) = row::load(connection, table, id)? else { continue };
        let fields: Vec<_> = row.state.fields().map(|(field, _, _)| field).collect();
        row::update(connection, table, &mut row, &fields)?;
        let record = RecordRef { space: row.space, collection: table.collection, id };
        search::remove(connection, record)?;
        let words = (table.found_by)(id.0, &row.values(table)).filter(|_| !row.state.is_deleted());
        search::refresh(connection, record, None, words.as_ref())?;
    }
    Ok(())
}

fn settle_records(connection: &Connection, personal: SpaceId) -> Result<(), Error> {
    let mut statement = connection.prepare("SELECT ops FROM unknown_record")?;
    let kept: Vec<Vec<u8>> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut by_record: BTreeMap<RecordRef, Vec<Op>> = BTreeMap::new();
    for bytes in kept {
        decode_ops(&bytes)?.into_iter().for_each(|op| by_record.entry(op.record).or_default().push(op));
    }
    for (record, ops) in by_record.into_iter().filter(|(record, _)| Table::of(record.collection).is_some()) {
        Commit::new(connection, personal, 0).apply(record, &ops, Origin::Elsewhere)?;
        connection.execute(
            "DELETE FROM unknown_record WHERE collection = ?1 AND id = ?2",
            params![record.collection.0, record.id.0.as_bytes()],
        )?;
    }
    Ok(())
}
