//! Finding pages: by the words a person types, or by a whole error that was pasted with
//! its ids, paths and stack. Nothing makes it fail.

use std::collections::{BTreeMap, BTreeSet};

use domain::cause::from_text;

use super::index::{Index, words};
use super::page::{HelpId, Page};

/// The most pages that are named.
const MOST: usize = 30;
/// Up to so many words are typed, each of which has to be on the page; more are pasted,
/// and most of them say nothing.
const TYPED: usize = 6;
/// What is looked at of a long text, at either end: a trace says what happened at its
/// beginning or in its last line.
const ENDS: usize = 8 * 1_024;
/// How much a text counts that names its page.
const NAMED: f32 = 10_000.0;

/// A page that was found.
#[derive(Debug, Clone, Copy)]
pub struct Hit<'a> {
    /// The page.
    pub page: &'a Page,
    /// The text names it: it is the error's own page.
    pub exact: bool,
}

pub(super) fn find<'a>(pages: &'a [Page], index: &Index, text: &str) -> Vec<Hit<'a>> {
    let text = clip(text).to_lowercase();
    let typed: Vec<&str> = words(&text).collect();
    let mut scores = by_words(index, &typed, pages.len());
    let mut exact = BTreeSet::new();
    for (at, length) in named(index, &typed) {
        exact.insert(at);
        *scores.entry(at).or_insert(0.0) += NAMED + 100.0 * length;
    }
    if let Some(cause) = from_text(&text) {
        let id = HelpId::of_cause(cause);
        if let Some(at) = pages.iter().position(|page| page.id == id) {
            exact.insert(at);
            *scores.entry(at).or_insert(0.0) += NAMED + 150.0;
        }
    }
    for (at, page) in pages.iter().enumerate() {
        let is = |name: &str| name.to_lowercase() == text.trim();
        if is(&page.title) || page.code.as_deref().is_some_and(is) {
            exact.insert(at);
            *scores.entry(at).or_insert(0.0) += 2.0 * NAMED;
        }
    }
    let mut found: Vec<(usize, f32)> = scores.into_iter().collect();
    found.sort_by(|(one, high), (other, low)| low.total_cmp(high).then(one.cmp(other)));
    let hits = found.into_iter().take(MOST).filter_map(|(at, _)| {
        let page = pages.get(at)?;
        let exact = exact.contains(&at);
        Some(Hit { page, exact })
    });
    hits.collect()
}

/// The two ends of a text, whole where it is short.
fn clip(text: &str) -> String {
    if text.len() <= 2 * ENDS {
        return text.to_owned();
    }
    let head = text.floor_char_boundary(ENDS);
    let tail = text.ceil_char_boundary(text.len() - ENDS);
    format!("{} {}", &text[..head], &text[tail..])
}

/// Pages of which a sign occurs: its words in their order, with little between them, so
/// that names and ids inside an error do not matter. With how many words it matched.
fn named(index: &Index, typed: &[&str]) -> BTreeMap<usize, f32> {
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, word) in typed.iter().enumerate() {
        places.entry(word).or_default().push(at);
    }
    let mut found = BTreeMap::new();
    for (sign, page) in &index.signs {
        let Some(starts) = sign.first().and_then(|first| places.get(first.as_str())) else {
            continue;
        };
        if starts.iter().any(|start| goes_on(sign, &typed[*start..])) {
            let length = found.entry(*page).or_insert(0.0);
            *length = count(sign.len()).max(*length);
        }
    }
    found
}

/// Whether the words of a sign come one after the other, near each other.
fn goes_on(sign: &[String], typed: &[&str]) -> bool {
    let reach = sign.len() * 2 + if sign.len() > 2 { 6 } else { 0 };
    let mut wanted = sign.iter().peekable();
    for word in typed.iter().take(reach) {
        if wanted.peek().is_some_and(|next| next == word) {
            wanted.next();
        }
    }
    wanted.peek().is_none()
}

/// How much each page has of the words.
fn by_words(index: &Index, typed: &[&str], pages: usize) -> BTreeMap<usize, f32> {
    let distinct: BTreeSet<&str> = typed.iter().copied().collect();
    let by_hand = distinct.len() <= TYPED;
    let mut scores: BTreeMap<usize, (usize, f32)> = BTreeMap::new();
    for word in &distinct {
        for (at, score) in pages_with(index, word, by_hand, pages) {
            let (words, sum) = scores.entry(at).or_default();
            *words += 1;
            *sum += score;
        }
    }
    let most = scores.values().map(|(words, _)| *words).max().unwrap_or(0);
    // Of what is typed, as many words as anywhere; of what is pasted, more than chance.
    let least = if by_hand { most } else { 2 };
    scores
        .into_iter()
        .filter(|(_, (words, _))| *words >= least)
        .map(|(at, (_, score))| (at, score))
        .collect()
}

/// The pages with a word, each with how much that says: a rare word says more.
fn pages_with(index: &Index, word: &str, begun: bool, pages: usize) -> BTreeMap<usize, f32> {
    let mut weights: BTreeMap<usize, u16> = BTreeMap::new();
    let mut take = |on: &BTreeMap<usize, u16>, whole: bool| {
        for (at, weight) in on {
            let weight = weight.saturating_mul(if whole { 2 } else { 1 });
            let held = weights.entry(*at).or_insert(0);
            *held = weight.max(*held);
        }
    };
    if let Some(on) = index.words.get(word) {
        take(on, true);
    }
    if begun {
        let from = index.words.range(word.to_owned()..);
        for (longer, on) in from.take_while(|(longer, _)| longer.starts_with(word)) {
            take(on, longer == word);
        }
    }
    let rare = (count(pages + 1) / count(weights.len() + 1)).ln().max(0.05);
    weights
        .into_iter()
        .map(|(at, weight)| (at, f32::from(weight) * rare))
        .collect()
}

fn count(number: usize) -> f32 {
    f32::from(u16::try_from(number).unwrap_or(u16::MAX))
}
