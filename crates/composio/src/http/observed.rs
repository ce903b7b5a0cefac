//! What the answers say besides their content.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

/// How much of the organisation's budget the last answer left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// Requests per window.
    pub limit: u64,
    /// Requests left in the current window.
    pub remaining: u64,
    /// How long a window is.
    pub window: Duration,
}

/// What the last answer said.
#[derive(Clone, Copy, Default)]
pub(crate) struct Observed {
    pub(crate) rate_limit: Option<RateLimit>,
    pub(crate) latency: Option<Duration>,
    pub(crate) clock_offset: Option<SignedDuration>,
    /// The key was refused, and nothing was answered since.
    pub(crate) refused: bool,
}

/// The rate-limit headers, when all that matters is there.
pub(crate) fn rate_limit(headers: &HeaderMap) -> Option<RateLimit> {
    let number = |names: [&str; 2]| names.iter().find_map(|n| text(headers, n)?.parse().ok());
    Some(RateLimit {
        limit: number(["x-ratelimit", "x-ratelimit-limit"])?,
        remaining: number(["x-ratelimit-remaining", "x-rate-limit-remaining"])?,
        window: text(headers, "x-ratelimit-window-size")
            .and_then(|t| t.strip_suffix('s').unwrap_or(t).parse().ok())
            .map_or(Duration::from_secs(60), Duration::from_secs),
    })
}

/// The server's clock.
pub(crate) fn server_time(headers: &HeaderMap) -> Option<Timestamp> {
    http_date(text(headers, DATE.as_str())?)
}

/// How long to wait: `retry-after-ms`, or `Retry-After` in seconds or as a
/// date, which is compared with the server's own clock where it tells it.
pub(crate) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let milliseconds = text(headers, "retry-after-ms").and_then(|t| seconds(t, 1_000.0));
    if milliseconds.is_some() {
        return milliseconds;
    }
    let told = text(headers, RETRY_AFTER.as_str())?;
    if let Some(wait) = seconds(told, 1.0) {
        return Some(wait);
    }
    let until = http_date(told)?.duration_since(server_time(headers).unwrap_or(now));
    Some(until.try_into().unwrap_or_default())
}

/// A number of seconds, or of parts of one. Negative means at once.
fn seconds(text: &str, parts: f64) -> Option<Duration> {
    let number: f64 = text.parse().ok()?;
    if number.is_nan() {
        return None;
    }
    Some(Duration::try_from_secs_f64((number / parts).max(0.0)).unwrap_or(Duration::MAX))
}

