//! Who waits for something is woken when it may have happened.

use super::shape::Id;
use tokio::sync::broadcast;

/// How many news may wait for one reader before it is told [`Wake::All`].
const PENDING: usize = 1024;

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
pub struct Wakeups(broadcast::Receiver<Wake>);

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

/// Where the news of this process come together.
#[derive(Debug, Clone)]
pub(super) struct News(broadcast::Sender<Wake>);

impl News {
    pub(super) fn new() -> Self {
        Self(broadcast::Sender::new(PENDING))
    }

    /// Nobody may be listening.
    pub(super) fn tell(&self, wake: Wake) {
        let _ = self.0.send(wake);
    }

    pub(super) fn tell_each(&self, woken: Vec<Id>) {
        woken.into_iter().for_each(|id| self.tell(Wake::One(id)));
    }

    pub(super) fn subscribe(&self) -> Wakeups {
        Wakeups(self.0.subscribe())
    }
}
