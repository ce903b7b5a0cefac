//! What every button that waits for an answer looks like.

use leptos::prelude::*;

use super::icon::Spinner;

/// A button that is busy, or off, and says both. It is never `disabled`: WebKit takes the keyboard
/// from a button that is. Whether a press means anything is its caller's.
#[component]
pub(super) fn BusyButton(
    #[prop(into)] busy: Signal<bool>,
    #[prop(into)] off: Signal<bool>,
    test: &'static str,
    class: &'static str,
    /// What it does, or why it is off.
    #[prop(into)]
    title: Signal<Option<String>>,
    #[prop(default = None)] name: Option<String>,
    #[prop(optional)] autofocus: bool,
    on_press: Callback<()>,
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class=class
            class:is-busy=busy
            title=title
            aria-label=name
            aria-busy=move || busy.get().to_string()
            aria-disabled=move || off.get().to_string()
            data-autofocus=autofocus.then_some("true")
            data-test=test
            on:click=move |_| on_press.run(())
        >
            <Show when=move || busy.get()>
                <Spinner />
            </Show>
            {children()}
        </button>
    }
}
