//! Mentorships: who is in them, how they are named, where they stand, and what becomes of them.

pub mod change;
pub mod health;
pub mod life;
pub mod list;
pub mod member;
pub mod view;

#[cfg(test)]
mod tests;

use crate::{App, Error, Result};
use cairn_domain::{
    AccountId, LifecycleEvent, Member, MemberId, Mentorship, MentorshipId, MentorshipState, state_of,
};
use cairn_store::Reader;

/// A mentorship with its members and its life, as the person sees them.
pub(crate) struct Pair {
    pub(crate) mentorship: Mentorship,
    /// The eldest first.
    pub(crate) members: Vec<Member>,
    pub(crate) events: Vec<LifecycleEvent>,
    account: AccountId,
}

impl Pair {
    /// Reads one. Fails with `not_found`.
    pub(crate) fn read(reader: &Reader<'_>, id: MentorshipId) -> Result<Pair> {
        let shared = reader.mentorship(id);
        let mentorship = shared.get::<Mentorship>(id)?.ok_or_else(|| Error::not_found("mentorship"))?;
        Ok(Pair {
            mentorship: mentorship.into_inner(),
            members: shared.all::<Member>()?.into_iter().map(|member| member.into_inner()).collect(),
            events: shared.all::<LifecycleEvent>()?.into_iter().map(|event| event.into_inner()).collect(),
            account: reader.account(),
        })
    }

    /// Reads all of them, the eldest first.
    pub(crate) fn all(reader: &Reader<'_>) -> Result<Vec<Pair>> {
        let mentorships = reader.anywhere().all::<Mentorship>()?;
        mentorships.into_iter().map(|mentorship| Pair::read(reader, mentorship.id)).collect()
    }

    /// The names of the others who have joined, of those accounts that `which` holds for; empty where there is none.
    pub(crate) fn joined(&self, which: impl Fn(AccountId) -> bool) -> String {
        let others =
            self.members.iter().filter(|member| !self.is_me(member) && member.account.is_some_and(&which));
        others.map(|member| member.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// Whether a member is the person at this computer.
    pub(crate) fn is_me(&self, member: &Member) -> bool {
        member.account == Some(self.account)
    }

    /// The person at this computer, as a member.
    pub(crate) fn me(&self) -> Option<&Member> {
        self.members.iter().find(|member| self.is_me(member))
    }

    /// Everybody else.
    pub(crate) fn others(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| !self.is_me(member))
    }

    /// The one other member of a pair; none in a group.
    pub(crate) fn other(&self) -> Option<&Member> {
        let mut others = self.others();
        others.next().filter(|_| others.next().is_none())
    }

    /// The title, or the names of the others.
    pub(crate) fn name(&self) -> String {
        let title = self.mentorship.title.as_deref().filter(|title| !title.is_empty());
        title.map_or_else(|| self.others_names(), str::to_owned)
    }

    /// `Ishani`; `Jonas, Lerato, Noor`.
    pub(crate) fn others_names(&self) -> String {
        self.others().map(|member| member.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// What the colour of its avatar is made of: the other member, or the group.
    pub(crate) fn seed(&self) -> String {
        self.other().map_or_else(|| self.mentorship.id.to_string(), |other| other.id.to_string())
    }

    /// How many members a group has; none for a pair.
    pub(crate) fn count(&self) -> Option<usize> {
        (self.members.len() > 2).then_some(self.members.len())
    }

    /// Where it stands.
    pub(crate) fn state(&self) -> MentorshipState {
        state_of(&self.events)
    }
}

impl App {
    /// The person at this computer as a member of a mentorship; none where she is not one.
    /// Fails with `locked` and `not_found`.
    pub(crate) fn me_in(&self, mentorship: MentorshipId) -> Result<Option<MemberId>> {
        self.read(|reader| Ok(Pair::read(reader, mentorship)?.me().map(|member| member.id)))
    }
}

/// The first of the pronouns a member gave, as far as the words know it.
pub(crate) fn pronoun(member: &Member) -> &'static str {
    let given = member.pronouns.as_deref().unwrap_or_default().to_lowercase();
    match given.split(['/', ' ']).next().unwrap_or_default() {
        "she" => "she",
        "he" => "he",
        "they" => "they",
        _ => "name",
    }
}
