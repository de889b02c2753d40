//! The seven days after today: sessions on both clocks, what is due, check-ins.

use super::{Look, goals};
use crate::{
    App, Result,
    mentorships::{Pair, pronoun},
};
use cairn_calendar::Zone;
use cairn_domain::{Goal, GoalStatus, Member, Occurrence, SessionState, progress::next_check_in};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use ts_rs::TS;

/// A day.
#[derive(Debug, Serialize, TS)]
pub struct TodayDay {
    /// `Wed 25`.
    pub label: String,
    /// What is on it.
    pub items: Vec<TodayItem>,
}

/// What is on a day.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct TodayItem {
    /// What it is.
    pub kind: TodayItemKind,
    /// `20:30 Ishani`.
    pub text: String,
    /// `Wed 08:00 for her`: a session on the other's clock.
    pub there: Option<String>,
    /// The route to open.
    pub route: String,
    /// Only the person herself can see it.
    pub private: bool,
}

/// What can be on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TodayItemKind {
    /// A session.
    Session,
    /// An action that is due.
    Action,
    /// A check-in that is due.
    CheckIn,
}

/// The seven days after today.
pub(super) fn days(look: &Look<'_, '_>) -> Result<Vec<TodayDay>> {
    let check_ins = check_ins(look)?;
    let days = look.today.iter_days().skip(1).take(7);
    Ok(days
        .map(|day| TodayDay { label: label(look.app, day), items: items(look, &check_ins, day) })
        .collect())
}

/// `Wed 25`.
pub(super) fn label(app: &App, day: NaiveDate) -> String {
    format!("{} {}", app.clock_text().weekday_short(day), day.day())
}

/// `Sun 22` near today, `Sun 22 Nov` further away.
pub(super) fn day_label(app: &App, day: NaiveDate, today: NaiveDate) -> String {
    if (day - today).num_days().abs() <= 8 {
        label(app, day)
    } else {
        app.clock_text().date_short(day, today)
    }
}

fn items(look: &Look<'_, '_>, check_ins: &[(NaiveDate, TodayItem)], day: NaiveDate) -> Vec<TodayItem> {
    let zone = look.app.my_zone();
    let sessions = look.meetings.iter().filter(|meeting| {
        meeting.session.state == SessionState::Planned && zone.civil(meeting.at).date() == day
    });
    let sessions = sessions.filter_map(|meeting| session(look, meeting));
    let actions = look.actions.iter().filter(|action| action.due_on == Some(day)).map(|action| {
        let owner = action
            .mentorship
            .and_then(|id| look.pair(id))
            .and_then(|pair| pair.others().find(|member| Some(member.id) == action.owner));
        TodayItem {
            kind: TodayItemKind::Action,
            text: owner
                .map_or_else(|| action.text.clone(), |owner| format!("{}: {}", owner.name, action.text)),
            there: None,
            route: action
                .session
                .map_or_else(|| "/today".to_owned(), |session| format!("/session/{session}")),
            private: action.space.is_personal(),
        }
    });
    let due = check_ins.iter().filter(|(on, _)| *on == day).map(|(_, item)| item.clone());
    sessions.chain(actions).chain(due).collect()
}

fn session(look: &Look<'_, '_>, meeting: &Occurrence) -> Option<TodayItem> {
    let pair = look.pair(meeting.session.mentorship).filter(|pair| pair.state().is_under_way())?;
    let time = look.app.clock_text().time(look.app.my_zone().civil(meeting.at).time());
    Some(TodayItem {
        kind: TodayItemKind::Session,
        text: format!("{time} {}", pair.name()),
        there: pair.other().and_then(|other| there(look, meeting, pair, other)),
        route: format!("/session/{}", meeting.session.id),
        private: false,
    })
}

/// `Wed 08:00 for her`; none where her clock shows the same.
fn there(look: &Look<'_, '_>, meeting: &Occurrence, pair: &Pair, other: &Member) -> Option<String> {
    let here = look.app.my_zone().civil(meeting.at);
    let civil = Zone::stored(&other.zone).ok()?.civil(meeting.at);
    if civil == here {
        return None;
    }
    let text = look.app.clock_text();
    let time = if civil.date() == here.date() {
        text.time(civil.time())
    } else {
        format!("{} {}", text.weekday_short(civil.date()), text.time(civil.time()))
    };
    let values =
        [("time", time.into()), ("pronoun", pronoun(other).into()), ("name", pair.others_names().into())];
    Some(look.app.words.say_with("today-there", &values))
}

/// The check-ins that come due after today.
fn check_ins(look: &Look<'_, '_>) -> Result<Vec<(NaiveDate, TodayItem)>> {
    let mut due = Vec::new();
    for goal in look.reader.anywhere().with::<Goal>("status", GoalStatus::Active)? {
        let last = goals::last(&goals::check_ins(look, &goal)?);
        let Some(next) = next_check_in(&goal, last) else { continue };
        let text = look.app.words.say_with("today-check-in", &[("goal", goal.title.clone().into())]);
        let route = format!("/goal/{}", goal.id);
        let private = goal.space.is_personal();
        due.push((next, TodayItem { kind: TodayItemKind::CheckIn, text, there: None, route, private }));
    }
    Ok(due)
}
