//! One round of sync, in the order of `docs/protocol.md`.

mod blobs;
mod devices;
mod lost;
mod people;
mod pull;
mod push;
mod round;
mod snapshot;
mod space;

pub(crate) use people::DEVICE_IDS;
pub(crate) use push::pack;
pub(crate) use round::Round;

use crate::{Cancel, Engine, Need, SyncError};
use uuid::Uuid;

/// What a round is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Fetching entries of a space, or the pieces of a snapshot of it.
    Fetching,
    /// Sending what waits in a space: records.
    Sending,
    /// Files of a space, up or down.
    Files,
    /// A snapshot that the server asked for: its pieces.
    Snapshot,
}

/// How far a round has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What it is at.
    pub step: Step,
    /// Done so far in this step.
    pub done: u64,
    /// All there is to do in this step, as far as it is known; never zero.
    pub total: u64,
}

/// What a round did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Entries fetched and applied.
    pub fetched: u64,
    /// Entries sent and known to have arrived.
    pub sent: u64,
    /// Who was let in: mentorship and account.
    pub let_in: Vec<(Uuid, Uuid)>,
    /// What somebody should do or know, as [`crate::Status::needs`].
    pub needs: Vec<Need>,
}

/// What came of reading or sending in a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// All is as the server has it.
    Done,
    /// Somebody was faster: from the beginning.
    Again,
    /// The server has another log than it had.
    WentBack,
    /// Another copy of this profile writes under the same device id.
    Cloned,
    /// Something is stamped too far ahead of the server's clock, which says this.
    ClockAhead(u64),
    /// Read-only.
    Ended,
    /// A key is not here yet: another device of this account has to hand it over.
    NoKey,
    /// Stopped, with a notice.
    Stopped,
}

impl Engine {
    /// One round: fetches what is new, verifies it, merges it, sends what waits. *Blocks on the network.*
    ///
    /// Spaces fail one by one: what is wrong with one is in [`Report::needs`], and the others go on. An error ends the
    /// round for all; everything done before it stays. `progress` is called where there is something to fetch or
    /// to send, and says how much.
    pub fn sync(&self, progress: &mut dyn FnMut(Progress), cancel: &Cancel) -> Result<Report, SyncError> {
        let _turn = self.turn();
        let me = self.me()?;
        let result = self.with_session(&me, |server| Round::begin(self, server, progress, cancel)?.run());
        self.keep_outcome(result.as_ref().map(|report| report.needs.as_slice()))?;
        let mut report = result?;
        report.needs = self.status()?.needs;
        Ok(report)
    }

    /// Waits, up to 25 seconds and on a connection of its own, for anything to become new on the server, and says whether
    /// it did: then it is time for [`Engine::sync`]. *Blocks on the network.*
    pub fn listen(&self) -> Result<bool, SyncError> {
        let me = self.me()?;
        let Some(known) = self.known_digest() else { return Ok(true) };
        let news =
            self.with_own_line(&me, |server| server.changes(Some(&known), cairn_protocol::limits::WAIT))?;
        Ok(news.is_some())
    }
}
