//! Secrets that are known by their looks: keys, tokens, addresses of people, links.

/// Beginnings that nothing else has, wherever they stand.
const ANYWHERE: &[&str] = &[
    "ya29.",
    "sk-ant-",
    "github_pat_",
    "glpat-",
    "whsec_",
    "xoxa-",
    "xoxb-",
    "xoxe-",
    "xoxp-",
    "xoxr-",
    "xoxs-",
    "xapp-",
    "uak_",
    "oak_",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "AKIA",
    "AIza",
];

/// Beginnings that also end words, and so count at the beginning of one; or elsewhere
/// when what follows looks like a key.
const AT_A_WORD: &[&str] = &[
    "ak_", "lk_", "ln_", "sk-", "sk_", "rk_", "pk_", "eyJ", "1//0", "4/0",
];

/// Behind a beginning that ends words too, this much must follow in the middle of one.
const LONG_ENOUGH: usize = 12;
/// Words this long, of letters and digits, are no words.
const OPAQUE: usize = 40;
/// The same where capitals are mixed in.
const OPAQUE_MIXED: usize = 24;
/// After `Bearer`, so much is a token and not a sentence.
const AFTER_BEARER: usize = 6;

/// Calls `note` with the ranges of what looks like a secret.
pub(super) fn scan(text: &[char], note: &mut impl FnMut(usize, usize)) {
    let mut at = 0;
    while at < text.len() {
        at = token(text, at, note)
            .or_else(|| opaque(text, at, note))
            .unwrap_or(at + 1);
    }
    for (at, letter) in text.iter().enumerate() {
        match letter {
            '@' => address(text, at, note),
            '?' => query(text, at, note),
            ':' if starts(text, at, "://") => link(text, at, note),
            'b' | 'B' => bearer(text, at, note),
            '-' if starts(text, at, "-----BEGIN") => pem(text, at, note),
            _ => {}
        }
    }
}

pub(super) fn starts(text: &[char], at: usize, with: &str) -> bool {
    let mut rest = text.iter().skip(at);
    with.chars().all(|letter| rest.next() == Some(&letter))
}

/// Whether no word goes on here.
pub(super) fn is_boundary(text: &[char], at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|before| text.get(before))
        .is_none_or(|letter| !letter.is_ascii_alphanumeric())
}

fn is_token(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "-_.~+/=%".contains(letter)
}

/// How far letters go on that are of this kind.
fn run(text: &[char], from: usize, of: impl Fn(char) -> bool) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + rest.iter().take_while(|letter| of(**letter)).count()
}

fn token(text: &[char], at: usize, note: &mut impl FnMut(usize, usize)) -> Option<usize> {
    let find = |list: &[&str]| {
        let found = list.iter().find(|start| starts(text, at, start))?;
        Some(found.chars().count())
    };
    let (length, sure) = match find(ANYWHERE) {
        Some(length) => (length, true),
        None => (find(AT_A_WORD)?, is_boundary(text, at)),
    };
    let end = run(text, at + length, is_token);
    let body = text.get(at + length..end)?;
    let looks = body.len() >= LONG_ENOUGH && body.iter().any(char::is_ascii_digit);
    if body.is_empty() || !(sure || looks) {
        return None;
    }
    note(at, end);
    Some(end)
}

/// A word without meaning; it is read once, from its beginning.
fn opaque(text: &[char], at: usize, note: &mut impl FnMut(usize, usize)) -> Option<usize> {
    let part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
    let first = at
        .checked_sub(1)
        .and_then(|before| text.get(before))
        .is_none_or(|letter| !part(*letter));
    if !first {
        return None;
    }
    let end = run(text, at, part);
    let word = text.get(at..end)?;
    let has = |kind: fn(&char) -> bool| word.iter().any(kind);
    let digits = has(char::is_ascii_digit);
    let mixed = digits && has(char::is_ascii_uppercase) && has(char::is_ascii_lowercase);
    let long = word.len() >= OPAQUE && digits && has(char::is_ascii_alphabetic);
    if long || (word.len() >= OPAQUE_MIXED && mixed) {
        note(at, end);
        return Some(end);
    }
    None
}

