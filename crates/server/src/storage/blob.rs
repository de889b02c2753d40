//! Which blobs there are, and which contents have to go.

use super::{
    compaction::add_blob_bytes,
    error::Error,
    shape::*,
    space,
    sql::{Transaction, values},
};
use cairn_protocol::BlobPurpose;

/// A blob that is not finished after an hour is given up.
const UNFINISHED: Time = 3_600_000;

/// Who claimed doomed contents and did not remove them in ten minutes has failed.
const CLAIM: Time = 600_000;

pub(super) async fn begin(
    tx: &mut Transaction<'_>,
    account: &Id,
    blob: &BlobName,
    purpose: &BlobPurpose,
    size: &u64,
    now: &Time,
) -> Result<BlobState, Error> {
    let BlobName { space, name } = blob;
    let (attachment, snapshot) = match purpose {
        BlobPurpose::Attachment => (1_u32, 0_u32),
        BlobPurpose::Snapshot => (0, 1),
    };
    let found = space::lock_as_member(tx, account, space).await?;
    let sql = "SELECT finished FROM blobs WHERE space = $1 AND name = $2";
    if let Some(row) = tx.row(sql, values![space, name]).await? {
        let sql = "UPDATE blobs SET begun = $3, attachment = CASE WHEN $4 = 1 THEN 1 ELSE attachment END, \
                   snapshot = CASE WHEN $5 = 1 THEN 1 ELSE snapshot END WHERE space = $1 AND name = $2";
        tx.execute(sql, values![space, name, now, attachment, snapshot]).await?;
        return Ok(if row.flag(0)? { BlobState::Kept } else { BlobState::Wanted });
    }
    found.writable()?;
    found.room_for_blob(*size, &tx.limits)?;
    tx.execute("DELETE FROM doomed WHERE space = $1 AND name = $2 AND claimed = 0", values![space, name])
        .await?;
    if tx.row("SELECT name FROM doomed WHERE space = $1 AND name = $2", values![space, name]).await?.is_some()
    {
        return Err(Error::SlowDown { retry_after: 1 });
    }
    let sql = "INSERT INTO blobs (space, name, size, begun, finished, attachment, snapshot) \
               VALUES ($1, $2, $3, $4, 0, $5, $6)";
    tx.execute(sql, values![space, name, size, now, attachment, snapshot]).await?;
    add_blob_bytes(tx, space, size.cast_signed()).await?;
    Ok(BlobState::Wanted)
}

pub(super) async fn finish(tx: &mut Transaction<'_>, blob: &BlobName) -> Result<(), Error> {
    let sql = "UPDATE blobs SET finished = 1 WHERE space = $1 AND name = $2";
    let changed = tx.execute(sql, values![&blob.space, &blob.name]).await?;
    if changed == 0 { Err(Error::NotFound) } else { Ok(()) }
}

pub(super) async fn get(tx: &mut Transaction<'_>, account: &Id, blob: &BlobName) -> Result<(), Error> {
    space::require_member(tx, account, &blob.space).await?;
    let sql = "SELECT name FROM blobs WHERE space = $1 AND name = $2 AND finished = 1";
    tx.row(sql, values![&blob.space, &blob.name]).await?.map(drop).ok_or(Error::NotFound)
}

pub(super) async fn claim_doomed(
    tx: &mut Transaction<'_>,
    limit: &u64,
    now: &Time,
) -> Result<Vec<BlobName>, Error> {
    let sql = "DELETE FROM blobs WHERE finished = 0 AND begun < $1 RETURNING space, name, size";
    for row in tx.rows(sql, values![now.saturating_sub(UNFINISHED)]).await? {
        let sql = "INSERT INTO doomed (space, name, claimed) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING";
        tx.execute(sql, values![&row.id(0)?, &row.hash(1)?]).await?;
        add_blob_bytes(tx, &row.id(0)?, -row.number(2)?.cast_signed()).await?;
    }
    let sql = "UPDATE doomed SET claimed = $1 WHERE (space, name) IN \
               (SELECT space, name FROM doomed WHERE claimed < $2 ORDER BY space, name LIMIT $3) AND claimed < $2 \
               RETURNING space, name";
    let rows = tx.rows(sql, values![now, now.saturating_sub(CLAIM), limit]).await?;
    rows.iter().map(|row| Ok(BlobName { space: row.id(0)?, name: row.hash(1)? })).collect()
}

pub(super) async fn forget_doomed(tx: &mut Transaction<'_>, blobs: &[BlobName]) -> Result<(), Error> {
    let sql = "DELETE FROM doomed WHERE space = $1 AND name = $2";
    tx.each(sql, blobs.iter().map(|blob| values![&blob.space, &blob.name]).collect()).await?;
    Ok(())
}
