//! A program server of one's own: the real binary, over HTTPS, on a port that nobody else has.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

use crate::{desktop::binary, postgres::empty_database, readable::readable, tools::Process};

/// A running `cairn-server` and its data folder. It is killed when this is dropped.
pub struct Server {
    data: TempDir,
    /// The PostgreSQL that it keeps everything in but files; none where it does that in its folder too.
    database: Option<String>,
    log: PathBuf,
    listen: String,
    running: Option<Process>,
}

impl Server {
    /// Starts one on an empty folder, on a free port.
    ///
    /// # Panics
    /// When the binary is not built beside the app, or does not start.
    #[track_caller]
    #[must_use]
    pub fn start() -> Self {
        Self::start_on(None)
    }

    /// Starts one on an [`empty_database`]; none where there is none.
    ///
    /// # Panics
    /// As [`Server::start`] and [`empty_database`] do.
    #[track_caller]
    #[must_use]
    pub fn start_on_postgres() -> Option<Self> {
        empty_database().map(|url| Self::start_on(Some(url)))
    }

    #[track_caller]
    fn start_on(database: Option<String>) -> Self {
        let data = tempfile::Builder::new().prefix("cairn-server-").tempdir().expect("a temporary folder");
        let log = data.path().join("server.log");
        let mut server = Self { data, database, log, listen: "127.0.0.1:0".to_owned(), running: None };
        server.run();
        server
    }

    /// Starts it again on the same data and port, after [`Server::kill`].
    #[track_caller]
    pub fn run(&mut self) {
        let log = fs::OpenOptions::new().create(true).append(true).open(&self.log).expect("a log");
        let mut serve = self.command("serve");
        serve.args(["--listen", &self.listen]).stderr(log);
        let (process, line) = Process::start_and_read_line_keeping_errors(&mut serve);
        let address = line.rsplit("//").next().expect("it says where it listens");
        assert!(line.contains("https://"), "it speaks HTTPS by itself: {line}");
        address.clone_into(&mut self.listen);
        self.running = Some(process);
    }

    /// Ends it without a warning, as a power cut does.
    pub fn kill(&mut self) {
        self.running.take();
    }

    /// The operator's link with which one person makes an account.
    #[track_caller]
    #[must_use]
    pub fn invite(&self) -> String {
        let output = self.command("invite").output().expect("cairn-server runs");
        let link = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        assert!(link.starts_with("cairn://join/"), "{link}{}", String::from_utf8_lossy(&output.stderr));
        link
    }

    /// Which of these words can be read anywhere in what the server keeps or logs, its database dumped.
    #[must_use]
    pub fn knows(&self, words: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        for path in files(self.data.path()) {
            let bytes = fs::read(&path).unwrap_or_default();
            for word in readable(&bytes, words) {
                found.push(format!("{word} in {}", path.display()));
            }
        }
        for word in self.dump().iter().flat_map(|dump| readable(dump, words)) {
            found.push(format!("{word} in the database"));
        }
        found
    }

    /// Everything in the database: as it is written, and what its hexadecimal digits stand for.
    fn dump(&self) -> Option<Vec<u8>> {
        let dump = Command::new("pg_dump").arg(self.database.as_ref()?).output().expect("pg_dump runs");
        assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
        let mut all = dump.stdout;
        let text = String::from_utf8_lossy(&all).into_owned();
        for digits in text.split("\\x").skip(1) {
            let pairs = digits.as_bytes().chunks_exact(2).map(|pair| std::str::from_utf8(pair).ok());
            all.extend(pairs.map_while(|pair| u8::from_str_radix(pair?, 16).ok()));
        }
        Some(all)
    }

    fn command(&self, name: &str) -> Command {
        let server = binary().with_file_name("cairn-server");
        assert!(server.is_file(), "{} is not built; `make e2e` builds it", server.display());
        let mut command = Command::new(server);
        command.arg(name).arg("--data").arg(self.data.path());
        command.args(self.database.iter().flat_map(|url| ["--database", url]));
        command
    }
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    files.into_iter().chain(folders.iter().flat_map(|path| self::files(path))).collect()
}
