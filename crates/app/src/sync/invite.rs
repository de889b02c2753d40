//! Inviting somebody into a mentorship, and taking an invite back.

use super::background::tell;
use crate::{App, Error, Result, mentorships::Pair};
use cairn_domain::{Member, MemberId, MentorshipId};
use cairn_sync::{Greeting, instant};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

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
/// Fails with `sync_off`, with `not_allowed` for who is there already, and as every talk with a server does.
pub fn make(app: &App, args: InviteMember) -> Result<InviteLink> {
    let open = app.open()?;
    let engine = &open.sync.engine;
    let pair = app.read(|reader| Pair::read(reader, args.mentorship))?;
    let member = pair.members.iter().find(|member| member.id == args.member);
    let member = member.ok_or_else(|| Error::not_found("member"))?;
    if let Some(account) = member.account {
        let sharers = engine.members_without_words(args.mentorship.0)?;
        if sharers.iter().any(|sharer| sharer.account == account.0) {
            return Err(Error::field("member", "not_allowed", &member.name));
        }
        // She was in it once: she is a name again, until she joins.
        app.background(|draft| Ok(draft.update(&Member { account: None, ..member.clone() })?))?;
    }
    let greeting = Greeting {
        name: app.profile()?.name,
        mentorship: pair.mentorship.title.clone().unwrap_or_default(),
        role: member.role.as_str().to_owned(),
    };
    let before = engine.invites()?;
    let invited = engine.invite(args.mentorship.0, args.member.0, &greeting)?;
    for old in before.iter().filter(|old| old.member == args.member.0) {
        // One that cannot be withdrawn now ends by itself.
        let _ = engine.withdraw(old.invite);
    }
    open.sync.wake_soon();
    tell(&*app.host);
    Ok(InviteLink {
        invite: invited.invite.to_string(),
        link: invited.link,
        expires: until(app, invited.expires),
        reads: app.words.say_with("invite-reads", &[("name", member.name.clone().into())]),
    })
}

/// Withdraws an invite: nobody can use it any more. Fails as every talk with a server does.
pub fn withdraw(app: &App, args: OneInvite) -> Result<()> {
    let invite = Uuid::parse_str(&args.invite).map_err(|_| Error::not_found("invite"))?;
    let open = app.open()?;
    open.sync.engine.withdraw(invite)?;
    tell(&*app.host);
    Ok(())
}

/// `until 9 December`.
pub(super) fn until(app: &App, millis: u64) -> String {
    let date = app.my_zone().civil(instant(millis)).date();
    app.words.say_with("sync-until", &[("date", app.clock_text().day(date, app.today()).into())])
}
