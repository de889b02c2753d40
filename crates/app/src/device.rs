//! Settings of this computer. They lie beside the encrypted file, since they are needed while it is shut, and hold
//! nothing private.

use crate::{
    App, Result,
    store_error::from_io,
    vault::{Folder, write_whole},
};
use serde::{Deserialize, Serialize};
use std::fs;

/// Settings of this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct DeviceSettings {
    /// Lock after so many minutes without a key or a click; 0 is never.
    ///
    /// Never, until the person says so: a locked Cairn reminds of nothing, and with the keychain alone locking keeps out
    /// nobody who sits at this computer.
    pub(crate) idle_minutes: u32,
    /// Whether Cairn goes on in the tray when its window is closed, so that reminders come.
    pub(crate) keep_running: bool,
}

impl Default for DeviceSettings {
    fn default() -> DeviceSettings {
        DeviceSettings { idle_minutes: 0, keep_running: true }
    }
}

impl App {
    /// The settings of this computer; what cannot be read is as at the beginning.
    pub(crate) fn device_settings(&self) -> DeviceSettings {
        let bytes = fs::read(Folder(&self.folder).device()).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    /// Changes the settings of this computer. Fails with what writing says.
    pub(crate) fn change_device_settings(&self, change: impl FnOnce(&mut DeviceSettings)) -> Result<()> {
        let before = self.device_settings();
        let mut after = before.clone();
        change(&mut after);
        if after == before {
            return Ok(());
        }
        let text = serde_json::to_vec_pretty(&after).unwrap_or_default();
        write_whole(&Folder(&self.folder).device(), &text).map_err(|error| from_io(&error))
    }
}
