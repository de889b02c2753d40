//! Snapshots, and the entries that nobody needs because of them.

use super::{
    error::Error,
    log,
    shape::*,
    space,
    sql::{Transaction, all_ids, values},
};

/// A device that was not here for so long reads the snapshot: 180 days.
const AWAY: Time = 180 * 24 * 3_600_000;

/// A blob of a snapshot that no snapshot has is given up after a day.
const ORPHANED: Time = 24 * 3_600_000;

/// So many snapshots are kept. A reader may be in the middle of the older one.
const KEPT: u64 = 2;

pub(super) async fn put_snapshot(
    tx: &mut Transaction<'_>,
    account: &Id,
    space: &Id,
    new: &NewSnapshot,
    now: &Time,
) -> Result<Outcome, Error> {
    let found = space::lock_as_member(tx, account, space).await?;
    let sql = "SELECT seen_seq, manifest FROM snapshots WHERE space = $1 ORDER BY seen_seq DESC LIMIT 1";
    let mut last = 0;
    if let Some(mut row) = tx.row(sql, values![space]).await? {
        last = row.number(0)?;
        if last == new.seen_seq && row.bytes(1)? == new.manifest {
            return Ok(Outcome::Same);
        }
    }
    found.writable()?;
    if new.seen_seq <= last || new.seen_seq > found.head {
        return Err(Error::Stale);
    }
    found.room_in_log(new.manifest.len() as u64, &tx.limits)?;
    insert(tx, space, new).await?;
    forget_snapshots(tx, space).await?;
    compact(tx, space, *now).await?;
    tx.wake(space);
    Ok(Outcome::New)
}

async fn insert(tx: &mut Transaction<'_>, space: &Id, new: &NewSnapshot) -> Result<(), Error> {
    let mut names = new.blobs.clone();
    names.sort_unstable();
    names.dedup();
    let sql = "SELECT size FROM blobs WHERE space = $1 AND name = $2 AND finished = 1 AND snapshot = 1";
    let found = tx.each(sql, names.iter().map(|name| values![space, name]).collect()).await?;
    let manifest = new.manifest.len() as u64;
    let mut size = manifest;
    for rows in found {
        size += rows.first().ok_or(Error::NotFound)?.number(0)?;
    }
    let sql = "SELECT written FROM entries WHERE space = $1 AND seq = $2";
    let written = tx.number(sql, values![space, new.seen_seq]).await?;
    let sql = "INSERT INTO snapshots (space, seen_seq, size, written, manifest) VALUES ($1, $2, $3, $4, $5)";
    tx.execute(sql, values![space, new.seen_seq, size, written, &new.manifest]).await?;
    let sql = "INSERT INTO snapshot_blobs (space, seen_seq, name) VALUES ($1, $2, $3)";
    tx.each(sql, names.iter().map(|name| values![space, new.seen_seq, name]).collect()).await?;
    add_log_bytes(tx, space, manifest.cast_signed()).await
}

/// All but the newest ones go, with the blobs that only they had.
async fn forget_snapshots(tx: &mut Transaction<'_>, space: &Id) -> Result<(), Error> {
    let sql = "SELECT seen_seq, length(manifest) FROM snapshots WHERE space = $1 ORDER BY seen_seq DESC";
    for row in tx.rows(sql, values![space]).await?.iter().skip(KEPT as usize) {
        let (seen_seq, manifest) = (row.number(0)?, row.number(1)?);
        let sql = "SELECT name FROM snapshot_blobs WHERE space = $1 AND seen_seq = $2 AND name NOT IN \
                   (SELECT name FROM snapshot_blobs WHERE space = $1 AND seen_seq <> $2)";
        for only in tx.rows(sql, values![space, seen_seq]).await? {
            doom(tx, space, &only.hash(0)?).await?;
        }
        let sql = "DELETE FROM snapshots WHERE space = $1 AND seen_seq = $2";
        tx.execute(sql, values![space, seen_seq]).await?;
        add_log_bytes(tx, space, -manifest.cast_signed()).await?;
    }
    Ok(())
}

/// A blob is no longer the space's, unless it is an attachment's too.
async fn doom(tx: &mut Transaction<'_>, space: &Id, name: &Hash) -> Result<(), Error> {
    let sql = "DELETE FROM blobs WHERE space = $1 AND name = $2 AND attachment = 0 RETURNING size";
    let Some(row) = tx.row(sql, values![space, name]).await? else { return Ok(()) };
    let sql = "INSERT INTO doomed (space, name, claimed) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING";
    tx.execute(sql, values![space, name]).await?;
    add_blob_bytes(tx, space, -row.number(0)?.cast_signed()).await
}

