//! The contract of the storage, on every database.
#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "helpers of tests may do what tests may")]

mod accounts;
mod always;
mod blobs;
mod compaction;
mod concurrency;
mod contents;
mod deletion;
mod enrolments;
mod invites;
mod log;
mod moving;
mod opening;
mod operator;
mod quotas;
mod sessions;
mod spaces;
mod support;
mod wakeups;
