//! What the person chose: who she is, how Cairn looks, what this computer does.

use crate::{
    App, Error, Result,
    state::profile_in,
    zones::{self, ReadZone, ZoneReading},
};
use cairn_calendar::{Source, ZoneDatabase};
use cairn_domain::{
    HoursBlock, Member, Profile, Setting, SettingId, Space, WeeklyHours, clean_line, required_line,
};
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
    /// Whether Cairn starts at login.
    pub start_at_login: bool,
    /// Whether it goes on in the tray when its window is closed.
    pub keep_running: bool,
    /// The version of Cairn.
    pub version: String,
    /// The release of the time zone rules in use, and where they come from: `2026f (bundled)`.
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
            start_at_login: app.host.starts_at_login(),
            keep_running: device.keep_running,
            version: env!("CARGO_PKG_VERSION").into(),
            zone_rules: zone_rules(app, ZoneDatabase::current()),
            is_example: open.is_example,
        })
    })
}

fn zone_rules(app: &App, database: &ZoneDatabase) -> String {
    let id = match database.source() {
        Source::Bundled => "about-zone-rules-bundled",
        Source::System(_) => "about-zone-rules-system",
    };
    app.words.say_with(id, &[("release", database.release().to_owned().into())])
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

impl App {
    /// Where the person's clock follows the computer's and she travelled meanwhile, writes down where it runs now, for the
    /// others to see.
    pub(crate) fn follow_system_zone(&self) -> Result<()> {
        let profile = self.profile()?;
        let here = self.host.system_zone().and_then(|id| zones::known("zone", &id).ok());
        let Some(here) = here.filter(|here| profile.zone_follows_system && here.id() != profile.zone) else {
            return Ok(());
        };
        self.background(|draft| {
            let profile = Profile { zone: here.id().to_owned(), ..profile_in(draft)? };
            draft.update(&profile)?;
            show_others(draft, &profile)
        })
    }
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
pub(crate) fn show_others(draft: &mut Draft<'_>, profile: &Profile) -> Result<()> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestHost;
    use rstest::rstest;
    use serde_json::{Value, json};

    const NOW: &str = "2026-08-31T23:40:00Z";

    fn ask(app: &App, command: &str, arguments: Value) -> Value {
        app.dispatch(command, arguments).unwrap_or_else(|error| panic!("{command}: {error:?}"))
    }

    /// Marcus after the first minute, with Ishani.
    fn with_ishani() -> App {
        let app = TestHost::at(NOW).app();
        let answers = json!({
            "name": "Marcus", "zone": "America/Chicago", "follows_system": true, "role": "mentee",
            "mentorship": {"name": "Ishani", "zone": "Asia/Kolkata"},
        });
        ask(&app, "set_up", answers);
        app
    }

    fn members(app: &App) -> Vec<(String, String)> {
        let all = app.read(|reader| Ok(reader.anywhere().all::<Member>()?)).unwrap();
        let mut names: Vec<_> = all.into_iter().map(|found| (found.record.name, found.record.zone)).collect();
        names.sort();
        names
    }

    #[test]
    fn what_others_see_of_her_follows_her_profile_and_is_undone_with_it() {
        let app = with_ishani();
        ask(
            &app,
            "profile_save",
            json!({"name": " Mark ", "zone": "Europe/Berlin", "zone_follows_system": false}),
        );
        let ishani = ("Ishani".to_owned(), "Asia/Kolkata".to_owned());
        assert_eq!(members(&app), [ishani.clone(), ("Mark".into(), "Europe/Berlin".into())]);
        assert_eq!(ask(&app, "settings", json!({}))["zone"]["zone"]["city"], "Berlin");
        app.open().unwrap().store.undo(app.now()).unwrap();
        assert_eq!(members(&app), [ishani, ("Marcus".into(), "America/Chicago".into())]);
    }

    #[test]
    fn a_zone_that_follows_the_computer_is_the_computers() {
        let app = with_ishani();
        ask(&app, "profile_save", json!({"zone": "Europe/Berlin", "zone_follows_system": false}));
        ask(&app, "profile_save", json!({"zone_follows_system": true}));
        assert_eq!(app.profile().unwrap().zone, "America/Chicago");
    }

    #[test]
    fn who_travelled_while_cairn_was_shut_is_seen_where_she_is() {
        let host = TestHost::at(NOW);
        let app = host.app();
        let answers =
            json!({"name": "Marcus", "zone": "Europe/Berlin", "follows_system": true, "role": "mentee"});
        ask(&app, "set_up", answers);
        ask(&app, "lock", json!({}));
        ask(&app, "unlock", json!({"with": "keychain"}));
        assert_eq!(app.profile().unwrap().zone, "America/Chicago");
    }

    #[rstest]
    #[case::no_name(json!({"name": "  "}), "name", "empty")]
    #[case::a_long_name(json!({"name": "x".repeat(10_000)}), "name", "too_long")]
    #[case::an_unknown_zone(json!({"zone": "Mars/Olympus"}), "zone", "unknown_zone")]
    #[case::an_eighth_day(json!({"hours": [{"day": 7, "from": 0, "to": 60}]}), "hours", "bad_hours")]
    #[case::a_25th_hour(json!({"hours": [{"day": 1, "from": 0, "to": 1500}]}), "hours", "bad_hours")]
    fn bad_input_is_named_at_its_field(#[case] change: Value, #[case] field: &str, #[case] code: &str) {
        let app = TestHost::at(NOW).open_app();
        let error = app.dispatch("profile_save", change).unwrap_err();
        assert_eq!((error.code, &error.params["field"]), (code, &field.into()));
        assert_eq!(app.profile().unwrap().name, "Marcus");
    }

    #[test]
    fn looks_are_kept_and_stay_private() {
        let app = TestHost::at(NOW).open_app();
        let look = json!({"theme": "dark", "contrast": "more", "text": "large"});
        ask(&app, "look_save", look.clone());
        assert_eq!(ask(&app, "settings", json!({}))["look"], look);
        assert_eq!(app.read(|reader| Ok(reader.personal().all::<Setting>()?.len())).unwrap(), 1);
    }

    #[test]
    fn what_this_computer_does_is_known_while_locked() {
        let app = TestHost::at(NOW).open_app();
        assert!(app.closes_to_tray(), "reminders come, until she says otherwise");
        ask(&app, "computer_save", json!({"keep_running": false}));
        app.lock_now();
        assert!(!app.closes_to_tray());
    }
}
