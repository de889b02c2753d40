//! What keeps the server going, and what its operator sees.

use super::{
    compaction,
    error::{Error, until_next},
    shape::*,
    sql::{Transaction, all_ids, values},
};

/// How long an invite that has expired still answers as spent: 30 days.
const SPENT: Time = 30 * 24 * 3_600_000;

/// The longest window of a counted request that is kept: a day.
const LONGEST_WINDOW: Time = 24 * 3_600_000;

pub(super) async fn count(
    tx: &mut Transaction<'_>,
    rates: &[Rate],
    now: &Time,
) -> Result<Result<(), Error>, Error> {
    let mut answer = Ok(());
    // In one order, so that two requests do not wait for each other.
    let mut rates: Vec<&Rate> = rates.iter().collect();
    rates.sort_unstable_by_key(|rate| (rate.key, rate.window));
    for rate in rates {
        let sql = "INSERT INTO rates (key, span, start, used) VALUES ($1, $2, $3, 1) ON CONFLICT (key, span) DO UPDATE \
                   SET used = CASE WHEN rates.start >= excluded.start THEN rates.used + 1 ELSE 1 END, \
                   start = CASE WHEN rates.start >= excluded.start THEN rates.start ELSE excluded.start END RETURNING used";
        let window = rate.window.max(1);
        let used = tx.number(sql, values![&rate.key, window, now - now % window]).await?;
        if used > rate.limit {
            answer = Err(until_next(window, *now));
        }
    }
    Ok(answer)
}

pub(super) async fn list_accounts(
    tx: &mut Transaction<'_>,
    after: &Option<Id>,
    limit: &u64,
) -> Result<Vec<ListedAccount>, Error> {
    let sql = "SELECT account, \
               (SELECT count(*) FROM devices WHERE devices.account = accounts.account AND revoked IS NULL), \
               (SELECT count(*) FROM members WHERE members.account = accounts.account), \
               (SELECT CAST(coalesce(sum(log_bytes + blob_bytes), 0) AS bigint) FROM members JOIN spaces ON spaces.space = members.space \
                WHERE members.account = accounts.account) \
               FROM accounts WHERE account > $1 ORDER BY account LIMIT $2";
    let after: &[u8] = after.as_ref().map_or(&[], |id| id);
    let rows = tx.rows(sql, values![after, limit]).await?;
    let listed = rows.iter().map(|row| {
        Ok(ListedAccount {
            account: row.id(0)?,
            devices: row.number(1)?,
            spaces: row.number(2)?,
            bytes: row.number(3)?,
        })
    });
    listed.collect()
}

pub(super) async fn counts(tx: &mut Transaction<'_>) -> Result<Counts, Error> {
    let spaces = "SELECT count(*), CAST(coalesce(sum(log_bytes + blob_bytes), 0) AS bigint), CAST(coalesce(sum(head - floor), 0) AS bigint) FROM spaces";
    let spaces = tx.row(spaces, values![]).await?.ok_or(Error::Broken { column: 0 })?;
    Ok(Counts {
        accounts: tx.number("SELECT count(*) FROM accounts", values![]).await?,
        spaces: spaces.number(0)?,
        bytes: spaces.number(1)?,
        entries: spaces.number(2)?,
    })
}

pub(super) async fn tidy(tx: &mut Transaction<'_>, now: &Time) -> Result<(), Error> {
    for (sql, before) in [
        ("DELETE FROM challenges WHERE expires <= $1", *now),
        ("DELETE FROM sessions WHERE expires <= $1", *now),
        ("DELETE FROM enrolments WHERE expires <= $1", *now),
        ("DELETE FROM invites WHERE expires <= $1", now.saturating_sub(SPENT)),
        ("DELETE FROM rates WHERE start <= $1", now.saturating_sub(LONGEST_WINDOW)),
    ] {
        tx.execute(sql, values![before]).await?;
    }
    let sql = "SELECT spaces.space FROM spaces JOIN snapshots ON snapshots.space = spaces.space \
               GROUP BY spaces.space, floor HAVING min(seen_seq) > floor ORDER BY spaces.space";
    for space in all_ids(&tx.rows(sql, values![]).await?)? {
        compaction::compact(tx, &space, *now).await?;
    }
    compaction::doom_orphans(tx, *now).await
}

pub(super) async fn ready(tx: &mut Transaction<'_>) -> Result<(), Error> {
    tx.row("SELECT count(*) FROM server", values![]).await.map(drop)
}
