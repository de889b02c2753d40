//! What Cairn does, apart from any window: the use cases, declared once as a list of commands.
//!
//! A desktop hands in a [`Host`], calls [`App::dispatch`] with a command's name and its arguments as JSON, and shows
//! what comes back. Nothing here knows of Tauri; the tests run with a host that is nothing but the trait.

pub mod actions;
pub mod agenda;
pub mod alerts;
pub mod archive;
pub mod backups;
pub mod calendar;
pub mod calendar_file;
pub mod chosen;
mod clock_text;
mod command_names;
mod commands;
pub mod concurrent;
pub mod dates;
mod demo;
mod desktop;
mod device;
mod error;
mod faces;
pub mod goals;
pub mod history;
pub mod host;
mod markdown;
pub mod mentorships;
pub mod messages;
pub mod notes;
pub mod planner;
pub mod recovered;
pub mod reminders;
pub mod resources;
pub mod search;
pub mod series;
pub mod sessions;
pub mod settings;
mod state;
mod store_error;
pub mod sync;
#[cfg(test)]
mod testing;
pub mod today;
pub mod undo;
pub mod vault;
pub mod when;
mod words;
pub mod zones;

pub use command_names::COMMAND_NAMES;
pub use error::{CODES, Error, Param, Result};
pub use host::{AppEvent, Host};
pub use state::App;
pub use words::Words;
