//! Locking when nobody is there.

use super::held;
use crate::{App, Result};
use chrono::TimeDelta;

/// Tells that the person did something. The interface calls it at most every 30 seconds.
pub fn activity(app: &App, (): ()) -> Result<()> {
    app.note_activity();
    Ok(())
}

impl App {
    pub(crate) fn note_activity(&self) {
        *held(&self.vault.active_at) = Some(self.now());
    }

    /// Locks when the person did nothing for as long as she set. The desktop calls it every few seconds.
    ///
    /// The wall clock decides, so that a computer that slept for an hour is locked when it wakes.
    pub fn lock_when_idle(&self) {
        let minutes = self.device_settings().idle_minutes;
        let Some(since) = *held(&self.vault.active_at) else { return };
        let Some(open) = self.open_now() else { return };
        if minutes == 0 || open.is_example {
            return;
        }
        drop(open);
        let idle = self.now() - since;
        if idle < TimeDelta::zero() {
            // The clock was set back: count from here.
            self.note_activity();
        } else if idle >= TimeDelta::minutes(i64::from(minutes)) {
            self.lock_now();
        }
    }
}
