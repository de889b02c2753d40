//! `accounts` and `devices`: who is here, as far as a server can know.

use cairn_protocol::Device;
use uuid::Uuid;

use super::{Place, Trouble, say};
use crate::{
    clock::{Clock, MachineClock},
    storage::Caller,
};

/// How many are read at a time.
const PAGE: u64 = 500;

pub(super) async fn list(place: &Place) -> Result<(), Trouble> {
    let opened = place.open_existing().await?;
    say(format!("{:36}  {:>7}  {:>6}  {:>10}", "account", "devices", "spaces", "kilobytes"));
    let mut after = None;
    loop {
        let page = opened.storage.list_accounts(after, PAGE).await?;
        for account in &page {
            let id = Uuid::from_bytes(account.account);
            let kilobytes = account.bytes.div_ceil(1_000);
            say(format!("{id}  {:>7}  {:>6}  {kilobytes:>10}", account.devices, account.spaces));
        }
        match page.last() {
            Some(last) if page.len() as u64 == PAGE => after = Some(last.account),
            _ => return Ok(()),
        }
    }
}

pub(super) async fn devices(place: &Place, account: Uuid) -> Result<(), Trouble> {
    let opened = place.open_existing().await?;
    let view = opened
        .storage
        .account(account.into_bytes())
        .await
        .map_err(|_| Trouble(format!("there is no account {account}; `accounts` lists them")))?;
    let now = MachineClock.now();
    say(format!("{:16}  {:>14}  {:>14}  revoked", "device", "added", "last here"));
    for device in view.devices {
        let ago = |time: u64| ago(now.saturating_sub(time));
        let seen = device.seen.map_or_else(|| "never".to_owned(), ago);
        let revoked = device.revoked.map_or_else(String::new, ago);
        say(format!("{}  {:>14}  {seen:>14}  {revoked}", Device(device.device), ago(device.added)));
    }
    Ok(())
}

pub(super) async fn end_sessions(place: &Place, account: Uuid, device: Device) -> Result<(), Trouble> {
    let opened = place.open_existing().await?;
    let caller = Caller { account: account.into_bytes(), device: device.0 };
    let ended = opened
        .storage
        .close_sessions(caller)
        .await
        .map_err(|_| Trouble(format!("{account} has no device {device}; `devices` lists them")))?;
    say(format!(
        "{ended} sessions of {device} have ended. It signs in anew, unless {account} revokes it in the app."
    ));
    Ok(())
}

/// How long ago, in the largest unit that fits.
fn ago(milliseconds: u64) -> String {
    let minutes = milliseconds / 60_000;
    match minutes {
        0 => "now".to_owned(),
        1..60 => format!("{minutes} min ago"),
        60..2_880 => format!("{} h ago", minutes / 60),
        _ => format!("{} days ago", minutes / 1_440),
    }
}
