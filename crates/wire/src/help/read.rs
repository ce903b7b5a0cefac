//! Reads the little of Markdown that the pages use: headings of the second degree,
//! paragraphs, lists, steps, `**words**`, `` `code` ``, `[words](file.md#heading)` and
//! `<https://address>`. A paragraph that begins with `**Words.** ` is a told one. What is
//! anything else is text; nothing makes it fail.

use std::borrow::Cow;

use super::page::{Block, HelpId, Span};

/// The sections of a file: each heading and what stands under it.
pub(super) fn sections(file: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut parts = file.split("\n## ");
    // What stands before the first heading is for readers of the file.
    parts.next();
    for part in parts {
        let (heading, body) = part.split_once('\n').unwrap_or((part, ""));
        found.push((heading.trim(), body.trim()));
    }
    found
}

/// The parts of a section.
pub(super) fn blocks(body: &str) -> Vec<Block> {
    let mut found = Vec::new();
    for part in body.split("\n\n") {
        let part = part.trim();
        let is_list = part.starts_with("- ");
        if part.is_empty() {
        } else if is_list || step(part).is_some() {
            let items = items(part).iter().map(|item| spans(item)).collect();
            found.push(if is_list {
                Block::List(items)
            } else {
                Block::Steps(items)
            });
        } else {
            // A told paragraph may begin on any line.
            for told in paragraphs(part) {
                found.push(paragraph(&told));
            }
        }
    }
    found
}

fn paragraphs(part: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in part.lines() {
        match found.last_mut() {
            Some(last) if label(line).is_none() => {
                last.push(' ');
                last.push_str(line.trim());
            }
            _ => found.push(line.trim().to_owned()),
        }
    }
    found
}

fn paragraph(text: &str) -> Block {
    match label(text) {
        Some((label, rest)) => Block::Told(label.to_owned(), spans(rest)),
        None => Block::Words(spans(text)),
    }
}

/// `**What to do.** words` as its two halves.
fn label(line: &str) -> Option<(&str, &str)> {
    let (label, rest) = line.strip_prefix("**")?.split_once(".** ")?;
    (!label.contains('*')).then_some((label, rest))
}

/// The words of a step, without its number.
fn step(line: &str) -> Option<&str> {
    let (number, words) = line.split_once(". ")?;
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    digits.then_some(words)
}

/// The items of a list; a line that begins none goes on with the last.
fn items(part: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in part.lines() {
        let line = line.trim();
        match (
            line.strip_prefix("- ").or_else(|| step(line)),
            found.last_mut(),
        ) {
            (None, Some(last)) => {
                last.push(' ');
                last.push_str(line);
            }
            (begun, _) => found.push(begun.unwrap_or(line).to_owned()),
        }
    }
    found
}

/// The pieces of a text.
pub(super) fn spans(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some((span, after)) = marked(rest) {
            if !plain.is_empty() {
                found.push(Span::Text(std::mem::take(&mut plain)));
            }
            found.push(span);
            rest = after;
        } else {
            plain.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    if !plain.is_empty() {
        found.push(Span::Text(plain));
    }
    found
}

/// A marked piece at the start of a text, and what comes after it.
fn marked(text: &str) -> Option<(Span, &str)> {
    let between = |open: &str, close: &str| {
        let (inner, after) = text.strip_prefix(open)?.split_once(close)?;
        (!inner.is_empty()).then_some((inner, after))
    };
    if let Some((inner, after)) = between("`", "`") {
        return Some((Span::Code(inner.to_owned()), after));
    }
    if let Some((inner, after)) = between("**", "**") {
        return Some((Span::Strong(inner.to_owned()), after));
    }
    if let Some((inner, after)) = between("<", ">").filter(|(it, _)| it.starts_with("https://")) {
        return Some((Span::Address(inner.to_owned()), after));
    }
    let (words, after) = between("[", "](")?;
    let (target, after) = after.split_once(')')?;
    let (file, heading) = target.split_once(".md#")?;
    let id = HelpId(Cow::Owned(format!("{file}#{heading}")));
    Some((Span::Link(words.to_owned(), id), after))
}
