//! `cairn-server`: the program server as a program.

use std::process::ExitCode;

fn main() -> ExitCode {
    cairn_server::cli::run()
}
