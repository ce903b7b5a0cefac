//! How soon reading is tried again after it failed.

use std::time::Duration;

use crate::error::Error;

/// After the first failure; it doubles.
const SOON: Duration = Duration::from_secs(5);
/// The longest wait that a server may ask for.
const LONGEST: Duration = Duration::from_secs(15 * 60);

/// The wait after so many failures in a row, at most `usual` where no server asked for
/// more. `None` when a person has to act first: a clock does not knock on with a key
/// that was refused, or with none.
pub(crate) fn after(error: &Error, failures: u32, usual: Duration) -> Option<Duration> {
    match error {
        Error::NoKey | Error::Composio(composio::Error::Unauthorized(_)) => None,
        Error::Composio(composio::Error::RateLimited {
            after: Some(after), ..
        }) => Some((*after).clamp(SOON, LONGEST)),
        _ => {
            let doublings = failures.saturating_sub(1).min(8);
            Some(SOON.saturating_mul(1 << doublings).min(usual))
        }
    }
}

#[cfg(test)]
mod tests {
    use composio::{Cause, Trace};

    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn limited(after: Option<u64>) -> Error {
        Error::Composio(composio::Error::RateLimited {
            after: after.map(Duration::from_secs),
            trace: Trace::default(),
        })
    }

    #[test]
    fn waits_double_until_the_usual_one() {
        let lost = Error::Composio(composio::Error::Unreachable {
            kind: Cause::Dns,
            source: None,
            trace: Trace::default(),
        });
        let seconds: Vec<u64> = (1..8)
            .filter_map(|failures| after(&lost, failures, MINUTE))
            .map(|wait| wait.as_secs())
            .collect();
        assert_eq!(seconds, [5, 10, 20, 40, 60, 60, 60]);
    }

    #[test]
    fn what_the_server_asks_for_is_kept_to_within_a_quarter_of_an_hour() {
        let seconds = |told| after(&limited(told), 1, MINUTE).unwrap().as_secs();
        assert_eq!(seconds(Some(0)), 5);
        assert_eq!(seconds(Some(70)), 70);
        assert_eq!(seconds(Some(100_000)), 900);
        assert_eq!(seconds(None), 5);
    }
}
