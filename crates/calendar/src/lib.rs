//! Cairn: calendar.
