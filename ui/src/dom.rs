//! The few things that are asked of the document itself.

use std::cell::Cell;
use std::time::Duration;

use domain::Timestamp;
use leptos::leptos_dom::helpers::{request_animation_frame, set_timeout};
use leptos::prelude::Effect;
use wasm_bindgen::JsCast;
use web_sys::{
    Element, FocusOptions, HtmlElement, KeyboardEvent, ScrollIntoViewOptions, ScrollLogicalPosition,
};

use crate::text::Zone;

/// The time of the wall clock.
#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds since 1970 fit until the year 285,000"
)]
pub(crate) fn now() -> Timestamp {
    Timestamp::from_millis(js_sys::Date::now() as i64)
}

/// The local zone as it was at `at`, daylight saving included.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "both are small numbers of minutes and milliseconds"
)]
pub(crate) fn zone(at: Timestamp) -> Zone {
    let date = js_sys::Date::new(&(at.millis() as f64).into());
    Zone(-(date.get_timezone_offset() as i32))
}

/// Does it later.
pub(crate) fn after(millis: u64, then: impl FnOnce() + 'static) {
    set_timeout(then, Duration::from_millis(millis));
}

/// Does it once the page is drawn.
pub(crate) fn next_frame(then: impl FnOnce() + 'static) {
    request_animation_frame(then);
}

/// The element that has the focus, if it is one that can take it back.
pub(crate) fn focused() -> Option<HtmlElement> {
    leptos::prelude::document()
        .active_element()
        .and_then(|element| element.dyn_into().ok())
}

/// Whether nothing has the focus, as after what had it has gone from the page.
pub(crate) fn is_focus_free() -> bool {
    focused().is_none_or(|held| held.tag_name() == "BODY")
}

/// Whether the keyboard is on something that matches, or inside it.
pub(crate) fn is_focus_in(selector: &str) -> bool {
    focused().is_some_and(|held| matches!(held.closest(selector), Ok(Some(_))))
}

