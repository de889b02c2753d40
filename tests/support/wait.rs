//! Waiting for a condition instead of for a time.

use std::{
    thread,
    time::{Duration, Instant},
};

/// How long a condition may take on a busy machine before the test gives up.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Asks again and again until there is an answer.
///
/// # Panics
/// After twenty seconds, naming `what` was waited for.
#[track_caller]
pub fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    answer_within(PATIENCE, &mut ask).unwrap_or_else(|| panic!("waited in vain for {what}"))
}

/// Asks again and again until the condition holds.
///
/// # Panics
/// After twenty seconds, naming `what` was waited for.
#[track_caller]
pub fn wait_until(what: &str, mut condition: impl FnMut() -> bool) {
    until(what, || condition().then_some(()));
}

/// The answer, if it comes in time.
pub(crate) fn answer_within<T>(patience: Duration, ask: &mut impl FnMut() -> Option<T>) -> Option<T> {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return Some(answer);
        }
        if start.elapsed() > patience {
            return None;
        }
        thread::sleep(Duration::from_millis(20));
    }
}
