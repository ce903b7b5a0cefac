//! What the window can explain without a network: a page for each error, each cause and
//! each symptom that is known from programs around Composio, and guides.
//!
//! The pages are read from `docs/help`, where people read them too; what the tables of
//! codes and causes already say is taken from there and stands nowhere twice. Nothing
//! here knows an element: a page is a list of [`Block`]s.

mod index;
mod page;
mod read;
mod search;
mod shelves;
#[cfg(test)]
mod tests;

pub use page::{Block, HelpId, Page, Shelf, Span};
pub use search::Hit;

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use domain::Cause;

/// Puts something that a help page shows on the clipboard. The core takes it from the
/// page, never from the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopyHelp {
    /// What.
    pub what: HelpText,
}

/// What can be copied out of a help page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HelpText {
    /// The words for a customer.
    Customer(Cause),
    /// The steps for whoever has to act elsewhere.
    Steps(Cause),
    /// An address that a page names. It is never opened from here.
    Address(String),
}

/// Every page, and the way to find one.
#[derive(Debug)]
pub struct Library {
    pages: Vec<Page>,
    index: index::Index,
}

/// The pages. They are read once, when somebody first asks for help.
#[must_use]
pub fn library() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let pages = shelves::pages();
        let index = index::Index::new(&pages);
        Library { pages, index }
    })
}

impl Library {
    /// Every page, shelf by shelf.
    #[must_use]
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// The page with this id.
    #[must_use]
    pub fn page(&self, id: &HelpId) -> Option<&Page> {
        self.pages.iter().find(|page| page.id == *id)
    }

    /// The pages of a shelf, in their order.
    pub fn shelf(&self, shelf: Shelf) -> impl Iterator<Item = &Page> {
        self.pages.iter().filter(move |page| page.shelf == shelf)
    }

    /// Finds pages, best first, by words or by a whole error as it was pasted.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Hit<'_>> {
        search::find(&self.pages, &self.index, text)
    }

    /// Whether a page names this address.
    #[must_use]
    pub fn names(&self, address: &str) -> bool {
        let mut spans = self.pages.iter().flat_map(Page::spans);
        spans.any(|span| matches!(span, Span::Address(it) if it == address))
    }
}
