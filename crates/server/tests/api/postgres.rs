//! A PostgreSQL, where there is one.

use std::sync::Arc;

use cairn_server::storage::{Limits, Postgres, Storage};
use tokio::sync::OnceCell;

use crate::database::new_database;

/// A database of this process, on the PostgreSQL that `DATABASE_URL` names. None, and said aloud, where it names none. Tests share it: they
/// have no id in common.
pub(crate) async fn open() -> Option<Arc<dyn Storage>> {
    static MADE: OnceCell<Option<String>> = OnceCell::const_new();
    let url = MADE.get_or_init(new_database).await.as_deref()?;
    Some(Arc::new(Postgres::connect(url, Limits::default()).await.unwrap()))
}
