//! One long list: what is held of it, what is on screen, where the cursor stands.
//! Generic over the row; which command answers is the caller's.

mod cursor;

use std::future::Future;
use std::ops::Range;
use std::pin::Pin;
use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::Fault;

pub(crate) use self::cursor::Cursor;
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
}
