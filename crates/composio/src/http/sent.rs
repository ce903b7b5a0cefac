//! How many requests left lately, so that whoever sends many keeps to a share of the
//! organisation's budget.

use std::time::Duration;

use jiff::Timestamp;

/// No window of a budget is longer.
const LONGEST: Duration = Duration::from_secs(60);

/// When each request of the last minute was sent.
#[derive(Default)]
pub(crate) struct Sent(Vec<Timestamp>);

impl Sent {
    /// One more.
    pub(crate) fn add(&mut self, now: Timestamp) {
        self.0.retain(|at| is_within(*at, now, LONGEST));
        self.0.push(now);
    }

    /// How many were sent in so long until now.
    pub(crate) fn within(&self, span: Duration, now: Timestamp) -> usize {
        let times = self.0.iter();
        times.filter(|at| is_within(**at, now, span)).count()
    }
}

/// What lies ahead was sent before the clock was set back, and says nothing any more.
fn is_within(at: Timestamp, now: Timestamp, span: Duration) -> bool {
    Duration::try_from(now.duration_since(at)).is_ok_and(|ago| ago < span)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + seconds).unwrap()
    }

    #[test]
    fn what_is_older_than_the_window_and_what_lies_ahead_is_not_counted() {
        let mut sent = Sent::default();
        for second in [0, 30, 31, 89] {
            sent.add(at(second));
        }
        let count = |span, now| sent.within(Duration::from_secs(span), at(now));
        assert_eq!(count(60, 89), 3, "the first is gone");
        assert_eq!(count(10, 89), 1);
        assert_eq!(count(60, 91), 1);
        assert_eq!(
            count(60, 30),
            1,
            "a clock that was set back hides what was sent"
        );
        assert_eq!(count(60, 500), 0);
    }
}
