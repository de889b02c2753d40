//! Goals: written letter by letter, checked in on, seen on a line towards their last day, and shared by copying.

pub mod check_in;
mod history;
pub mod list;
pub mod milestone;
pub mod numbers;
pub mod place;
mod said;
pub mod share;
pub mod smart;
pub mod view;
pub mod write;

mod chart;
#[cfg(test)]
mod tests;
