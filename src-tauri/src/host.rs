//! What this desktop provides to the app.

use std::{path::PathBuf, sync::Arc};

use cairn_app::{
    App, AppEvent, Host,
    host::{Keychain, LinkError, Notification, NotifyError, StartAtLoginError},
};
use chrono::{DateTime, Utc};
use serde_json::Value;
use tauri::{AppHandle, Emitter, Manager, Runtime};
use tauri_plugin_autostart::ManagerExt;
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder};

use crate::{MAIN, keychain::SystemKeychain, notifications, window};

/// The desktop that Tauri runs on.
pub(crate) struct Desktop<R: Runtime> {
    handle: AppHandle<R>,
    keychain: SystemKeychain,
}

impl<R: Runtime> Desktop<R> {
    pub(crate) fn new(handle: AppHandle<R>) -> Self {
        Self { handle, keychain: SystemKeychain }
    }

    fn file_dialog(&self, title: &str) -> FileDialogBuilder<R> {
        self.handle.dialog().file().set_title(title)
    }
}

impl<R: Runtime> Host for Desktop<R> {
    #[expect(clippy::disallowed_methods, reason = "this is the Host that the clock comes through")]
    fn now(&self) -> DateTime<Utc> {
        let now = Utc::now();
        #[cfg(feature = "testing")]
        let now = crate::hooks::clock(now).unwrap_or(now);
        now
    }

    #[expect(clippy::expect_used, reason = "without randomness nothing may be written")]
    fn random(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the system has randomness");
    }

    fn system_zone(&self) -> Option<String> {
        #[cfg(feature = "testing")]
        if let Some(zone) = crate::hooks::zone() {
            return Some(zone);
        }
        iana_time_zone::get_timezone().ok()
    }

    fn keychain(&self) -> &dyn Keychain {
        &self.keychain
    }

    fn notify(&self, notification: Notification) -> Result<(), NotifyError> {
        let (handle, id) = (self.handle.clone(), notification.id.clone());
        notifications::show(notification, move |action| {
            if let Some(app) = handle.try_state::<Arc<App>>() {
                app.notification_action(&id, action);
            }
        })
    }

    fn open_link(&self, address: &str) -> Result<(), LinkError> {
        // The browser and the mail program, and nothing that runs or reads a file of this computer.
        let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        if !matches!(scheme.as_deref(), Some("http" | "https" | "mailto")) {
            return Err(LinkError("not a link for a browser".into()));
        }
        #[cfg(feature = "testing")]
        if crate::hooks::link(address) {
            return Ok(());
        }
        open::that_detached(address).map_err(|error| LinkError(error.kind().to_string()))
    }

    fn emit(&self, event: AppEvent) {
        // The kind is the event's name in the window, the rest its payload.
        let Ok(Value::Object(mut payload)) = serde_json::to_value(event) else { return };
        if let Some(Value::String(kind)) = payload.remove("kind") {
            // Without a window there is nobody to tell.
            let _ = self.handle.emit_to(MAIN, &kind, payload);
        }
    }

    fn pick_open_file(&self, title: &str, extensions: &[&str]) -> Option<PathBuf> {
        #[cfg(feature = "testing")]
        if let Some(answer) = crate::hooks::pick() {
            return answer;
        }
        let mut dialog = self.file_dialog(title);
        if !extensions.is_empty() {
            dialog = dialog.add_filter(extensions.join(", "), extensions);
        }
        dialog.blocking_pick_file()?.into_path().ok()
    }

    fn pick_save_file(&self, title: &str, suggested_name: &str) -> Option<PathBuf> {
        #[cfg(feature = "testing")]
        if let Some(answer) = crate::hooks::pick() {
            return answer;
        }
        self.file_dialog(title).set_file_name(suggested_name).blocking_save_file()?.into_path().ok()
    }

    fn show_window(&self) {
        window::show(&self.handle);
    }

    fn set_start_at_login(&self, on: bool) -> Result<(), StartAtLoginError> {
        let launch = self.handle.autolaunch();
        let done = if on { launch.enable() } else { launch.disable() };
        done.map_err(|error| StartAtLoginError(error.to_string()))
    }

    fn starts_at_login(&self) -> bool {
        self.handle.autolaunch().is_enabled().unwrap_or(false)
    }
}
