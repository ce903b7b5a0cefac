//! What a key press asks of every row, packed by place: the rows themselves, with
//! their strings, are scattered over memory, and going there 50,000 times takes
//! longer than answering does.

use std::collections::HashMap;

use domain::{Cause, Concern, LifecycleName, ToolkitSlug};
use memchr::memmem::Finder;
use wire::ListView;

use super::Row;

/// Bytes of text without an owner that are left before all text is packed anew.
const SLACK: usize = 1 << 20;

/// What one row is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key {
    pub(super) state: LifecycleName,
    pub(super) concern: Option<(Cause, Concern)>,
    /// Which toolkit, by its number here.
    pub(super) toolkit: u32,
    views: u8,
    text: Span,
}

/// Where a row's text stands.
#[derive(Debug, Clone, Copy, Default)]
struct Span {
    start: usize,
    end: usize,
}

/// The keys of all rows, and their texts end to end.
#[derive(Default)]
pub(super) struct Index {
    keys: Vec<Option<Key>>,
    text: String,
    dead: usize,
    toolkits: Vec<(ToolkitSlug, u32)>,
    numbers: HashMap<ToolkitSlug, u32>,
}

impl Index {
    /// Takes a row in, or in anew; `text` is the lower-case text by which it is found.
    pub(super) fn put(&mut self, place: u32, row: &Row, text: &str) {
        let known = self.key(place).copied();
        let span = match known.map(|key| key.text) {
            Some(span) if self.text(span) == text => span,
            before => {
                self.dead += before.map_or(0, |span| span.end - span.start);
                self.append(text)
            }
        };
        self.uncount(known);
        let toolkit = self.number(&row.record.toolkit);
        if let Some((_, rows)) = self.toolkits.get_mut(toolkit as usize) {
            *rows += 1;
        }
        self.set(place, Some(Key::new(row, toolkit, span)));
        self.pack();
    }

    /// Something of a row is other than it was; its toolkit and its text are not.
    pub(super) fn renew(&mut self, place: u32, row: &Row) {
        if let Some(key) = self.key(place) {
            let key = Key::new(row, key.toolkit, key.text);
            self.set(place, Some(key));
        }
    }

    /// Forgets a row.
    pub(super) fn remove(&mut self, place: u32) {
        let Some(key) = self.key(place).copied() else {
            return;
        };
        self.uncount(Some(key));
        self.dead += key.text.end - key.text.start;
        self.set(place, None);
        self.pack();
    }

    /// One row's key.
    pub(super) fn key(&self, place: u32) -> Option<&Key> {
        self.keys.get(place as usize)?.as_ref()
    }

    /// The number of a toolkit, if a row ever had it.
    pub(super) fn toolkit(&self, slug: &ToolkitSlug) -> Option<u32> {
        self.numbers.get(slug).copied()
    }

    /// Every toolkit in use, with its rows.
    pub(super) fn toolkits(&self) -> impl Iterator<Item = (&ToolkitSlug, u32)> {
        let used = self.toolkits.iter().filter(|(_, rows)| *rows > 0);
        used.map(|(slug, rows)| (slug, *rows))
    }

    /// By place, whether the row's text holds the needle. Those that did not hold a part
    /// of it are not looked at again.
    pub(super) fn holding(&self, needle: &str, part: Option<&[bool]>) -> Vec<bool> {
        let finder = Finder::new(needle);
        let holds = |(place, key): (usize, &Option<Key>)| {
            let worth = part.is_none_or(|part| part.get(place) == Some(&true));
            worth && key.is_some_and(|key| finder.find(self.text(key.text).as_bytes()).is_some())
        };
        self.keys.iter().enumerate().map(holds).collect()
    }

    /// By place, whether the row's text holds one of the needles.
    pub(super) fn holding_any(&self, needles: &[String]) -> Vec<bool> {
        let finders: Vec<_> = needles.iter().map(Finder::new).collect();
        let holds = |key: Key| {
            let text = self.text(key.text).as_bytes();
            finders.iter().any(|finder| finder.find(text).is_some())
        };
        let held = self.keys.iter().map(|key| key.is_some_and(holds));
        held.collect()
    }

