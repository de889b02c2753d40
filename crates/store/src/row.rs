//! A record as its row keeps it.
//!
//! Columns hold the values, `clock` the stamp of every field, and `extra` what columns cannot hold: fields that a newer
//! version wrote, and values of a kind that the column does not have.

use crate::{
    Error,
    column::Kind,
    table::{TABLES, Table},
};
use cairn_replica::{
    Collection, FieldId, Op, RecordId, RecordRef, RecordState, SpaceId, Stamp, Value, decode_ops, encode_ops,
    pack_clock, unpack_clock,
};
use rusqlite::{
    CachedStatement, Connection, OptionalExtension,
    types::{ToSqlOutput, Value as SqlValue, ValueRef},
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::OnceLock,
};
use uuid::Uuid;

/// A row, read.
pub(crate) struct Row {
    pub(crate) id: RecordId,
    pub(crate) space: SpaceId,
    pub(crate) state: RecordState,
    /// Fields whose values are in columns that only a newer version knows. Their stamps are kept, and nothing else.
    beyond: BTreeSet<FieldId>,
}

impl Row {
    /// A record of which nothing is known yet.
    pub(crate) fn new(record: RecordRef) -> Row {
        Row { id: record.id, space: record.space, state: RecordState::default(), beyond: BTreeSet::new() }
    }

    /// Whether a field's value is in a column that this version does not know.
    pub(crate) fn is_beyond(&self, field: FieldId) -> bool {
        self.beyond.contains(&field)
    }

    /// The values in the order of the table's fields.
    pub(crate) fn values(&self, table: &Table) -> Vec<Value> {
        let value = |field: &crate::table::Field| match self.state.get(field.id) {
            Some((_, value)) if field.kind.holds(value) => value.clone(),
            _ => Value::Null,
        };
        table.fields.iter().map(value).collect()
    }
}

/// The statements of a table that never change.
pub(crate) struct Sql {
    /// Ends where a condition follows.
    pub(crate) select: String,
    by_id: String,
    clock: String,
    insert: String,
}

/// The statements of `table`.
pub(crate) fn sql(table: &Table) -> &'static Sql {
    static ALL: OnceLock<HashMap<Collection, Sql>> = OnceLock::new();
    let all = ALL.get_or_init(|| TABLES.iter().map(|table| (table.collection, statements(table))).collect());
    &all[&table.collection]
}

fn statements(table: &Table) -> Sql {
    let columns: String = table.fields.iter().map(|field| format!(", \"{}\"", field.column)).collect();
    let places: String = (0..table.fields.len()).map(|n| format!(", ?{}", n + 6)).collect();
    let select = format!("SELECT id, space, deleted, clock, extra{columns} FROM {}", table.name);
    Sql {
        by_id: format!("{select} WHERE id = ?1"),
        clock: format!("SELECT clock FROM {} WHERE id = ?1 AND space = ?2", table.name),
        select,
        insert: format!(
            "INSERT INTO {} (id, space, deleted, clock, extra{columns}) VALUES (?1, ?2, ?3, ?4, ?5{places})",
            table.name
        ),
    }
}

/// The row of a record, deleted or not.
pub(crate) fn load(
    connection: &Connection,
    table: &'static Table,
    id: RecordId,
) -> Result<Option<Row>, Error> {
    let mut statement = connection.prepare_cached(&sql(table).by_id)?;
    statement.query_row([id.0.as_bytes()], |row| Ok(read(table, row))).optional()?.transpose()
}

/// The stamps of a record's fields; none where it is not there or lives elsewhere.
pub(crate) fn clock(
    connection: &Connection,
    table: &'static Table,
    record: RecordRef,
) -> Result<Option<Vec<(FieldId, Stamp)>>, Error> {
    let mut statement = connection.prepare_cached(&sql(table).clock)?;
    let mut rows = statement.query((record.id.0.as_bytes(), record.space.0.as_bytes()))?;
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some(unpack_clock(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?))
}

/// Reads a row of [`Sql::select`].
pub(crate) fn read(table: &Table, row: &rusqlite::Row<'_>) -> Result<Row, Error> {
    let clock = unpack_clock(row.get_ref(3)?.as_blob().map_err(rusqlite::Error::from)?)?;
    let mut extra: BTreeMap<FieldId, Value> = match row.get_ref(4)? {
        ValueRef::Blob(bytes) => decode_ops(bytes)?.into_iter().map(|op| (op.field, op.value)).collect(),
        _ => BTreeMap::new(),
    };
    let mut beyond = BTreeSet::new();
    let mut fields = Vec::with_capacity(clock.len());
    for (field, stamp) in clock {
        let value = if let Some(value) = extra.remove(&field) {
            value
        } else if field == FieldId::DELETED {
            Value::Bool(row.get(2)?)
        } else if let Some((index, known)) = table.field(field) {
            read_value(row.get_ref(index + 5)?, known.kind)
        } else {
            beyond.insert(field);
            Value::Null
        };
        fields.push((field, stamp, value));
    }
    Ok(Row {
        id: RecordId(uuid(row.get_ref(0)?)?),
        space: SpaceId(uuid(row.get_ref(1)?)?),
        state: RecordState::from_fields(fields),
        beyond,
    })
}

