//! How sync stands, in a line for the top bar and what is behind it.

use crate::{App, Result};
use serde::Serialize;
use ts_rs::TS;

/// How sync stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SyncStatus {
    /// `Synced 12 s ago`, `3 changes waiting`, `Offline`.
    pub text: String,
    /// What kind of news that is.
    pub tone: SyncTone,
    /// What is behind it, in a sentence or two.
    pub detail: String,
    /// When the next try is, where one waits: `Tries again in 40 s`.
    pub next: Option<String>,
    /// The words are other ones in so many seconds, although nothing happens; none where they hold.
    pub again_in: Option<u32>,
    /// The server's address.
    pub server: String,
    /// Changes that are not on the server yet.
    pub waiting: u32,
    /// What only the person can settle.
    pub needs: Vec<SyncNeed>,
}

/// What kind of news the status is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SyncTone {
    /// All is everywhere.
    Synced,
    /// Work goes on, and can be cancelled.
    Working,
    /// Something waits for the next try.
    Waiting,
    /// The server cannot be reached.
    Offline,
    /// The person has to do something.
    NeedsYou,
}

/// What only the person can settle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SyncNeed {
    /// Names it.
    pub id: String,
    /// `Maya’s keys changed`.
    pub title: String,
    /// What happened, what was kept, what to do.
    pub text: String,
    /// The route where it is settled.
    pub route: Option<String>,
}

/// How sync stands; none while this computer does not sync. Fails with `locked`.
pub fn status(app: &App, (): ()) -> Result<Option<SyncStatus>> {
    app.open()?;
    Ok(None)
}

/// Syncs now, without waiting for the next try.
pub fn now(app: &App, (): ()) -> Result<()> {
    app.open()?;
    Ok(())
}

/// Stops what goes on. What was done stays done; the rest is tried again later.
pub fn cancel(app: &App, (): ()) -> Result<()> {
    app.open()?;
    Ok(())
}
