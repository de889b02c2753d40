//! A PostgreSQL, where there is one.

use std::{
    env,
    process::{self, Command},
    sync::atomic::{AtomicU64, Ordering},
};

/// The URL of an empty database on the PostgreSQL that `DATABASE_URL` names. Without one the test does not run, and says so
/// aloud, which only goes unpunished where nobody relies on it.
///
/// # Panics
/// Under CI where there is none, and when `psql` makes no database.
#[track_caller]
#[must_use]
#[expect(clippy::print_stderr, reason = "what is not run has to be said")]
pub fn empty_database() -> Option<String> {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let Ok(url) = env::var("DATABASE_URL") else {
        assert!(
            env::var_os("CI").is_none(),
            "DATABASE_URL names no PostgreSQL: run it by scripts/postgres.sh"
        );
        eprintln!("NOT RUN: DATABASE_URL names no PostgreSQL; scripts/postgres.sh starts one");
        return None;
    };
    let name = format!("cairn_{}_{}", process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let (drop, create) = (format!("DROP DATABASE IF EXISTS {name}"), format!("CREATE DATABASE {name}"));
    let made = Command::new("psql")
        .env("PGOPTIONS", "-c client_min_messages=error")
        .args([&url, "--quiet", "--no-psqlrc", "-c", &drop, "-c", &create])
        .status();
    assert!(made.is_ok_and(|made| made.success()), "psql makes a database");
    let (server, _) = url.rsplit_once('/').expect("it names a database");
    Some(format!("{server}/{name}"))
}
