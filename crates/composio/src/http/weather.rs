//! How the last reads went: whether the server is well, slow or failing.
//!
//! Only reads count. What a tool does at a provider may be slow by nature, and a write
//! is rare.

use std::collections::VecDeque;
use std::ops::Range;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// How many tries are kept.
const MOST: usize = 40;
/// For how long a try says something.
const FOR: SignedDuration = SignedDuration::from_mins(6);
/// So many tries in a row that found nobody are an outage: a read has no more of them.
const OUTAGE: usize = 3;

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
    end: End,
}

/// How a try ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// With an answer, after so long.
    Answered(Duration),
    /// The server answered that it cannot now, or not to the end.
    Failed,
    /// Nobody was there.
    Unreached,
}

impl Try {
    fn took(&self) -> Option<Duration> {
        match self.end {
            End::Answered(took) => Some(took),
            End::Failed | End::Unreached => None,
        }
    }
}

impl Tries {
    /// One more.
    pub(crate) fn add(&mut self, at: Timestamp, end: End) {
        if self.0.len() == MOST {
            self.0.pop_front();
        }
        self.0.push_back(Try { at, end });
    }

    /// What they come to. A clock that was set back makes what lies ahead count as now.
    pub(crate) fn weather(&self, now: Timestamp) -> Weather {
        let mut recent: Vec<&Try> = self.0.iter().collect();
        recent.retain(|held| now.duration_since(held.at) < FOR);
        if let Some(outage) = the_outage(&recent) {
            recent.drain(outage);
        }
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let mut took: Vec<Duration> = recent.iter().filter_map(|held| held.took()).collect();
        took.sort_unstable();
        Weather {
            tries: count(recent.len()),
            failed: count(recent.len() - took.len()),
            typical: took.get(took.len() / 2).copied(),
        }
    }
}

/// Where the outage is that is over. While nobody was there, that was told as it was. It says
/// nothing of a server that is back: "answers, but nearly every request fails" would be untrue of
/// it for minutes. Of a server that comes and goes it is true: then there is not one of them.
fn the_outage(recent: &[&Try]) -> Option<Range<usize>> {
    let mut over = None;
    let mut from = 0;
    for (here, held) in recent.iter().enumerate() {
        if held.end == End::Unreached {
            continue;
        }
        let back = matches!(held.end, End::Answered(_));
        if back && here - from >= OUTAGE && over.replace(from..here).is_some() {
            return None;
        }
        from = here + 1;
    }
    over
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + seconds).unwrap()
    }

    fn took(millis: u64) -> End {
        End::Answered(Duration::from_millis(millis))
    }

    #[test]
    fn failures_are_counted_and_the_middle_answer_is_the_typical_one() {
        let mut tries = Tries::default();
        for (second, end) in [
            took(100),
            End::Failed,
            took(9_000),
            took(300),
            End::Unreached,
        ]
        .into_iter()
        .enumerate()
        {
            tries.add(at(i64::try_from(second).unwrap()), end);
        }
        let weather = tries.weather(at(10));
        assert_eq!((weather.tries, weather.failed), (5, 2));
        assert_eq!(weather.typical, Some(Duration::from_millis(300)));
    }

    #[test]
    fn what_was_some_minutes_ago_says_nothing_any_more() {
        let mut tries = Tries::default();
        tries.add(at(0), End::Failed);
        tries.add(at(300), took(50));
        assert_eq!(tries.weather(at(359)).failed, 1);
        assert_eq!(tries.weather(at(360)).failed, 0);
        assert_eq!(tries.weather(at(9_999)), Weather::default());
    }

    #[test]
    fn many_tries_push_the_oldest_out() {
        let mut tries = Tries::default();
        tries.add(at(0), End::Failed);
        for _ in 0..MOST {
            tries.add(at(1), took(10));
        }
        let weather = tries.weather(at(2));
        assert_eq!((weather.tries, weather.failed), (40, 0));
    }

    /// How many of these tries count, and how many of them as failed.
    fn after(ends: &[End]) -> (u32, u32) {
        let mut tries = Tries::default();
        for end in ends {
            tries.add(at(0), *end);
        }
        let weather = tries.weather(at(1));
        (weather.tries, weather.failed)
    }

    #[test]
    fn an_outage_says_nothing_of_a_server_that_is_back() {
        let gone = [End::Unreached; OUTAGE];
        assert_eq!(after(&gone), (3, 3), "as long as it lasts");
        assert_eq!(after(&[&gone[..], &[took(10)]].concat()), (1, 0));
        let before = [took(10), End::Failed];
        let whole = [&before[..], &gone, &gone, &[took(10)]].concat();
        assert_eq!(after(&whole), (3, 1), "what was before it stays");
    }

    #[test]
    fn a_server_that_comes_and_goes_is_failing() {
        let gone = [End::Unreached; OUTAGE];
        let flaps = [&gone[..], &[took(10)], &gone, &[took(10)]].concat();
        assert_eq!(after(&flaps), (8, 6), "each read but its last try");
        let again = [&gone[..], &[took(10)], &gone].concat();
        assert_eq!(after(&again), (4, 3), "the second one goes on");
    }

    #[test]
    fn an_outage_of_some_minutes_ago_is_none_of_two() {
        let mut tries = Tries::default();
        for second in [0, 400] {
            for _ in 0..OUTAGE {
                tries.add(at(second), End::Unreached);
            }
            tries.add(at(second + 1), took(10));
        }
        let weather = tries.weather(at(402));
        assert_eq!((weather.tries, weather.failed), (1, 0));
    }

    #[test]
    fn a_server_that_is_there_and_not_there_is_failing() {
        let now_and_then = [End::Unreached, End::Unreached, took(10)];
        assert_eq!(after(&now_and_then), (3, 2));
        let unwell = [End::Failed, End::Failed, End::Failed, took(10)];
        assert_eq!(after(&unwell), (4, 3), "it was there all the time");
    }

    #[test]
    fn a_clock_that_is_set_back_hides_nothing() {
        let mut tries = Tries::default();
        tries.add(at(5_000), End::Failed);
        assert_eq!(tries.weather(at(0)).failed, 1);
    }
}
