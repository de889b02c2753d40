//! What keeps a profile unreadable to others: the store key, the slots that hold it, and sealed files.
//!
//! - [`StoreKey`] is the one secret everything at rest hangs on; [`StoreKey::subkey`] derives a key for a purpose.
//! - [`KeySlots`] is the small file beside the database that holds the store key, wrapped once for the keychain of
//!   the operating system, once for a passphrase and once for a [`RecoveryCode`]. Any one of them opens it.
//! - [`seal`] and [`open`] (or [`Sealer`] and [`Opener`], piece by piece) encrypt backups and archives.
//!
//! There is no I/O, no clock and no source of randomness here: bytes go in and out, and whoever calls passes a
//! [`Randomness`]. Secrets are wiped when dropped and never shown by `Debug`.
//!
//! `docs/encryption-at-rest.md` says what is promised and what is not.

mod key;
mod passphrase;
mod random;
mod recovery;
mod sealed;
mod slots;

pub use key::{StoreKey, Subkey};
pub use random::Randomness;
pub use recovery::{RecoveryCode, RecoveryCodeError};
pub use sealed::{Opener, SealedError, Sealer, open, seal};
pub use slots::{DamagedPart, KeySlots, KeychainKey, SlotError, SlotKind};
