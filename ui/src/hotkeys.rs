//! Keys that work on every screen, and the gate that every single letter passes. It listens
//! before the screens do, so that a letter that is switched off reaches none of them.

use std::cell::Cell;
use std::rc::Rc;

use leptos::ev;
use leptos::prelude::*;
use web_sys::KeyboardEvent;
use wire::help::HelpId;
use wire::{Appearance, SyncNow, Zoom};

use crate::act::Errand;
use crate::desk::{Desk, Draft, Overlay, Screen};
use crate::dom;
use crate::looks::Looks;
use crate::screens::begin;
use crate::text;

/// How long `g` waits for the place to go to.
const CHORD: f64 = 1_500.0;

/// Listens as long as the window lives.
pub(crate) fn listen(desk: Desk, looks: Looks) {
    let errand = Errand::of_frame(desk);
    let going = Rc::new(Cell::new(None::<f64>));
    let _ = window_event_listener(ev::keydown, move |event| {
        dom::note_typing(&event);
        let taken = if event.key() == "F1" {
            open_help(desk);
            true
        } else if event.ctrl_key() || event.meta_key() {
            !event.alt_key() && with_ctrl(desk, looks, errand, &event)
        } else {
            letter(desk, &going, &event)
        };
        if taken {
            event.prevent_default();
            event.stop_immediate_propagation();
        }
    });
}

/// Help, wherever one is. While it is open it stays where it is, and a question comes first.
fn open_help(desk: Desk) {
    if !desk.is_covered() {
        desk.help.set(Some(HelpId::START));
    }
}

fn with_ctrl(desk: Desk, looks: Looks, errand: Errand, event: &KeyboardEvent) -> bool {
    if event.key() == "Enter" {
        // The button of a form that lies under help is not meant.
        let reads = desk.help.with_untracked(Option::is_some)
            && desk.console.leaving.with_untracked(Option::is_none);
        return !reads && !event.default_prevented() && dom::confirm();
    }
    let zoom: fn(Zoom) -> Zoom = match event.key().as_str() {
        "+" | "=" => Zoom::larger,
        "-" | "_" => Zoom::smaller,
        "0" => |_| Zoom::default(),
        "r" | "R" => {
            // Never the page's own reload: the window would forget what it was told.
            if untrack(|| desk.console.profile()).is_some() {
                errand.run(SyncNow {}, |_| {});
            }
            return true;
        }
        _ => return false,
    };
    let other = |before: Appearance| Appearance {
        zoom: zoom(before.zoom),
        ..before
    };
    looks.choose(errand, other, || {});
    true
}

/// Whether the letter goes no further.
fn letter(desk: Desk, going: &Cell<Option<f64>>, event: &KeyboardEvent) -> bool {
    let key = event.key();
    if event.alt_key() || dom::is_typing(event) || !text::is_single(&key) {
        return false;
    }
    // What lies under them hears nothing of it.
    if desk.is_covered() {
        event.stop_immediate_propagation();
        return false;
    }
    if !untrack(|| desk.console.appearance()).single_keys {
        event.stop_immediate_propagation();
        return false;
    }
    let framed =
        untrack(|| desk.console.profile()).is_some() && desk.setup.with_untracked(Option::is_none);
    if !desk.is_bare() || !framed {
        return false;
    }
    let now = js_sys::Date::now();
    if going.take().is_some_and(|since| now - since < CHORD) {
        let screen = match key.as_str() {
            "o" => Screen::Overview,
            "i" => Screen::Integrations,
            "t" => Screen::Triage,
            "e" => Screen::Tenants,
            "l" => Screen::Activity,
            "s" => Screen::Settings,
            _ => return false,
        };
        desk.screen.set(screen);
        return true;
    }
    match key.as_str() {
        "g" => going.set(Some(now)),
        "?" => desk.overlay.set(Some(Overlay::Shortcuts)),
        "n" if !dom::is_modified(event) => begin(desk, Draft::default()),
        _ => return false,
    }
    true
}
