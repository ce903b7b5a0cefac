//! What this process used: from the kernel, in its own units.

use std::collections::HashMap;
use std::ffi::OsString;

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

/// How often each thread of the process slept and was woken so far, by the thread's id.
pub(crate) struct Switches(HashMap<OsString, u64>);

impl Switches {
    pub(crate) fn now() -> Self {
        let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten();
        let counts = tasks.flatten().map(|task| {
            let text = std::fs::read_to_string(task.path().join("status")).unwrap_or_default();
            (task.file_name(), number(&text, "voluntary_ctxt_switches:"))
        });
        Self(counts.collect())
    }

    /// How many there were since then. A thread that ended takes what it did with it, so each is
    /// compared with itself: as a sum, what it did before would be taken off the others.
    pub(crate) fn since(&self, then: &Self) -> u64 {
        let each = self.0.iter().map(|(thread, count)| {
            let before = then.0.get(thread).copied().unwrap_or(0);
            count.saturating_sub(before)
        });
        each.sum()
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_that_ended_takes_nothing_off_the_others() {
        let of = |threads: &[(&str, u64)]| {
            let counts = threads
                .iter()
                .map(|(id, count)| (OsString::from(id), *count));
            Switches(counts.collect())
        };
        let then = of(&[("1", 10), ("2", 5_000)]);
        assert_eq!(of(&[("1", 17), ("3", 2)]).since(&then), 9);
    }
}
