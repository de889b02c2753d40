//! Cairn: domain.
