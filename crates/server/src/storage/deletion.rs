//! The end of an account.

use super::{
    account,
    error::Error,
    shape::Caller,
    space,
    sql::{Transaction, values},
};

/// Locks the account first, so that it accepts no invite meanwhile, then each of its spaces; what hangs on the
/// account's own row goes with it. Its statements stay while a space of others names it.
pub(super) async fn delete_account(tx: &mut Transaction<'_>, caller: &Caller) -> Result<(), Error> {
    let account = &caller.account;
    account::lock(tx, account).await?.ok_or(Error::NotFound)?;
    account::require_device(tx, caller).await?;
    for space in account::spaces_of(tx, account).await? {
        match space::lock(tx, &space).await {
            Ok(_) => space::remove_member(tx, account, &space).await.map(drop)?,
            // Its last other member left meanwhile.
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    for sql in [
        "DELETE FROM cursors WHERE device IN (SELECT device FROM devices WHERE account = $1)",
        "DELETE FROM writers WHERE device IN (SELECT device FROM devices WHERE account = $1)",
        "DELETE FROM challenges WHERE account = $1",
        "DELETE FROM accounts WHERE account = $1",
    ] {
        tx.execute(sql, values![account]).await?;
    }
    account::forget_statements(tx, account).await?;
    tx.wake(account);
    Ok(())
}
