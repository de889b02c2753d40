//! What the engine takes from outside: the time, randomness, and a line to a server.

use crate::Transport;
use cairn_crypto::ServerAddress;
use std::sync::Arc;

/// What the engine takes from outside. In the app it is the host and [`crate::dial`]; in the simulator, a seed.
pub trait World: Send + Sync {
    /// Milliseconds since 1970-01-01 UTC by this device's clock, right or wrong.
    fn now(&self) -> u64;

    /// Fills `bytes` with randomness fit for keys.
    fn random(&self, bytes: &mut [u8]);

    /// A line to a server. Says nothing yet, and so cannot fail.
    fn dial(&self, address: &ServerAddress) -> Arc<dyn Transport>;
}
