//! Keeping the focus and the keys inside what lies over the frame.

use std::cell::RefCell;

use domain::Timestamp;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use crate::dom;

const FOCUSABLE: &str = "a[href], button:not([disabled]):not([aria-disabled=true]), \
     input:not([disabled]), select:not([disabled]), textarea:not([disabled]), \
     summary, [tabindex=\"0\"]";

/// What Tab comes to inside `root`.
pub(super) fn focusables(root: &HtmlElement) -> Vec<HtmlElement> {
    let Ok(found) = root.query_selector_all(FOCUSABLE) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|at| found.item(at)?.dyn_into::<HtmlElement>().ok())
        .filter(|element| element.offset_width() > 0 || element.offset_height() > 0)
        .collect()
}

/// Keeps Tab inside `root`.
fn trap(event: &KeyboardEvent, root: &HtmlElement) {
    let inside = focusables(root);
    let (Some(first), Some(last)) = (inside.first(), inside.last()) else {
        return;
    };
    let held = dom::focused();
    let edge = if event.shift_key() { first } else { last };
    let out = held
        .as_ref()
        .is_none_or(|held| held == edge || !root.contains(Some(held)));
    if out {
        event.prevent_default();
        dom::focus(if event.shift_key() { last } else { first });
    }
}

/// Where the focus goes when nothing is left that opened an overlay: the cursor's row, else the
/// screen.
const INSTEAD: [&str; 2] = ["[data-index][tabindex=\"0\"]", "#content"];

thread_local! {
    /// What lies over the frame, in the order in which it came, by number: where the focus was
    /// before each, the nearest first. It stays here until the frame after it is gone: what takes
    /// its place, as a sheet that the palette opens, is closed to where it was opened from.
    static OVER: RefCell<Vec<(u32, Vec<HtmlElement>)>> = const { RefCell::new(Vec::new()) };
}

/// Remembers where the focus is as one more comes to lie over the frame; the number of that.
fn remember() -> u32 {
    // The body has the focus while nothing has it, and opened nothing.
    let held = dom::focused().filter(|_| !dom::is_focus_free());
    OVER.with_borrow_mut(|over| {
        let (number, under) = match over.last() {
            Some((last, openers)) => (last.wrapping_add(1), openers.clone()),
            None => (0, Vec::new()),
        };
        let under = under.into_iter().filter(|opener| opener.is_connected());
        over.push((number, held.into_iter().chain(under).collect()));
        number
    })
}

/// Forgets it, and says where the focus was.
fn forget(number: u32) -> Vec<HtmlElement> {
    OVER.with_borrow_mut(|over| {
        let at = over.iter().position(|(held, _)| *held == number);
        at.map(|at| over.remove(at).1).unwrap_or_default()
    })
}

/// Where the focus goes when an overlay goes: to what opened it, else to what is there instead.
fn give_back(openers: &[HtmlElement]) {
    for opener in openers.iter().filter(|opener| opener.is_connected()) {
        dom::focus(opener);
        // What is off, hidden or covered does not take it.
        if !dom::is_focus_free() {
            return;
        }
    }
    for css in INSTEAD {
        if !dom::is_focus_free() {
            return;
        }
        if let Ok(Some(found)) = document().query_selector(css)
            && let Ok(found) = found.dyn_into::<HtmlElement>()
        {
            dom::focus(&found);
        }
    }
}

/// What is marked `data-autofocus`, else the first control.
fn first_stop(root: &HtmlElement) -> Option<HtmlElement> {
    let marked = root.query_selector("[data-autofocus]").ok().flatten();
    let marked = marked.and_then(|marked| marked.dyn_into::<HtmlElement>().ok());
    marked.or_else(|| focusables(root).first().cloned())
}

/// So long after its press a control may go with what it did, in milliseconds. What takes it away
/// later was not that press.
const ITS_PRESS: i64 = 60_000;

/// What a control stood in when it was pressed.
#[derive(Clone)]
struct Place {
    at: Timestamp,
    /// The sheet or dialog. Where that goes too, it gives the focus back itself.
    over: Option<Element>,
    /// What takes the focus around it, the nearest first.
    around: Vec<HtmlElement>,
}

