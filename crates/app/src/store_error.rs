//! What the store and the key slots say, as the interface hears it.

use crate::{Error, error::Param};
use cairn_crypto::{RecoveryCodeError, SlotError, SlotKind};
use cairn_store::Error as StoreError;

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Error {
        match error {
            StoreError::NoSuchRecord { kind, .. } => Error::not_found(kind),
            StoreError::NoSuchAttachment => Error::not_found("attachment"),
            StoreError::NoSuchVersion => Error::not_found("version"),
            StoreError::TooLarge { limit } => {
                Error::new("too_large").with("limit", i64::try_from(limit).unwrap_or(i64::MAX))
            }
            StoreError::NewerVersion { found, known } => newer(found.into(), known.into()),
            StoreError::NoProfile => Error::new("no_profile"),
            StoreError::ProfileExists => Error::new("profile_exists"),
            StoreError::WrongKey => Error::new("wrong_key"),
            StoreError::Damaged(_) | StoreError::NotADatabase => Error::new("store_damaged"),
            StoreError::ForeignMigration(_) => Error::new("foreign_migration"),
            StoreError::DiskFull => Error::new("disk_full"),
            StoreError::ReadOnly => Error::new("read_only"),
            StoreError::InUse => Error::new("profile_in_use"),
            StoreError::Cancelled => Error::new("cancelled"),
            StoreError::Io(error) => from_io(&error),
            // A mistake of ours, or something nobody foresaw.
            _ => Error::new("internal"),
        }
    }
}

impl From<SlotError> for Error {
    fn from(error: SlotError) -> Error {
        match error {
            SlotError::WrongSecret { slot: SlotKind::Passphrase } => {
                Error::field("passphrase", "wrong_passphrase", "")
            }
            SlotError::WrongSecret { slot: SlotKind::Recovery } => {
                Error::field("code", "wrong_recovery_code", "")
            }
            SlotError::WrongSecret { slot: SlotKind::Keychain } | SlotError::KeychainValue => {
                Error::new("keychain_value_gone")
            }
            SlotError::Damaged { .. } => Error::new("keys_damaged"),
            SlotError::WeakParameters => Error::new("keys_weakened"),
            SlotError::NewerVersion { found, known } => newer(found, known),
            SlotError::NotEnoughMemory => Error::new("not_enough_memory"),
            SlotError::NoSuchSlot { .. } => Error::new("no_such_way_in"),
            SlotError::LastSlot => Error::new("last_way_in"),
            SlotError::PassphraseTooShort { minimum } => {
                Error::field("passphrase", "passphrase_short", "").with("limit", count(minimum))
            }
            SlotError::PassphraseTooLong { maximum } => {
                Error::field("passphrase", "too_long", "").with("limit", count(maximum))
            }
            SlotError::OtherStoreKey | SlotError::ProfileId => Error::new("internal"),
        }
    }
}

impl From<RecoveryCodeError> for Error {
    fn from(error: RecoveryCodeError) -> Error {
        match error {
            RecoveryCodeError::Length { found, expected } => Error::field("code", "recovery_code_length", "")
                .with("found", count(found))
                .with("limit", count(expected)),
            RecoveryCodeError::Group { number } => {
                Error::field("code", "recovery_code_group", "").with("number", count(number))
            }
        }
    }
}

/// A file that could not be read or written, under its name where it has one.
pub(crate) fn from_io(error: &std::io::Error) -> Error {
    use std::io::ErrorKind as Kind;
    match error.kind() {
        Kind::StorageFull | Kind::QuotaExceeded => Error::new("disk_full"),
        Kind::PermissionDenied | Kind::ReadOnlyFilesystem => Error::new("read_only"),
        kind => Error::new("file_failed").with("reason", kind.to_string()),
    }
}

fn newer(found: u32, known: u32) -> Error {
    Error::new("newer_version").with("found", i64::from(found)).with("known", i64::from(known))
}

fn count(number: usize) -> Param {
    Param::Number(i64::try_from(number).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use std::io::{Error as IoError, ErrorKind};

    #[rstest]
    #[case::full(ErrorKind::StorageFull, "disk_full")]
    #[case::over_quota(ErrorKind::QuotaExceeded, "disk_full")]
    #[case::not_allowed(ErrorKind::PermissionDenied, "read_only")]
    #[case::mounted_so(ErrorKind::ReadOnlyFilesystem, "read_only")]
    #[case::anything_else(ErrorKind::TimedOut, "file_failed")]
    fn a_file_that_fails_says_why(#[case] kind: ErrorKind, #[case] code: &str) {
        assert_eq!(from_io(&IoError::from(kind)).code, code);
    }

    #[rstest]
    #[case::newer(StoreError::NewerVersion { found: 2, known: 1 }, "newer_version")]
    #[case::in_use(StoreError::InUse, "profile_in_use")]
    #[case::full(StoreError::DiskFull, "disk_full")]
    #[case::read_only(StoreError::ReadOnly, "read_only")]
    #[case::damaged(StoreError::Damaged("page 3".into()), "store_damaged")]
    #[case::something_else(StoreError::NotADatabase, "store_damaged")]
    fn what_keeps_a_profile_shut_has_its_own_words(#[case] error: StoreError, #[case] code: &str) {
        assert_eq!(Error::from(error).code, code);
    }
}
