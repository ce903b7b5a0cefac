//! The audit chain: the hash of a row is SHA-256 over the hash of the row before it
//! and the row's own content, so that no row can be edited, taken out, put in or
//! moved without every later hash being wrong.
//!
//! - The row before row 1 has a hash of 32 zero bytes.
//! - The content is [`TAG`], then the fields in the order of [`Link`] but for the
//!   details. A number is 8 bytes, big-endian; a text is its length in bytes as such a
//!   number, then its bytes; a field that may be absent begins with a byte 0 (absent)
//!   or 1. Two different rows never encode alike.
//! - A row with a detail begins with [`TAG_DETAILED`] instead, and its details follow.
//!   Rows from before there were details keep their hash, and taking the details off
//!   a row changes its own.
//!
//! What a chain cannot show: that somebody wrote all of it anew, or took rows off
//! the end and moved `audit_head` too. That takes an anchor outside of the file.

use sha2::{Digest, Sha256};

/// The hash before the first row.
pub(crate) const GENESIS: [u8; 32] = [0; 32];

/// Names the encoding, so that a later one cannot be mistaken for it.
const TAG: &[u8] = b"switchboard.audit.v1";
/// The same for a row that has details.
const TAG_DETAILED: &[u8] = b"switchboard.audit.v2";

/// The content of one row, as text and numbers.
pub(crate) struct Link<'a> {
    pub(crate) seq: i64,
    pub(crate) at: i64,
    pub(crate) actor: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) action: &'a str,
    pub(crate) target: &'a str,
    pub(crate) integration: Option<&'a str>,
    pub(crate) intent: Option<i64>,
    pub(crate) result: Option<&'a str>,
    pub(crate) reason: Option<&'a str>,
    /// Before, after, request.
    pub(crate) details: [Option<&'a str>; 3],
}

impl Link<'_> {
    /// The hash of this row after `previous`.
    pub(crate) fn hash_after(&self, previous: &[u8; 32]) -> [u8; 32] {
        let mut sum = Sha256::new();
        sum.update(previous);
        let detailed = self.details.iter().any(Option::is_some);
        sum.update(if detailed { TAG_DETAILED } else { TAG });
        number(&mut sum, self.seq);
        number(&mut sum, self.at);
        for field in [self.actor, self.kind, self.action, self.target] {
            text(&mut sum, field);
        }
        perhaps(&mut sum, self.integration, text);
        perhaps(&mut sum, self.intent, number);
        perhaps(&mut sum, self.result, text);
        perhaps(&mut sum, self.reason, text);
        if detailed {
            for detail in self.details {
                perhaps(&mut sum, detail, text);
            }
        }
        sum.finalize().into()
    }
}

fn number(sum: &mut Sha256, value: i64) {
    sum.update(value.to_be_bytes());
}

fn text(sum: &mut Sha256, value: &str) {
    let length = u64::try_from(value.len()).unwrap_or(u64::MAX);
    sum.update(length.to_be_bytes());
    sum.update(value.as_bytes());
}

fn perhaps<T>(sum: &mut Sha256, value: Option<T>, write: impl Fn(&mut Sha256, T)) {
    match value {
        None => sum.update([0]),
        Some(value) => {
            sum.update([1]);
            write(sum, value);
        }
    }
}

/// A hash as the store writes it.
pub(crate) fn to_hex(hash: &[u8; 32]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(64);
    for byte in hash {
        for half in [byte >> 4, byte & 0xf] {
            text.push(char::from(DIGITS[usize::from(half)]));
        }
    }
    text
}

/// Reads [`to_hex`] back; nothing else is taken.
pub(crate) fn from_hex(text: &str) -> Option<[u8; 32]> {
    let digits = text.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    let mut hash = [0; 32];
    for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(hash)
}

fn digit(text: u8) -> Option<u8> {
    match text {
        b'0'..=b'9' => Some(text - b'0'),
        b'a'..=b'f' => Some(text - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link<'a>(actor: &'a str, kind: &'a str, result: Option<&'a str>) -> Link<'a> {
        Link {
            seq: 1,
            at: 2,
            actor,
            kind,
            action: "connect",
            target: "",
            integration: None,
            intent: None,
            result,
            reason: None,
            details: [None; 3],
        }
    }

    #[test]
    fn moving_a_letter_from_one_field_to_the_next_changes_the_hash() {
        let one = link("ab", "c", None).hash_after(&GENESIS);
        let other = link("a", "bc", None).hash_after(&GENESIS);
        assert_ne!(one, other);
    }

    #[test]
    fn an_empty_result_is_not_an_absent_one() {
        let absent = link("a", "b", None).hash_after(&GENESIS);
        let empty = link("a", "b", Some("")).hash_after(&GENESIS);
        assert_ne!(absent, empty);
    }

    #[test]
    fn a_detail_taken_off_put_on_or_moved_changes_the_hash() {
        let with = |details| {
            let plain = link("a", "b", None);
            Link { details, ..plain }.hash_after(&GENESIS)
        };
        let all = [
            with([None; 3]),
            with([Some("on"), None, None]),
            with([None, Some("on"), None]),
            with([None, None, Some("on")]),
            with([Some(""), None, None]),
        ];
        for (at, one) in all.iter().enumerate() {
            assert_eq!(all.iter().position(|other| other == one), Some(at));
        }
    }

    #[test]
    fn the_encoding_is_what_the_head_of_this_file_says() {
        // Computed by hand from the description, so that a change of it is noticed.
        let mut by_hand = Vec::from([0_u8; 32]);
        by_hand.extend(TAG);
        by_hand.extend(1_i64.to_be_bytes());
        by_hand.extend(2_i64.to_be_bytes());
        for field in ["a", "b", "connect", ""] {
            by_hand.extend((field.len() as u64).to_be_bytes());
            by_hand.extend(field.as_bytes());
        }
        by_hand.extend([0, 0, 0, 0]);
        let expected: [u8; 32] = Sha256::digest(&by_hand).into();
        assert_eq!(link("a", "b", None).hash_after(&GENESIS), expected);
    }

    #[test]
    fn hex_is_read_back_and_nothing_else_is() {
        let hash: [u8; 32] = Sha256::digest(b"x").into();
        assert_eq!(from_hex(&to_hex(&hash)), Some(hash));
        for bad in ["", "00", &"g".repeat(64), &"A".repeat(64), &"0".repeat(66)] {
            assert_eq!(from_hex(bad), None, "{bad}");
        }
    }
}
