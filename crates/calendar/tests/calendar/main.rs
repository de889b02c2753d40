//! Tests of the whole crate, in one binary.

mod clocks;
mod corpus;
mod ical;
mod oracle;
mod public_corpus;
mod typed;
mod zones;
