//! The first minute of a second computer: with another device at hand, or with the recovery code alone.

use super::devices::DeviceWords;
use crate::{App, Error, Result, vault::start::AppStateView};
use serde::Deserialize;
use ts_rs::TS;

/// A link that another device shows.
#[derive(Deserialize, TS)]
pub struct EnrolLink {
    link: String,
}

/// How this computer is to be opened.
#[derive(Deserialize, TS)]
pub struct EnrolFinish {
    /// What the computer is called among the person's devices.
    name: String,
    /// Demanded where there is no keychain that can be used.
    #[ts(optional)]
    passphrase: Option<String>,
}

/// The recovery code, and where the server is.
#[derive(Deserialize, TS)]
pub struct RestoreAccount {
    /// The server's address, as it stands beside the code.
    server: String,
    /// As typed, with or without its separators.
    code: String,
    /// What the computer is called among the person's devices.
    name: String,
    /// Demanded where there is no keychain that can be used.
    #[ts(optional)]
    passphrase: Option<String>,
}

/// Meets the other device and gives the three words that both show. Fails with `not_a_device_link` at `link`,
/// `enrolment_over`, `profile_exists`, and as every talk with a server does.
pub fn begin(app: &App, args: EnrolLink) -> Result<DeviceWords> {
    let _ = (app, args.link);
    Err(Error::new("sync_off"))
}

/// Waits until the person said on the other device that the words are the same, and makes the profile. Fails with
/// `enrolment_refused`, `enrolment_over`, `passphrase_needed`, `cancelled`; there is no profile then.
pub fn finish(app: &App, args: EnrolFinish) -> Result<AppStateView> {
    let _ = (app, args.name, args.passphrase);
    Err(Error::new("sync_off"))
}

/// Brings back what is on the server with the recovery code. Fails with what is wrong with the code, with
/// `recovery_unknown`, `bad_server` at `server`, and as every talk with a server does; there is no profile then.
pub fn restore(app: &App, args: RestoreAccount) -> Result<AppStateView> {
    let _ = (app, args.server, args.code, args.name, args.passphrase);
    Err(Error::new("sync_off"))
}
