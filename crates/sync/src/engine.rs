//! The engine: what it stands on.

use crate::{SyncError, World};
use cairn_store::Store;
use std::sync::Arc;

/// The client of the program server, over one open profile.
///
/// Cheap to make; keep one for as long as the profile is open, because it remembers its session with the server. All
/// methods may be called from several threads; those that change something on the server take turns.
#[expect(dead_code, reason = "for the time being")]
pub struct Engine {
    pub(crate) store: Arc<Store>,
    pub(crate) world: Arc<dyn World>,
}

impl Engine {
    /// The engine of a profile. Says nothing to anybody yet.
    pub fn new(store: Arc<Store>, world: Arc<dyn World>) -> Engine {
        Engine { store, world }
    }
}

/// For the time being.
pub(crate) fn unfinished<T>() -> Result<T, SyncError> {
    Err(SyncError::NoAccount)
}
