//! The foot of a step in which something is chosen from a list.

use leptos::prelude::*;

use crate::parts::Kbd;

/// The keys, and the one way back.
#[component]
pub(super) fn ChooseFoot(label: &'static str, press: Callback<()>) -> impl IntoView {
    view! {
        <div class="sheet__f">
            <span class="grow">
                <Kbd keys=&["↑", "↓"] />
                " choose "
                <Kbd keys=&["Enter"] />
                " continue"
            </span>
            <button
                type="button"
                class="btn"
                data-test="connect-back"
                on:click=move |_| press.run(())
            >
                {label}
            </button>
        </div>
    }
}
