//! Two people find each other by a link.

use crate::{Engine, SyncError, engine::unfinished};
use uuid::Uuid;

/// What an inviter says to whoever holds the link. The server cannot read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Greeting {
    /// Her name.
    pub name: String,
    /// What she calls the mentorship; empty for a pair without a title.
    pub title: String,
    /// The role she offers, as the domain names it, such as `mentee`.
    pub role: String,
}

/// An open invite of this account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// Names it.
    pub invite: Uuid,
    /// Into which mentorship.
    pub space: Uuid,
    /// `cairn://join/…`: whoever has it can join. It is to be handed over like a key.
    pub link: String,
    /// When it ends, in milliseconds.
    pub expires: u64,
}

/// What a link offers, verified: its keys are those of the person who made the link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Where the server is.
    pub server: String,
    /// Into which mentorship; none where the operator invites to have an account.
    pub space: Option<Uuid>,
    /// What the inviter says; none where the operator invites.
    pub greeting: Option<Greeting>,
    /// When it ends, in milliseconds.
    pub expires: u64,
    pub(crate) link: String,
}

/// What came of joining.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    /// There is an account with the server now; others can be invited.
    Account,
    /// A member's device has to let this account in, which it does by itself when it next syncs.
    Waiting {
        /// Into which mentorship.
        space: Uuid,
    },
}

impl Engine {
    /// What a link offers. Changes nothing. *Blocks on the network.*
    ///
    /// Fails with `not_a_link`, `invite_spent`, `keys_forged` where the keys are not those of who made the link,
    /// `other_server` where this profile has an account elsewhere, and as every call on the network does.
    pub fn look(&self, link: &str) -> Result<Invitation, SyncError> {
        let _ = link;
        unfinished()
    }

    /// Takes an invitation: makes an account with the server where there is none, and waits to be let in. What is in the
    /// personal space goes up with the next [`Engine::sync`]. *Blocks on the network.* Doing it again is harmless.
    pub fn join(&self, invitation: &Invitation) -> Result<Joined, SyncError> {
        let _ = invitation;
        unfinished()
    }

    /// Makes an invite into a mentorship, which gets its place on the server with the first one. *Blocks on the network.*
    ///
    /// Fails with `no_account` where this profile has no account with a server yet.
    pub fn invite(&self, space: Uuid, greeting: &Greeting) -> Result<Invited, SyncError> {
        let _ = (space, greeting);
        unfinished()
    }

    /// The open invites that were made on this device.
    pub fn invites(&self) -> Result<Vec<Invited>, SyncError> {
        unfinished()
    }

    /// Withdraws an invite, and refuses who waits by it. *Blocks on the network.*
    pub fn withdraw(&self, invite: Uuid) -> Result<(), SyncError> {
        let _ = invite;
        unfinished()
    }
}
