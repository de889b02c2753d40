//! Cairn: store.
