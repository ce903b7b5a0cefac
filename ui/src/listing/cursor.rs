//! Where the cursor of a list stands, and the focus that goes with it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{Listed, Listing};
use crate::dom;
use crate::rows::Pages;

/// Where the cursor stands. The id is what counts; the place follows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Cursor {
    pub(crate) index: u32,
    pub(crate) key: Option<String>,
    /// Somebody put it there; until then no row is ringed.
    pub(crate) placed: bool,
}

impl<T: Listed> Listing<T> {
    /// The row that Tab comes to: the cursor's, or the first in view where that one is scrolled
    /// away or filtered out. A list without any could not be reached with the keyboard.
    pub(crate) fn tab_stop(self) -> u32 {
        let span = self.span();
        let cursor = self.cursor.with(|cursor| {
            let is_there = self.pages.with(|pages| match &cursor.key {
                Some(key) => pages.row(cursor.index).is_some_and(|row| row.key() == key),
                None => true,
            });
            is_there.then_some(cursor.index)
        });
        cursor
            .filter(|index| span.drawn().contains(index))
            .unwrap_or(span.seen().start)
    }

    /// The row under the cursor, as long as it still is there: what recovered or was filtered
    /// away is not acted on, and neither is what took its place.
    pub(crate) fn under_cursor(self) -> Option<T> {
        let cursor = self.cursor.get_untracked();
        let key = cursor.key?;
        self.pages
            .with_untracked(|pages| pages.row(cursor.index).cloned())
            .filter(|row| row.key() == key)
    }

    /// The cursor stays on its row, wherever that went.
    pub(super) fn follow(self) {
        let cursor = self.cursor.get_untracked();
        let next = self.pages.with_untracked(|pages| match &cursor.key {
            Some(key) => pages
                .find(|row| row.key() == key)
                .map(|(index, _)| (index, key.clone())),
            None => pages
                .row(cursor.index)
                .filter(|_| cursor.placed)
                .map(|row| (cursor.index, row.key().to_owned())),
        });
        if let Some((index, key)) = next {
            let next = Cursor {
                index,
                key: Some(key),
                placed: true,
            };
            if next != cursor {
                self.cursor.set(next);
            }
        }
    }

    /// From the filter to the first row. Who is quicker than the answer to what was typed goes
    /// there with it: what still stands there is what an older question found.
    pub(crate) fn enter(self) {
        if self.pages.try_update_untracked(Pages::enter) == Some(true) {
            self.put(0);
        }
    }

    /// The answer is there that somebody in the filter waits for.
    pub(super) fn arrive(self) {
        let waited = self.pages.try_update_untracked(Pages::has_entered);
        // Whoever went elsewhere meanwhile stays there.
        let filters =
            dom::focused().is_some_and(|held| matches!(held.matches("[data-filter]"), Ok(true)));
        if waited == Some(true) && filters {
            self.put(0);
        }
    }

    /// Puts the cursor on a row and brings it into view. Gives back its key, when
    /// the row is held.
    pub(crate) fn put(self, index: u32) -> Option<String> {
        // Whoever moves the cursor wants no other row any more.
        self.stay(None);
        let total = self.pages.with_untracked(Pages::total).unwrap_or(0);
        let index = index.min(total.saturating_sub(1));
        let key = self
            .pages
            .with_untracked(|pages| pages.row(index).map(|row| row.key().to_owned()));
        self.cursor.set(Cursor {
            index,
            key: key.clone(),
            placed: true,
        });
        if let Some(top) = self.span_now().reveal(index) {
            self.scroll(top);
        }
        self.focus_cursor();
        key
    }

    /// Tab came to a row: the cursor is where it is, so that Enter and the letters mean that row
    /// and none that was filtered away.
    pub(crate) fn reached(self, index: u32) {
        let key = self
            .pages
            .with_untracked(|pages| pages.row(index).map(|row| row.key().to_owned()));
        let cursor = Cursor {
            index,
            key,
            placed: true,
        };
        if self.cursor.with_untracked(|known| *known != cursor) {
            self.cursor.set(cursor);
        }
    }

    /// Gives the focus to the cursor's row: at once where it is drawn, else with the next frame. Whoever
    /// went on elsewhere by then, such as to the filter, stays there: the rest of a word would be
    /// letters of the list.
    pub(crate) fn focus_cursor(self) {
        self.focus_row();
        let before = dom::focused();
        dom::next_frame(move || {
            let now = dom::focused();
            let in_a_row = now
                .as_ref()
                .is_some_and(|held| matches!(held.matches("[data-index]"), Ok(true)));
            if now == before || in_a_row || dom::is_focus_free() {
                self.focus_row();
            }
        });
    }

    fn focus_row(self) {
        let Some(Some(scroller)) = self.scroller.try_get_untracked() else {
            return;
        };
        let index = self.cursor.get_untracked().index;
        let row = scroller.query_selector(&format!("[data-index=\"{index}\"]"));
        if let Ok(Some(row)) = row
            && let Ok(row) = row.dyn_into::<HtmlElement>()
        {
            dom::focus(&row);
        }
    }

    /// Moves the cursor by a key. Gives back where it should go.
    pub(crate) fn step(self, key: &str) -> Option<u32> {
        let total = self
            .pages
            .with_untracked(Pages::total)
            .filter(|total| *total > 0)?;
        let Cursor { index, placed, .. } = self.cursor.get_untracked();
        let page = self.span_now().page();
        let next = match key {
            // The first press lands on the first row, not on the second.
            "j" | "ArrowDown" if !placed => index,
            "j" | "ArrowDown" => index.saturating_add(1),
            "k" | "ArrowUp" => index.saturating_sub(1),
            "Home" => 0,
            "End" => total - 1,
            "PageDown" => index.saturating_add(page),
            "PageUp" => index.saturating_sub(page),
            _ => return None,
        };
        Some(next.min(total - 1))
    }
}
