//! Sessions: planned alone or by a series, opened, moved, called off, and logged.

pub mod change;
pub mod list;
pub mod log;
mod meetings;
pub mod plan;
pub mod prepare;
pub mod view;

pub(crate) use meetings::{Meetings, all_without_time, carry_over_agenda, members_of, recorded, upcoming};
pub(crate) use view::joined;

#[cfg(test)]
mod tests;
