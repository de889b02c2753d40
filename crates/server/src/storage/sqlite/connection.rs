//! A connection to SQLite that runs transactions. Whatever it is asked is done when it answers.

use super::super::{
    contract::Answer,
    error::Error,
    shape::{Id, Limits, Value},
    sql::{LOCK, Mode, Row, Sql, Transaction},
};
use rusqlite::{
    Statement, ToSql,
    types::{ToSqlOutput, ValueRef},
};
use std::{
    future::ready,
    path::Path,
    pin::pin,
    task::{Context, Poll, Waker},
};

/// The numbered steps, from an empty file on.
const MIGRATIONS: &[&str] = &[include_str!("../../../migrations/sqlite/0001_first.sql")];

/// How many statements stay prepared.
const STATEMENTS: usize = 128;

/// One connection.
pub(in super::super) struct Connection {
    connection: rusqlite::Connection,
    /// Whether what is done now survives a power cut.
    durable: bool,
}

impl Connection {
    /// A database of its own, that goes with the connection.
    pub(in super::super) fn in_memory() -> Result<Self, Error> {
        let mut connection = Self::prepare(rusqlite::Connection::open_in_memory()?)?;
        connection.migrate()?;
        Ok(connection)
    }

    /// A file; made when it is not there. Brings it to this version.
    pub(in super::super) fn open(file: &Path) -> Result<Self, Error> {
        let connection = rusqlite::Connection::open(file)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        let mut connection = Self::prepare(connection)?;
        connection.migrate()?;
        Ok(connection)
    }

    /// A file that is there and of this version.
    pub(in super::super) fn open_again(file: &Path) -> Result<Self, Error> {
        Self::prepare(rusqlite::Connection::open(file)?)
    }

    fn prepare(connection: rusqlite::Connection) -> Result<Self, Error> {
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        connection.busy_timeout(std::time::Duration::from_secs(10))?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        // What was deleted is not left behind in the file.
        connection.pragma_update(None, "secure_delete", true)?;
        connection.pragma_update(None, "cache_size", -4096)?;
        connection.pragma_update(None, "journal_size_limit", 16 << 20)?;
        Ok(Self { connection, durable: true })
    }

    fn migrate(&mut self) -> Result<(), Error> {
        let transaction =
            self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let found: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let known = MIGRATIONS.len() as i64;
        if found > known {
            return Err(Error::NewerVersion { found, known });
        }
        for step in MIGRATIONS.iter().skip(found.cast_unsigned() as usize) {
            transaction.execute_batch(step)?;
        }
        transaction.pragma_update(None, "user_version", known)?;
        transaction.commit()?;
        Ok(())
    }

    /// The same content in a connection of its own.
    pub(in super::super) fn copy(&self) -> Result<Self, Error> {
        let mut copy = rusqlite::Connection::open_in_memory()?;
        rusqlite::backup::Backup::new(&self.connection, &mut copy)?.run_to_completion(
            1 << 16,
            std::time::Duration::ZERO,
            None,
        )?;
        Self::prepare(copy)
    }

    /// Runs one transaction, and gives beside its output whom it woke.
    pub(in super::super) fn run<T>(
        &mut self,
        mode: Mode,
        limits: Limits,
        work: impl for<'a, 't> FnOnce(&'a mut Transaction<'t>) -> Answer<'a, T>,
    ) -> Result<(T, Vec<Id>), Error> {
        self.begin(mode)?;
        let mut running = Running(&mut self.connection);
        let mut transaction = Transaction::new(&mut running, limits);
        let output = finish(work(&mut transaction));
        let woken = transaction.into_woken();
        let done = output.and_then(|output| {
            self.connection.execute_batch("COMMIT")?;
            Ok((output, woken))
        });
        if done.is_err() && !self.connection.is_autocommit() {
            self.connection.execute_batch("ROLLBACK")?;
        }
        done
    }

