//! Double clicks. The first click may put something else under the pointer, such as the next step
//! of a sheet, "Stop" in the place of what it stops, or the scrim of what it opened; the second one
//! is not meant for that.

use std::cell::RefCell;

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, MouseEvent};

/// What is pressed as a whole.
const PRESSED: &str = "button, a, summary, label, [role=option], [tabindex]";

thread_local! {
    /// What the first of a few quick clicks met.
    static MET: RefCell<Option<Element>> = const { RefCell::new(None) };
}

/// Listens as long as the window lives, before anything else hears of a click.
pub(crate) fn listen() {
    let hear = Closure::<dyn FnMut(MouseEvent)>::new(|event: MouseEvent| {
        if is_stray(&event) {
            event.prevent_default();
            event.stop_immediate_propagation();
        }
    });
    let hear = hear.into_js_value();
    let _ = window().add_event_listener_with_callback_and_bool("click", hear.unchecked_ref(), true);
}

/// Whether a click follows on another one at the same place, and what that met has gone or is
/// covered.
fn is_stray(event: &MouseEvent) -> bool {
    if event.detail() > 1 {
        return MET.with_borrow(|met| met.as_ref().is_some_and(is_out_of_reach));
    }
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    MET.set(target.map(|it| it.closest(PRESSED).ok().flatten().unwrap_or(it)));
    false
}

/// Whether something has gone from the page, or lies under what was opened: that makes it inert.
fn is_out_of_reach(met: &Element) -> bool {
    !met.is_connected() || matches!(met.closest("[inert]"), Ok(Some(_)))
}
