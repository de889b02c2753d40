//! Days on which something is due: of goals, milestones, actions and agreements.

use super::settings::DateReminders;
use crate::{Result, mentorships::Pair};
use cairn_calendar::Zone;
use cairn_domain::{
    ActionItem, Due, Goal, GoalStatus, Late, MemberId, MentorshipId, Milestone, Remindable, ReminderSubject,
};
use cairn_store::{Placed, Reader};
use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use std::ops::RangeInclusive;

/// Something that is due on a day.
#[derive(Debug, Clone)]
pub(crate) struct Dated {
    /// What.
    pub(crate) subject: ReminderSubject,
    /// What it is called.
    pub(crate) title: String,
    /// Whether only the person herself may read that.
    pub(crate) is_private: bool,
    /// The day.
    pub(crate) on: NaiveDate,
    /// Where it is shown.
    pub(crate) route: String,
}

impl Dated {
    /// What the reminders' rule needs to know. The day is over when the next one begins; until then quiet hours may
    /// delay its reminders.
    pub(super) fn remindable(&self, settings: &DateReminders, zone: &Zone) -> Option<Remindable> {
        let instant = |civil: NaiveDateTime| Some(zone.to_instant(civil).ok()?.instant);
        let planned = self.on.and_hms_opt(0, 0, 0)?;
        let at = planned + TimeDelta::minutes(settings.at.into());
        let due = |days: &u16| {
            Some(Due {
                lead_minutes: i64::from(*days) * 1440,
                // So many days by the calendar: a day of 23 hours is a day.
                at: instant(at.checked_sub_days(Days::new(u64::from(*days)))?)?,
            })
        };
        let ends = instant(planned + TimeDelta::days(1))?;
        Some(Remindable {
            subject: self.subject,
            planned,
            starts: ends,
            ends,
            dues: settings.days(self.subject.kind()).iter().filter_map(due).collect(),
            late: Late::Skip,
        })
    }
}

/// What is due to the person herself within `days`, of mentorships that are under way.
pub(super) fn read(
    reader: &Reader<'_>,
    pairs: &[Pair],
    days: &RangeInclusive<NaiveDate>,
) -> Result<Vec<Dated>> {
    let mine = Mine(pairs);
    let mut found = Vec::new();
    for goal in reader.anywhere().with::<Goal>("status", GoalStatus::Active)? {
        if !mine.has(goal.mentorship, goal.owner) {
            continue;
        }
        let route = format!("/goal/{}", goal.id);
        found.extend(goal.due_on.map(|on| Dated {
            subject: ReminderSubject::Goal(goal.id),
            title: goal.title.clone(),
            is_private: goal.space.is_personal(),
            on,
            route: route.clone(),
        }));
        let milestones = reader.anywhere().with::<Milestone>("goal", goal.id)?;
        found.extend(milestones.into_iter().filter(|one| one.reached_on.is_none()).filter_map(|one| {
            Some(Dated {
                subject: ReminderSubject::Milestone(one.id),
                title: one.title.clone(),
                is_private: one.space.is_personal(),
                on: one.due_on?,
                route: route.clone(),
            })
        }));
    }
    found.extend(reader.anywhere().all::<ActionItem>()?.iter().filter_map(|action| mine.action(action)));
    found.extend(pairs.iter().filter_map(agreement));
    found.retain(|dated| days.contains(&dated.on));
    Ok(found)
}

struct Mine<'a>(&'a [Pair]);

impl Mine<'_> {
    /// Whether something of that owner is the person's own, and what it belongs to is under way.
    fn has(&self, mentorship: Option<MentorshipId>, owner: Option<MemberId>) -> bool {
        let pair = mentorship.and_then(|id| self.0.iter().find(|pair| pair.mentorship.id == id));
        pair.is_none_or(|pair| {
            let owned = owner.is_none() || owner == pair.me().map(|me| me.id);
            owned && pair.state().is_under_way()
        })
    }

    fn action(&self, action: &Placed<ActionItem>) -> Option<Dated> {
        if action.done_at.is_some() || !self.has(action.mentorship, action.owner) {
            return None;
        }
        Some(Dated {
            subject: ReminderSubject::Action(action.id),
            title: action.text.clone(),
            is_private: action.space.is_personal(),
            on: action.due_on?,
            route: action.session.map_or_else(|| "/today".into(), |session| format!("/session/{session}")),
        })
    }
}

fn agreement(pair: &Pair) -> Option<Dated> {
    let mentorship = &pair.mentorship;
    Some(Dated {
        subject: ReminderSubject::Agreement(mentorship.id),
        title: pair.name(),
        is_private: false,
        on: mentorship.revisit_on.filter(|_| pair.state().is_under_way())?,
        route: format!("/mentorship/{}", mentorship.id),
    })
}
