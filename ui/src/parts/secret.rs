//! A field for a secret: hidden, and never filled in by us.

use leptos::prelude::*;

/// The field with its label.
#[component]
pub(crate) fn Secret(
    label: &'static str,
    value: RwSignal<String>,
    test: &'static str,
    /// Takes the focus in a dialog.
    autofocus: bool,
    #[prop(optional)] hint: Option<&'static str>,
    /// Nothing can be done with what would be typed.
    #[prop(into, default = Signal::derive(|| false))]
    locked: Signal<bool>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=test>{label}</label>
            <input
                class="input"
                id=test
                type="password"
                autocomplete="off"
                spellcheck="false"
                readonly=move || locked.get()
                aria-disabled=move || locked.get().then_some("true")
                data-test=test
                data-autofocus=autofocus.then_some("true")
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
            {hint.map(|hint| view! { <p class="hint">{hint}</p> })}
        </div>
    }
}
