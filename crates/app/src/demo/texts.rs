//! The example's texts, as `assets/demo/demo.json` has them. Days are counted from today, sessions from the next one.

use cairn_domain::{
    Cadence, GoalStatus, HoursBlock, Measure, MentorshipState, Model, Motif, ReadingStatus, ResourceKind,
    Role, SessionState, WeeklyHours,
};
use chrono::{NaiveTime, Timelike};
use serde::Deserialize;

/// The file.
pub(super) const TEXT: &str = include_str!("../../../../assets/demo/demo.json");

#[derive(Deserialize)]
pub(super) struct Demo {
    pub(super) person: Person,
    pub(super) mentorships: Vec<Mentorship>,
    pub(super) journal: Vec<Entry>,
}

#[derive(Deserialize)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) pronouns: Option<String>,
    pub(super) zone: String,
    pub(super) role: Role,
    pub(super) hours: Hours,
}

/// The same spans on several days.
#[derive(Deserialize)]
pub(super) struct Hours {
    days: Vec<u8>,
    spans: Vec<(String, String)>,
}

#[derive(Deserialize)]
pub(super) struct Mentorship {
    pub(super) key: String,
    pub(super) title: Option<String>,
    pub(super) model: Model,
    pub(super) purpose: String,
    pub(super) cadence: Cadence,
    pub(super) starts: i64,
    pub(super) ends: Option<i64>,
    pub(super) join_link: Option<String>,
    /// The one without a name is the person herself.
    pub(super) members: Vec<Member>,
    pub(super) life: Vec<Step>,
    pub(super) series: Series,
    pub(super) sessions: Vec<Session>,
    pub(super) goals: Vec<Goal>,
    pub(super) actions: Vec<Action>,
    pub(super) resources: Vec<Resource>,
    #[serde(default)]
    pub(super) messages: Vec<Message>,
}

/// A message, or a card where there is a picture on it. Times are on the person's own clock.
#[derive(Deserialize)]
pub(super) struct Message {
    pub(super) by: String,
    pub(super) on: i64,
    pub(super) at: String,
    pub(super) text: String,
    pub(super) motif: Option<Motif>,
    pub(super) to: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Member {
    pub(super) key: String,
    pub(super) name: Option<String>,
    pub(super) pronouns: Option<String>,
    pub(super) role: Role,
    pub(super) zone: Option<String>,
    pub(super) hours: Option<Hours>,
}

#[derive(Deserialize)]
pub(super) struct Step {
    pub(super) on: i64,
    pub(super) to: MentorshipState,
    pub(super) reason: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Series {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) zone: String,
    pub(super) times: Vec<String>,
    pub(super) in_days: i64,
    pub(super) minutes: i64,
    pub(super) rule: String,
    pub(super) every_days: i64,
}

#[derive(Deserialize)]
pub(super) struct Session {
    /// 0 is the next session, -1 the one before.
    pub(super) at: i64,
    pub(super) title: String,
    pub(super) state: SessionState,
    pub(super) by_role: Option<Role>,
    pub(super) held: Option<i64>,
    pub(super) agenda: Vec<AgendaItem>,
    pub(super) shared: Vec<String>,
    pub(super) private: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct AgendaItem {
    pub(super) text: String,
    pub(super) by: String,
    pub(super) done: bool,
    pub(super) from: Option<i64>,
    #[serde(default)]
    pub(super) moved: i64,
}

#[derive(Deserialize)]
pub(super) struct Goal {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) owner: Option<String>,
    #[serde(default)]
    pub(super) private: bool,
    pub(super) status: GoalStatus,
    pub(super) measure: Measure,
    pub(super) specific: String,
    pub(super) baseline: Option<f64>,
    pub(super) target: Option<f64>,
    pub(super) unit: Option<String>,
    pub(super) attainable: String,
    pub(super) relevant: String,
    pub(super) starts: i64,
    pub(super) due: i64,
    pub(super) every: Cadence,
    pub(super) next_step: String,
    #[serde(rename = "if")]
    pub(super) plan_if: String,
    #[serde(rename = "then")]
    pub(super) plan_then: String,
    pub(super) levels: Vec<String>,
    pub(super) milestones: Vec<Milestone>,
    pub(super) check_ins: Vec<CheckIn>,
    /// How many days ago the last check-in was.
    #[serde(default = "nine")]
    pub(super) last_check_in_days: i64,
}

fn nine() -> i64 {
    9
}

#[derive(Deserialize)]
pub(super) struct Milestone {
    pub(super) title: String,
    pub(super) due: i64,
    pub(super) reached: Option<i64>,
}

#[derive(Deserialize)]
pub(super) struct CheckIn {
    /// Weeks before the last one.
    pub(super) weeks: i64,
    pub(super) value: Option<f64>,
    pub(super) confidence: i64,
    pub(super) comment: String,
}

#[derive(Deserialize)]
pub(super) struct Action {
    pub(super) text: String,
    pub(super) owner: Option<String>,
    #[serde(default)]
    pub(super) private: bool,
    pub(super) goal: Option<String>,
    pub(super) session: Option<i64>,
    pub(super) due: i64,
    pub(super) done: Option<i64>,
}

#[derive(Deserialize)]
pub(super) struct Resource {
    pub(super) kind: ResourceKind,
    pub(super) title: String,
    pub(super) author: Option<String>,
    pub(super) url: Option<String>,
    #[serde(default)]
    pub(super) private: bool,
    pub(super) description: String,
    pub(super) tags: Vec<String>,
    pub(super) assigned: Option<String>,
    pub(super) status: ReadingStatus,
    pub(super) goal: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Entry {
    pub(super) on: i64,
    pub(super) goal: Option<String>,
    pub(super) text: Vec<String>,
}

impl Demo {
    /// The texts. Fails only where the file has a mistake.
    pub(super) fn read() -> serde_json::Result<Demo> {
        serde_json::from_str(TEXT)
    }
}

impl Hours {
    pub(super) fn weekly(&self) -> WeeklyHours {
        let minute = |text: &str| time(text).map(|time| (time.hour() * 60 + time.minute()) as u16);
        let blocks = self.days.iter().flat_map(|day| {
            self.spans.iter().filter_map(move |(from, to)| {
                Some(HoursBlock { day: *day, from: minute(from)?, to: minute(to)? })
            })
        });
        WeeklyHours(blocks.collect())
    }
}

/// `20:30`.
pub(super) fn time(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok()
}
