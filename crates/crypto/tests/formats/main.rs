//! Every format of what leaves a device: what is written is read, what is changed is refused, and nothing panics.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod blobs;
mod enrolment;
mod entries;
mod epochs;
mod exchange;
mod frozen;
mod hidden;
mod invites;
mod published;
mod recovery;
mod sessions;
mod statements;
mod support;
