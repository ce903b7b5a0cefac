//! What a sheet or a dialog holds between its head and its foot.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{MutationObserver, MutationObserverInit, ResizeObserver};

use super::focus::focusables;

/// It scrolls where the window is too small for it. Without a mouse a control inside it is what
/// brings it into view, and what the arrows scroll it from; where it holds none, as the words of an
/// attempt that is over, it is reached itself. Where all of it is in view it is never a stop.
#[component]
pub(crate) fn Body(
    /// `sheet__b` or `dialog__b`.
    class: &'static str,
    #[prop(optional)] id: Option<&'static str>,
    #[prop(optional)] test: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let stop = RwSignal::new(false);
    watch(node, stop);
    view! {
        <div
            class=class
            id=id
            data-test=test
            tabindex=move || stop.get().then_some("0")
            role=move || stop.get().then_some("region")
            aria-label=move || stop.get().then_some("Details")
            node_ref=node
        >
            {children()}
        </div>
    }
}

/// Looks again whenever the size of it or what it holds changes.
fn watch(node: NodeRef<html::Div>, stop: RwSignal<bool>) {
    let measure = Closure::<dyn FnMut()>::new(move || {
        let Some(Some(body)) = node.try_get_untracked() else {
            return;
        };
        let is_cut = body.scroll_height() > body.client_height();
        let is_stop = is_cut && focusables(&body).is_empty();
        // It is told of its own attributes too: said once, it is left at that.
        if stop.try_get_untracked() != Some(is_stop) {
            let _ = stop.try_set(is_stop);
        }
    });
    let callback = measure.as_ref().unchecked_ref();
    let (Ok(size), Ok(content)) = (
        ResizeObserver::new(callback),
        MutationObserver::new(callback),
    ) else {
        return;
    };
    let held = StoredValue::new_local((size, content, measure));
    Effect::new(move |_| {
        let Some(body) = node.get() else { return };
        held.with_value(|(size, content, _)| {
            size.observe(&body);
            let all = MutationObserverInit::new();
            all.set_attributes(true);
            all.set_character_data(true);
            all.set_child_list(true);
            all.set_subtree(true);
            // It refuses only a node that is none, or a wish for nothing.
            let _ = content.observe_with_options(&body, &all);
        });
    });
    on_cleanup(move || {
        held.try_with_value(|(size, content, _)| {
            size.disconnect();
            content.disconnect();
        });
    });
}
