//! What leaves: ops of one space become an entry that is kept until it is known to have arrived.

use super::{
    EntryId, Hash, Place, author,
    author::AuthorHead,
    fixed, integer,
    ledger::{self, LedgerRecord, Way},
    number,
    picking::{Picked, pick},
    space,
    space::{find, has_reached, has_taken, move_to},
};
use crate::{Error, Store, outbox};
use cairn_replica::{Batch, DeviceId, Op, SpaceId, Stamp, decode_ops, encode_ops};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};

/// How much goes into one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most records.
    pub records: usize,
    /// About how many bytes their values may have before they are packed. One op is taken however large it is.
    pub bytes: usize,
}

/// What is to be sealed.
#[derive(Debug)]
pub struct Outgoing<'t> {
    /// The space, which all of it is of.
    pub space: SpaceId,
    /// What to say.
    pub batch: &'t Batch,
    /// The device, and the number that its entry has to have.
    pub device: DeviceId,
    /// One more than the entry before.
    pub number: u64,
    /// The hash of this device's entry before, zeros for the first.
    pub previous: Hash,
    /// The newest epoch known.
    pub epoch: u32,
    /// How much of the log was read here.
    pub seen: Place,
    /// The greatest stamp in the batch; nothing where it has no ops.
    pub greatest: Option<Stamp>,
}

/// A sealed entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Its id.
    pub entry: EntryId,
    /// The epoch whose key it was sealed with.
    pub epoch: u32,
    /// Its hash.
    pub hash: Hash,
    /// Its bytes, as they are to be sent.
    pub frame: Vec<u8>,
}

/// An entry that is not known to have arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InFlight {
    /// The space.
    pub space: SpaceId,
    /// Its id.
    pub entry: EntryId,
    /// The epoch whose key it was sealed with.
    pub epoch: u32,
    /// Its number among this device's in the space.
    pub number: u64,
    /// Its hash.
    pub hash: Hash,
    /// Its bytes.
    pub frame: Vec<u8>,
}

/// An entry has arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Acknowledged {
    /// Which.
    pub entry: EntryId,
    /// Its number in the log.
    pub seq: u64,
    /// The log hash there, when everything before was read here: the cursor moves on with it.
    pub log_hash: Option<Hash>,
}

impl Store {
    /// Takes the oldest unsent ops of one space, and what is to be told of its attachments, into an entry that `seal`
    /// makes, and keeps its bytes: all of it or nothing. None when there is nothing to send, when the space is not on a
    /// server, or when it has stopped.
    ///
    /// `seal` may say that the frame gets too large by giving none: it is asked again with half of it. An op that is too
    /// large alone is put aside as refused, under the reason `too_large`.
    ///
    /// No op of another space is ever in the batch: an outbox that says otherwise fails with [`Error::OtherSpace`].
    pub fn take_for_sending<E: From<Error>>(
        &self,
        space: SpaceId,
        limits: Limits,
        now: DateTime<Utc>,
        mut seal: impl FnMut(&Outgoing<'_>) -> Result<Option<Sealed>, E>,
    ) -> Result<Option<InFlight>, E> {
        let device = self.device();
        self.in_transaction(|connection| {
            let Some(known) = find(connection, space)? else { return Ok(None) };
            if !known.on_server || known.notice.is_some() {
                return Ok(None);
            }
            let head = last_made(connection, space, device)?;
            let mut most_ops = usize::MAX;
            loop {
                let picked = pick(connection, space, limits, most_ops)?;
                if picked.batch == Batch::default() {
                    return Ok(None);
                }
                let outgoing = Outgoing {
                    space,
                    batch: &picked.batch,
                    device,
                    number: head.number + 1,
                    previous: head.hash,
                    epoch: known.epoch,
                    seen: known.place,
                    greatest: picked.batch.ops.iter().map(|op| op.stamp).max(),
                };
                if let Some(sealed) = seal(&outgoing)? {
                    return Ok(Some(keep(connection, space, head.number + 1, sealed, &picked)?));
                }
                let ops = &picked.batch.ops;
                // A record that is sent whole is not divided.
                if ops.len() > 1 && picked.refilled.len() != 1 {
                    most_ops = ops.len() / 2;
                } else if most_ops == usize::MAX && !picked.batch.attachments.is_empty() {
                    most_ops = 1;
                } else if ops.is_empty() {
                    return Ok(None);
                } else {
                    ops.iter().try_for_each(|op| set_aside(connection, op, now))?;
                    most_ops = usize::MAX;
                }
            }
        })
    }

    /// What was sealed and is not known to have arrived, in the order of its making; at most about `bytes`, and one at
    /// least.
    pub fn in_flight(&self, space: SpaceId, bytes: usize) -> Result<Vec<InFlight>, Error> {
        self.read(|reader| {
            let mut statement = reader.connection.prepare_cached(
                "SELECT space, entry, epoch, number, hash, frame FROM sync_in_flight
                 WHERE space = ?1 AND seq IS NULL ORDER BY n",
            )?;
            let mut rows = statement.query([space.0.as_bytes()])?;
            let (mut all, mut size) = (Vec::new(), 0);
            while let Some(row) = rows.next()? {
                let entry = read(row)?;
                size += entry.frame.len();
                if size > bytes && !all.is_empty() {
                    break;
                }
                all.push(entry);
            }
            Ok(all)
        })
    }

    /// These entries are on the server: exactly their ops are sent, and the ledger says so. One that is not in flight (any
    /// more) is passed over.
    ///
    /// They are kept until the log was read as far as they are. When they are not there then, because the server has lost
    /// them in between, they are unsent again.
    pub fn acknowledged(
        &self,
        space: SpaceId,
        arrived: &[Acknowledged],
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let device = self.device();
        self.on_this_device(|connection| {
            for Acknowledged { entry, seq, log_hash } in arrived.iter().copied() {
                arrive(connection, space, device, entry, seq, now)?;
                has_reached(connection, space, seq)?;
                let Some(known) = find(connection, space)? else { continue };
                if let (Some(hash), true) = (log_hash, seq == known.place.seq + 1) {
                    move_to(connection, space, Place { seq, hash })?;
                    land(connection, space, entry)?;
                }
            }
            Ok(())
        })
    }

    /// Gives up the frames in flight of a space: their ops are unsent again, and the next [`Store::take_for_sending`]
    /// seals them anew. After a new epoch, for example.
    pub fn drop_in_flight(&self, space: SpaceId) -> Result<(), Error> {
        self.on_this_device(|connection| super::returning::return_unsent(connection, space))
    }
}

/// The last entry that this device made for a space, arrived or in flight.
fn last_made(connection: &Connection, space: SpaceId, device: DeviceId) -> Result<AuthorHead, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT number, hash FROM sync_in_flight WHERE space = ?1 AND seq IS NULL ORDER BY n DESC LIMIT 1",
    )?;
    let mut rows = statement.query([space.0.as_bytes()])?;
    match rows.next()? {
        Some(row) => {
            let (number, hash) = (number(row.get(0)?), fixed(row.get_ref(1)?)?);
            Ok(AuthorHead { device, number, hash, told: false })
        }
        None => author::head(connection, space, device),
    }
}

