//! Calendars of other programs. They are not ours to pass on: the variable CAIRN_ICS_CORPUS says where they are.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use cairn_calendar::{Zone, read_calendar};
use chrono::{DateTime, Utc};
use serde_json::Value;

/// The folder; `None` with a word about it where there is none, which must not be so in CI.
#[expect(clippy::print_stderr, reason = "a test that did not run must say so")]
fn corpus() -> Option<PathBuf> {
    match std::env::var_os("CAIRN_ICS_CORPUS") {
        Some(folder) => Some(folder.into()),
        None if std::env::var_os("CI").is_some() => panic!("CAIRN_ICS_CORPUS is not set"),
        None => {
            eprintln!("CAIRN_ICS_CORPUS is not set: the calendars of other programs were not read");
            None
        }
    }
}

fn now() -> DateTime<Utc> {
    "2026-11-24T12:00:00Z".parse().unwrap()
}

fn manifest(folder: &Path) -> Vec<Value> {
    serde_json::from_str(&std::fs::read_to_string(folder.join("manifest.json")).unwrap()).unwrap()
}

#[test]
fn as_many_events_are_read_as_others_read() {
    let Some(folder) = corpus() else { return };
    let mut fewer = Vec::new();
    let mut compared = 0;
    for file in manifest(&folder) {
        let name = file["file"].as_str().unwrap();
        let read = read_calendar(&std::fs::read(folder.join(name)).unwrap(), now());
        let count = read.as_ref().map_or(0, |read| read.components);
        let Some(wanted) = file["baseline"]["vevents"].as_u64() else { continue };
        compared += 1;
        if (count as u64) < wanted {
            fewer.push(format!("{name}: {count} of {wanted}, {:?}", read.err()));
        }
    }
    assert!(compared >= 190, "only {compared} files were compared");
    assert!(fewer.is_empty(), "{fewer:#?}");
}

/// Takes a file apart as a bad disk or a bad program would. The seed decides all.
struct Mutations(u64);

impl Mutations {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % (bound.max(1) as u64)) as usize
    }

    fn mutate(&mut self, bytes: &mut Vec<u8>) {
        let telling = b":;,=\"\r\n\tTZ0-9\\\xC3\0";
        let at = self.below(bytes.len());
        let end = (at + self.below(60)).min(bytes.len());
        match self.below(6) {
            0 if !bytes.is_empty() => bytes[at] = telling[self.below(telling.len())],
            1 => bytes.insert(at, telling[self.below(telling.len())]),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let copied = bytes[at..end].to_vec();
                let to = self.below(bytes.len());
                bytes.splice(to..to, copied);
            }
            4 => bytes.truncate(at),
            _ => {
                let digits: Vec<usize> = (at..end).filter(|at| bytes[*at].is_ascii_digit()).collect();
                if let Some(digit) = digits.first() {
                    bytes[*digit] = b'0' + self.below(10) as u8;
                }
            }
        }
    }
}

#[test]
fn ten_thousand_spoilt_files_are_read_or_refused() {
    let Some(folder) = corpus() else { return };
    let files: Vec<Vec<u8>> = manifest(&folder)
        .iter()
        .map(|file| std::fs::read(folder.join(file["file"].as_str().unwrap())).unwrap())
        .collect();
    let otherwise = Zone::find("Europe/Berlin").unwrap();
    let mut mutations = Mutations(0x2026_1124);
    for number in 0..10_000 {
        let mut bytes = files[number % files.len()].clone();
        for _ in 0..=mutations.below(5) {
            mutations.mutate(&mut bytes);
        }
        let begun = Instant::now();
        if let Ok(read) = read_calendar(&bytes, now()) {
            for event in &read.events {
                let _ = event.event(&otherwise);
            }
        }
        assert!(begun.elapsed() < Duration::from_secs(5), "mutation {number} takes too long");
    }
}
