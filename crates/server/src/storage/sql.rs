//! The seam between the transactions, which are written once, and the databases that run them.
//!
//! The text of a statement is the same for all: parameters are `$1`, `$2`…, numbers are `bigint`, all else is bytes.
//! [`LOCK`] is where a row has to stand still until the end.

use super::{
    contract::Answer,
    error::Error,
    shape::{Hash, Id, Limits, Value},
    wakeups::Wakeups,
};

/// Ends a `SELECT` whose rows nobody else may change until the transaction's end. SQLite, which has one writer,
/// leaves it out.
pub(super) const LOCK: &str = " FOR NO KEY UPDATE";

/// A transaction, from outside: it may be run again from the start when it met another one.
pub(super) type Work<T> = Box<dyn for<'a, 't> Fn(&'a mut Transaction<'t>) -> Answer<'a, T> + Send + Sync>;

/// What a transaction needs of the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Sees one moment and changes nothing.
    Read,
    /// Is there for good when it is done.
    Write,
    /// May be forgotten when the machine loses its power: what would only be counted or noted again.
    Note,
}

/// A database that runs transactions.
pub(super) trait Database: Send + Sync {
    /// Runs `work` as one transaction and then wakes whom it woke.
    fn run<T: Send + 'static>(&self, mode: Mode, work: Work<T>) -> Answer<'_, T>;

    /// Runs once what cannot be run again: an export (`Read`) or an import (`Write`).
    fn run_once<T: Send + 'static>(&self, mode: Mode, work: WorkOnce<T>) -> Answer<'_, T>;

    /// See [`super::Storage::wakeups`].
    fn subscribe(&self) -> Wakeups;
}

/// A transaction that cannot be run again.
pub(super) type WorkOnce<T> = Box<dyn for<'a, 't> FnOnce(&'a mut Transaction<'t>) -> Answer<'a, T> + Send>;

/// A connection within a transaction.
pub(super) trait Sql: Send {
    /// Runs the statement for each of the sets of parameters, in order, and gives the rows of each.
    fn each<'a>(&'a mut self, sql: &'a str, sets: Vec<Vec<Value>>) -> Answer<'a, Vec<Vec<Row>>>;

    /// Runs the statement and gives the number of rows it changed.
    fn execute<'a>(&'a mut self, sql: &'a str, values: Vec<Value>) -> Answer<'a, u64>;
}

/// A transaction, from inside.
pub(super) struct Transaction<'t> {
    sql: &'t mut dyn Sql,
    /// What holds for everybody.
    pub(super) limits: Limits,
    woken: Vec<Id>,
}

impl<'t> Transaction<'t> {
    pub(super) fn new(sql: &'t mut dyn Sql, limits: Limits) -> Self {
        Self { sql, limits, woken: Vec::new() }
    }

    pub(super) async fn each(&mut self, sql: &str, sets: Vec<Vec<Value>>) -> Result<Vec<Vec<Row>>, Error> {
        if sets.is_empty() { Ok(Vec::new()) } else { self.sql.each(sql, sets).await }
    }

    pub(super) async fn rows(&mut self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>, Error> {
        Ok(self.sql.each(sql, vec![values]).await?.pop().unwrap_or_default())
    }

    /// The first row.
    pub(super) async fn row(&mut self, sql: &str, values: Vec<Value>) -> Result<Option<Row>, Error> {
        Ok(self.rows(sql, values).await?.into_iter().next())
    }

    /// The number in the first column of the first row; 0 without one.
    pub(super) async fn number(&mut self, sql: &str, values: Vec<Value>) -> Result<u64, Error> {
        self.row(sql, values).await?.map_or(Ok(0), |row| row.number(0))
    }

    /// How many rows it changed.
    pub(super) async fn execute(&mut self, sql: &str, values: Vec<Value>) -> Result<u64, Error> {
        self.sql.execute(sql, values).await
    }

    /// Who waits for news of this is woken, once the transaction is there for all to see.
    pub(super) fn wake(&mut self, id: &Id) {
        if !self.woken.contains(id) {
            self.woken.push(*id);
        }
    }

    /// Whom to wake.
    pub(super) fn into_woken(self) -> Vec<Id> {
        self.woken
    }
}

/// A row that a statement gave.
#[derive(Debug)]
pub(super) struct Row(pub(super) Vec<Value>);

impl Row {
    fn at(&self, column: usize) -> Result<&Value, Error> {
        self.0.get(column).ok_or(Error::Broken { column })
    }

