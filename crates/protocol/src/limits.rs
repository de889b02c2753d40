//! The limits that client and server agree on. Bytes unless said otherwise.

/// One entry's frame.
pub const ENTRY: usize = 256 << 10;
/// One push.
pub const BATCH: usize = 4 << 20;
/// One page of a log.
pub const PAGE: usize = 1 << 20;
/// One blob: a mebibyte of content and what sealing adds.
pub const BLOB: usize = (1 << 20) + 64;
/// The log of a space: its entries and the manifests of its snapshots. Apart from the blobs, so that whatever fills those,
/// there is room for what people write.
pub const LOG: u64 = 100 << 20;
/// All blobs of a space.
pub const BLOBS: u64 = 200 << 20;
/// Blobs of a snapshot: more than a space has room for, when they are full.
pub const SNAPSHOT_BLOBS: usize = 512;
/// Epoch records in one answer.
pub const EPOCHS: usize = 256;
/// Devices of an account that are not revoked.
pub const DEVICES: usize = 20;
/// Members of a space.
pub const MEMBERS: usize = 64;
/// Statements of an account.
pub const STATEMENTS: usize = 1_000;
/// Invites of an account that are open at a time.
pub const OPEN_INVITES: usize = 20;
/// The longest life of an invite, in milliseconds: 14 days.
pub const INVITE_LIFE: u64 = 14 * 24 * 3_600_000;
/// What one slot of an enrolment holds.
pub const ENROLMENT_SLOT: usize = 64 << 10;
/// The life of an enrolment, in milliseconds: 10 minutes.
pub const ENROLMENT_LIFE: u64 = 10 * 60_000;
/// A sealed greeting.
pub const GREETING: usize = 4 << 10;
/// What is sealed under the recovery code.
pub const RECOVERY: usize = 64 << 10;
/// The longest wait for changes, in seconds.
pub const WAIT: u64 = 25;
/// How far ahead of the server's clock an entry may be stamped, in milliseconds: 2 minutes.
pub const CLOCK_AHEAD: u64 = 120_000;
/// The life of a session, in milliseconds: an hour.
pub const SESSION_LIFE: u64 = 3_600_000;
/// The life of a challenge, in milliseconds: 2 minutes.
pub const CHALLENGE_LIFE: u64 = 120_000;
/// The JSON of an epoch: each of its packets has the keys of all epochs before.
pub const EPOCH_JSON: usize = 4 << 20;
/// Any other JSON body.
pub const JSON: usize = 1 << 20;
