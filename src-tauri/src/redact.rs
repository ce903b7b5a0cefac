//! The last fence before the log file: what looks like a secret, a person or a query is blanked.
//! No line should need it; the rooms log fields that are known to be harmless.

/// How keys and tokens of Composio and the usual providers begin.
const SECRET_STARTS: &[&str] = &[
    "ak_",
    "uak_",
    "oak_",
    "ya29.",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "github_pat_",
    "xox",
    "eyJ",
    "lk_",
    "sk-",
];

const BLANK: &str = "[redacted]";

/// Returns `line` with every suspicious word blanked.
pub(crate) fn redact(line: &str) -> String {
    let mut clean = String::with_capacity(line.len());
    let mut word = String::new();
    for letter in line.chars() {
        if is_part_of_a_word(letter) {
            word.push(letter);
        } else {
            push_word(&mut clean, &word);
            word.clear();
            clean.push(letter);
        }
    }
    push_word(&mut clean, &word);
    clean
}

fn is_part_of_a_word(letter: char) -> bool {
    !letter.is_whitespace()
        && !matches!(
            letter,
            '"' | '\'' | '`' | '(' | ')' | '<' | '>' | ',' | '\\'
        )
}

fn push_word(clean: &mut String, word: &str) {
    if word.contains('@') && !word.starts_with('@') {
        clean.push_str(BLANK);
        return;
    }
    // Whatever follows a question mark in a URL may be a state or a code.
    let (path, query) = word
        .split_once('?')
        .map_or((word, None), |(path, query)| (path, Some(query)));
    for part in path.split_inclusive(['/', '=', ':', ';', '&']) {
        let looks_secret = SECRET_STARTS.iter().any(|start| part.starts_with(start));
        if looks_secret {
            clean.push_str(BLANK);
            if part.ends_with(['/', '=', ':', ';', '&']) {
                clean.extend(part.chars().last());
            }
        } else {
            clean.push_str(part);
        }
    }
    if query.is_some_and(|query| !query.is_empty()) {
        clean.push('?');
        clean.push_str(BLANK);
    } else if query.is_some() {
        clean.push('?');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_or_a_token_never_reaches_the_file() {
        for secret in [
            "ak_CANARY0123456789",
            "uak_CANARY",
            "oak_CANARY",
            "ya29.CANARY",
            "ghp_CANARY",
            "xoxb-CANARY",
            "eyJCANARY.x.y",
        ] {
            for line in [
                format!("key {secret}"),
                format!("{{\"header\":\"{secret}\"}}"),
                format!("x-api-key={secret}"),
                format!("https://host/{secret}/x"),
                format!("x-api-key: {secret}, next"),
            ] {
                assert!(
                    !redact(&line).contains("CANARY"),
                    "left in: {}",
                    redact(&line)
                );
            }
        }
    }

    #[test]
    fn a_query_and_an_address_are_blanked() {
        let line = "GET dev.switchboard.desktop://oauth/callback?state=CANARY for jane@example.com";
        assert_eq!(
            redact(line),
            "GET dev.switchboard.desktop://oauth/callback?[redacted] for [redacted]"
        );
    }

    #[test]
    fn an_ordinary_line_is_left_alone() {
        let line = "{\"level\":\"INFO\",\"message\":\"the window is open\",\"bytes\":3}\n";
        assert_eq!(
            redact(line),
            line,
            "a log that hides everything helps nobody"
        );
    }
}
