//! What lies over the frame: a sheet at the right, a dialog in the middle. The frame
//! is inert meanwhile, the focus is kept inside and given back.

use leptos::html;
use leptos::prelude::*;

use super::focus::{hold_focus, hold_keys};
use super::icon::Icon;
use super::state::Tile;

/// A sheet at the right of the window. A click beside it closes it, unless something was typed in
/// it: a slip of the hand would throw that away.
#[component]
pub(crate) fn Sheet(
    labelled_by: &'static str,
    test: &'static str,
    on_close: Callback<()>,
    children: Children,
) -> impl IntoView {
    let root = NodeRef::<html::Section>::new();
    hold_focus(root);
    hold_keys(root, on_close);
    let typed = StoredValue::new(false);
    let beside = move |_| {
        if !typed.get_value() {
            on_close.run(());
        }
    };
    view! {
        <div class="scrim" on:click=beside></div>
        <section
            class="sheet"
            on:input=move |_| typed.set_value(true)
            role="dialog"
            aria-modal="true"
            aria-labelledby=labelled_by
            data-test=test
            node_ref=root
        >
            {children()}
        </section>
    }
}

/// The head of a sheet.
#[component]
pub(crate) fn SheetHead(
    id: &'static str,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] subtitle: Signal<String>,
    #[prop(optional, into)] tile: Option<String>,
    on_close: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="sheet__h">
            {tile.map(|name| view! { <Tile name=&name size="tile--lg" /> })}
            <div class="grow">
                <h2 id=id tabindex="-1">{move || title.get()}</h2>
                <p class="muted">{move || subtitle.get()}</p>
            </div>
            <div class="btns">
                <button
                    type="button"
                    class="btn btn--icon btn--quiet"
                    aria-label="Close (Esc)"
                    title="Close (Esc)"
                    data-test="sheet-close"
                    on:click=move |_| on_close.run(())
                >
                    <Icon name="x" />
                </button>
            </div>
        </div>
    }
}

/// A question in the middle of the window.
#[component]
pub(crate) fn Dialog(
    labelled_by: &'static str,
    described_by: &'static str,
    test: &'static str,
    /// Room for two columns.
    #[prop(optional)]
    wide: bool,
    on_close: Callback<()>,
    children: Children,
) -> impl IntoView {
    let root = NodeRef::<html::Section>::new();
    hold_focus(root);
    hold_keys(root, on_close);
    view! {
        <div class="scrim"></div>
        <section
            class="dialog"
            class:dialog--wide=wide
            role="alertdialog"
            aria-modal="true"
            aria-labelledby=labelled_by
            aria-describedby=described_by
            data-test=test
            node_ref=root
        >
            {children()}
        </section>
    }
}
