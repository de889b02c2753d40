//! The file that the person looks at right now.

use crate::{Error, Result, archive::outside};
use base64ct::{Base64, Encoding};
use cairn_calendar::{ReadCalendar, ReadError, read_calendar};
use chrono::{DateTime, Utc};
use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

/// A little more than a calendar may have, so that one that is larger shows.
const MOST_BYTES: u64 = (10 << 20) + 1;

/// What the person wants of calendar files right now.
#[derive(Default)]
pub(crate) struct CalendarWish {
    chosen: Mutex<Option<Arc<Chosen>>>,
    /// Cairn was opened with this one, and nobody has looked at it yet.
    waiting: Mutex<Option<PathBuf>>,
}

/// A file and what it holds.
pub(super) struct Chosen {
    pub(super) name: String,
    bytes: Vec<u8>,
}

impl CalendarWish {
    pub(super) fn put(&self, chosen: Chosen) {
        *self.chosen.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(chosen));
    }

    /// The file that is being looked at. Fails with `not_found`.
    pub(super) fn chosen(&self) -> Result<Arc<Chosen>> {
        let chosen = self.chosen.lock().unwrap_or_else(PoisonError::into_inner);
        chosen.clone().ok_or_else(|| Error::not_found("calendar"))
    }

    /// Lets go of the file that was looked at: it is not kept in memory for nothing, and not behind a lock.
    pub(crate) fn forget(&self) {
        *self.chosen.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    pub(super) fn wait_for(&self, path: &Path) {
        *self.waiting.lock().unwrap_or_else(PoisonError::into_inner) = Some(path.to_owned());
    }

    pub(super) fn take_waiting(&self) -> Option<PathBuf> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Chosen {
    /// Reads the file at `path`, and of one that is too large no more than shows it.
    pub(super) fn at(path: &Path) -> Result<Chosen> {
        let reading = |error: std::io::Error| outside::reading(&error, path);
        let mut bytes = Vec::new();
        File::open(path).map_err(reading)?.take(MOST_BYTES).read_to_end(&mut bytes).map_err(reading)?;
        Ok(Chosen { name: crate::resources::file::name_of(path), bytes })
    }

    pub(super) fn from_base64(name: String, content: &str) -> Result<Chosen> {
        let bytes = Base64::decode_vec(content).map_err(|_| Error::new("bad_arguments"))?;
        Ok(Chosen { name, bytes })
    }

    /// What the file says, as of `now`. Fails with what is wrong with it.
    pub(super) fn read(&self, now: DateTime<Utc>) -> Result<ReadCalendar> {
        read_calendar(&self.bytes, now).map_err(|error| {
            let code = match error {
                ReadError::NotACalendar => "not_a_calendar",
                ReadError::TooLarge | ReadError::TooManyEvents | ReadError::TooManyZones => {
                    "calendar_too_large"
                }
                ReadError::Nul => "calendar_has_nul",
                ReadError::BadUtf16 => "calendar_bad_utf16",
                ReadError::TooDeep { .. } => "calendar_too_deep",
            };
            Error::new(code).with("name", self.name.clone())
        })
    }
}
