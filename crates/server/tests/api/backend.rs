//! The databases that everything is tried on.

use std::sync::Arc;

use cairn_server::{
    blobs::Blobs,
    storage::{Limits, Memory, Sqlite, Storage},
};

/// A database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Backend {
    Memory,
    Sqlite,
    /// Only where `DATABASE_URL` names one.
    Postgres,
}

/// A database of its own, and what goes away with it.
pub(crate) struct Opened {
    pub(crate) storage: Arc<dyn Storage>,
    pub(crate) blobs: Arc<Blobs>,
    _folder: Option<tempfile::TempDir>,
}

impl Backend {
    /// None, and said aloud, where there is no such database.
    pub(crate) async fn open(self) -> Option<Opened> {
        let mut folder = None;
        let storage: Arc<dyn Storage> = match self {
            Self::Memory => Arc::new(Memory::new(Limits::default()).unwrap()),
            Self::Sqlite => {
                let made = folder.insert(tempfile::tempdir().unwrap());
                Arc::new(Sqlite::open(made.path(), Limits::default()).unwrap())
            }
            Self::Postgres => crate::postgres::open().await?,
        };
        Some(Opened { storage, blobs: Arc::new(Blobs::memory()), _folder: folder })
    }
}
