//! What must hold for any input, whoever made it: a hundred thousand of the ordinary run, or a
//! fuzzer.

use domain::env::EnvFile;
use domain::links::{AppLink, MAX_LINK_BYTES, parse};

/// Whether the link is believed; then it is one that this app could have made.
pub(crate) fn link(link: &str) -> bool {
    let Ok(read) = parse(link) else { return false };
    assert!(link.len() <= MAX_LINK_BYTES && link.is_ascii(), "{link:?}");
    let plain = |id: &str| {
        !id.is_empty()
            && id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    match read {
        AppLink::Open(row) => {
            assert_eq!(
                link,
                format!("dev.switchboard.desktop://open/integration/{row}")
            );
            assert!(plain(row.as_str()));
        }
        AppLink::Callback(callback) => {
            let query = link
                .strip_prefix("dev.switchboard.desktop://oauth/callback?")
                .unwrap();
            let hex: String = callback
                .state
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            let count = |pair: &str| query.split('&').filter(|part| *part == pair).count();
            assert_eq!(count(&format!("state={hex}")), 1, "{link:?}");
            assert_eq!(
                count(&format!("attempt={}", callback.attempt)),
                1,
                "{link:?}"
            );
            assert!(plain(callback.attempt.as_str()));
        }
    }
    true
}

/// Any text is an `.env` file, and what it sets is in it.
pub(crate) fn env(text: &str) {
    let file = EnvFile::parse(text);
    let lines = text.lines().count();
    assert!(
        file.entries.len() + file.unreadable.len() <= lines.max(1),
        "{text:?}"
    );
    assert!(
        file.unreadable
            .iter()
            .all(|line| (1..=lines).contains(line)),
        "{text:?}"
    );
    for entry in &file.entries {
        let mut letters = entry.name.chars();
        assert!(
            letters
                .next()
                .is_some_and(|c| c.is_ascii_alphabetic() || c == '_'),
            "{text:?}"
        );
        assert!(
            letters.all(|c| c.is_ascii_alphanumeric() || c == '_'),
            "{text:?}"
        );
        assert!(text.contains(&entry.name), "{text:?}");
        assert!(entry.value.len() <= text.len(), "{text:?}");
    }
    let names: std::collections::HashSet<_> =
        file.entries.iter().map(|entry| &entry.name).collect();
    assert_eq!(names.len(), file.entries.len(), "each name once: {text:?}");
}
