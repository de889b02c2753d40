//! The person's devices: seeing them, naming them, adding one, taking one away.

use crate::{App, Error, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The person's devices.
#[derive(Debug, Serialize, TS)]
pub struct DevicesView {
    /// This one first, then the one seen last.
    pub devices: Vec<DeviceRow>,
}

/// A device.
#[derive(Debug, Serialize, TS)]
pub struct DeviceRow {
    /// Names it.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// Whether it is this one.
    pub this: bool,
    /// When it was last here: `today 19:02`; none where the server was not asked yet.
    pub seen: Option<String>,
    /// When it was added: `14 September`.
    pub added: Option<String>,
    /// Whether it was taken away, for good.
    pub revoked: bool,
}

/// A device to be named.
#[derive(Debug, Deserialize, TS)]
pub struct NameDevice {
    id: String,
    name: String,
}

/// A device.
#[derive(Debug, Deserialize, TS)]
pub struct OneDevice {
    id: String,
}

/// A link for the new device.
#[derive(Serialize, TS)]
pub struct DeviceLink {
    /// `cairn://device/…`.
    pub link: String,
    /// For how long: `10 minutes`.
    pub lasts: String,
}

/// Three words to compare on both devices.
#[derive(Serialize, TS)]
pub struct DeviceWords {
    /// Three.
    pub words: Vec<String>,
}

/// What the person found when she compared the three words.
#[derive(Debug, Deserialize, TS)]
pub struct DeviceAnswer {
    /// Whether they are the same.
    same: bool,
    /// What the new device is called.
    name: String,
}

/// The person's devices, as the server tells them where it can be reached, or as last known. Fails with `sync_off`.
pub fn list(app: &App, (): ()) -> Result<DevicesView> {
    app.open()?;
    Err(Error::new("sync_off"))
}

/// Names a device. Fails with `empty` or `too_long` at `name`.
pub fn name(app: &App, args: NameDevice) -> Result<()> {
    let _ = (app, args.id, args.name);
    Err(Error::new("sync_off"))
}

/// Begins to add a device: gives a link for it. One before is forgotten. Fails as every talk with a server does.
pub fn add_begin(app: &App, (): ()) -> Result<DeviceLink> {
    app.open()?;
    Err(Error::new("sync_off"))
}

/// Waits until the new device has answered, and gives the three words. Fails with `enrolment_over`, `enrolment_forged`,
/// `cancelled`, and as every talk with a server does.
pub fn add_words(app: &App, (): ()) -> Result<DeviceWords> {
    app.open()?;
    Err(Error::new("sync_off"))
}

/// Adds the device where the words are the same, and forgets it where they are not.
pub fn add_answer(app: &App, args: DeviceAnswer) -> Result<()> {
    let _ = (app, args.same, args.name);
    Err(Error::new("sync_off"))
}

/// Stops adding a device, or joining as one.
pub fn add_cancel(app: &App, (): ()) -> Result<()> {
    let _ = app;
    Ok(())
}

/// Takes a device away: it reads nothing written after. Fails as every talk with a server does.
pub fn revoke(app: &App, args: OneDevice) -> Result<()> {
    let _ = (app, args.id);
    Err(Error::new("sync_off"))
}
