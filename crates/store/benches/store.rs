//! `store.commit` and `search` beside SQLite alone, with the same key and the same rows, in one run.
//!
//! Prints ratios of medians. `make bench` runs it; docs/benchmarks.md keeps the figures.

use cairn_crypto::StoreKey;
use cairn_domain::{AccountId, Note, NoteId, Space};
use cairn_store::{DeviceId, Error, Scope, Store};
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::Connection;
use std::{
    path::Path,
    time::{Duration, Instant},
};
use uuid::Uuid;

const RECORDS: usize = 10_000;
const ROUNDS: usize = 5;
const ACCOUNT: AccountId = AccountId(Uuid::from_u128(1));
const QUERIES: &[&str] = &[
    "session",
    "kaplan meier",
    "cox",
    "readmi",
    "draft res",
    "clinic seven",
    "hazard",
    "zone",
    "ag",
    "writ",
];

/// The store's own settings, for the SQLite beside it.
const SETTINGS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -65536; PRAGMA secure_delete = FAST; PRAGMA foreign_keys = ON;";

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn main() {
    println!("| what | Cairn | SQLite alone | ratio |\n|---|---|---|---|");
    let one_act: Vec<_> = (0..ROUNDS)
        .map(|_| (store_in_one_act(), raw_in_one_transaction(false), raw_in_one_transaction(true)))
        .collect();
    let ours = median(one_act.iter().map(|round| round.0));
    row("10,000 notes in one commit, beside rows alone", ours, median(one_act.iter().map(|round| round.1)));
    row(
        "10,000 notes in one commit, beside rows and full text",
        ours,
        median(one_act.iter().map(|round| round.2)),
    );
    let many: Vec<_> = (0..ROUNDS).map(|_| (store_one_by_one(), raw_one_by_one())).collect();
    row(
        "1,000 commits of one note, beside rows alone",
        median(many.iter().map(|r| r.0)),
        median(many.iter().map(|r| r.1)),
    );
    for count in [10_000, 100_000] {
        let (ours, raw) = searches(count);
        for (name, at) in [("p50", 0.5), ("p95", 0.95)] {
            row(&format!("search among {count} notes, {name}"), quantile(&ours, at), quantile(&raw, at));
        }
    }
}

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn row(what: &str, ours: Duration, raw: Duration) {
    let ratio = ours.as_secs_f64() / raw.as_secs_f64();
    println!("| {what} | {:.2} ms | {:.2} ms | {ratio:.2} |", millis(ours), millis(raw));
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn median(times: impl Iterator<Item = Duration>) -> Duration {
    quantile(&times.collect::<Vec<_>>(), 0.5)
}

fn quantile(times: &[Duration], at: f64) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort();
    sorted[((sorted.len() - 1) as f64 * at).round() as usize]
}

/// About 430 bytes of text from a small vocabulary, the same for the same number.
fn text(n: usize) -> String {
    const WORDS: &str = "session draft results clinic seven kaplan meier cox hazard readmission paper figure table \
        methods write agree agenda mentor question answer zone meeting chapter survival curve cohort sample patient \
        review comment editor journal";
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut text = format!("# Note {n}\n");
    let mut state = n as u64 + 1;
    while text.len() < 430 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // Squared, so that some words are frequent and some are rare, as in a language.
        let share = ((state >> 33) as f64 / f64::from(1u32 << 31)).powi(2);
        text.push_str(words[(share * words.len() as f64) as usize % words.len()]);
        text.push(' ');
    }
    text
}

fn note(n: usize) -> Note {
    let id = NoteId(Uuid::from_u128(1 << 100 | n as u128));
    Note { id, mentorship: None, session: None, goal: None, text: text(n), copied_from: None }
}

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
}

fn store(folder: &Path) -> Store {
    let key = StoreKey::from_bytes([7; 32]);
    Store::create(folder, &key, ACCOUNT, DeviceId(1)).expect("a new profile")
}

fn fill(store: &Store, range: std::ops::Range<usize>) {
    store
        .act::<_, Error>("bench", now(), |draft| {
            range.into_iter().try_for_each(|n| draft.create(Space::Personal(ACCOUNT), &note(n)))
        })
        .expect("notes are written");
}

fn store_in_one_act() -> Duration {
    let folder = tempfile::tempdir().expect("a folder");
    let store = store(folder.path());
    timed(|| fill(&store, 0..RECORDS))
}

fn store_one_by_one() -> Duration {
    let folder = tempfile::tempdir().expect("a folder");
    let store = store(folder.path());
    timed(|| (0..RECORDS / 10).for_each(|n| fill(&store, n..n + 1)))
}

