//! The keys of a grid, and where its rows stand, in words.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::dom;
use crate::listing::{Listed, Listing};
use crate::text;

/// Takes a key that moves the cursor or opens its row. `true` when it did.
pub(crate) fn grid_key<T: Listed>(
    event: &KeyboardEvent,
    listing: Listing<T>,
    pane_is_open: bool,
    on_open: Callback<T>,
) -> bool {
    let key = event.key();
    let letter = key.len() == 1;
    // Arrows and Enter belong to what has the focus, if that is no row.
    let free = dom::inside(event, ".grid") || !dom::inside(event, "button, a, .pane, summary");
    if dom::is_modified(event) || dom::is_typing(event) || (!letter && !free) {
        return false;
    }
    if !letter && dom::inside(event, ".row--head") {
        return head_key(&key, listing);
    }
    if key == "ArrowUp" && is_above_all(event, listing) {
        dom::focus_on(HEADS);
        return true;
    }
    let row = |index: u32| {
        listing
            .pages
            .with_untracked(|pages| pages.row(index).cloned())
    };
    if key == "Enter" {
        let Some(row) = listing.under_cursor() else {
            return false;
        };
        on_open.run(row);
        return true;
    }
    let Some(index) = listing.step(&key) else {
        return false;
    };
    listing.put(index);
    if pane_is_open && let Some(row) = row(index) {
        on_open.run(row);
    }
    true
}

/// What orders the rows, above the first of them.
const HEADS: &str = ".row--head button";

/// Whether the keyboard is on the first row.
fn is_above_all<T: Listed>(event: &KeyboardEvent, listing: Listing<T>) -> bool {
    let first = listing
        .cursor
        .with_untracked(|cursor| cursor.placed && cursor.index == 0);
    first && dom::inside(event, ".grid__rows")
}

/// A key on a column's head: along the heads, and down to the row that was left. Enter is the
/// button's.
fn head_key<T: Listed>(key: &str, listing: Listing<T>) -> bool {
    match key {
        "ArrowRight" => dom::focus_beside(HEADS, 1),
        "ArrowLeft" => dom::focus_beside(HEADS, -1),
        "ArrowDown" => {
            let row = listing.cursor.with_untracked(|cursor| cursor.index);
            listing.put(row);
        }
        _ => return false,
    }
    true
}

/// `Rows 1–19 of 220`.
pub(crate) fn range_words<T: Listed>(listing: Listing<T>) -> String {
    let span = listing.span();
    let seen = span.seen();
    if seen.is_empty() {
        // A filter that leaves nothing is heard, too; while nothing is known, nothing is said.
        let none = listing.pages.with(|pages| pages.total() == Some(0));
        return if none {
            "No rows".to_owned()
        } else {
            String::new()
        };
    }
    format!(
        "Rows {}–{} of {}",
        text::count(seen.start + 1),
        text::count(seen.end),
        text::count(span.total)
    )
}
