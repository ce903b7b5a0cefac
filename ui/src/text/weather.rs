//! How Composio does, and when it is asked again, in words.

use domain::Timestamp;
use wire::Degraded;

/// An answer that takes this long is told in seconds, in milliseconds.
const LONG: u32 = 1_000;
/// From here on Composio is called slow, in milliseconds.
const SLOW: u32 = 2_000;

/// What the banner says first.
#[must_use]
pub fn degraded(how: Degraded) -> String {
    let slow = how.typical_millis.is_some_and(|typical| typical >= SLOW);
    let failing = (how.failed > 0).then(|| share(how.tries, how.failed));
    match (slow, failing) {
        (true, Some(share)) => format!("Composio is slow, {share} fails."),
        (false, Some(share)) => {
            format!("Composio answers, but {share} fails.")
        }
        (_, None) => {
            let typical = took(how.typical_millis.unwrap_or_default());
            format!("Composio is slow, an answer takes {typical}.")
        }
    }
}

/// "1 in 5 requests".
fn share(tries: u32, failed: u32) -> String {
    match (tries + failed / 2) / failed.max(1) {
        0 | 1 => "nearly every request".to_owned(),
        one_in => format!("1 in {one_in} requests"),
    }
}

/// What the status bar says of the server.
#[must_use]
pub fn api(latency_millis: u32, degraded: Option<Degraded>) -> String {
    let typical = degraded.and_then(|how| how.typical_millis);
    let mut words = format!("Composio API {}", took(typical.unwrap_or(latency_millis)));
    if let Some(how) = degraded.filter(|how| how.failed > 0) {
        let percent = how.failed * 100 / how.tries.max(1);
        words.push_str(&format!(", {percent}% errors"));
    }
    words
}

fn took(millis: u32) -> String {
    match millis {
        0..LONG => format!("{millis} ms"),
        _ => format!("{}.{} s", millis / 1_000, millis % 1_000 / 100),
    }
}

/// When it is tried again by itself.
#[must_use]
pub fn next_try(at: Timestamp, now: Timestamp) -> String {
    match at.since(now) {
        millis @ 1.. => format!("Next try in {} s", (millis + 999) / 1_000),
        _ => "Trying now".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn how(tries: u32, failed: u32, typical: u32) -> Degraded {
        Degraded {
            tries,
            failed,
            typical_millis: Some(typical),
        }
    }

    #[test]
    fn a_share_is_told_as_one_in_so_many() {
        let words = degraded(how(40, 8, 4_100));
        assert_eq!(words, "Composio is slow, 1 in 5 requests fails.");
        let words = degraded(how(30, 10, 90));
        assert_eq!(words, "Composio answers, but 1 in 3 requests fails.");
        let words = degraded(how(10, 9, 90));
        assert_eq!(words, "Composio answers, but nearly every request fails.");
        let words = degraded(how(10, 0, 4_190));
        assert_eq!(words, "Composio is slow, an answer takes 4.1 s.");
    }

    #[test]
    fn the_status_bar_has_the_figures() {
        assert_eq!(api(182, None), "Composio API 182 ms");
        let words = api(50, Some(how(9, 2, 4_100)));
        assert_eq!(words, "Composio API 4.1 s, 22% errors");
    }

    #[test]
    fn the_wait_counts_down_and_ends_with_the_try() {
        let now = Timestamp::from_millis(10_000);
        assert_eq!(next_try(now.plus_millis(7_001), now), "Next try in 8 s");
        assert_eq!(next_try(now.plus_millis(1), now), "Next try in 1 s");
        assert_eq!(next_try(now, now), "Trying now");
    }
}
