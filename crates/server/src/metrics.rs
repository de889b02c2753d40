//! Counts for the operator, in the text format of Prometheus. Nothing here knows a person, a device or a space.

use std::{
    collections::BTreeMap,
    fmt::Write,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// Upper bounds of the duration buckets, in seconds.
const BUCKETS: [f64; 9] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 30.0];

/// What has been counted since the start.
#[derive(Default)]
pub struct Metrics {
    /// By route and status. Routes are the patterns of the router, so there are only so many of them.
    requests: Mutex<BTreeMap<(String, String, u16), u64>>,
    durations: Mutex<BTreeMap<String, Histogram>>,
    entries: AtomicU64,
    entry_bytes: AtomicU64,
    blob_bytes: AtomicU64,
    sent_bytes: AtomicU64,
    waiting: AtomicU64,
}

#[derive(Default)]
struct Histogram {
    /// How many were at most as long as the bound of the same place.
    counts: [u64; BUCKETS.len()],
    count: u64,
    seconds: f64,
}

impl Metrics {
    /// A request that was answered.
    pub fn request(&self, method: &str, route: &str, status: u16, took: Duration) {
        *lock(&self.requests).entry((method.to_owned(), route.to_owned(), status)).or_default() += 1;
        let mut durations = lock(&self.durations);
        let histogram = durations.entry(route.to_owned()).or_default();
        let seconds = took.as_secs_f64();
        histogram.count += 1;
        histogram.seconds += seconds;
        for (count, bound) in histogram.counts.iter_mut().zip(BUCKETS) {
            *count += u64::from(seconds <= bound);
        }
    }

    /// Entries that were appended, with their length in bytes together.
    pub fn appended(&self, entries: usize, bytes: usize) {
        self.entries.fetch_add(entries as u64, Ordering::Relaxed);
        self.entry_bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// A blob that was stored.
    pub fn stored(&self, bytes: usize) {
        self.blob_bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// Bytes of logs, blobs and snapshots that were sent.
    pub fn sent(&self, bytes: usize) {
        self.sent_bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// Counts one who waits, until the guard is dropped.
    pub fn wait(self: &Arc<Self>) -> Waiting {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        Waiting(Arc::clone(self))
    }

    /// All of it as Prometheus reads it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text).expect("a string takes all text");
        text
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        head(text, "cairn_requests_total", "counter", "Requests answered, by method, route and status.")?;
        for ((method, route, status), count) in lock(&self.requests).iter() {
            writeln!(
                text,
                "cairn_requests_total{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}} {count}"
            )?;
        }
        let name = "cairn_request_duration_seconds";
        head(text, name, "histogram", "How long requests took, by route; waiting for changes counts.")?;
        for (route, histogram) in lock(&self.durations).iter() {
            for (count, bound) in histogram.counts.iter().zip(BUCKETS) {
                writeln!(text, "{name}_bucket{{route=\"{route}\",le=\"{bound}\"}} {count}")?;
            }
            writeln!(text, "{name}_bucket{{route=\"{route}\",le=\"+Inf\"}} {}", histogram.count)?;
            writeln!(text, "{name}_sum{{route=\"{route}\"}} {}", histogram.seconds)?;
            writeln!(text, "{name}_count{{route=\"{route}\"}} {}", histogram.count)?;
        }
        for (name, kind, help, value) in [
            ("cairn_entries_total", "counter", "Entries appended to logs.", &self.entries),
            ("cairn_entry_bytes_total", "counter", "Bytes of those entries.", &self.entry_bytes),
            ("cairn_blob_bytes_total", "counter", "Bytes of blobs stored.", &self.blob_bytes),
            (
                "cairn_sent_bytes_total",
                "counter",
                "Bytes of logs, blobs and snapshots sent.",
                &self.sent_bytes,
            ),
            ("cairn_waiting", "gauge", "Requests that wait for changes now.", &self.waiting),
        ] {
            head(text, name, kind, help)?;
            writeln!(text, "{name} {}", value.load(Ordering::Relaxed))?;
        }
        if let Some(bytes) = resident_memory() {
            head(text, "process_resident_memory_bytes", "gauge", "Memory of the process.")?;
            writeln!(text, "process_resident_memory_bytes {bytes}")?;
        }
        Ok(())
    }
}

/// Somebody who waits for changes.
pub struct Waiting(Arc<Metrics>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

fn head(text: &mut String, name: &str, kind: &str, help: &str) -> std::fmt::Result {
    writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}")
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// As the kernel says it; only Linux does so in a file.
fn resident_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kibibytes| kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_said_in_the_format_of_prometheus() {
        let metrics = Arc::new(Metrics::default());
        metrics.request("GET", "/v1/changes", 204, Duration::from_millis(3));
        metrics.request("GET", "/v1/changes", 204, Duration::from_millis(700));
        metrics.appended(2, 300);
        let waiting = metrics.wait();
        let text = metrics.text();
        for line in [
            "cairn_requests_total{method=\"GET\",route=\"/v1/changes\",status=\"204\"} 2",
            "cairn_request_duration_seconds_bucket{route=\"/v1/changes\",le=\"0.0025\"} 0",
            "cairn_request_duration_seconds_bucket{route=\"/v1/changes\",le=\"0.005\"} 1",
            "cairn_request_duration_seconds_bucket{route=\"/v1/changes\",le=\"+Inf\"} 2",
            "cairn_entries_total 2",
            "cairn_entry_bytes_total 300",
            "cairn_waiting 1",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
        }
        drop(waiting);
        assert!(metrics.text().contains("cairn_waiting 0"));
    }
}
