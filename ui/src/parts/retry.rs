//! Trying again what did not work.

use leptos::prelude::*;

use super::icon::Spinner;

/// What trying again means in a place, and whether an answer to it is still out.
#[derive(Clone, Copy)]
pub(crate) struct Retry {
    press: Callback<()>,
    waits: Signal<bool>,
}

impl Retry {
    pub(crate) fn new(press: Callback<()>, waits: impl Into<Signal<bool>>) -> Self {
        let waits = waits.into();
        Self { press, waits }
    }
}

/// The button. A file that another program holds is waited for for seconds: whoever pressed is
/// told so, and a second press does nothing.
pub(super) fn retry_button(label: &'static str, retry: Retry) -> AnyView {
    let Retry { press, waits } = retry;
    view! {
        <button
            type="button"
            class="btn btn--sm"
            class:is-busy=waits
            data-test="fault-remedy"
            aria-busy=move || waits.get().to_string()
            aria-disabled=move || waits.get().to_string()
            on:click=move |_| {
                if !waits.get_untracked() {
                    press.run(());
                }
            }
        >
            <Show when=move || waits.get()>
                <Spinner />
            </Show>
            {label}
        </button>
    }
    .into_any()
}
