//! Tests of the whole crate, in one binary.
#![expect(clippy::unwrap_used, reason = "the functions that prepare tests may panic as tests may")]

mod clocks;
mod corpus;
mod fairness;
mod ical;
mod minutes;
mod oracle;
mod parted;
mod planner;
mod public_corpus;
mod remembered;
mod second_opinion;
mod series;
mod typed;
mod zones;
