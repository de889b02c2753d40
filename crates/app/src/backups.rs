//! Backups: one a day by itself, one by hand, and going back to one.
//!
//! The store makes, thins out and restores them; here each gets a copy of the key slots beside it, since losing that
//! file is losing the key.

use crate::{
    App, AppEvent, Error, Result,
    store_error::from_io,
    vault::{Folder, read_slots, remove, start::AppStateView, write_slots, write_whole},
};
use cairn_store::{Backup, BackupKind, Store};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::{
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};
use ts_rs::TS;

/// Backups as the settings show them.
#[derive(Debug, Serialize, TS)]
pub struct BackupsView {
    /// Those there are, the latest first.
    pub backups: Vec<BackupView>,
    /// Where they lie.
    pub folder: String,
}

/// A backup.
#[derive(Debug, Serialize, TS)]
pub struct BackupView {
    /// The name of its file.
    pub id: String,
    /// `today 03:12`, `Tue 24 Nov 03:12`: when it was made, on the person's clock.
    pub at: String,
    /// Why it was made.
    pub why: BackupReason,
    /// `1.2 MB`.
    pub size: String,
}

/// Why a backup was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BackupReason {
    /// By the clock or by hand.
    Regular,
    /// It is what a restore replaced.
    Replaced,
    /// Before a newer version changed the file.
    BeforeUpdate,
}

/// A backup to go back to.
#[derive(Deserialize, TS)]
pub struct RestoreBackup {
    /// The name of its file.
    id: String,
}

/// Whether the person wants the backup under way to stop, and when not to make one.
#[derive(Default)]
pub(crate) struct BackupWish {
    stop: AtomicBool,
    /// After one that failed, the next by itself is not tried before.
    rest_until: Mutex<Option<DateTime<Utc>>>,
}

/// How long to wait after a daily backup that failed, in minutes.
const REST_MINUTES: i64 = 60;
/// The name under which a backup tells its progress.
const WORK: &str = "backup";

/// The backups there are. Needs no open profile.
pub fn backups(app: &App, (): ()) -> Result<BackupsView> {
    let folder = app.profile_folder();
    let backups = Store::backups(&folder)?.iter().map(|backup| app.backup_view(backup)).collect();
    Ok(BackupsView { backups, folder: folder.join("backups").display().to_string() })
}

/// Makes a backup now, telling its progress as work `backup`. Fails with `locked`, `cancelled`, `disk_full`.
pub fn backup_now(app: &App, (): ()) -> Result<BackupView> {
    app.backup_wish.stop.store(false, Ordering::SeqCst);
    let backup = app.back_up()?;
    Ok(app.backup_view(&backup))
}

/// Stops the backup under way; it leaves nothing.
pub fn backup_cancel(app: &App, (): ()) -> Result<()> {
    app.backup_wish.stop.store(true, Ordering::SeqCst);
    Ok(())
}

/// Goes back to a backup. What is there now, damaged or not, is kept as a backup first.
///
/// Fails with `locked` where no key is known yet, with `no_backup`, or with what is wrong with the backup; the profile
/// is then what it was.
pub fn backup_restore(app: &App, args: RestoreBackup) -> Result<AppStateView> {
    let folder = app.profile_folder();
    let wanted = |backup: &Backup| name_of(&backup.path) == args.id;
    let backup = Store::backups(&folder)?.into_iter().find(wanted).ok_or_else(|| Error::new("no_backup"))?;
    app.restore(&backup)?;
    Ok(app.state_view())
}

/// Takes the copy of the key slots that lies with the newest backup that has one. What is left of the old file is kept
/// beside it.
///
/// Fails with `no_backup`.
pub fn backup_restore_keys(app: &App, (): ()) -> Result<AppStateView> {
    let turn = app.vault.turn();
    let path = Folder(&app.folder).keys();
    let copies = Store::backups(&app.folder)?;
    let good = copies.iter().find_map(|backup| read_slots(&keys_beside(&backup.path)).ok().flatten());
    let good = good.ok_or_else(|| Error::new("no_backup"))?;
    if path.exists() {
        fs::copy(&path, path.with_extension("damaged.json")).map_err(|error| from_io(&error))?;
    }
    write_slots(&path, &good)?;
    drop(turn);
    crate::vault::start::try_again(app, ())
}

impl App {
    /// The folder of the profile in use.
    fn profile_folder(&self) -> PathBuf {
        self.open_now().map_or_else(|| self.folder.clone(), |open| open.folder.clone())
    }

