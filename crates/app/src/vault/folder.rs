//! Where things lie in a profile's folder, and how a file is written there so that a power cut leaves the old one or the
//! new one.

use crate::{Result, store_error::from_io};
use cairn_store::Store;
use std::{
    fs::{self, File},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

/// A profile's folder.
///
/// ```text
/// keys.json           the key slots; a profile is there when this file is
/// keys.unfinished     the same while the first minute is going on
/// cairn.db            the encrypted database (cairn-store)
/// backups/            each with a copy of the key slots
/// device.json         settings of this computer, nothing private
/// example/            the example to look around in, thrown away
/// ```
#[derive(Debug, Clone, Copy)]
pub(crate) struct Folder<'a>(pub(crate) &'a Path);

impl Folder<'_> {
    pub(crate) fn keys(self) -> PathBuf {
        self.0.join("keys.json")
    }

    pub(crate) fn unfinished_keys(self) -> PathBuf {
        self.0.join("keys.unfinished")
    }

    pub(crate) fn device(self) -> PathBuf {
        self.0.join("device.json")
    }

    pub(crate) fn example(self) -> PathBuf {
        self.0.join("example")
    }

    /// What the folder holds.
    pub(crate) fn holds(self) -> Holds {
        let database = Store::exists(self.0);
        match (self.keys().exists(), database) {
            (true, true) => Holds::Profile,
            (true, false) => Holds::KeysAlone,
            (false, true) if !self.unfinished_keys().exists() => Holds::DatabaseAlone,
            // Without its key file the database of a broken set-up holds nothing but the answers of that minute.
            (false, _) => Holds::Nothing,
        }
    }

    /// Makes the folder and tries to write in it. Fails with `read_only`, `disk_full` or `file_failed`.
    pub(crate) fn prepare(self) -> Result<()> {
        let probe = self.0.join(".probe");
        let tried = fs::create_dir_all(self.0).and_then(|()| fs::write(&probe, b"cairn"));
        let _ = fs::remove_file(&probe);
        tried.map_err(|error| from_io(&error))
    }

    /// Removes what a set-up that was cut short left behind. Never touches a profile that is there.
    pub(crate) fn clear_unfinished(self) -> Result<()> {
        if self.keys().exists() || !self.unfinished_keys().exists() {
            return Ok(());
        }
        // The key file last: while it is there, the database is known to be unfinished.
        for name in ["cairn.db-wal", "cairn.db-shm", "cairn.db", "keys.unfinished"] {
            remove(&self.0.join(name)).map_err(|error| from_io(&error))?;
        }
        Ok(())
    }
}

/// What a folder holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Nothing yet, or what a set-up that was cut short left behind.
    Nothing,
    /// Key slots and the database that they open.
    Profile,
    /// Key slots, and the database is gone.
    KeysAlone,
    /// A database, and what opens it is gone.
    DatabaseAlone,
}

/// Writes a file whole or not at all, and comes back when it is on the disk.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(ErrorKind::InvalidInput)?;
    let draft = path.with_extension("draft");
    let written = File::create(&draft).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let done = written.and_then(|()| fs::rename(&draft, path));
    if done.is_err() {
        let _ = fs::remove_file(&draft);
    }
    done.and_then(|()| sync_folder(folder))
}

/// Makes a rename in `folder` last, where the system can.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    // Windows cannot open folders, and its renames need no such thing.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Removes a file that may not be there.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
