//! Journeys through the real app, on a desktop of their own. One module for each; see [`cairn_tests`].

mod killed;
mod reminders;
mod session;
mod starts;
mod ways_in;