    fn set(&mut self, place: u32, key: Option<Key>) {
        let place = place as usize;
        if self.keys.len() <= place {
            self.keys.resize(place + 1, None);
        }
        if let Some(slot) = self.keys.get_mut(place) {
            *slot = key;
        }
    }

    fn uncount(&mut self, key: Option<Key>) {
        let toolkit = key.and_then(|key| self.toolkits.get_mut(key.toolkit as usize));
        if let Some((_, rows)) = toolkit {
            *rows -= 1;
        }
    }

    fn number(&mut self, slug: &ToolkitSlug) -> u32 {
        if let Some(number) = self.numbers.get(slug) {
            return *number;
        }
        let number = super::find::count(self.toolkits.len());
        self.toolkits.push((slug.clone(), 0));
        self.numbers.insert(slug.clone(), number);
        number
    }

    fn text(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    fn append(&mut self, text: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(text);
        Span {
            start,
            end: self.text.len(),
        }
    }

    /// Gives the room of dead text back, once it is the greater part.
    fn pack(&mut self) {
        if self.dead < SLACK.max(self.text.len() / 2) {
            return;
        }
        let old = std::mem::take(&mut self.text);
        self.text.reserve(old.len() - self.dead);
        for key in self.keys.iter_mut().flatten() {
            let start = self.text.len();
            self.text
                .push_str(old.get(key.text.start..key.text.end).unwrap_or_default());
            key.text = Span {
                start,
                end: self.text.len(),
            };
        }
        self.dead = 0;
    }
}

impl Key {
    fn new(row: &Row, toolkit: u32, text: Span) -> Self {
        let views = ListView::ALL
            .into_iter()
            .filter(|view| row.is_in(*view))
            .fold(0, |views, view| views | bit(view));
        Self {
            state: row.record.connection.lifecycle.name(),
            concern: row.concern,
            toolkit,
            views,
            text,
        }
    }

    /// Whether the row belongs to a built-in view.
    pub(super) const fn is_in(&self, view: ListView) -> bool {
        self.views & bit(view) != 0
    }
}

const fn bit(view: ListView) -> u8 {
    1 << view as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 3] = ["acme\nca_1", "", "blue harbor\nca_2"];

    /// An index of texts alone: what rows are is not asked here.
    fn index() -> Index {
        let mut index = Index::default();
        for (place, text) in (0..).zip(TEXTS) {
            let text = index.append(text);
            index.set(place, Some(bare(text)));
        }
        index
    }

    fn bare(text: Span) -> Key {
        Key {
            state: LifecycleName::Active,
            concern: None,
            toolkit: 0,
            views: 0,
            text,
        }
    }

    #[test]
    fn a_text_is_found_in_its_own_row_and_never_across_two() {
        let index = index();
        assert_eq!(index.holding("ca_", None), [true, false, true]);
        assert_eq!(index.holding("ca_1blue", None), [false; 3]);
        assert_eq!(index.holding("", None), [true; 3]);
    }

    #[test]
    fn any_of_several_texts_finds_its_row() {
        let index = index();
        let both = ["harbor".to_owned(), "acme".to_owned()];
        assert_eq!(index.holding_any(&both), [true, false, true]);
        assert_eq!(index.holding_any(&both[..1]), [false, false, true]);
        assert_eq!(index.holding_any(&[]), [false; 3]);
    }

    #[test]
    fn a_row_that_lacked_a_part_is_not_looked_at_again() {
        let index = index();
        let part = [true, false, false];
        assert_eq!(index.holding("ca_", Some(&part)), part);
    }

    #[test]
    fn a_row_that_went_is_not_found_and_packing_moves_no_text_to_another() {
        let mut index = index();
        index.remove(0);
        assert_eq!(index.holding("ca_", None), [false, false, true]);
        index.dead = SLACK.max(index.dead);
        // As if there had been so much: the text that is left is all of it.
        index
            .text
            .insert_str(0, &" ".repeat(SLACK - TEXTS[0].len()));
        for key in index.keys.iter_mut().flatten() {
            key.text.start += SLACK - TEXTS[0].len();
            key.text.end += SLACK - TEXTS[0].len();
        }
        index.pack();
        assert_eq!(index.text, TEXTS[2]);
        assert_eq!(index.holding("harbor", None), [false, false, true]);
    }
}
