//! Accounts, their chains of statements, and what recovers them.

use super::{
    error::Error,
    shape::*,
    sql::{Row, Transaction, all_bytes, all_ids, values},
};

/// Those whose statements an account may read: itself, everybody in the records of its spaces, and whom it shares a
/// pending join with.
pub(super) const RELATED: &str = "SELECT account FROM accounts WHERE account = $1 \
    UNION SELECT other.account FROM members mine JOIN named other ON other.space = mine.space WHERE mine.account = $1 \
    UNION SELECT waiting.account FROM members mine JOIN joins waiting ON waiting.space = mine.space WHERE mine.account = $1 \
    UNION SELECT other.account FROM joins mine JOIN members other ON other.space = mine.space WHERE mine.account = $1";

pub(super) async fn known_server_id(tx: &mut Transaction<'_>) -> Result<Option<Id>, Error> {
    tx.row("SELECT id FROM server", values![]).await?.map(|row| row.id(0)).transpose()
}

pub(super) async fn make_server_id(tx: &mut Transaction<'_>, fresh: &Id) -> Result<Id, Error> {
    tx.execute("INSERT INTO server (one, id) VALUES (1, $1) ON CONFLICT DO NOTHING", values![fresh]).await?;
    known_server_id(tx).await?.ok_or(Error::Broken { column: 0 })
}

pub(super) async fn register(
    tx: &mut Transaction<'_>,
    invite: &Id,
    token_hash: &Hash,
    account: &Id,
    statements: &[Statement],
    now: &Time,
) -> Result<Outcome, Error> {
    let known = tx
        .row(
            "SELECT token_hash, expires, withdrawn, registered, accepted FROM invites WHERE invite = $1 FOR NO KEY UPDATE",
            values![invite],
        )
        .await?;
    if lock(tx, account).await?.is_some() {
        let same = count_known(tx, account, statements).await? == statements.len();
        return if same { Ok(Outcome::Same) } else { Err(Error::Taken) };
    }
    let known = known.ok_or(Error::NotFound)?;
    if known.hash(0)? != *token_hash {
        return Err(Error::NotFound);
    }
    let used = known.maybe_id(3)?.is_some() || known.maybe_id(4)?.is_some();
    if used || known.flag(2)? || known.number(1)? <= *now {
        return Err(Error::InviteSpent);
    }
    let Some(Change::Create { identity }) = statements.first().map(|first| first.change) else {
        return Err(Error::Stale);
    };
    take_back(tx, account, statements).await?;
    tx.execute(
        "INSERT INTO accounts (account, identity, statements, newest) VALUES ($1, $2, 0, $3)",
        values![account, &identity, &[0; 32]],
    )
    .await?;
    extend(tx, account, (0, [0; 32]), statements, *now).await?;
    tx.execute("UPDATE invites SET registered = $2 WHERE invite = $1", values![invite, account]).await?;
    // A member may have been waiting for this account, on a server that is being filled anew.
    wake_with_spaces(tx, account).await?;
    Ok(Outcome::New)
}

/// The id must be free: no mentorship has it, and an account that had it and was deleted is continued by the same
/// statements and no others.
async fn take_back(tx: &mut Transaction<'_>, account: &Id, statements: &[Statement]) -> Result<(), Error> {
    if tx.row("SELECT space FROM spaces WHERE space = $1", values![account]).await?.is_some() {
        return Err(Error::Taken);
    }
    let kept = tx.number("SELECT count(*) FROM statements WHERE account = $1", values![account]).await?;
    if count_known(tx, account, statements).await? as u64 != kept {
        return Err(Error::Taken);
    }
    tx.execute("DELETE FROM statements WHERE account = $1", values![account]).await?;
    Ok(())
}

/// Statements of a deleted account that no space names any more go.
pub(super) async fn forget_statements(tx: &mut Transaction<'_>, account: &Id) -> Result<(), Error> {
    let sql = "DELETE FROM statements WHERE account = $1 AND NOT EXISTS (SELECT 1 FROM accounts WHERE account = $1) \
               AND NOT EXISTS (SELECT 1 FROM named WHERE account = $1)";
    tx.execute(sql, values![account]).await?;
    Ok(())
}

pub(super) async fn chain(tx: &mut Transaction<'_>, account: &Id) -> Result<Vec<Vec<u8>>, Error> {
    let statements = chain_after(tx, account, 0).await?;
    if statements.is_empty() { Err(Error::NotFound) } else { Ok(statements) }
}

