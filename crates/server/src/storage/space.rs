//! Spaces, their epochs and their members.

use super::{
    account,
    error::Error,
    shape::*,
    sql::{Row, Transaction, all_bytes, values},
};
use cairn_protocol::SpaceKind;

/// Bytes of epoch records in one answer, so that it fits into JSON beside a packet. A record has less than 6 KiB.
const EPOCH_BYTES: usize = 256 << 10;

/// A space whose row nobody else changes until the transaction's end.
pub(super) struct Space {
    pub(super) kind: SpaceKind,
    pub(super) epoch: u32,
    pub(super) record_hash: Hash,
    pub(super) head: u64,
    pub(super) head_hash: Hash,
    pub(super) floor: u64,
    pub(super) written: u64,
    pub(super) log_bytes: u64,
    pub(super) blob_bytes: u64,
    pub(super) ended: bool,
}

impl Space {
    /// Fails when so many more bytes have no room in the log.
    pub(super) fn room_in_log(&self, more: u64, limits: &Limits) -> Result<(), Error> {
        room(self.log_bytes, more, limits.log)
    }

    /// Fails when so many more bytes have no room among the blobs. Whatever those fill, there is room for entries.
    pub(super) fn room_for_blob(&self, more: u64, limits: &Limits) -> Result<(), Error> {
        room(self.blob_bytes, more, limits.blobs)
    }

    /// Fails when it is read-only.
    pub(super) fn writable(&self) -> Result<(), Error> {
        if self.ended { Err(Error::Ended) } else { Ok(()) }
    }
}

fn room(taken: u64, more: u64, limit: u64) -> Result<(), Error> {
    let fits = taken.checked_add(more).is_some_and(|sum| sum <= limit);
    if fits { Ok(()) } else { Err(Error::Full { limit }) }
}

/// Locks the space.
pub(super) async fn lock(tx: &mut Transaction<'_>, space: &Id) -> Result<Space, Error> {
    let sql = "SELECT kind, epoch, record_hash, head, head_hash, floor, written, log_bytes, blob_bytes, ended \
               FROM spaces WHERE space = $1 FOR NO KEY UPDATE";
    let row = tx.row(sql, values![space]).await?.ok_or(Error::NotFound)?;
    Ok(Space {
        kind: kind(&row, 0)?,
        epoch: row.small(1)?,
        record_hash: row.hash(2)?,
        head: row.number(3)?,
        head_hash: row.hash(4)?,
        floor: row.number(5)?,
        written: row.number(6)?,
        log_bytes: row.number(7)?,
        blob_bytes: row.number(8)?,
        ended: row.flag(9)?,
    })
}

/// Locks the space for one of its members.
pub(super) async fn lock_as_member(
    tx: &mut Transaction<'_>,
    account: &Id,
    space: &Id,
) -> Result<Space, Error> {
    let found = lock(tx, space).await?;
    require_member(tx, account, space).await?;
    Ok(found)
}

pub(super) async fn require_member(tx: &mut Transaction<'_>, account: &Id, space: &Id) -> Result<(), Error> {
    let sql = "SELECT space FROM members WHERE space = $1 AND account = $2";
    tx.row(sql, values![space, account]).await?.map(drop).ok_or(Error::NotFound)
}

pub(super) fn kind(row: &Row, column: usize) -> Result<SpaceKind, Error> {
    match row.number(column)? {
        0 => Ok(SpaceKind::Personal),
        1 => Ok(SpaceKind::Mentorship),
        _ => Err(Error::Broken { column }),
    }
}

fn kind_number(kind: SpaceKind) -> u64 {
    match kind {
        SpaceKind::Personal => 0,
        SpaceKind::Mentorship => 1,
    }
}

