//! A PostgreSQL, where there is one.

use std::sync::Arc;

use cairn_server::storage::{Limits, Postgres, Storage};
use tokio::sync::OnceCell;
use tokio_postgres::NoTls;

/// A database of this process, on the PostgreSQL that `DATABASE_URL` names. None, and said aloud, where it names none. Tests share it: they
/// have no id in common.
pub(crate) async fn open() -> Option<Arc<dyn Storage>> {
    static MADE: OnceCell<Option<String>> = OnceCell::const_new();
    let url = MADE.get_or_init(|| new_database("shared")).await.as_deref()?;
    Some(Arc::new(Postgres::connect(url, Limits::default()).await.unwrap()))
}

/// The address of an empty database.
pub(crate) async fn new_database(purpose: &str) -> Option<String> {
    let Ok(url) = std::env::var("DATABASE_URL") else {
        assert!(
            std::env::var_os("CI").is_none(),
            "DATABASE_URL names no PostgreSQL: run it by scripts/postgres.sh"
        );
        eprintln!("NOT RUN on PostgreSQL: DATABASE_URL names none; scripts/postgres.sh starts one");
        return None;
    };
    let name = format!("cairn_api_{purpose}_{}", std::process::id());
    make(&url, &name).await;
    let (server, _) = url.rsplit_once('/').unwrap();
    Some(format!("{server}/{name}"))
}

async fn make(url: &str, name: &str) {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    client.batch_execute(&format!("DROP DATABASE IF EXISTS {name}")).await.unwrap();
    client.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
    drop(client);
    connection.await.unwrap().unwrap();
}
