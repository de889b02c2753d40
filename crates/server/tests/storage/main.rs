//! The contract of the storage, on every database.

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
