//! A database that is gone with its process. For tests, and for the simulator.

use super::{
    contract::Answer,
    error::Error,
    shape::{Id, Limits},
    sql::{Database, Mode, Work, WorkOnce},
    sqlite::Connection,
    wakeups::{News, Wakeups},
};
use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Transactions in memory, one at a time, on the caller's own thread: each answer is there when it is first polled,
/// without a runtime, and the same calls give the same answers.
pub struct Memory {
    connection: Mutex<Connection>,
    limits: Limits,
    news: News,
}

impl Memory {
    /// An empty one.
    pub fn new(limits: Limits) -> Result<Self, Error> {
        Ok(Self { connection: Mutex::new(Connection::in_memory()?), limits, news: News::new() })
    }

    /// Another with the same content: a backup, to be restored later.
    pub fn copy(&self) -> Result<Self, Error> {
        let connection = self.lock().copy()?;
        Ok(Self { connection: Mutex::new(connection), limits: self.limits, news: News::new() })
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer<'a, T: Send + 'static>(
        &'a self,
        run: impl FnOnce(&mut Connection) -> Result<(T, Vec<Id>), Error> + Send + 'a,
    ) -> Answer<'a, T> {
        Box::pin(async move {
            let (output, woken) = run(&mut self.lock())?;
            self.news.tell_each(woken);
            Ok(output)
        })
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Memory").field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl Database for Memory {
    fn run<T: Send + 'static>(&self, mode: Mode, work: Work<T>) -> Answer<'_, T> {
        self.answer(move |connection| connection.run(mode, self.limits, work))
    }

    fn run_once<T: Send + 'static>(&self, mode: Mode, work: WorkOnce<T>) -> Answer<'_, T> {
        self.answer(move |connection| connection.run(mode, self.limits, work))
    }

    fn subscribe(&self) -> Wakeups {
        self.news.subscribe()
    }
}