    pub(crate) fn count_backups(&self) -> u32 {
        let backups = Store::backups(&self.profile_folder()).unwrap_or_default();
        u32::try_from(backups.len()).unwrap_or(u32::MAX)
    }

    /// Makes the backup of the day, where it is not made yet. The desktop calls it every few seconds.
    pub fn back_up_when_due(&self) {
        let Some(open) = self.open_now().filter(|open| !open.is_example) else { return };
        let now = self.now();
        let mut rest_until = self.backup_wish.rest_until.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was set back does not make the rest longer than it is.
        let rest = TimeDelta::minutes(REST_MINUTES);
        if rest_until.is_some_and(|until| now < until && until - now <= rest) {
            return;
        }
        let made = Store::backups(&open.folder).unwrap_or_default();
        if is_due(&made, now.date_naive()) {
            drop(open);
            self.backup_wish.stop.store(false, Ordering::SeqCst);
            // A full disk says so at the next change and by the date of the last backup in the settings.
            *rest_until = self.back_up().is_err().then(|| now + rest);
        }
    }

    fn back_up(&self) -> Result<Backup> {
        let open = self.open()?;
        let mut told = 0;
        let mut progress = |at: cairn_store::Progress| {
            // Some hundred events at most, however large the file.
            if at.total > 0 && (at.done == at.total || (at.done - told) * 100 >= at.total) {
                told = at.done;
                let work = WORK.to_owned();
                self.host.emit(AppEvent::Progress { work, done: at.done, total: at.total });
            }
            if self.backup_wish.stop.load(Ordering::SeqCst) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let backup = open.store.back_up(self.now(), &mut progress)?;
        copy_keys(&Folder(&open.folder).keys(), &backup.path)?;
        drop_lonely_keys(&open.folder);
        Ok(backup)
    }

    fn restore(&self, backup: &Backup) -> Result<()> {
        let _turn = self.vault.turn();
        let open = self.open_now();
        if open.as_ref().is_some_and(|open| open.is_example) {
            return Err(Error::new("no_backup"));
        }
        let key = open.as_ref().map(|open| open.key.clone()).or_else(|| self.vault.key_in_trouble());
        let key = key.ok_or_else(|| Error::new("locked"))?;
        let was_open = open.is_some();
        drop(open);
        self.close();
        self.wait_until_closed();
        match Store::restore(&self.folder, &key, &backup.path, self.new_device(), self.now()) {
            Ok(kept) => {
                if let Some(kept) = kept {
                    copy_keys(&Folder(&self.folder).keys(), &kept.path)?;
                }
                self.open_with(key)
            }
            Err(error) => {
                // What was there is there still; it opens as it did before.
                if was_open {
                    self.open_with(key)?;
                }
                Err(error.into())
            }
        }
    }

    fn backup_view(&self, backup: &Backup) -> BackupView {
        BackupView {
            id: name_of(&backup.path),
            at: self.instant_text(backup.at),
            why: match backup.kind {
                BackupKind::Regular => BackupReason::Regular,
                BackupKind::Replaced => BackupReason::Replaced,
                BackupKind::BeforeUpdate => BackupReason::BeforeUpdate,
            },
            size: size_text(backup.bytes),
        }
    }

    /// `today 03:12`, on the person's clock.
    pub(crate) fn instant_text(&self, at: DateTime<Utc>) -> String {
        let civil = self.my_zone().civil(at);
        let text = self.clock_text();
        format!("{} {}", text.near_date(civil.date(), self.today()), text.time(civil.time()))
    }
}

/// Whether the backup of `today` (UTC, as the names of backups have it) is still to be made.
fn is_due(made: &[Backup], today: NaiveDate) -> bool {
    !made.iter().any(|backup| backup.kind == BackupKind::Regular && backup.at.date_naive() >= today)
}

/// Where the key slots of a backup lie: `cairn-….keys.json` beside `cairn-….db`.
fn keys_beside(backup: &Path) -> PathBuf {
    backup.with_extension("keys.json")
}

fn copy_keys(keys: &Path, backup: &Path) -> Result<()> {
    match fs::read(keys) {
        Ok(bytes) => write_whole(&keys_beside(backup), &bytes).map_err(|error| from_io(&error)),
        // Without a key file there is none to lose.
        Err(_) => Ok(()),
    }
}

/// Removes key slots whose backup was thinned out.
fn drop_lonely_keys(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder.join("backups")) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let of =
            path.to_str().and_then(|name| name.strip_suffix(".keys.json")).map(|stem| format!("{stem}.db"));
        if of.is_some_and(|backup| !Path::new(&backup).exists()) {
            let _ = remove(&path);
        }
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// `640 KB`, `1.2 MB`.
pub(crate) fn size_text(bytes: u64) -> String {
    let kilobytes = bytes.div_ceil(1000);
    if kilobytes < 1000 {
        format!("{kilobytes} KB")
    } else {
        format!("{}.{} MB", kilobytes / 1000, kilobytes % 1000 / 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestHost;
    use serde_json::json;
    use std::sync::Arc;

    fn person() -> (Arc<TestHost>, App) {
        let host = TestHost::at("2026-08-31T23:40:00Z");
        let app = host.app();
        let answers =
            json!({"name": "Marcus", "zone": "America/Chicago", "follows_system": true, "role": "mentee"});
        app.dispatch("set_up", answers).unwrap();
        (host, app)
    }

    fn files(app: &App) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(app.folder.join("backups"))
            .unwrap()
            .map(|file| name_of(&file.unwrap().path()))
            .collect();
        names.sort();
        names
    }

    #[test]
    fn one_a_day_is_made_with_its_keys_beside_it() {
        let (host, app) = person();
        app.back_up_when_due();
        app.back_up_when_due();
        assert_eq!(files(&app), ["cairn-2026-08-31T234000Z.db", "cairn-2026-08-31T234000Z.keys.json"]);
        host.set_now("2026-09-01T00:00:00Z");
        app.back_up_when_due();
        assert_eq!(app.count_backups(), 2);
    }

    #[test]
    fn one_that_failed_is_tried_again_an_hour_later() {
        let (host, app) = person();
        let folder = app.folder.join("backups");
        fs::write(&folder, "in the way").unwrap();
        app.back_up_when_due();
        fs::remove_file(&folder).unwrap();
        host.set_now("2026-08-31T23:59:00Z");
        app.back_up_when_due();
        assert_eq!(app.count_backups(), 0);
        host.set_now("2026-09-01T00:40:00Z");
        app.back_up_when_due();
        assert_eq!(app.count_backups(), 1);
    }

    #[test]
    fn seven_days_and_four_weeks_stay_and_no_keys_without_a_backup() {
        let (host, app) = person();
        for day in 1..=30 {
            host.set_now(&format!("2026-09-{day:02}T12:00:00Z"));
            app.back_up_when_due();
        }
        let kept = files(&app);
        let databases: Vec<_> = kept.iter().filter_map(|name| name.strip_suffix(".db")).collect();
        let keys: Vec<_> = kept.iter().filter_map(|name| name.strip_suffix(".keys.json")).collect();
        assert_eq!(databases, keys);
        assert!((7..=11).contains(&databases.len()), "{databases:?}");
    }

    #[test]
    fn going_back_brings_the_old_name_and_keeps_the_new_one() {
        let (host, app) = person();
        app.dispatch("backup_now", json!({})).unwrap();
        app.dispatch("profile_save", json!({"name": "Mark"})).unwrap();
        host.set_now("2026-08-31T23:50:00Z");
        let id = name_of(&Store::backups(&app.folder).unwrap()[0].path);
        app.dispatch("backup_restore", json!({"id": id})).unwrap();
        assert_eq!(app.profile().unwrap().name, "Marcus");
        let list = app.dispatch("backups", json!({})).unwrap();
        assert_eq!(
            (&list["backups"][0]["why"], &list["backups"][0]["at"]),
            (&json!("replaced"), &json!("today 18:50"))
        );
        app.dispatch("backup_restore", json!({"id": list["backups"][0]["id"]})).unwrap();
        assert_eq!(app.profile().unwrap().name, "Mark");
    }

    #[test]
    fn a_backup_that_is_damaged_changes_nothing() {
        let (_, app) = person();
        app.dispatch("backup_now", json!({})).unwrap();
        let path = Store::backups(&app.folder).unwrap()[0].path.clone();
        let mut bytes = fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&path, bytes).unwrap();
        app.dispatch("profile_save", json!({"name": "Mark"})).unwrap();
        let error = app.dispatch("backup_restore", json!({"id": name_of(&path)})).unwrap_err();
        assert_eq!(error.code, "store_damaged");
        assert_eq!(app.profile().unwrap().name, "Mark", "open, as it was");
        assert_eq!(
            app.dispatch("backup_restore", json!({"id": "../../etc/passwd"})).unwrap_err().code,
            "no_backup"
        );
    }

    #[test]
    fn a_size_is_told_roughly() {
        assert_eq!((size_text(409_600), size_text(1_234_567)), ("410 KB".into(), "1.2 MB".into()));
    }
}
