//! Stamping anew: after the clock of this device ran ahead, and under a new device id.

use super::returning::return_all_unsent;
use crate::{
    Error, Store, outbox, row,
    store::{Stamping, millis},
    table::{TABLES, Table},
};
use cairn_replica::{
    DeviceId, HybridClock, Op, RecordId, RecordRef, RecordState, SpaceId, Stamp, decode_ops, encode_ops,
    unpack_clock,
};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};

/// What [`Store::restamp`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Restamped {
    /// How many writes have other stamps now.
    pub writes: usize,
}

impl Store {
    /// Gives every write of this profile that is stamped later than `limit` a stamp from `now` on, in the order they had:
    /// rows, outbox, history and the steps of undo. The clock goes back with them. Entries in flight are given up, and
    /// their ops are unsent again.
    ///
    /// For a server that refuses stamps so far ahead: none that it has taken is later than its `limit`, and so nobody has
    /// heard of the stamps that change. Writes of others are left as they are, except where this device is to send
    /// them whole because a server has lost them: they go out as its own.
    pub fn restamp(&self, limit: DateTime<Utc>, now: DateTime<Utc>) -> Result<Restamped, Error> {
        let limit = millis(limit);
        self.change_stamps(|connection, devices| {
            return_all_unsent(connection)?;
            let found = Found::read(connection, devices, limit)?;
            let start = found.latest.max(millis(now));
            let present = devices.last().copied().unwrap_or(DeviceId(0));
            let mut clock = HybridClock::new(
                present,
                Some(Stamp { millis: start, counter: found.counter(start), device: present }),
            );
            let is_ours = |stamp: &Stamp| devices.contains(&stamp.device);
            let mut renamed = BTreeMap::new();
            for stamp in &found.ahead {
                let new = clock.tick(start);
                let device = if found.adopted.contains(stamp) { present } else { stamp.device };
                renamed.insert(*stamp, Stamp { device, ..new });
            }
            let renaming = Renaming { all: &renamed, is_ours: &is_ours };
            for record in &found.records {
                rename_row(connection, *record, &renaming, found.refilled.contains(record))?;
            }
            rename_outbox(connection, &renaming)?;
            rename_history(connection, &renaming)?;
            Ok(Stamping { device: present, last: clock.last(), renamed })
        })
        .map(|writes| Restamped { writes })
    }

    /// Writes as `device` from now on: because this copy of the profile is not the only one of the old id. Entries in flight
    /// are given up, and their ops are unsent again. The stamps that were given out stay.
    pub fn take_new_device(&self, device: DeviceId) -> Result<(), Error> {
        self.change_stamps(|connection, devices| {
            return_all_unsent(connection)?;
            if devices.last() != Some(&device) {
                crate::store::add_device(connection, device)?;
            }
            let last =
                crate::store::last_stamp(connection)?.unwrap_or(Stamp { millis: 0, counter: 0, device });
            Ok(Stamping { device, last: Stamp { device, ..last }, renamed: BTreeMap::new() })
        })
        .map(drop)
    }
}

/// The stamps in a file that are too far ahead.
#[derive(Default)]
struct Found {
    /// All that get another one.
    ahead: BTreeSet<Stamp>,
    /// Those of others that become this device's.
    adopted: BTreeSet<Stamp>,
    /// The records whose rows hold some.
    records: BTreeSet<RecordRef>,
    /// The records that are to be sent whole.
    refilled: BTreeSet<RecordRef>,
    /// The latest time that is not too far ahead, in milliseconds, and the greatest counter in it.
    latest: u64,
    latest_counter: u16,
}

impl Found {
    fn read(connection: &Connection, devices: &[DeviceId], limit: u64) -> Result<Found, Error> {
        let mut found = Found { refilled: refilled(connection)?, ..Found::default() };
        let is_ours = |stamp: &Stamp| devices.contains(&stamp.device);
        for table in TABLES.iter().copied() {
            let mut statement =
                connection.prepare(&format!("SELECT id, space, clock FROM {}", table.name))?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let (id, space) =
                    (RecordId(row::uuid(row.get_ref(0)?)?), SpaceId(row::uuid(row.get_ref(1)?)?));
                let record = RecordRef { space, collection: table.collection, id };
                let is_refilled = found.refilled.contains(&record);
                for (_, stamp) in unpack_clock(row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?)? {
                    if stamp.millis <= limit {
                        found.is_in_time(stamp);
                    } else if is_ours(&stamp) || is_refilled {
                        found.records.insert(record);
                        found.ahead.insert(stamp);
                        if !is_ours(&stamp) {
                            found.adopted.insert(stamp);
                        }
                    }
                }
            }
        }
        for (_, entry) in outbox::all(connection)? {
            let bases = entry.unsent.values().flatten().copied();
            let lost = entry.lost.iter().flat_map(|op| std::iter::once(op.stamp).chain(op.base));
            found.ahead.extend(bases.chain(lost).filter(|stamp| stamp.millis > limit && is_ours(stamp)));
        }
        let mut statement = connection.prepare("SELECT stamp FROM history")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let stamp = row::stamp(row.get_ref(0)?)?;
            if stamp.millis > limit {
                found.ahead.insert(stamp);
            } else {
                found.is_in_time(stamp);
            }
        }
        Ok(found)
    }

    fn is_in_time(&mut self, stamp: Stamp) {
        let greatest = (self.latest, self.latest_counter).max((stamp.millis, stamp.counter));
        (self.latest, self.latest_counter) = greatest;
    }

    /// The counter that a clock begins after at `start`.
    fn counter(&self, start: u64) -> u16 {
        if start == self.latest { self.latest_counter } else { 0 }
    }
}

