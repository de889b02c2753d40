//! Where time and chance come from: whoever starts the server says.

use std::{
    sync::{Mutex, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

/// What time it is.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970-01-01 UTC.
    fn now(&self) -> u64;
}

/// Any closure is a clock, so that a test has one of its own.
impl<F: Fn() -> u64 + Send + Sync> Clock for F {
    fn now(&self) -> u64 {
        self()
    }
}

/// The clock of this machine.
pub struct MachineClock;

impl Clock for MachineClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the program server reads its clock")]
    fn now(&self) -> u64 {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
    }
}

/// Random bytes fit for tokens and nonces.
pub trait Chance: Send + Sync {
    /// Fills all of `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

/// The randomness of the operating system.
pub struct MachineChance;

impl Chance for MachineChance {
    fn fill(&self, bytes: &mut [u8]) {
        rustls::crypto::ring::default_provider()
            .secure_random
            .fill(bytes)
            .expect("an operating system without randomness cannot run a server");
    }
}

/// Chance that is a function, for tests and for the simulator: one seed, one run.
pub struct SeededChance<F>(Mutex<F>);

impl<F: FnMut(&mut [u8]) + Send> SeededChance<F> {
    /// Chance as `fill` gives it.
    pub fn new(fill: F) -> Self {
        Self(Mutex::new(fill))
    }
}

impl<F: FnMut(&mut [u8]) + Send> Chance for SeededChance<F> {
    fn fill(&self, bytes: &mut [u8]) {
        (self.0.lock().unwrap_or_else(PoisonError::into_inner))(bytes);
    }
}

/// `N` fresh random bytes.
pub fn fresh<const N: usize>(chance: &dyn Chance) -> [u8; N] {
    let mut bytes = [0; N];
    chance.fill(&mut bytes);
    bytes
}
