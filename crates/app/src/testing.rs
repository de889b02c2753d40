//! A host that is nothing but the trait, to prove that the use cases run without a desktop around them.

use crate::{
    App, AppEvent, Host,
    host::{Keychain, KeychainError, KeychainState, LinkError, Notification, NotifyError, StartAtLoginError},
};
use cairn_domain::{
    Cadence, HoursBlock, Member, MemberId, Mentorship, MentorshipId, Model, Role, Session, SessionId, Space,
    WeeklyHours,
};
use chrono::{DateTime, Utc};
use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex},
};

/// A mentorship of Marcus, who is at this computer in Chicago, with Ishani in Kolkata. Both give 08:00 to 22:00.
pub(crate) fn a_pair(app: &App) -> MentorshipId {
    let (mentorship, account) = (app.new_id::<MentorshipId>(), app.open().unwrap().account);
    let hours = WeeklyHours((0..7).map(|day| HoursBlock { day, from: 8 * 60, to: 22 * 60 }).collect());
    app.background(|draft| {
        let space = Space::Mentorship(mentorship);
        let record = Mentorship {
            id: mentorship,
            title: None,
            model: Model::OneToOne,
            purpose: String::new(),
            cadence: Cadence::Weekly,
            starts_on: None,
            ends_on: None,
            join_link: None,
            revisit_on: None,
        };
        draft.create(space, &record)?;
        for (name, zone, account) in
            [("Marcus", "America/Chicago", Some(account)), ("Ishani", "Asia/Kolkata", None)]
        {
            let member = Member {
                id: app.new_id::<MemberId>(),
                mentorship,
                account,
                name: name.into(),
                pronouns: None,
                role: Role::Mentor,
                zone: zone.into(),
                hours: hours.clone(),
            };
            draft.create(space, &member)?;
        }
        Ok(())
    })
    .unwrap();
    mentorship
}

/// A session of an hour that begins at `starts` on the wall in Chicago.
pub(crate) fn a_session(app: &App, mentorship: MentorshipId, starts: &str) -> SessionId {
    let id = app.new_id::<SessionId>();
    let (title, zone) = ("Survival curves".into(), "America/Chicago".into());
    let session = Session::planned(id, mentorship, title, starts.parse().unwrap(), zone, 60);
    app.background(|draft| Ok(draft.create(Space::Mentorship(mentorship), &session)?)).unwrap();
    id
}

/// What a test sets, and what the app did to its host.
pub(crate) struct TestHost {
    state: Mutex<State>,
    keychain: TestKeychain,
}

struct State {
    now: DateTime<Utc>,
    random: u64,
    events: Vec<AppEvent>,
    notifications: Vec<Notification>,
    is_mute: bool,
    is_broken: bool,
    links: Vec<String>,
    open_file: Option<PathBuf>,
    save_file: Option<PathBuf>,
}

#[derive(Default)]
pub(crate) struct TestKeychain {
    secrets: Mutex<HashMap<String, Vec<u8>>>,
    state: Mutex<Option<KeychainState>>,
}

impl TestHost {
    /// A host whose clock stands at `now` (RFC 3339), in the zone America/Chicago.
    pub(crate) fn at(now: &str) -> Arc<TestHost> {
        TestHost::of_another(now, 0)
    }

    /// The same for another person: her randomness is another.
    pub(crate) fn of_another(now: &str, seed: u64) -> Arc<TestHost> {
        Arc::new(TestHost {
            state: Mutex::new(State {
                now: now.parse().unwrap(),
                random: seed,
                events: vec![],
                notifications: vec![],
                is_mute: false,
                is_broken: false,
                links: vec![],
                open_file: None,
                save_file: None,
            }),
            keychain: TestKeychain::default(),
        })
    }

    /// An app on this host with an empty profile in a folder that is removed with the process' temporary folder.
    pub(crate) fn app(self: &Arc<TestHost>) -> App {
        App::new(self.clone(), tempfile::tempdir().unwrap().keep())
    }

    /// An app on this host whose profile is open: see [`App::create_open_for_tests`].
    pub(crate) fn open_app(self: &Arc<TestHost>) -> App {
        let app = self.app();
        app.create_open_for_tests();
        app
    }

