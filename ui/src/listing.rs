//! One long list: what is held of it, what is on screen, where the cursor stands.
//! Generic over the row; which command answers is the caller's.

use std::future::Future;
use std::ops::Range;
use std::pin::Pin;
use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use wire::Fault;

use crate::desk::use_desk;
use crate::dom;
use crate::parts::Retry;
use crate::rows::{BLOCK, Pages, Span, Ticket};

/// Height of the sticky head, in pixels.
const HEAD: f64 = 30.0;

/// What a request for rows is answered with: rows that match, and the window of them.
pub(crate) type Answer<T> = Pin<Box<dyn Future<Output = Result<(u32, Vec<T>), Fault>>>>;
type Source<T> = Rc<dyn Fn(u32, u32) -> Answer<T>>;

/// A row that can be shown.
pub(crate) trait Listed: Clone + PartialEq + Send + Sync + 'static {
    /// What tells it from every other row.
    fn key(&self) -> &str;
}

/// Where the cursor stands. The id is what counts; the place follows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Cursor {
    pub(crate) index: u32,
    pub(crate) key: Option<String>,
    /// Somebody put it there; until then no row is ringed.
    pub(crate) placed: bool,
}

/// One long list. Copied freely; every copy is the same list.
pub(crate) struct Listing<T: 'static> {
    pub(crate) pages: RwSignal<Pages<T>>,
    pub(crate) fault: RwSignal<Option<Fault>>,
    pub(crate) cursor: RwSignal<Cursor>,
    pub(crate) scroller: NodeRef<html::Div>,
    pub(crate) top: RwSignal<f64>,
    pub(crate) height: RwSignal<f64>,
    /// Height of a row, in pixels; the same as `--row` of the stylesheet.
    pub(crate) row: Memo<f64>,
    queued: RwSignal<bool>,
    /// Somebody asked again after a fault, and no answer is there yet.
    retried: RwSignal<bool>,
    wish: RwSignal<Option<(u32, String)>>,
    source: StoredValue<Source<T>, LocalStorage>,
}

impl<T> Clone for Listing<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Listing<T> {}

impl<T: Listed> Listing<T> {
    /// A list that `source` answers for, by first row and number of rows.
    pub(crate) fn new(source: impl Fn(u32, u32) -> Answer<T> + 'static) -> Self {
        let desk = use_desk();
        let row = Memo::new(move |_| f64::from(desk.console.appearance().density.row()));
        let listing = Self {
            row,
            pages: RwSignal::new(Pages::default()),
            fault: RwSignal::new(None),
            retried: RwSignal::new(false),
            cursor: RwSignal::new(Cursor::default()),
            scroller: NodeRef::new(),
            top: RwSignal::new(0.0),
            height: RwSignal::new(640.0),
            queued: RwSignal::new(false),
            wish: RwSignal::new(None),
            source: StoredValue::new_local(Rc::new(source)),
        };
        Effect::new(move |_| {
            let _ = listing.span().drawn();
            listing.ask();
        });
        // A located row can be scrolled to only once the list is as long as it was
        // when the row was located.
        Effect::new(move |_| {
            let ready = !listing.pages.with(Pages::is_catching_up);
            if let Some((index, key)) = listing.wish.get().filter(|_| ready) {
                listing.wish.set(None);
                listing.centre_now(index, key);
            }
        });
        listing
    }

    /// Where its rows stand.
    pub(crate) fn span(self) -> Span {
        Span {
            row: self.row.get(),
            head: HEAD,
            height: self.height.get(),
            top: self.top.get(),
            total: self.pages.with(Pages::total).unwrap_or(0),
        }
    }

    fn span_now(self) -> Span {
        untrack(|| self.span())
    }

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

    /// The question changed: ask at once, and go back to the top.
    pub(crate) fn requery(self) {
        self.pages.update_untracked(Pages::requery);
        self.scroll(0.0);
        self.ask();
    }

