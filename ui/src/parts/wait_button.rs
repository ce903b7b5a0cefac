//! A button that asks the core for something, and waits for the answer.

use leptos::prelude::*;

use super::icon::Spinner;

/// Off while an answer is out, also where another button asked; shown as busy where it was
/// pressed itself. It is never `disabled`: WebKit takes the keyboard from a button that is.
#[component]
pub(crate) fn WaitButton(
    /// Whether an answer is out.
    #[prop(into)]
    waits: Signal<bool>,
    test: &'static str,
    class: &'static str,
    /// What it does, where the label does not say it.
    #[prop(optional)]
    title: Option<&'static str>,
    on_press: Callback<()>,
    children: Children,
) -> impl IntoView {
    let pressed = RwSignal::new(false);
    let busy = Memo::new(move |_| pressed.get() && waits.get());
    // What is asked next may be another button's.
    Effect::new(move |_| {
        if !waits.get() {
            pressed.set(false);
        }
    });
    let press = move |_| {
        if !waits.get_untracked() {
            on_press.run(());
            pressed.set(waits.get_untracked());
        }
    };
    view! {
        <button
            type="button"
            class=class
            class:is-busy=move || busy.get()
            title=title
            aria-busy=move || busy.get().to_string()
            aria-disabled=move || waits.get().to_string()
            data-test=test
            on:click=press
        >
            <Show when=move || busy.get()>
                <Spinner />
            </Show>
            {children()}
        </button>
    }
}
