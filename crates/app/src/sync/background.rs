//! Syncing by itself: one thread that syncs, and one that listens. Both begin when this profile has an account with a
//! server, and end when it is locked.
//!
//! A round follows a commit (after a second of quiet), news from the server, a wake from sleep, the person's word, and the
//! clock: every five minutes when all is well, and ever later while it is not.

use super::{
    arrivals,
    world::{AppWorld, Cut},
};
use crate::{AppEvent, Host, state::Open};
use cairn_store::Store;
use cairn_sync::{Cancel, Engine, Progress, Report, SyncError, backoff};
use chrono::{DateTime, TimeDelta, Utc};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak},
    thread,
    time::Duration,
};

/// Between two rounds of which nobody asked for the second.
const PATROL: Duration = Duration::from_secs(300);
/// So long nothing is written before what was written is sent: who types commits often. Short, since the other waits.
const QUIET: Duration = Duration::from_millis(250);
/// So often at most quiet is waited for.
const MOST_QUIET: u32 = 20;
/// A sleep is looked at so often, since a timer stands still while the computer sleeps.
const SLICE: Duration = Duration::from_secs(15);

/// Sync of one open profile.
pub(crate) struct SyncRun {
    pub(crate) engine: Engine,
    pub(crate) cut: Arc<Cut>,
    state: Mutex<RunState>,
    turned: Condvar,
}

#[derive(Default)]
struct RunState {
    /// The threads are there.
    running: bool,
    /// They are to end.
    stop: bool,
    wake: Option<Wake>,
    round: Option<Round>,
    /// How many rounds are over.
    rounds: u64,
    failures: u32,
    /// When the next one is, while the last one failed.
    next: Option<DateTime<Utc>>,
}

/// A round that goes on.
struct Round {
    cancel: Cancel,
    progress: Option<Progress>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Wake {
    /// After a moment of quiet.
    Soon,
    Now,
}

/// What a wait ended in.
enum Turn {
    /// A round is due.
    Due,
    /// Something was written, here or by the round before.
    Written,
    /// The profile is being locked.
    Over,
}

/// What goes on, for the status.
#[derive(Default)]
pub(crate) struct Going {
    pub(crate) progress: Option<Progress>,
    pub(crate) next: Option<DateTime<Utc>>,
}

impl SyncRun {
    /// Sync of a profile. Says nothing to anybody yet.
    pub(crate) fn new(store: Arc<Store>, host: &Arc<dyn Host>) -> SyncRun {
        let cut = Arc::<Cut>::default();
        let world = AppWorld::new(Arc::clone(host), Arc::clone(&cut));
        SyncRun {
            engine: Engine::new(store, Arc::new(world)),
            cut,
            state: Mutex::default(),
            turned: Condvar::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, RunState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn going(&self) -> Going {
        let state = self.state();
        Going { progress: state.round.as_ref().and_then(|round| round.progress), next: state.next }
    }

    /// Something was written here that may have to leave.
    pub(crate) fn wake_soon(&self) {
        self.wake(Wake::Soon);
    }

    /// Syncs now.
    pub(crate) fn wake_now(&self) {
        self.wake(Wake::Now);
    }

    fn wake(&self, wake: Wake) {
        let mut state = self.state();
        state.wake = state.wake.max(Some(wake));
        self.turned.notify_all();
    }

    /// Stops the round that goes on; the next one comes in its time.
    pub(crate) fn cancel(&self) {
        if let Some(round) = &self.state().round {
            round.cancel.cancel();
        }
        self.cut.now();
    }

    /// Ends the threads, and what they wait for. They are gone shortly after.
    pub(crate) fn stop(&self) {
        self.state().stop = true;
        self.cancel();
        self.cut.for_good();
        self.turned.notify_all();
    }

    /// Waits until there is something to do, `wait` at most.
    fn wait(&self, host: &dyn Host, wait: Duration) -> Turn {
        let mut left = wait;
        let mut state = self.state();
        loop {
            if state.stop {
                return Turn::Over;
            }
            match state.wake.take() {
                Some(Wake::Now) => return Turn::Due,
                Some(Wake::Soon) => {
                    for _ in 0..MOST_QUIET {
                        state = self.sleep(state, QUIET);
                        match state.wake.take() {
                            _ if state.stop => return Turn::Over,
                            Some(Wake::Now) => return Turn::Due,
                            Some(Wake::Soon) => {}
                            None => break,
                        }
                    }
                    return Turn::Written;
                }
                None if left.is_zero() => return Turn::Due,
                None => {}
            }
            let (slice, before) = (left.min(SLICE), host.now());
            state = self.sleep(state, slice);
            let slept = host.now() - before;
            if slept > TimeDelta::from_std(slice + SLICE).unwrap_or_default() {
                // The computer slept.
                return if state.stop { Turn::Over } else { Turn::Due };
            }
            if state.wake.is_none() {
                left = left.saturating_sub(slice);
            }
        }
    }

    fn sleep<'s>(&self, state: MutexGuard<'s, RunState>, time: Duration) -> MutexGuard<'s, RunState> {
        let woken = self.turned.wait_timeout(state, time);
        woken.unwrap_or_else(PoisonError::into_inner).0
    }

