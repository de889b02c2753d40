//! What the server keeps: bytes it cannot read, in an order that it does not let anybody change.
//!
//! [`Storage`] is the contract. Its methods are whole transactions: each happens or does not, and whoever asks next sees
//! all of it. It does no cryptography but for the running hash of a log: signatures were verified before, and ids, hashes and keys are plain arrays.

mod contract;
mod error;
mod shape;
mod wakeups;

pub use contract::{Answer, Sink, Source, Storage};
pub use error::Error;
pub use shape::*;
pub use wakeups::{Wake, Wakeups};
