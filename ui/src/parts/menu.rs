//! A button that opens a small menu. Esc and a press elsewhere close it, arrows move.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, Node};

use crate::dom;

/// A button and its menu. Items are buttons with `role="menuitem"` (or a radio kind)
/// that close it themselves, with [`close_menu`].
#[component]
pub(crate) fn Menu(
    label: &'static str,
    class: &'static str,
    test: &'static str,
    open: RwSignal<bool>,
    /// Opens upward.
    #[prop(optional)]
    up: bool,
    /// What stands on the button is read too, after the label.
    #[prop(optional)]
    worded: bool,
    button: AnyView,
    children: ChildrenFn,
) -> impl IntoView {
    let root = NodeRef::<html::Div>::new();
    let list = NodeRef::<html::Div>::new();
    close_outside(root, open);
    Effect::new(move |_| {
        if open.get() {
            dom::next_frame(move || {
                step(list, 0);
                // All of it, where the window is low and the page is what scrolls.
                if let Some(Some(list)) = list.try_get_untracked() {
                    dom::show(&list);
                }
            });
        }
    });
    view! {
        <div class="menu" node_ref=root on:keydown=move |event| keys(&event, open, list)>
            <button
                type="button"
                class=class
                aria-label=(!worded).then_some(label)
                title=label
                aria-haspopup="menu"
                aria-expanded=move || open.get().to_string()
                data-test=test
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {worded.then(|| view! { <span class="vh">{label} ": "</span> })}
                {button}
            </button>
            <Show when=move || open.get()>
                <div
                    class="menu__l"
                    class:menu__l--up=up
                    role="menu"
                    aria-label=label
                    node_ref=list
                >
                    {children()}
                </div>
            </Show>
        </div>
    }
}

/// Closes a menu by one of its items. The item goes with it, so its button gets the focus, and gets
/// it before what the item opens asks to whom the focus is to be given back.
pub(crate) fn close_menu(open: RwSignal<bool>) {
    let button = document().query_selector(".menu > [aria-haspopup=menu][aria-expanded=true]");
    if let Ok(Some(button)) = button
        && let Ok(button) = button.dyn_into::<HtmlElement>()
    {
        dom::focus(&button);
    }
    open.set(false);
}

fn close_outside(root: NodeRef<html::Div>, open: RwSignal<bool>) {
    let outside = window_event_listener(ev::pointerdown, move |event| {
        let Some(Some(root)) = root.try_get_untracked() else {
            return;
        };
        let within = event
            .target()
            .and_then(|target| target.dyn_into::<Node>().ok())
            .is_some_and(|target| root.contains(Some(&target)));
        if !within && open.get_untracked() {
            open.set(false);
        }
    });
    on_cleanup(move || outside.remove());
}

fn keys(event: &KeyboardEvent, open: RwSignal<bool>, list: NodeRef<html::Div>) {
    if !open.get_untracked() {
        return;
    }
    match event.key().as_str() {
        "Escape" => close_menu(open),
        "ArrowDown" => step(list, 1),
        "ArrowUp" => step(list, -1),
        // It goes on from the button.
        "Tab" => return close_menu(open),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

/// Moves the focus within the menu; 0 goes to the first item.
fn step(list: NodeRef<html::Div>, by: i32) {
    let Some(Some(list)) = list.try_get_untracked() else {
        return;
    };
    let Ok(items) = list.query_selector_all("[role^=menuitem]:not([disabled])") else {
        return;
    };
    let items: Vec<HtmlElement> = (0..items.length())
        .filter_map(|at| items.item(at)?.dyn_into::<HtmlElement>().ok())
        // One that is not shown at this width takes no focus.
        .filter(|item| item.offset_width() > 0)
        .collect();
    let Ok(length) = i32::try_from(items.len()) else {
        return;
    };
    if length == 0 {
        return;
    }
    let held = dom::focused();
    let at = items
        .iter()
        .position(|item| held.as_ref() == Some(item))
        .and_then(|at| i32::try_from(at).ok());
    let next = match (by, at) {
        (0, _) | (_, None) => 0,
        (by, Some(at)) => (at + by).rem_euclid(length),
    };
    if let Some(item) = usize::try_from(next).ok().and_then(|next| items.get(next)) {
        dom::focus(item);
    }
}