/// The id in a column.
pub(crate) fn uuid(value: ValueRef<'_>) -> Result<Uuid, Error> {
    let bytes = value.as_blob().map_err(rusqlite::Error::from)?;
    Uuid::from_slice(bytes).map_err(|_| Error::Damaged("an id does not have 16 bytes".into()))
}

/// The stamp in a column.
pub(crate) fn stamp(value: ValueRef<'_>) -> Result<Stamp, Error> {
    let bytes = value.as_blob().map_err(rusqlite::Error::from)?;
    bytes
        .try_into()
        .map(Stamp::from_bytes)
        .map_err(|_| Error::Damaged("a stamp does not have 16 bytes".into()))
}

fn read_value(value: ValueRef<'_>, kind: Kind) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) if kind == Kind::Bool => Value::Bool(number != 0),
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.into()),
    }
}

/// A value as a parameter of a statement.
pub(crate) fn bind(value: &Value) -> ToSqlOutput<'_> {
    match value {
        Value::Null => ToSqlOutput::Owned(SqlValue::Null),
        Value::Bool(yes) => ToSqlOutput::Owned(SqlValue::Integer(i64::from(*yes))),
        Value::Int(number) => ToSqlOutput::Owned(SqlValue::Integer(*number)),
        Value::Real(number) => ToSqlOutput::Owned(SqlValue::Real(*number)),
        Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        Value::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
    }
}

/// Writes a row that is not there yet.
pub(crate) fn insert(connection: &Connection, table: &'static Table, row: &Row) -> Result<(), Error> {
    let mut statement = connection.prepare_cached(&sql(table).insert)?;
    bind_common(&mut statement, table, row)?;
    for (index, value) in row.values(table).iter().enumerate() {
        statement.raw_bind_parameter(index + 6, bind(value))?;
    }
    statement.raw_execute()?;
    Ok(())
}

/// Writes the `changed` fields of a row that is there.
pub(crate) fn update(
    connection: &Connection,
    table: &'static Table,
    row: &mut Row,
    changed: &[FieldId],
) -> Result<(), Error> {
    changed.iter().for_each(|field| {
        row.beyond.remove(field);
    });
    let known: Vec<_> = table.fields.iter().filter(|field| changed.contains(&field.id)).collect();
    let columns: String =
        known.iter().enumerate().map(|(n, field)| format!(", \"{}\" = ?{}", field.column, n + 6)).collect();
    let sql = format!(
        "UPDATE {} SET deleted = ?3, clock = ?4, extra = ?5{columns} WHERE id = ?1 AND space = ?2",
        table.name
    );
    let mut statement = connection.prepare_cached(&sql)?;
    bind_common(&mut statement, table, row)?;
    for (n, field) in known.iter().enumerate() {
        let value = row.state.get(field.id).map_or(&Value::Null, |(_, value)| value);
        let value = if field.kind.holds(value) { value } else { &Value::Null };
        statement.raw_bind_parameter(n + 6, bind(value))?;
    }
    statement.raw_execute()?;
    Ok(())
}

fn bind_common(statement: &mut CachedStatement<'_>, table: &Table, row: &Row) -> Result<(), Error> {
    let clock: Vec<_> = row.state.fields().map(|(field, stamp, _)| (field, stamp)).collect();
    statement.raw_bind_parameter(1, row.id.0.as_bytes())?;
    statement.raw_bind_parameter(2, row.space.0.as_bytes())?;
    statement.raw_bind_parameter(3, row.state.is_deleted())?;
    statement.raw_bind_parameter(4, pack_clock(&clock))?;
    statement.raw_bind_parameter(5, extra(table, row))?;
    Ok(())
}

/// What columns cannot hold.
fn extra(table: &Table, row: &Row) -> Option<Vec<u8>> {
    let fits = |field: FieldId, value: &Value| match table.field(field) {
        _ if field == FieldId::DELETED => matches!(value, Value::Bool(_)),
        Some((_, known)) => known.kind.holds(value),
        None => row.beyond.contains(&field),
    };
    let record = RecordRef { space: row.space, collection: table.collection, id: row.id };
    let ops: Vec<Op> = row
        .state
        .fields()
        .filter(|(field, _, value)| !fits(*field, value))
        .map(|(field, stamp, value)| Op { record, field, value: value.clone(), stamp, base: None })
        .collect();
    if ops.is_empty() { None } else { Some(encode_ops(&ops)) }
}
