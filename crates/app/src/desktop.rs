//! What the desktop asks the app outside of any command.

use crate::App;

impl App {
    /// Somebody clicked a button of a notification: its id as given to [`crate::Host::notify`], and the button's.
    pub fn notification_action(&self, id: &str, action: &str) {
        if self.reminder_action(id, action).is_err() {
            // Locked meanwhile, or the session is gone: the window says which.
            self.host.show_window();
        }
    }

    /// Whether closing the window leaves Cairn running in the tray.
    pub fn closes_to_tray(&self) -> bool {
        self.device_settings().keep_running
    }
}
