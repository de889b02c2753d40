//! From one version of the tables to the next, by one instance at a time.

use super::super::error::Error;
use deadpool_postgres::{Client, GenericClient};
use std::cmp::Ordering;

/// The numbered steps, from an empty database on.
const MIGRATIONS: &[&str] = &[include_str!("../../../migrations/postgres/0001_first.sql")];

/// The advisory lock that an instance holds meanwhile: "cairn" in ASCII.
const LOCK: i64 = 0x63_6169_726e;

/// Applies every pending step, all or none.
pub(super) async fn apply(client: &mut Client) -> Result<(), Error> {
    let transaction = client.transaction().await?;
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await?;
    transaction
        .batch_execute("CREATE TABLE IF NOT EXISTS migrations (number bigint NOT NULL PRIMARY KEY)")
        .await?;
    let (found, known) = (newest(&transaction).await?, MIGRATIONS.len() as i64);
    if found > known {
        return Err(Error::NewerVersion { found, known });
    }
    for (number, step) in (1_i64..).zip(MIGRATIONS).skip(found.cast_unsigned() as usize) {
        transaction.batch_execute(step).await?;
        transaction.execute("INSERT INTO migrations (number) VALUES ($1)", &[&number]).await?;
    }
    Ok(transaction.commit().await?)
}

/// Fails unless every step was applied here before. Changes nothing.
pub(super) async fn require(client: &Client, database: &str) -> Result<(), Error> {
    let row = client.query_one("SELECT to_regclass('migrations') IS NOT NULL", &[]).await?;
    if !row.try_get::<_, bool>(0)? {
        return Err(Error::Unusable(format!(
            "database \"{database}\" has no tables of a Cairn server: start a server on it first, or look at its name"
        )));
    }
    let (found, known) = (newest(client).await?, MIGRATIONS.len() as i64);
    match found.cmp(&known) {
        Ordering::Equal => Ok(()),
        Ordering::Greater => Err(Error::NewerVersion { found, known }),
        Ordering::Less => Err(Error::Unusable(format!(
            "database \"{database}\" is of an older version: start the server once, which brings it up to date"
        ))),
    }
}

/// The number of the last step that was applied; 0: none.
async fn newest(client: &impl GenericClient) -> Result<i64, Error> {
    let row = client.query_one("SELECT coalesce(max(number), 0) FROM migrations", &[]).await?;
    Ok(row.try_get(0)?)
}
