//! Numbers: exact up to six digits and beyond, with thin marks a person can read.

/// `12300` as `12,300`.
#[must_use]
pub fn count(number: u32) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 link`, `2 links`.
#[must_use]
pub fn counted(number: u32, noun: &str) -> String {
    counted_with(number, noun, &format!("{noun}s"))
}

/// `1 entry`, `2 entries`.
#[must_use]
pub fn counted_with(number: u32, one: &str, many: &str) -> String {
    let noun = if number == 1 { one } else { many };
    format!("{} {noun}", count(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_digit_is_kept() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (49_812, "49,812"),
            (500_000, "500,000"),
            (u32::MAX, "4,294,967,295"),
        ] {
            assert_eq!(count(number), text);
        }
    }

    #[test]
    fn one_of_a_thing_is_singular_and_none_is_plural() {
        assert_eq!(counted(1, "link"), "1 link");
        assert_eq!(counted(0, "link"), "0 links");
        assert_eq!(counted_with(1284, "entry", "entries"), "1,284 entries");
    }
}
