//! Which words stand on which page, and which errors name one.

use std::collections::BTreeMap;

use super::page::Page;

/// How much a word counts where it stands.
const IN_TITLE: u16 = 12;
const IN_CODE: u16 = 12;
const IN_SIGN: u16 = 4;
/// The most that a word counts for standing often in the text.
const IN_TEXT: u16 = 3;

#[derive(Debug)]
pub(super) struct Index {
    /// Each word, and how much it counts on each page.
    pub(super) words: BTreeMap<String, BTreeMap<usize, u16>>,
    /// The words of each sign, in their order, and its page.
    pub(super) signs: Vec<(Vec<String>, usize)>,
}

impl Index {
    pub(super) fn new(pages: &[Page]) -> Self {
        let mut index = Self {
            words: BTreeMap::new(),
            signs: Vec::new(),
        };
        for (at, page) in pages.iter().enumerate() {
            index.add(at, &page.title, IN_TITLE, u16::MAX);
            if let Some(code) = &page.code {
                index.add(at, code, IN_CODE, u16::MAX);
            }
            for sign in &page.signs {
                index.add(at, sign, IN_SIGN, u16::MAX);
                let sign = sign.to_lowercase();
                let words: Vec<String> = words(&sign).map(str::to_owned).collect();
                if !words.is_empty() {
                    index.signs.push((words, at));
                }
            }
            for span in page.spans() {
                index.add(at, span.words(), 1, IN_TEXT);
            }
        }
        index
    }

    /// Counts a text. What is written together by dots, such as a code, counts in parts.
    fn add(&mut self, at: usize, text: &str, weight: u16, most: u16) {
        for word in words(&text.to_lowercase()) {
            let counted = self
                .words
                .entry(word.to_owned())
                .or_default()
                .entry(at)
                .or_insert(0);
            if *counted < most {
                *counted = counted.saturating_add(weight);
            }
        }
    }
}

/// The words of a text that is in lower case.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .map(|word| word.trim_matches('_'))
        .filter(|word| !word.is_empty())
}
