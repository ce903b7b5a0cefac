//! How the last reads went: whether the server is well, slow or failing.
//!
//! Only reads count. What a tool does at a provider may be slow by nature, and a write
//! is rare.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// How many tries are kept.
const MOST: usize = 40;
/// For how long a try says something.
const FOR: SignedDuration = SignedDuration::from_mins(6);

/// How the reads of the last minutes went, each try by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weather {
    /// Tries.
    pub tries: u32,
    /// Tries that failed in a way that may be over a little later. Being asked to send
    /// fewer requests is none of them.
    pub failed: u32,
    /// How long a try took, in the middle of those that were answered.
    pub typical: Option<Duration>,
}

/// The tries of the last minutes.
#[derive(Default)]
pub(crate) struct Tries(VecDeque<Try>);

struct Try {
    at: Timestamp,
    /// How long the answer took; `None` when there was none.
    took: Option<Duration>,
}

impl Tries {
    /// One more: how long its answer took, or `None` when it failed.
    pub(crate) fn add(&mut self, at: Timestamp, took: Option<Duration>) {
        if self.0.len() == MOST {
            self.0.pop_front();
        }
        self.0.push_back(Try { at, took });
    }

    /// What they come to. A clock that was set back makes what lies ahead count as now.
    pub(crate) fn weather(&self, now: Timestamp) -> Weather {
        let recent = || self.0.iter().filter(|t| now.duration_since(t.at) < FOR);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let mut took: Vec<Duration> = recent().filter_map(|t| t.took).collect();
        took.sort_unstable();
        Weather {
            tries: count(recent().count()),
            failed: count(recent().filter(|t| t.took.is_none()).count()),
            typical: took.get(took.len() / 2).copied(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + seconds).unwrap()
    }

    fn took(millis: u64) -> Option<Duration> {
        Some(Duration::from_millis(millis))
    }

    #[test]
    fn failures_are_counted_and_the_middle_answer_is_the_typical_one() {
        let mut tries = Tries::default();
        for (second, took) in [took(100), None, took(9_000), took(300), None]
            .into_iter()
            .enumerate()
        {
            tries.add(at(i64::try_from(second).unwrap()), took);
        }
        let weather = tries.weather(at(10));
        assert_eq!((weather.tries, weather.failed), (5, 2));
        assert_eq!(weather.typical, took(300));
    }

    #[test]
    fn what_was_some_minutes_ago_says_nothing_any_more() {
        let mut tries = Tries::default();
        tries.add(at(0), None);
        tries.add(at(300), took(50));
        assert_eq!(tries.weather(at(359)).failed, 1);
        assert_eq!(tries.weather(at(360)).failed, 0);
        assert_eq!(tries.weather(at(9_999)), Weather::default());
    }

    #[test]
    fn many_tries_push_the_oldest_out() {
        let mut tries = Tries::default();
        tries.add(at(0), None);
        for _ in 0..MOST {
            tries.add(at(1), took(10));
        }
        let weather = tries.weather(at(2));
        assert_eq!((weather.tries, weather.failed), (40, 0));
    }

    #[test]
    fn a_clock_that_is_set_back_hides_nothing() {
        let mut tries = Tries::default();
        tries.add(at(5_000), None);
        assert_eq!(tries.weather(at(0)).failed, 1);
    }
}
