//! The programs the harness needs, and processes that end with their owner.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

/// Fails at once, and clearly, when a program is not there.
///
/// # Panics
/// When one is missing: a test that cannot run must not pass.
#[track_caller]
pub(crate) fn require(programs: &[&str]) {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let missing: Vec<_> = programs
        .iter()
        .filter(|program| !std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
        .collect();
    assert!(missing.is_empty(), "this test needs {missing:?}; `make setup` installs what is missing");
}

/// A process that is killed when it is dropped.
pub(crate) struct Process(Child);

impl Process {
    /// Starts it, with its output thrown away unless `CAIRN_E2E_LOG` is set.
    #[track_caller]
    pub(crate) fn start(command: &mut Command) -> Self {
        if std::env::var_os("CAIRN_E2E_LOG").is_none() {
            command.stdout(Stdio::null()).stderr(Stdio::null());
        }
        Self(command.spawn().unwrap_or_else(|error| panic!("cannot start {command:?}: {error}")))
    }

    /// Starts it and gives the first line it prints; its errors are thrown away unless `CAIRN_E2E_LOG` is set.
    #[track_caller]
    pub(crate) fn start_and_read_line(command: &mut Command) -> (Self, String) {
        if std::env::var_os("CAIRN_E2E_LOG").is_none() {
            command.stderr(Stdio::null());
        }
        Self::start_and_read_line_keeping_errors(command)
    }

    /// Starts it and gives the first line it prints; its errors go where the command says.
    #[track_caller]
    pub(crate) fn start_and_read_line_keeping_errors(command: &mut Command) -> (Self, String) {
        command.stdout(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
        let mut line = String::new();
        let output = child.stdout.take().expect("the output is piped");
        BufReader::new(output).read_line(&mut line).expect("its first line is text");
        assert!(!line.trim().is_empty(), "{command:?} ended without a word");
        (Self(child), line.trim().to_owned())
    }

    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }
}

impl From<Child> for Process {
    fn from(child: Child) -> Self {
        Self(child)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
