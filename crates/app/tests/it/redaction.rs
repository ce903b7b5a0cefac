//! No shape of a secret gets through the fence, however it is wrapped, quoted, escaped
//! or cut into pieces.

use std::io::Write;

use app::{LogFiles, LogLimits, redact};
use domain::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

/// The mark inside every secret.
const MARK: &str = "CANARY";

/// Secrets that are known by their looks.
fn shape() -> impl Strategy<Value = String> {
    let body = "[A-Za-z0-9]{0,12}";
    let start = prop::sample::select(vec![
        "ak_",
        "uak_",
        "oak_",
        "ya29.",
        "sk-",
        "sk-ant-",
        "xoxb-",
        "xoxp-",
        "ghp_",
        "github_pat_",
        "lk_",
        "ln_",
        "eyJ",
        "1//0",
        "whsec_",
    ]);
    let token = (start, body, body).prop_map(|(start, a, b)| format!("{start}{a}{MARK}{b}"));
    let jwt =
        (body, body, body).prop_map(|(a, b, c)| format!("eyJ{a}{MARK}.eyJ{b}{MARK}.{c}{MARK}"));
    let address = ("[a-z]{0,6}", "[a-z]{1,6}")
        .prop_map(|(name, host)| format!("{name}.{MARK}@{MARK}.{host}.com"));
    let state = "[A-Za-z0-9_-]{36}".prop_map(|rest| format!("{MARK}9aZ{rest}"));
    let query = ("[a-z]{1,6}", body).prop_map(|(name, value)| {
        format!("https://host.example/path/{name}?{name}={value}{MARK}&more={MARK}")
    });
    let link = body.prop_map(|token| format!("https://connect.example/link/{MARK}{token}"));
    prop_oneof![4 => token, jwt, address, state, query, link]
}

/// Ways of writing a text down.
#[derive(Debug, Clone, Copy)]
enum Wrap {
    Member,
    List,
    Quoted,
    Json,
    Percent,
    PercentAll,
    Debugged,
    Unicode,
    Words,
    Header,
    Zero,
}

fn wraps() -> impl Strategy<Value = Vec<Wrap>> {
    let one = prop::sample::select(vec![
        Wrap::Member,
        Wrap::List,
        Wrap::Quoted,
        Wrap::Json,
        Wrap::Percent,
        Wrap::PercentAll,
        Wrap::Debugged,
        Wrap::Unicode,
        Wrap::Words,
        Wrap::Header,
        Wrap::Zero,
    ]);
    prop::collection::vec(one, 0..5)
}

fn wrap(text: &str, how: Wrap) -> String {
    let percent = |all: bool| {
        let coded = text.bytes().map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' if !all => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        });
        coded.collect::<String>()
    };
    match how {
        Wrap::Member => json!({ "level": "INFO", "said": text, "n": 1 }).to_string(),
        Wrap::List => json!([1, [text], null]).to_string(),
        Wrap::Quoted => format!("'{text}'"),
        Wrap::Json => Value::from(text).to_string(),
        Wrap::Percent => percent(false),
        Wrap::PercentAll => percent(true),
        Wrap::Debugged => format!("Error {{ source: {text:?}, line: 3 }}"),
        Wrap::Unicode => text
            .encode_utf16()
            .map(|unit| format!("\\u{unit:04x}"))
            .collect(),
        Wrap::Words => format!("it said {text}, and went on"),
        Wrap::Header => format!("x-note: {text}"),
        // A letter that nobody sees, in the middle of the beginning.
        Wrap::Zero => {
            let at = text.char_indices().nth(1).map_or(0, |(at, _)| at);
            format!("{}\u{200b}{}", &text[..at], &text[at..])
        }
    }
}

/// The text with every escape taken off, over and over.
fn bare(text: &str) -> String {
    let mut text = text.replace('\u{200b}', "");
    loop {
        let mut next = String::new();
        let mut rest = text.as_str();
        while let Some(letter) = rest.chars().next() {
            let (read, length) = unescaped(rest).unwrap_or((letter, letter.len_utf8()));
            if read != '\u{200b}' {
                next.push(read);
            }
            rest = &rest[length..];
        }
        if next == text {
            return text;
        }
        text = next;
    }
}

fn unescaped(rest: &str) -> Option<(char, usize)> {
    let hex = |from: usize, to: usize| {
        let code = u32::from_str_radix(rest.get(from..to)?, 16).ok()?;
        char::from_u32(code)
    };
    if rest.starts_with('%') {
        return Some((hex(1, 3)?, 3));
    }
    if rest.starts_with("\\u{") {
        let end = rest.find('}')?;
        return Some((hex(3, end)?, end + 1));
    }
    if rest.starts_with("\\u") {
        return Some((hex(2, 6)?, 6));
    }
    let letter = rest.strip_prefix('\\')?.chars().next()?;
    Some((letter, 1 + letter.len_utf8()))
}