    /// How long after a round the next one is due.
    fn after(&self, host: &dyn Host, result: &Result<Report, SyncError>) -> Duration {
        let asked = match result {
            Err(SyncError::SlowDown { seconds }) => Some(Duration::from_secs(*seconds)),
            _ => None,
        };
        let mut state = self.state();
        state.round = None;
        state.rounds += 1;
        state.failures = if result.is_ok() { 0 } else { state.failures.saturating_add(1) };
        let wait = if state.failures == 0 { PATROL } else { backoff(state.failures, random(host), asked) };
        state.next = (state.failures > 0).then(|| host.now() + TimeDelta::from_std(wait).unwrap_or_default());
        self.turned.notify_all();
        wait
    }
}

impl Open {
    /// Begins to sync by itself, where this profile has an account with a server. Does nothing where it does already.
    pub(crate) fn begin_sync(self: &Arc<Open>, host: &Arc<dyn Host>) {
        let is_connected = self.sync.engine.address().is_ok_and(|address| address.is_some());
        if !is_connected || self.is_example {
            return;
        }
        {
            let mut state = self.sync.state();
            if state.running || state.stop {
                state.wake = Some(Wake::Now);
                self.sync.turned.notify_all();
                return;
            }
            state.running = true;
            state.wake = Some(Wake::Now);
        }
        let turns = (Arc::downgrade(self), Arc::clone(host));
        let listens = (Arc::downgrade(self), Arc::clone(host));
        // Without a thread to spare it is tried again at the next start; the person's own work goes on.
        let _ = thread::Builder::new().name("sync".into()).spawn(move || take_turns(&turns.0, &turns.1));
        let _ = thread::Builder::new()
            .name("sync listener".into())
            .spawn(move || listen(&listens.0, &*listens.1));
    }
}

/// Rounds of sync, until the profile is locked or has no account any more.
fn take_turns(open: &Weak<Open>, host: &Arc<dyn Host>) {
    let mut wait = Duration::ZERO;
    while let Some(open) = open.upgrade() {
        match open.sync.wait(&**host, wait) {
            Turn::Over => break,
            // What came from elsewhere was written too, and has nowhere to go.
            Turn::Written if !is_anything_waiting(&open) => continue,
            Turn::Due | Turn::Written => {}
        }
        // Not even a mistake of ours may end the thread, or nothing would ever be sent again.
        let result = catch_unwind(AssertUnwindSafe(|| round(&open, &**host)));
        let result = result.unwrap_or(Err(SyncError::Malformed("a mistake of ours")));
        wait = open.sync.after(&**host, &result);
        tell(&**host);
        if let Ok(report) = &result {
            arrivals::settle(&open, &**host, report);
        }
        if matches!(result, Err(SyncError::NoAccount)) {
            let mut state = open.sync.state();
            // Who joined meanwhile saw this thread run, and relies on it.
            if open.sync.engine.address().is_ok_and(|address| address.is_none()) {
                state.running = false;
                open.sync.turned.notify_all();
                break;
            }
        }
    }
}

fn is_anything_waiting(open: &Open) -> bool {
    open.store.waiting(None).is_ok_and(|waiting| waiting > 0)
}

fn round(open: &Open, host: &dyn Host) -> Result<Report, SyncError> {
    let cancel = Cancel::default();
    open.sync.state().round = Some(Round { cancel: cancel.clone(), progress: None });
    let mut told = None;
    let mut progress = |at: Progress| {
        if let Some(round) = &mut open.sync.state().round {
            round.progress = Some(at);
        }
        // Some hundred events at most, however much there is.
        let share = (at.step, (at.done * 100).checked_div(at.total));
        if told != Some(share) {
            told = Some(share);
            tell(host);
        }
    };
    open.sync.engine.sync(&mut progress, &cancel)
}

/// Waits for news from the server, and wakes the other thread.
fn listen(open: &Weak<Open>, host: &dyn Host) {
    let mut failures = 0;
    while let Some(open) = open.upgrade() {
        let run = &open.sync;
        // News first come with a round; until that is over, the server would only say again what it said.
        let rounds = {
            let mut state = run.state();
            while !state.stop && state.running && (state.rounds == 0 || state.failures > 0) {
                state = run.sleep(state, SLICE);
            }
            if state.stop || !state.running {
                break;
            }
            state.rounds
        };
        let heard = catch_unwind(AssertUnwindSafe(|| run.engine.listen()));
        match heard.unwrap_or(Err(SyncError::Malformed("a mistake of ours"))) {
            Ok(true) => {
                failures = 0;
                run.wake_now();
                let mut state = run.state();
                while !state.stop && state.running && state.rounds == rounds {
                    state = run.sleep(state, SLICE);
                }
            }
            Ok(false) => failures = 0,
            Err(error) => {
                failures += 1;
                // Who is turned away learns why from a round, and the person from its notice.
                if !matches!(error, SyncError::Offline(_)) {
                    run.wake_now();
                }
                let wait = backoff(failures, random(host), None);
                let state = run.state();
                if !state.stop {
                    drop(run.sleep(state, wait));
                }
            }
        }
    }
}

fn random(host: &dyn Host) -> u64 {
    let mut bytes = [0; 8];
    host.random(&mut bytes);
    u64::from_be_bytes(bytes)
}

/// Tells the interface that sync stands otherwise.
pub(crate) fn tell(host: &dyn Host) {
    host.emit(AppEvent::Changed { collections: vec!["sync".into()] });
}
