//! A file from outside that the person looks at before anything of it is taken in: chosen, dropped on the window, or one
//! with which Cairn was opened.

use crate::{Error, Result, archive::outside, resources::file::name_of};
use base64ct::{Base64, Encoding};
use serde::Deserialize;
use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use ts_rs::TS;

/// A file that was dropped on the window, which has read it.
#[derive(Deserialize, TS)]
pub struct DroppedFile {
    /// Its name.
    name: String,
    /// Its bytes in base64.
    content: String,
}

/// A file, read.
pub(crate) struct Chosen {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

impl Chosen {
    /// Reads the file at `path`; of one that has more than `most` bytes no more than shows it.
    pub(crate) fn at(path: &Path, most: usize) -> Result<Chosen> {
        let reading = |error: std::io::Error| outside::reading(&error, path);
        let most = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
        let mut bytes = Vec::new();
        File::open(path).map_err(reading)?.take(most).read_to_end(&mut bytes).map_err(reading)?;
        Ok(Chosen { name: name_of(path), bytes })
    }

    /// What the window has read. Fails with `bad_arguments`.
    pub(crate) fn dropped(file: DroppedFile) -> Result<Chosen> {
        let bytes = Base64::decode_vec(&file.content).map_err(|_| Error::new("bad_arguments"))?;
        Ok(Chosen { name: file.name, bytes })
    }
}

/// What the person wants of files of one kind right now.
#[derive(Default)]
pub(crate) struct Wish {
    chosen: Mutex<Option<Arc<Chosen>>>,
    /// Cairn was opened with this one, and nobody has looked at it yet.
    waiting: Mutex<Option<PathBuf>>,
}

impl Wish {
    pub(crate) fn put(&self, chosen: Chosen) {
        *held(&self.chosen) = Some(Arc::new(chosen));
    }

    /// The file that is being looked at.
    pub(crate) fn chosen(&self) -> Option<Arc<Chosen>> {
        held(&self.chosen).clone()
    }

    /// Lets go of the file that was looked at: it is not kept in memory for nothing, and not behind a lock.
    pub(crate) fn forget(&self) {
        *held(&self.chosen) = None;
    }

    pub(crate) fn wait_for(&self, path: &Path) {
        *held(&self.waiting) = Some(path.to_owned());
    }

    pub(crate) fn take_waiting(&self) -> Option<PathBuf> {
        held(&self.waiting).take()
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_file_that_is_too_large_no_more_is_read_than_shows_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, [1; 100]).unwrap();
        let read = |most| Chosen::at(&path, most).unwrap().bytes.len();
        assert_eq!((read(100), read(99), read(10)), (100, 100, 11));
    }
}
