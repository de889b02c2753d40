//! 500 accounts, two and two in a mentorship, 50 pushes a second, against 1, 2 and 4 instances on one PostgreSQL. All 500
//! devices wait for news meanwhile and fetch it. At the end every log is read and verified: nothing lost, nothing twice.
//!
//! `cargo build --release -p cairn-server`, then `CAIRN_POSTGRES=durable scripts/postgres.sh cargo bench -p cairn-tests
//! --bench load`. `CAIRN_LOAD_SECONDS` (60) is how long each run lasts, `CAIRN_LOAD_RATE` (50) how many pushes a second.

#[path = "../common/mod.rs"]
mod common;

mod http;
mod people;
mod pushing;

use common::{cost, load, median, program::Program};
use http::Line;
use people::{Pair, pairs};
use pushing::{Meter, Scene, Seen, Written};
use std::{collections::BTreeSet, fs, time::Duration};
use tempfile::TempDir;

const ACCOUNTS: usize = 500;
const INSTANCES: [usize; 3] = [1, 2, 4];

fn main() {
    let Ok(database) = std::env::var("DATABASE_URL") else {
        say("NOT RUN: DATABASE_URL names no PostgreSQL; scripts/postgres.sh starts one");
        return;
    };
    let number = |name, usual| std::env::var(name).ok().and_then(|it| it.parse().ok()).unwrap_or(usual);
    let (seconds, rate) = (number("CAIRN_LOAD_SECONDS", 60.0), number("CAIRN_LOAD_RATE", 50.0));
    say(&format!("{ACCOUNTS} accounts, {rate} pushes a second for {seconds} s; load before: {}\n", load()));
    say(
        "| instances | push p50 | p95 | p99 | at the partner's p50 | p99 | requests | CPU server, a request | CPU PostgreSQL, a request | memory of an instance |",
    );
    say("|---|---|---|---|---|---|---|---|---|---|");
    let folder = tempfile::tempdir().expect("a folder");
    let mut pairs = {
        // Everybody registers at once from one address, which the limits are there to prevent.
        let program = start(&folder, &database, "setting-up", &["--unlimited"]);
        pairs(ACCOUNTS / 2, program.port, &database).into_iter().map(|pair| (pair, Vec::new())).collect()
    };
    for count in INSTANCES {
        let start = |n| start(&folder, &database, &format!("instance-{n}"), &[]);
        let programs: Vec<_> = (0..count).map(start).collect();
        pairs = run(&programs, pairs, rate, (seconds * rate) as usize, &database);
    }
    say(&format!("\nload after: {}", load()));
}

fn start(folder: &TempDir, database: &str, name: &str, more: &[&str]) -> Program {
    let arguments: Vec<_> =
        ["--plain-http", "--database", database].into_iter().chain(more.iter().copied()).collect();
    Program::start(&folder.path().join(name), &arguments)
}

fn run(programs: &[Program], pairs: Vec<Written>, rate: f64, pushes: usize, database: &str) -> Vec<Written> {
    let scene = Scene::new(pairs, programs.iter().map(|it| it.port).collect());
    let mut meter = Processes::new(programs, database);
    let seen = scene.run(rate, pushes, &mut meter);
    row(&seen, &meter, programs);
    assert_eq!((seen.pushed.len(), seen.delivered.len()), (pushes, pushes), "each came, and came once");
    let pairs = scene.finish();
    let mut line = Line::to(programs[0].port);
    pairs.iter().for_each(|(pair, written)| verify(&mut line, pair, written));
    pairs
}

/// Reads a pair's log from its beginning: no gap, each entry genuine and after the one before, and exactly what was pushed.
fn verify(line: &mut Line, pair: &Pair, written: &[[u8; 16]]) {
    let (mut after, mut last, mut found) = (0, [(0, cairn_crypto::Hash::ZERO); 2], Vec::new());
    loop {
        let path = format!("/v1/spaces/{}/log?after={after}", pair.space);
        let page = line.get(&path, Some(&pair.people[0].token)).expect(200);
        let entries = cairn_protocol::read_page(&page).expect("a page");
        if entries.is_empty() {
            break;
        }
        for placed in entries {
            after += 1;
            assert_eq!(placed.seq, after, "no gap");
            let frame = cairn_crypto::Frame::parse(placed.frame).expect("a frame");
            pair.check(&frame, &mut last);
            found.push(frame.header().entry.0);
        }
    }
    let unique: BTreeSet<_> = found.iter().collect();
    assert_eq!(unique.len(), found.len(), "nothing twice");
    assert_eq!(unique, written.iter().collect(), "nothing lost");
}

/// CPU time of the instances and of PostgreSQL.
struct Processes {
    instances: Vec<u32>,
    postgres: Option<u32>,
    before: (Duration, Duration),
    spent: (Duration, Duration),
}

impl Processes {
    fn new(programs: &[Program], database: &str) -> Processes {
        let instances = programs.iter().map(Program::id).collect();
        let none = (Duration::ZERO, Duration::ZERO);
        Processes { instances, postgres: postmaster(database), before: none, spent: none }
    }

    fn now(&self) -> (Duration, Duration) {
        let postgres = self.postgres.map_or(Duration::ZERO, cost::cpu_of_children);
        (self.instances.iter().copied().map(cost::cpu).sum(), postgres)
    }
}

impl Meter for Processes {
    fn begin(&mut self) {
        self.before = self.now();
    }

    fn end(&mut self) {
        let (instances, postgres) = self.now();
        self.spent = (instances - self.before.0, postgres.saturating_sub(self.before.1));
    }
}

/// The process that all of PostgreSQL's are children of, where the URL names a folder as `scripts/postgres.sh` makes it.
fn postmaster(database: &str) -> Option<u32> {
    let folder = database.split('@').nth(1)?.split('/').next()?.replace("%2F", "/");
    fs::read_to_string(format!("{folder}/data/postmaster.pid")).ok()?.lines().next()?.parse().ok()
}

fn row(seen: &Seen, meter: &Processes, programs: &[Program]) {
    let [half, most, nearly_all] = [0.5, 0.95, 0.99].map(|part| quantile(&seen.pushed, part));
    let [half_there, nearly_all_there] = [0.5, 0.99].map(|part| quantile(&seen.delivered, part));
    let a_request = |spent: Duration| spent.as_secs_f64() * 1000.0 / seen.requests as f64;
    let memory = median(programs.iter().map(|program| cost::peak(program.id())));
    say(&format!(
        "| {} | {half:.1} ms | {most:.1} ms | {nearly_all:.1} ms | {half_there:.1} ms | {nearly_all_there:.1} ms | {} | {:.2} ms | {:.2} ms | {memory:.0} MiB |",
        programs.len(),
        seen.requests,
        a_request(meter.spent.0),
        a_request(meter.spent.1),
    ));
}

fn quantile(values: &[f64], part: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (sorted.len() as f64 * part) as usize;
    sorted.get(place.min(sorted.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
}

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn say(words: &str) {
    println!("{words}");
}
