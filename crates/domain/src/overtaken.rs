//! Whether a look comes too late: what was asked for before may be answered after what was asked
//! for later.

use crate::time::Timestamp;

/// How long a row keeps to what was seen last against a look at an older state of its account,
/// in milliseconds: longer than an answer can be under way.
const FRESH_MILLIS: i64 = 5 * 60 * 1_000;
/// How exact Composio's times are at least, in milliseconds.
const EXACT_MILLIS: i64 = 1_000;

/// Whether a look is of the account as it was before the last one: a page that was asked for
/// before somebody paused it, say, and comes after. Who paused it and why would be gone with it.
///
/// `known` and `told` are when the account changed last, by Composio's clock, as the row has it
/// and as the look says it; `looked` is when the row was looked at last and `now` is now, both by
/// ours. Only for five minutes: in the end it counts what Composio says, whatever its times are.
#[must_use]
pub fn is_overtaken(
    known: Option<Timestamp>,
    told: Option<Timestamp>,
    looked: Option<Timestamp>,
    now: Timestamp,
) -> bool {
    let (Some(known), Some(told), Some(looked)) = (known, told, looked) else {
        return false;
    };
    known.since(told) > EXACT_MILLIS && (0..FRESH_MILLIS).contains(&now.since(looked))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_000_000_000;

    fn at(millis: i64) -> Option<Timestamp> {
        Some(Timestamp::from_millis(millis))
    }

    fn verdict(told: i64, looked: i64) -> bool {
        is_overtaken(at(NOW), at(told), at(looked), Timestamp::from_millis(NOW))
    }

    #[test]
    fn a_look_at_an_older_state_is_overtaken_for_five_minutes() {
        assert!(verdict(NOW - 60_000, NOW - 1_000));
        assert!(verdict(NOW - 60_000, NOW - 299_999));
        assert!(!verdict(NOW - 60_000, NOW - 300_000));
    }

    #[test]
    fn a_look_that_is_as_new_or_newer_counts() {
        for told in [NOW, NOW - 1_000, NOW + 60_000] {
            assert!(!verdict(told, NOW - 1_000), "{told}");
        }
    }

    #[test]
    fn where_a_time_is_not_known_or_the_clock_went_back_what_composio_says_counts() {
        let now = Timestamp::from_millis(NOW);
        assert!(!is_overtaken(None, at(0), at(NOW), now));
        assert!(!is_overtaken(at(NOW), None, at(NOW), now));
        assert!(!is_overtaken(at(NOW), at(0), None, now));
        assert!(!verdict(NOW - 60_000, NOW + 1));
    }
}
