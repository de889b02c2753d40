//! Where two devices of an account meet.

use super::{
    error::Error,
    shape::*,
    sql::{Transaction, values},
};
use cairn_protocol::EnrolmentSlot;

fn slot_number(slot: EnrolmentSlot) -> u64 {
    match slot {
        EnrolmentSlot::Commitment => 0,
        EnrolmentSlot::Answer => 1,
        EnrolmentSlot::Reveal => 2,
        EnrolmentSlot::Secrets => 3,
    }
}

pub(super) async fn create(
    tx: &mut Transaction<'_>,
    account: &Id,
    enrolment: &Id,
    expires: &Time,
) -> Result<(), Error> {
    let sql = "INSERT INTO enrolments (enrolment, account, expires) VALUES ($1, $2, $3)";
    tx.execute(sql, values![enrolment, account, expires]).await?;
    Ok(())
}

pub(super) async fn put_slot(
    tx: &mut Transaction<'_>,
    enrolment: &Id,
    slot: &EnrolmentSlot,
    bytes: &Vec<u8>,
    now: &Time,
) -> Result<Outcome, Error> {
    let sql = "SELECT enrolment FROM enrolments WHERE enrolment = $1 AND expires > $2 FOR NO KEY UPDATE";
    tx.row(sql, values![enrolment, now]).await?.ok_or(Error::NotFound)?;
    let number = slot_number(*slot);
    if let Some(there) = content(tx, enrolment, number).await? {
        return if there == *bytes { Ok(Outcome::Same) } else { Err(Error::Taken) };
    }
    let filled = tx.number("SELECT count(*) FROM slots WHERE enrolment = $1", values![enrolment]).await?;
    if filled != number {
        return Err(Error::Stale);
    }
    let sql = "INSERT INTO slots (enrolment, slot, content) VALUES ($1, $2, $3)";
    tx.execute(sql, values![enrolment, number, bytes]).await?;
    tx.wake(enrolment);
    Ok(Outcome::New)
}

pub(super) async fn slot(
    tx: &mut Transaction<'_>,
    enrolment: &Id,
    slot: &EnrolmentSlot,
    now: &Time,
) -> Result<Option<Vec<u8>>, Error> {
    let sql = "SELECT enrolment FROM enrolments WHERE enrolment = $1 AND expires > $2";
    tx.row(sql, values![enrolment, now]).await?.ok_or(Error::NotFound)?;
    content(tx, enrolment, slot_number(*slot)).await
}

async fn content(tx: &mut Transaction<'_>, enrolment: &Id, number: u64) -> Result<Option<Vec<u8>>, Error> {
    let sql = "SELECT content FROM slots WHERE enrolment = $1 AND slot = $2";
    tx.row(sql, values![enrolment, number]).await?.map(|mut row| row.bytes(0)).transpose()
}