fn is_quote(letter: char) -> bool {
    matches!(letter, '"' | '\'' | '`')
}

/// Ends an address of whatever kind.
fn ends_word(letter: char) -> bool {
    letter.is_whitespace() || is_quote(letter) || "<>()[]{},;\\|".contains(letter)
}

/// A person's address, or who signs in to a server.
fn address(text: &[char], at: usize, note: &mut impl FnMut(usize, usize)) {
    let host = run(text, at + 1, |letter| {
        letter.is_alphanumeric() || letter == '.' || letter == '-'
    });
    if host == at + 1 {
        return;
    }
    let before = text.get(..at).unwrap_or_default();
    let name = |letter: &&char| !ends_word(**letter) && **letter != '=';
    let mut from = at - before.iter().rev().take_while(name).count();
    if from == at {
        // `"jane doe"@host`; a bare `@word` is nobody.
        let Some(quote) = before.last().copied().filter(|letter| is_quote(*letter)) else {
            return;
        };
        let inner = before.get(..at - 1).unwrap_or_default();
        let Some(open) = inner.iter().rposition(|letter| *letter == quote) else {
            return;
        };
        from = open + 1;
    }
    note(from, host);
}

/// Whatever follows a question mark in an address may be a state or a code.
fn query(text: &[char], at: usize, note: &mut impl FnMut(usize, usize)) {
    let end = run(text, at + 1, |letter| {
        !letter.is_whitespace() && !is_quote(letter) && !"<>()\\".contains(letter)
    });
    let glued = at
        .checked_sub(1)
        .and_then(|before| text.get(before))
        .is_some_and(|letter| !letter.is_whitespace());
    let done = starts(text, at + 1, super::BLANK);
    // Marks at the end of a sentence are no query.
    let says = text.get(at + 1..end).unwrap_or_default();
    if glued && !done && says.iter().any(|letter| letter.is_alphanumeric()) {
        note(at + 1, end);
    }
}

/// Parts of an address in which secrets travel: a fragment, and what follows `/link/`
/// or the short `/s/`.
fn link(text: &[char], at: usize, note: &mut impl FnMut(usize, usize)) {
    let end = run(text, at, |letter| {
        !letter.is_whitespace() && !is_quote(letter) && !"<>()\\".contains(letter)
    });
    for here in at..end {
        if text[here] == '#' && !starts(text, here + 1, super::BLANK) {
            note(here + 1, end);
        }
        let segment = ["/link/", "/s/"]
            .iter()
            .find(|segment| starts(text, here, segment));
        if let Some(segment) = segment {
            let from = here + segment.len();
            let to = run(text, from, |letter| is_token(letter) && letter != '/');
            note(from, to.min(end));
        }
    }
}

/// `Bearer …` and `Basic …`.
fn bearer(text: &[char], at: usize, note: &mut impl FnMut(usize, usize)) {
    if !is_boundary(text, at) {
        return;
    }
    for word in ["bearer", "basic"] {
        let said = text.iter().skip(at).take(word.len());
        let same = said.map(char::to_ascii_lowercase).eq(word.chars());
        let from = run(text, at + word.len(), |letter| letter == ' ');
        if same && from > at + word.len() {
            let to = run(text, from, is_token);
            if to - from >= AFTER_BEARER {
                note(from, to);
            }
        }
    }
}

/// A key or certificate in its envelope.
fn pem(text: &[char], at: usize, note: &mut impl FnMut(usize, usize)) {
    let mut end = at + 10;
    while end < text.len() && !starts(text, end, "-----END") {
        end += 1;
    }
    let tail = run(text, (end + 8).min(text.len()), |letter| letter != '-');
    let tail = run(text, tail, |letter| letter == '-');
    note(at, tail.max(end).min(text.len()));
}