pub(super) async fn chain_after(
    tx: &mut Transaction<'_>,
    account: &Id,
    after: u32,
) -> Result<Vec<Vec<u8>>, Error> {
    let sql = "SELECT statement FROM statements WHERE account = $1 AND number > $2 ORDER BY number";
    all_bytes(tx.rows(sql, values![account, after]).await?)
}

pub(super) async fn statements(
    tx: &mut Transaction<'_>,
    account: &Id,
    of: &Id,
    after: &u32,
) -> Result<Vec<Vec<u8>>, Error> {
    let sql =
        format!("SELECT number FROM statements WHERE account IN ({RELATED}) AND account = $2 AND number = 1");
    tx.row(&sql, values![account, of]).await?.ok_or(Error::NotFound)?;
    chain_after(tx, of, *after).await
}

pub(super) async fn append_statements(
    tx: &mut Transaction<'_>,
    account: &Id,
    authority: &Authority,
    statements: &[Statement],
    now: &Time,
) -> Result<Outcome, Error> {
    let newest = lock(tx, account).await?;
    require_authority(tx, account, authority).await?;
    let newest = newest.ok_or(Error::NotFound)?;
    let known = count_known(tx, account, statements).await?;
    let new = &statements[known..];
    if new.is_empty() {
        return Ok(Outcome::Same);
    }
    extend(tx, account, newest, new, *now).await?;
    wake_with_spaces(tx, account).await?;
    Ok(Outcome::New)
}

/// Who shows a token learns nothing of which accounts there are.
async fn require_authority(
    tx: &mut Transaction<'_>,
    account: &Id,
    authority: &Authority,
) -> Result<(), Error> {
    match authority {
        Authority::Device(device) => require_device(tx, &Caller { account: *account, device: *device }).await,
        Authority::Recovery(token_hash) => {
            let sql = "SELECT account FROM recoveries WHERE account = $1 AND token_hash = $2";
            tx.row(sql, values![account, token_hash]).await?.map(drop).ok_or(Error::Unauthorized)
        }
    }
}

/// The session may be older than the device's revocation.
pub(super) async fn require_device(tx: &mut Transaction<'_>, caller: &Caller) -> Result<(), Error> {
    let sql = "SELECT device FROM devices WHERE device = $1 AND account = $2 AND revoked IS NULL";
    let found = tx.row(sql, values![caller.device, &caller.account]).await?;
    found.map(drop).ok_or(Error::UnknownDevice)
}

/// Nobody else changes the account until the end. Gives the number and hash of its newest statement.
pub(super) async fn lock(tx: &mut Transaction<'_>, account: &Id) -> Result<Option<(u32, Hash)>, Error> {
    let sql = "SELECT statements, newest FROM accounts WHERE account = $1 FOR NO KEY UPDATE";
    let row = tx.row(sql, values![account]).await?;
    row.map(|row| Ok((row.small(0)?, row.hash(1)?))).transpose()
}

/// How many of the statements, from the first, are there already.
async fn count_known(
    tx: &mut Transaction<'_>,
    account: &Id,
    statements: &[Statement],
) -> Result<usize, Error> {
    let sql = "SELECT hash FROM statements WHERE account = $1 AND number = $2";
    let sets = statements.iter().map(|it| values![account, it.number]).collect();
    let found = tx.each(sql, sets).await?;
    let same = |(rows, statement): &(&Vec<Row>, &Statement)| {
        rows.first().is_some_and(|row| row.hash(0).is_ok_and(|hash| hash == statement.hash))
    };
    Ok(found.iter().zip(statements).take_while(same).count())
}

/// Continues the chain from its newest statement.
async fn extend(
    tx: &mut Transaction<'_>,
    account: &Id,
    newest: (u32, Hash),
    statements: &[Statement],
    now: Time,
) -> Result<(), Error> {
    let (mut number, mut hash) = newest;
    for statement in statements {
        if statement.number != number + 1 || statement.previous != hash {
            return Err(Error::Stale);
        }
        (number, hash) = (statement.number, statement.hash);
        apply(tx, account, statement, now).await?;
        tx.execute(
            "INSERT INTO statements (account, number, hash, statement) VALUES ($1, $2, $3, $4)",
            values![account, number, &hash, &statement.bytes],
        )
        .await?;
    }
    if u64::from(number) > tx.limits.statements {
        return Err(Error::Full { limit: tx.limits.statements });
    }
    let sql = "UPDATE accounts SET statements = $2, newest = $3 WHERE account = $1";
    tx.execute(sql, values![account, number, &hash]).await?;
    Ok(())
}

