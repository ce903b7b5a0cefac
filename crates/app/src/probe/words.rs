//! A provider's words on what went wrong, without the rest of its answer: what it says, and the
//! codes that it gives along with that. A code is often more telling than the sentence.

use serde_json::Value;

/// Members that hold a code.
const CODES: [&str; 5] = ["reason", "status", "error", "errorCode", "code"];
/// Members that hold a list of things with codes.
const LISTS: [&str; 2] = ["errors", "details"];
/// So many of such a list are looked at.
const MOST: usize = 8;
/// A code is no longer; anything else is a text.
const LONGEST: usize = 64;

/// The words in an answer.
pub(super) fn of(data: &Value) -> String {
    with_codes(said(first(data)), data)
}

/// Words that came beside an answer, those in it, and its codes behind them.
pub(super) fn with_codes(words: String, data: &Value) -> String {
    let data = first(data);
    let mut text = words;
    let said = said(data);
    if !text.contains(&said) {
        let space = if text.is_empty() { "" } else { ": " };
        text.push_str(&format!("{space}{said}"));
    }
    let inner = data.get("error").filter(|inner| inner.is_object());
    for code in [Some(data), inner].into_iter().flatten().flat_map(codes) {
        if !text.contains(code) {
            let space = if text.is_empty() { "" } else { " " };
            text.push_str(&format!("{space}[{code}]"));
        }
    }
    text
}

/// Whether these words are a page, which something before the provider may have made.
pub(super) fn is_page(text: &str) -> bool {
    let text = text.to_lowercase();
    text.contains("<html") || text.contains("<!doctype")
}

/// Some answer with a list of what went wrong.
fn first(data: &Value) -> &Value {
    data.as_array().and_then(|all| all.first()).unwrap_or(data)
}

fn said(data: &Value) -> String {
    let pick = |value: &Value| value.as_str().map(str::to_owned);
    ["error_description", "error", "message"]
        .into_iter()
        .filter_map(|key| data.get(key))
        .find_map(|value| {
            pick(value)
                .or_else(|| value.get("message").and_then(pick))
                .or_else(|| value.get("status").and_then(pick))
        })
        .unwrap_or_default()
}

/// The codes of one level, and of the lists in it.
fn codes(level: &Value) -> Vec<&str> {
    let listed = LISTS
        .iter()
        .filter_map(|name| level.get(name)?.as_array())
        .flat_map(|list| list.iter().take(MOST));
    std::iter::once(level)
        .chain(listed)
        .flat_map(|at| CODES.iter().filter_map(|name| at.get(name)?.as_str()))
        .filter(|code| is_code(code))
        .collect()
}

fn is_code(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    (1..=LONGEST).contains(&text.len()) && text.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_code_stands_behind_the_words_and_once() {
        let data = json!({ "error": { "message": "Forbidden", "status": "DENIED",
            "errors": [{ "reason": "quotaExceeded" }, { "reason": "quotaExceeded" }] } });
        assert_eq!(of(&data), "Forbidden [DENIED] [quotaExceeded]");
        let described = json!({ "error": "invalid_grant", "error_description": "Bad Request" });
        assert_eq!(of(&described), "Bad Request [invalid_grant]");
        assert_eq!(of(&json!({ "error": "ratelimited" })), "ratelimited");
    }

    #[test]
    fn what_is_no_code_is_not_repeated() {
        let long = "x".repeat(65);
        let data = json!({ "message": "No", "reason": "two words", "status": long, "code": 7 });
        assert_eq!(of(&data), "No");
    }

    #[test]
    fn nothing_is_made_of_what_is_no_data() {
        for data in [Value::Null, json!("text"), json!(7), json!([])] {
            assert_eq!(of(&data), "");
        }
    }
}
