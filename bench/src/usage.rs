//! What this process used: from the kernel, in its own units.

use rustix::time::{ClockId, clock_gettime};

/// Processor time of the whole process so far, in milliseconds.
pub(crate) fn cpu_ms() -> f64 {
    let spent = clock_gettime(ClockId::ProcessCPUTime);
    #[expect(clippy::cast_precision_loss, reason = "a process that ran for years")]
    let (seconds, nanos) = (spent.tv_sec as f64, spent.tv_nsec as f64);
    seconds * 1_000.0 + nanos / 1_000_000.0
}

/// Resident memory now, in KiB.
pub(crate) fn resident_kib() -> u64 {
    status("VmRSS:")
}

/// The highest resident memory so far, in KiB.
pub(crate) fn peak_kib() -> u64 {
    status("VmHWM:")
}

/// How often the process slept and was woken so far, over all its threads.
pub(crate) fn switches() -> u64 {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten();
    let counts = tasks.flatten().map(|task| {
        let text = std::fs::read_to_string(task.path().join("status")).unwrap_or_default();
        number(&text, "voluntary_ctxt_switches:")
    });
    counts.sum()
}

fn status(name: &str) -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    number(&text, name)
}

fn number(text: &str, name: &str) -> u64 {
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}
