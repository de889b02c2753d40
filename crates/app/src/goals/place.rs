//! Where a goal lives, and who reads it there.

use crate::{App, Error, Result};
use cairn_domain::{AccountId, Goal, Member, MemberId, Mentorship, MentorshipId, Role, Space};
use cairn_store::{Placed, Reader};
use serde::Serialize;
use ts_rs::TS;

/// Somebody who can read a goal.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct GoalPerson {
    /// Who.
    pub id: MemberId,
    /// Her name.
    pub name: String,
    /// Whether that is the person at this computer.
    pub me: bool,
}

/// A place where a new goal can live.
#[derive(Debug, Serialize, TS)]
pub struct GoalPlace {
    /// The mentorship whose members read it; none for "only you".
    pub mentorship: Option<MentorshipId>,
    /// `Ishani`, or the mentorship's title; empty for "only you".
    pub name: String,
    /// Everybody who will read it, the person herself first; nobody for "only you".
    pub people: Vec<GoalPerson>,
    /// Whose goal it is likely to be there.
    pub owner: Option<MemberId>,
}

/// The places where a new goal can live: only you, and each mentorship.
pub fn all(app: &App, (): ()) -> Result<Vec<GoalPlace>> {
    app.read(|reader| {
        let mut places =
            vec![GoalPlace { mentorship: None, name: String::new(), people: vec![], owner: None }];
        for mentorship in reader.anywhere().all::<Mentorship>()? {
            let circle = Circle::read(reader, mentorship.id)?;
            places.push(GoalPlace {
                mentorship: Some(mentorship.id),
                name: circle.name.clone(),
                owner: circle.likely_owner(),
                people: circle.people,
            });
        }
        Ok(places)
    })
}

/// The members of a mentorship as the person sees them.
pub(crate) struct Circle {
    pub(crate) mentorship: MentorshipId,
    /// The title, or the names of the others.
    pub(crate) name: String,
    /// The person herself first.
    pub(crate) people: Vec<GoalPerson>,
    roles: Vec<(MemberId, Role)>,
}

impl Circle {
    /// Reads them. Fails with `not_found` where there is no such mentorship.
    pub(crate) fn read(reader: &Reader<'_>, id: MentorshipId) -> Result<Circle> {
        let view = reader.mentorship(id);
        let mentorship = view.get::<Mentorship>(id)?.ok_or_else(|| Error::not_found("mentorship"))?;
        let members = view.all::<Member>()?;
        let person = |member: &Member| GoalPerson {
            id: member.id,
            name: member.name.clone(),
            me: is_me(member, reader.account()),
        };
        let mut people: Vec<GoalPerson> = members.iter().map(|member| person(member)).collect();
        people.sort_by_key(|person| !person.me);
        let roles = members.iter().map(|member| (member.id, member.role)).collect();
        let mut circle = Circle { mentorship: id, name: String::new(), people, roles };
        circle.name =
            mentorship.title.clone().filter(|title| !title.is_empty()).unwrap_or_else(|| circle.names());
        Ok(circle)
    }

    /// `Ishani`, `Ishani, Paloma`: everybody but the person herself.
    pub(crate) fn names(&self) -> String {
        let others: Vec<&str> =
            self.people.iter().filter(|person| !person.me).map(|person| person.name.as_str()).collect();
        others.join(", ")
    }

    /// The person herself.
    pub(crate) fn me(&self) -> Option<MemberId> {
        self.people.iter().find(|person| person.me).map(|person| person.id)
    }

    /// A mentor's new goal is likely her only mentee's; anybody else's is her own.
    fn likely_owner(&self) -> Option<MemberId> {
        let role = |id: MemberId| self.roles.iter().find(|(member, _)| *member == id).map(|(_, role)| *role);
        let me = self.me()?;
        let mentees: Vec<MemberId> =
            self.roles.iter().filter(|(_, role)| *role == Role::Mentee).map(|(id, _)| *id).collect();
        match mentees.as_slice() {
            [mentee] if role(me) == Some(Role::Mentor) => Some(*mentee),
            _ => Some(me),
        }
    }
}

fn is_me(member: &Member, account: AccountId) -> bool {
    member.account == Some(account)
}

/// Who reads a goal: the members of its space's mentorship; none for a private one.
pub(crate) fn circle_of(reader: &Reader<'_>, goal: &Placed<Goal>) -> Result<Option<Circle>> {
    match goal.space {
        Space::Personal(_) => Ok(None),
        Space::Mentorship(id) => Circle::read(reader, id).map(Some),
    }
}

/// The space for a new goal.
pub(crate) fn space_for(account: AccountId, shared_in: Option<MentorshipId>) -> Space {
    shared_in.map_or(Space::Personal(account), Space::Mentorship)
}
