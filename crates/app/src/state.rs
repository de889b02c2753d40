//! The app while it runs: one profile, open or locked.

use crate::{
    AppEvent, Error, Host, Result, Words,
    alerts::rules::RulesChecked,
    archive::ArchiveWish,
    backups::BackupWish,
    chosen::Wish,
    clock_text::ClockText,
    planner::LastFindings,
    reminders::LastDesk,
    sync::{SyncDesk, background::SyncRun},
    vault::Vault,
};
use cairn_calendar::Zone;
use cairn_crypto::StoreKey;
use cairn_domain::{AccountId, Profile};
use cairn_store::{Draft, Reader, Store};
use chrono::{DateTime, NaiveDate, Utc};
use std::{
    path::PathBuf,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};
use uuid::Uuid;

/// One profile, open or locked. Shared by the window, the tray and the reminders.
pub struct App {
    pub(crate) host: Arc<dyn Host>,
    pub(crate) folder: PathBuf,
    pub(crate) words: Words,
    pub(crate) open: RwLock<Option<Arc<Open>>>,
    pub(crate) vault: Vault,
    pub(crate) backup_wish: BackupWish,
    pub(crate) archive_wish: ArchiveWish,
    pub(crate) calendar_wish: Wish,
    /// How many commits there were since the program started: what was read before the last one may be old.
    pub(crate) commits: Arc<AtomicU64>,
    pub(crate) last_desk: LastDesk,
    pub(crate) last_findings: LastFindings,
    pub(crate) rules_checked: RulesChecked,
    pub(crate) sync_desk: SyncDesk,
}

/// An open profile. Who holds one may go on with it while the app is being locked; nobody gets it after that.
pub(crate) struct Open {
    /// The encrypted file.
    pub(crate) store: Arc<Store>,
    /// The person at this computer, and the name of her personal space.
    pub(crate) account: AccountId,
    /// Where the file lies: the app's folder, or the one of the example.
    pub(crate) folder: PathBuf,
    /// Opens the file; kept to wrap it for another secret.
    pub(crate) key: StoreKey,
    /// Whether this is the example to look around in, which goes when it is closed.
    pub(crate) is_example: bool,
    /// What is the same on other devices, where there is a server or a file in between.
    pub(crate) sync: SyncRun,
    /// Goes last, when the file is closed: what is dropped on another thread is still closing when nobody holds it any more.
    pub(crate) mark: Arc<()>,
}

impl Open {
    /// An open profile that talks to nobody yet.
    pub(crate) fn new(store: Store, folder: PathBuf, key: StoreKey, host: &Arc<dyn Host>) -> Open {
        let (account, store) = (store.account(), Arc::new(store));
        let sync = SyncRun::new(Arc::clone(&store), host);
        Open { store, account, folder, key, is_example: false, sync, mark: Arc::default() }
    }
}

impl App {
    /// The profile kept in `folder`, which need not exist yet. Reads nothing.
    pub fn new(host: Arc<dyn Host>, folder: PathBuf) -> App {
        App {
            host,
            folder,
            words: Words::english(),
            open: RwLock::new(None),
            vault: Vault::default(),
            backup_wish: BackupWish::default(),
            archive_wish: ArchiveWish::default(),
            calendar_wish: Wish::default(),
            commits: Arc::default(),
            last_desk: LastDesk::default(),
            last_findings: LastFindings::default(),
            rules_checked: RulesChecked::default(),
            sync_desk: SyncDesk::default(),
        }
    }

    /// The open profile. Fails with `locked`.
    pub(crate) fn open(&self) -> Result<Arc<Open>> {
        self.open_now().ok_or_else(|| Error::new("locked"))
    }