fn keep(
    connection: &Connection,
    space: SpaceId,
    number: u64,
    sealed: Sealed,
    picked: &Picked,
) -> Result<InFlight, Error> {
    connection
        .prepare_cached(
            "INSERT INTO sync_in_flight (space, entry, epoch, number, hash, frame, ops, state)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            space.0.as_bytes(),
            sealed.entry,
            sealed.epoch,
            integer(number),
            sealed.hash,
            sealed.frame,
            encode_ops(&picked.batch.ops),
            picked.batch.state
        ])?;
    for (record, rest) in &picked.records {
        outbox::put(connection, *record, rest)?;
    }
    super::state::no_longer_refilled(connection, &picked.refilled)?;
    super::attachment::tell(connection, space, &picked.batch.attachments, sealed.entry)?;
    let Sealed { entry, epoch, hash, frame } = sealed;
    Ok(InFlight { space, entry, epoch, number, hash, frame })
}

/// An op that fits into no entry. It is not sent, and does not hold up the others.
fn set_aside(connection: &Connection, op: &Op, now: DateTime<Utc>) -> Result<(), Error> {
    let mut entry = outbox::entry(connection, op.record)?.unwrap_or_default();
    entry.lost.retain(|lost| (lost.field, lost.stamp) != (op.field, op.stamp));
    if outbox::standing(connection, op.record, op.field)? == Some(op.stamp) {
        entry.unsent.remove(&op.field);
    }
    outbox::put(connection, op.record, &entry)?;
    super::state::no_longer_refilled(connection, &[op.record])?;
    super::refused::keep_own(connection, op, "too_large", now)
}

/// An entry in flight has become number `seq` of the log.
pub(super) fn arrive(
    connection: &Connection,
    space: SpaceId,
    device: DeviceId,
    entry: EntryId,
    seq: u64,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let mut statement = connection.prepare_cached(
        "SELECT number, hash, length(frame), ops FROM sync_in_flight
         WHERE space = ?1 AND entry = ?2 AND seq IS NULL",
    )?;
    let mut rows = statement.query(params![space.0.as_bytes(), entry])?;
    let Some(row) = rows.next()? else { return Ok(()) };
    let head = AuthorHead { device, number: number(row.get(0)?), hash: fixed(row.get_ref(1)?)?, told: false };
    let (bytes, ops) =
        (number(row.get(2)?), decode_ops(row.get_ref(3)?.as_blob().map_err(rusqlite::Error::from)?)?);
    author::keep(connection, space, head)?;
    has_taken(connection, space, &ops)?;
    let line = ledger::Line { at: now, space, way: Way::Server, entry, seq: Some(seq), bytes };
    ledger::write(connection, &line, LedgerRecord::of(&ops))?;
    connection
        .prepare_cached("UPDATE sync_in_flight SET seq = ?3, frame = x'' WHERE space = ?1 AND entry = ?2")?
        .execute(params![space.0.as_bytes(), entry, integer(seq)])?;
    Ok(())
}

/// An entry of ours was read in the log.
pub(super) fn land(connection: &Connection, space: SpaceId, entry: EntryId) -> Result<(), Error> {
    super::attachment::told(connection, space, entry)?;
    connection
        .prepare_cached("DELETE FROM sync_in_flight WHERE space = ?1 AND entry = ?2")?
        .execute(params![space.0.as_bytes(), entry])?;
    Ok(())
}

fn read(found: &rusqlite::Row<'_>) -> Result<InFlight, Error> {
    Ok(InFlight {
        space: space(found.get_ref(0)?)?,
        entry: fixed(found.get_ref(1)?)?,
        epoch: found.get(2)?,
        number: number(found.get(3)?),
        hash: fixed(found.get_ref(4)?)?,
        frame: found.get(5)?,
    })
}
