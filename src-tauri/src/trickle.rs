//! A log line for each of a few events, and none for a flood of them: any web page can send
//! links as fast as it likes, and they must not fill the disk.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

const MOST: u32 = 20;
const WINDOW: Duration = Duration::from_secs(10);

/// Counts events and says which of them may be written down.
pub(crate) struct Trickle(Mutex<Option<(Instant, u32)>>);

impl Trickle {
    /// Nothing has been counted yet.
    pub(crate) const fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// Whether the event at `now` is one of the first of its window.
    pub(crate) fn lets_through(&self, now: Instant) -> bool {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, count) = match *counted {
            Some((since, count)) if now.duration_since(since) < WINDOW => (since, count + 1),
            _ => (now, 1),
        };
        *counted = Some((since, count));
        count <= MOST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_not_written_down_and_the_next_window_is() {
        let trickle = Trickle::new();
        let start = Instant::now();
        let passed = (0..100_000).filter(|_| trickle.lets_through(start)).count();
        assert_eq!(passed, 20, "the rest of a flood leaves nothing");
        assert!(
            trickle.lets_through(start + WINDOW),
            "later links are seen again"
        );
    }
}