    /// The open profile, if it is open.
    pub(crate) fn open_now(&self) -> Option<Arc<Open>> {
        self.open.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Does something in one transaction, which is one step of undo; `label` names it to the person as `act-<label>`.
    /// When the closure fails, nothing was done.
    ///
    /// Fails with `locked`, and with what the closure or the store says.
    pub(crate) fn act<R>(
        &self,
        label: &'static str,
        act: impl FnOnce(&mut Draft<'_>) -> Result<R>,
    ) -> Result<R> {
        self.open()?.store.act(label, self.now(), act)
    }

    /// As [`App::act`], for what the person did not do by hand: no step of undo.
    pub(crate) fn background<R>(&self, act: impl FnOnce(&mut Draft<'_>) -> Result<R>) -> Result<R> {
        self.open()?.store.background(self.now(), act)
    }

    /// Reads one consistent state. Fails with `locked`, and with what the closure or the store says.
    pub(crate) fn read<R>(&self, look: impl FnOnce(&Reader<'_>) -> Result<R>) -> Result<R> {
        self.open()?.store.read(look)
    }

    /// The instant it is.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.host.now()
    }

    /// The date on the person's own calendar.
    pub(crate) fn today(&self) -> NaiveDate {
        self.my_zone().civil(self.now()).date()
    }

    /// The zone the person's clock runs in: the one she fixed, or else the computer's. The computer's too while locked,
    /// and UTC where it tells none.
    pub(crate) fn my_zone(&self) -> Zone {
        let profile = self.profile().ok();
        let system = || self.host.system_zone().and_then(|id| Zone::stored(&id).ok());
        let kept = || profile.as_ref().and_then(|profile| Zone::stored(&profile.zone).ok());
        let follows = profile.as_ref().is_none_or(|profile| profile.zone_follows_system);
        let zone = if follows { system().or_else(kept) } else { kept().or_else(system) };
        zone.unwrap_or_else(Zone::utc)
    }

    /// The person's own profile. Fails with `locked`, and with `not_found` before the first minute is over.
    pub(crate) fn profile(&self) -> Result<Profile> {
        self.read(profile_in)
    }

    /// A new id, which sorts after those made before.
    pub(crate) fn new_id<T: From<Uuid>>(&self) -> T {
        let mut random = [0; 10];
        self.host.random(&mut random);
        let millis = u64::try_from(self.now().timestamp_millis()).unwrap_or_default();
        T::from(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// Writes dates and times in the person's language.
    pub(crate) fn clock_text(&self) -> ClockText<'_> {
        ClockText::new(&self.words)
    }

    /// Makes `open` the open profile, and tells of its changes from now on.
    pub(crate) fn put_open(&self, open: Open) {
        let (host, commits) = (Arc::clone(&self.host), Arc::clone(&self.commits));
        let open = Arc::new(open);
        let watching = Arc::downgrade(&open);
        open.store.watch(move |changed| {
            commits.fetch_add(1, Ordering::SeqCst);
            let collections = changed.kinds().into_iter().map(String::from).collect();
            host.emit(AppEvent::Changed { collections });
            if let Some(open) = watching.upgrade() {
                open.sync.wake_soon();
            }
        });
        open.begin_sync(&self.host);
        self.commits.fetch_add(1, Ordering::SeqCst);
        self.rules_checked.forget();
        *self.open.write().unwrap_or_else(PoisonError::into_inner) = Some(open);
    }

    /// Takes the open profile away. It closes when the last who holds it is done.
    pub(crate) fn take_open(&self) -> Option<Arc<Open>> {
        self.clear_desk();
        self.clear_findings();
        let open = self.open.write().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(open) = &open {
            open.sync.stop();
        }
        open
    }
}

#[cfg(test)]
impl App {
    /// An open profile as the first minute leaves it, without key slots: Marcus, whose clock follows the computer's.
    pub(crate) fn create_open_for_tests(&self) {
        use cairn_domain::{ProfileId, Role, Space, WeeklyHours};
        let key = StoreKey::generate(&mut |bytes: &mut [u8]| self.host.random(bytes));
        let account = self.new_id::<AccountId>();
        let store = Store::create(&self.folder, &key, account, self.new_device()).unwrap();
        self.put_open(Open::new(store, self.folder.clone(), key, &self.host));
        let profile = Profile {
            id: self.new_id::<ProfileId>(),
            name: "Marcus".into(),
            pronouns: None,
            zone: "America/Chicago".into(),
            zone_follows_system: true,
            hours: WeeklyHours::office(),
            role: Role::Mentee,
        };
        self.background(|draft| Ok(draft.create(Space::Personal(account), &profile)?)).unwrap();
    }
}

/// The person's own profile, in the middle of reading or writing something else.
pub(crate) fn profile_in(reader: &Reader<'_>) -> Result<Profile> {
    let found = reader.personal().select::<Profile>().first()?;
    found.map(cairn_store::Private::into_inner).ok_or_else(|| Error::not_found("profile"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestHost;

    #[test]
    fn a_locked_profile_gives_nothing() {
        let app = TestHost::at("2026-11-24T01:12:00Z").app();
        assert_eq!(app.profile().unwrap_err().code, "locked");
        assert_eq!(app.act("rename", |_| Ok(())).unwrap_err().code, "locked");
    }

    #[test]
    fn an_act_tells_the_interface_what_changed_and_is_undone_as_one() {
        let host = TestHost::at("2026-11-24T01:12:00Z");
        let app = host.open_app();
        let rename = |draft: &mut Draft<'_>| {
            let profile = Profile { name: "Mark".into(), ..profile_in(draft)? };
            Ok(draft.update(&profile)?)
        };
        app.act("profile", rename).unwrap();
        assert_eq!(app.profile().unwrap().name, "Mark");
        assert_eq!(host.events().last(), Some(&AppEvent::Changed { collections: vec!["profile".into()] }));
        app.open().unwrap().store.undo(app.now()).unwrap();
        assert_eq!(app.profile().unwrap().name, "Marcus");
    }

    #[test]
    fn today_is_the_date_on_the_persons_own_calendar() {
        let app = TestHost::at("2026-11-24T01:12:00Z").open_app();
        assert_eq!(app.today().to_string(), "2026-11-23");
    }

    #[test]
    fn ids_sort_by_when_they_were_made() {
        let host = TestHost::at("2026-11-24T01:12:00Z");
        let app = host.app();
        let first: Uuid = app.new_id();
        host.set_now("2026-11-24T01:12:01Z");
        assert!(app.new_id::<Uuid>() > first);
    }
}
