//! Reading. Where a record may be seen is in its type.
//!
//! A [`Reader`] gives three views. [`Reader::personal`] gives [`Private`] records, [`Reader::mentorship`] gives
//! [`Shared`] ones, and [`Reader::anywhere`], for the person's own screens, gives [`Placed`] ones that say where they
//! live. What leaves the device takes `Shared` alone, and only the store can make one:
//!
//! ```compile_fail,E0308
//! use cairn_domain::Note;
//! use cairn_store::{Private, Shared};
//!
//! fn send_to_partner(note: &Shared<Note>) {}
//!
//! fn leak(note: &Private<Note>) {
//!     send_to_partner(note);
//! }
//! ```
//!
//! ```compile_fail,E0423
//! let shared = cairn_store::Shared("not from the store");
//! ```
//!
//! The first of these is refused for that reason alone:
//!
//! ```
//! use cairn_domain::Note;
//! use cairn_store::{Private, Shared};
//!
//! fn send_to_partner(note: &Shared<Note>) {}
//!
//! fn send(note: &Shared<Note>) {
//!     send_to_partner(note);
//! }
//! ```

use crate::{Error, column::Column, row, table::Record};
use cairn_domain::{AccountId, MentorshipId, Space};
use cairn_replica::{DeviceId, SpaceId, Value};
use chrono::{DateTime, Utc};
use rusqlite::Connection;
use std::{fmt::Write as _, marker::PhantomData, ops::Deref};
use uuid::Uuid;

/// A record of the person's own space. Nobody else may ever see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Private<T>(Placed<T>);

/// A record of a mentorship's space, which its members see.
#[derive(Debug, Clone, PartialEq)]
pub struct Shared<T>(Placed<T>);

/// A record and where it lives.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed<T> {
    /// Where it lives.
    pub space: Space,
    /// When it was last changed, anywhere.
    pub changed_at: DateTime<Utc>,
    /// The record.
    pub record: T,
}

macro_rules! wrapper {
    ($($name:ident)+) => { $(
        impl<T> Deref for $name<T> {
            type Target = T;
            fn deref(&self) -> &T { &self.0.record }
        }

        impl<T> $name<T> {
            /// The record alone.
            pub fn into_inner(self) -> T { self.0.record }
            /// Where it lives.
            pub fn space(&self) -> Space { self.0.space }
            /// When it was last changed, anywhere.
            pub fn changed_at(&self) -> DateTime<Utc> { self.0.changed_at }
        }
    )+ };
}

wrapper! { Private Shared }

impl<T> Deref for Placed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.record
    }
}

impl<T> std::ops::DerefMut for Placed<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.record
    }
}

/// Which spaces a view shows, and as what.
pub trait Sight {
    /// What it shows a record as.
    type Of<T>;
    /// Wraps what was read.
    fn show<T>(placed: Placed<T>) -> Self::Of<T>;
}

/// The personal space.
#[derive(Debug)]
pub struct InPersonal;
/// One mentorship's space.
#[derive(Debug)]
pub struct InMentorship;
/// Every space.
#[derive(Debug)]
pub struct Anywhere;

impl Sight for InPersonal {
    type Of<T> = Private<T>;
    fn show<T>(placed: Placed<T>) -> Private<T> {
        Private(placed)
    }
}

impl Sight for InMentorship {
    type Of<T> = Shared<T>;
    fn show<T>(placed: Placed<T>) -> Shared<T> {
        Shared(placed)
    }
}

impl Sight for Anywhere {
    type Of<T> = Placed<T>;
    fn show<T>(placed: Placed<T>) -> Placed<T> {
        placed
    }
}

/// One consistent state of the store, to read from.
pub struct Reader<'c> {
    pub(crate) connection: &'c Connection,
    pub(crate) account: AccountId,
    pub(crate) devices: &'c [DeviceId],
}

