//! A token's facts in words.

use domain::token::is_stale;
use domain::{Expiry, Fingerprint, Held, Timestamp};
use wire::{ScopeView, VerifiedView};

use super::time::{Zone, duration, minute, moment};

/// What the last real read comes to now. A good one that is old is not good any more.
#[must_use]
pub fn verified(verified: VerifiedView, now: Timestamp) -> (&'static str, &'static str) {
    match verified {
        VerifiedView::Never => ("never", "Never checked with the provider"),
        VerifiedView::Ended => ("ended", "There is nothing left to check"),
        VerifiedView::Good(at) if is_stale(at, now) => (
            "stale",
            "Stale: the provider answered, but more than a day ago",
        ),
        VerifiedView::Good(_) => ("good", "The provider answered"),
        VerifiedView::Refused(_) => ("refused", "The provider refused"),
        VerifiedView::Unclear(_) => ("unclear", "No answer that says anything"),
        VerifiedView::NoRead(_) => ("no_read", "No harmless read is known for this toolkit"),
    }
}

/// When it ends, or why that is not known; nothing where there is nothing to end.
#[must_use]
pub fn expiry(expiry: Expiry, now: Timestamp, zone: Zone) -> Option<String> {
    Some(match expiry {
        Expiry::At(at) if at > now => {
            format!("{}, in {}", moment_of(at, now, zone), short(at.since(now)))
        }
        Expiry::At(at) | Expiry::Ended(at) => {
            let ago = short(now.since(at));
            format!("Ended {}, {ago} ago", moment_of(at, now, zone))
        }
        Expiry::LengthOnly(seconds) => format!(
            "Unknown: it lasts {}, from a moment that Composio does not tell",
            short(seconds.saturating_mul(1_000))
        ),
        Expiry::NotTold => "Unknown: the provider names no end".to_owned(),
        Expiry::Key => "Unknown: Composio knows of no end of a key".to_owned(),
        Expiry::Nothing => return None,
    })
}

/// A time to come has a day as well where it is not today.
fn moment_of(at: Timestamp, now: Timestamp, zone: Zone) -> String {
    let said = moment(at, now, zone);
    if said.contains(':') {
        said
    } else {
        format!("{said} {}", minute(at, zone))
    }
}

/// Two units at most, and no seconds beside minutes.
fn short(millis: i64) -> String {
    let minutes = millis.max(0) / 60_000;
    match minutes {
        0 => duration(millis),
        1..60 => format!("{minutes} min"),
        _ => duration(millis),
    }
}

/// Whether there is one.
#[must_use]
pub const fn held(held: Held) -> &'static str {
    match held {
        Held::Yes => "Yes",
        Held::No => "No",
        Held::NotApplicable => "Does not apply: nobody signs in",
        Held::Unknown => "Unknown: Composio tells nothing of it now",
    }
}

/// Whether the token is the one of before.
#[must_use]
pub fn sameness(seen: &Fingerprint, now: Timestamp, zone: Zone) -> String {
    let first = moment(seen.first, now, zone);
    match seen.changed_after {
        _ if seen.first < seen.last => format!("the same since {first}"),
        Some(before) => format!("changed since {}", moment(before, now, zone)),
        None => format!("first seen {first}"),
    }
}

/// `2 of 3 granted`, `3 granted`, `3 asked for`.
#[must_use]
pub fn granted(scopes: &[ScopeView]) -> String {
    let count = |wanted: Option<bool>| scopes.iter().filter(|it| it.granted == wanted).count();
    let (yes, no, untold) = (count(Some(true)), count(Some(false)), count(None));
    match (yes, no, untold) {
        (0, 0, 0) => "None told".to_owned(),
        (yes, 0, 0) => format!("{yes} granted"),
        (yes, no, 0) => format!("{yes} of {} granted", yes + no),
        (_, _, untold) => format!("{untold} asked for, what was granted is not told"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-03-03 14:20:07 UTC, a Tuesday.
    const NOW: Timestamp = Timestamp::from_millis(1_772_547_607_000);
    const UTC: Zone = Zone(0);
    const HOUR: i64 = 3_600_000;

    fn said(of: Expiry) -> String {
        expiry(of, NOW, UTC).unwrap_or_default()
    }

    #[test]
    fn an_end_that_is_told_has_a_time_and_a_distance() {
        let at = |millis| Expiry::At(NOW.plus_millis(millis));
        assert_eq!(said(at(40 * 60_000)), "15:00, in 40 min");
        assert_eq!(said(at(5 * HOUR)), "19:20, in 5 h 00 min");
        assert_eq!(said(at(50 * HOUR)), "5 Mar 16:20, in 2 d 2 h");
        assert_eq!(said(at(-600_000)), "Ended 14:10, 10 min ago");
        assert_eq!(
            said(Expiry::Ended(NOW.plus_millis(-72 * HOUR))),
            "Ended Sat 14:20, 3 d 0 h ago"
        );
    }

    #[test]
    fn an_end_that_is_not_told_is_unknown_and_says_why() {
        for of in [Expiry::LengthOnly(3_599), Expiry::NotTold, Expiry::Key] {
            assert!(said(of).starts_with("Unknown: "), "{of:?}");
        }
        assert_eq!(expiry(Expiry::Nothing, NOW, UTC), None);
    }

    #[test]
    fn a_good_read_goes_stale_after_a_day_and_a_bad_one_stays_bad() {
        let old = NOW.plus_millis(-25 * HOUR);
        assert_eq!(verified(VerifiedView::Good(old), NOW).0, "stale");
        let young = NOW.plus_millis(-23 * HOUR);
        assert_eq!(verified(VerifiedView::Good(young), NOW).0, "good");
        assert_eq!(verified(VerifiedView::Refused(old), NOW).0, "refused");
    }

    #[test]
    fn a_token_is_the_same_changed_or_new() {
        let first = Fingerprint::seen("9f2c000000001d7a".to_owned(), NOW);
        assert_eq!(sameness(&first, NOW, UTC), "first seen 14:20");
        let later = NOW.plus_millis(HOUR);
        let again = Fingerprint::seen(first.mark.clone(), later).after(Some(&first));
        assert_eq!(sameness(&again, later, UTC), "the same since 14:20");
        let other = Fingerprint::seen("ffff".to_owned(), later.plus_millis(HOUR));
        let other = other.after(Some(&again));
        assert_eq!(sameness(&other, later, UTC), "changed since 15:20");
        assert_eq!(first.short(), "9f2c…1d7a");
    }

    #[test]
    fn scopes_are_counted_as_far_as_is_told() {
        let scope = |granted| ScopeView {
            scope: "x".to_owned(),
            granted,
        };
        assert_eq!(granted(&[]), "None told");
        assert_eq!(granted(&[scope(Some(true))]), "1 granted");
        let some = [scope(Some(true)), scope(Some(false))];
        assert_eq!(granted(&some), "1 of 2 granted");
        assert!(granted(&[scope(None)]).starts_with("1 asked for"));
    }
}
