//! The client of the program server.
