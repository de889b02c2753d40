//! The store, as those who use it see it.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

mod acts;
mod agreement;
mod attachments;
mod backups;
mod deleted;
mod history;
mod log;
mod opening;
mod reminders;
mod remote;
mod search;
mod spaces;
mod support;
mod sync;
mod sync_agreement;
mod sync_merging;
mod sync_trust;
mod undo;
