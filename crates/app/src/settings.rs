//! What the person chose: who she is, how Cairn looks, when it reminds, what this computer does.

use crate::{
    App, Error, Result, state::profile_in,
    zones::{self, ReadZone, ZoneReading},
};
use cairn_calendar::ZoneDatabase;
use cairn_domain::{HoursBlock, Member, Profile, Setting, SettingId, Space, WeeklyHours, clean_line, required_line};
use cairn_store::{Draft, Reader};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use ts_rs::TS;

/// All settings.
#[derive(Debug, Serialize, TS)]
pub struct SettingsView {
    /// What people call her.
    pub name: String,
    /// Such as `she/her`; empty where she gave none.
    pub pronouns: String,
    /// The zone her clock runs in, read back.
    pub zone: ZoneReading,
    /// Whether it follows the computer's.
    pub zone_follows_system: bool,
    /// When she can meet.
    pub hours: WeeklyHours,
    /// How Cairn looks.
    pub look: Look,
    /// How long before a session a reminder comes, in minutes.
    pub reminder_leads: Vec<i64>,
    /// When none comes.
    pub quiet: Option<ClockSpan>,
    /// Whether Cairn starts at login.
    pub start_at_login: bool,
    /// Whether it goes on in the tray when its window is closed.
    pub keep_running: bool,
    /// The version of Cairn.
    pub version: String,
    /// The release of the time zone rules in use, `2026b`.
    pub zone_rules: String,
    /// Whether this is the example, which keeps nothing.
    pub is_example: bool,
}

/// How Cairn looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Look {
    /// Light or dark.
    pub theme: Theme,
    /// How strong contrasts are.
    pub contrast: Contrast,
    /// How large text is.
    pub text: TextSize,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the computer is set.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// How strong contrasts are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Contrast {
    /// As the computer is set.
    #[default]
    System,
    /// As drawn.
    Normal,
    /// Stronger.
    More,
}

/// How large text is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TextSize {
    /// As drawn.
    #[default]
    Normal,
    /// A fifth larger.
    Large,
}

/// A stretch of every day, on the person's own clock. Where `to <= from` it ends on the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ClockSpan {
    /// Minutes after midnight.
    pub from: u16,
    /// Minutes after midnight.
    pub to: u16,
}

/// What to change of the person's profile; what is left out stays.
#[derive(Default, Deserialize, TS)]
#[serde(default)]
pub struct SaveProfile {
    #[ts(optional)]
    name: Option<String>,
    #[ts(optional)]
    pronouns: Option<String>,
    #[ts(optional)]
    zone: Option<String>,
    #[ts(optional)]
    zone_follows_system: Option<bool>,
    #[ts(optional)]
    hours: Option<WeeklyHours>,
}

/// When to remind.
#[derive(Deserialize, TS)]
pub struct SaveReminderSettings {
    /// How long before a session, in minutes; at most 8 of them.
    leads: Vec<i64>,
    /// When not.
    #[ts(optional)]
    quiet: Option<ClockSpan>,
}

/// What this computer does; what is left out stays.
#[derive(Default, Deserialize, TS)]
#[serde(default)]
pub struct SaveComputer {
    #[ts(optional)]
    start_at_login: Option<bool>,
    #[ts(optional)]
    keep_running: Option<bool>,
    /// 0 is never.
    #[ts(optional)]
    idle_minutes: Option<u32>,
}

const LOOK: &str = "look";
const LEADS: &str = "reminders.leads";
const QUIET: &str = "reminders.quiet";
/// A day before, and a quarter of an hour before.
const DEFAULT_LEADS: &[i64] = &[1440, 15];
/// Four weeks.
const MAX_LEAD: i64 = 40_320;
const MAX_LEADS: usize = 8;
/// A day.
const MAX_IDLE: u32 = 1440;

/// All settings. Fails with `locked`.
pub fn settings(app: &App, (): ()) -> Result<SettingsView> {
    let open = app.open()?;
    let profile = app.profile()?;
    let zone = zones::read(app, ReadZone::own(app.my_zone().id()))?;
    app.read(|reader| {
        let device = app.device_settings();
        Ok(SettingsView {
            name: profile.name.clone(),
            pronouns: profile.pronouns.clone().unwrap_or_default(),
            zone,
            zone_follows_system: profile.zone_follows_system,
            hours: profile.hours.clone(),
            look: setting(reader, LOOK)?.unwrap_or_default(),
            reminder_leads: setting(reader, LEADS)?.unwrap_or_else(|| DEFAULT_LEADS.to_vec()),
            quiet: setting::<Option<ClockSpan>>(reader, QUIET)?.flatten(),
            start_at_login: app.host.starts_at_login(),
            keep_running: device.keep_running,
            version: env!("CARGO_PKG_VERSION").into(),
            zone_rules: ZoneDatabase::current().release().into(),
            is_example: open.is_example,
        })
    })
}

