//! Reads a `.env` of the reference system. Nothing is applied here: it says what is
//! there, what is not known, and what cannot be used.

/// A line that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvEntry {
    /// The name before the `=`.
    pub name: String,
    /// What is set, without its quotes.
    pub value: String,
}

/// What a `.env` holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EnvFile {
    /// The last value of each name, in the order in which the names came first.
    pub entries: Vec<EnvEntry>,
    /// Names that were set more than once; the last one counts.
    pub repeated: Vec<String>,
    /// Lines that are no assignment, by their number from 1.
    pub unreadable: Vec<usize>,
}

impl EnvFile {
    /// Reads the text. Any text has an answer.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut file = Self::default();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match assignment(line) {
                Some((name, value)) => file.take(name, value),
                None => file.unreadable.push(at + 1),
            }
        }
        file
    }

    fn take(&mut self, name: &str, value: String) {
        match self.entries.iter_mut().find(|entry| entry.name == name) {
            None => self.entries.push(EnvEntry {
                name: name.to_owned(),
                value,
            }),
            Some(known) => {
                known.value = value;
                if !self.repeated.iter().any(|told| told == name) {
                    self.repeated.push(name.to_owned());
                }
            }
        }
    }

    /// What a name is set to; empty is not set.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let entry = self.entries.iter().find(|entry| entry.name == name)?;
        Some(entry.value.as_str()).filter(|value| !value.is_empty())
    }
}

fn assignment(line: &str) -> Option<(&str, String)> {
    let line = match line.strip_prefix("export") {
        Some(rest) if rest.starts_with(char::is_whitespace) => rest.trim_start(),
        _ => line,
    };
    let (name, value) = line.split_once('=')?;
    let name = name.trim();
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let named = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    (starts && named)
        .then(|| value_of(value.trim_start()))
        .flatten()
        .map(|value| (name, value))
}

/// Quotes are taken off; inside double quotes `\"`, `\\` and `\n` are what they stand
/// for. Without quotes a ` #` begins a comment.
fn value_of(text: &str) -> Option<String> {
    let mut letters = text.chars();
    match letters.next() {
        Some('\'') => {
            let (value, rest) = letters.as_str().split_once('\'')?;
            is_nothing(rest).then(|| value.to_owned())
        }
        Some('"') => double_quoted(letters),
        Some('#') | None => Some(String::new()),
        Some(_) => {
            let end = text
                .match_indices('#')
                .map(|(at, _)| at)
                .find(|&at| text[..at].ends_with(char::is_whitespace));
            Some(text[..end.unwrap_or(text.len())].trim_end().to_owned())
        }
    }
}

fn double_quoted(mut letters: std::str::Chars<'_>) -> Option<String> {
    let mut value = String::new();
    loop {
        match letters.next()? {
            '"' => return is_nothing(letters.as_str()).then_some(value),
            '\\' => match letters.next()? {
                'n' => value.push('\n'),
                known @ ('"' | '\\') => value.push(known),
                other => {
                    value.push('\\');
                    value.push(other);
                }
            },
            other => value.push(other),
        }
    }
}

/// Whether what follows a closing quote means nothing.
fn is_nothing(rest: &str) -> bool {
    let rest = rest.trim();
    rest.is_empty() || rest.starts_with('#')
}
