//! Cairn: replica.
