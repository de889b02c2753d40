//! Reads calendar files: `icsread FILE...` prints one line a file with how many events were read, how many of
//! them are not taken, and the reasons, each with its line in the file; then what was read otherwise than it
//! was written. Exits with 1 if a file is refused as a whole.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::ExitCode;
use std::time::SystemTime;

use cairn_calendar::{ReadCalendar, read_calendar};

#[expect(clippy::disallowed_methods, reason = "a program of its own, with nobody to hand it the time")]
fn main() -> ExitCode {
    let now = SystemTime::now().into();
    let mut out = std::io::stdout().lock();
    let mut all_read = true;
    for path in std::env::args().skip(1) {
        let read = std::fs::read(&path).map_err(|error| error.to_string());
        let outcome = read.and_then(|bytes| {
            read_calendar(&bytes, now).map_err(|error| format!("{} ({error})", error.code()))
        });
        all_read &= outcome.is_ok();
        let said = outcome.map_or_else(|why| format!("0 events read, refused: {why}"), |read| said(&read));
        // A closed pipe ends the printing, not the verdict.
        let _ = writeln!(out, "{path}: {said}");
    }
    if all_read { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn said(read: &ReadCalendar) -> String {
    let mut said = format!("{} events read, {} skipped", read.components, read.skipped.len());
    let skipped = read.skipped.iter().map(|it| (it.code, it.value.as_str(), it.line));
    let noticed = read.notices.iter().map(|it| (it.code, it.value.as_str(), it.line));
    for (what, all) in [("skipped", reasons(skipped)), ("noticed", reasons(noticed))] {
        if !all.is_empty() {
            said += &format!("; {what}: {}", all.join(", "));
        }
    }
    said
}

/// Each reason once, with the lines that it holds for.
fn reasons<'r>(all: impl Iterator<Item = (&'r str, &'r str, usize)>) -> Vec<String> {
    let mut lines: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for (code, value, line) in all {
        lines.entry((code, value)).or_default().push(line.to_string());
    }
    let said = |((code, value), lines): ((&str, &str), Vec<String>)| {
        let value = if value.is_empty() { String::new() } else { format!(" {value:?}") };
        format!("{code}{value} at line {}", lines.join(" "))
    };
    lines.into_iter().map(said).collect()
}
