//! What goes wrong, as the interface hears of it: a code and what it is about. The interface owns the words.

use cairn_domain::Invalid;
use serde::Serialize;
use std::collections::BTreeMap;

/// A result whose error the interface can explain.
pub type Result<T> = std::result::Result<T, Error>;

/// Something went wrong. Never carries text that a person wrote, but for the value she just typed.
#[derive(Debug, Clone, PartialEq, Serialize, thiserror::Error)]
#[error("{code}")]
pub struct Error {
    /// One of [`CODES`].
    pub code: &'static str,
    /// What it is about; `field` names the field of a form at which to show it.
    pub params: BTreeMap<&'static str, Param>,
}

/// A detail of an error.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Param {
    /// A number.
    Number(i64),
    /// Anything else.
    Text(String),
}

impl From<&str> for Param {
    fn from(text: &str) -> Param {
        Param::Text(text.into())
    }
}
impl From<String> for Param {
    fn from(text: String) -> Param {
        Param::Text(text)
    }
}
impl From<i64> for Param {
    fn from(number: i64) -> Param {
        Param::Number(number)
    }
}

impl Error {
    /// An error of that code. It must be one of [`CODES`], for which each language has words.
    pub fn new(code: &'static str) -> Error {
        debug_assert!(CODES.contains(&code), "{code} is not in CODES");
        Error { code, params: BTreeMap::new() }
    }

    /// The same, saying more.
    pub fn with(mut self, name: &'static str, value: impl Into<Param>) -> Error {
        self.params.insert(name, value.into());
        self
    }

    /// Something wrong with what was typed into a field.
    pub fn field(field: &'static str, code: &'static str, value: &str) -> Error {
        Invalid::new(field, code, value).into()
    }

    /// A record that is not there, or no longer.
    pub fn not_found(what: &'static str) -> Error {
        Error::new("not_found").with("what", what)
    }
}

impl From<Invalid> for Error {
    fn from(invalid: Invalid) -> Error {
        let error = Error::new(invalid.code).with("field", invalid.field).with("value", invalid.value);
        match invalid.limit {
            Some(limit) => error.with("limit", limit as i64),
            None => error,
        }
    }
}

/// Every code the interface can hear. Each has words in every language (`error-<code>` with dashes).
pub const CODES: &[&str] = &[
    // The boundary.
    "bad_arguments",
    "unknown_command",
    "internal",
    "not_found",
    "locked",
    // What was typed.
    "empty",
    "too_long",
    // Zones.
    "unknown_zone",
    // Dates.
    "date_missing",
    "date_not_understood",
    "date_impossible",
    "time_impossible",
    "date_ambiguous",
    "weekday_differs",
    "date_out_of_range",
    "time_missing",
    // Sessions and actions.
    "minutes_out_of_range",
    "out_of_range",
    "not_a_link",
    "no_link",
    "link_failed",
    "private_goal",
    "term_too_long",
    "term_without_date",
    // Goals.
    "not_a_number",
    "future_date",
    "confidence_range",
    "goal_started",
    "goal_shared",
    // Resources and files outside the profile.
    "no_address",
    "resource_shared",
    "file_gone",
    "file_unreadable",
    "file_too_large",
    "not_a_file",
    "place_read_only",
    // Archives.
    "not_an_archive",
    "archive_damaged",
    "archive_too_large",
    "archive_unsafe",
    "newer_archive",
    // Calendar files.
    "not_a_calendar",
    "calendar_too_large",
    "calendar_has_nul",
    "calendar_bad_utf16",
    "calendar_too_deep",
    // People and mentorships.
    "not_allowed",
    "nobody_else",
    "just_one_other",
    "ends_before",
    // The store.
    "no_profile",
    "profile_exists",
    "profile_in_use",
    "wrong_key",
    "store_damaged",
    "newer_version",
    "foreign_migration",
    "disk_full",
    "read_only",
    "file_failed",
    "too_large",
    "cancelled",
    // Key slots, the keychain, the recovery code.
    "wrong_passphrase",
    "passphrase_short",
    "passphrase_needed",
    "wrong_recovery_code",
    "recovery_code_length",
    "recovery_code_group",
    "keys_damaged",
    "keys_missing",
    "keys_weakened",
    "not_enough_memory",
    "no_such_way_in",
    "last_way_in",
    "keychain_absent",
    "keychain_locked",
    "keychain_failed",
    "keychain_value_gone",
    "no_backup",
    // Settings.
    "bad_hours",
    "bad_lead",
    "too_many",
    "session_added",
    "start_at_login_failed",
    // Sync.
    "sync_off",
    "example_alone",
    "offline",
    "server_unknown",
    "server_failed",
    "server_full",
    "server_busy",
    "app_too_old",
    "server_too_old",
    "other_server",
    "bad_server",
    "device_revoked",
    "not_an_invite",
    "link_of_a_device",
    "invite_spent",
    "invite_forged",
    "sharing_stopped",
    "not_a_device_link",
    "enrolment_over",
    "enrolment_refused",
    "enrolment_forged",
    "recovery_unknown",
    "nothing_there_yet",
    "member_shares",
    // Exchange files.
    "not_an_exchange",
    "exchange_damaged",
    "exchange_too_large",
    "exchange_not_for_me",
    "wrong_exchange_code",
    "exchange_code_needed",
    "server_forgot",
];