/// An encrypted database with the note's columns, and with a search index when asked.
fn raw(folder: &Path) -> Connection {
    let connection = Connection::open(folder.join("raw.db")).expect("a database");
    let key = "07".repeat(32);
    connection.execute_batch(&format!("PRAGMA key = \"x'{key}'\"; {SETTINGS}")).expect("settings");
    connection
        .execute_batch(
            "CREATE TABLE note (id BLOB NOT NULL PRIMARY KEY, space BLOB NOT NULL, mentorship BLOB, session BLOB, goal BLOB,
                text TEXT, copied_from BLOB, deleted INTEGER NOT NULL DEFAULT 0, clock BLOB NOT NULL, extra BLOB) STRICT;
             CREATE TABLE searchable (n INTEGER NOT NULL PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL) STRICT;
             CREATE VIRTUAL TABLE search_index USING fts5 (title, body, content = 'searchable', content_rowid = 'n',
                tokenize = 'unicode61 remove_diacritics 2');
             INSERT INTO search_index (search_index, rank) VALUES ('rank', 'bm25(5.0, 1.0)');",
        )
        .expect("tables");
    connection
}

fn raw_fill(connection: &mut Connection, range: std::ops::Range<usize>, with_search: bool) {
    let transaction = connection.transaction().expect("a transaction");
    for n in range {
        let note = note(n);
        transaction
            .prepare_cached("INSERT INTO note (id, space, text, clock) VALUES (?1, ?2, ?3, ?4)")
            .and_then(|mut statement| {
                statement.execute((note.id.0.as_bytes(), ACCOUNT.0.as_bytes(), &note.text, [0u8; 21]))
            })
            .expect("a row");
        if with_search {
            let title = format!("Note {n}");
            transaction
                .prepare_cached("INSERT INTO searchable (n, title, body) VALUES (?1, ?2, ?3)")
                .and_then(|mut statement| statement.execute((n as i64, &title, &note.text)))
                .expect("words");
            transaction
                .prepare_cached("INSERT INTO search_index (rowid, title, body) VALUES (?1, ?2, ?3)")
                .and_then(|mut statement| statement.execute((n as i64, &title, &note.text)))
                .expect("an entry");
        }
    }
    transaction.commit().expect("a commit");
}

fn raw_in_one_transaction(with_search: bool) -> Duration {
    let folder = tempfile::tempdir().expect("a folder");
    let mut connection = raw(folder.path());
    timed(|| raw_fill(&mut connection, 0..RECORDS, with_search))
}

fn raw_one_by_one() -> Duration {
    let folder = tempfile::tempdir().expect("a folder");
    let mut connection = raw(folder.path());
    timed(|| (0..RECORDS / 10).for_each(|n| raw_fill(&mut connection, n..n + 1, false)))
}

/// The times of every query, 20 times each: through the store, and through FTS5 alone with the same ranking and snippets.
fn searches(count: usize) -> (Vec<Duration>, Vec<Duration>) {
    let (ours, beside) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let store = store(ours.path());
    let mut connection = raw(beside.path());
    for start in (0..count).step_by(RECORDS) {
        fill(&store, start..start + RECORDS);
        raw_fill(&mut connection, start..start + RECORDS, true);
    }
    let (mut ours, mut raw) = (Vec::new(), Vec::new());
    for _ in 0..20 {
        for query in QUERIES {
            ours.push(timed(|| {
                let hits = store.read::<_, Error>(|reader| reader.search(query, &[], Scope::Everywhere, 20));
                assert!(!hits.expect("a search").is_empty(), "{query} is in the notes");
            }));
            raw.push(timed(|| raw_search(&connection, query)));
        }
    }
    (ours, raw)
}

fn raw_search(connection: &Connection, query: &str) {
    let words: Vec<String> = query.split(' ').map(|word| format!("\"{word}\"")).collect();
    let order = if query.len() < 3 { "rowid DESC" } else { "rank" };
    let sql = format!(
        "SELECT rowid, highlight(search_index, 0, char(2), char(3)), snippet(search_index, 1, char(2), char(3), '…', 24)
         FROM search_index WHERE search_index MATCH ?1 ORDER BY {order} LIMIT 20"
    );
    let mut statement = connection.prepare_cached(&sql).expect("a query");
    let hits = statement
        .query_map([words.join(" ") + "*"], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
        })
        .expect("hits")
        .count();
    assert!(hits > 0, "{query} is in the notes");
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}
