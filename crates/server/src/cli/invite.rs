//! `invite`: a link with which one person can make an account.

use cairn_protocol::limits;
use sha2::{Digest, Sha256};

use super::{Place, Trouble, link::Address, say};
use crate::clock::{Clock, MachineChance, MachineClock, fresh};

pub(super) async fn run(place: &Place, days: u64) -> Result<(), Trouble> {
    let address = Address::read(&place.data).ok_or_else(|| {
        Trouble(format!(
            "no server was started on {} yet, so there is no address for a link",
            place.data.display()
        ))
    })?;
    let opened = place.open_existing().await?;
    let invite: [u8; 16] = fresh(&MachineChance);
    let secret = cairn_crypto::InviteSecret::from_bytes(fresh(&MachineChance));
    let id = cairn_crypto::InviteId(invite);
    let token_hash = Sha256::digest(secret.keys(id).token()).into();
    let life = (days * 24 * 3_600_000).min(limits::INVITE_LIFE);
    let expires = MachineClock.now().saturating_add(life);
    opened.storage.invite_account(invite, token_hash, expires).await?;
    let server = address.server()?;
    let link = cairn_crypto::InviteLink { server, invite: id, secret };
    say(link.to_text().as_str());
    Ok(())
}
