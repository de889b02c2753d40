//! The log of a space: pages out of it, batches onto it.

use super::{
    account,
    error::Error,
    shape::*,
    space,
    sql::{Transaction, values},
};
use std::collections::HashMap;

/// What a page adds to each frame: number and length.
const FRAMING: u64 = 12;

/// How many sizes are asked for at a time.
const ROUND: u64 = 1024;

pub(super) async fn page(
    tx: &mut Transaction<'_>,
    caller: &Caller,
    space: &Id,
    after: &u64,
    hash: &Option<Hash>,
    max_bytes: &u64,
) -> Result<Page, Error> {
    let after = *after;
    let sql = "SELECT head, floor, floor_hash FROM spaces WHERE space = $1 \
               AND EXISTS (SELECT 1 FROM members WHERE members.space = spaces.space AND account = $2)";
    let found = tx.row(sql, values![space, &caller.account]).await?.ok_or(Error::NotFound)?;
    let (head, floor) = (found.number(0)?, found.number(1)?);
    if after > head {
        return Err(Error::OtherHistory { head });
    }
    if after < floor {
        return Err(Error::Compacted { snapshot: newest_snapshot(tx, space).await? });
    }
    if let Some(theirs) = hash {
        let ours = if after == floor { found.hash(2)? } else { log_hash_at(tx, space, after).await? };
        if ours != *theirs {
            return Err(Error::OtherHistory { head });
        }
    }
    let entries = entries_after(tx, space, after, head, *max_bytes).await?;
    let sql = "SELECT seq FROM cursors WHERE space = $1 AND device = $2";
    let cursor = tx.number(sql, values![space, caller.device]).await?;
    Ok(Page { entries, head, cursor })
}

async fn newest_snapshot(tx: &mut Transaction<'_>, space: &Id) -> Result<u64, Error> {
    tx.number("SELECT max(seen_seq) FROM snapshots WHERE space = $1", values![space]).await
}

/// The log hash at an entry that is kept.
pub(super) async fn log_hash_at(tx: &mut Transaction<'_>, space: &Id, seq: u64) -> Result<Hash, Error> {
    let sql = "SELECT log_hash FROM entries WHERE space = $1 AND seq = $2";
    tx.row(sql, values![space, seq]).await?.ok_or(Error::Broken { column: 0 })?.hash(0)
}

async fn entries_after(
    tx: &mut Transaction<'_>,
    space: &Id,
    after: u64,
    head: u64,
    max_bytes: u64,
) -> Result<Vec<(u64, Vec<u8>)>, Error> {
    let last = last_that_fits(tx, space, after, head, max_bytes).await?;
    let sql = "SELECT seq, frame FROM entries WHERE space = $1 AND seq > $2 AND seq <= $3 ORDER BY seq";
    let rows = tx.rows(sql, values![space, after, last]).await?;
    rows.into_iter().map(|mut row| Ok((row.number(0)?, row.bytes(1)?))).collect()
}

/// The last entry of a page. Sizes first, so that no frame is read in vain.
async fn last_that_fits(
    tx: &mut Transaction<'_>,
    space: &Id,
    after: u64,
    head: u64,
    max_bytes: u64,
) -> Result<u64, Error> {
    let sql = "SELECT seq, length(frame) FROM entries WHERE space = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    let (mut last, mut bytes) = (after, 0);
    while last < head {
        let rows = tx.rows(sql, values![space, last, ROUND]).await?;
        if rows.is_empty() {
            return Err(Error::Broken { column: 0 });
        }
        for row in rows {
            bytes += row.number(1)? + FRAMING;
            if bytes > max_bytes && last > after {
                return Ok(last);
            }
            last = row.number(0)?;
        }
    }
    Ok(last)
}

