//! Sync, as a person meets it: joining, inviting, comparing words, devices, what leaves this computer, and the files
//! that travel where there is no server.
//!
//! - Nothing here speaks to anybody before the person connected: until then there is no thread and no status.
//! - What is secret (an invite's link, a code) is shown once and never logged.
//! - Times and their words are made here; the interface shows them as they come.

mod arrivals;
pub(crate) mod background;
pub mod connection;
pub mod devices;
pub mod enrol;
pub mod exchange;
pub mod invite;
pub mod join;
pub mod ledger;
pub mod members;
mod needs;
pub mod status;
#[cfg(test)]
mod tests;
mod trouble;
mod world;

use std::sync::{Mutex, MutexGuard, PoisonError};

/// What sync remembers between two commands.
#[derive(Default)]
pub(crate) struct SyncDesk {
    /// The link with which Cairn was opened, until somebody looks at it.
    link: Mutex<Option<String>>,
    /// A device that is being added.
    adding: Mutex<Option<devices::Adding>>,
    /// This computer while it becomes a device of somebody.
    arriving: Mutex<Option<enrol::Arriving>>,
    /// The exchange file that is looked at, or waits for that.
    exchange: crate::chosen::Wish,
}

impl SyncDesk {
    /// Lets go of what belongs to a profile that is being closed.
    pub(crate) fn forget(&self) {
        *held(&self.adding) = None;
        self.exchange.forget();
    }

    /// Gives up adding a device, and becoming one.
    pub(crate) fn give_up(&self) {
        *held(&self.adding) = None;
        if let Some(arriving) = held(&self.arriving).take() {
            arriving.give_up();
        }
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
