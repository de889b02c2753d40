//! Who came in by an invite is the member that the invite was for.

use super::background::tell;
use crate::{
    Host, Result,
    mentorships::Pair,
    settings::show_others,
    state::{Open, profile_in},
};
use cairn_domain::{AccountId, Member, MemberId, MentorshipId};
use cairn_store::Draft;
use cairn_sync::{Arrival, Report};

/// After a round of sync: gives those who were let in their place among the members. What fails is tried after the next.
pub(super) fn settle(open: &Open, host: &dyn Host, report: &Report) {
    if report.fetched > 0 {
        let _ = introduce(open, host);
    }
    let arrived = open.sync.engine.arrivals().unwrap_or_default();
    let welcomed = arrived.iter().filter(|arrival| settle_one(open, host, arrival).is_ok());
    if welcomed.count() > 0 {
        tell(host);
    }
}

fn settle_one(open: &Open, host: &dyn Host, arrival: &Arrival) -> Result<()> {
    let (mentorship, account) = (MentorshipId(arrival.space), AccountId(arrival.account));
    open.store.background(host.now(), |draft| {
        welcome(draft, mentorship, account, Some(MemberId(arrival.member)))
    })?;
    Ok(open.sync.engine.welcomed(arrival.invite)?)
}

/// After an exchange file: gives its author her place among the members.
pub(super) fn answered(open: &Open, host: &dyn Host, mentorship: MentorshipId, author: AccountId) {
    // Where it is not clear who that is, she stands under Sharing without a name.
    let _ = open
        .store
        .background::<_, crate::Error>(host.now(), |draft| welcome(draft, mentorship, author, None));
}

/// Gives an account its place among the members: the one whom the invite was for, or where there is just one without an
/// account that one.
fn welcome(
    draft: &mut Draft<'_>,
    id: MentorshipId,
    account: AccountId,
    invited: Option<MemberId>,
) -> Result<()> {
    let pair = Pair::read(draft, id)?;
    if pair.members.iter().any(|member| member.account == Some(account)) {
        return Ok(());
    }
    let free: Vec<&Member> = pair.members.iter().filter(|member| member.account.is_none()).collect();
    // Who it is has to be certain: a wrong name on somebody's words is worse than none.
    let found = match invited {
        Some(invited) => free.iter().find(|member| member.id == invited),
        None => (free.len() == 1).then(|| free.first()).flatten(),
    };
    let Some(member) = found else { return Ok(()) };
    Ok(draft.update(&Member { account: Some(account), ..(*member).clone() })?)
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
