//! Calendar files: what we write, what we read, and that it is the same.

mod corpus;
mod read;
mod round_trip;
mod written;
