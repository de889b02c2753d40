//! Tests of the whole crate, in one binary.

mod corpus;
mod public_corpus;
mod zones;