impl<'c> Reader<'c> {
    /// The person's own space.
    pub fn personal(&self) -> View<'c, InPersonal> {
        self.view(Some(SpaceId(self.account.0)))
    }

    /// What the members of a mentorship share. The personal space's id gives nothing here.
    pub fn mentorship(&self, id: MentorshipId) -> View<'c, InMentorship> {
        View { is_empty: id.0 == self.account.0, ..self.view(Some(SpaceId(id.0))) }
    }

    /// Everything the person may see.
    pub fn anywhere(&self) -> View<'c, Anywhere> {
        self.view(None)
    }

    /// The person's account, which names the personal space.
    pub fn account(&self) -> AccountId {
        self.account
    }

    fn view<S: Sight>(&self, space: Option<SpaceId>) -> View<'c, S> {
        View {
            connection: self.connection,
            account: self.account,
            space,
            is_empty: false,
            sight: PhantomData,
        }
    }
}

/// What can be seen from one place.
pub struct View<'c, S> {
    connection: &'c Connection,
    account: AccountId,
    space: Option<SpaceId>,
    is_empty: bool,
    sight: PhantomData<S>,
}

impl<'c, S: Sight> View<'c, S> {
    /// A record that is not deleted.
    pub fn get<T: Record>(&self, id: T::Id) -> Result<Option<S::Of<T>>, Error> {
        let id: Uuid = id.into();
        let mut query = self.select::<T>();
        query.condition("id", "=", Value::Bytes(id.as_bytes().into()));
        query.first()
    }

    /// Every record of a kind, the oldest first.
    pub fn all<T: Record>(&self) -> Result<Vec<S::Of<T>>, Error> {
        self.select().list()
    }

    /// The records whose column holds `value`, the oldest first.
    pub fn with<T: Record>(&self, column: &str, value: impl Column) -> Result<Vec<S::Of<T>>, Error> {
        self.select().with(column, value).list()
    }

    /// Begins a query.
    pub fn select<T: Record>(&self) -> Query<'c, T, S> {
        let mut query = Query {
            connection: self.connection,
            account: self.account,
            conditions: " WHERE deleted = 0".into(),
            parameters: Vec::new(),
            order: String::new(),
            skip: 0,
            limit: if self.is_empty { Some(0) } else { None },
            mistake: None,
            shape: PhantomData,
        };
        if let Some(space) = self.space {
            query.condition("space", "=", Value::Bytes(space.0.as_bytes().into()));
        }
        query
    }
}

/// A query of one kind of record. Deleted records are never found. A column that does not exist fails when it is run.
#[must_use = "a query finds nothing until it is run"]
pub struct Query<'c, T, S> {
    connection: &'c Connection,
    account: AccountId,
    conditions: String,
    parameters: Vec<Value>,
    order: String,
    skip: u32,
    limit: Option<u32>,
    mistake: Option<Error>,
    shape: PhantomData<(T, S)>,
}

