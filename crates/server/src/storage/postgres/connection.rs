//! A connection to PostgreSQL within a transaction.

use super::{
    super::{
        contract::Answer,
        error::Error,
        shape::{Limits, Value},
        sql::{Mode, Row, Sql, Transaction},
    },
    Client,
    listening::{CHANNEL, payload},
};
use futures_util::future::try_join_all;
use std::error::Error as StdError;
use tokio_postgres::{
    IsolationLevel,
    types::{FromSql, IsNull, ToSql, Type, private::BytesMut, to_sql_checked},
};

/// Runs one transaction, and tells all instances what it woke. One that is dropped in the middle is rolled back.
pub(super) async fn attempt<T>(
    client: &mut Client,
    mode: Mode,
    limits: Limits,
    work: impl for<'a, 't> FnOnce(&'a mut Transaction<'t>) -> Answer<'a, T>,
) -> Result<T, Error> {
    let builder = client.build_transaction();
    let begun = match mode {
        // One moment, for all of its statements.
        Mode::Read => builder.isolation_level(IsolationLevel::RepeatableRead).read_only(true).start().await?,
        Mode::Write | Mode::Note => builder.isolation_level(IsolationLevel::ReadCommitted).start().await?,
    };
    if mode == Mode::Note {
        begun.batch_execute("SET LOCAL synchronous_commit = off").await?;
    }
    let mut running = Running(&begun);
    let mut transaction = Transaction::new(&mut running, limits);
    let output = work(&mut transaction).await;
    let woken = transaction.into_woken();
    match output {
        Ok(output) => {
            notify(&begun, &woken.iter().map(payload).collect::<Vec<_>>()).await?;
            begun.commit().await?;
            Ok(output)
        }
        Err(error) => {
            begun.rollback().await?;
            Err(error)
        }
    }
}

async fn notify(begun: &deadpool_postgres::Transaction<'_>, payloads: &[String]) -> Result<(), Error> {
    if !payloads.is_empty() {
        let statement =
            begun.prepare_cached("SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload").await?;
        begun.execute(&statement, &[&CHANNEL, &payloads]).await?;
    }
    Ok(())
}

struct Running<'c, 't>(&'c deadpool_postgres::Transaction<'t>);

impl Sql for Running<'_, '_> {
    /// All sets are on their way before the first answer is back.
    fn each<'a>(&'a mut self, sql: &'a str, sets: Vec<Vec<Value>>) -> Answer<'a, Vec<Vec<Row>>> {
        Box::pin(async move {
            let statement = self.0.prepare_cached(sql).await?;
            let (statement, begun) = (&statement, self.0);
            let answers = sets.iter().map(|set| {
                let parameters = parameters(set);
                async move { begun.query(statement, &parameters).await }
            });
            let answers = try_join_all(answers).await?;
            answers.iter().map(|rows| rows.iter().map(row).collect()).collect()
        })
    }

    fn execute<'a>(&'a mut self, sql: &'a str, values: Vec<Value>) -> Answer<'a, u64> {
        Box::pin(async move {
            let statement = self.0.prepare_cached(sql).await?;
            Ok(self.0.execute(&statement, &parameters(&values)).await?)
        })
    }
}

fn parameters(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

fn row(from: &tokio_postgres::Row) -> Result<Row, Error> {
    let values = (0..from.len()).map(|column| from.try_get(column)).collect::<Result<_, _>>()?;
    Ok(Row(values))
}

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            // A parameter beside a small number in the text is taken for a small one.
            Value::Integer(number) if *kind == Type::INT4 => i32::try_from(*number)?.to_sql(kind, out),
            Value::Integer(number) => number.to_sql(kind, out),
            Value::Bytes(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT4 | Type::INT8 | Type::BYTEA)
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        match *kind {
            Type::INT4 => Ok(Value::Integer(i32::from_sql(kind, raw)?.into())),
            Type::INT8 => Ok(Value::Integer(i64::from_sql(kind, raw)?)),
            _ => Ok(Value::Bytes(raw.to_vec())),
        }
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Value::Null)
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT4 | Type::INT8 | Type::BYTEA)
    }
}
