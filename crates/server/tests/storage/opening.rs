//! How the databases are opened, and what they refuse.

use crate::support::*;
use cairn_server::storage::{Error, Limits, Memory, Postgres, Sqlite, Storage};
use cairn_tests::empty_database;
use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

#[tokio::test]
async fn a_file_is_there_again() {
    let folder = tempfile::tempdir().unwrap();
    let open = || Sqlite::open(folder.path(), Limits::default()).unwrap();
    person(&open(), "ana").await;
    assert_eq!(open().counts().await.unwrap().accounts, 1);
}

#[test]
fn a_file_of_a_newer_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    drop(Sqlite::open(folder.path(), Limits::default()).unwrap());
    let file = rusqlite::Connection::open(folder.path().join("server.db")).unwrap();
    file.pragma_update(None, "user_version", 99).unwrap();
    refused!(Sqlite::open(folder.path(), Limits::default()), Error::NewerVersion { found: 99, .. });
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let error = Sqlite::open(&file.path().join("below"), Limits::default()).unwrap_err();
    assert!(error.to_string().contains("below"), "{error}");
}

/// The simulator has no runtime.
#[test]
fn memory_answers_at_once() {
    let memory = Memory::new(Limits::default()).unwrap();
    let ready = |memory: &Memory| {
        let answer = pin!(person(memory, "ana")).poll(&mut Context::from_waker(Waker::noop())).is_ready();
        assert!(answer);
        match memory.counts().as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(counts) => counts.unwrap().accounts,
            Poll::Pending => panic!("has to wait"),
        }
    };
    let backup = memory.copy().unwrap();
    assert_eq!(ready(&memory), 1);
    assert_eq!(ready(&backup.copy().unwrap()), 1);
    let mut counts = pin!(backup.counts());
    let Poll::Ready(counts) = counts.as_mut().poll(&mut Context::from_waker(Waker::noop())) else { panic!() };
    assert_eq!(counts.unwrap().accounts, 0, "the backup is older");
}

#[tokio::test]
async fn a_mistyped_url_makes_nothing_and_says_why() {
    let Some(url) = empty_database() else { return };
    let (server, _) = url.rsplit_once('/').unwrap();
    let connect = async |url: &str| Postgres::connect(url, Limits::default()).await.unwrap_err().to_string();
    let missing = connect(&format!("{server}/no_such_database")).await;
    assert!(missing.contains("has no database \"no_such_database\""), "{missing}");
    let again = connect(&format!("{server}/no_such_database")).await;
    assert_eq!(missing, again);
    let names = connect(&url.replace("cairn@", "nobody@")).await;
    assert!(names.contains("nobody"), "{names}");
    assert!(connect("postgres://a:secret@").await.contains("no host"));
    assert!(connect("mysql://x/y").await.contains("not one of PostgreSQL"));
    let closed = connect("postgres://ana:secret@127.0.0.1:1/cairn").await;
    assert!(closed.contains("127.0.0.1 cannot be reached") && !closed.contains("secret"), "{closed}");
    assert!(connect(&format!("{server}/")).await.contains("no database"));
}

#[tokio::test]
async fn a_database_that_is_no_servers_is_left_as_it_is() {
    let Some(url) = empty_database() else { return };
    let open = async || Postgres::connect_existing(&url, Limits::default()).await;
    let client = client(&url).await;
    let tables = async || {
        let sql = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
        client.query_one(sql, &[]).await.unwrap().get::<_, i64>(0)
    };
    let error = open().await.unwrap_err().to_string();
    assert!(error.contains("no tables of a Cairn server"), "{error}");
    // That of another program.
    client.batch_execute("CREATE TABLE migrations (id bigint, batch bigint)").await.unwrap();
    open().await.unwrap_err();
    Postgres::connect(&url, Limits::default()).await.unwrap_err();
    assert_eq!(tables().await, 1);

    client.batch_execute("DROP TABLE migrations").await.unwrap();
    drop(Postgres::connect(&url, Limits::default()).await.unwrap());
    open().await.unwrap().ready().await.unwrap();
    client.execute("UPDATE migrations SET number = number - 1", &[]).await.unwrap();
    let error = open().await.unwrap_err().to_string();
    assert!(error.contains("older version"), "{error}");
    client.execute("UPDATE migrations SET number = 99", &[]).await.unwrap();
    refused!(open().await, Error::NewerVersion { found: 99, .. });
}

#[tokio::test]
async fn many_instances_start_at_once() {
    let Some(url) = empty_database() else { return };
    let start = || Postgres::connect(&url, Limits::default());
    let (a, b, c, d) = tokio::join!(start(), start(), start(), start());
    for instance in [a, b, c, d] {
        instance.unwrap().ready().await.unwrap();
    }
    let client = client(&url).await;
    client.execute("UPDATE migrations SET number = 99", &[]).await.unwrap();
    refused!(start().await, Error::NewerVersion { found: 99, .. });
}

#[tokio::test]
async fn encryption_is_asked_for_where_the_url_says_so() {
    let Some(url) = empty_database() else { return };
    // The test's own PostgreSQL has none.
    let error = Postgres::connect(&format!("{url}?sslmode=require"), Limits::default()).await.unwrap_err();
    assert!(matches!(error, Error::Unusable(_)), "{error}");
}
