//! One round of sync, in the order of `docs/protocol.md`.

use crate::{Cancel, Engine, Need, SyncError, engine::unfinished};
use uuid::Uuid;

/// What a round is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Asking what is new.
    Looking,
    /// Keys and members.
    People,
    /// Fetching entries.
    Fetching,
    /// Sending entries.
    Sending,
    /// Files, up and down.
    Files,
    /// A snapshot that the server asked for.
    Snapshot,
}

/// How far a round has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What it is at.
    pub step: Step,
    /// Done so far in this step.
    pub done: u64,
    /// All there is to do in this step.
    pub total: u64,
}

/// What a round did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Entries fetched and applied.
    pub fetched: u64,
    /// Entries sent and known to have arrived.
    pub sent: u64,
    /// Fields that two people or devices wrote without knowing of each other.
    pub conflicts: usize,
    /// Who was let in, and where.
    pub let_in: Vec<(Uuid, Uuid)>,
    /// What somebody should do or know.
    pub needs: Vec<Need>,
}

impl Engine {
    /// One round: fetches what is new, verifies it, merges it, sends what waits. *Blocks on the network.*
    ///
    /// Spaces fail one by one: what is wrong with one is in [`Report::needs`], and the others go on. An error ends the
    /// round for all; everything done before it stays. `progress` is called between steps.
    pub fn sync(&self, progress: &mut dyn FnMut(Progress), cancel: &Cancel) -> Result<Report, SyncError> {
        progress(Progress { step: Step::Looking, done: 0, total: 0 });
        cancel.check()?;
        unfinished()
    }

    /// Waits, up to 25 seconds and on a connection of its own, for anything to become new on the server, and says whether
    /// it did: then it is time for [`Engine::sync`]. *Blocks on the network.*
    pub fn listen(&self, cancel: &Cancel) -> Result<bool, SyncError> {
        cancel.check()?;
        unfinished()
    }
}