/// What a statement changes beside the chain.
async fn apply(
    tx: &mut Transaction<'_>,
    account: &Id,
    statement: &Statement,
    now: Time,
) -> Result<(), Error> {
    match statement.change {
        Change::Create { .. } if statement.number == 1 => Ok(()),
        Change::Create { .. } => Err(Error::Stale),
        Change::AddDevice { device, signing } => {
            let sql = "INSERT INTO devices (device, account, signing, added) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
            if tx.execute(sql, values![device, account, &signing, now]).await? == 0 {
                return Err(Error::Taken);
            }
            let sql = "SELECT count(*) FROM devices WHERE account = $1 AND revoked IS NULL";
            if tx.number(sql, values![account]).await? > tx.limits.devices {
                return Err(Error::Full { limit: tx.limits.devices });
            }
            Ok(())
        }
        Change::RevokeDevice { device } => {
            let sql =
                "UPDATE devices SET revoked = $3 WHERE device = $1 AND account = $2 AND revoked IS NULL";
            if tx.execute(sql, values![device, account, now]).await? == 0 {
                return Err(Error::Stale);
            }
            tx.execute("DELETE FROM sessions WHERE device = $1", values![device]).await?;
            // Or a thief comes back by a code of their own.
            tx.execute("DELETE FROM recoveries WHERE device = $1", values![device]).await?;
            Ok(())
        }
        Change::NewEncryption => Ok(()),
    }
}

/// Wakes the account and everybody who sees it.
pub(super) async fn wake_with_spaces(tx: &mut Transaction<'_>, account: &Id) -> Result<(), Error> {
    tx.wake(account);
    for space in spaces_of(tx, account).await? {
        tx.wake(&space);
    }
    Ok(())
}

/// The spaces that the account is a member of or waits to be let into, by id.
pub(super) async fn spaces_of(tx: &mut Transaction<'_>, account: &Id) -> Result<Vec<Id>, Error> {
    let sql = "SELECT space FROM members WHERE account = $1 UNION SELECT space FROM joins WHERE account = $1 ORDER BY space";
    all_ids(&tx.rows(sql, values![account]).await?)
}

pub(super) async fn view(tx: &mut Transaction<'_>, account: &Id) -> Result<AccountView, Error> {
    let sql = "SELECT account FROM accounts WHERE account = $1";
    tx.row(sql, values![account]).await?.ok_or(Error::NotFound)?;
    let sql = "SELECT device, added, seen, revoked FROM devices WHERE account = $1 ORDER BY added, device";
    let devices = tx.rows(sql, values![account]).await?;
    let sql = "SELECT CAST(coalesce(sum(log_bytes + blob_bytes), 0) AS bigint) FROM spaces \
               WHERE space IN (SELECT space FROM members WHERE account = $1)";
    let bytes = tx.number(sql, values![account]).await?;
    Ok(AccountView { devices: devices.iter().map(device_view).collect::<Result<_, _>>()?, bytes })
}

/// From the columns device, added, seen, revoked.
fn device_view(row: &Row) -> Result<DeviceView, Error> {
    Ok(DeviceView {
        device: row.number(0)?,
        added: row.number(1)?,
        seen: row.maybe_number(2)?,
        revoked: row.maybe_number(3)?,
    })
}

pub(super) async fn put_recovery(
    tx: &mut Transaction<'_>,
    caller: &Caller,
    new: &NewRecovery,
) -> Result<(), Error> {
    let Caller { account, device } = caller;
    let NewRecovery { locator, sealed, token_hash } = new;
    lock(tx, account).await?.ok_or(Error::NotFound)?;
    require_device(tx, caller).await?;
    let sql = "SELECT account FROM recoveries WHERE locator = $1 AND account <> $2";
    if tx.row(sql, values![locator, account]).await?.is_some() {
        return Err(Error::Taken);
    }
    let sql = "INSERT INTO recoveries (account, locator, sealed, token_hash, device) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (account) DO UPDATE SET locator = excluded.locator, sealed = excluded.sealed, \
               token_hash = excluded.token_hash, device = excluded.device";
    tx.execute(sql, values![account, locator, sealed, token_hash, device]).await?;
    Ok(())
}

pub(super) async fn recovery(tx: &mut Transaction<'_>, locator: &Id) -> Result<(Id, Vec<u8>), Error> {
    let sql = "SELECT account, sealed FROM recoveries WHERE locator = $1";
    let mut row = tx.row(sql, values![locator]).await?.ok_or(Error::NotFound)?;
    Ok((row.id(0)?, row.bytes(1)?))
}