    pub(super) fn maybe_number(&self, column: usize) -> Result<Option<u64>, Error> {
        match self.at(column)? {
            Value::Null => Ok(None),
            Value::Integer(number) => Ok(Some(number.cast_unsigned())),
            Value::Bytes(_) => Err(Error::Broken { column }),
        }
    }

    pub(super) fn number(&self, column: usize) -> Result<u64, Error> {
        self.maybe_number(column)?.ok_or(Error::Broken { column })
    }

    /// The number of an epoch or a statement.
    pub(super) fn small(&self, column: usize) -> Result<u32, Error> {
        self.number(column)?.try_into().map_err(|_| Error::Broken { column })
    }

    pub(super) fn flag(&self, column: usize) -> Result<bool, Error> {
        Ok(self.number(column)? != 0)
    }

    fn maybe_array<const N: usize>(&self, column: usize) -> Result<Option<[u8; N]>, Error> {
        match self.at(column)? {
            Value::Null => Ok(None),
            Value::Bytes(bytes) => {
                bytes.as_slice().try_into().map(Some).map_err(|_| Error::Broken { column })
            }
            Value::Integer(_) => Err(Error::Broken { column }),
        }
    }

    pub(super) fn maybe_id(&self, column: usize) -> Result<Option<Id>, Error> {
        self.maybe_array(column)
    }

    pub(super) fn id(&self, column: usize) -> Result<Id, Error> {
        self.maybe_array(column)?.ok_or(Error::Broken { column })
    }

    pub(super) fn hash(&self, column: usize) -> Result<Hash, Error> {
        self.maybe_array(column)?.ok_or(Error::Broken { column })
    }

    /// Takes the bytes out of the row.
    pub(super) fn bytes(&mut self, column: usize) -> Result<Vec<u8>, Error> {
        match self.0.get_mut(column) {
            Some(Value::Bytes(bytes)) => Ok(std::mem::take(bytes)),
            _ => Err(Error::Broken { column }),
        }
    }
}

/// The first column of each, which is bytes.
pub(super) fn all_bytes(rows: Vec<Row>) -> Result<Vec<Vec<u8>>, Error> {
    rows.into_iter().map(|mut row| row.bytes(0)).collect()
}

/// The first column of each, which is an id.
pub(super) fn all_ids(rows: &[Row]) -> Result<Vec<Id>, Error> {
    rows.iter().map(|row| row.id(0)).collect()
}

/// Parameters of a statement, in order.
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::storage::shape::Value::from($value)),*] };
}
pub(super) use values;

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Value::Integer(number.cast_signed())
    }
}

impl From<&u64> for Value {
    fn from(number: &u64) -> Self {
        (*number).into()
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Value::Integer(number.into())
    }
}

impl From<&u32> for Value {
    fn from(number: &u32) -> Self {
        (*number).into()
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Value::Bytes(bytes.to_vec())
    }
}

impl From<&Vec<u8>> for Value {
    fn from(bytes: &Vec<u8>) -> Self {
        Value::Bytes(bytes.clone())
    }
}

impl<const N: usize> From<&[u8; N]> for Value {
    fn from(bytes: &[u8; N]) -> Self {
        Value::Bytes(bytes.to_vec())
    }
}

impl From<&Option<Id>> for Value {
    fn from(maybe: &Option<Id>) -> Self {
        maybe.as_ref().map_or(Value::Null, Value::from)
    }
}
