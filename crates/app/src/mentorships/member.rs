//! The people in a mentorship.

use super::Pair;
use crate::{App, Error, Result, zones};
use cairn_domain::{
    HoursBlock, Member, MemberId, MentorshipId, Model, Role, Space, WeeklyHours, clean_line, required_line,
};
use serde::Deserialize;
use ts_rs::TS;

/// Somebody who is to be a member.
#[derive(Debug, Deserialize, TS)]
pub struct NewMember {
    /// Her name.
    pub(crate) name: String,
    /// What she does here.
    pub(crate) role: Role,
    /// IANA id of her zone.
    pub(crate) zone: String,
    /// Such as `she/her`.
    #[ts(optional)]
    pub(crate) pronouns: Option<String>,
    /// When she can meet, on her own clock.
    #[ts(optional)]
    pub(crate) hours: Option<Vec<HoursBlock>>,
}

/// A member to add.
#[derive(Debug, Deserialize, TS)]
pub struct AddMember {
    mentorship: MentorshipId,
    member: NewMember,
}

/// A member as she is to be.
#[derive(Debug, Deserialize, TS)]
pub struct EditMember {
    id: MemberId,
    member: NewMember,
}

/// A member.
#[derive(Debug, Deserialize, TS)]
pub struct OneMember {
    id: MemberId,
}

/// Adds a member. A one-to-one mentorship becomes a group by it. Fails with `empty` at `name`, `unknown_zone` at `zone`.
pub fn add(app: &App, args: AddMember) -> Result<MemberId> {
    let member = new_member(app.new_id(), args.mentorship, args.member)?;
    app.act("add-member", |draft| {
        let mut mentorship = Pair::read(draft, args.mentorship)?.mentorship;
        draft.create(Space::Mentorship(args.mentorship), &member)?;
        if mentorship.model == Model::OneToOne {
            mentorship.model = Model::Group;
            draft.update(&mentorship)?;
        }
        Ok(member.id)
    })
}

/// Changes a member, as it is typed. Fails as [`add`].
pub fn edit(app: &App, args: EditMember) -> Result<()> {
    let told = checked(args.member)?;
    app.act("edit-member", |draft| {
        draft.typing();
        let kept = draft.need::<Member>(args.id)?.record;
        Ok(draft.update(&Member {
            id: kept.id,
            mentorship: kept.mentorship,
            account: kept.account,
            ..told
        })?)
    })
}

/// Takes a member out. Her part in what was written stays. Fails with `not_allowed` for the person herself, and with
/// `nobody_else` for the only other, and with `member_shares` for who has the keys.
pub fn remove(app: &App, args: OneMember) -> Result<()> {
    let open = app.open()?;
    app.act("remove-member", |draft| {
        let member = draft.need::<Member>(args.id)?.record;
        let has_keys = |account: cairn_domain::AccountId| {
            let sharers = open.sync.engine.members_without_words(member.mentorship.0)?;
            Ok::<_, Error>(sharers.iter().any(|sharer| sharer.account == account.0))
        };
        // Without her name she would go on reading what is written here.
        if member.account.map(has_keys).transpose()?.unwrap_or(false) {
            return Err(Error::new("member_shares").with("name", member.name));
        }
        let pair = Pair::read(draft, member.mentorship)?;
        if pair.is_me(&member) {
            return Err(Error::field("id", "not_allowed", &member.name));
        }
        if pair.others().count() < 2 {
            return Err(Error::field("members", "nobody_else", &member.name));
        }
        Ok(draft.remove::<Member>(args.id)?)
    })
}

/// A member of a mentorship.
pub(super) fn new_member(id: MemberId, mentorship: MentorshipId, told: NewMember) -> Result<Member> {
    Ok(Member { id, mentorship, ..checked(told)? })
}

/// What was typed, as a member of nothing yet.
fn checked(told: NewMember) -> Result<Member> {
    let pronouns = clean_line("pronouns", told.pronouns.as_deref().unwrap_or_default())?;
    Ok(Member {
        id: MemberId(uuid::Uuid::nil()),
        mentorship: MentorshipId(uuid::Uuid::nil()),
        account: None,
        name: required_line("name", &told.name)?,
        pronouns: if pronouns.is_empty() { None } else { Some(pronouns) },
        role: told.role,
        zone: zones::known("zone", &told.zone)?.id().to_owned(),
        hours: WeeklyHours(told.hours.unwrap_or_default()).checked()?,
    })
}