/// Gives the focus without scrolling.
pub(crate) fn focus(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

/// Gives the focus to the first element that matches.
pub(crate) fn focus_on(selector: impl Into<String>) {
    let selector = selector.into();
    next_frame(move || focus_first(&selector));
}

fn focus_first(selector: &str) {
    let found = leptos::prelude::document().query_selector(selector);
    if let Ok(Some(element)) = found
        && let Ok(element) = element.dyn_into::<HtmlElement>()
    {
        focus(&element);
    }
}

/// The same where what had the focus has gone from the page by then. Whoever went on meanwhile is
/// not interrupted.
pub(crate) fn focus_if_free(selector: impl Into<String>) {
    let selector = selector.into();
    next_frame(move || {
        if is_focus_free() {
            focus_first(&selector);
        }
    });
}

/// The same once `done` comes to be so: a button that did its work is gone then.
pub(crate) fn focus_after(done: impl Fn() -> bool + 'static, selector: &'static str) {
    Effect::new(move |before: Option<bool>| {
        let now = done();
        if now && before == Some(false) {
            focus_if_free(selector);
        }
        now
    });
}

/// The same for the list beside a pane that closed: to the row, or the group, that Tab comes to.
pub(crate) fn focus_list() {
    focus_if_free("[data-index][tabindex=\"0\"], [data-group][tabindex=\"0\"]");
}

/// Moves the focus along what matches, by so many from where it is, and not past either end.
pub(crate) fn focus_beside(selector: &str, step: isize) {
    let Ok(all) = leptos::prelude::document().query_selector_all(selector) else {
        return;
    };
    let all: Vec<HtmlElement> = (0..all.length())
        .filter_map(|at| all.item(at)?.dyn_into().ok())
        .collect();
    let here = focused().and_then(|held| all.iter().position(|one| *one == held));
    let beside = here.and_then(|at| all.get(at.checked_add_signed(step)?));
    if let Some(beside) = beside {
        focus(beside);
    }
}

/// Gives the focus to the first element that matches, and brings it into view.
pub(crate) fn reveal_on(selector: String) {
    next_frame(move || {
        let found = leptos::prelude::document().query_selector(&selector);
        if let Ok(Some(element)) = found
            && let Ok(element) = element.dyn_into::<HtmlElement>()
        {
            // With scrolling, unlike `focus`.
            let _ = element.focus();
        }
    });
}

/// Brings the first element that matches into view, and no further than needed.
pub(crate) fn scroll_to(selector: String) {
    next_frame(move || {
        if let Ok(Some(element)) = leptos::prelude::document().query_selector(&selector) {
            scroll_into_view(&element);
        }
    });
}

/// Brings an element that has just come into view, and no further than needed.
pub(crate) fn show(element: &Element) {
    let element = element.clone();
    next_frame(move || scroll_into_view(&element));
}

fn scroll_into_view(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Whether there is an element that matches.
pub(crate) fn is_there(selector: &str) -> bool {
    let found = leptos::prelude::document().query_selector(selector);
    matches!(found, Ok(Some(_)))
}

/// Presses the first button that matches.
pub(crate) fn press(selector: &str) -> bool {
    if let Ok(Some(element)) = leptos::prelude::document().query_selector(selector)
        && let Ok(element) = element.dyn_into::<HtmlElement>()
    {
        element.click();
        return true;
    }
    false
}

/// What submits or confirms.
const INK: &str = ":is(.btn--primary, .btn--danger)";

/// What can be pressed.
const ON: &str = ":not([disabled]):not([aria-disabled=true])";

/// Presses what submits or confirms on the sheet or dialog that lies on top. Returns whether
/// there was such a button: one that is off is not pressed.
pub(crate) fn confirm() -> bool {
    let Some(top) = topmost() else { return false };
    let held = focused();
    let own = held
        .as_ref()
        .and_then(|held| Some((own_part(&top, held)?, held)));
    let meant = match own {
        // What is written for one choice makes no other one, whatever that one's button is.
        Some((part, held)) => first_in(&part, INK)
            .or_else(|| held.closest("button, a, summary").ok().flatten())
            .or_else(|| first_in(&part, ".btn"))
            .filter(is_on),
        None => first_in(&top, &format!("{INK}{ON}")),
    };
    meant
        .and_then(|button| button.dyn_into::<HtmlElement>().ok())
        .is_some_and(|button| {
            button.click();
            true
        })
}

/// The sheet or dialog that lies on top.
fn topmost() -> Option<Element> {
    let open = leptos::prelude::document()
        .query_selector_all("[aria-modal=true]")
        .ok()?;
    let top = open.item(open.length().checked_sub(1)?)?;
    top.dyn_into().ok()
}

/// The part of `top` with the focus in it, when it is a choice of its own: it has buttons for what
/// is written there.
fn own_part(top: &Element, held: &Element) -> Option<Element> {
    const PARTS: &str = "section, form, fieldset";
    let mut part = held.closest(PARTS).ok()??;
    while part != *top && top.contains(Some(&part)) {
        if first_in(&part, ".btn").is_some() {
            return Some(part);
        }
        part = part.parent_element()?.closest(PARTS).ok()??;
    }
    None
}

fn first_in(place: &Element, selector: &str) -> Option<Element> {
    place.query_selector(selector).ok().flatten()
}

fn is_on(button: &Element) -> bool {
    button.matches(ON).unwrap_or(false)
}

/// Gives the focus anew whenever `what` changes: what held it may be gone. Whoever is quicker
/// than the next frame and went on meanwhile is not interrupted.
pub(crate) fn refocus<T>(
    what: impl Fn() -> T + 'static,
    selector: impl Fn() -> &'static str + Copy + 'static,
) where
    T: PartialEq + 'static,
{
    Effect::new(move |before: Option<T>| {
        let now = what();
        if before.is_some_and(|before| before != now) {
            let held = focused();
            next_frame(move || {
                if is_focus_free() || focused() == held {
                    focus_first(selector());
                }
            });
        }
        now
    });
}

thread_local! {
    /// When somebody last typed into a field.
    static TYPED: Cell<Option<Timestamp>> = const { Cell::new(None) };
}

/// What was typed within so many milliseconds may go on: the next letter is on its way.
const IN_A_WORD: i64 = 1_500;

/// Notes that somebody types. Of every key, before anybody takes it.
pub(crate) fn note_typing(event: &KeyboardEvent) {
    if is_typing(event) {
        TYPED.set(Some(now()));
    }
}

/// Whether somebody is in the middle of a word.
pub(crate) fn is_in_a_word() -> bool {
    TYPED.get().is_some_and(|at| now().since(at) < IN_A_WORD)
}

/// Whether the focus is in a field in which something was written that would be lost.
pub(crate) fn is_writing() -> bool {
    let Some(held) = focused() else { return false };
    let words = "textarea, input:not([type=checkbox]):not([type=radio]):not([data-filter])";
    let value = match held.dyn_ref::<web_sys::HtmlInputElement>() {
        Some(input) => input.value(),
        None => held
            .dyn_ref::<web_sys::HtmlTextAreaElement>()
            .map(web_sys::HtmlTextAreaElement::value)
            .unwrap_or_default(),
    };
    held.matches(words).unwrap_or(false) && !value.is_empty()
}

/// The element that an event is about.
pub(crate) fn target(event: &KeyboardEvent) -> Option<Element> {
    event.target().and_then(|target| target.dyn_into().ok())
}

/// Whether the key was struck inside something that matches.
pub(crate) fn inside(event: &KeyboardEvent, selector: &str) -> bool {
    target(event).is_some_and(|element| matches!(element.closest(selector), Ok(Some(_))))
}

/// Whether a single letter belongs to what is being typed, or to a menu.
pub(crate) fn is_typing(event: &KeyboardEvent) -> bool {
    inside(
        event,
        "input:not([type=checkbox]):not([type=radio]), textarea, select, [role=menu]",
    )
}

/// Whether a modifier makes it another key than the letter alone.
pub(crate) fn is_modified(event: &KeyboardEvent) -> bool {
    event.ctrl_key() || event.meta_key() || event.alt_key()
}
