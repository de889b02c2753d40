//! Runs corpus files against the crate: `conformance FILE...` prints one line a file with the ids that differ,
//! and exits with 1 if any does.

#[path = "../tests/calendar/corpus/mod.rs"]
mod corpus;

use std::io::Write as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut all_passed = true;
    let mut out = std::io::stdout().lock();
    for path in std::env::args().skip(1) {
        let outcome = std::fs::read_to_string(&path)
            .map_err(|error| error.to_string())
            .and_then(|text| corpus::run(&text));
        let line = match outcome {
            Ok(outcome) => {
                all_passed &= outcome.differing.is_empty();
                let passed = outcome.total - outcome.differing.len();
                let differing = outcome.differing.iter().map(|(id, why)| format!("\n  {id}: {why}"));
                format!("{path}: passed {passed} of {}{}", outcome.total, differing.collect::<String>())
            }
            Err(why) => {
                all_passed = false;
                format!("{path}: {why}")
            }
        };
        // A closed pipe ends the printing, not the verdict.
        let _ = writeln!(out, "{line}");
    }
    if all_passed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
