//! Cairn: app.
