//! How long before, of what, and when not.

use crate::{
    App, Error, Result,
    mentorships::Pair,
    settings::{put_setting, setting},
};
use cairn_calendar::Zone;
use cairn_domain::{MentorshipId, ReminderKind};
use cairn_store::Reader;
use chrono::{DateTime, TimeDelta, Timelike, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

const LEADS: &str = "reminders.leads";
const QUIET: &str = "reminders.quiet";
const DATES: &str = "reminders.dates";
/// A day before, and a quarter of an hour before.
const DEFAULT_LEADS: &[i64] = &[1440, 15];
/// The longest lead: four weeks.
const MAX_LEAD: i64 = 40_320;
const MAX_LEADS: usize = 8;
/// The longest lead of a date, in days: the same four weeks.
const MAX_DAYS: u16 = 28;

/// A stretch of every day, on the person's own clock. Where `to <= from` it ends on the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ClockSpan {
    /// Minutes after midnight, inclusive.
    pub from: u16,
    /// Minutes after midnight, exclusive.
    pub to: u16,
}

/// When a person is reminded of days on which something is due: at a time of the day on her own clock, so many days
/// before. No days is not at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct DateReminders {
    /// Minutes after midnight.
    pub at: u16,
    /// Before the last day of a goal, in days.
    pub goal: Vec<u16>,
    /// Before the day a milestone is meant for.
    pub milestone: Vec<u16>,
    /// Before the day an action is due.
    pub action: Vec<u16>,
    /// Before the day to look again at what was agreed.
    pub agreement: Vec<u16>,
}

impl Default for DateReminders {
    fn default() -> DateReminders {
        DateReminders {
            at: 9 * 60,
            goal: vec![7, 0],
            milestone: vec![1],
            action: vec![0],
            agreement: vec![7],
        }
    }
}

impl DateReminders {
    /// How many days before a thing of that kind.
    pub(super) fn days(&self, kind: ReminderKind) -> &[u16] {
        match kind {
            ReminderKind::Goal => &self.goal,
            ReminderKind::Milestone => &self.milestone,
            ReminderKind::Action => &self.action,
            ReminderKind::Agreement => &self.agreement,
            ReminderKind::Session | ReminderKind::Shift => &[],
        }
    }
}

/// When the person is reminded.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ReminderSettings {
    /// How long before a session, in minutes; the longest first.
    pub leads: Vec<i64>,
    /// The mentorships, and what holds for each alone.
    pub mentorships: Vec<MentorshipLeads>,
    /// Hours in which no notification is shown.
    pub quiet: Option<ClockSpan>,
    /// When she is reminded of days.
    pub dates: DateReminders,
}

/// How long before the sessions of one mentorship.
#[derive(Debug, Clone, Serialize, TS)]
pub struct MentorshipLeads {
    /// Which.
    pub id: MentorshipId,
    /// What it is called.
    pub name: String,
    /// In minutes, the longest first; none where the leads for all hold.
    pub leads: Option<Vec<i64>>,
}

/// What to change; what is left out stays.
#[derive(Default, Deserialize, TS)]
#[serde(default)]
pub struct SaveReminderSettings {
    /// How long before a session, in minutes; at most 8 of them.
    #[ts(optional)]
    leads: Option<Vec<i64>>,
    /// When none comes; `from` and `to` alike for no quiet hours.
    #[ts(optional)]
    quiet: Option<ClockSpan>,
    #[ts(optional)]
    dates: Option<DateReminders>,
}

/// How long before the sessions of one mentorship.
#[derive(Deserialize, TS)]
pub struct SaveMentorshipLeads {
    mentorship: MentorshipId,
    /// In minutes; at most 8 of them. As for all where it is left out.
    #[ts(optional)]
    leads: Option<Vec<i64>>,
}

/// When the person is reminded. Fails with `locked`.
pub fn get(app: &App, (): ()) -> Result<ReminderSettings> {
    app.read(ReminderSettings::read)
}

/// Changes when reminders come. Fails at field `leads` with `bad_lead` or `too_many`, at `quiet` and `at` with `bad_hours`.
pub fn save(app: &App, args: SaveReminderSettings) -> Result<()> {
    let leads = args.leads.map(checked).transpose()?;
    if args.quiet.is_some_and(|quiet| quiet.from >= 1440 || quiet.to > 1440) {
        return Err(Error::field("quiet", "bad_hours", ""));
    }
    if let Some(dates) = &args.dates {
        check_dates(dates)?;
    }
    app.act("reminder-settings", |draft| {
        if let Some(leads) = &leads {
            put_setting(draft, LEADS, leads)?;
        }
        if let Some(quiet) = &args.quiet {
            put_setting(draft, QUIET, &Some(quiet).filter(|quiet| quiet.from != quiet.to))?;
        }
        if let Some(dates) = &args.dates {
            put_setting(draft, DATES, dates)?;
        }
        Ok(())
    })
}