    pub(crate) fn set_now(&self, now: &str) {
        self.state.lock().unwrap().now = now.parse().unwrap();
    }

    pub(crate) fn set_keychain(&self, state: KeychainState) {
        *self.keychain.state.lock().unwrap() = Some(state);
    }

    pub(crate) fn will_open(&self, file: PathBuf) {
        self.state.lock().unwrap().open_file = Some(file);
    }

    pub(crate) fn will_save(&self, file: PathBuf) {
        self.state.lock().unwrap().save_file = Some(file);
    }

    pub(crate) fn events(&self) -> Vec<AppEvent> {
        self.state.lock().unwrap().events.clone()
    }

    pub(crate) fn notifications(&self) -> Vec<Notification> {
        self.state.lock().unwrap().notifications.clone()
    }

    /// From now on this desktop shows no notifications.
    pub(crate) fn mute(&self) {
        self.state.lock().unwrap().is_mute = true;
    }

    /// The next notification ends in a panic, as a mistake of ours would.
    pub(crate) fn break_once(&self) {
        self.state.lock().unwrap().is_broken = true;
    }

    pub(crate) fn links(&self) -> Vec<String> {
        self.state.lock().unwrap().links.clone()
    }

    pub(crate) fn forget_secrets(&self) {
        self.keychain.secrets.lock().unwrap().clear();
    }
}

impl Host for TestHost {
    fn now(&self) -> DateTime<Utc> {
        self.state.lock().unwrap().now
    }

    fn random(&self, bytes: &mut [u8]) {
        // Not random at all, so that a test that fails fails again; but never the same twice.
        let mut state = self.state.lock().unwrap();
        for byte in bytes {
            state.random =
                state.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = (state.random >> 33) as u8;
        }
    }

    fn system_zone(&self) -> Option<String> {
        Some("America/Chicago".into())
    }

    fn keychain(&self) -> &dyn Keychain {
        &self.keychain
    }

    fn notify(&self, notification: Notification) -> Result<(), NotifyError> {
        let is_broken = std::mem::take(&mut self.state.lock().unwrap().is_broken);
        assert!(!is_broken, "broken on purpose");
        let mut state = self.state.lock().unwrap();
        if state.is_mute {
            return Err(NotifyError("nobody shows notifications".into()));
        }
        state.notifications.push(notification);
        Ok(())
    }

    fn open_link(&self, address: &str) -> Result<(), LinkError> {
        self.state.lock().unwrap().links.push(address.into());
        Ok(())
    }

    fn emit(&self, event: AppEvent) {
        self.state.lock().unwrap().events.push(event);
    }

    fn pick_open_file(&self, _title: &str, _extensions: &[&str]) -> Option<PathBuf> {
        self.state.lock().unwrap().open_file.clone()
    }

    fn pick_save_file(&self, _title: &str, _suggested_name: &str) -> Option<PathBuf> {
        self.state.lock().unwrap().save_file.clone()
    }

    fn show_window(&self) {}

    fn set_start_at_login(&self, _on: bool) -> Result<(), StartAtLoginError> {
        Ok(())
    }

    fn starts_at_login(&self) -> bool {
        false
    }
}

impl Keychain for TestKeychain {
    fn state(&self) -> KeychainState {
        self.state.lock().unwrap().unwrap_or(KeychainState::Ready)
    }

    fn get(&self, key: &str) -> Result<Option<Vec<u8>>, KeychainError> {
        self.usable()?;
        Ok(self.secrets.lock().unwrap().get(key).cloned())
    }

    fn set(&self, key: &str, secret: &[u8]) -> Result<(), KeychainError> {
        self.usable()?;
        self.secrets.lock().unwrap().insert(key.into(), secret.into());
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), KeychainError> {
        self.usable()?;
        self.secrets.lock().unwrap().remove(key);
        Ok(())
    }
}

impl TestKeychain {
    fn usable(&self) -> Result<(), KeychainError> {
        match self.state() {
            KeychainState::Absent => Err(KeychainError::Absent),
            KeychainState::Locked => Err(KeychainError::Locked),
            KeychainState::Ready => Ok(()),
        }
    }
}
