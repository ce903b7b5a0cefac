//! Times as a person reads them: today the clock, this week the day and the
//! clock, else the date; durations two units at most.

use domain::Timestamp;

/// Minutes that local time is ahead of UTC.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Zone(pub i32);

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

struct Local {
    /// Days since 1970-01-01.
    day: i64,
    /// Milliseconds into the day.
    rest: i64,
}

impl Local {
    fn of(at: Timestamp, zone: Zone) -> Self {
        let millis = at.plus_millis(i64::from(zone.0) * MINUTE).millis();
        Self {
            day: millis.div_euclid(DAY),
            rest: millis.rem_euclid(DAY),
        }
    }

    fn minute(&self) -> String {
        format!("{:02}:{:02}", self.rest / HOUR, self.rest % HOUR / MINUTE)
    }

    fn clock(&self) -> String {
        format!("{}:{:02}", self.minute(), self.rest % MINUTE / 1000)
    }

    fn weekday(&self) -> &'static str {
        // 1970-01-01 was a Thursday.
        let at = (self.day + 3).rem_euclid(7);
        usize::try_from(at)
            .ok()
            .and_then(|at| DAYS.get(at))
            .copied()
            .unwrap_or_default()
    }

    /// Year, month and day of the month (Howard Hinnant's `civil_from_days`).
    fn date(&self) -> (i64, &'static str, i64) {
        let z = self.day + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let shifted = (5 * doy + 2) / 153;
        let day = doy - (153 * shifted + 2) / 5 + 1;
        let month = (shifted + 2) % 12;
        let year = yoe + era * 400 + i64::from(month < 2);
        let name = usize::try_from(month)
            .ok()
            .and_then(|month| MONTHS.get(month))
            .copied();
        (year, name.unwrap_or_default(), day)
    }
}

/// `14:20`, `Tue 16:03`, `3 Mar`, `3 Mar 2024`.
#[must_use]
pub fn moment(at: Timestamp, now: Timestamp, zone: Zone) -> String {
    let (then, today) = (Local::of(at, zone), Local::of(now, zone));
    let days = today.day - then.day;
    if days == 0 {
        return then.minute();
    }
    if (1..7).contains(&days) {
        return format!("{} {}", then.weekday(), then.minute());
    }
    let (year, month, day) = then.date();
    if year == today.date().0 {
        format!("{day} {month}")
    } else {
        format!("{day} {month} {year}")
    }
}

/// `14:20`, always.
#[must_use]
pub fn minute(at: Timestamp, zone: Zone) -> String {
    Local::of(at, zone).minute()
}

/// `14:20:07`, always.
#[must_use]
pub fn clock(at: Timestamp, zone: Zone) -> String {
    Local::of(at, zone).clock()
}

/// The exact time, for a `title`: `Tue 3 Mar 2026, 14:20:07`.
#[must_use]
pub fn exact(at: Timestamp, zone: Zone) -> String {
    let local = Local::of(at, zone);
    let (year, month, day) = local.date();
    format!(
        "{} {day} {month} {year}, {}",
        local.weekday(),
        local.clock()
    )
}

/// `just now`, `10 s ago`, `48 min ago`, `5 h ago`, `3 d ago`. A moment in the
/// future is a clock that disagrees, so it is now. Seconds are told by tens: words that change
/// each second have the window painted each second, though nothing happens in it.
#[must_use]
pub fn ago(at: Timestamp, now: Timestamp) -> String {
    match now.since(at) {
        ..10_000 => "just now".to_owned(),
        millis @ ..MINUTE => format!("{} s ago", millis / 10_000 * 10),
        millis @ ..HOUR => format!("{} min ago", millis / MINUTE),
        millis @ ..DAY => format!("{} h ago", millis / HOUR),
        millis => format!("{} d ago", millis / DAY),
    }
}

/// A length of time in two units at most: `8 s`, `1 min 04 s`, `5 h 18 min`, `3 d 2 h`.
#[must_use]
pub fn duration(millis: i64) -> String {
    match millis.max(0) {
        ms @ ..MINUTE => format!("{} s", ms / 1000),
        ms @ ..HOUR => format!("{} min {:02} s", ms / MINUTE, ms % MINUTE / 1000),
        ms @ ..DAY => format!("{} h {:02} min", ms / HOUR, ms % HOUR / MINUTE),
        ms => format!("{} d {} h", ms / DAY, ms % DAY / HOUR),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-03-03 14:20:07 UTC, a Tuesday.
    const THEN: Timestamp = Timestamp::from_millis(1_772_547_607_000);
    const UTC: Zone = Zone(0);

    #[test]
    fn a_clock_that_disagrees_never_shows_a_negative_age() {
        assert_eq!(ago(THEN.plus_millis(90_000), THEN), "just now");
        assert_eq!(duration(-5), "0 s");
    }

    #[test]
    fn today_is_a_clock_this_week_a_day_and_earlier_a_date() {
        assert_eq!(moment(THEN, THEN.plus_millis(HOUR), UTC), "14:20");
        assert_eq!(moment(THEN, THEN.plus_millis(3 * DAY), UTC), "Tue 14:20");
        assert_eq!(moment(THEN, THEN.plus_millis(7 * DAY), UTC), "3 Mar");
        assert_eq!(moment(THEN, THEN.plus_millis(400 * DAY), UTC), "3 Mar 2026");
    }

    #[test]
    fn midnight_is_local() {
        let now = THEN.plus_millis(10 * HOUR);
        assert_eq!(moment(THEN, now, UTC), "Tue 14:20");
        assert_eq!(moment(THEN, now, Zone(-5 * 60)), "09:20");
        assert_eq!(exact(THEN, Zone(10 * 60)), "Wed 4 Mar 2026, 00:20:07");
    }

    #[test]
    fn leap_days_and_the_first_of_january_are_right() {
        let leap = Timestamp::from_millis(1_709_208_000_000);
        assert_eq!(exact(leap, UTC), "Thu 29 Feb 2024, 12:00:00");
        let first = Timestamp::from_millis(1_767_225_600_000);
        assert_eq!(exact(first, UTC), "Thu 1 Jan 2026, 00:00:00");
        assert_eq!(
            exact(Timestamp::from_millis(-1), UTC),
            "Wed 31 Dec 1969, 23:59:59"
        );
    }

    #[test]
    fn an_age_names_one_unit_and_a_duration_two() {
        assert_eq!(ago(THEN, THEN.plus_millis(12_000)), "10 s ago");
        assert_eq!(ago(THEN, THEN.plus_millis(59_999)), "50 s ago");
        assert_eq!(ago(THEN, THEN.plus_millis(48 * MINUTE)), "48 min ago");
        assert_eq!(ago(THEN, THEN.plus_millis(26 * HOUR)), "1 d ago");
        assert_eq!(duration(64_000), "1 min 04 s");
        assert_eq!(duration(5 * HOUR + 18 * MINUTE), "5 h 18 min");
        assert_eq!(duration(3 * DAY + 2 * HOUR), "3 d 2 h");
    }
}
