//! The simulator's own clock. It follows the wall clock, moved by an offset
//! that tests may change, so that ten minutes pass in no time.

use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds of one day.
pub(crate) const DAY: i64 = 86_400_000;
/// Milliseconds of one minute.
pub(crate) const MINUTE: i64 = 60_000;
/// How long a connection request stays usable.
pub(crate) const LINK_LIFE: i64 = 10 * MINUTE;

/// Wall time plus an offset.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Clock {
    offset_ms: i64,
}

impl Clock {
    pub(crate) fn now(self) -> i64 {
        wall_ms().saturating_add(self.offset_ms)
    }

    pub(crate) fn advance(&mut self, by_ms: i64) {
        self.offset_ms = self.offset_ms.saturating_add(by_ms);
    }

    pub(crate) fn set(&mut self, to_ms: i64) {
        self.offset_ms = to_ms.saturating_sub(wall_ms());
    }

    pub(crate) fn reset(&mut self) {
        self.offset_ms = 0;
    }

    pub(crate) fn offset_ms(self) -> i64 {
        self.offset_ms
    }
}

fn wall_ms() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|since| i64::try_from(since.as_millis()).ok())
        .unwrap_or_default()
}

/// `2026-05-18T09:15:30.000Z`, the way Composio writes times.
pub(crate) fn iso(ms: i64) -> String {
    let days = ms.div_euclid(DAY);
    let rest = ms.rem_euclid(DAY);
    let (year, month, day) = civil(days);
    let (hour, minute) = (rest / 3_600_000, rest / MINUTE % 60);
    let (second, milli) = (rest / 1000 % 60, rest % 1000);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
}

/// `Fri, 20 Nov 2026 10:56:35 GMT`, the way HTTP writes times.
pub(crate) fn http_date(ms: i64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let days = ms.div_euclid(DAY);
    let (year, month, day) = civil(days);
    let name = |names: &[&'static str], at: i64| {
        usize::try_from(at)
            .ok()
            .and_then(|at| names.get(at).copied())
            .unwrap_or_default()
    };
    let rest = ms.rem_euclid(DAY) / 1000;
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!(
        "{}, {day:02} {} {year:04} {hour:02}:{minute:02}:{second:02} GMT",
        name(&DAYS, days.rem_euclid(7)),
        name(&MONTHS, month - 1),
    )
}

/// Reads `YYYY-MM-DDTHH:MM:SS[.mmm]Z`; anything else is `None`.
pub(crate) fn parse_iso(text: &str) -> Option<i64> {
    let text = text.strip_suffix('Z')?;
    let (date, time) = text.split_once('T')?;
    let mut date = date.splitn(3, '-').map(str::parse::<i64>);
    let (year, month, day) = (date.next()?.ok()?, date.next()?.ok()?, date.next()?.ok()?);
    let (time, milli) = time.split_once('.').unwrap_or((time, "0"));
    let mut time = time.splitn(3, ':').map(str::parse::<i64>);
    let (hour, minute, second) = (time.next()?.ok()?, time.next()?.ok()?, time.next()?.ok()?);
    let milli: i64 = format!("{milli:0<3}").get(..3)?.parse().ok()?;
    let clock = ((hour * 60 + minute) * 60 + second) * 1000 + milli;
    Some(days_of(year, month, day) * DAY + clock)
}

/// Days since 1970 to a proleptic Gregorian date (Howard Hinnant's algorithm).
fn civil(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    (year, month, doy - (153 * mp + 2) / 5 + 1)
}

fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let yoe = year.rem_euclid(400);
    let doy = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

#[cfg(test)]
mod tests {
    use super::{http_date, iso, parse_iso};

    #[test]
    fn a_time_reads_back_as_it_was_written() {
        for ms in [0, 951_782_399_999, 1_779_095_730_000, 4_102_444_800_001] {
            assert_eq!(parse_iso(&iso(ms)), Some(ms));
        }
        assert_eq!(iso(1_779_095_730_000), "2026-05-18T09:15:30.000Z");
        assert_eq!(parse_iso("yesterday"), None);
        assert_eq!(http_date(784_111_777_000), "Sun, 06 Nov 1994 08:49:37 GMT");
    }
}
