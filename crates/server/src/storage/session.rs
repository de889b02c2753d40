//! Challenges and sessions of devices.

use super::{
    error::Error,
    shape::*,
    sql::{Transaction, values},
};

pub(super) async fn put_challenge(
    tx: &mut Transaction<'_>,
    nonce: &Hash,
    account: &Id,
    device: &Device,
    expires: &Time,
) -> Result<(), Error> {
    let sql = "INSERT INTO challenges (nonce, account, device, expires) VALUES ($1, $2, $3, $4)";
    tx.execute(sql, values![nonce, account, device, expires]).await?;
    Ok(())
}

pub(super) async fn take_challenge(
    tx: &mut Transaction<'_>,
    nonce: &Hash,
    account: &Id,
    device: &Device,
    now: &Time,
) -> Result<Result<Hash, Error>, Error> {
    let sql = "DELETE FROM challenges WHERE nonce = $1 RETURNING account, device, expires";
    let Some(row) = tx.row(sql, values![nonce]).await? else { return Ok(Err(Error::Unauthorized)) };
    if row.id(0)? != *account || row.number(1)? != *device || row.number(2)? <= *now {
        return Ok(Err(Error::Unauthorized));
    }
    Ok(signing_key(tx, account, device).await?.ok_or(Error::UnknownDevice))
}

/// The signing key of a device of the account that is not revoked.
async fn signing_key(tx: &mut Transaction<'_>, account: &Id, device: &Device) -> Result<Option<Hash>, Error> {
    let sql = "SELECT signing FROM devices WHERE device = $1 AND account = $2 AND revoked IS NULL";
    tx.row(sql, values![device, account]).await?.map(|row| row.hash(0)).transpose()
}

pub(super) async fn open(
    tx: &mut Transaction<'_>,
    caller: &Caller,
    token_hash: &Hash,
    expires: &Time,
    now: &Time,
) -> Result<(), Error> {
    // Changes the device first, so that no session is opened beside its revocation.
    if touch_device(tx, caller, now).await? == 0 {
        return Err(Error::UnknownDevice);
    }
    let sql = "INSERT INTO sessions (token_hash, device, expires) VALUES ($1, $2, $3)";
    tx.execute(sql, values![token_hash, caller.device, expires]).await?;
    Ok(())
}

pub(super) async fn get(tx: &mut Transaction<'_>, token_hash: &Hash, now: &Time) -> Result<Session, Error> {
    let sql = "SELECT devices.account, devices.device, signing, seen \
               FROM sessions JOIN devices ON devices.device = sessions.device \
               WHERE token_hash = $1 AND expires > $2 AND revoked IS NULL";
    let row = tx.row(sql, values![token_hash, now]).await?.ok_or(Error::Unauthorized)?;
    Ok(Session {
        caller: Caller { account: row.id(0)?, device: row.number(1)? },
        signing: row.hash(2)?,
        seen: row.maybe_number(3)?.unwrap_or_default(),
    })
}

pub(super) async fn touch(tx: &mut Transaction<'_>, caller: &Caller, now: &Time) -> Result<(), Error> {
    touch_device(tx, caller, now).await.map(drop)
}

/// How many devices were touched: one, or none when it is not known or revoked. Being here never goes back.
async fn touch_device(tx: &mut Transaction<'_>, caller: &Caller, now: &Time) -> Result<u64, Error> {
    let sql = "UPDATE devices SET seen = CASE WHEN seen > $1 THEN seen ELSE $1 END \
               WHERE device = $2 AND account = $3 AND revoked IS NULL";
    tx.execute(sql, values![now, caller.device, &caller.account]).await
}

pub(super) async fn close(tx: &mut Transaction<'_>, token_hash: &Hash) -> Result<(), Error> {
    tx.execute("DELETE FROM sessions WHERE token_hash = $1", values![token_hash]).await?;
    Ok(())
}

pub(super) async fn close_all(tx: &mut Transaction<'_>, caller: &Caller) -> Result<u64, Error> {
    let sql = "SELECT device FROM devices WHERE device = $1 AND account = $2";
    tx.row(sql, values![caller.device, &caller.account]).await?.ok_or(Error::NotFound)?;
    tx.execute("DELETE FROM sessions WHERE device = $1", values![caller.device]).await
}
