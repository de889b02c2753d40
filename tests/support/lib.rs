//! What the end-to-end tests share: a desktop of their own, the real app on it, and eyes and hands.
//!
//! ```no_run
//! use cairn_tests::{Desktop, Keyring};
//!
//! let desktop = Desktop::new(Keyring::Unlocked);
//! let app = desktop.start();
//! app.field("Name").fill("Ada");
//! app.button("Continue").click();
//! app.sees("Welcome, Ada");
//! app.accessible("welcome");
//! ```
//!
//! Nothing here sleeps for a fixed time: everything waits for its condition, and says what it waited for and
//! what was on the screen when it gives up.

#![expect(clippy::expect_used, clippy::panic, reason = "a test harness fails by panicking")]

mod app;
mod desktop;
mod element;
mod keys;
mod postgres;
mod readable;
mod server;
mod tools;
mod wait;
mod webdriver;

pub use app::{App, Theme};
pub use desktop::{Desktop, Keyring, Shown};
pub use element::Element;
pub use keys::Key;
pub use postgres::empty_database;
pub use readable::readable;
pub use server::Server;
pub use wait::{until, wait_until};
