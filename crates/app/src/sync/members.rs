//! Who shares a mentorship: who joined, whose keys are known to be hers, and ending it.

use crate::{App, Error, Result, mentorships::view::OneMentorship};
use cairn_domain::{MemberId, MentorshipId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How a mentorship is shared.
#[derive(Debug, Serialize, TS)]
pub struct SharingView {
    /// Whether this computer syncs at all.
    pub syncs: bool,
    /// Where the mentorship is.
    pub state: SharingState,
    /// That, in a sentence.
    pub text: String,
    /// Everybody in it.
    pub members: Vec<SharingMember>,
    /// What stops sync here, until the person has looked at it.
    pub stop: Option<SharingStop>,
    /// Whether somebody else is in it on the server: only then is there something to leave or to end.
    pub can_leave: bool,
}

/// Where a mentorship is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SharingState {
    /// On this computer alone, or on the person's own devices.
    Here,
    /// One has joined, and somebody has to let one in yet.
    Joining,
    /// Shared with those who joined.
    Shared,
    /// Sync of it is stopped: see `stop`.
    Stopped,
    /// It was ended: everybody can read it, nobody can write to it.
    Ended,
    /// The person left, or was taken out.
    Left,
}

/// Somebody in a shared mentorship.
#[derive(Debug, Serialize, TS)]
pub struct SharingMember {
    /// Names her here.
    pub member: MemberId,
    /// Her name.
    pub name: String,
    /// Whether that is the person at this computer.
    pub me: bool,
    /// Where she stands.
    pub state: MemberStanding,
    /// That, in a few words.
    pub text: String,
    /// The six words that both see, where she joined.
    pub words: Vec<String>,
    /// An invite that nobody has used yet.
    pub invite: Option<String>,
}

/// Where a member stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MemberStanding {
    /// It is the person herself.
    Me,
    /// A name only: she has not joined.
    NotJoined,
    /// She has an invite that is open.
    Invited,
    /// She has used it, and is let in with the next sync.
    Arriving,
    /// Joined, and her keys are known to be hers: by an invite, or by six words.
    Verified,
    /// Joined, on the server's word.
    Unverified,
    /// Her keys are other ones than those known here.
    KeyChanged,
    /// She left, or was taken out.
    Left,
}

/// What stops sync of a mentorship.
#[derive(Debug, Serialize, TS)]
pub struct SharingStop {
    /// Why.
    pub kind: StopKind,
    /// `Maya’s keys changed`.
    pub title: String,
    /// What happened, what was kept, what to do.
    pub text: String,
    /// Whom it is about.
    pub member: Option<MemberId>,
}

/// Why sync of a mentorship is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StopKind {
    /// A member's keys are other ones.
    KeyChanged,
    /// The server has shown two histories.
    TwoHistories,
}

/// What the person found when both read their six words.
#[derive(Debug, Deserialize, TS)]
pub struct WordsCompared {
    mentorship: MentorshipId,
    member: MemberId,
    /// Whether they are the same.
    same: bool,
}

/// A member to take out.
#[derive(Debug, Deserialize, TS)]
pub struct OneSharer {
    mentorship: MentorshipId,
    member: MemberId,
}

/// How a mentorship is shared. Fails with `not_found`.
pub fn view(app: &App, args: OneMentorship) -> Result<SharingView> {
    let _ = (app, args.id);
    Err(Error::new("sync_off"))
}

/// Keeps what came of comparing six words: her keys are hers, or sync with her stops. Fails with `not_found`.
pub fn compared(app: &App, args: WordsCompared) -> Result<()> {
    let _ = (app, args.mentorship, args.member, args.same);
    Err(Error::new("sync_off"))
}

/// Leaves: nothing written after is read here, and what is here stays. Fails as every talk with a server does.
pub fn leave(app: &App, args: OneMentorship) -> Result<()> {
    let _ = (app, args.id);
    Err(Error::new("sync_off"))
}

/// Ends it for everybody: it can be read, and nobody writes to it any more. Fails as every talk with a server does.
pub fn end(app: &App, args: OneMentorship) -> Result<()> {
    let _ = (app, args.id);
    Err(Error::new("sync_off"))
}

/// Takes a member out: she reads nothing written after. Fails as every talk with a server does.
pub fn take_out(app: &App, args: OneSharer) -> Result<()> {
    let _ = (app, args.mentorship, args.member);
    Err(Error::new("sync_off"))
}
