//! What all requests share.

use std::sync::Arc;

use tokio::sync::watch;

use crate::{
    blobs::{self, Blobs},
    clock::{Chance, Clock, fresh},
    metrics::Metrics,
    names::Names,
    storage::{Error, Storage},
};

/// A server: its storage, its clock, its chance, and how it was started.
pub struct Server {
    pub(crate) storage: Arc<dyn Storage>,
    pub(crate) blobs: Arc<Blobs>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) chance: Arc<dyn Chance>,
    pub(crate) settings: Settings,
    /// Counts for the operator.
    pub metrics: Arc<Metrics>,
    closing: watch::Sender<bool>,
}

/// How a server was started.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The names that a device may have dialled.
    pub names: Names,
    /// Whether `x-forwarded-for` is believed.
    pub trust_forwarded: bool,
    /// Whether requests are limited. Only measurements and tests go without.
    pub limited: bool,
    /// Whether anybody may read the counts, and not this machine alone.
    pub open_metrics: bool,
}

impl Settings {
    /// As a server in earnest has it, under these names.
    pub fn new(names: Names) -> Self {
        Self { names, trust_forwarded: false, limited: true, open_metrics: false }
    }
}

impl Server {
    /// A server that is ready to be given to [`router`](crate::router).
    pub fn new(
        storage: Arc<dyn Storage>,
        blobs: Arc<Blobs>,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
        settings: Settings,
    ) -> Arc<Self> {
        let (closing, _) = watch::channel(false);
        Arc::new(Self { storage, blobs, clock, chance, settings, metrics: Arc::default(), closing })
    }

    /// Answers everyone who waits; from now on nobody waits any more.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Forgets what has expired, and removes what nobody may read any more. Every few minutes, by whoever runs the
    /// server.
    pub async fn housekeep(&self) -> Result<(), Error> {
        let now = self.now();
        self.storage.tidy(now).await?;
        blobs::sweep(&*self.storage, &self.blobs, now).await
    }

    /// Removes some of what nobody may read any more, right after it came to that. What was asked for is done by then, so
    /// that this fails is no answer; [`Server::housekeep`] removes the rest.
    pub(crate) async fn sweep(&self) {
        if let Err(error) = blobs::sweep_some(&*self.storage, &self.blobs, self.now()).await {
            tracing::warn!(%error, "contents could not be removed; it is tried again");
        }
    }

    /// Done when the server is told to stop.
    pub(crate) async fn closed(&self) {
        let mut closing = self.closing.subscribe();
        // The sender lives as long as `self`, so an error cannot come.
        let _ = closing.wait_for(|closing| *closing).await;
    }

    /// Milliseconds since 1970-01-01 UTC.
    pub(crate) fn now(&self) -> u64 {
        self.clock.now()
    }

    /// Fresh random bytes.
    pub(crate) fn fresh<const N: usize>(&self) -> [u8; N] {
        fresh(&*self.chance)
    }
}
