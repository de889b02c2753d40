//! Copies of the file, encrypted with the same key.

use crate::{
    Error, Store,
    connection::{self, Access, FileKey},
    migration,
    store::{FILE, add_device},
};
use cairn_crypto::StoreKey;
use cairn_replica::DeviceId;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Utc};
use rusqlite::{Connection, backup::StepResult};
use std::{
    collections::BTreeSet,
    fs, io,
    ops::ControlFlow,
    path::{Path, PathBuf},
    time::Duration,
};

/// The folder of backups in a profile.
const FOLDER: &str = "backups";
/// Pages copied between two looks at the person's wish: 4 MiB.
const PAGES_A_STEP: i32 = 1024;
/// How many days and weeks are kept, and how many copies of what a restore or a migration replaced.
const DAYS: usize = 7;
const WEEKS: usize = 4;
const REPLACED: usize = 3;

/// Why a backup was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BackupKind {
    /// By the clock, or by hand.
    Regular,
    /// Before a restore replaced it.
    Replaced,
    /// Before a newer version changed it.
    BeforeUpdate,
}

impl BackupKind {
    const ALL: [BackupKind; 3] = [BackupKind::Regular, BackupKind::Replaced, BackupKind::BeforeUpdate];

    fn prefix(self) -> &'static str {
        match self {
            BackupKind::Regular => "cairn-",
            BackupKind::Replaced => "replaced-",
            BackupKind::BeforeUpdate => "before-update-",
        }
    }
}

/// A backup on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Where it is.
    pub path: PathBuf,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// Why.
    pub kind: BackupKind,
    /// Its size in bytes.
    pub bytes: u64,
}

/// How far a backup has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Pages copied.
    pub done: u32,
    /// Pages in all.
    pub total: u32,
}

