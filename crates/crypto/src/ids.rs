//! Names of accounts, devices, spaces and entries, and hashes. Nothing here is secret.

use std::fmt;

macro_rules! shown_as_hex {
    ($($name:ident),+) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}(", stringify!($name))?;
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
                f.write_str(")")
            }
        }
    )+};
}
pub(crate) use shown_as_hex;

/// A person, by the 16 bytes of a UUID.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(pub [u8; 16]);

/// A space (personal or a mentorship), by the 16 bytes of a UUID.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpaceId(pub [u8; 16]);

/// An entry of a space's log, by 16 random bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub [u8; 16]);

/// One installation of the app.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeviceId(pub u64);

/// A BLAKE3 hash of 32 bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// What stands where there is no predecessor, and the log hash before the first entry.
    pub const ZERO: Self = Self([0; 32]);

    /// The hash of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// The hash of these parts, one after the other.
    pub(crate) fn of_parts(parts: &[&[u8]]) -> Self {
        Self(*hash_parts(blake3::Hasher::new(), parts).as_bytes())
    }
}

/// A hash under a key that only those who may make one have.
pub(crate) fn keyed_hash(key: &[u8; 32], parts: &[&[u8]]) -> blake3::Hash {
    hash_parts(blake3::Hasher::new_keyed(key), parts)
}

fn hash_parts(mut hasher: blake3::Hasher, parts: &[&[u8]]) -> blake3::Hash {
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize()
}

shown_as_hex!(AccountId, SpaceId, EntryId, Hash);

impl fmt::Debug for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeviceId({:016x})", self.0)
    }
}
