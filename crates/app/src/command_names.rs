// Generated from the list of commands (`make bindings`). Do not edit.

/// Every command of the app, by name. The desktop grants them one by one.
pub const COMMAND_NAMES: &[&str] = &["zones_find", "zone_read"];
