//! The time that is left on a connect link.

use domain::Timestamp;

/// What is left until a link dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Countdown {
    seconds: u32,
    of: u32,
}

impl Countdown {
    /// From now until `end`; `start` is when the link was made.
    #[must_use]
    pub fn until(end: Timestamp, start: Timestamp, now: Timestamp) -> Self {
        // Rounded up, so that "0:00" is said only when nothing is left.
        let up = |millis: i64| u32::try_from(millis.max(0).saturating_add(999) / 1000).unwrap_or(0);
        // Rounded to the nearest, because the two clocks are never quite together: ten minutes
        // are not to begin at 10:01.
        let of = up(end.since(start).saturating_sub(500)).max(1);
        Self {
            seconds: up(end.since(now)).min(of),
            of,
        }
    }

    /// Whole seconds left.
    #[must_use]
    pub fn seconds(self) -> u32 {
        self.seconds
    }

    /// `8:42`.
    #[must_use]
    pub fn digits(self) -> String {
        format!("{}:{:02}", self.seconds / 60, self.seconds % 60)
    }

    /// Parts of a hundred that are left, for the bar.
    #[must_use]
    pub fn percent(self) -> u32 {
        (u64::from(self.seconds) * 100 / u64::from(self.of))
            .try_into()
            .unwrap_or(100)
            .min(100)
    }

    /// For a screen reader: `8 minutes 42 seconds left`.
    #[must_use]
    pub fn spoken(self) -> String {
        let (minutes, seconds) = (self.seconds / 60, self.seconds % 60);
        let part = |number: u32, noun: &str| match number {
            1 => format!("1 {noun}"),
            _ => format!("{number} {noun}s"),
        };
        match (minutes, seconds) {
            (0, _) => format!("{} left", part(seconds, "second")),
            (_, 0) => format!("{} left", part(minutes, "minute")),
            _ => format!(
                "{} {} left",
                part(minutes, "minute"),
                part(seconds, "second")
            ),
        }
    }
}

/// The three moments at which the countdown is spoken (5:00, 1:00, 0:10): the one
/// that was passed between two looks, if one was.
#[must_use]
pub fn spoken_milestone(before: u32, now: u32) -> Option<&'static str> {
    [
        (10, "10 seconds left"),
        (60, "1 minute left"),
        (300, "5 minutes left"),
    ]
    .into_iter()
    .find(|(at, _)| before > *at && now <= *at && now > 0)
    .map(|(_, words)| words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(millis: i64) -> Countdown {
        let end = Timestamp::from_millis(600_000);
        Countdown::until(end, Timestamp::from_millis(0), end.plus_millis(-millis))
    }

    #[test]
    fn a_link_past_its_end_shows_zero_and_never_counts_below() {
        assert_eq!(left(-90_000).digits(), "0:00");
        assert_eq!(left(-90_000).percent(), 0);
    }

    #[test]
    fn zero_is_said_only_when_nothing_is_left() {
        assert_eq!(left(1).digits(), "0:01");
        assert_eq!(left(0).digits(), "0:00");
    }

    #[test]
    fn minutes_and_seconds_are_read_as_a_clock_reads_them() {
        assert_eq!(left(522_000).digits(), "8:42");
        assert_eq!(left(522_000).percent(), 87);
        assert_eq!(left(522_000).spoken(), "8 minutes 42 seconds left");
        assert_eq!(left(60_000).spoken(), "1 minute left");
        assert_eq!(left(1_000).spoken(), "1 second left");
    }

    #[test]
    fn ten_minutes_do_not_begin_above_ten() {
        let (start, end) = (Timestamp::from_millis(0), Timestamp::from_millis(600_400));
        let early = Timestamp::from_millis(-900);
        assert_eq!(Countdown::until(end, start, early).digits(), "10:00");
        assert_eq!(Countdown::until(end, start, start).digits(), "10:00");
    }

    #[test]
    fn a_clock_that_was_set_back_never_overfills_the_bar() {
        assert_eq!(left(7_200_000).percent(), 100);
    }

    #[test]
    fn only_three_moments_are_spoken_and_each_once() {
        assert_eq!(spoken_milestone(301, 300), Some("5 minutes left"));
        assert_eq!(spoken_milestone(300, 299), None);
        assert_eq!(
            spoken_milestone(310, 58),
            Some("1 minute left"),
            "after a sleep only the nearest counts"
        );
        assert_eq!(spoken_milestone(11, 10), Some("10 seconds left"));
        assert_eq!(spoken_milestone(3, 0), None);
    }
}
