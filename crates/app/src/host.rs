//! What a desktop provides. Everything that reaches outside the process goes through here, so that tests can stand in.

use chrono::{DateTime, Utc};
use serde::Serialize;
use std::path::PathBuf;
use ts_rs::TS;

/// A desktop, or a test that stands in for one. Calls may come from any thread.
pub trait Host: Send + Sync {
    /// The time.
    fn now(&self) -> DateTime<Utc>;

    /// Fills `bytes` from the system's source of randomness.
    fn random(&self, bytes: &mut [u8]);

    /// The IANA id of the computer's zone, where it tells.
    fn system_zone(&self) -> Option<String>;

    /// The system's keychain. Its calls may block; never called on the window's thread.
    fn keychain(&self) -> &dyn Keychain;

    /// Shows a notification at once. Clicks come back through [`crate::App::notification_action`].
    fn notify(&self, notification: Notification) -> Result<(), NotifyError>;

    /// Opens an address in the person's browser.
    fn open_link(&self, address: &str) -> Result<(), LinkError>;

    /// Tells the interface that something happened.
    fn emit(&self, event: AppEvent);

    /// Lets the person choose a file to read. None when she changes her mind.
    fn pick_open_file(&self, title: &str, extensions: &[&str]) -> Option<PathBuf>;

    /// Lets the person choose where to write a file. None when she changes her mind.
    fn pick_save_file(&self, title: &str, suggested_name: &str) -> Option<PathBuf>;

    /// Shows the window in front of the others.
    fn show_window(&self);

    /// Starts Cairn at login, or no longer.
    fn set_start_at_login(&self, on: bool) -> Result<(), StartAtLoginError>;

    /// Whether Cairn starts at login.
    fn starts_at_login(&self) -> bool;
}

/// Secrets in the system's keychain, by name.
pub trait Keychain: Send + Sync {
    /// Whether it can be used right now.
    fn state(&self) -> KeychainState;
    /// The secret of that name; none where there is no such secret or it cannot be read.
    fn get(&self, key: &str) -> Result<Option<Vec<u8>>, KeychainError>;
    /// Keeps a secret under that name, in the place of one before.
    fn set(&self, key: &str, secret: &[u8]) -> Result<(), KeychainError>;
    /// Forgets the secret of that name, if there is one.
    fn remove(&self, key: &str) -> Result<(), KeychainError>;
}

/// Whether the keychain can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeychainState {
    /// There is none on this computer.
    Absent,
    /// It is there, and locked.
    Locked,
    /// It can be used.
    Ready,
}

/// Why the keychain did not do it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeychainError {
    /// There is none on this computer.
    #[error("there is no keychain")]
    Absent,
    /// It is locked, or the person did not unlock it.
    #[error("the keychain is locked")]
    Locked,
    /// Something else, in the system's words; for the log.
    #[error("the keychain failed: {0}")]
    Other(String),
}

/// A notification as the desktop shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// Names it in what comes back.
    pub id: String,
    /// First line.
    pub title: String,
    /// The rest.
    pub body: String,
    /// Buttons: id and label.
    pub actions: Vec<(String, String)>,
}

/// The desktop shows no notifications. The reminder is shown in the window instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no notification could be shown: {0}")]
pub struct NotifyError(pub String);

/// The desktop could not open an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the address could not be opened: {0}")]
pub struct LinkError(pub String);

/// The desktop could not change what starts at login.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("start at login could not be changed: {0}")]
pub struct StartAtLoginError(pub String);

/// Something the interface should know of.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AppEvent {
    /// Records of these collections changed: read again what shows them.
    Changed {
        /// Names as in the store's tables.
        collections: Vec<String>,
    },
    /// A minute began: read again what shows the time.
    Minute,
    /// The profile was opened.
    Opened,
    /// The profile was locked.
    Locked,
    /// A reminder is due, and the desktop shows no notifications: the window does.
    Reminder {
        /// What is due.
        title: String,
        /// When, on both clocks.
        body: String,
        /// The route to open.
        route: String,
    },
    /// Somebody asked for a screen from outside the window: the tray, a notification.
    Open {
        /// The route to open, such as `/session/<id>`.
        route: String,
    },
    /// Cairn was opened with a calendar file.
    CalendarFile,
    /// Cairn was opened with an invite or a link of another device.
    SyncLink,
    /// Cairn was opened with an exchange file.
    ExchangeFile,
    /// Long work goes on.
    Progress {
        /// Which work.
        work: String,
        /// Done so far.
        done: u32,
        /// All there is to do.
        total: u32,
    },
}
