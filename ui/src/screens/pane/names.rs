//! Labels of ours and the alias at Composio: each a field that is kept by Enter.

use domain::tenant::split_tags;
use leptos::prelude::*;
use wire::{IntegrationView, SetAlias, SetLabels};

use crate::act::Errand;
use crate::desk::use_desk;
use crate::parts::ErrandNote;

type View = Memo<Option<IntegrationView>>;

/// One text of what is shown; empty until it is known.
fn text_of(view: View, of: fn(&IntegrationView) -> String) -> Memo<String> {
    Memo::new(move |_| view.with(|view| view.as_ref().map(of).unwrap_or_default()))
}

/// The two names that a person gives.
#[component]
pub(crate) fn Names(view: View) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::new();
    // Ours are kept at once, and wait for no answer of Composio.
    let ours = errand.beside();
    let id = Memo::new(move |_| view.with(|it| it.as_ref().map(|it| it.row.id.clone())));
    let has_account = Memo::new(move |_| {
        view.with(|it| {
            it.as_ref()
                .is_some_and(|it| it.account.is_some() && it.status.is_some())
        })
    });
    Effect::new(move |_| {
        id.track();
        errand.fault.set(None);
    });
    let keep_labels = Callback::new(move |typed: String| {
        if let Some(integration) = id.get_untracked() {
            let labels = split_tags(&typed);
            ours.run(
                SetLabels {
                    integration,
                    labels,
                },
                |_| {},
            );
        }
    });
    let keep_alias = Callback::new(move |alias: String| {
        if let Some(integration) = id.get_untracked() {
            errand.run(SetAlias { integration, alias }, |_| {});
        }
    });
    view! {
        <section class="sect" data-test="names">
            <h3>"Names"</h3>
            <ErrandNote errand />
            <Name
                label="Labels"
                hint="Ours, with commas between them. Enter keeps them."
                value=text_of(view, |view| view.labels.join(", "))
                during="Keeping them…"
                keep=keep_labels
                off=Signal::derive(|| None)
                busy=ours.busy
                test="labels-box"
            />
            <Show when=move || has_account.get()>
                <Name
                    label="Alias at Composio"
                    hint="Unique per tenant and toolkit. Enter sends it."
                    value=text_of(view, |view| view.alias.clone().unwrap_or_default())
                    during="Sending it to Composio…"
                    keep=keep_alias
                    off=Signal::derive(move || desk.off_because())
                    busy=errand.busy
                    test="alias-box"
                />
            </Show>
        </section>
    }
}

#[component]
fn Name(
    label: &'static str,
    hint: &'static str,
    /// What stands in the hint's place while it is kept.
    during: &'static str,
    value: Memo<String>,
    keep: Callback<String>,
    /// Why it cannot be changed now.
    off: Signal<Option<String>>,
    /// The answer is out: what was typed meanwhile would be lost with it.
    busy: RwSignal<bool>,
    test: &'static str,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    Effect::new(move |_| typed.set(value.get()));
    let is_locked = move || busy.get() || off.with(Option::is_some);
    view! {
        <div class="field">
            <label for=test>{label}</label>
            <input
                class="input input--sm"
                id=test
                autocomplete="off"
                spellcheck="false"
                readonly=is_locked
                aria-disabled=move || is_locked().to_string()
                aria-busy=move || busy.get().to_string()
                title=move || off.get()
                aria-describedby=format!("{test}-hint")
                data-test=test
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
                on:keydown=move |event| {
                    match event.key().as_str() {
                        "Enter" if untrack(is_locked) => {}
                        "Enter" => keep.run(typed.get_untracked()),
                        "Escape" if busy.get_untracked() => {}
                        "Escape" => typed.set(value.get_untracked()),
                        _ => return,
                    }
                    event.prevent_default();
                    event.stop_propagation();
                }
            />
            <p class="hint" id=format!("{test}-hint")>
                {move || if busy.get() { during } else { hint }}
            </p>
        </div>
    }
}
