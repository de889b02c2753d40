//! What the server keeps: bytes it cannot read, in an order that it does not let anybody change.
//!
//! [`Storage`] is the contract. Its methods are whole transactions: each happens or does not, and whoever asks next
//! sees all of it. It does no cryptography but for the running hash of a log: signatures were verified before, and
//! ids, hashes and keys are plain arrays.
//!
//! Each transaction is written once, in the file of its subject, against [`sql::Transaction`]. [`Sqlite`],
//! [`Postgres`] and [`Memory`] only run it: they cannot differ in what they allow.

mod account;
mod blob;
mod changes;
mod compaction;
mod contract;
mod deletion;
mod enrolment;
mod error;
mod invite;
mod log;
mod memory;
mod operator;
mod postgres;
mod session;
mod shape;
mod space;
mod sql;
mod sqlite;
mod tables;
mod wakeups;

pub use contract::{Answer, Sink, Source, Storage};
pub use error::Error;
pub use memory::Memory;
pub use postgres::Postgres;
pub use shape::*;
pub use sqlite::Sqlite;
pub use wakeups::{Wake, Wakeups};