impl Place {
    /// Of what has the focus. Not every system gives it to what is clicked: there is none to hand on
    /// then.
    fn now() -> Option<Self> {
        let held = dom::focused().filter(|_| !dom::is_focus_free())?;
        let up = |from: &Element| from.parent_element()?.closest("[tabindex]").ok()?;
        Some(Self {
            at: dom::now(),
            over: held.closest("[aria-modal=true]").ok().flatten(),
            around: std::iter::successors(up(&held), up)
                .filter_map(|at| at.dyn_into::<HtmlElement>().ok())
                .collect(),
        })
    }

    /// The focus goes to what is left of it, unless it is somewhere.
    fn take(self) {
        let is_gone = |over: &Element| !over.is_connected();
        if !dom::is_focus_free() || self.over.as_ref().is_some_and(is_gone) {
            return;
        }
        let over = self.over.and_then(|it| it.dyn_into::<HtmlElement>().ok());
        let inside = over.and_then(|over| first_stop(&over));
        let places: Vec<HtmlElement> = self.around.into_iter().chain(inside).collect();
        give_back(&places);
    }
}

/// For a control that may go from the page with what its press does, as a note that is taken away or
/// an action that is over. Called at the press, it keeps what the control stands in: that gets the
/// focus when the control is gone. Whoever went on meanwhile is not interrupted.
pub(crate) fn hand_on() -> impl Fn() + Copy + Send + Sync + 'static {
    let pressed = StoredValue::new_local(None::<Place>);
    on_cleanup(move || {
        let place = pressed.try_get_value().flatten();
        let its = place.filter(|place| dom::now().since(place.at) < ITS_PRESS);
        if let Some(place) = its {
            // It goes in this turn. One that is only drawn anew has the focus still.
            dom::next_frame(move || place.take());
        }
    });
    move || pressed.set_value(Place::now())
}

/// Gives the focus to what is marked `data-autofocus`, else to the first control;
/// gives it back when the overlay goes.
pub(crate) fn hold_focus(root: NodeRef<html::Section>) {
    let number = remember();
    Effect::new(move |done: Option<bool>| {
        let Some(element) = root.get() else {
            return false;
        };
        if done != Some(true) {
            dom::next_frame(move || {
                let root: &HtmlElement = &element;
                // Whoever is quick types in it already; that is not interrupted.
                if dom::focused().is_some_and(|held| root.contains(Some(&held))) {
                    return;
                }
                if let Some(to) = first_stop(root) {
                    dom::focus(&to);
                }
            });
        }
        true
    });
    on_cleanup(move || {
        // The frame stops being inert in the same turn, so wait for it.
        dom::next_frame(move || {
            let openers = forget(number);
            // Whoever went on meanwhile is not interrupted: the rest of a word typed into the
            // filter would be read as shortcuts.
            if dom::is_focus_free() {
                give_back(&openers);
            }
        });
    });
}

/// Of two that lie over each other the upper one has the keys.
fn is_topmost(root: NodeRef<html::Section>) -> bool {
    let Some(Some(root)) = root.try_get_untracked() else {
        return false;
    };
    let Ok(all) = document().query_selector_all("[aria-modal=true]") else {
        return true;
    };
    let last = all.length().checked_sub(1).and_then(|at| all.item(at));
    last.is_none_or(|last| root.is_same_node(Some(&last)))
}

/// Keeps Tab inside, and closes on Esc wherever the focus went.
pub(crate) fn hold_keys(root: NodeRef<html::Section>, on_close: Callback<()>) {
    let keys = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() || !is_topmost(root) {
            return;
        }
        match event.key().as_str() {
            "Escape" => {
                event.prevent_default();
                on_close.run(());
            }
            "Tab" => {
                if let Some(Some(root)) = root.try_get_untracked() {
                    trap(&event, &root);
                }
            }
            _ => {}
        }
    });
    on_cleanup(move || keys.remove());
}
