//! From one version of the tables to the next, by one instance at a time.

use super::super::error::Error;
use deadpool_postgres::Client;

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
    let row = transaction.query_one("SELECT coalesce(max(number), 0) FROM migrations", &[]).await?;
    let (found, known): (i64, i64) = (row.try_get(0)?, MIGRATIONS.len() as i64);
    if found > known {
        return Err(Error::NewerVersion { found, known });
    }
    for (number, step) in (1_i64..).zip(MIGRATIONS).skip(found.cast_unsigned() as usize) {
        transaction.batch_execute(step).await?;
        transaction.execute("INSERT INTO migrations (number) VALUES ($1)", &[&number]).await?;
    }
    Ok(transaction.commit().await?)
}
