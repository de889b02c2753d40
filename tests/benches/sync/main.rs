//! 10,000 records between two devices through the real server: push, first sync on a fresh device with full-text indexing,
//! 100 changes each way, and nothing to do. Prints medians, and ratios to a raw floor measured in the same rounds.
//!
//! `cargo build --release -p cairn-server`, then `scripts/postgres.sh cargo bench -p cairn-tests --bench sync`; without
//! PostgreSQL it is left out, and said so. `CAIRN_BENCH_ROUNDS` for more or fewer than 3 rounds.

#[path = "../common/mod.rs"]
mod common;

mod client;
mod floor;
mod proxy;
mod records;
mod steps;

use common::{load, median};
use std::{collections::BTreeMap, path::Path};
use steps::{Cost, STEPS};

const ROUNDS: usize = 3;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [_, "client", folder, mentorship] => {
            client::run(Path::new(folder), mentorship.parse().expect("an id"));
        }
        [_, "floor", folder] => floor::run(Path::new(folder)),
        _ => measure(),
    }
}

/// A server and the way to it.
struct Way {
    name: &'static str,
    arguments: Vec<&'static str>,
    /// Each round has a database of its own there.
    is_on_postgres: bool,
}

impl Way {
    /// The arguments of a server that nobody has used yet.
    fn fresh(&self) -> Vec<String> {
        let mut arguments: Vec<_> = self.arguments.iter().map(|it| (*it).to_owned()).collect();
        if self.is_on_postgres {
            let url = cairn_tests::empty_database().expect("there is a PostgreSQL");
            arguments.extend(["--database".to_owned(), url]);
        }
        arguments
    }
}

fn ways() -> Vec<Way> {
    let way = |name, arguments, is_on_postgres| Way { name, arguments, is_on_postgres };
    let mut ways = vec![
        way("SQLite, HTTPS with a pinned certificate", Vec::new(), false),
        way("SQLite, plain HTTP on loopback", vec!["--plain-http"], false),
    ];
    match std::env::var_os("DATABASE_URL") {
        Some(_) => ways.push(way("PostgreSQL, HTTPS with a pinned certificate", Vec::new(), true)),
        None => say("PostgreSQL is left out: run this under scripts/postgres.sh"),
    }
    ways
}

fn measure() {
    let rounds = std::env::var("CAIRN_BENCH_ROUNDS").ok().and_then(|it| it.parse().ok()).unwrap_or(ROUNDS);
    let ways = ways();
    let (mut floors, mut costs) = (Vec::new(), BTreeMap::<_, Vec<Cost>>::new());
    say(&format!("load before: {}", load()));
    for _ in 0..rounds {
        floors.push(steps::floor());
        for way in &ways {
            for cost in steps::run(&way.fresh()) {
                costs.entry((way.name, cost.step)).or_default().push(cost);
            }
        }
    }
    let of = |name: &str| median(floors.iter().map(|floor| floor[name].as_f64().expect("a number")));
    let floor = of("open") + of("index");
    say(&format!(
        "the floor: rows and full text {:.0} ms (rows alone {:.0}), open and unpack {:.1} ms; JSON {:.2} MB, sealed {:.2} MB",
        of("index"),
        of("rows"),
        of("open"),
        of("plain") / 1e6,
        of("sealed") / 1e6,
    ));
    for way in &ways {
        say(&format!("\n{}\n", way.name));
        say(
            "| step | time | by the floor | CPU client | CPU server | up | down | peak client | peak server |",
        );
        say("|---|---|---|---|---|---|---|---|---|");
        for step in STEPS {
            row(step, &costs[&(way.name, step)], floor);
        }
    }
    say(&format!("\nload after: {}", load()));
}

fn row(step: &str, costs: &[Cost], floor: f64) {
    let of = |field: fn(&Cost) -> f64| median(costs.iter().map(field));
    say(&format!(
        "| {step} | {:.0} ms | {:.2} | {:.0} ms | {:.1} ms | {} | {} | {:.0} MiB | {:.0} MiB |",
        of(|it| it.millis),
        of(|it| it.millis) / floor,
        of(|it| it.cpu),
        of(|it| it.server_cpu),
        size(of(|it| it.wire.up as f64)),
        size(of(|it| it.wire.down as f64)),
        of(|it| it.peak),
        of(|it| it.server_peak),
    ));
}

fn size(bytes: f64) -> String {
    if bytes < 10_000.0 { format!("{bytes:.0} B") } else { format!("{:.1} kB", bytes / 1000.0) }
}

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn say(words: &str) {
    println!("{words}");
}
