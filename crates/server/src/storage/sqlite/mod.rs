//! The embedded database: one file, one thread that writes, a few that read.

mod connection;

pub(super) use connection::Connection;

use super::{
    contract::Answer,
    error::Error,
    shape::{Id, Limits},
    sql::{Database, Mode, Work, WorkOnce},
    wakeups::{News, Wakeups},
};
use std::{
    fs::DirBuilder,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
};
use tokio::sync::oneshot;

/// The file's name in the server's folder.
const FILE: &str = "server.db";

/// Threads that read.
const READERS: usize = 2;

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// Transactions on a file of SQLite. The program that has it open may use it from any number of threads; another may
/// have it open too, but is not woken.
#[derive(Debug)]
pub struct Sqlite {
    writer: mpsc::Sender<Job>,
    readers: mpsc::Sender<Job>,
    limits: Limits,
    news: News,
}

impl Sqlite {
    /// Opens the database in `folder`; makes both when they are not there, for the owner's eyes only.
    ///
    /// [`Error::NewerVersion`]; [`Error::Unusable`]: the folder cannot be made; [`Error::Database`]: it cannot be
    /// opened.
    pub fn open(folder: &Path, limits: Limits) -> Result<Self, Error> {
        make(folder).map_err(|error| Error::Unusable(format!("{}: {error}", folder.display())))?;
        let file = folder.join(FILE);
        let writer = Connection::open(&file)?;
        let readers = (0..READERS).map(|_| Connection::open_again(&file)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { writer: serve(vec![writer]), readers: serve(readers), limits, news: News::new() })
    }

    fn submit<T: Send + 'static>(
        &self,
        mode: Mode,
        run: impl FnOnce(&mut Connection, Limits) -> Result<(T, Vec<Id>), Error> + Send + 'static,
    ) -> Answer<'_, T> {
        let (reply, answer) = oneshot::channel();
        let (limits, news) = (self.limits, self.news.clone());
        let job: Job = Box::new(move |connection| {
            let output = run(connection, limits).map(|(output, woken)| {
                news.tell_each(woken);
                output
            });
            // Who asked may have gone.
            let _ = reply.send(output);
        });
        let queue = if mode == Mode::Read { &self.readers } else { &self.writer };
        let sent = queue.send(job);
        Box::pin(async move {
            let gone = || Error::Unusable("the transaction came to no end".to_owned());
            sent.map_err(|_| gone())?;
            answer.await.map_err(|_| gone())?
        })
    }
}

impl Database for Sqlite {
    fn run<T: Send + 'static>(&self, mode: Mode, work: Work<T>) -> Answer<'_, T> {
        self.submit(mode, move |connection, limits| connection.run(mode, limits, work))
    }

    fn run_once<T: Send + 'static>(&self, mode: Mode, work: WorkOnce<T>) -> Answer<'_, T> {
        self.submit(mode, move |connection, limits| connection.run(mode, limits, work))
    }

    fn subscribe(&self) -> Wakeups {
        self.news.subscribe()
    }
}

fn make(folder: &Path) -> std::io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A thread for each connection; they take the jobs in turn, and end when nobody can send any more.
fn serve(connections: Vec<Connection>) -> mpsc::Sender<Job> {
    let (sender, receiver) = mpsc::channel::<Job>();
    let receiver = Arc::new(Mutex::new(receiver));
    for mut connection in connections {
        let receiver = Arc::clone(&receiver);
        thread::spawn(move || {
            loop {
                let next = receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
                match next {
                    // Who asked is told by the reply that never comes; the others still have a database.
                    Ok(job) => drop(catch_unwind(AssertUnwindSafe(|| job(&mut connection)))),
                    Err(mpsc::RecvError) => break,
                }
            }
        });
    }
    sender
}
