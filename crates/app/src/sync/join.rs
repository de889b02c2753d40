//! Joining: an invite is read, looked at, and accepted, each only when the person says so.

use super::connection::ServerTrust;
use crate::{App, Error, Result};
use cairn_domain::{MentorshipId, Role};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A link as it was pasted or opened.
#[derive(Deserialize, TS)]
pub struct InviteText {
    /// `cairn://join/…`.
    pub(crate) link: String,
}

/// What a link says by itself. Nobody was asked for it.
#[derive(Debug, Serialize, TS)]
pub struct InviteReading {
    /// The link, cleaned.
    pub link: String,
    /// The server's address.
    pub server: String,
    /// How the server is known.
    pub trust: ServerTrust,
    /// What that means, in a sentence.
    pub trust_text: String,
}

/// Whose invite it is, and what joining means. Only the server was asked, and only for this.
#[derive(Debug, Serialize, TS)]
pub struct InvitePreview {
    /// What the link says by itself.
    pub reading: InviteReading,
    /// Whether it is to a mentorship; else it lets this person use the server.
    pub to_mentorship: bool,
    /// Who invites; empty where it is the server's own.
    pub inviter: String,
    /// What she calls the mentorship.
    pub mentorship: String,
    /// What one is to be there.
    pub role: Option<Role>,
    /// `until 9 December`.
    pub expires: String,
    /// Whether this computer begins to sync with it.
    pub begins_sync: bool,
    /// What leaves this computer then, and who can read it.
    pub leaves: Vec<WhatLeaves>,
    /// One is a member already: there.
    pub member_of: Option<MentorshipId>,
}

/// Something that leaves this computer.
#[derive(Debug, Serialize, TS)]
pub struct WhatLeaves {
    /// What it is.
    pub what: String,
    /// Who can read it.
    pub readers: String,
    /// Whether nobody else can.
    pub private: bool,
}

/// What came of joining.
#[derive(Debug, Serialize, TS)]
pub struct Joined {
    /// The mentorship, where it was to one.
    pub mentorship: Option<MentorshipId>,
    /// Who has to let one in yet; her Cairn does so by itself once it is online.
    pub waits_for: Option<String>,
}

/// Reads a link, asking nobody. Fails with `not_an_invite` at `link`.
pub fn read(app: &App, args: InviteText) -> Result<InviteReading> {
    let _ = (app, args.link);
    Err(Error::field("link", "not_an_invite", ""))
}

/// The link with which Cairn was opened, once; none where there is none.
pub fn waiting(app: &App, (): ()) -> Result<Option<InviteReading>> {
    app.open()?;
    Ok(None)
}

/// Asks the server whose invite it is. Fails with `not_an_invite`, `invite_spent`, `invite_forged`, `other_server`, and as
/// every talk with a server does.
pub fn look(app: &App, args: InviteText) -> Result<InvitePreview> {
    let _ = read(app, args)?;
    Err(Error::new("sync_off"))
}

/// Joins. Fails as [`look`], and then nothing but the look was sent; a second try goes on where the first ended.
pub fn accept(app: &App, args: InviteText) -> Result<Joined> {
    let _ = read(app, args)?;
    Err(Error::new("sync_off"))
}
