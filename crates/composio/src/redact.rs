//! Takes out of a text whatever looks like a credential.
//!
//! Composio's messages can echo what they were given, a provider's can quote a
//! token. The rule errs on the side of hiding: a word that begins like a known
//! credential loses everything behind its beginning.

/// How credentials begin.
const PREFIXES: &[&str] = &[
    "ak_",
    "uak_",
    "oak_",
    "lk_",
    "ln_",
    "ya29.",
    "ghp_",
    "gho_",
    "ghs_",
    "ghu_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "xox",
    "eyJ",
    "sk-",
    "sk_",
    "rk_",
    "pk_",
    "whsec_",
    "1//0",
];

/// A word of this length with letters and digits in it is taken for a
/// credential whatever it begins with. Request ids are shorter.
const LONG_WORD: usize = 40;

/// What follows the beginning of a credential is longer than this in every one known.
const SHORTEST_BODY: usize = 12;

/// The longest text kept of somebody else's message.
const LONGEST: usize = 2_000;

/// What turns letters round, or stands between them without being seen: somebody else's
/// message could look like another by it. The joiner inside of emoji stays.
const fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
    )
}

/// The text with every credential cut to its beginning and `…`, and no longer
/// than 2,000 characters.
pub fn scrub(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    // First, or one inside of a credential would hide the rest of it from the cut.
    let text: String = text.chars().filter(|c| !is_unseen(*c)).collect();
    let mut out = String::with_capacity(text.len().min(LONGEST));
    let mut rest = text.as_str();
    let mut kept = 0;
    let mut boundary = true;
    while let Some(c) = rest.chars().next() {
        if kept >= LONGEST {
            out.push('…');
            break;
        }
        if let Some((shown, hidden)) = boundary.then(|| credential(rest)).flatten() {
            out.push_str(&rest[..shown]);
            out.push('…');
            kept += shown + 1;
            rest = &rest[hidden..];
            boundary = false;
            continue;
        }
        boundary = !c.is_ascii_alphanumeric();
        out.push(if c.is_control() && c != '\n' { ' ' } else { c });
        kept += 1;
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// Whether a text that should be a name holds what can only be a credential. Stricter
/// than [`scrub`], which hides what merely begins like one: a name is refused for it.
#[must_use]
pub fn holds_credential(text: &str) -> bool {
    let mut boundary = true;
    text.char_indices().any(|(at, c)| {
        let rest = &text[at..];
        let found = boundary.then(|| credential(rest)).flatten();
        boundary = !c.is_ascii_alphanumeric();
        found.is_some_and(|(shown, end)| end - shown >= SHORTEST_BODY)
    })
}

/// Whether nothing would be taken out of it: almost every text of a list of accounts.
fn is_plain(text: &str) -> bool {
    let mut boundary = true;
    text.len() <= LONGEST
        && text.bytes().enumerate().all(|(at, byte)| {
            let clean = byte.is_ascii() && (!byte.is_ascii_control() || byte == b'\n');
            let begins = std::mem::replace(&mut boundary, !byte.is_ascii_alphanumeric());
            clean
                && !(begins
                    && text
                        .get(at..)
                        .is_some_and(|rest| credential(rest).is_some()))
        })
}

/// How much of the credential at the beginning of the text may be shown, and
/// where it ends.
fn credential(text: &str) -> Option<(usize, usize)> {
    let length = |of: &str, part: fn(char) -> bool| of.find(|c| !part(c)).unwrap_or(of.len());
    let first = text.as_bytes().first();
    // By its first letter alone, a word is none of them most of the time.
    let begins = |prefix: &&&str| prefix.as_bytes().first() == first && text.starts_with(**prefix);
    if let Some(prefix) = PREFIXES.iter().find(begins) {
        let body = length(&text[prefix.len()..], is_credential);
        return (body > 0).then_some((prefix.len(), prefix.len() + body));
    }
    if text.len() < LONG_WORD {
        return None;
    }
    let word = length(text, |c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    let has = |kind: fn(&u8) -> bool| text.as_bytes()[..word].iter().any(kind);
    let opaque = word >= LONG_WORD && has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic);
    opaque.then_some((4, word))
}

/// The characters that credentials are made of.
fn is_credential(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.~+/=:%".contains(c)
}

#[cfg(test)]
mod tests {
    use super::{holds_credential, scrub};

    #[test]
    fn a_key_in_a_name_is_noticed_and_a_name_is_none() {
        for key in [
            "ak_sim_reading_000000001",
            "Acme uak_0123456789abcdef",
            "sk-proj-0123456789abcdef",
            "(ya29.a0AfB_byC0123456789)",
            "0123456789abcdef0123456789abcdef01234567",
        ] {
            assert!(holds_credential(key), "{key}");
        }
        for name in [
            "Acme",
            "sk_team",
            "sk-north",
            "ak_47",
            "pk_books",
            "Blue Harbor Coffee, Rotterdam",
            "7d444840-9dc0-11d1-b245-5ffdce74fad2",
            "",
        ] {
            assert!(!holds_credential(name), "{name}");
        }
    }

    #[test]
    fn a_key_quoted_in_a_message_is_cut() {
        assert_eq!(scrub("Invalid API key: ak_abc123"), "Invalid API key: ak_…");
        assert_eq!(
            scrub(r#"{"t":"ya29.a-b_c","n":1}"#),
            r#"{"t":"ya29.…","n":1}"#
        );
    }

    #[test]
    fn a_long_opaque_word_is_cut_and_a_request_id_is_not() {
        let token = "0123456789abcdef0123456789abcdef01234567";
        assert_eq!(
            scrub(&format!("token {token} refused")),
            "token 0123… refused"
        );
        let id = "request 8b628209-81f4-414a-a1c2-28806e2d7480";
        assert_eq!(scrub(id), id);
    }

    #[test]
    fn what_is_not_seen_is_dropped_and_hides_nothing() {
        assert_eq!(scrub("\u{202e}txet\u{202c} a\u{200b}b\u{feff}"), "txet ab");
        assert_eq!(
            scrub("key ak_abc\u{200b}def123 refused"),
            "key ak_… refused"
        );
        assert_eq!(scrub("👩‍👧"), "👩‍👧", "the joiner of an emoji stays");
    }

    #[test]
    fn ordinary_words_stay() {
        let text = "Connected account \"ca_x\" not found: task-1, weak_point, disk-full";
        assert_eq!(scrub(text), text);
    }

    #[test]
    fn a_long_message_ends() {
        assert!(scrub(&"a".repeat(10_000)).chars().count() <= 2_001);
    }
}
