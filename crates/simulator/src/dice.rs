//! Deterministic numbers: the same seed gives the same world on any machine.

/// Mixes two numbers into one that looks random (the SplitMix64 finaliser).
pub(crate) fn mix(a: u64, b: u64) -> u64 {
    let mut z = a ^ b.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = z.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A number for a text, the same in every build.
pub(crate) fn of_text(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

/// A stream of deterministic numbers.
#[derive(Debug, Clone)]
pub(crate) struct Dice {
    seed: u64,
    drawn: u64,
}

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, drawn: 0 }
    }

    pub(crate) fn roll(&mut self) -> u64 {
        self.drawn += 1;
        mix(self.seed, self.drawn)
    }

    /// A number in `0..sides`; 0 when there are no sides.
    pub(crate) fn below(&mut self, sides: usize) -> usize {
        if sides == 0 {
            return 0;
        }
        usize::try_from(self.roll() % sides as u64).unwrap_or_default()
    }

    /// A time span in `low..=high` milliseconds.
    pub(crate) fn span(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high - low + 1).unwrap_or(1).max(1);
        low + i64::try_from(self.roll() % width).unwrap_or_default()
    }

    /// True in `percent` of 100 rolls.
    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.roll() % 100 < percent
    }
}

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Twelve base-62 digits that name `code` and nothing else. Eleven hold the
/// number; the first one is a check digit.
pub(crate) fn nano(code: u64) -> String {
    digits(mix(code, 0x0C), 1) + &digits(code, 11)
}

/// The last `len` base-62 digits of `code`.
pub(crate) fn digits(mut code: u64, len: usize) -> String {
    let mut out = vec![b'0'; len];
    for slot in out.iter_mut().rev() {
        let digit = usize::try_from(code % 62).unwrap_or_default();
        *slot = DIGITS.get(digit).copied().unwrap_or(b'0');
        code /= 62;
    }
    out.into_iter().map(char::from).collect()
}

/// Reads what [`nano`] wrote.
pub(crate) fn parse_nano(text: &str) -> Option<u64> {
    if text.len() != 12 {
        return None;
    }
    let code = text.bytes().skip(1).try_fold(0_u64, |sum, byte| {
        let digit = DIGITS.iter().position(|known| *known == byte)?;
        sum.checked_mul(62)?.checked_add(digit as u64)
    })?;
    (nano(code) == text).then_some(code)
}

/// A UUID-shaped text for `code` (version 4, variant 1).
pub(crate) fn uuid(code: u64) -> String {
    let (high, low) = (mix(code, 1), mix(code, 2));
    format!(
        "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xFFFF,
        high & 0xFFF,
        low >> 52,
        low & 0xFFFF_FFFF_FFFF
    )
}

#[cfg(test)]
mod tests {
    use super::{nano, parse_nano, uuid};

    #[test]
    fn an_identifier_names_exactly_one_number() {
        for code in [0, 1, 61, 62, u64::MAX] {
            assert_eq!(parse_nano(&nano(code)), Some(code));
        }
        assert_eq!(parse_nano("not-a-number"), None);
        assert_eq!(parse_nano("zzzzzzzzzzzz"), None, "larger than any number");
        assert_eq!(uuid(7).len(), 36);
    }
}
