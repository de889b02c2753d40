//! What the app and the program server say to each other: every JSON shape, the framing of the log, the limits and the
//! error codes. `docs/protocol.md` is the authority; this crate is its words as types.
//!
//! There is no I/O and no cryptography here: statements, records, packets and frames are bytes.

mod account;
mod bytes;
mod changes;
mod device;
mod error;
mod framing;
mod invite;
pub mod limits;
mod meta;
mod space;

pub use account::{
    Account, AccountDevice, Challenge, ChallengeRequest, Recovery, RecoveryPut, Register, Session,
    SessionRequest, Statements,
};
pub use bytes::{Binary, NotBase64};
pub use changes::{ChangedAccount, ChangedSpace, Changes, ChangesQuery, PendingJoin, SpaceKind, SpaceState};
pub use device::{Device, NotADevice};
pub use error::{Code, Problem};
pub use framing::{FramingError, Placed, read_frames, read_page, write_frame, write_placed};
pub use invite::{Accept, Enrolment, EnrolmentSlot, InviteCreate, InviteKind, InviteLook, InviteView};
pub use meta::{Limits, Meta, Versions};
pub use space::{
    Appended, BlobPurpose, BlobQuery, EpochAppend, Epochs, LogQuery, Packet, SpaceCreate, WaitQuery,
};

/// The version spoken here.
pub const VERSION: u32 = 1;

/// The lowest version still understood.
pub const OLDEST_VERSION: u32 = 1;

/// The header of a log page that carries the space's head.
pub const HEAD_HEADER: &str = "cairn-head";

/// The header of a snapshot that carries the names of its blobs, comma-separated.
pub const BLOBS_HEADER: &str = "cairn-blobs";

/// The header of statements that are sent without a session: the token that follows from the recovery code, 43
/// characters of base64url.
pub const RECOVERY_HEADER: &str = "cairn-recovery";
