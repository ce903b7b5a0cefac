//! Takes away what was told and read.

use leptos::prelude::*;

use super::focus::hand_on;
use super::icon::Icon;

/// A small cross at the end of what is told.
#[component]
pub(crate) fn DismissButton(test: &'static str, on_press: Callback<()>) -> impl IntoView {
    // It goes with what it takes away.
    let hand_on = hand_on();
    let press = move |_| {
        hand_on();
        on_press.run(());
    };
    view! {
        <button
            type="button"
            class="btn btn--icon btn--quiet btn--sm"
            aria-label="Dismiss"
            title="Dismiss"
            data-test=test
            on:click=press
        >
            <Icon name="x" small=true />
        </button>
    }
}
