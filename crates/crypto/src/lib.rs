//! Cairn: crypto.
