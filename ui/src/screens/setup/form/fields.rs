//! The fields of the key form.

use leptos::html;
use leptos::prelude::*;
use wire::Code;
use wire::help::HelpId;

use super::Typed;
use crate::act::Errand;
use crate::dom;
use crate::parts::{HelpLink, Icon, ProductionTick, TextField};
use crate::screens::settings::NetworkFields;

/// The key: hidden, shown only while the button is held.
#[component]
pub(crate) fn KeyField(typed: Typed, errand: Errand) -> impl IntoView {
    let shown = RwSignal::new(false);
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            dom::next_frame(move || dom::focus(&field));
        }
    });
    let refused = move || {
        errand.fault.with(|fault| {
            fault
                .as_ref()
                .filter(|fault| fault.code == Code::ComposioUnauthorized)
                .map(|fault| fault.message.clone())
        })
    };
    let missing =
        Memo::new(move |_| typed.tried.get() && typed.key.with(|key| key.trim().is_empty()));
    view! {
        <div class="field">
            <label for="setup-key">"Project API key"</label>
            <span class="inputbox">
                <Icon name="key" />
                <input
                    node_ref=field
                    class="input mono has-end"
                    id="setup-key"
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-describedby="setup-key-hint"
                    aria-invalid=move || (missing.get() || refused().is_some()).to_string()
                    data-test="setup-key"
                    prop:value=move || typed.key.get()
                    on:input=move |event| typed.key.set(event_target_value(&event))
                />
                <span class="end">
                    <Reveal shown />
                </span>
            </span>
            {move || refused().map(refusal)}
            <Show when=move || missing.get()>
                <Wrong test="setup-key-missing">
                    <span>"Enter the key. Nothing was sent."</span>
                </Wrong>
            </Show>
            <p class="hint" id="setup-key-hint">
                "Composio dashboard, Settings, API keys. "
                {move || kept_where(typed.memory_only.get())}
            </p>
        </div>
    }
}

fn refusal(message: String) -> impl IntoView {
    view! {
        <Wrong test="setup-refused">
            <span class="grow">{message}</span>
            <HelpLink page=HelpId::of_code(Code::ComposioUnauthorized) />
        </Wrong>
    }
}

/// What is wrong with the key. It comes into view: the button is at the end of the form, which may
/// be longer than the window.
#[component]
fn Wrong(test: &'static str, children: Children) -> impl IntoView {
    let line = NodeRef::<html::P>::new();
    line.on_load(|line| dom::show(&line));
    view! {
        <p node_ref=line class="err" role="alert" data-test=test>
            <Icon name="alert" />
            {children()}
        </p>
    }
}

const fn kept_where(memory_only: bool) -> &'static str {
    if memory_only {
        "Kept in memory until the app closes, never in a file."
    } else {
        "Kept in the keyring of this desktop, never in a file."
    }
}

#[component]
fn Reveal(shown: RwSignal<bool>) -> impl IntoView {
    view! {
                    <button
                        type="button"
                        class="btn btn--icon btn--quiet btn--sm"
                        aria-label="Show key while held"
                        title="Show key while held"
                        on:pointerdown=move |_| shown.set(true)
                        on:pointerup=move |_| shown.set(false)
                        on:pointerleave=move |_| shown.set(false)
                        on:pointercancel=move |_| shown.set(false)
                        on:blur=move |_| shown.set(false)
                    >
                        <Icon name="eye" small=true />
                    </button>
    }
}

/// Composio's address, for those who do not use the public one.
#[component]
pub(crate) fn Address(typed: Typed) -> impl IntoView {
    let open = typed.base_url.with_untracked(|url| !url.is_empty());
    view! {
        <details class="advanced" prop:open=open>
            <summary data-test="setup-advanced">"Advanced"</summary>
            <TextField
                id="setup-url"
                label="API address"
                hint="Leave it empty for Composio's own."
                placeholder="https://backend.composio.dev"
                value=typed.base_url
                mono=true
            />
            <NetworkFields typed=typed.network system="" />
        </details>
    }
}

/// What the person calls the project, and whether it is production.
#[component]
pub(crate) fn Naming(typed: Typed) -> impl IntoView {
    view! {
        <TextField
            id="setup-name"
            label="Name of the project"
            placeholder="My project"
            value=typed.name
            longest=60
        />
        <ProductionTick test="setup-production" value=typed.production />
    }
}
