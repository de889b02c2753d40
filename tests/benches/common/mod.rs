//! What the benches with a server share.
#![allow(dead_code, reason = "each bench uses some of it")]

pub(crate) mod chance;
pub(crate) mod cost;
pub(crate) mod program;

/// The middle one.
pub(crate) fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.into_iter().collect();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The load of the machine in the last minute: what others do while we measure.
pub(crate) fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or("?").to_owned()
}
