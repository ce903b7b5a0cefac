//! A fixed window per organisation, in the simulator's own time.

use crate::config::RateLimit;

/// What the headers of an answer say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quota {
    /// The simulator's time when this was looked up.
    pub(crate) now: i64,
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    pub(crate) window_s: u64,
    /// Seconds to wait, when nothing is left.
    pub(crate) retry_after: Option<u64>,
}

/// Counts requests per window.
#[derive(Debug)]
pub(crate) struct Limiter {
    rate: RateLimit,
    window: i64,
    used: u32,
}

impl Limiter {
    pub(crate) fn new(rate: RateLimit) -> Self {
        Self {
            rate,
            window: i64::MIN,
            used: 0,
        }
    }

    fn turn(&mut self, now: i64) -> i64 {
        let length = i64::try_from(self.rate.window.as_millis())
            .unwrap_or(60_000)
            .max(1);
        let window = now.div_euclid(length);
        if window != self.window {
            (self.window, self.used) = (window, 0);
        }
        (window + 1) * length - now
    }

    /// What is left, without counting.
    pub(crate) fn look(&mut self, now: i64) -> Quota {
        self.turn(now);
        self.quota(now, None)
    }

    /// Counts `requests` calls by somebody else of the organisation.
    pub(crate) fn spend(&mut self, now: i64, requests: u32) {
        self.turn(now);
        self.used = self.used.saturating_add(requests);
    }

    /// Counts one call.
    pub(crate) fn take(&mut self, now: i64) -> Quota {
        let left = self.turn(now);
        if self.used >= self.rate.requests {
            let seconds = u64::try_from(left.max(0))
                .unwrap_or_default()
                .div_ceil(1000);
            return self.quota(now, Some(seconds.max(1)));
        }
        self.used += 1;
        self.quota(now, None)
    }

    fn quota(&self, now: i64, retry_after: Option<u64>) -> Quota {
        Quota {
            now,
            limit: self.rate.requests,
            remaining: self.rate.requests.saturating_sub(self.used),
            window_s: self.rate.window.as_secs().max(1),
            retry_after,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Limiter;
    use crate::config::RateLimit;
    use std::time::Duration;

    #[test]
    fn a_new_window_forgives_what_the_last_one_refused() {
        let rate = RateLimit {
            requests: 2,
            window: Duration::from_secs(60),
        };
        let mut limiter = Limiter::new(rate);
        assert_eq!(limiter.take(1_000).remaining, 1);
        assert_eq!(limiter.take(2_000).remaining, 0);
        assert_eq!(limiter.take(48_000).retry_after, Some(12));
        assert_eq!(limiter.take(60_000).retry_after, None);
    }
}