impl<T: Record, S: Sight> Query<'_, T, S> {
    /// Whose column holds `value`; `None` finds those that hold nothing.
    pub fn with(self, column: &str, value: impl Column) -> Self {
        self.compare(column, "IS", &value)
    }

    /// Whose column is `value` or more.
    pub fn at_least(self, column: &str, value: impl Column) -> Self {
        self.compare(column, ">=", &value)
    }

    /// Whose column is less than `value`.
    pub fn below(self, column: &str, value: impl Column) -> Self {
        self.compare(column, "<", &value)
    }

    /// Whose column is more than `mark` where the column `of` holds `value`; where it holds anything else, all of them.
    pub fn past(mut self, column: &str, mark: impl Column, of: &str, value: impl Column) -> Self {
        if self.knows(column) && self.knows(of) {
            self.parameters.extend([value.to_value(), mark.to_value()]);
            let n = self.parameters.len();
            let _ = write!(self.conditions, " AND (\"{of}\" IS NOT ?{} OR \"{column}\" > ?{n})", n - 1);
        }
        self
    }

    /// Smallest first by this column; then by the columns named after it.
    pub fn by(self, column: &str) -> Self {
        self.sort(column, "ASC")
    }

    /// Greatest first by this column.
    pub fn by_greatest(self, column: &str) -> Self {
        self.sort(column, "DESC")
    }

    /// All but the first `count` of them.
    pub fn skip(mut self, count: u32) -> Self {
        self.skip += count;
        self
    }

    /// At most `count` of them.
    pub fn limit(mut self, count: u32) -> Self {
        self.limit = Some(self.limit.map_or(count, |limit| limit.min(count)));
        self
    }

    /// Runs it.
    pub fn list(self) -> Result<Vec<S::Of<T>>, Error> {
        let limit = self.limit.map_or(-1, i64::from);
        let order =
            if self.order.is_empty() { " ORDER BY id".to_owned() } else { format!("{}, id", self.order) };
        let sql = format!(
            "{}{}{order} LIMIT {limit} OFFSET {}",
            row::sql(T::TABLE).select,
            self.conditions,
            self.skip
        );
        let mut found = Vec::new();
        self.run(&sql, |row| {
            let row = row::read(T::TABLE, row)?;
            // A record that cannot be read yet waits for the rest of its fields.
            if let Some(record) = T::from_values(row.id.0, &row.values(T::TABLE)) {
                let millis = row.state.fields().map(|(_, stamp, _)| stamp.millis).max().unwrap_or_default();
                let changed_at = i64::try_from(millis).ok().and_then(DateTime::from_timestamp_millis);
                let space = space_of(row.space, self.account);
                found.push(S::show(Placed { space, changed_at: changed_at.unwrap_or_default(), record }));
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// Runs it for the first one.
    pub fn first(self) -> Result<Option<S::Of<T>>, Error> {
        Ok(self.limit(1).list()?.into_iter().next())
    }

    /// How many there are, of all that a limit or a skip would leave out too.
    pub fn count(self) -> Result<u32, Error> {
        if self.limit == Some(0) {
            return Ok(0);
        }
        let sql = format!("SELECT count(*) FROM {}{}", T::TABLE.name, self.conditions);
        let mut count = 0;
        self.run(&sql, |row| {
            count = row.get(0)?;
            Ok(())
        })?;
        Ok(count)
    }

    fn run(
        &self,
        sql: &str,
        mut each: impl FnMut(&rusqlite::Row<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if let Some(Error::NoSuchColumn { kind, column }) = &self.mistake {
            return Err(Error::NoSuchColumn { kind, column: column.clone() });
        }
        let mut statement = self.connection.prepare_cached(sql)?;
        for (n, parameter) in self.parameters.iter().enumerate() {
            statement.raw_bind_parameter(n + 1, row::bind(parameter))?;
        }
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            each(row)?;
        }
        Ok(())
    }

    fn compare(mut self, column: &str, operator: &str, value: &impl Column) -> Self {
        if self.knows(column) {
            self.condition(&format!("\"{column}\""), operator, value.to_value());
        }
        self
    }

    fn sort(mut self, column: &str, direction: &str) -> Self {
        if self.knows(column) {
            let start = if self.order.is_empty() { " ORDER BY" } else { "," };
            let _ = write!(self.order, "{start} \"{column}\" {direction}");
        }
        self
    }

    fn knows(&mut self, column: &str) -> bool {
        let known = T::TABLE.column(column).is_some();
        if !known {
            self.mistake = Some(Error::NoSuchColumn { kind: T::TABLE.name, column: column.to_owned() });
        }
        known
    }
}

impl<T, S> Query<'_, T, S> {
    fn condition(&mut self, column: &str, operator: &str, value: Value) {
        self.parameters.push(value);
        let _ = write!(self.conditions, " AND {column} {operator} ?{}", self.parameters.len());
    }
}

/// The space with this id, as this person sees it.
pub(crate) fn space_of(space: SpaceId, account: AccountId) -> Space {
    if space.0 == account.0 { Space::Personal(account) } else { Space::Mentorship(MentorshipId(space.0)) }
}