fn refilled(connection: &Connection) -> Result<BTreeSet<RecordRef>, Error> {
    let mut statement = connection.prepare("SELECT space, collection, id FROM sync_refill")?;
    let mut rows = statement.query([])?;
    let mut all = BTreeSet::new();
    while let Some(row) = rows.next()? {
        let (space, id) = (super::space(row.get_ref(0)?)?, RecordId(row::uuid(row.get_ref(2)?)?));
        all.insert(RecordRef { space, collection: cairn_replica::Collection(row.get(1)?), id });
    }
    Ok(all)
}

/// The new stamps by the old ones.
struct Renaming<'m> {
    all: &'m BTreeMap<Stamp, Stamp>,
    is_ours: &'m dyn Fn(&Stamp) -> bool,
}

impl Renaming<'_> {
    /// The new stamp of a write of ours.
    fn ours(&self, stamp: Stamp) -> Stamp {
        if (self.is_ours)(&stamp) { self.any(stamp) } else { stamp }
    }

    fn any(&self, stamp: Stamp) -> Stamp {
        self.all.get(&stamp).copied().unwrap_or(stamp)
    }

    fn op(&self, op: &Op) -> Op {
        Op { stamp: self.any(op.stamp), base: op.base.map(|base| self.ours(base)), ..op.clone() }
    }
}

fn rename_row(
    connection: &Connection,
    record: RecordRef,
    renaming: &Renaming<'_>,
    is_refilled: bool,
) -> Result<(), Error> {
    let Some(table) = Table::of(record.collection) else { return Ok(()) };
    let Some(mut row) = row::load(connection, table, record.id)? else { return Ok(()) };
    let mut adopted = Vec::new();
    let fields: Vec<_> = row
        .state
        .fields()
        .map(|(field, stamp, value)| {
            let new = if is_refilled { renaming.any(stamp) } else { renaming.ours(stamp) };
            if new.device != stamp.device {
                adopted.push(field);
            }
            (field, new, value.clone())
        })
        .collect();
    row.state = RecordState::from_fields(fields);
    row::update(connection, table, &mut row, &[])?;
    if !adopted.is_empty() {
        let mut entry = outbox::entry(connection, record)?.unwrap_or_default();
        entry.unsent.extend(adopted.into_iter().map(|field| (field, None)));
        outbox::put(connection, record, &entry)?;
    }
    Ok(())
}

fn rename_outbox(connection: &Connection, renaming: &Renaming<'_>) -> Result<(), Error> {
    for (record, entry) in outbox::all(connection)? {
        let unsent =
            entry.unsent.iter().map(|(field, base)| (*field, base.map(|base| renaming.ours(base)))).collect();
        let lost = entry.lost.iter().map(|op| renaming.op(op)).collect();
        outbox::put(connection, record, &outbox::Entry { unsent, lost })?;
    }
    Ok(())
}

fn rename_history(connection: &Connection, renaming: &Renaming<'_>) -> Result<(), Error> {
    let mut statement = connection.prepare("SELECT stamp, op, since FROM history")?;
    let mut rows = statement.query([])?;
    let mut changed = Vec::new();
    while let Some(row) = rows.next()? {
        let stamp = row::stamp(row.get_ref(0)?)?;
        let new = renaming.any(stamp);
        let ops = decode_ops(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)?;
        if let (true, Some(op)) = (new != stamp, ops.first()) {
            changed.push((stamp, renaming.op(op), row.get::<_, i64>(2)?.min(new.millis as i64)));
        }
    }
    // Ascending, so that no stamp meets one that is still to be changed.
    changed.sort_by_key(|(stamp, _, _)| *stamp);
    let mut update = connection.prepare(
        "UPDATE history SET stamp = ?5, op = ?6, since = ?7 WHERE collection = ?1 AND id = ?2 AND field = ?3 AND stamp = ?4",
    )?;
    for (stamp, op, since) in changed {
        update.execute(params![
            op.record.collection.0,
            op.record.id.0.as_bytes(),
            op.field.0,
            stamp.to_bytes(),
            op.stamp.to_bytes(),
            encode_ops(std::slice::from_ref(&op)),
            since
        ])?;
    }
    Ok(())
}