    /// What asking again after a fault is.
    pub(crate) fn again(self) -> Retry {
        let press = Callback::new(move |()| {
            self.retried.set(true);
            self.refresh();
        });
        Retry::new(press, self.retried)
    }

    /// Rows changed: ask again for what is on screen, once a frame at most.
    pub(crate) fn refresh(self) {
        if self.queued.get_untracked() {
            return;
        }
        self.queued.set(true);
        dom::next_frame(move || {
            if self.queued.try_set(false).is_none() {
                self.pages.update_untracked(Pages::refresh);
                self.ask();
            }
        });
    }

    fn ask(self) {
        let mut range: Range<u32> = self.span_now().drawn();
        if range.is_empty() {
            range = 0..1;
        }
        let Some(tickets) = self.pages.try_update_untracked(|pages| pages.wanted(range)) else {
            return;
        };
        for ticket in tickets {
            self.send(ticket);
        }
    }

    fn send(self, ticket: Ticket) {
        let Some(answer) = self
            .source
            .try_with_value(|source| source(ticket.offset(), BLOCK))
        else {
            return;
        };
        spawn_local(async move {
            let answer = answer.await;
            if self.pages.is_disposed() {
                return;
            }
            self.retried.set(false);
            match answer {
                Ok((total, rows)) => {
                    let accept = |pages: &mut Pages<T>| pages.accept(ticket, total, rows);
                    if self.pages.try_update(accept) == Some(true) {
                        self.fault.set(None);
                        self.follow();
                        self.arrive();
                    }
                }
                Err(fault) => {
                    if self.pages.try_update(|pages| pages.fail(ticket)) == Some(true) {
                        self.fault.set(Some(fault));
                    }
                }
            }
            self.ask();
        });
    }

    /// The cursor stays on its row, wherever that went.
    fn follow(self) {
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
    fn arrive(self) {
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

    /// Goes back to where the list was left, as soon as it is as long as it was then.
    pub(crate) fn restore(self, top: f64) {
        if top <= 0.0 {
            return;
        }
        let done = RwSignal::new(false);
        Effect::new(move |_| {
            let known = self.pages.with(Pages::total).is_some();
            if known && !done.get_untracked() {
                done.set(true);
                self.scroll(top);
            }
        });
    }

    /// A row that was located, and is not this one, is no longer wished for.
    pub(crate) fn stay(self, key: Option<&str>) {
        let other = |(_, wished): &(u32, String)| Some(wished.as_str()) != key;
        if self
            .wish
            .with_untracked(|wish| wish.as_ref().is_some_and(other))
        {
            self.wish.set(None);
        }
    }

    /// Puts the cursor on a row that was located, in the middle of the box.
    pub(crate) fn centre(self, index: u32, key: String) {
        let _ = self.wish.try_set(Some((index, key)));
    }

    fn centre_now(self, index: u32, key: String) {
        self.cursor.set(Cursor {
            index,
            key: Some(key),
            placed: true,
        });
        let span = self.span_now();
        let seen = span.seen();
        if !seen.contains(&index) || span.reveal(index).is_some() {
            self.scroll(span.centre(index));
        }
    }

    fn scroll(self, top: f64) {
        self.top.set(top);
        // The spacer may have to grow first.
        dom::next_frame(move || {
            if let Some(Some(scroller)) = self.scroller.try_get_untracked() {
                #[expect(clippy::cast_possible_truncation, reason = "pixels fit an i32")]
                scroller.set_scroll_top(top.round() as i32);
            }
        });
    }

    /// Gives the focus to the cursor's row. Whoever went on elsewhere by then, such as to the
    /// filter, stays there: the rest of a word would be letters of the list.
    pub(crate) fn focus_cursor(self) {
        let before = dom::focused();
        dom::next_frame(move || {
            let now = dom::focused();
            let in_a_row = now
                .as_ref()
                .is_some_and(|held| matches!(held.matches("[data-index]"), Ok(true)));
            if now != before && !in_a_row && !dom::is_focus_free() {
                return;
            }
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
        });
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