/// Blobs that came for a snapshot which then was not made, or was made of others, would fill the space for good.
pub(super) async fn doom_orphans(tx: &mut Transaction<'_>, now: Time) -> Result<(), Error> {
    const ORPHAN: &str = "attachment = 0 AND finished = 1 AND begun < $1 AND NOT EXISTS \
        (SELECT 1 FROM snapshot_blobs used WHERE used.space = blobs.space AND used.name = blobs.name)";
    let before = now.saturating_sub(ORPHANED);
    let spaces = format!("SELECT DISTINCT space FROM blobs WHERE {ORPHAN} ORDER BY space");
    for space in all_ids(&tx.rows(&spaces, values![before]).await?)? {
        // Looked at again once nobody puts a snapshot meanwhile.
        space::lock(tx, &space).await?;
        let sql = format!("SELECT name FROM blobs WHERE {ORPHAN} AND space = $2");
        for row in tx.rows(&sql, values![before, &space]).await? {
            doom(tx, &space, &row.hash(0)?).await?;
        }
    }
    Ok(())
}

/// The log has so many more bytes.
async fn add_log_bytes(tx: &mut Transaction<'_>, space: &Id, more: i64) -> Result<(), Error> {
    let sql = "UPDATE spaces SET log_bytes = log_bytes + $2 WHERE space = $1";
    tx.execute(sql, vec![space.into(), Value::Integer(more)]).await?;
    Ok(())
}

/// The blobs have so many more bytes.
pub(super) async fn add_blob_bytes(tx: &mut Transaction<'_>, space: &Id, more: i64) -> Result<(), Error> {
    let sql = "UPDATE spaces SET blob_bytes = blob_bytes + $2 WHERE space = $1";
    tx.execute(sql, vec![space.into(), Value::Integer(more)]).await?;
    Ok(())
}

pub(super) async fn snapshot(tx: &mut Transaction<'_>, account: &Id, space: &Id) -> Result<Vec<u8>, Error> {
    space::require_member(tx, account, space).await?;
    let sql = "SELECT manifest FROM snapshots WHERE space = $1 ORDER BY seen_seq DESC LIMIT 1";
    tx.row(sql, values![space]).await?.ok_or(Error::NotFound)?.bytes(0)
}

pub(super) async fn acknowledge(
    tx: &mut Transaction<'_>,
    caller: &Caller,
    space: &Id,
    seq: &u64,
    now: &Time,
) -> Result<(), Error> {
    space::require_member(tx, &caller.account, space).await?;
    let head = tx.number("SELECT head FROM spaces WHERE space = $1", values![space]).await?;
    let sql = "INSERT INTO cursors (space, device, seq) VALUES ($1, $2, $3) ON CONFLICT (space, device) DO UPDATE \
               SET seq = CASE WHEN cursors.seq > excluded.seq THEN cursors.seq ELSE excluded.seq END";
    tx.execute(sql, values![space, caller.device, (*seq).min(head)]).await?;
    compact(tx, space, *now).await
}

/// Forgets entries up to the older of the last snapshots, once no device needs them.
pub(super) async fn compact(tx: &mut Transaction<'_>, space: &Id, now: Time) -> Result<(), Error> {
    let sql = "SELECT min(seen_seq) FROM snapshots WHERE space = $1 HAVING count(*) = $2 \
               AND min(seen_seq) > (SELECT floor FROM spaces WHERE space = $1)";
    let Some(row) = tx.row(sql, values![space, KEPT]).await? else { return Ok(()) };
    let older = row.number(0)?;
    if is_needed(tx, space, older, now).await? || space::lock(tx, space).await?.floor >= older {
        return Ok(());
    }
    let floor_hash = log::log_hash_at(tx, space, older).await?;
    let sql = "SELECT CAST(sum(length(frame)) AS bigint) FROM entries WHERE space = $1 AND seq <= $2";
    let bytes = tx.number(sql, values![space, older]).await?;
    tx.execute("DELETE FROM entries WHERE space = $1 AND seq <= $2", values![space, older]).await?;
    let sql = "UPDATE spaces SET floor = $2, floor_hash = $3, log_bytes = log_bytes - $4 WHERE space = $1";
    tx.execute(sql, values![space, older, &floor_hash, bytes]).await?;
    tx.wake(space);
    Ok(())
}

/// Whether a device that was here of late has not read up to `seq`.
async fn is_needed(tx: &mut Transaction<'_>, space: &Id, seq: u64, now: Time) -> Result<bool, Error> {
    let sql = "SELECT count(*) FROM members JOIN devices ON devices.account = members.account \
               LEFT JOIN cursors ON cursors.space = members.space AND cursors.device = devices.device \
               WHERE members.space = $1 AND revoked IS NULL AND seen >= $2 AND coalesce(seq, 0) < $3";
    Ok(tx.number(sql, values![space, now.saturating_sub(AWAY), seq]).await? > 0)
}