/// Changes how long before the sessions of one mentorship reminders come. Fails as [`save`] at `leads`.
pub fn save_for_mentorship(app: &App, args: SaveMentorshipLeads) -> Result<()> {
    let leads = args.leads.map(checked).transpose()?;
    app.act("reminder-settings", |draft| put_setting(draft, &leads_key(args.mentorship), &leads))
}

impl ReminderSettings {
    /// `reminders.leads`, `reminders.leads/<mentorship>`, `reminders.quiet` and `reminders.dates`. What cannot be read counts
    /// as not set.
    pub(crate) fn read(reader: &Reader<'_>) -> Result<ReminderSettings> {
        let mut mentorships = Vec::new();
        for pair in Pair::all(reader)? {
            let id = pair.mentorship.id;
            let leads = setting::<Option<Vec<i64>>>(reader, &leads_key(id))?.flatten().map(sensible);
            mentorships.push(MentorshipLeads { id, name: pair.name(), leads });
        }
        Ok(ReminderSettings {
            leads: setting(reader, LEADS)?.map_or_else(|| DEFAULT_LEADS.to_vec(), sensible),
            mentorships,
            quiet: setting::<Option<ClockSpan>>(reader, QUIET)?.flatten(),
            dates: setting(reader, DATES)?.unwrap_or_default(),
        })
    }

    /// How long before a session of that mentorship the person wants to hear of it.
    pub(crate) fn leads_of(&self, mentorship: MentorshipId) -> &[i64] {
        let own = self.mentorships.iter().find(|one| one.id == mentorship);
        own.and_then(|own| own.leads.as_deref()).unwrap_or(&self.leads)
    }

    /// The end of the quiet hours that `at` lies in, by the wall clock of `zone`.
    pub(crate) fn quiet_until(&self, zone: &Zone, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let quiet = self.quiet.filter(|quiet| quiet.from != quiet.to)?;
        let here = zone.civil(at);
        let minute = (here.hour() * 60 + here.minute()) as u16;
        let wraps = quiet.to < quiet.from;
        let days = match (wraps, minute) {
            (false, minute) if (quiet.from..quiet.to).contains(&minute) => 0,
            (true, minute) if minute >= quiet.from => 1,
            (true, minute) if minute < quiet.to => 0,
            _ => return None,
        };
        // An end at midnight, 1440, is the beginning of the next day.
        let end = here.date().and_hms_opt(0, 0, 0)? + TimeDelta::minutes(quiet.to.into());
        zone.to_instant(end + TimeDelta::days(days)).ok().map(|resolved| resolved.instant)
    }
}

fn leads_key(mentorship: MentorshipId) -> String {
    format!("{LEADS}/{mentorship}")
}

fn checked(leads: Vec<i64>) -> Result<Vec<i64>> {
    if let Some(wrong) = leads.iter().find(|lead| !(0..=MAX_LEAD).contains(*lead)) {
        return Err(Error::field("leads", "bad_lead", &wrong.to_string()));
    }
    let leads = sensible(leads);
    if leads.len() > MAX_LEADS {
        return Err(Error::field("leads", "too_many", "").with("limit", MAX_LEADS as i64));
    }
    Ok(leads)
}

fn check_dates(dates: &DateReminders) -> Result<()> {
    if dates.at >= 1440 {
        return Err(Error::field("at", "bad_hours", &dates.at.to_string()));
    }
    let all = [&dates.goal, &dates.milestone, &dates.action, &dates.agreement];
    match all.into_iter().flatten().find(|days| **days > MAX_DAYS) {
        Some(wrong) => Err(Error::field("days", "bad_lead", &wrong.to_string())),
        None => Ok(()),
    }
}

/// The longest first, none twice, none that cannot be.
fn sensible(mut leads: Vec<i64>) -> Vec<i64> {
    leads.retain(|lead| (0..=MAX_LEAD).contains(lead));
    leads.sort_unstable_by(|a, b| b.cmp(a));
    leads.dedup();
    leads
}
