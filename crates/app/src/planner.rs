//! Finding a time: everybody's day beside each other, the fairest times over a term, and who carries them.
//!
//! Dates and times are the person's own: her calendar, her clock. What keeps somebody busy is told without its title.

mod asked;
mod burden;
mod choice;
mod day;
mod findings;
mod nobody;
mod options;
mod people;
pub mod take_turns;
pub mod view;

pub use asked::FindTime;
pub(crate) use findings::LastFindings;

#[cfg(test)]
mod tests;
