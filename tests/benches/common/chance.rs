//! The machine's time and randomness.

use cairn_crypto::Randomness;
use std::{fs::File, io::Read, time::SystemTime};

/// The machine's own randomness.
pub(crate) struct Chance(File);

impl Chance {
    pub(crate) fn new() -> Chance {
        Chance(File::open("/dev/urandom").expect("the machine has randomness"))
    }

    pub(crate) fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.give(&mut bytes);
        bytes
    }

    pub(crate) fn give(&self, bytes: &mut [u8]) {
        (&self.0).read_exact(bytes).expect("the machine has randomness");
    }
}

impl Randomness for Chance {
    fn fill(&mut self, bytes: &mut [u8]) {
        self.give(bytes);
    }
}

/// Milliseconds since 1970-01-01 UTC.
#[expect(
    clippy::disallowed_methods,
    reason = "a bench stamps by the machine's clock, which the server goes by too"
)]
pub(crate) fn now() -> u64 {
    let passed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("it is after 1970");
    passed.as_millis() as u64
}
