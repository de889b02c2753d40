//! The app while it runs.

use crate::{Host, Words, clock_text::ClockText};
use std::{path::PathBuf, sync::Arc};

/// One profile, open or locked. Shared by the window, the tray and the reminders.
pub struct App {
    pub(crate) host: Arc<dyn Host>,
    pub(crate) folder: PathBuf,
    pub(crate) words: Words,
}

impl App {
    /// The profile kept in `folder`, which need not exist yet. Reads nothing.
    pub fn new(host: Arc<dyn Host>, folder: PathBuf) -> App {
        App { host, folder, words: Words::english() }
    }

    /// Writes dates and times in the person's language.
    pub(crate) fn clock_text(&self) -> ClockText<'_> {
        ClockText::new(&self.words)
    }
}
