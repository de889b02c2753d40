//! Stamping anew: after the clock of this device ran ahead, and under a new device id.

use super::{
    returning::{return_ahead, return_all_unsent},
    space::latest_taken,
};
use crate::{
    Error, Store, outbox, row,
    store::{Stamping, millis},
    table::{TABLES, Table},
};
use cairn_replica::{
    DeviceId, FieldId, HybridClock, Op, RecordId, RecordRef, RecordState, SpaceId, Stamp, decode_ops,
    encode_ops, unpack_clock,
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
    /// Gives every unsent write of this profile that is stamped later than `limit` a stamp from `now` on, in the order they
    /// had: rows, outbox, history and the steps of undo. The clock goes back with them, and never on. Entries in flight
    /// that have such stamps, and those behind them, are given up, and their ops are unsent again; the others stay.
    ///
    /// For a server that refuses stamps so far ahead. What has arrived stays as it is, and fails with
    /// [`Error::ServerClock`] where a stamp that the server has taken is later than `limit`: its clock went back, or it
    /// lies, and others have what would change. Writes of others are left alone, except where this device is to send them
    /// whole because a server has lost them: they go out as its own. So is a write over one of others that is beyond the
    /// limit: stamped before what it was written over, it would be lost.
    pub fn restamp(&self, limit: DateTime<Utc>, now: DateTime<Utc>) -> Result<Restamped, Error> {
        let (limit, now) = (millis(limit), millis(now));
        self.change_stamps(|connection, devices| {
            if limit.max(now) > Stamp::LATEST_MILLIS || limit < latest_taken(connection)? {
                return Err(Error::ServerClock);
            }
            return_ahead(connection, limit)?;
            let found = Found::read(connection, devices, limit)?;
            let present = devices.last().copied().unwrap_or(DeviceId(0));
            let before = crate::store::last_stamp(connection)?.unwrap_or(Stamp {
                millis: 0,
                counter: 0,
                device: present,
            });
            let start = found.latest.max(now.min(limit));
            let mut clock = HybridClock::new(
                present,
                Some(Stamp { millis: start, counter: found.counter(start), device: present }),
            );
            let mut renamed = Renamed::new();
            for (stamp, record, field) in &found.ahead {
                let new = clock.tick(start);
                let adopted = found.adopted.contains(&(*record, *field, *stamp));
                let device = if adopted { present } else { stamp.device };
                renamed.insert((*record, *field, *stamp), Stamp { device, ..new });
            }
            let records: BTreeSet<_> = found.ahead.iter().map(|(_, record, _)| *record).collect();
            records.into_iter().try_for_each(|record| rename_row(connection, record, &renamed))?;
            rename_outbox(connection, &renamed)?;
            rename_history(connection, &renamed)?;
            Ok(Stamping {
                device: present,
                last: clock.last().min(Stamp { device: present, ..before }),
                renamed,
            })
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
            Ok(Stamping { device, last: Stamp { device, ..last }, renamed: Renamed::new() })
        })
        .map(drop)
    }
}

/// The new stamp of each write that got one.
pub(crate) type Renamed = BTreeMap<(RecordRef, FieldId, Stamp), Stamp>;

/// The stamps in a file that are too far ahead.
#[derive(Default)]
struct Found {
    /// All that get another one, in their order.
    ahead: BTreeSet<(Stamp, RecordRef, FieldId)>,
    /// Those of others that become this device's.
    adopted: BTreeSet<(RecordRef, FieldId, Stamp)>,
    /// The latest time that is not too far ahead, in milliseconds, and the greatest counter in it.
    latest: u64,
    latest_counter: u16,
}