/// Changes the person's profile, and what the others see of her in each mentorship.
///
/// Fails at the field: `empty`, `too_long`, `unknown_zone`, `bad_hours`.
pub fn profile_save(app: &App, args: SaveProfile) -> Result<()> {
    let name = args.name.map(|name| required_line("name", &name)).transpose()?;
    let pronouns = args.pronouns.map(|pronouns| clean_line("pronouns", &pronouns)).transpose()?;
    let mut zone = args.zone.map(|id| zones::known("zone", &id)).transpose()?;
    if args.zone_follows_system == Some(true) {
        zone = app.host.system_zone().and_then(|id| zones::known("zone", &id).ok()).or(zone);
    }
    let hours = args.hours.map(check_hours).transpose()?;
    app.act("profile", |draft| {
        let mut profile = profile_in(draft)?;
        profile.name = name.unwrap_or(profile.name);
        if let Some(pronouns) = pronouns {
            profile.pronouns = Some(pronouns).filter(|pronouns| !pronouns.is_empty());
        }
        if let Some(zone) = zone {
            profile.zone = zone.id().to_owned();
        }
        profile.zone_follows_system = args.zone_follows_system.unwrap_or(profile.zone_follows_system);
        profile.hours = hours.unwrap_or(profile.hours);
        draft.update(&profile)?;
        show_others(draft, &profile)
    })
}

/// Changes how Cairn looks.
pub fn look_save(app: &App, look: Look) -> Result<()> {
    app.background(|draft| put_setting(draft, LOOK, &look))
}

/// Changes when reminders come. Fails at field `leads` with `bad_lead` or `too_many`, at `quiet` with `bad_hours`.
pub fn reminder_settings_save(app: &App, args: SaveReminderSettings) -> Result<()> {
    let mut leads = args.leads;
    leads.sort_unstable_by(|a, b| b.cmp(a));
    leads.dedup();
    if let Some(wrong) = leads.iter().find(|lead| !(0..=MAX_LEAD).contains(*lead)) {
        return Err(Error::field("leads", "bad_lead", &wrong.to_string()));
    }
    if leads.len() > MAX_LEADS {
        return Err(Error::field("leads", "too_many", "").with("limit", MAX_LEADS as i64));
    }
    if args.quiet.is_some_and(|quiet| quiet.from >= 1440 || quiet.to > 1440) {
        return Err(Error::field("quiet", "bad_hours", ""));
    }
    app.act("reminder-settings", |draft| {
        put_setting(draft, LEADS, &leads)?;
        put_setting(draft, QUIET, &args.quiet)
    })
}

/// Changes what this computer does. Fails with `start_at_login_failed`, at field `idle_minutes` with `bad_hours`, or with
/// what writing says.
pub fn computer_save(app: &App, args: SaveComputer) -> Result<()> {
    if args.idle_minutes.is_some_and(|minutes| minutes > MAX_IDLE) {
        return Err(Error::field("idle_minutes", "bad_hours", ""));
    }
    if let Some(on) = args.start_at_login {
        app.host.set_start_at_login(on).map_err(|_| Error::new("start_at_login_failed"))?;
    }
    app.change_device_settings(|device| {
        device.keep_running = args.keep_running.unwrap_or(device.keep_running);
        device.idle_minutes = args.idle_minutes.unwrap_or(device.idle_minutes);
    })
}

/// The value of a setting that follows the person; none where it was never set, or is not what it should be.
pub(crate) fn setting<T: DeserializeOwned>(reader: &Reader<'_>, key: &str) -> Result<Option<T>> {
    let id = SettingId::of_key(reader.account(), key);
    let found = reader.personal().get::<Setting>(id)?;
    Ok(found.and_then(|setting| serde_json::from_str(&setting.value).ok()))
}

/// Keeps a setting that follows the person.
pub(crate) fn put_setting<T: Serialize>(draft: &mut Draft<'_>, key: &str, value: &T) -> Result<()> {
    let account = draft.account();
    let value = serde_json::to_string(value).map_err(|_| Error::new("internal"))?;
    let setting = Setting { id: SettingId::of_key(account, key), key: key.into(), value };
    Ok(draft.put(Space::Personal(account), &setting)?)
}

/// Writes what changed to the person's own member of each mentorship.
fn show_others(draft: &mut Draft<'_>, profile: &Profile) -> Result<()> {
    let mine = draft.anywhere().with::<Member>("account", Some(draft.account()))?;
    for member in mine {
        let member = Member {
            name: profile.name.clone(),
            pronouns: profile.pronouns.clone(),
            zone: profile.zone.clone(),
            hours: profile.hours.clone(),
            ..member.record
        };
        draft.update(&member)?;
    }
    Ok(())
}

fn check_hours(hours: WeeklyHours) -> Result<WeeklyHours> {
    let is_good = |block: &HoursBlock| block.day < 7 && block.from < 1440 && block.to <= 1440;
    if hours.0.len() > 7 * 8 || !hours.0.iter().all(is_good) {
        return Err(Error::field("hours", "bad_hours", ""));
    }
    Ok(hours)
}
