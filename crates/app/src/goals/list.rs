//! Goals in lists: all of them, or those of a mentorship.

use super::{
    check_in, milestone,
    place::{Circle, GoalPerson},
    said, smart,
};
use crate::{App, Result};
use cairn_domain::{Goal, GoalId, GoalStatus, MentorshipId, Space, progress};
use cairn_store::{Placed, Reader};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which goals.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(default)]
pub struct ListGoals {
    /// Those of one mentorship, and the person's own that have to do with it; all when left out.
    #[ts(optional)]
    mentorship: Option<MentorshipId>,
}

/// Goals that the same people read.
#[derive(Debug, Serialize, TS)]
pub struct GoalGroup {
    /// The mentorship; none for "only you".
    pub mentorship: Option<MentorshipId>,
    /// `Ishani`; empty for "only you".
    pub name: String,
    /// The others by name, for "Shared with …"; empty for "only you".
    pub names: String,
    /// Everybody who reads them, the person herself first; nobody for "only you".
    pub people: Vec<GoalPerson>,
    /// Only the person reads them.
    pub private: bool,
    /// What is being worked on first, then drafts, then what rests or is over.
    pub goals: Vec<GoalCard>,
}

/// A goal in a list.
#[derive(Debug, Serialize, TS)]
pub struct GoalCard {
    /// The goal.
    pub id: GoalId,
    /// What it is called; says so where it has no title yet.
    pub title: String,
    /// Only the person reads it.
    pub private: bool,
    /// Where it stands.
    pub status: GoalStatus,
    /// The same in words; empty for what is being worked on.
    pub status_text: String,
    /// Whose goal it is, where several people read it.
    pub owner: Option<GoalPerson>,
    /// How much of the way is done, 0 to 1.
    pub share: Option<f64>,
    /// `2,880 of 6,000 words`.
    pub progress: Option<String>,
    /// `26 Feb`.
    pub due: Option<String>,
    /// `in 94 days`.
    pub due_in: Option<String>,
    /// The last day is over and the goal is not.
    pub late: bool,
    /// It is time to check in.
    pub wants_check_in: bool,
    /// The mentorship a private goal has to do with, by name.
    pub about: Option<String>,
    /// How many letters of SMART hold, 0 to 5.
    pub holds: usize,
}

/// The goals, by who reads them. Groups without goals are left out.
pub fn list(app: &App, args: ListGoals) -> Result<Vec<GoalGroup>> {
    app.read(|reader| match args.mentorship {
        None => everywhere(app, reader),
        Some(id) => {
            let mentorships = std::slice::from_ref(&id);
            let own = reader.personal().with::<Goal>("mentorship", Some(id))?;
            let own = own.into_iter().map(private_goal).collect();
            groups(app, reader, mentorships, own)
        }
    })
}

fn everywhere(app: &App, reader: &Reader<'_>) -> Result<Vec<GoalGroup>> {
    let mentorships: Vec<MentorshipId> =
        reader.anywhere().all::<cairn_domain::Mentorship>()?.iter().map(|mentorship| mentorship.id).collect();
    let own = reader.personal().all::<Goal>()?.into_iter().map(private_goal).collect();
    groups(app, reader, &mentorships, own)
}

fn private_goal(goal: cairn_store::Private<Goal>) -> Placed<Goal> {
    Placed { space: goal.space(), changed_at: goal.changed_at(), record: goal.into_inner() }
}

/// Each mentorship's goals, read through that mentorship alone, and the person's own last.
fn groups(
    app: &App,
    reader: &Reader<'_>,
    mentorships: &[MentorshipId],
    own: Vec<Placed<Goal>>,
) -> Result<Vec<GoalGroup>> {
    let mut groups = Vec::new();
    for id in mentorships {
        let circle = Circle::read(reader, *id)?;
        let mut goals = Vec::new();
        for goal in reader.mentorship(*id).all::<Goal>()? {
            goals.push(card(app, reader, &goal, Some(&circle))?);
        }
        groups.push(GoalGroup {
            mentorship: Some(*id),
            names: circle.names(),
            private: false,
            goals: sorted(goals),
            name: circle.name,
            people: circle.people,
        });
    }
    let own = own.iter().map(|goal| card(app, reader, goal, None)).collect::<Result<Vec<_>>>()?;
    groups.push(GoalGroup {
        mentorship: None,
        name: String::new(),
        names: String::new(),
        people: vec![],
        private: true,
        goals: sorted(own),
    });
    groups.retain(|group| !group.goals.is_empty());
    Ok(groups)
}

fn sorted(mut goals: Vec<GoalCard>) -> Vec<GoalCard> {
    let rank = |status: GoalStatus| match status {
        GoalStatus::Active => 0,
        GoalStatus::Draft => 1,
        GoalStatus::Paused => 2,
        GoalStatus::Reached => 3,
        GoalStatus::Dropped => 4,
    };
    goals.sort_by_key(|goal| (rank(goal.status), !goal.wants_check_in));
    goals
}

/// A goal as a list shows it; `circle` is who reads it, none for a private one.
pub(crate) fn card(app: &App, reader: &Reader<'_>, goal: &Goal, circle: Option<&Circle>) -> Result<GoalCard> {
    let check_ins = check_in::of_goal(reader, goal.id)?;
    let points = progress::points(&check_ins);
    let milestones = milestone::of_goal(reader, goal.id)?;
    let (reached, all) =
        (milestones.iter().filter(|milestone| milestone.reached_on.is_some()).count(), milestones.len());
    let today = app.today();
    let next = progress::next_check_in(goal, check_ins.last().map(|check_in| check_in.on));
    let is_open = matches!(goal.status, GoalStatus::Active | GoalStatus::Draft);
    let about = match (circle, goal.mentorship) {
        // A private goal may outlive the mentorship it was about.
        (None, Some(id)) => Circle::read(reader, id).ok().map(|circle| circle.name),
        _ => None,
    };
    Ok(GoalCard {
        id: goal.id,
        title: said::title(app, goal),
        private: circle.is_none(),
        status: goal.status,
        status_text: match goal.status {
            GoalStatus::Active => String::new(),
            status => said::status(app, status),
        },
        owner: circle
            .and_then(|circle| circle.people.iter().find(|person| Some(person.id) == goal.owner))
            .cloned(),
        share: progress::share_done(goal, &points, reached, all),
        progress: said::progress(app, goal, &points, reached, all),
        due: goal.due_on.map(|due_on| said::day_short(app, due_on)),
        due_in: goal.due_on.filter(|_| is_open).map(|due_on| said::distance(app, due_on)),
        late: is_open && goal.due_on.is_some_and(|due_on| due_on < today),
        wants_check_in: next.is_some_and(|next| next <= today),
        about,
        holds: smart::of_goal(app, goal, &points, all)
            .iter()
            .filter(|letter| letter.verdict == smart::SmartVerdict::Holds)
            .count(),
    })
}

/// Whether a goal lives in the person's own space.
pub(super) fn is_private(goal: &Placed<Goal>) -> bool {
    matches!(goal.space, Space::Personal(_))
}
