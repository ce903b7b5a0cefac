//! A text as letters that remember where they came from, and the same text with one
//! layer of escapes taken off.

use super::{keys, shapes};

/// One reading of a text.
pub(super) struct Layer {
    pub(super) letters: Vec<char>,
    /// For each letter the bytes of the text that it stands for.
    places: Vec<(usize, usize)>,
    /// Which kind of escape is taken off next.
    percent_next: bool,
    /// Whether the other kind found nothing just before.
    stuck: bool,
}

impl Layer {
    /// As it stands, without letters that nobody sees.
    pub(super) fn of(text: &str) -> Self {
        let mut layer = Self::empty(false, false);
        for (at, letter) in text.char_indices() {
            if !is_unseen(letter) {
                layer.push(letter, (at, at + letter.len_utf8()));
            }
        }
        layer
    }

    fn empty(percent_next: bool, stuck: bool) -> Self {
        Self {
            letters: Vec::new(),
            places: Vec::new(),
            percent_next,
            stuck,
        }
    }

    fn push(&mut self, letter: char, place: (usize, usize)) {
        self.letters.push(letter);
        self.places.push(place);
    }

    /// Notes what is suspicious, as ranges of the text.
    pub(super) fn scan(&self, found: &mut Vec<(usize, usize)>) {
        let mut note = |from: usize, to: usize| {
            let last = to.checked_sub(1).and_then(|last| self.places.get(last));
            if let (true, Some(first), Some(last)) = (from < to, self.places.get(from), last) {
                found.push((first.0, last.1));
            }
        };
        shapes::scan(&self.letters, &mut note);
        keys::scan(&self.letters, &mut note);
    }

    /// The same with one layer of escapes taken off; `None` when there are none.
    pub(super) fn peel(&self) -> Option<Self> {
        let mut next = Self::empty(!self.percent_next, false);
        let mut at = 0;
        let mut changed = false;
        while let Some(&letter) = self.letters.get(at) {
            let rest = self.letters.get(at..).unwrap_or_default();
            let escape = match self.percent_next {
                true => percent(rest),
                false => backslash(rest),
            };
            let (read, length) = escape.unwrap_or((letter, 1));
            changed |= escape.is_some();
            let place = (self.places[at].0, self.places[at + length - 1].1);
            if !is_unseen(read) {
                next.push(read, place);
            }
            at += length;
        }
        next.stuck = !changed;
        (changed || !self.stuck).then_some(next)
    }
}

/// Letters that take no room, by which a word can be split without showing it.
const fn is_unseen(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
    )
}

/// `%41`, or as many of them as one letter takes (`%E2%80%8B`). Bytes that make no letter
/// become a sign for one.
fn percent(rest: &[char]) -> Option<(char, usize)> {
    let first = byte(rest)?;
    let count = match first {
        0..0x80 => 1,
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0..0xf8 => 4,
        _ => return Some(('\u{fffd}', 3)),
    };
    let bytes: Option<Vec<u8>> = (0..count).map(|at| byte(rest.get(at * 3..)?)).collect();
    let read = bytes.and_then(|bytes| std::str::from_utf8(&bytes).ok()?.chars().next());
    Some(read.map_or(('\u{fffd}', 3), |letter| (letter, count * 3)))
}

/// The byte of one escape.
fn byte(rest: &[char]) -> Option<u8> {
    let ['%', high, low, ..] = rest else {
        return None;
    };
    u8::try_from(high.to_digit(16)? * 16 + low.to_digit(16)?).ok()
}

/// An escape of JSON, or of Rust's `Debug`.
fn backslash(rest: &[char]) -> Option<(char, usize)> {
    let ['\\', kind, rest @ ..] = rest else {
        return None;
    };
    match kind {
        'n' => Some(('\n', 2)),
        'r' => Some(('\r', 2)),
        't' => Some(('\t', 2)),
        'b' | 'f' | '0' => Some((' ', 2)),
        '"' | '\\' | '/' | '\'' => Some((*kind, 2)),
        'x' => Some((letter(rest.get(..2)?)?, 4)),
        'u' if rest.first() == Some(&'{') => {
            let length = rest.iter().take(8).position(|letter| *letter == '}')?;
            Some((letter(rest.get(1..length)?)?, length + 3))
        }
        'u' => Some((letter(rest.get(..4)?)?, 6)),
        _ => None,
    }
}

fn letter(digits: &[char]) -> Option<char> {
    let mut code = 0;
    for digit in digits {
        code = code * 16 + digit.to_digit(16)?;
    }
    // Half of a pair is no letter; for us any sign will do.
    Some(char::from_u32(code).unwrap_or('\u{fffd}'))
}
