//! Sync, as a person meets it: joining, inviting, comparing words, devices, what leaves this computer, and the files
//! that travel where there is no server.
//!
//! - Nothing here speaks to anybody before the person connected: until then there is no thread and no status.
//! - What is secret (an invite's link, a code) is shown once and never logged.
//! - Times and their words are made here; the interface shows them as they come.

pub mod connection;
pub mod devices;
pub mod enrol;
pub mod exchange;
pub mod invite;
pub mod join;
pub mod ledger;
pub mod members;
pub mod status;