    fn begin(&mut self, mode: Mode) -> Result<(), Error> {
        if !self.connection.is_autocommit() {
            // The one before was given up in the middle.
            self.connection.execute_batch("ROLLBACK")?;
        }
        let durable = mode != Mode::Note;
        if durable != self.durable {
            self.connection.pragma_update(None, "synchronous", if durable { "FULL" } else { "NORMAL" })?;
            self.durable = durable;
        }
        let begin = if mode == Mode::Read { "BEGIN DEFERRED" } else { "BEGIN IMMEDIATE" };
        Ok(self.connection.execute_batch(begin)?)
    }
}

/// The answer of a future that has nothing to wait for.
fn finish<T>(answer: Answer<'_, T>) -> Result<T, Error> {
    match pin!(answer).as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => Err(Error::Unusable("a transaction on SQLite waits for something else".to_owned())),
    }
}

/// Within a transaction. Exclusive, because a connection may be sent to another thread and not shared with it.
struct Running<'c>(&'c mut rusqlite::Connection);

impl Running<'_> {
    fn each_now(&mut self, sql: &str, sets: &[Vec<Value>]) -> rusqlite::Result<Vec<Vec<Row>>> {
        let mut statement = self.0.prepare_cached(text(sql))?;
        let (columns, places) = (statement.column_count(), places(&statement)?);
        let mut found = Vec::with_capacity(sets.len());
        for set in sets {
            bind(&mut statement, &places, set)?;
            let (mut rows, mut kept) = (statement.raw_query(), Vec::new());
            while let Some(row) = rows.next()? {
                let values =
                    (0..columns).map(|column| value(row.get_ref(column)?)).collect::<Result<_, _>>()?;
                kept.push(Row(values));
            }
            found.push(kept);
        }
        Ok(found)
    }

    fn execute_now(&mut self, sql: &str, values: &[Value]) -> rusqlite::Result<u64> {
        let mut statement = self.0.prepare_cached(text(sql))?;
        let places = places(&statement)?;
        bind(&mut statement, &places, values)?;
        Ok(statement.raw_execute()? as u64)
    }
}

impl Sql for Running<'_> {
    fn each<'a>(&'a mut self, sql: &'a str, sets: Vec<Vec<Value>>) -> Answer<'a, Vec<Vec<Row>>> {
        Box::pin(ready(self.each_now(sql, &sets).map_err(Error::from)))
    }

    fn execute<'a>(&'a mut self, sql: &'a str, values: Vec<Value>) -> Answer<'a, u64> {
        Box::pin(ready(self.execute_now(sql, &values).map_err(Error::from)))
    }
}

/// There is one writer, and nothing to lock.
fn text(sql: &str) -> &str {
    sql.strip_suffix(LOCK).unwrap_or(sql)
}

/// SQLite counts parameters in the order in which they first stand in the text, PostgreSQL by their numbers: gives
/// each place's number.
fn places(statement: &Statement<'_>) -> rusqlite::Result<Vec<usize>> {
    let number = |place| statement.parameter_name(place)?.strip_prefix('$')?.parse().ok();
    let places = 1..=statement.parameter_count();
    places.map(|place| number(place).ok_or(rusqlite::Error::InvalidQuery)).collect()
}

fn bind(statement: &mut Statement<'_>, places: &[usize], values: &[Value]) -> rusqlite::Result<()> {
    for (place, number) in (1..).zip(places) {
        let value = values.get(number - 1).ok_or(rusqlite::Error::InvalidQuery)?;
        statement.raw_bind_parameter(place, value)?;
    }
    Ok(())
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Integer(number) => ValueRef::Integer(*number),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn value(from: ValueRef<'_>) -> rusqlite::Result<Value> {
    match from {
        ValueRef::Null => Ok(Value::Null),
        ValueRef::Integer(number) => Ok(Value::Integer(number)),
        ValueRef::Blob(bytes) => Ok(Value::Bytes(bytes.to_vec())),
        ValueRef::Real(_) | ValueRef::Text(_) => Err(rusqlite::Error::InvalidQuery),
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Error::Database(Box::new(error))
    }
}