fn survives(secret: &str, wraps: &[Wrap]) -> Option<String> {
    let text = wraps
        .iter()
        .fold(secret.to_owned(), |text, how| wrap(&text, *how));
    let clean = redact(&text);
    bare(&clean)
        .contains(MARK)
        .then(|| format!("{text}\n became {clean}"))
}

/// A secret that only its name gives away.
fn named() -> impl Strategy<Value = (&'static str, String)> {
    let name = prop::sample::select(vec![
        "api_key",
        "x-api-key",
        "Authorization",
        "access_token",
        "refreshToken",
        "client_secret",
        "password",
        "Set-Cookie",
        "session_uri",
        "redirect_url",
    ]);
    let value = "[a-z]{0,4}".prop_map(|rest| format!("{MARK}{rest}"));
    (name, value)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn no_shape_of_a_secret_survives_any_nesting(secret in shape(), wraps in wraps()) {
        let left = survives(&secret, &wraps);
        prop_assert!(left.is_none(), "{}", left.unwrap_or_default());
    }

    #[test]
    fn a_secret_known_by_its_name_is_blanked_in_every_notation(
        (name, value) in named(),
        how in 0..9_usize,
        wraps in wraps(),
    ) {
        let text = match how {
            0 => json!({ name: value }).to_string(),
            1 => json!({ name: { "inner": [value, 7] } }).to_string(),
            2 => json!([name, value]).to_string(),
            3 => json!({ "name": name, "value": value }).to_string(),
            4 => format!("{name}: {value}"),
            5 => format!("{name}={value}&other=1"),
            6 => format!("{name}: Some({value:?})"),
            7 => format!("{name} => '{value}'"),
            _ => format!("{name}: Bearer {value}{value}"),
        };
        let left = survives(&text, &wraps);
        prop_assert!(left.is_none(), "{}", left.unwrap_or_default());
    }

    #[test]
    fn a_secret_that_is_written_in_pieces_is_looked_at_whole(
        secret in shape(),
        cuts in prop::collection::vec(0..40_usize, 0..4),
    ) {
        let home = tempfile::tempdir().unwrap();
        let log = LogFiles::open(home.path(), LogLimits::default(), || Timestamp::from_millis(0)).unwrap();
        {
            let mut writer = log.writer();
            let line = json!({ "message": secret }).to_string();
            let mut rest = line.as_bytes();
            for cut in cuts {
                let (piece, more) = rest.split_at(cut.min(rest.len()));
                writer.write_all(piece).unwrap();
                rest = more;
            }
            writer.write_all(rest).unwrap();
        }
        let mut kept = String::new();
        for entry in std::fs::read_dir(home.path()).unwrap().flatten() {
            kept.push_str(&std::fs::read_to_string(entry.path()).unwrap());
        }
        prop_assert!(!kept.is_empty() && !bare(&kept).contains(MARK), "{kept}");
    }

    #[test]
    fn no_text_breaks_the_fence_and_twice_is_as_good_as_once(text in "(\\PC|[\\\\%\"'{}\\[\\]:=?@/]){0,80}") {
        let once = redact(&text);
        prop_assert_eq!(redact(&once), once);
    }
}

#[test]
fn an_ordinary_line_is_left_alone() {
    for line in [
        r#"{"timestamp":"2026-11-28T07:31:02.123456Z","level":"INFO","message":"the window is open","bytes":3,"target":"switchboard::window"}"#,
        r#"{"level":"WARN","error":"could not reach Composio: it takes too long","message":"an action failed","target":"app::fault"}"#,
        r#"{"level":"DEBUG","method":"GET","route":"connected_accounts/{id}","status":200,"duration_ms":12,"request_id":"8b628209-81f4-414a-a1c2-28806e2d7480","message":"Composio answered"}"#,
        r#"{"code":"composio.rate_limited","state":"Active","account":"ca_1a2b3c4d5e6f"}"#,
        "the key may not read project settings (composio.forbidden)",
    ] {
        assert_eq!(
            redact(line),
            line,
            "a log that hides everything helps nobody"
        );
    }
}

#[test]
fn what_is_blanked_leaves_the_line_readable() {
    for (line, clean) in [
        (
            r#"{"message":"GET dev.switchboard.desktop://oauth/callback?state=CANARY for jane@example.com","n":1}"#,
            r#"{"message":"GET dev.switchboard.desktop://oauth/callback?[redacted] for [redacted]","n":1}"#,
        ),
        (
            r#"{"headers":{"x-api-key":"CANARY","accept":"*/*"}}"#,
            r#"{"headers":{"x-api-key":"[redacted]","accept":"*/*"}}"#,
        ),
        (
            r#"{"access_token":{"value":"CANARY","parts":["CANARY",12]}}"#,
            r#"{"access_token":{"[redacted]":"[redacted]","[redacted]":["[redacted]",[redacted]]}}"#,
        ),
        (
            "Authorization: Bearer CANARYCANARY",
            "Authorization: [redacted]",
        ),
        (
            "-----BEGIN PRIVATE KEY-----\nCANARY\n-----END PRIVATE KEY-----",
            "[redacted]",
        ),
    ] {
        assert_eq!(redact(line), clean);
    }
}
