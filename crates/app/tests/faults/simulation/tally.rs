//! What worlds met. Seeds in which nobody signs in and nothing goes wrong hold whatever is asked of
//! them, so it is counted, and a run of many in which something hardly came is no run.

use std::collections::BTreeMap;

/// How often something was met, in one world or in several; each world names all of it, met or not.
#[derive(Debug, Default)]
pub(super) struct Tally(BTreeMap<String, usize>);

impl Tally {
    pub(super) fn add(&mut self, what: &str, times: usize) {
        *self.0.entry(what.to_owned()).or_default() += times;
    }

    pub(super) fn take(&mut self, other: Self) {
        for (what, times) in other.0 {
            self.add(&what, times);
        }
    }

    pub(super) fn of(&self, what: &str) -> usize {
        self.0.get(what).copied().unwrap_or_default()
    }

    /// As a process says it to the one that hands out the seeds.
    pub(super) fn said(&self) -> String {
        serde_json::to_string(&self.0).unwrap()
    }

    pub(super) fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().map(Self)
    }

    /// Whether something hardly came in so many worlds. The rarest, a deletion, is in every seventh.
    pub(super) fn lacks(&self, worlds: u64) -> bool {
        let least = usize::try_from(worlds / 30).unwrap();
        self.0.values().any(|times| *times < least)
    }
}
