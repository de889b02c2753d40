//! The server this computer syncs with, and ending that.

use super::{
    background::tell,
    status::{SyncStatus, status},
};
use crate::{App, Result, mentorships::Pair, state::Open};
use cairn_crypto::Trust;
use cairn_sync::{Engine, SyncError, write_address};
use serde::Serialize;
use ts_rs::TS;

/// Sync as its settings show it.
#[derive(Debug, Serialize, TS)]
pub struct SyncView {
    /// Where to; none while this computer does not sync.
    pub connection: Option<SyncConnection>,
    /// How it stands.
    pub status: Option<SyncStatus>,
    /// What is synced, the personal space first.
    pub spaces: Vec<SyncSpace>,
    /// Whether the recovery code on paper brings back what is on the server.
    pub recovery: bool,
}

/// Where this computer syncs to.
#[derive(Debug, Serialize, TS)]
pub struct SyncConnection {
    /// The server's address.
    pub server: String,
    /// How Cairn knows that it is that server, in a sentence.
    pub trust_text: String,
    /// Where a new computer finds it, with how it is known: to write down beside the recovery code.
    pub address: String,
}

/// How a server is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ServerTrust {
    /// A public authority vouches for its certificate.
    Authority,
    /// The link carried the fingerprint of its own certificate.
    Pinned,
    /// Not encrypted on the way; only on this computer.
    Plain,
}

/// A space that is synced.
#[derive(Debug, Serialize, TS)]
pub struct SyncSpace {
    /// Names it.
    pub id: String,
    /// `Only you`, or the mentorship's name.
    pub name: String,
    /// Whether it is the personal one.
    pub private: bool,
    /// Who can read it, and how it stands.
    pub text: String,
    /// The route of the mentorship.
    pub route: Option<String>,
}

/// Sync as its settings show it. Fails with `locked`.
pub fn view(app: &App, (): ()) -> Result<SyncView> {
    let open = app.open()?;
    let Some(address) = open.sync.engine.address()? else {
        return Ok(SyncView { connection: None, status: None, spaces: vec![], recovery: false });
    };
    Ok(SyncView {
        connection: Some(SyncConnection {
            server: address.host_and_port(),
            trust_text: trust_text(app, address.trust()),
            address: write_address(&address),
        }),
        status: status(app, ())?,
        spaces: spaces(app, &open)?,
        recovery: open.sync.engine.is_recovery_set()?,
    })
}

/// Stops syncing. Everything stays here; nothing is sent or fetched any more.
pub fn disconnect(app: &App, (): ()) -> Result<()> {
    end(app, Engine::disconnect)
}

/// Deletes the person's account on the server, with all that is hers there, and stops syncing. Fails as every talk with a
/// server does, and then nothing has changed here.
pub fn delete_account(app: &App, (): ()) -> Result<()> {
    end(app, Engine::delete_account)
}

/// Ends sync here in one of the two ways: the round that goes on first, and the threads after it.
fn end(app: &App, how: impl FnOnce(&Engine) -> std::result::Result<(), SyncError>) -> Result<()> {
    let open = app.open()?;
    open.sync.cancel();
    how(&open.sync.engine)?;
    open.sync.wake_now();
    tell(&*app.host);
    Ok(())
}

/// The address to write down beside the recovery code; none where this computer does not sync.
pub(crate) fn address(open: &Open) -> Result<Option<String>> {
    Ok(open.sync.engine.address()?.map(|address| write_address(&address)))
}

pub(super) fn trust_of(trust: Trust) -> ServerTrust {
    match trust {
        Trust::Public => ServerTrust::Authority,
        Trust::Pinned(_) => ServerTrust::Pinned,
        Trust::Plain => ServerTrust::Plain,
    }
}

/// How a server is known, in a sentence.
pub(super) fn trust_text(app: &App, trust: Trust) -> String {
    app.words.say(match trust {
        Trust::Public => "sync-trust-authority",
        Trust::Pinned(_) => "sync-trust-pinned",
        Trust::Plain => "sync-trust-plain",
    })
}

fn spaces(app: &App, open: &Open) -> Result<Vec<SyncSpace>> {
    let mut spaces = vec![SyncSpace {
        id: open.account.to_string(),
        name: app.words.say("only-you"),
        private: true,
        text: app.words.say("sync-space-own"),
        route: None,
    }];
    let shared: Vec<_> = open.store.sync_spaces()?.into_iter().filter(|space| space.on_server).collect();
    app.read(|reader| {
        for pair in Pair::all(reader)? {
            if !shared.iter().any(|space| space.space.0 == pair.mentorship.id.0) {
                continue;
            }
            let sharers = open.sync.engine.members_without_words(pair.mentorship.id.0)?;
            let text = match pair.joined(|account| sharers.iter().any(|sharer| sharer.account == account.0)) {
                names if names.is_empty() => app.words.say("sync-space-alone"),
                names => app.words.say_with("sync-space-shared", &[("names", names.into())]),
            };
            let route = Some(format!("/mentorship/{}", pair.mentorship.id));
            spaces.push(SyncSpace {
                id: pair.mentorship.id.to_string(),
                name: pair.name(),
                private: false,
                text,
                route,
            });
        }
        Ok(())
    })?;
    Ok(spaces)
}
