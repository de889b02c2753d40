//! What a process has cost, as the kernel says it.

use std::{fs, time::Duration};

/// CPU time of a process's threads that are alive.
pub(crate) fn cpu(process: u32) -> Duration {
    let tasks = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let spent = |path: std::path::PathBuf| -> Option<u64> {
        let text = fs::read_to_string(path.join("schedstat")).ok()?;
        text.split(' ').next()?.parse().ok()
    };
    Duration::from_nanos(tasks.filter_map(|task| spent(task.path())).sum())
}

/// CPU time of all children of a process, as far as they are alive.
pub(crate) fn cpu_of_children(process: u32) -> Duration {
    children(process).into_iter().map(cpu).sum()
}

fn children(process: u32) -> Vec<u32> {
    let all = fs::read_dir("/proc").into_iter().flatten().flatten();
    let ids = all.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    ids.filter(|id| parent(*id) == Some(process)).collect()
}

/// Who started a process.
pub(crate) fn parent(process: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    stat.rsplit(") ").next()?.split(' ').nth(1)?.parse().ok()
}

/// The most memory that a process had since [`forget_peak`], in MiB.
pub(crate) fn peak(process: u32) -> f64 {
    status(process, "VmHWM:")
}

/// The memory that a process has, in MiB.
pub(crate) fn resident(process: u32) -> f64 {
    status(process, "VmRSS:")
}

/// Begins counting the peak of a process anew.
pub(crate) fn forget_peak(process: u32) {
    let _ = fs::write(format!("/proc/{process}/clear_refs"), "5");
}

fn status(process: u32, field: &str) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field)).unwrap_or_default();
    let kibibytes: f64 = line.split_whitespace().next().and_then(|it| it.parse().ok()).unwrap_or_default();
    kibibytes / 1024.0
}
