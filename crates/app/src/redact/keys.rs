//! Secrets that are known by their names: headers, members of JSON, fields of `Debug`,
//! parameters.

use super::BLANK;
use super::shapes::{is_boundary, starts};

/// What a name ends with whose value nobody may see; without case, dashes and marks.
const SECRET_NAMES: &[&str] = &[
    "apikey",
    "authorization",
    "bearer",
    "clientsecret",
    "connectlink",
    "cookie",
    "cookie2",
    "credential",
    "credentials",
    "codeverifier",
    "idtoken",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "redirecturi",
    "redirecturl",
    "secret",
    "sessionuri",
    "token",
    "tokens",
];

/// Names that usually say something harmless: only what looks like a word is left.
const DOUBTFUL_NAMES: &[&str] = &["state", "code", "key", "sig", "signature", "auth", "nonce"];

/// Values that give nothing away.
const HARMLESS: &[&str] = &["true", "false", "null", "None", "none", "Some", "0", "1"];

/// The longest doubtful value that may be a word.
const LONGEST_WORD: usize = 24;
/// Names are no longer than this.
const LONGEST_NAME: usize = 64;

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Secret,
    Doubtful,
}

/// Calls `note` with the ranges of the values of secret names.
pub(super) fn scan(text: &[char], note: &mut impl FnMut(usize, usize)) {
    let mut at = 0;
    while at < text.len() {
        let end = name_end(text, at);
        if end == at {
            at += 1;
            continue;
        }
        if is_boundary(text, at)
            && let Some(kind) = kind(&text[at..end])
        {
            for from in values(text, at, end) {
                value(text, from, kind, note);
            }
        }
        at = end;
    }
}

fn name_end(text: &[char], from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    let name =
        |letter: &&char| letter.is_ascii_alphanumeric() || **letter == '_' || **letter == '-';
    from + rest.iter().take_while(name).count()
}

fn kind(name: &[char]) -> Option<Kind> {
    if name.len() > LONGEST_NAME {
        return None;
    }
    let name: String = name
        .iter()
        .filter(|letter| letter.is_ascii_alphanumeric())
        .map(char::to_ascii_lowercase)
        .collect();
    if SECRET_NAMES.iter().any(|secret| name.ends_with(secret)) {
        return Some(Kind::Secret);
    }
    DOUBTFUL_NAMES
        .contains(&name.as_str())
        .then_some(Kind::Doubtful)
}

fn skip(text: &[char], from: usize, of: &[char]) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + rest.iter().take_while(|letter| of.contains(letter)).count()
}

/// Where values of this name may begin: `name: v`, `"name":"v"`, `name=v`, `name => v`,
/// `("name", "v")`, and `"name":"…","value":"v"`, in which the name is a value itself.
fn values(text: &[char], from: usize, end: usize) -> Vec<usize> {
    let quote = text
        .get(end)
        .copied()
        .filter(|letter| matches!(letter, '"' | '\''));
    let quoted = quote.is_some() && from > 0 && text.get(from - 1).copied() == quote;
    let after = if quoted { end + 1 } else { end };
    let at = skip(text, after, &[' ']);
    match text.get(at) {
        Some(':') if text.get(at + 1) == Some(&':') => Vec::new(),
        Some(':' | '=') => vec![skip(text, at + 1, &[' ', '>'])],
        Some(',') if quoted => {
            let next = skip(text, at + 1, &[' ']);
            let named = ["\"value\"", "'value'"];
            match named.iter().find(|named| starts(text, next, named)) {
                Some(named) => vec![skip(text, next + named.len(), &[' ', ':'])],
                None if matches!(text.get(next), Some('"' | '\'')) => vec![next],
                None => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

fn value(text: &[char], from: usize, kind: Kind, note: &mut impl FnMut(usize, usize)) {
    if starts(text, from, BLANK) {
        return;
    }
    if starts(text, from, "Some(") {
        return value(text, from + 5, kind, note);
    }
    match text.get(from) {
        Some(quote @ ('"' | '\'' | '`')) => {
            let end = closing(text, from + 1, *quote);
            whole(text, from + 1, end, kind, note);
        }
        Some('{' | '[') => inside(text, from, note),
        Some(_) => {
            let end = unquoted_end(text, from, kind);
            whole(text, from, end, kind, note);
        }
        None => {}
    }
}

fn whole(text: &[char], from: usize, to: usize, kind: Kind, note: &mut impl FnMut(usize, usize)) {
    let said: String = text.get(from..to).unwrap_or_default().iter().collect();
    let is_word = said.len() <= LONGEST_WORD
        && said
            .chars()
            .all(|letter| letter.is_ascii_alphabetic() || "._- ".contains(letter));
    let number = said.len() <= 5 && said.chars().all(|letter| letter.is_ascii_digit());
    if said.trim().is_empty()
        || said == BLANK
        || HARMLESS.contains(&said.as_str())
        || (kind == Kind::Doubtful && (is_word || number))
    {
        return;
    }
    note(from, to);
}

/// Where the quotation ends; an escaped mark does not end it.
fn closing(text: &[char], from: usize, quote: char) -> usize {
    let mut at = from;
    while let Some(letter) = text.get(at) {
        match letter {
            '\\' => at += 2,
            letter if *letter == quote => return at,
            _ => at += 1,
        }
    }
    text.len()
}

/// A value without marks; that of a header may have spaces in it.
fn unquoted_end(text: &[char], from: usize, kind: Kind) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    let scheme = ["bearer ", "basic ", "digest "].iter().any(|scheme| {
        let said = rest.iter().take(scheme.len());
        said.map(char::to_ascii_lowercase).eq(scheme.chars())
    });
    let mut passed = !(scheme && kind == Kind::Secret);
    let ends = |letter: &char| {
        if *letter == ' ' && !passed {
            passed = true;
            return false;
        }
        letter.is_whitespace() || "\"'`,;&)}]\\<>".contains(*letter)
    };
    from + rest.iter().position(ends).unwrap_or(rest.len())
}

/// Everything in a list or an object, but for the marks that hold it together.
fn inside(text: &[char], from: usize, note: &mut impl FnMut(usize, usize)) {
    let mut depth = 0_usize;
    let mut at = from;
    let mut begun = None;
    let mut quoted = None;
    while let Some(letter) = text.get(at) {
        let mark = match quoted {
            Some(quote) => *letter == quote,
            None => "{}[],: \"'".contains(*letter),
        };
        if !mark {
            begun.get_or_insert(at);
            at += if *letter == '\\' { 2 } else { 1 };
            continue;
        }
        if let Some(begun) = begun.take() {
            note(begun, at.min(text.len()));
        }
        match letter {
            '"' | '\'' => quoted = quoted.is_none().then_some(*letter),
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
        if depth == 0 && quoted.is_none() {
            return;
        }
    }
    if let Some(begun) = begun {
        note(begun, text.len());
    }
}