pub(super) async fn create(tx: &mut Transaction<'_>, account: &Id, new: &NewSpace) -> Result<Outcome, Error> {
    let newest = new.records.last().ok_or(Error::Stale)?;
    if !newest.members.contains(account) {
        return Err(Error::NotFound);
    }
    // Nobody is made a member of a new space unasked.
    let alone = newest.members.len() == 1;
    if (new.records.len() == 1 && !alone)
        || (new.kind == SpaceKind::Personal && !(alone && new.space == *account))
    {
        return Err(Error::NotFound);
    }
    check_names(tx, new).await?;
    let sql = "INSERT INTO spaces (space, kind, epoch, record_hash, head, head_hash, floor, floor_hash, written, log_bytes, blob_bytes, \
               rotate, ended) VALUES ($1, $2, $3, $4, 0, $5, 0, $5, 0, 0, 0, 0, 0) ON CONFLICT DO NOTHING";
    let zeros = [0; 32];
    let values = values![&new.space, kind_number(new.kind), newest.number, &newest.hash, &zeros];
    if tx.execute(sql, values).await? == 0 {
        return if is_same(tx, account, new).await? {
            Ok(Outcome::Same)
        } else {
            catch_up(tx, account, new).await
        };
    }
    let mut before = (0, zeros);
    for record in &new.records {
        if (record.number, record.previous) != (before.0 + 1, before.1) {
            return Err(Error::Stale);
        }
        before = (record.number, record.hash);
        insert_record(tx, &new.space, record).await?;
    }
    set_members(tx, &new.space, newest, &new.packets).await?;
    Ok(Outcome::New)
}

/// The id of an account, also of one that was deleted, is no mentorship's. Who is registered has the identity that the
/// records say.
async fn check_names(tx: &mut Transaction<'_>, new: &NewSpace) -> Result<(), Error> {
    let sql = "SELECT number FROM statements WHERE account = $1 LIMIT 1";
    if new.kind == SpaceKind::Mentorship && tx.row(sql, values![&new.space]).await?.is_some() {
        return Err(Error::Taken);
    }
    let sql = "SELECT account FROM accounts WHERE account = $1 AND identity <> $2";
    let sets = new.identities.iter().map(|(account, identity)| values![account, identity]).collect();
    if tx.each(sql, sets).await?.iter().any(|rows| !rows.is_empty()) {
        return Err(Error::Taken);
    }
    Ok(())
}

/// A space whose newest epochs were lost, because the database is an older copy, is given them again. The last one begins
/// at the head, as every new one does; those between began in a log that is no more.
async fn catch_up(tx: &mut Transaction<'_>, account: &Id, new: &NewSpace) -> Result<Outcome, Error> {
    let found = match lock_as_member(tx, account, &new.space).await {
        Err(Error::NotFound) => return Err(Error::Taken),
        other => other?,
    };
    found.writable()?;
    let newest = new.records.last().ok_or(Error::Stale)?;
    let is_next = |pair: &[Record]| (pair[1].number, pair[1].previous) == (pair[0].number + 1, pair[0].hash);
    let known = (found.epoch as usize).checked_sub(1).and_then(|at| new.records.get(at)).map(|it| it.hash);
    if known != Some(found.record_hash) || found.kind != new.kind || !new.records.windows(2).all(is_next) {
        return Err(Error::Taken);
    }
    if newest.issuer != *account || (newest.start_seq, newest.start_hash) != (found.head, found.head_hash) {
        return Err(Error::Stale);
    }
    for record in new.records.iter().skip(found.epoch as usize) {
        insert_record(tx, &new.space, record).await?;
    }
    let before = members(tx, &new.space).await?;
    tx.execute("DELETE FROM members WHERE space = $1", values![&new.space]).await?;
    set_members(tx, &new.space, newest, &new.packets).await?;
    for member in &newest.members {
        tx.execute("DELETE FROM joins WHERE space = $1 AND account = $2", values![&new.space, member])
            .await?;
    }
    let sql = "UPDATE spaces SET epoch = $2, record_hash = $3, rotate = 0 WHERE space = $1";
    tx.execute(sql, values![&new.space, newest.number, &newest.hash]).await?;
    before.iter().for_each(|member| tx.wake(member));
    tx.wake(&new.space);
    Ok(Outcome::New)
}

