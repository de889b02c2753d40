//! Journeys through the real app, on a desktop of their own. One module for each; see [`cairn_tests`].

mod archive;
mod calendar;
mod goal;
mod import;
mod killed;
mod main_journey;
mod messages;
mod planner;
mod reminders;
mod session;
mod shift;
mod starts;
mod sync;
mod today;
mod vault;
mod ways_in;