fn http_date(text: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::DateTimeParser::new()
        .parse_timestamp(text)
        .ok()
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use reqwest::header::HeaderValue;

    use super::*;

    fn told(pairs: &[(&'static str, &str)]) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, HeaderValue::from_str(value).unwrap());
        }
        retry_after(&headers, "2026-10-01T08:00:00Z".parse().unwrap())
    }

    #[test]
    fn a_wait_may_come_in_three_ways() {
        assert_eq!(
            told(&[("retry-after", "12")]),
            Some(Duration::from_secs(12))
        );
        assert_eq!(
            told(&[("retry-after-ms", "250"), ("retry-after", "12")]),
            Some(Duration::from_millis(250))
        );
        assert_eq!(
            told(&[("retry-after", "Thu, 01 Oct 2026 08:00:30 GMT")]),
            Some(Duration::from_secs(30))
        );
    }

    #[test]
    fn a_date_is_compared_with_the_servers_clock() {
        let pairs = [
            ("date", "Thu, 01 Oct 2026 09:00:00 GMT"),
            ("retry-after", "Thu, 01 Oct 2026 09:00:05 GMT"),
        ];
        assert_eq!(told(&pairs), Some(Duration::from_secs(5)));
    }

    #[test]
    fn a_date_in_the_past_and_a_negative_number_mean_at_once() {
        assert_eq!(
            told(&[("retry-after", "Thu, 01 Oct 2026 07:00:00 GMT")]),
            Some(Duration::ZERO)
        );
        assert_eq!(told(&[("retry-after", "-3")]), Some(Duration::ZERO));
    }

    fn budget(pairs: &[(&'static str, &str)]) -> Option<(u64, u64, u64)> {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, HeaderValue::from_str(value).unwrap());
        }
        let told = rate_limit(&headers)?;
        Some((told.limit, told.remaining, told.window.as_secs()))
    }

    #[test]
    fn the_budget_is_read_under_either_name_and_a_window_is_a_minute_unless_told() {
        let old = [("x-ratelimit", "100"), ("x-ratelimit-remaining", " 7 ")];
        assert_eq!(budget(&old), Some((100, 7, 60)));
        let new = [
            ("x-ratelimit-limit", "100"),
            ("x-rate-limit-remaining", "7"),
            ("x-ratelimit-window-size", "10s"),
        ];
        assert_eq!(budget(&new), Some((100, 7, 10)));
        let bare = [new[0], new[1], ("x-ratelimit-window-size", "30")];
        assert_eq!(budget(&bare), Some((100, 7, 30)));
        assert_eq!(budget(&new[..1]), None, "half of it says nothing");
        assert_eq!(budget(&new[1..]), None, "nor does the other half");
    }

    #[test]
    fn a_wait_without_end_is_the_longest_there_is() {
        assert_eq!(told(&[("retry-after", "inf")]), Some(Duration::MAX));
        assert_eq!(told(&[("retry-after", "1e300")]), Some(Duration::MAX));
        assert_eq!(told(&[("retry-after-ms", "nan")]), None);
    }

    #[test]
    fn nonsense_is_no_wait() {
        for text in [
            "",
            "soon",
            "NaN",
            "12 seconds",
            "Thu, 99 Oct 2026 08:00:00 GMT",
        ] {
            assert_eq!(told(&[("retry-after", text)]), None, "{text:?}");
        }
    }

    const WAITS: [&str; 6] = [
        "12",
        "0.5",
        "-3",
        "1e9",
        "250",
        "Thu, 01 Oct 2026 08:00:30 GMT",
    ];

    /// Whether the header is a wait; a plain number is one of so many seconds.
    fn makes_sense(value: &str) -> bool {
        let Ok(header) = HeaderValue::from_str(value) else {
            return false;
        };
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, header);
        let wait = retry_after(&headers, "2026-10-01T08:00:00Z".parse().unwrap());
        // Another alphabet's spaces are none in a header, which is then no text at all.
        let plain: Option<u64> = value.trim_ascii().parse().ok();
        if let Some(seconds) = plain {
            // A number too large to be one of seconds still is a wait.
            let wait = wait.unwrap_or_default().as_secs();
            assert!(
                wait.abs_diff(seconds) <= seconds / 1_000_000,
                "{value:?}: {wait}"
            );
        }
        wait.is_some()
    }

    /// A fuzz target.
    #[test]
    fn fuzz_a_wait() {
        let pieces = [
            "GMT", "Thu, ", "1e308", "inf", "nan", "-", ".", ":", " ", "+0000",
        ];
        bolero::check!()
            .with_iterations(1_000)
            .for_each(|bytes: &[u8]| {
                makes_sense(&crate::spoil::spoil(bytes, &WAITS, &pieces));
            });
    }

    /// Made from good ones by changing a letter here and there, so that they get far.
    #[test]
    fn a_hundred_thousand_headers_are_a_wait_that_makes_sense_or_none() {
        let good = WAITS;
        let letters: Vec<char> = "0123456789.eE+-:, GMTaOctN".chars().collect();
        let mut seed = 1_u64;
        let mut below = |end: usize| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(seed >> 33).unwrap() % end.max(1)
        };
        let mut waits = 0;
        for _ in 0..100_000 {
            let mut value: Vec<char> = good[below(good.len())].chars().collect();
            for _ in 0..below(4) {
                let at = below(value.len() + 1);
                match below(3) {
                    0 if at < value.len() => drop(value.remove(at)),
                    _ => value.insert(at, letters[below(letters.len())]),
                }
            }
            let value: String = value.into_iter().collect();
            waits += u32::from(makes_sense(&value));
        }
        assert!(waits > 10_000, "{waits}");
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_parser(text in "[ -~]{0,64}") {
            let _ = told(&[("retry-after", &text)]);
            let _ = told(&[("retry-after-ms", &text)]);
        }

        #[test]
        fn every_number_of_seconds_is_understood(n in 0u64..1_000_000_000) {
            prop_assert_eq!(told(&[("retry-after", &n.to_string())]), Some(Duration::from_secs(n)));
        }
    }
}
