//! An empty database on a PostgreSQL, where there is one.

use std::{
    env, process,
    sync::atomic::{AtomicU64, Ordering},
};

use tokio_postgres::NoTls;

/// The URL of an empty database on the PostgreSQL that `DATABASE_URL` names. Without one the test does not run, and says so
/// aloud, which only goes unpunished where nobody relies on it.
pub(crate) async fn new_database() -> Option<String> {
    let Ok(url) = env::var("DATABASE_URL") else {
        assert!(
            env::var_os("CI").is_none(),
            "DATABASE_URL names no PostgreSQL: run it by scripts/postgres.sh"
        );
        eprintln!("NOT RUN: DATABASE_URL names no PostgreSQL; scripts/postgres.sh starts one");
        return None;
    };
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let name = format!("cairn_{}_{}", process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let (client, connection) = tokio_postgres::connect(&url, NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    client.batch_execute(&format!("DROP DATABASE IF EXISTS {name}")).await.unwrap();
    client.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
    drop(client);
    connection.await.unwrap().unwrap();
    let (server, _) = url.rsplit_once('/').unwrap();
    Some(format!("{server}/{name}"))
}
