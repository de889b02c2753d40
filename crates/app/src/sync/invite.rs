//! Inviting somebody into a mentorship, and taking an invite back.

use crate::{App, Error, Result};
use cairn_domain::{MemberId, MentorshipId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A member to invite.
#[derive(Debug, Deserialize, TS)]
pub struct InviteMember {
    mentorship: MentorshipId,
    member: MemberId,
}

/// An invite, to be shown once.
#[derive(Serialize, TS)]
pub struct InviteLink {
    /// Names it.
    pub invite: String,
    /// `cairn://join/…`.
    pub link: String,
    /// `until 9 December`.
    pub expires: String,
    /// What the one who joins can read: also what was written before.
    pub reads: String,
}

/// An invite.
#[derive(Debug, Deserialize, TS)]
pub struct OneInvite {
    invite: String,
}

/// Makes an invite for a member who has not joined; an open one before is withdrawn. The first makes the mentorship a
/// space of its own on the server.
///
/// Fails with `sync_off`, with `too_many`, and as every talk with a server does.
pub fn make(app: &App, args: InviteMember) -> Result<InviteLink> {
    let _ = (app, args.mentorship, args.member);
    Err(Error::new("sync_off"))
}

/// Withdraws an invite: nobody can use it any more. Fails as every talk with a server does.
pub fn withdraw(app: &App, args: OneInvite) -> Result<()> {
    let _ = (app, args.invite);
    Err(Error::new("sync_off"))
}
