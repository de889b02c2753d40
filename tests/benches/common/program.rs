//! The real `cairn-server`, as built for release.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// A server that runs, and is killed when it is dropped.
pub(crate) struct Program {
    child: Child,
    /// Where it listens on 127.0.0.1.
    pub(crate) port: u16,
}

/// `cairn-server`, in `CAIRN_SERVER` or where `cargo build --release` puts it.
fn command() -> Command {
    let built = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/release/cairn-server");
    let path = std::env::var_os("CAIRN_SERVER").map_or(built, PathBuf::from);
    let mut command = Command::new(&path);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CAIRN_")) {
        command.env_remove(name);
    }
    // It logs each request.
    command.stdin(Stdio::null()).stderr(Stdio::null());
    command
}

impl Program {
    /// Starts one on `data` and waits until it listens. `more` are further arguments of `serve`.
    pub(crate) fn start(data: &Path, more: &[&str]) -> Program {
        let mut command = command();
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data).args(more);
        let child = command.stdout(Stdio::piped()).spawn().expect("cargo build --release -p cairn-server");
        let mut program = Program { child, port: 0 };
        let said = BufReader::new(program.child.stdout.take().expect("it is piped"));
        for line in said.lines() {
            let line = line.expect("it speaks text");
            if let Some(address) = line.strip_prefix("listening on ") {
                program.port =
                    address.rsplit_once(':').and_then(|(_, port)| port.parse().ok()).unwrap_or_default();
            }
            if line.starts_with("links lead to") {
                return program;
            }
        }
        panic!("the server does not start");
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The operator's link for one account.
pub(crate) fn invite(data: &Path, more: &[&str]) -> String {
    let output = command().args(["invite", "--data"]).arg(data).args(more).output().expect("it runs");
    let text = String::from_utf8(output.stdout).expect("it speaks text");
    text.lines().find(|line| line.starts_with("cairn://")).expect("it prints a link").to_owned()
}
