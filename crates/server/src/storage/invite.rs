//! Invites, and the joins that wait by them.

use super::{
    account,
    error::Error,
    shape::*,
    space,
    sql::{Row, Transaction, values},
};
use cairn_protocol::SpaceKind;

const COLUMNS: &str = "token_hash, expires, withdrawn, registered, accepted, space, inviter, mac, greeting";

/// An invite whose token was shown.
struct Invite {
    expires: Time,
    withdrawn: bool,
    registered: Option<Id>,
    accepted: Option<Id>,
    space: Option<Id>,
    row: Row,
}

/// The invite, if this is its token. With `lock`, nobody else changes it until the end.
async fn find(tx: &mut Transaction<'_>, invite: &Id, token_hash: &Hash, lock: bool) -> Result<Invite, Error> {
    let lock = if lock { super::sql::LOCK } else { "" };
    let sql = format!("SELECT {COLUMNS} FROM invites WHERE invite = $1{lock}");
    let row = tx.row(&sql, values![invite]).await?.ok_or(Error::NotFound)?;
    if row.hash(0)? != *token_hash {
        return Err(Error::NotFound);
    }
    Ok(Invite {
        expires: row.number(1)?,
        withdrawn: row.flag(2)?,
        registered: row.maybe_id(3)?,
        accepted: row.maybe_id(4)?,
        space: row.maybe_id(5)?,
        row,
    })
}

pub(super) async fn create_for_account(
    tx: &mut Transaction<'_>,
    invite: &Id,
    token_hash: &Hash,
    expires: &Time,
) -> Result<Outcome, Error> {
    let sql = "INSERT INTO invites (invite, token_hash, expires, withdrawn) VALUES ($1, $2, $3, 0) ON CONFLICT DO NOTHING";
    if tx.execute(sql, values![invite, token_hash, expires]).await? == 1 {
        return Ok(Outcome::New);
    }
    let sql =
        "SELECT invite FROM invites WHERE invite = $1 AND token_hash = $2 AND expires = $3 AND space IS NULL";
    let same = tx.row(sql, values![invite, token_hash, expires]).await?;
    same.map(|_| Outcome::Same).ok_or(Error::Taken)
}

pub(super) async fn create(
    tx: &mut Transaction<'_>,
    account: &Id,
    new: &NewInvite,
    now: &Time,
) -> Result<Outcome, Error> {
    // One after the other, so that they are counted.
    account::lock(tx, account).await?.ok_or(Error::NotFound)?;
    let found = space::lock_as_member(tx, account, &new.space).await?;
    if found.kind == SpaceKind::Personal {
        return Err(Error::NotFound);
    }
    found.writable()?;
    let sql = "INSERT INTO invites (invite, token_hash, space, inviter, mac, greeting, expires, withdrawn) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, 0) ON CONFLICT DO NOTHING";
    let values =
        values![&new.invite, &new.token_hash, &new.space, account, &new.mac, &new.greeting, new.expires];
    if tx.execute(sql, values.clone()).await? == 0 {
        let sql = "SELECT invite FROM invites WHERE invite = $1 AND token_hash = $2 AND space = $3 AND inviter = $4 \
                   AND mac = $5 AND greeting = $6 AND expires = $7";
        return tx.row(sql, values).await?.map(|_| Outcome::Same).ok_or(Error::Taken);
    }
    let sql = "SELECT count(*) FROM invites WHERE inviter = $1 AND accepted IS NULL AND withdrawn = 0 AND expires > $2";
    if tx.number(sql, values![account, now]).await? > tx.limits.open {
        return Err(Error::Full { limit: tx.limits.open });
    }
    Ok(Outcome::New)
}

pub(super) async fn look(
    tx: &mut Transaction<'_>,
    invite: &Id,
    token_hash: &Hash,
    now: &Time,
) -> Result<InviteView, Error> {
    let mut found = find(tx, invite, token_hash, false).await?;
    let used = found.accepted.is_some() || (found.space.is_none() && found.registered.is_some());
    if used || found.withdrawn || found.expires <= *now {
        return Err(Error::InviteSpent);
    }
    let into = match found.space {
        None => None,
        Some(space) => {
            let inviter = found.row.id(6)?;
            let statements = account::chain_after(tx, &inviter, 0).await?;
            let (mac, greeting) = (found.row.hash(7)?, found.row.bytes(8)?);
            Some(InviteInto { space, inviter, statements, mac, greeting })
        }
    };
    Ok(InviteView { into, expires: found.expires })
}

pub(super) async fn accept(
    tx: &mut Transaction<'_>,
    account: &Id,
    invite: &Id,
    token_hash: &Hash,
    mac: &Hash,
    now: &Time,
) -> Result<Outcome, Error> {
    account::lock(tx, account).await?.ok_or(Error::NotFound)?;
    let found = find(tx, invite, token_hash, true).await?;
    let space = found.space.ok_or(Error::NotFound)?;
    if found.accepted == Some(*account) {
        return if found.withdrawn { Err(Error::InviteSpent) } else { Ok(Outcome::Same) };
    }
    let others = found.accepted.is_some() || found.registered.is_some_and(|it| it != *account);
    if others || found.withdrawn || found.expires <= *now {
        return Err(Error::InviteSpent);
    }
    space::lock(tx, &space).await?.writable()?;
    if space::members(tx, &space).await?.contains(account) {
        return Err(Error::Taken);
    }
    let sql =
        "INSERT INTO joins (space, account, invite, mac) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    if tx.execute(sql, values![&space, account, invite, mac]).await? == 0 {
        return Err(Error::Taken);
    }
    if tx.number("SELECT count(*) FROM joins WHERE account = $1", values![account]).await? > tx.limits.open {
        return Err(Error::Full { limit: tx.limits.open });
    }
    tx.execute("UPDATE invites SET accepted = $2 WHERE invite = $1", values![invite, account]).await?;
    tx.wake(&space);
    tx.wake(account);
    Ok(Outcome::New)
}

pub(super) async fn withdraw(tx: &mut Transaction<'_>, account: &Id, invite: &Id) -> Result<(), Error> {
    let sql = "SELECT space FROM invites WHERE invite = $1 AND space IS NOT NULL FOR NO KEY UPDATE";
    let space = tx.row(sql, values![invite]).await?.ok_or(Error::NotFound)?.id(0)?;
    space::lock_as_member(tx, account, &space).await?;
    tx.execute("UPDATE invites SET withdrawn = 1 WHERE invite = $1", values![invite]).await?;
    let sql = "DELETE FROM joins WHERE space = $1 AND invite = $2 RETURNING account";
    for row in tx.rows(sql, values![&space, invite]).await? {
        tx.wake(&row.id(0)?);
    }
    tx.wake(&space);
    Ok(())
}
