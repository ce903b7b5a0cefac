//! Takes away what was told and read.

use leptos::prelude::*;

use super::icon::Icon;

/// A small cross at the end of what is told.
#[component]
pub(crate) fn DismissButton(test: &'static str, on_press: Callback<()>) -> impl IntoView {
    view! {
        <button
            type="button"
            class="btn btn--icon btn--quiet btn--sm"
            aria-label="Dismiss"
            title="Dismiss"
            data-test=test
            on:click=move |_| on_press.run(())
        >
            <Icon name="x" small=true />
        </button>
    }
}