pub(super) async fn append(
    tx: &mut Transaction<'_>,
    caller: &Caller,
    space: &Id,
    entries: &[NewEntry],
) -> Result<Appended, Error> {
    let found = space::lock_as_member(tx, &caller.account, space).await?;
    account::require_device(tx, caller).await?;
    let mut seqs = known_seqs(tx, space, entries).await?;
    let mut head = found.head;
    let mut fresh: Vec<(u64, &NewEntry)> = Vec::new();
    for entry in entries {
        match seqs.get(&entry.entry) {
            Some((_, hash)) if *hash == entry.hash => {}
            Some(_) => return Err(Error::Taken),
            None => {
                head += 1;
                seqs.insert(entry.entry, (head, entry.hash));
                fresh.push((head, entry));
            }
        }
    }
    if !fresh.is_empty() {
        found.writable()?;
        check_chain(tx, caller, space, found.epoch, &fresh).await?;
        found.room_in_log(fresh.iter().map(|(_, entry)| entry.frame.len() as u64).sum(), &tx.limits)?;
        insert(tx, caller, space, &found, &fresh).await?;
        tx.wake(space);
    }
    let seqs = entries.iter().filter_map(|entry| seqs.get(&entry.entry)).map(|(seq, _)| *seq).collect();
    Ok(Appended { seqs, head })
}

/// Number and hash of those entries that are there.
async fn known_seqs(
    tx: &mut Transaction<'_>,
    space: &Id,
    entries: &[NewEntry],
) -> Result<HashMap<Id, (u64, Hash)>, Error> {
    let sql = "SELECT seq, hash FROM entries WHERE space = $1 AND entry = $2";
    let found = tx.each(sql, entries.iter().map(|entry| values![space, &entry.entry]).collect()).await?;
    let mut known = HashMap::new();
    for (entry, rows) in entries.iter().zip(found) {
        if let Some(row) = rows.first() {
            known.insert(entry.entry, (row.number(0)?, row.hash(1)?));
        }
    }
    Ok(known)
}

/// Each entry is of the newest epoch and follows the device's one before.
async fn check_chain(
    tx: &mut Transaction<'_>,
    caller: &Caller,
    space: &Id,
    epoch: u32,
    fresh: &[(u64, &NewEntry)],
) -> Result<(), Error> {
    if fresh.iter().any(|(_, entry)| entry.epoch != epoch) {
        return Err(Error::OldEpoch { epoch });
    }
    let sql = "SELECT number, hash FROM writers WHERE space = $1 AND device = $2";
    let last = tx.row(sql, values![space, caller.device]).await?;
    let (mut number, mut hash) =
        last.map_or(Ok((0, [0; 32])), |row| Ok::<_, Error>((row.number(0)?, row.hash(1)?)))?;
    for (seq, entry) in fresh {
        if entry.number > number + 1 {
            // The device wrote entries that are not here: this is an older log.
            return Err(Error::OtherHistory { head: seq - 1 });
        }
        if entry.number <= number {
            return Err(Error::Fork { number: entry.number });
        }
        if entry.previous != hash {
            return Err(Error::Fork { number });
        }
        (number, hash) = (entry.number, entry.hash);
    }
    Ok(())
}

async fn insert(
    tx: &mut Transaction<'_>,
    caller: &Caller,
    space: &Id,
    found: &space::Space,
    fresh: &[(u64, &NewEntry)],
) -> Result<(), Error> {
    let (mut hash, mut written, mut head) = (found.head_hash, found.written, found.head);
    let mut sets = Vec::with_capacity(fresh.len());
    for (seq, entry) in fresh {
        hash = log_hash(&hash, &entry.hash);
        written += entry.frame.len() as u64;
        head = *seq;
        sets.push(values![space, seq, &entry.entry, &entry.hash, &hash, written, &entry.frame]);
    }
    let sql = "INSERT INTO entries (space, seq, entry, hash, log_hash, written, frame) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    tx.each(sql, sets).await?;
    let sql = "UPDATE spaces SET head = $2, head_hash = $3, written = $4, log_bytes = $5 WHERE space = $1";
    let bytes = found.log_bytes + written - found.written;
    tx.execute(sql, values![space, head, &hash, written, bytes]).await?;
    if let Some((_, last)) = fresh.last() {
        let sql = "INSERT INTO writers (space, device, number, hash) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (space, device) DO UPDATE SET number = excluded.number, hash = excluded.hash";
        tx.execute(sql, values![space, caller.device, last.number, &last.hash]).await?;
    }
    Ok(())
}

/// The hash of a log with one more entry: `hash(before | hash of the entry)`.
fn log_hash(before: &Hash, entry: &Hash) -> Hash {
    *blake3::Hasher::new().update(before).update(entry).finalize().as_bytes()
}
