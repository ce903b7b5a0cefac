//! When a read is sent again, as a rule without a clock.

use std::time::Duration;

use crate::config::Retry;

/// How long to wait before the next try, or nothing when the caller decides.
///
/// `tried` counts the tries so far, `told` is what `Retry-After` said, and
/// `chance` is a number from 0 to 1: full jitter, so that many clients that
/// failed together do not come back together.
pub(crate) fn wait(
    retry: Retry,
    tried: u32,
    told: Option<Duration>,
    chance: f64,
) -> Option<Duration> {
    if tried >= retry.tries {
        return None;
    }
    if let Some(told) = told {
        return (told <= retry.longest_told).then_some(told);
    }
    let doublings = tried.saturating_sub(1).min(16);
    let longest = retry.base.saturating_mul(1 << doublings).min(retry.cap);
    Some(longest.mul_f64(chance.clamp(0.0, 1.0)))
}

/// A number from 0 to 1. Without a source of randomness it is the middle:
/// waiting in step is better than not waiting.
pub(crate) fn chance() -> f64 {
    getrandom::u32().map_or(0.5, |n| f64::from(n) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn longest(tried: u32) -> Option<Duration> {
        wait(
            Retry {
                tries: 10,
                ..Retry::default()
            },
            tried,
            None,
            1.0,
        )
    }

    #[test]
    fn waits_double_up_to_the_cap() {
        let seconds: Vec<_> = (1..8)
            .filter_map(longest)
            .map(|d| d.as_secs_f64())
            .collect();
        assert_eq!(seconds, [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]);
    }

    #[test]
    fn the_third_try_is_the_last() {
        assert!(wait(Retry::default(), 2, None, 0.0).is_some());
        assert_eq!(wait(Retry::default(), 3, None, 0.0), None);
    }

    #[test]
    fn a_long_retry_after_is_the_callers_to_decide() {
        let told = |s| wait(Retry::default(), 1, Some(Duration::from_secs(s)), 0.0);
        assert_eq!(told(60), Some(Duration::from_secs(60)));
        assert_eq!(told(61), None);
    }

    #[test]
    fn the_wait_is_a_share_of_the_longest_and_never_more() {
        let share = |chance| wait(Retry::default(), 2, None, chance).map(|d| d.as_millis());
        assert_eq!(share(0.25), Some(250));
        assert_eq!(share(-1.0), Some(0));
        assert_eq!(share(7.0), Some(1_000));
    }

    #[test]
    fn waits_stop_doubling_before_they_overflow() {
        let patient = Retry {
            tries: u32::MAX,
            cap: Duration::MAX,
            ..Retry::default()
        };
        let at = |tried| wait(patient, tried, None, 1.0);
        assert_eq!(at(17), Some(patient.base * 65_536));
        assert_eq!(at(1_000), at(17));
    }

    #[test]
    fn chances_differ_and_stay_between_none_and_all() {
        let chances: Vec<f64> = (0..64).map(|_| chance()).collect();
        assert!(chances.iter().all(|it| (0.0..=1.0).contains(it)));
        let spread = |low, high| chances.iter().any(|it| (low..high).contains(it));
        assert!(spread(0.0, 0.5) && spread(0.5, 1.0), "{chances:?}");
    }
}
