//! Reminders of this device. They are no records: every device reminds by itself.

use crate::{Error, Store};
use cairn_domain::{Reminder, ReminderKey, ReminderKind, ReminderState, ReminderSubject};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, Row, params};

impl Store {
    /// Every reminder, the earliest first. One of a kind that only a newer version knows is left out.
    pub fn reminders(&self) -> Result<Vec<Reminder>, Error> {
        self.read(|reader| {
            let mut statement = reader.connection.prepare_cached(
                "SELECT kind, subject, planned, lead_minutes, due, state, fired_at, snoozed_until FROM reminder
                 ORDER BY due",
            )?;
            let rows = statement.query_map([], read)?;
            rows.filter_map(|row| row.map_err(Error::from).transpose()).collect()
        })
    }

    /// Keeps and forgets reminders, all or none of them.
    pub fn keep_reminders(&self, keep: &[Reminder], forget: &[ReminderKey]) -> Result<(), Error> {
        if keep.is_empty() && forget.is_empty() {
            return Ok(());
        }
        self.on_this_device(|connection| {
            keep.iter().try_for_each(|reminder| write(connection, reminder))?;
            let mut statement = connection.prepare_cached(
                "DELETE FROM reminder WHERE kind = ?1 AND subject = ?2 AND planned = ?3 AND lead_minutes = ?4",
            )?;
            forget.iter().try_for_each(|key| statement.execute(parts(key)).map(drop))?;
            Ok(())
        })
    }
}

fn write(connection: &Connection, reminder: &Reminder) -> Result<(), Error> {
    let (kind, subject, planned, lead) = parts(&reminder.key);
    let millis = |instant: Option<DateTime<Utc>>| instant.map(|instant| instant.timestamp_millis());
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO reminder
             (kind, subject, planned, lead_minutes, due, state, fired_at, snoozed_until)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            kind,
            subject,
            planned,
            lead,
            reminder.due.timestamp_millis(),
            reminder.state.as_str(),
            millis(reminder.fired_at),
            millis(reminder.snoozed_until),
        ])?;
    Ok(())
}

/// The key as it is kept: the planned time as milliseconds of its own wall clock.
fn parts(key: &ReminderKey) -> (&'static str, [u8; 16], i64, i64) {
    let (kind, id) = (key.subject.kind().as_str(), *key.subject.id().as_bytes());
    (kind, id, key.planned.and_utc().timestamp_millis(), key.lead_minutes)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Option<Reminder>> {
    let instant = |millis: Option<i64>| millis.and_then(DateTime::from_timestamp_millis);
    let Ok(kind) = row.get_ref(0)?.as_str()?.parse::<ReminderKind>() else { return Ok(None) };
    Ok(Some(Reminder {
        key: ReminderKey {
            subject: ReminderSubject::new(kind, uuid::Uuid::from_bytes(row.get(1)?)),
            planned: instant(row.get(2)?).unwrap_or_default().naive_utc(),
            lead_minutes: row.get(3)?,
        },
        due: instant(row.get(4)?).unwrap_or_default(),
        // A word this version does not know is a reminder that some newer one has dealt with.
        state: row.get_ref(5)?.as_str()?.parse().unwrap_or(ReminderState::Skipped),
        fired_at: instant(row.get(6)?),
        snoozed_until: instant(row.get(7)?),
    }))
}
