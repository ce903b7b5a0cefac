//! The buttons of the question. The focus is on Cancel.

use leptos::prelude::*;

use super::Draft;
use crate::parts::{Kbd, Spinner};

/// Cancel and Disconnect, then Close.
#[component]
pub(super) fn Foot(draft: Draft, close: Callback<()>) -> impl IntoView {
    move || {
        if draft.is_told() {
            view! { <Told close /> }.into_any()
        } else {
            view! { <Asked draft close /> }.into_any()
        }
    }
}

#[component]
fn Told(close: Callback<()>) -> impl IntoView {
    view! {
        <div class="dialog__f">
            <button
                type="button"
                class="btn btn--primary"
                data-autofocus="true"
                data-test="disconnect-close"
                on:click=move |_| close.run(())
            >
                "Close"
            </button>
        </div>
    }
}

#[component]
fn Asked(draft: Draft, close: Callback<()>) -> impl IntoView {
    view! {
        <div class="dialog__f">
            <Show when=move || draft.can_disable()>
                <button
                    type="button"
                    class="btn btn--quiet first"
                    data-test="disconnect-disable"
                    on:click=move |_| draft.disable()
                >
                    "Disable instead"
                </button>
            </Show>
            <button
                type="button"
                class="btn"
                data-autofocus="true"
                data-test="disconnect-cancel"
                on:click=move |_| close.run(())
            >
                "Cancel"
                <Kbd keys=&["Esc"] />
            </button>
            <button
                type="button"
                class="btn btn--danger"
                class:is-busy=move || draft.is_running()
                aria-disabled=move || (!draft.is_ready()).to_string()
                data-test="disconnect-confirm"
                on:click=move |_| draft.run()
            >
                <Show when=move || draft.is_running()>
                    <Spinner />
                </Show>
                "Disconnect"
            </button>
        </div>
    }
}