/// Whether the space is there with these records, and the account may know.
async fn is_same(tx: &mut Transaction<'_>, account: &Id, new: &NewSpace) -> Result<bool, Error> {
    let found = match lock_as_member(tx, account, &new.space).await {
        Ok(found) => found,
        Err(Error::NotFound) => return Ok(false),
        Err(error) => return Err(error),
    };
    let sql = "SELECT hash FROM epochs WHERE space = $1 ORDER BY epoch";
    let rows = tx.rows(sql, values![&new.space]).await?;
    let hashes: Vec<Hash> = rows.iter().map(|row| row.hash(0)).collect::<Result<_, _>>()?;
    Ok(found.kind == new.kind
        && hashes.starts_with(&new.records.iter().map(|it| it.hash).collect::<Vec<_>>()))
}

pub(super) async fn epochs(
    tx: &mut Transaction<'_>,
    account: &Id,
    space: &Id,
    after: &u32,
) -> Result<Epochs, Error> {
    require_member(tx, account, space).await?;
    // One more than is given tells whether there are more.
    let sql = "SELECT record FROM epochs WHERE space = $1 AND epoch > $2 ORDER BY epoch LIMIT $3";
    let mut records = all_bytes(tx.rows(sql, values![space, after, tx.limits.epochs + 1]).await?)?;
    let mut bytes = 0;
    let fits = records.iter().take(tx.limits.epochs as usize).take_while(|record| {
        bytes += record.len();
        bytes <= EPOCH_BYTES
    });
    let count = fits.count();
    let more = count < records.len();
    records.truncate(count);
    if more {
        return Ok(Epochs { records, packet: None, more });
    }
    let sql = "SELECT sealed FROM packets WHERE space = $1 AND account = $2";
    let packet = tx.row(sql, values![space, account]).await?.map(|mut row| row.bytes(0)).transpose()?;
    Ok(Epochs { records, packet, more })
}

pub(super) async fn append_epoch(
    tx: &mut Transaction<'_>,
    account: &Id,
    space: &Id,
    record: &Record,
    packets: &[Packet],
) -> Result<Outcome, Error> {
    let found = lock_as_member(tx, account, space).await?;
    if (record.number, record.hash) == (found.epoch, found.record_hash) {
        return Ok(Outcome::Same);
    }
    found.writable()?;
    let ours = record.issuer == *account && record.members.contains(account);
    if !ours || (found.kind == SpaceKind::Personal && record.members.len() != 1) {
        return Err(Error::NotFound);
    }
    let continues = (record.number, record.previous) == (found.epoch + 1, found.record_hash);
    if !continues || (record.start_seq, record.start_hash) != (found.head, found.head_hash) {
        return Err(Error::Stale);
    }
    let before = members(tx, space).await?;
    let waiting =
        super::sql::all_ids(&tx.rows("SELECT account FROM joins WHERE space = $1", values![space]).await?)?;
    if !record.members.iter().all(|member| before.contains(member) || waiting.contains(member)) {
        return Err(Error::Stale);
    }
    insert_record(tx, space, record).await?;
    tx.execute("DELETE FROM members WHERE space = $1", values![space]).await?;
    set_members(tx, space, record, packets).await?;
    for member in &record.members {
        tx.execute("DELETE FROM joins WHERE space = $1 AND account = $2", values![space, member]).await?;
    }
    let sql = "UPDATE spaces SET epoch = $2, record_hash = $3, rotate = 0 WHERE space = $1";
    tx.execute(sql, values![space, record.number, &record.hash]).await?;
    // Who is out waits for news of a space that is no longer theirs.
    before.iter().for_each(|member| tx.wake(member));
    tx.wake(space);
    Ok(Outcome::New)
}

pub(super) async fn members(tx: &mut Transaction<'_>, space: &Id) -> Result<Vec<Id>, Error> {
    let sql = "SELECT account FROM members WHERE space = $1 ORDER BY account";
    super::sql::all_ids(&tx.rows(sql, values![space]).await?)
}

