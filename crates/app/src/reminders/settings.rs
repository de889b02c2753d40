//! How long before, and when not.

use crate::Result;
use cairn_calendar::Zone;
use cairn_domain::{MentorshipId, Setting, SettingId};
use cairn_store::Reader;
use chrono::{DateTime, TimeDelta, Timelike, Utc};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::HashMap;
use ts_rs::TS;

/// A day before, and a quarter of an hour before.
const DEFAULT_LEADS: &[i64] = &[1440, 15];
/// The longest lead: four weeks.
const MAX_LEAD: i64 = 40_320;

/// Hours in which no notification is shown, on the person's own clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QuietHours {
    /// Minutes after midnight, inclusive.
    pub from: u16,
    /// Minutes after midnight, exclusive. Where it is not after `from`, they end on the next day.
    pub to: u16,
}

/// The settings that the reminders read.
pub(crate) struct ReminderSettings {
    leads: Vec<i64>,
    leads_by_mentorship: HashMap<MentorshipId, Vec<i64>>,
    quiet: Option<QuietHours>,
}

impl ReminderSettings {
    /// `reminders.leads`, `reminders.leads/<mentorship>` and `reminders.quiet`. What cannot be read counts as not set.
    pub(crate) fn read(reader: &Reader<'_>) -> Result<ReminderSettings> {
        let settings = reader.personal().all::<Setting>()?;
        let mut leads_by_mentorship = HashMap::new();
        for setting in &settings {
            let mentorship = setting.key.strip_prefix("reminders.leads/").and_then(|id| id.parse().ok());
            if let (Some(id), Ok(leads)) = (mentorship, serde_json::from_str::<Vec<i64>>(&setting.value)) {
                leads_by_mentorship.insert(MentorshipId(id), sensible(leads));
            }
        }
        let leads = setting(reader, "reminders.leads")?.map_or_else(|| DEFAULT_LEADS.to_vec(), sensible);
        Ok(ReminderSettings {
            leads,
            leads_by_mentorship,
            quiet: setting(reader, "reminders.quiet")?.flatten(),
        })
    }

    /// How long before a session of that mentorship the person wants to hear of it.
    pub(crate) fn leads_of(&self, mentorship: MentorshipId) -> &[i64] {
        self.leads_by_mentorship.get(&mentorship).unwrap_or(&self.leads)
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
        let end = here.date().and_hms_opt(u32::from(quiet.to) / 60, u32::from(quiet.to) % 60, 0)?;
        zone.to_instant(end + TimeDelta::days(days)).ok().map(|resolved| resolved.instant)
    }
}

fn sensible(mut leads: Vec<i64>) -> Vec<i64> {
    leads.retain(|lead| (0..=MAX_LEAD).contains(lead));
    leads.sort_unstable_by(|a, b| b.cmp(a));
    leads.dedup();
    leads
}

/// The value of a setting that follows the person; none where it was never set, or is not what it should be.
fn setting<T: DeserializeOwned>(reader: &Reader<'_>, key: &str) -> Result<Option<T>> {
    let id = SettingId::of_key(reader.account(), key);
    let found = reader.personal().get::<Setting>(id)?;
    Ok(found.and_then(|setting| serde_json::from_str(&setting.value).ok()))
}
