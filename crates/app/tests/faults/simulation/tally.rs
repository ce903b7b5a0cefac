//! What worlds met. Seeds in which nobody signs in and nothing goes wrong hold whatever is asked of
//! them, so it is counted, and a run of many in which something never came is no run.

use std::ops::AddAssign;

/// What one world met, or several.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) requests: usize,
    /// Accounts that worked when all had come to rest.
    pub(super) connected: usize,
    /// Accounts that were deleted, by whom ever.
    pub(super) deleted: usize,
    /// Calls that went wrong.
    pub(super) faulted: usize,
    /// Lives that ended in the middle, of both.
    pub(super) killed: usize,
    /// Links with which a browser came home.
    pub(super) home: usize,
    /// The second closed the program alone.
    pub(super) alone: usize,
}

impl Tally {
    fn numbers(&self) -> [usize; 7] {
        let Self {
            requests,
            connected,
            deleted,
            faulted,
            killed,
            home,
            alone,
        } = *self;
        [requests, connected, deleted, faulted, killed, home, alone]
    }

    /// As a process says it to the one that hands out the seeds.
    pub(super) fn said(&self) -> String {
        self.numbers().map(|number| number.to_string()).join(" ")
    }

    pub(super) fn read(text: &str) -> Option<Self> {
        let numbers: Result<Vec<usize>, _> = text.split(' ').map(str::parse).collect();
        let [requests, connected, deleted, faulted, killed, home, alone] =
            numbers.ok()?.try_into().ok()?;
        Some(Self {
            requests,
            connected,
            deleted,
            faulted,
            killed,
            home,
            alone,
        })
    }

    /// Whether something hardly came in so many worlds. The rarest, a deletion, is in every seventh.
    pub(super) fn lacks(&self, worlds: u64) -> bool {
        let least = usize::try_from(worlds / 30).unwrap();
        self.numbers().iter().any(|number| *number < least)
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.requests += other.requests;
        self.connected += other.connected;
        self.deleted += other.deleted;
        self.faulted += other.faulted;
        self.killed += other.killed;
        self.home += other.home;
        self.alone += other.alone;
    }
}
