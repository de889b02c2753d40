//! Reminders of this device. They are no records: every device reminds by itself.

use crate::{Error, Store};
use cairn_domain::{Reminder, ReminderKey, ReminderState, SessionId};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, Row, params};

impl Store {
    /// Every reminder, the earliest first.
    pub fn reminders(&self) -> Result<Vec<Reminder>, Error> {
        self.read(|reader| {
            let mut statement = reader.connection.prepare_cached(
                "SELECT session, original_start, lead_minutes, due, state, fired_at, snoozed_until FROM reminder
                 ORDER BY due",
            )?;
            let rows = statement.query_map([], read)?;
            rows.map(|row| row.map_err(Error::from)).collect()
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
                "DELETE FROM reminder WHERE session = ?1 AND original_start = ?2 AND lead_minutes = ?3",
            )?;
            forget.iter().try_for_each(|key| statement.execute(parts(key)).map(drop))?;
            Ok(())
        })
    }
}

fn write(connection: &Connection, reminder: &Reminder) -> Result<(), Error> {
    let (session, start, lead) = parts(&reminder.key);
    let millis = |instant: Option<DateTime<Utc>>| instant.map(|instant| instant.timestamp_millis());
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO reminder (session, original_start, lead_minutes, due, state, fired_at, snoozed_until)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            session,
            start,
            lead,
            reminder.due.timestamp_millis(),
            reminder.state.as_str(),
            millis(reminder.fired_at),
            millis(reminder.snoozed_until),
        ])?;
    Ok(())
}

/// The key as it is kept: the original start as milliseconds of its own wall clock.
fn parts(key: &ReminderKey) -> ([u8; 16], i64, i64) {
    (*key.session.0.as_bytes(), key.original_start.and_utc().timestamp_millis(), key.lead_minutes)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Reminder> {
    let instant = |millis: Option<i64>| millis.and_then(DateTime::from_timestamp_millis);
    let session: [u8; 16] = row.get(0)?;
    Ok(Reminder {
        key: ReminderKey {
            session: SessionId(uuid::Uuid::from_bytes(session)),
            original_start: instant(row.get(1)?).unwrap_or_default().naive_utc(),
            lead_minutes: row.get(2)?,
        },
        due: instant(row.get(3)?).unwrap_or_default(),
        // A word this version does not know is a reminder that some newer one has dealt with.
        state: row.get_ref(4)?.as_str()?.parse().unwrap_or(ReminderState::Skipped),
        fired_at: instant(row.get(5)?),
        snoozed_until: instant(row.get(6)?),
    })
}