async fn insert_record(tx: &mut Transaction<'_>, space: &Id, record: &Record) -> Result<(), Error> {
    let sql = "INSERT INTO epochs (space, epoch, hash, record) VALUES ($1, $2, $3, $4)";
    tx.execute(sql, values![space, record.number, &record.hash, &record.bytes]).await?;
    let sql = "INSERT INTO named (space, account) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    tx.each(sql, record.members.iter().map(|member| values![space, member]).collect()).await?;
    Ok(())
}

/// The record's members with their packets, where there are none. Each is woken.
async fn set_members(
    tx: &mut Transaction<'_>,
    space: &Id,
    record: &Record,
    packets: &[Packet],
) -> Result<(), Error> {
    if record.members.len() as u64 > tx.limits.members {
        return Err(Error::Full { limit: tx.limits.members });
    }
    let sql = "INSERT INTO members (space, account) VALUES ($1, $2)";
    tx.each(sql, record.members.iter().map(|member| values![space, member]).collect()).await?;
    let sql = "INSERT INTO packets (space, account, sealed) VALUES ($1, $2, $3)";
    let theirs = packets.iter().filter(|packet| record.members.contains(&packet.account));
    tx.each(sql, theirs.map(|packet| values![space, &packet.account, &packet.sealed]).collect()).await?;
    record.members.iter().for_each(|member| tx.wake(member));
    Ok(())
}

pub(super) async fn leave(tx: &mut Transaction<'_>, account: &Id, space: &Id) -> Result<(), Error> {
    if lock(tx, space).await?.kind == SpaceKind::Personal {
        return Err(Error::NotFound);
    }
    if remove_member(tx, account, space).await? { Ok(()) } else { Err(Error::NotFound) }
}

/// Removes a member or a join from a locked space, and a space without members. Says whether there was anything to
/// remove.
pub(super) async fn remove_member(tx: &mut Transaction<'_>, account: &Id, space: &Id) -> Result<bool, Error> {
    let member =
        tx.execute("DELETE FROM members WHERE space = $1 AND account = $2", values![space, account]).await?
            > 0;
    let waited =
        tx.execute("DELETE FROM joins WHERE space = $1 AND account = $2", values![space, account]).await? > 0;
    if member {
        let sql = "DELETE FROM cursors WHERE space = $1 AND device IN (SELECT device FROM devices WHERE account = $2)";
        tx.execute(sql, values![space, account]).await?;
        if members(tx, space).await?.is_empty() {
            remove_space(tx, space).await?;
        } else {
            tx.execute("UPDATE spaces SET rotate = 1 WHERE space = $1", values![space]).await?;
        }
    }
    tx.wake(space);
    tx.wake(account);
    Ok(member || waited)
}

/// The space is gone; its blobs are doomed.
async fn remove_space(tx: &mut Transaction<'_>, space: &Id) -> Result<(), Error> {
    let sql = "SELECT account FROM joins WHERE space = $1";
    for waiting in super::sql::all_ids(&tx.rows(sql, values![space]).await?)? {
        tx.wake(&waiting);
    }
    let sql = "INSERT INTO doomed (space, name, claimed) SELECT space, name, 0 FROM blobs WHERE space = $1 ON CONFLICT DO NOTHING";
    tx.execute(sql, values![space]).await?;
    let named = tx.rows("SELECT account FROM named WHERE space = $1", values![space]).await?;
    tx.execute("DELETE FROM spaces WHERE space = $1", values![space]).await?;
    for account in super::sql::all_ids(&named)? {
        account::forget_statements(tx, &account).await?;
    }
    Ok(())
}

pub(super) async fn end(tx: &mut Transaction<'_>, account: &Id, space: &Id) -> Result<(), Error> {
    if lock_as_member(tx, account, space).await?.kind == SpaceKind::Personal {
        return Err(Error::NotFound);
    }
    tx.execute("UPDATE spaces SET ended = 1 WHERE space = $1", values![space]).await?;
    tx.wake(space);
    Ok(())
}
