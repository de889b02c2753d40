//! The same mentorship on two devices with no server at all: files that are handed over.

use crate::{Engine, SyncError, engine::unfinished};
use uuid::Uuid;

/// What an exchange file brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Into which mentorship.
    pub space: Uuid,
    /// Records that changed here.
    pub changed: usize,
    /// Fields that both sides wrote without knowing of each other.
    pub conflicts: usize,
}

impl Engine {
    /// A file with all of a mentorship, signed by this device and encrypted for its members. In any order, twice, both
    /// ways: the files give the same state on all sides.
    pub fn export_exchange(&self, space: Uuid) -> Result<Vec<u8>, SyncError> {
        let _ = space;
        unfinished()
    }

    /// Takes in another member's file.
    pub fn import_exchange(&self, file: &[u8]) -> Result<Imported, SyncError> {
        let _ = file;
        unfinished()
    }
}
