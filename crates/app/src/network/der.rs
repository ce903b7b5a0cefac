//! As much of a certificate as a person wants to know: whose it is and until when it
//! holds. Whether it is a good one is decided by the TLS layer, not here.

use domain::Timestamp;

/// What is read of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) subject: String,
    pub(super) until: Timestamp,
}

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const INTEGER: u8 = 0x02;
const OBJECT_ID: u8 = 0x06;
const UTC_TIME: u8 = 0x17;
const GENERAL_TIME: u8 = 0x18;
const VERSION: u8 = 0xa0;

/// What a name is made of that says something: common name, organisation, unit.
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const ORGANISATION: &[u8] = &[0x55, 0x04, 0x0a];
const UNIT: &[u8] = &[0x55, 0x04, 0x0b];

/// The longest name that is shown.
const LONGEST_NAME: usize = 120;

/// Reads a certificate; `None` when it is none.
pub(super) fn read(der: &[u8]) -> Option<Facts> {
    let mut certificate = Input(der).expect(SEQUENCE)?;
    let mut signed = certificate.expect(SEQUENCE)?;
    if signed.peek() == Some(VERSION) {
        signed.next()?;
    }
    signed.expect(INTEGER)?;
    signed.expect(SEQUENCE)?;
    let issuer = signed.expect(SEQUENCE)?;
    let mut validity = signed.expect(SEQUENCE)?;
    time(validity.next()?)?;
    let until = time(validity.next()?)?;
    let subject = signed.expect(SEQUENCE)?;
    // Its key must follow.
    signed.expect(SEQUENCE)?;
    let subject = name(subject).or_else(|| name(issuer));
    Some(Facts {
        subject: subject.unwrap_or_else(|| "No name".to_owned()),
        until,
    })
}

/// Bytes that are read from their beginning.
#[derive(Clone, Copy)]
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn peek(&self) -> Option<u8> {
        self.0.first().copied()
    }

    /// The next thing: its tag and its content.
    fn next(&mut self) -> Option<(u8, Input<'a>)> {
        let [tag, first, rest @ ..] = self.0 else {
            return None;
        };
        let (length, rest) = match first {
            0..0x80 => (usize::from(*first), rest),
            0x81..=0x84 => {
                let count = usize::from(first & 0x7f);
                let bytes = rest.get(..count)?;
                let length = bytes
                    .iter()
                    .fold(0_usize, |sum, byte| (sum << 8) | usize::from(*byte));
                (length, rest.get(count..)?)
            }
            _ => return None,
        };
        let content = rest.get(..length)?;
        self.0 = rest.get(length..)?;
        Some((*tag, Input(content)))
    }

    fn expect(&mut self, wanted: u8) -> Option<Input<'a>> {
        let (tag, content) = self.next()?;
        (tag == wanted).then_some(content)
    }
}

fn name(mut parts: Input<'_>) -> Option<String> {
    let mut known: [Option<String>; 3] = [None, None, None];
    while let Some((tag, mut set)) = parts.next() {
        let attribute = if tag == SET {
            set.expect(SEQUENCE)
        } else {
            None
        };
        let Some(mut attribute) = attribute else {
            continue;
        };
        let (Some(kind), Some((_, value))) = (attribute.expect(OBJECT_ID), attribute.next()) else {
            continue;
        };
        let place = [COMMON_NAME, ORGANISATION, UNIT]
            .iter()
            .position(|wanted| *wanted == kind.0);
        if let Some(place) = place {
            known[place].get_or_insert(shown(value.0));
        }
    }
    let said: Vec<String> = known
        .into_iter()
        .flatten()
        .filter(|it| !it.is_empty())
        .collect();
    (!said.is_empty()).then(|| said.join(", "))
}

fn shown(value: &[u8]) -> String {
    String::from_utf8_lossy(value)
        .chars()
        .filter(|letter| !letter.is_control())
        .take(LONGEST_NAME)
        .collect()
}

/// `YYMMDDHHMMSSZ` or `YYYYMMDDHHMMSSZ`.
fn time((tag, content): (u8, Input<'_>)) -> Option<Timestamp> {
    let text = std::str::from_utf8(content.0).ok()?.strip_suffix('Z')?;
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let full = match (tag, text.len()) {
        (UTC_TIME, 12) => {
            let century = if text < "50" { "20" } else { "19" };
            format!("{century}{text}")
        }
        (GENERAL_TIME, 14) => text.to_owned(),
        _ => return None,
    };
    let part = |from: usize, to: usize| full.get(from..to).unwrap_or_default();
    let spelt = format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0, 4),
        part(4, 6),
        part(6, 8),
        part(8, 10),
        part(10, 12),
        part(12, 14)
    );
    let at: jiff::Timestamp = spelt.parse().ok()?;
    Some(Timestamp::from_millis(at.as_millisecond()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn both_ways_of_writing_a_time_are_understood() {
        let utc = time((UTC_TIME, Input(b"491231235959Z"))).unwrap();
        let general = time((GENERAL_TIME, Input(b"20491231235959Z"))).unwrap();
        assert_eq!(utc, general);
        assert!(time((UTC_TIME, Input(b"501231235959Z"))).unwrap() < utc);
        assert!(time((UTC_TIME, Input(b"4912312359Z"))).is_none());
        assert!(time((GENERAL_TIME, Input(b"20491331235959Z"))).is_none());
    }

    proptest! {
        #[test]
        fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = read(&bytes);
        }
    }
}