impl Found {
    fn read(connection: &Connection, devices: &[DeviceId], limit: u64) -> Result<Found, Error> {
        let mut found = Found::default();
        let past = found.past(connection, limit)?;
        let refilled = refilled(connection)?;
        for table in TABLES.iter().copied() {
            let mut statement =
                connection.prepare(&format!("SELECT id, space, clock FROM {}", table.name))?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let (id, space) =
                    (RecordId(row::uuid(row.get_ref(0)?)?), SpaceId(row::uuid(row.get_ref(1)?)?));
                let record = RecordRef { space, collection: table.collection, id };
                for (field, stamp) in unpack_clock(row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?)?
                {
                    if stamp.millis <= limit {
                        found.is_in_time(stamp);
                    } else if refilled.contains(&record) {
                        found.is_refilled(record, field, stamp, devices, &past);
                    }
                }
            }
        }
        for (record, entry) in outbox::all(connection)? {
            found.is_unsent(connection, record, &entry, devices, limit, &past)?;
        }
        Ok(found)
    }

    /// The versions in the history that are too far ahead.
    fn past(&mut self, connection: &Connection, limit: u64) -> Result<Past, Error> {
        let mut statement = connection.prepare("SELECT stamp, op FROM history")?;
        let mut rows = statement.query([])?;
        let mut past = Past::new();
        while let Some(row) = rows.next()? {
            let stamp = row::stamp(row.get_ref(0)?)?;
            if stamp.millis <= limit {
                self.is_in_time(stamp);
                continue;
            }
            let ops = decode_ops(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)?;
            let fields = ops.iter().map(|op| (op.record, op.field));
            fields.for_each(|field| past.entry(field).or_default().push(stamp));
        }
        Ok(past)
    }

    /// A field that is to be sent whole gets a new stamp whoever wrote it, and with it what it held before.
    fn is_refilled(
        &mut self,
        record: RecordRef,
        field: FieldId,
        stamp: Stamp,
        devices: &[DeviceId],
        past: &Past,
    ) {
        let before = past.get(&(record, field)).into_iter().flatten().copied();
        self.ahead.extend(before.chain([stamp]).map(|stamp| (stamp, record, field)));
        if !devices.contains(&stamp.device) {
            self.adopted.insert((record, field, stamp));
        }
    }

    /// The unsent writes of a record, each with those of ours that it stands for.
    fn is_unsent(
        &mut self,
        connection: &Connection,
        record: RecordRef,
        entry: &outbox::Entry,
        devices: &[DeviceId],
        limit: u64,
        past: &Past,
    ) -> Result<(), Error> {
        let clock = outbox::clock(connection, record)?.unwrap_or_default();
        let stands =
            clock.into_iter().filter_map(|(field, stamp)| Some((stamp, field, *entry.unsent.get(&field)?)));
        let mut writes: Vec<_> =
            stands.chain(entry.lost.iter().map(|op| (op.stamp, op.field, op.base))).collect();
        writes.sort_unstable();
        for (stamp, field, base) in writes {
            let is_before =
                base.is_none_or(|base| base.millis <= limit || self.ahead.contains(&(base, record, field)));
            if stamp.millis <= limit || !is_before {
                continue;
            }
            let ours = past.get(&(record, field)).into_iter().flatten().copied().filter(|earlier| {
                devices.contains(&earlier.device) && Some(*earlier) > base && *earlier < stamp
            });
            self.ahead.extend(ours.chain([stamp]).map(|stamp| (stamp, record, field)));
        }
        Ok(())
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

/// Stamps in the history, by field.
type Past = BTreeMap<(RecordRef, FieldId), Vec<Stamp>>;

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

fn new_stamp(renamed: &Renamed, record: RecordRef, field: FieldId, stamp: Stamp) -> Stamp {
    renamed.get(&(record, field, stamp)).copied().unwrap_or(stamp)
}

fn new_op(renamed: &Renamed, op: &Op) -> Op {
    let new = |stamp| new_stamp(renamed, op.record, op.field, stamp);
    Op { stamp: new(op.stamp), base: op.base.map(new), ..op.clone() }
}

fn rename_row(connection: &Connection, record: RecordRef, renamed: &Renamed) -> Result<(), Error> {
    let Some(table) = Table::of(record.collection) else { return Ok(()) };
    let Some(mut row) = row::load(connection, table, record.id)? else { return Ok(()) };
    let mut adopted = Vec::new();
    let fields: Vec<_> = row
        .state
        .fields()
        .map(|(field, stamp, value)| {
            let new = new_stamp(renamed, record, field, stamp);
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

fn rename_outbox(connection: &Connection, renamed: &Renamed) -> Result<(), Error> {
    for (record, entry) in outbox::all(connection)? {
        let new = |(field, base): (&FieldId, &Option<Stamp>)| {
            (*field, base.map(|base| new_stamp(renamed, record, *field, base)))
        };
        let unsent = entry.unsent.iter().map(new).collect();
        let lost = entry.lost.iter().map(|op| new_op(renamed, op)).collect();
        outbox::put(connection, record, &outbox::Entry { unsent, lost })?;
    }
    Ok(())
}

fn rename_history(connection: &Connection, renamed: &Renamed) -> Result<(), Error> {
    let mut statement = connection.prepare("SELECT stamp, op, since FROM history")?;
    let mut rows = statement.query([])?;
    let mut changed = Vec::new();
    while let Some(row) = rows.next()? {
        let stamp = row::stamp(row.get_ref(0)?)?;
        let ops = decode_ops(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)?;
        let Some((op, new)) = ops.first().map(|op| (op, new_op(renamed, op))) else { continue };
        if new != *op {
            changed.push((stamp, row.get::<_, i64>(2)?.min(new.stamp.millis as i64), new));
        }
    }
    // Ascending, so that no stamp meets one that is still to be changed.
    changed.sort_by_key(|(stamp, _, _)| *stamp);
    let mut update = connection.prepare(
        "UPDATE history SET stamp = ?5, op = ?6, since = ?7 WHERE collection = ?1 AND id = ?2 AND field = ?3 AND stamp = ?4",
    )?;
    for (stamp, since, op) in changed {
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
