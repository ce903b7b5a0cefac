//! The message around a connect link. A template holds placeholders; filling it is
//! one pass, so that a name that looks like a placeholder stays a name.

/// What a profile starts with.
pub const DEFAULT_TEMPLATE: &str = "Hello,\n\n{app} needs a sign-in for {tenant}. Please open this link {expiry} and sign in as {account}:\n\n{link}\n\nThe link works once. If it has run out, reply to this message and you get a new one.\n";

/// The longest template that is kept, in characters.
pub const MAX_TEMPLATE: usize = 4_000;

/// The placeholders, as they are written between braces.
pub const PLACEHOLDERS: [&str; 5] = ["tenant", "app", "link", "expiry", "account"];

/// What the placeholders stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fields<'a> {
    /// The customer.
    pub tenant: &'a str,
    /// The toolkit's name.
    pub app: &'a str,
    /// The link: the real one in the core, a cut one in the window.
    pub link: &'a str,
    /// Until when it works.
    pub expiry: &'a str,
    /// With which account to sign in.
    pub account: &'a str,
}

/// The text with every placeholder replaced. A text without `{link}` gets the link
/// at its end: without it the message would be of no use.
#[must_use]
pub fn fill(template: &str, fields: &Fields<'_>) -> String {
    let mut text = String::with_capacity(template.len() + fields.link.len());
    let mut has_link = false;
    for part in parts(template) {
        match part {
            Part::Text(words) => text.push_str(words),
            Part::Name(name) => {
                has_link |= name == "link";
                text.push_str(match name {
                    "tenant" => fields.tenant,
                    "app" => fields.app,
                    "link" => fields.link,
                    "expiry" => fields.expiry,
                    _ => fields.account,
                });
            }
        }
    }
    if !has_link {
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(fields.link);
        text.push('\n');
    }
    text
}

/// Whether a template says where the link goes.
#[must_use]
pub fn names_link(template: &str) -> bool {
    parts(template).any(|part| part == Part::Name("link"))
}

/// Words in braces that are no placeholder, for a warning.
#[must_use]
pub fn unknown(template: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        rest = &rest[open + 1..];
        let Some(close) = rest.find(['{', '}']) else {
            break;
        };
        let word = &rest[..close];
        let is_word = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
        if rest[close..].starts_with('}') && is_word && !PLACEHOLDERS.contains(&word) {
            found.push(word.to_owned());
        }
    }
    found
}

/// `within 9 minutes (until 14:42 UTC)`: true wherever the customer sits.
#[must_use]
pub fn expiry_words(end: crate::Timestamp, now: crate::Timestamp) -> String {
    let minutes = end.since(now).max(0) / 60_000;
    let of_day = end.millis().rem_euclid(86_400_000) / 60_000;
    let until = format!("until {:02}:{:02} UTC", of_day / 60, of_day % 60);
    match minutes {
        0 => format!("within a minute ({until})"),
        1 => format!("within 1 minute ({until})"),
        _ => format!("within {minutes} minutes ({until})"),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part<'a> {
    Text(&'a str),
    Name(&'static str),
}

fn parts(template: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = template;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some((name, after)) = placeholder(rest) {
            rest = after;
            return Some(Part::Name(name));
        }
        let ends = rest
            .char_indices()
            .skip(1)
            .find(|(at, sign)| *sign == '{' && placeholder(&rest[*at..]).is_some())
            .map_or(rest.len(), |(at, _)| at);
        let (words, after) = rest.split_at(ends);
        rest = after;
        Some(Part::Text(words))
    })
}

fn placeholder(text: &str) -> Option<(&'static str, &str)> {
    let inside = text.strip_prefix('{')?;
    PLACEHOLDERS.into_iter().find_map(|name| {
        let after = inside.strip_prefix(name)?.strip_prefix('}')?;
        Some((name, after))
    })
}
