//! Fields of forms: a line of text with its hint and what is wrong with it, and a tick.

use leptos::prelude::*;

use super::icon::Icon;

/// A line of text. The id of the input is its hook.
#[component]
pub(crate) fn TextField(
    id: &'static str,
    label: &'static str,
    value: RwSignal<String>,
    #[prop(optional)] hint: Option<&'static str>,
    #[prop(optional)] placeholder: Option<&'static str>,
    /// What is wrong with what is typed; read aloud when it appears.
    #[prop(default = Signal::derive(|| None))]
    wrong: Signal<Option<String>>,
    /// It may be read and copied, not changed.
    #[prop(into, default = Signal::derive(|| false))]
    locked: Signal<bool>,
    /// Takes the focus in a dialog or sheet.
    #[prop(optional)]
    first: bool,
    /// For addresses and numbers.
    #[prop(optional)]
    mono: bool,
    #[prop(optional)] numeric: bool,
    #[prop(default = 1_024)] longest: u32,
) -> impl IntoView {
    let wrong = Memo::new(move |_| wrong.get());
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                class=if mono { "input mono" } else { "input" }
                id=id
                autocomplete="off"
                spellcheck="false"
                inputmode=numeric.then_some("numeric")
                maxlength=longest.to_string()
                placeholder=placeholder
                readonly=move || locked.get()
                aria-disabled=move || locked.get().then_some("true")
                aria-invalid=move || wrong.with(Option::is_some).to_string()
                aria-describedby=format!("{id}-hint {id}-err")
                data-autofocus=first.then_some("true")
                data-test=id
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
            {hint
                .map(|hint| {
                    view! {
                        <p class="hint" id=format!("{id}-hint")>
                            {hint}
                        </p>
                    }
                })}
            {move || {
                wrong
                    .get()
                    .map(|words| {
                        view! {
                            <p
                                class="err"
                                id=format!("{id}-err")
                                role="alert"
                                data-test=format!("{id}-wrong")
                            >
                                <Icon name="alert" />
                                <span>{words}</span>
                            </p>
                        }
                    })
            }}
        </div>
    }
}

/// Whether a project is production.
#[component]
pub(crate) fn ProductionTick(test: &'static str, value: RwSignal<bool>) -> impl IntoView {
    view! {
        <label class="optrow">
            <input
                type="checkbox"
                class="check"
                data-test=test
                prop:checked=move || value.get()
                on:change=move |event| value.set(event_target_checked(&event))
            />
            <span>
                "This is production " <span class="muted">"A mark stays in view all the time"</span>
            </span>
        </label>
    }
}

/// Why somebody changes what many depend on: the audit list keeps it.
#[component]
pub(crate) fn ReasonField(
    #[prop(into)] id: String,
    reason: RwSignal<String>,
    test: &'static str,
) -> impl IntoView {
    view! {
        <div class="field field--short">
            <label for=id.clone()>
                "Reason, for the audit list " <span class="muted">"(optional)"</span>
            </label>
            <input
                class="input"
                id=id
                placeholder="Ticket number or a short note"
                maxlength="500"
                autocomplete="off"
                data-test=test
                prop:value=move || reason.get()
                on:input=move |event| reason.set(event_target_value(&event))
            />
        </div>
    }
}
