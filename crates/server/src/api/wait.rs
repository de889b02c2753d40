//! Waiting for something to change.

use std::{future::Future, sync::Arc, time::Duration};

use cairn_protocol::limits;

use super::refusal::{Answer, Refusal};
use crate::{
    state::Server,
    storage::{Id, Wake},
};

/// Asks `look` until it gives something, for up to so many seconds; it is asked anew when something happened to one of the things that
/// it names. With no seconds it is asked once, and nothing of a timer is needed.
pub(super) async fn wait<T, F>(
    server: &Arc<Server>,
    seconds: Option<u64>,
    mut look: impl FnMut() -> F,
) -> Answer<Option<T>>
where
    F: Future<Output = Answer<Seen<T>>>,
{
    let seconds = seconds.unwrap_or(0);
    if seconds > limits::WAIT {
        return Err(Refusal::invalid(format!("wait is at most {} seconds", limits::WAIT)));
    }
    if seconds == 0 {
        return Ok(look().await?.found());
    }
    // First listen, then look: what happens in between is heard.
    let mut wakeups = server.storage.wakeups();
    let end = tokio::time::sleep(Duration::from_secs(seconds));
    let closed = server.closed();
    tokio::pin!(end, closed);
    let _waiting = server.metrics.wait();
    loop {
        let concerns = match look().await? {
            Seen::Found(found) => return Ok(Some(found)),
            Seen::Nothing(concerns) => concerns,
        };
        loop {
            tokio::select! {
                wake = wakeups.next() => match wake {
                    Wake::One(id) if !concerns.contains(&id) => {}
                    _ => break,
                },
                () = &mut end => return Ok(None),
                () = &mut closed => return Ok(None),
            }
        }
    }
}

/// What a look gave.
pub(super) enum Seen<T> {
    /// What was waited for.
    Found(T),
    /// Not yet; it may be there when one of these changes.
    Nothing(Vec<Id>),
}

impl<T> Seen<T> {
    fn found(self) -> Option<T> {
        match self {
            Self::Found(found) => Some(found),
            Self::Nothing(_) => None,
        }
    }
}
