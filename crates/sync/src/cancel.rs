//! A wish to stop.

use crate::SyncError;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// A wish to stop, seen between two steps. Clones are the same wish.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks to stop.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Fails with [`SyncError::Cancelled`] once [`Cancel::cancel`] was called.
    pub fn check(&self) -> Result<(), SyncError> {
        if self.0.load(Ordering::SeqCst) { Err(SyncError::Cancelled) } else { Ok(()) }
    }
}
