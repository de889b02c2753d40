//! The program server.
fn main() {}
