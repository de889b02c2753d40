//! What keeps a profile shut: making it, opening it, locking it, and the ways in.
//!
//! - A profile is there when its key-slot file is: a set-up writes that file last, under its own name, so that one which
//!   is cut short leaves nothing that has to be opened.
//! - What changes a slot does the keychain first and the file then. A crash in between leaves a value too many in the
//!   keychain, and the file as it was.
//! - Opening at the start with the keychain needs no person. Everything else asks.

pub mod example;
mod folder;
pub mod idle;
mod keys;
pub mod set_up;
pub mod start;
#[cfg(test)]
mod tests;
pub mod unlock;
pub mod ways;

pub(crate) use folder::{Folder, Holds, remove, write_whole};
pub use keys::{KeychainView, WayIn};
pub(crate) use keys::{read_slots, write_slots};

use crate::{App, AppEvent, Error, Result, state::Open};
use cairn_crypto::StoreKey;
use cairn_store::Store;
use chrono::{DateTime, Utc};
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak, atomic::AtomicBool},
    thread,
    time::Duration,
};

/// How long to wait for those who still hold the profile that was just locked.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the app remembers of opening and locking.
#[derive(Default)]
pub(crate) struct Vault {
    /// Held while the profile is made, opened, locked or replaced: one at a time.
    turn: Mutex<()>,
    /// Whether the keychain was tried at the start.
    started: AtomicBool,
    /// Why the profile could not be opened although the secret was right.
    trouble: Mutex<Option<Trouble>>,
    /// The mark of the profile that was open last, until its file is closed.
    closing: Mutex<Weak<()>>,
    /// When the person last did something.
    active_at: Mutex<Option<DateTime<Utc>>>,
}

/// A profile that its secret opened and that could not be read.
struct Trouble {
    error: Error,
    /// So that a backup can be put in its place without asking again.
    key: StoreKey,
}

impl Vault {
    /// Waits until nobody else makes, opens or locks the profile.
    pub(crate) fn turn(&self) -> MutexGuard<'_, ()> {
        held(&self.turn)
    }

    fn trouble(&self) -> Option<Error> {
        held(&self.trouble).as_ref().map(|trouble| trouble.error.clone())
    }

    /// The key of a profile that could not be read.
    pub(crate) fn key_in_trouble(&self) -> Option<StoreKey> {
        held(&self.trouble).as_ref().map(|trouble| trouble.key.clone())
    }

    pub(crate) fn forget_trouble(&self) {
        *held(&self.trouble) = None;
    }
}

impl App {
    /// Opens the profile with its key. The turn must be held.
    ///
    /// Fails with what the store says, which the vault remembers until the next try.
    pub(crate) fn open_with(&self, key: StoreKey) -> Result<()> {
        self.wait_until_closed();
        match Store::open(&self.folder, &key, self.now()) {
            Ok(store) => {
                self.vault.forget_trouble();
                self.put_open(Open::new(store, self.folder.clone(), key, &self.host));
                self.note_activity();
                // A profile that cannot be written now can still be read.
                let _ = self.follow_system_zone();
                self.host.emit(AppEvent::Opened);
                Ok(())
            }
            Err(error) => {
                let error = Error::from(error);
                *held(&self.vault.trouble) = Some(Trouble { error: error.clone(), key });
                Err(error)
            }
        }
    }

    /// Closes the profile; the turn must be held. Who holds it still may finish what was begun.
    pub(crate) fn close(&self) {
        self.calendar_wish.forget();
        self.sync_desk.forget();
        let Some(open) = self.take_open() else { return };
        *held(&self.vault.closing) = Arc::downgrade(&open.mark);
        let example = open.is_example.then(|| open.folder.clone());
        drop(open);
        if let Some(folder) = example {
            self.wait_until_closed();
            example::throw_away(&folder);
        }
    }

    /// Waits until nobody holds the profile that was open before, for then its file can be opened again.
    pub(crate) fn wait_until_closed(&self) {
        let closing = held(&self.vault.closing).clone();
        let step = Duration::from_millis(10);
        let mut waited = Duration::ZERO;
        while closing.strong_count() > 0 && waited < PATIENCE {
            thread::sleep(step);
            waited += step;
        }
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
