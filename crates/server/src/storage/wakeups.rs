//! Who waits for something is woken when it may have happened.

use super::shape::Id;
use tokio::sync::broadcast;

/// Something changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wake {
    /// In this space, account or enrolment.
    One(Id),
    /// Maybe everywhere: some news was lost.
    All,
}

/// The news from when it was made on. There may be too much news, never too little.
#[derive(Debug)]
pub struct Wakeups(pub(super) broadcast::Receiver<Wake>);

impl Wakeups {
    /// Waits for the next. After the storage is gone it never comes.
    pub async fn next(&mut self) -> Wake {
        match self.0.recv().await {
            Ok(wake) => wake,
            Err(broadcast::error::RecvError::Lagged(_)) => Wake::All,
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }
}
