//! A `.env` of the reference, pasted and previewed before anything is used.

use leptos::prelude::*;

use super::Typed;
use crate::desk::use_desk;
use crate::parts::{Gate, GateButton};
use crate::text::{EnvPlan, env_plan};

/// The box, the preview and its button.
#[component]
pub(crate) fn PasteEnv(typed: Typed) -> impl IntoView {
    let pasted = RwSignal::new(String::new());
    let preview = RwSignal::new(None::<EnvPlan>);
    let key = StoredValue::new(None::<String>);
    let gate = Gate::admin(use_desk());
    let look = Callback::new(move |()| {
        let (plan, found) = env_plan(&pasted.get_untracked());
        key.set_value(found);
        // The key was in there: from here on it is not shown.
        pasted.set(String::new());
        preview.set(Some(plan));
    });
    let take = Callback::new(move |()| {
        let Some(plan) = preview.get_untracked() else {
            return;
        };
        if let Some(key) = key.get_value() {
            typed.key.set(key);
        }
        if let Some(base_url) = &plan.base_url {
            typed.base_url.set(base_url.clone());
        }
        key.set_value(None);
        typed.env.set(Some(plan));
        preview.set(None);
    });
    let used = move || typed.env.with(Option::is_some);
    view! {
        <details class="advanced">
            <summary data-test="env-open">"Paste a .env file"</summary>
            {text_box(pasted)}
            <div class="btns">
                <GateButton
                    gate
                    class="btn btn--sm"
                    test="env-preview"
                    ready=Signal::derive(move || pasted.with(|text| !text.trim().is_empty()))
                    on_press=look
                >
                    "Preview"
                </GateButton>
            </div>
            <Show when=move || preview.with(Option::is_some)>
                <div data-test="env-lines">{move || preview.get().map(lines)}</div>
                <div class="btns">
                    <GateButton gate class="btn btn--sm" test="env-use" on_press=take>
                        "Use these"
                    </GateButton>
                </div>
            </Show>
            <Show when=used>
                <p class="hint" data-test="env-used" role="status">
                    "Taken over. \"Test and open\" tries the key, then keeps the rest."
                </p>
            </Show>
        </details>
    }
}

fn text_box(pasted: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="field">
            <label for="env-text">"Lines of the file"</label>
            <textarea
                class="input mono"
                id="env-text"
                rows="4"
                autocomplete="off"
                spellcheck="false"
                data-test="env-text"
                prop:value=move || pasted.get()
                on:input=move |event| pasted.set(event_target_value(&event))
            ></textarea>
            <p class="hint">
                "Nothing is used before you have seen the preview. The box is emptied then."
            </p>
        </div>
    }
}

fn lines(plan: EnvPlan) -> impl IntoView {
    view! {
        <table class="tbl">
            <tbody>
                {plan
                    .lines
                    .into_iter()
                    .map(|(name, said)| {
                        view! {
                            <tr>
                                <td>
                                    <code>{name}</code>
                                </td>
                                <td>{said}</td>
                            </tr>
                        }
                    })
                    .collect_view()}
            </tbody>
        </table>
    }
}