impl Store {
    /// Makes a backup of this moment while others read and write, then thins out old ones. `progress` is called between
    /// steps and may stop it, which fails with [`Error::Cancelled`] and leaves nothing.
    pub fn back_up(
        &self,
        now: DateTime<Utc>,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Backup, Error> {
        let source = self.take_reader()?;
        let backup = copy(&source, &self.folder, &self.key, BackupKind::Regular, now, progress)?;
        thin_out(&self.folder)?;
        Ok(backup)
    }

    /// The backups of a profile, the latest first. Needs no key.
    pub fn backups(folder: &Path) -> Result<Vec<Backup>, Error> {
        list(folder)
    }

    /// Reads a backup from end to end. Fails as [`Store::open`] does, or with [`Error::Damaged`].
    pub fn verify_backup(path: &Path, key: &StoreKey) -> Result<(), Error> {
        verify(path, &FileKey::new(key))
    }

    /// Puts a backup in the place of the profile, which must not be open. What is there now is kept as a backup first,
    /// damaged or not, and returned. Nothing changes when the backup cannot be read.
    ///
    /// `device` is a new id: the old one has a future that this copy does not know.
    pub fn restore(
        folder: &Path,
        key: &StoreKey,
        backup: &Path,
        device: DeviceId,
        now: DateTime<Utc>,
    ) -> Result<Option<Backup>, Error> {
        let _lock = crate::opening::lock(folder)?;
        let key = FileKey::new(key);
        verify(backup, &key)?;
        let fresh = folder.join("restoring.db");
        let _ = fs::remove_file(&fresh);
        fs::copy(backup, &fresh).map_err(Error::from_io)?;
        let prepared = prepare(&fresh, &key, device);
        if prepared.is_err() {
            let _ = fs::remove_file(&fresh);
        }
        prepared?;
        let kept = keep_present(folder, &key, now)?;
        // A log that belongs to the file before would be replayed into the new one.
        for suffix in ["-wal", "-shm"] {
            remove_if_there(&folder.join(format!("{FILE}{suffix}")))?;
        }
        fs::rename(&fresh, folder.join(FILE)).map_err(Error::from_io)?;
        sync_folder(folder);
        Ok(kept)
    }
}

/// The copy that a migration can be undone with.
pub(crate) fn before_migration(
    connection: &Connection,
    folder: &Path,
    key: &FileKey,
    now: DateTime<Utc>,
) -> Result<Backup, Error> {
    let backup =
        copy(connection, folder, key, BackupKind::BeforeUpdate, now, &mut |_| ControlFlow::Continue(()))?;
    thin_out(folder)?;
    Ok(backup)
}

/// Makes a copy under a passing name and gives it its own when it is whole and on the disk.
fn copy(
    source: &Connection,
    folder: &Path,
    key: &FileKey,
    kind: BackupKind,
    now: DateTime<Utc>,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Backup, Error> {
    let backups = folder.join(FOLDER);
    fs::create_dir_all(&backups).map_err(Error::from_io)?;
    let unfinished = backups.join("unfinished.db");
    remove_if_there(&unfinished)?;
    let copied = copy_pages(source, &unfinished, key, progress);
    if let Err(error) = copied {
        let _ = fs::remove_file(&unfinished);
        let _ = fs::remove_file(backups.join("unfinished.db-journal"));
        return Err(error);
    }
    sync_file(&unfinished)?;
    let path = free_name(&backups, kind, now);
    fs::rename(&unfinished, &path).map_err(Error::from_io)?;
    sync_folder(&backups);
    let bytes = fs::metadata(&path).map_err(Error::from_io)?.len();
    Ok(Backup { path, at: now, kind, bytes })
}

fn copy_pages(
    source: &Connection,
    path: &Path,
    key: &FileKey,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<(), Error> {
    // In one transaction, so that writes meanwhile neither show up in the copy nor make it begin again.
    let snapshot = source.unchecked_transaction()?;
    snapshot.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))?;
    let mut target = connection::open(path, key, Access::Create)?;
    let backup = rusqlite::backup::Backup::new(&snapshot, &mut target)?;
    loop {
        let step = backup.step(PAGES_A_STEP)?;
        let pages = backup.progress();
        let total = u32::try_from(pages.pagecount).unwrap_or_default();
        let done = total.saturating_sub(u32::try_from(pages.remaining).unwrap_or_default());
        if progress(Progress { done, total }).is_break() && step != StepResult::Done {
            return Err(Error::Cancelled);
        }
        match step {
            StepResult::Done => break,
            StepResult::More => {}
            _ => std::thread::sleep(Duration::from_millis(20)),
        }
    }
    drop(backup);
    // A copy is one file, without a log beside it.
    target.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0))?;
    Ok(())
}

fn verify(path: &Path, key: &FileKey) -> Result<(), Error> {
    if !path.exists() {
        return Err(Error::NoProfile);
    }
    let connection = connection::open(path, key, Access::Read)?;
    migration::check(&connection)?;
    crate::integrity::check_pages(&connection)
}

/// Gives the copy its new device id, and writes all of it to the disk.
fn prepare(path: &Path, key: &FileKey, device: DeviceId) -> Result<(), Error> {
    let connection = connection::open(path, key, Access::Write)?;
    connection.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;")?;
    add_device(&connection, device)?;
    drop(connection);
    sync_file(path)
}

/// Keeps what is in the profile now: as a proper backup where it can be read, byte by byte where it cannot.
fn keep_present(folder: &Path, key: &FileKey, now: DateTime<Utc>) -> Result<Option<Backup>, Error> {
    let path = folder.join(FILE);
    if !path.exists() {
        return Ok(None);
    }
    let kind = BackupKind::Replaced;
    let whole = connection::open(&path, key, Access::Write).and_then(|present| {
        crate::integrity::check_pages(&present)?;
        copy(&present, folder, key, kind, now, &mut |_| ControlFlow::Continue(()))
    });
    let kept = match whole {
        Ok(backup) => backup,
        Err(error @ (Error::DiskFull | Error::ReadOnly)) => return Err(error),
        Err(_) => {
            let backups = folder.join(FOLDER);
            fs::create_dir_all(&backups).map_err(Error::from_io)?;
            let kept = free_name(&backups, kind, now);
            let bytes = fs::copy(&path, &kept).map_err(Error::from_io)?;
            let log = folder.join(format!("{FILE}-wal"));
            if log.exists() {
                fs::copy(&log, kept.with_extension("db-wal")).map_err(Error::from_io)?;
            }
            Backup { path: kept, at: now, kind, bytes }
        }
    };
    thin_out(folder)?;
    Ok(Some(kept))
}

