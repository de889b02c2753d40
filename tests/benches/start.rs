//! From the start to the first usable screen, and memory, on a profile of 10,000 records beside an empty Tauri window.
//!
//! Prints ratios of medians taken in turns in one run. `make bench` builds both and runs it.

use cairn_tests::{App, Desktop, Keyring, wait_until};
use serde_json::json;
use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

const RECORDS: usize = 10_000;
const ROUNDS: usize = 7;

/// One start: how long it took until the screen could be used, and the memory of all its processes.
struct Start {
    milliseconds: f64,
    mebibytes: f64,
}

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn main() {
    let release = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/release");
    let (cairn, empty) = (release.join("cairn"), release.join("examples/empty"));
    let desktop = Desktop::new(Keyring::Unlocked);
    fill(&desktop.start_other(&cairn));
    let (mut ours, mut floor) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(start(&desktop, &cairn, "link", "Settings"));
        floor.push(start(&desktop, &empty, "heading", "Empty"));
    }
    println!("| what | Cairn, {RECORDS} records | an empty window | ratio |\n|---|---|---|---|");
    row("start to the first usable screen", "ms", &ours, &floor, |start| start.milliseconds);
    row("memory of all processes (PSS)", "MiB", &ours, &floor, |start| start.mebibytes);
}

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn row(what: &str, unit: &str, ours: &[Start], floor: &[Start], of: impl Fn(&Start) -> f64) {
    let (ours, floor) = (median(ours.iter().map(&of)), median(floor.iter().map(&of)));
    println!("| {what} | {ours:.0} {unit} | {floor:.0} {unit} | {:.2} |", ours / floor);
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

fn start(desktop: &Desktop, binary: &Path, role: &str, name: &str) -> Start {
    let begun = Instant::now();
    let app = desktop.start_other(binary);
    app.find(role, name);
    Start { milliseconds: begun.elapsed().as_secs_f64() * 1000.0, mebibytes: memory(&app) as f64 / 1024.0 }
}

/// Makes a profile that the keychain opens, and writes to it as the interface does.
fn fill(app: &App<'_>) {
    let person =
        json!({ "name": "Marcus", "zone": "America/Chicago", "follows_system": false, "role": "mentee" });
    app.invoke("set_up", &person).expect("the profile is made");
    // A screen that shows nothing of what is written, or each record would be read again with all before it.
    app.link("Settings").click();
    app.run(
        "window.written = 0;
         (async count => {
             for (let n = 0; n < count; n++) {
                 const text = `Draw the curves again, number ${n}`;
                 await window.__TAURI_INTERNALS__.invoke('action_add', { text, private: true });
                 window.written++;
             }
         })(arguments[0]);",
        &[json!(RECORDS)],
    );
    let written = || app.run("return window.written", &[]).as_u64().unwrap_or_default();
    while written() < RECORDS as u64 {
        let before = written();
        wait_until("more to be written", || written() > before);
    }
}

/// The proportional memory of a process and all that it started, in KiB.
fn memory(app: &App<'_>) -> u64 {
    let mut parents: HashMap<u32, u32> = HashMap::new();
    for entry in fs::read_dir("/proc").expect("/proc").flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else { continue };
        let parent = stat.rsplit(") ").next().and_then(|rest| rest.split(' ').nth(1)?.parse().ok());
        parents.insert(id, parent.unwrap_or_default());
    }
    let root = app.process_id();
    let belongs = |mut id: u32| loop {
        if id == root {
            return true;
        }
        match parents.get(&id) {
            Some(parent) if *parent > 1 => id = *parent,
            _ => return false,
        }
    };
    parents.keys().filter(|id| belongs(**id)).map(|id| proportional(*id)).sum()
}

fn proportional(id: u32) -> u64 {
    let rollup = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
