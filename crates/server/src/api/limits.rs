//! How often may be asked. Counted in the database, so that several instances count together.

use std::net::IpAddr;

use super::{authz::Address, refusal::Answer};
use crate::{
    state::Server,
    storage::{Caller, Hash, Id, Rate},
};

const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;

/// Requests of a device in a minute.
const DEVICE: u64 = 240;
/// Of those, in ten seconds: what a client that has been away may ask at once.
const BURST: u64 = 120;
/// Requests without a session, of an address in a minute.
const ADDRESS: u64 = 300;
/// Registrations, challenges and recoveries in an hour, for one account, device or locator from one address.
const GUESSES: u64 = 10;

/// A request of a device that has a session.
pub(super) async fn device(server: &Server, caller: Caller) -> Answer<()> {
    let key = |what| key(what, &[&caller.account, &caller.device.to_be_bytes()]);
    count(
        server,
        vec![
            Rate { key: key("device"), window: MINUTE, limit: DEVICE },
            Rate { key: key("burst"), window: 10 * SECOND, limit: BURST },
        ],
    )
    .await
}

/// A request of somebody who has none.
pub(super) async fn address(server: &Server, Address(address): Address) -> Answer<()> {
    // Without a network there is nobody to be kept away.
    let Some(address) = address else { return Ok(()) };
    count(server, vec![Rate { key: key("address", &[&whose(address)]), window: MINUTE, limit: ADDRESS }])
        .await
}

/// A try at something that could be guessed, or used to fill the disk. By address too, so that nobody can lock out another person by
/// trying in her name.
pub(super) async fn guess(
    server: &Server,
    Address(address): Address,
    what: &'static str,
    of: &[&[u8]],
) -> Answer<()> {
    let address = address.map(whose).unwrap_or_default();
    let parts: Vec<&[u8]> = of.iter().copied().chain([address.as_slice()]).collect();
    count(server, vec![Rate { key: key(what, &parts), window: HOUR, limit: GUESSES }]).await
}

async fn count(server: &Server, rates: Vec<Rate>) -> Answer<()> {
    if server.settings.limited {
        server.storage.count(rates, server.now()).await??;
    }
    Ok(())
}

/// A hash, so that no address and no account is kept in the counts. Parts have fixed lengths for each `what`.
fn key(what: &str, parts: &[&[u8]]) -> Hash {
    let mut hasher = blake3::Hasher::new_derive_key("cairn server 1 rate");
    hasher.update(&[what.len() as u8]).update(what.as_bytes());
    for part in parts {
        hasher.update(part);
    }
    *hasher.finalize().as_bytes()
}

/// One subscriber: an IPv4 address, or the 64 bits of an IPv6 network, of which one has as many addresses as one likes.
fn whose(address: IpAddr) -> Id {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_ipv6_mapped().octets(),
        IpAddr::V6(address) => {
            let mut octets = address.octets();
            octets[8..].fill(0);
            octets
        }
    }
}