fn free_name(backups: &Path, kind: BackupKind, now: DateTime<Utc>) -> PathBuf {
    let date = now.format(DATE);
    let plain = backups.join(format!("{}{date}.db", kind.prefix()));
    let numbered = (2..).map(|n| backups.join(format!("{}{date}-{n}.db", kind.prefix())));
    std::iter::once(plain).chain(numbered).find(|path| !path.exists()).unwrap_or_default()
}

const DATE: &str = "%Y-%m-%dT%H%M%SZ";

fn list(folder: &Path) -> Result<Vec<Backup>, Error> {
    let entries = match fs::read_dir(folder.join(FOLDER)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::from_io(error)),
    };
    let mut backups = Vec::new();
    for entry in entries {
        let path = entry.map_err(Error::from_io)?.path();
        let Some((kind, at)) = path.file_name().and_then(|name| parse(name.to_str()?)) else { continue };
        let bytes = fs::metadata(&path).map_err(Error::from_io)?.len();
        backups.push(Backup { path, at, kind, bytes });
    }
    backups.sort_by(|a, b| (b.at, &b.path).cmp(&(a.at, &a.path)));
    Ok(backups)
}

/// What a file name says, when it is that of a backup.
fn parse(name: &str) -> Option<(BackupKind, DateTime<Utc>)> {
    let stem = name.strip_suffix(".db")?;
    let kind = BackupKind::ALL.into_iter().find(|kind| stem.starts_with(kind.prefix()))?;
    let date = stem.strip_prefix(kind.prefix())?.split_inclusive('Z').next()?;
    Some((kind, NaiveDateTime::parse_from_str(date, DATE).ok()?.and_utc()))
}

fn thin_out(folder: &Path) -> Result<(), Error> {
    let all = list(folder)?;
    for backup in superfluous(&all) {
        remove_if_there(&backup.path)?;
        remove_if_there(&backup.path.with_extension("db-wal"))?;
    }
    Ok(())
}

/// Which of the backups (the latest first) may go: all but the last of each of the last 7 days and of the last 4 weeks
/// that have one, and the last 3 of each other kind.
fn superfluous(all: &[Backup]) -> Vec<&Backup> {
    let (mut days, mut weeks) = (BTreeSet::<NaiveDate>::new(), BTreeSet::<(i32, u32)>::new());
    let mut others = [0; BackupKind::ALL.len()];
    let mut is_superfluous = |backup: &&Backup| {
        if backup.kind != BackupKind::Regular {
            others[backup.kind as usize] += 1;
            return others[backup.kind as usize] > REPLACED;
        }
        let (day, week) = (backup.at.date_naive(), backup.at.iso_week());
        let is_daily = days.len() < DAYS && days.insert(day);
        let is_weekly = weeks.len() < WEEKS && weeks.insert((week.year(), week.week()));
        !(is_daily || is_weekly)
    };
    all.iter().filter(|backup| is_superfluous(backup)).collect()
}

fn remove_if_there(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::from_io(error)),
        _ => Ok(()),
    }
}

/// Windows writes out only what was opened for writing.
fn sync_file(path: &Path) -> Result<(), Error> {
    fs::File::options().write(true).open(path).and_then(|file| file.sync_all()).map_err(Error::from_io)
}

/// Makes a rename last through a power cut. Windows cannot open a folder, and does not need to.
fn sync_folder(folder: &Path) {
    if cfg!(unix) {
        let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
    }
}
