//! Who is in a mentorship, and how sure it is that they are who they say.

use crate::{Engine, SyncError, engine::unfinished};
use uuid::Uuid;

/// How it is known that an account's keys are its person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verified {
    /// It is this account.
    Yourself,
    /// By the secret of an invite that they shared.
    ByInvite,
    /// By six words that they compared.
    ByWords,
    /// Taken on another member's word: the six words should be compared.
    NotYet,
}

/// A member of a mentorship's space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub account: Uuid,
    /// How sure that is.
    pub verified: Verified,
    /// What both see where they compare; for `Yourself` empty.
    pub words: Vec<&'static str>,
    /// Her keys changed, which only a deceiver or a new account under the old name does. Sync of the space is stopped.
    pub is_key_changed: bool,
}

impl Engine {
    /// The members of a mentorship's space, as the newest epoch that was verified here has them. Empty where it has no
    /// place on a server.
    pub fn members(&self, space: Uuid) -> Result<Vec<Member>, SyncError> {
        let _ = space;
        unfinished()
    }

    /// Keeps that the six words were compared and are the same.
    pub fn mark_verified(&self, account: Uuid) -> Result<(), SyncError> {
        let _ = account;
        unfinished()
    }

    /// Leaves a mentorship: what is here stays here, nothing new comes or goes. *Blocks on the network.*
    pub fn leave(&self, space: Uuid) -> Result<(), SyncError> {
        let _ = space;
        unfinished()
    }

    /// Ends a mentorship on the server: read-only for all, for good. *Blocks on the network.*
    pub fn end(&self, space: Uuid) -> Result<(), SyncError> {
        let _ = space;
        unfinished()
    }

    /// Takes a member out: she keeps what she had and reads nothing written from now on. *Blocks on the network.*
    pub fn remove(&self, space: Uuid, account: Uuid) -> Result<(), SyncError> {
        let _ = (space, account);
        unfinished()
    }
}
