//! How soon something is tried again after it failed.

use std::time::Duration;

use crate::error::Error;

/// After the first failure; it doubles.
const SOON: Duration = Duration::from_secs(5);
const MINUTE: Duration = Duration::from_secs(60);
/// The longest wait that a server may ask for.
const LONGEST: Duration = Duration::from_secs(15 * 60);

/// The wait after so many failures in a row, at most `usual` where no server asked for
/// more. `None` when a person has to act first: a clock does not knock on with a key
/// that was refused, or with none.
pub(crate) fn after(error: &Error, failures: u32, usual: Duration) -> Option<Duration> {
    match error {
        Error::NoKey | Error::OtherProject | Error::Composio(composio::Error::Unauthorized(_)) => {
            None
        }
        Error::Composio(composio::Error::RateLimited {
            after: Some(after), ..
        }) => Some((*after).clamp(SOON, LONGEST)),
        _ => {
            let doublings = failures.saturating_sub(1).min(8);
            let usual = SOON.saturating_mul(1 << doublings).min(usual);
            let told = match error {
                Error::Composio(error) => told(error),
                _ => None,
            };
            // When an outage is over is guessed, and guessed again: that makes nothing come sooner.
            Some(usual.max(told.unwrap_or_default()))
        }
    }
}

/// How long a server asked to be left alone, at most a quarter of an hour; `None` where it did not.
/// Whether it has too many requests or is out of order is the same to whoever waits.
pub(crate) fn told(error: &composio::Error) -> Option<Duration> {
    error.retry_after().map(|after| after.min(LONGEST))
}

/// The longest wait before a deletion is tried again.
const HOUR: Duration = Duration::from_secs(3_600);

/// The wait before an account that could not be deleted is tried again, after so many
/// failures in a row: none after the first, then from two minutes up to an hour. Each try is
/// a request and two rows of the audit list.
pub(crate) fn before_deleting(failures: u32) -> Duration {
    match failures {
        0 | 1 => Duration::ZERO,
        many => MINUTE.saturating_mul(1 << (many - 1).min(8)).min(HOUR),
    }
}

#[cfg(test)]
mod tests {
    use composio::{Cause, Trace};

    use super::*;

    fn refused(after: Option<u64>) -> composio::Error {
        composio::Error::RateLimited {
            after: after.map(Duration::from_secs),
            said: Box::default(),
            trace: Trace::default(),
        }
    }

    fn limited(after: Option<u64>) -> Error {
        Error::Composio(refused(after))
    }

    fn out_of_order(after: Option<u64>) -> composio::Error {
        composio::Error::Unavailable {
            status: 503,
            after: after.map(Duration::from_secs),
            said: Box::default(),
            trace: Trace::default(),
        }
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
    fn no_clock_knocks_on_where_a_person_has_to_act_first() {
        let refused = Error::Composio(composio::Error::Unauthorized(Box::default()));
        for error in [Error::NoKey, Error::OtherProject, refused] {
            assert_eq!(after(&error, 1, MINUTE), None, "{error}");
        }
    }

    #[test]
    fn a_deletion_that_fails_again_and_again_is_tried_once_an_hour_in_the_end() {
        let minutes = |failures| before_deleting(failures).as_secs() / 60;
        let all: Vec<u64> = (0..9).map(minutes).collect();
        assert_eq!(all, [0, 0, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(minutes(u32::MAX), 60);
    }

    #[test]
    fn a_wait_is_told_by_a_limit_or_an_outage_that_names_one_and_has_an_end() {
        for error in [refused, out_of_order] {
            let seconds = |after| told(&error(after)).map(|wait| wait.as_secs());
            assert_eq!(seconds(Some(70)), Some(70));
            assert_eq!(seconds(Some(100_000)), Some(900));
            assert_eq!(seconds(None), None);
        }
        assert_eq!(told(&composio::Error::Forbidden(Box::default())), None);
    }

    #[test]
    fn an_outage_is_waited_for_as_long_as_it_names_and_never_shorter_than_usual() {
        let seconds = |told, failures| {
            let error = Error::Composio(out_of_order(told));
            after(&error, failures, MINUTE).unwrap().as_secs()
        };
        assert_eq!(seconds(None, 1), 5);
        assert_eq!(seconds(Some(70), 1), 70);
        assert_eq!(seconds(Some(70), 9), 70);
        assert_eq!(seconds(Some(100_000), 1), 900);
        assert_eq!(seconds(Some(5), 4), 40, "it said so four times");
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
