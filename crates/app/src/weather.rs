//! When a person is told that Composio does badly: it answers, but slowly or not always.

use std::time::Duration;

use composio::Weather;
use wire::Degraded;

/// Fewer tries say nothing.
const FEWEST: u32 = 5;
/// One failure is an accident.
const FEWEST_FAILED: u32 = 2;
/// From one failure in so many on.
const ONE_IN: u32 = 10;
/// An answer that takes this long is slow.
const SLOW: Duration = Duration::from_secs(2);

/// What is told, if anything.
pub(crate) fn degraded(weather: Weather) -> Option<Degraded> {
    let failing = weather.failed >= FEWEST_FAILED && weather.failed * ONE_IN >= weather.tries;
    let slow = weather.typical.is_some_and(|typical| typical >= SLOW);
    (weather.tries >= FEWEST && (failing || slow)).then(|| Degraded {
        tries: weather.tries,
        failed: weather.failed,
        typical_millis: weather.typical.and_then(millis),
    })
}

pub(crate) fn millis(took: Duration) -> Option<u32> {
    u32::try_from(took.as_millis()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(tries: u32, failed: u32, typical: u64) -> bool {
        degraded(Weather {
            tries,
            failed,
            typical: Some(Duration::from_millis(typical)),
        })
        .is_some()
    }

    #[test]
    fn one_failure_in_ten_is_told_and_a_single_one_is_not() {
        assert!(told(20, 2, 100));
        assert!(!told(21, 2, 100));
        assert!(!told(5, 1, 100));
    }

    #[test]
    fn slow_answers_are_told() {
        assert!(told(5, 0, 2_000));
        assert!(!told(5, 0, 1_999));
    }

    #[test]
    fn a_few_tries_say_nothing() {
        assert!(!told(4, 4, 9_000));
    }
}
