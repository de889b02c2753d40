//! What keeps people's data unreadable to others: at rest on a device, and when it leaves it.
//!
//! **At rest** (`docs/encryption-at-rest.md`):
//! - [`StoreKey`] is the one secret everything at rest hangs on; [`StoreKey::subkey`] derives a key for a purpose.
//! - [`KeySlots`] is the small file beside the database that holds the store key, wrapped once for the keychain of
//!   the operating system, once for a passphrase and once for a [`RecoveryCode`]. Any one of them opens it.
//! - [`seal`] and [`open`] (or [`Sealer`] and [`Opener`], piece by piece) encrypt backups and archives.
//!
//! **Shared and synced** (`docs/encryption.md`, with every format to the byte):
//! - An account ([`AccountKeys`]) says by a [`Chain`] of [`Statement`]s which keys and devices ([`DeviceKeys`]) it has.
//! - An [`EpochRecord`] says who can read a space from where on; [`EpochKeys`] reach its members in packets.
//! - Devices write entries ([`seal_entry`], [`Frame`]) and blobs ([`seal_blob`], [`Blob`]); [`log_hash`] ties the log.
//! - People find each other by an [`InviteLink`], or compare [`six_words`]; devices are let in by an
//!   [`EnrolmentReveal`], an [`EnrolmentAnswer`] and [`EnrolmentSecrets`]; [`KeptSecrets`] bring an account back.
//! - A [`Challenge`] proves a device to a server; an [`ExchangeFile`] does without one.
//!
//! What is read from others is bounded, never panics, and is refused by a [`FormatError`] that names it.
//!
//! There is no I/O, no clock and no source of randomness here: bytes go in and out, and whoever calls passes a
//! [`Randomness`]. Secrets are wiped when dropped and never shown by `Debug`.
//!
//! Both pages say what is promised and what is not.

mod base32;
mod blob;
mod chain;
mod cipher;
mod enrolment;
mod entry;
mod epoch;
mod exchange;
mod format;
mod identity;
mod ids;
mod invite;
mod kept_secrets;
mod key;
mod keys;
mod link;
mod packet;
mod passphrase;
mod random;
mod recovery;
mod renewal;
mod sealed;
mod session;
mod slots;
mod statement;
mod words;

pub use blob::{Blob, MAX_PIECE, Piece, Whole, seal_blob};
pub use chain::{Chain, ChainError, StatedDevice};
pub use enrolment::{EnrolmentAnswer, EnrolmentReveal, EnrolmentSecrets, LogPlace, MAX_SPACES};
pub use entry::{Frame, Header, log_hash, seal_entry};
pub use epoch::{Beginning, EpochError, EpochRecord, MAX_MEMBERS, Member};
pub use exchange::{
    ExchangeCode, ExchangeCodeError, ExchangeError, ExchangeFile, ExchangeKind, FileId, Incoming,
    MAX_EXCHANGE, MAX_SEEN, Outgoing,
};
pub use format::FormatError;
pub use identity::{AccountKeys, DeviceKeys, KnownStatement, PublicDevice};
pub use ids::{AccountId, DeviceId, EntryId, Hash, SpaceId};
pub use invite::{Greeting, InviteId, InviteKeys, InviteSecret, MacKey};
pub use kept_secrets::KeptSecrets;
pub use key::{StoreKey, Subkey};
pub use keys::{OpeningKey, SealingKey, Signature, SigningKey, VerifyingKey};
pub use link::{DeviceLink, InviteLink, LinkError, ServerAddress, Trust};
pub use packet::{EpochKey, EpochKeys, MAX_EPOCHS};
pub use random::Randomness;
pub use recovery::{RecoveryCode, RecoveryCodeError};
pub use sealed::{Opener, SealedError, Sealer, open, seal};
pub use session::Challenge;
pub use slots::{DamagedPart, KeySlots, KeychainKey, SlotError, SlotKind};
pub use statement::{Says, Statement};
pub use words::six_words;
