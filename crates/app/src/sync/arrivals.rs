//! Who came in by an invite is the member that the invite was for.
//!
//! The invite does not name the member: the server would learn more than it has to. So the device that made it remembers.

use super::background::tell;
use crate::{
    Host, Result,
    mentorships::Pair,
    settings::{put_setting, setting, show_others},
    state::{Open, profile_in},
};
use cairn_domain::{AccountId, Member, MemberId, MentorshipId};
use cairn_store::{Draft, Reader};
use cairn_sync::Report;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const KEY: &str = "invites";

/// An invite that this person made, and whom it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Made {
    pub(super) invite: Uuid,
    pub(super) mentorship: MentorshipId,
    pub(super) member: MemberId,
    /// When it ends, in milliseconds.
    pub(super) expires: u64,
}

/// The invites that this person made and nobody has come in by.
pub(super) fn made(reader: &Reader<'_>) -> Result<Vec<Made>> {
    Ok(setting(reader, KEY)?.unwrap_or_default())
}

/// Remembers an invite; one before for the same member is forgotten.
pub(super) fn remember(draft: &mut Draft<'_>, new: Made) -> Result<()> {
    let mut all = made(draft)?;
    all.retain(|one| one.member != new.member);
    all.push(new);
    put_setting(draft, KEY, &all)
}

/// Forgets an invite.
pub(super) fn forget(draft: &mut Draft<'_>, invite: Uuid) -> Result<()> {
    let mut all = made(draft)?;
    all.retain(|one| one.invite != invite);
    put_setting(draft, KEY, &all)
}

/// After a round of sync: gives those who were let in their place among the members. What fails is tried after the next.
pub(super) fn settle(open: &Open, host: &dyn Host, report: &Report) {
    if report.fetched > 0 {
        let _ = introduce(open, host);
    }
    if report.let_in.is_empty() {
        return;
    }
    let still_open: Vec<Uuid> =
        open.sync.engine.invites().unwrap_or_default().into_iter().map(|invited| invited.invite).collect();
    let done = open.store.background::<_, crate::Error>(host.now(), |draft| {
        for (space, account) in &report.let_in {
            welcome(draft, MentorshipId(*space), AccountId(*account), &still_open)?;
        }
        Ok(())
    });
    if done.is_ok() {
        tell(host);
    }
}

/// After an exchange file: gives its author her place among the members.
pub(super) fn answered(open: &Open, host: &dyn Host, mentorship: MentorshipId, author: AccountId) {
    // Where it is not clear who that is, she stands under Sharing without a name.
    let _ =
        open.store.background::<_, crate::Error>(host.now(), |draft| welcome(draft, mentorship, author, &[]));
}

/// Gives an account its place among the members: the one whose invite is no longer open, where there is just one such.
fn welcome(draft: &mut Draft<'_>, id: MentorshipId, account: AccountId, still_open: &[Uuid]) -> Result<()> {
    let pair = Pair::read(draft, id)?;
    if pair.members.iter().any(|member| member.account == Some(account)) {
        return Ok(());
    }
    let used = |one: &Made| one.mentorship == id && !still_open.contains(&one.invite);
    let used: Vec<Made> = made(draft)?.into_iter().filter(used).collect();
    let free: Vec<&Member> = pair.members.iter().filter(|member| member.account.is_none()).collect();
    let invited = match used.as_slice() {
        [one] => free.iter().find(|member| member.id == one.member),
        _ => None,
    };
    // Who it is has to be certain: a wrong name on somebody's words is worse than none.
    let only = (free.len() == 1).then(|| free.first()).flatten();
    let Some(member) = invited.or(only) else { return Ok(()) };
    draft.update(&Member { account: Some(account), ..(*member).clone() })?;
    for one in made(draft)?.iter().filter(|one| one.member == member.id) {
        forget(draft, one.invite)?;
    }
    Ok(())
}

/// What the others see of the person is what she says of herself, in a mentorship that she has just come into too.
fn introduce(open: &Open, host: &dyn Host) -> Result<()> {
    let (profile, mine) = open.store.read(|reader| {
        let mine = reader.anywhere().with::<Member>("account", Some(reader.account()))?;
        Ok::<_, crate::Error>((profile_in(reader)?, mine))
    })?;
    if mine.iter().all(|member| member.record.name == profile.name && member.record.zone == profile.zone) {
        return Ok(());
    }
    open.store.background(host.now(), |draft| show_others(draft, &profile))
}
