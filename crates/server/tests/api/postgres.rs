//! A PostgreSQL, where there is one.

use std::sync::{Arc, OnceLock};

use cairn_server::storage::{Limits, Postgres, Storage};
use cairn_tests::empty_database;

/// A database of this process, on the PostgreSQL that `DATABASE_URL` names. None, and said aloud, where it names none. Tests share it: they
/// have no id in common.
pub(crate) async fn open() -> Option<Arc<dyn Storage>> {
    static MADE: OnceLock<Option<String>> = OnceLock::new();
    let url = MADE.get_or_init(empty_database).as_deref()?;
    Some(Arc::new(Postgres::connect(url, Limits::default()).await.unwrap()))
}
