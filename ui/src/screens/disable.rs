//! Asks why an account is switched off, and says what that means.

use domain::IntegrationId;
use leptos::prelude::*;

use crate::act::{Errand, switch};
use crate::desk::use_desk;
use crate::parts::{Dialog, FaultNote, Icon, Kbd, Spinner};

/// The question.
#[component]
pub(crate) fn ConfirmDisable(integration: IntegrationId) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::new();
    let reason = RwSignal::new(String::new());
    let close = Callback::new(move |()| desk.overlay.set(None));
    let go = Callback::new(move |()| {
        let why = reason.get_untracked().trim().to_owned();
        switch(desk, errand, integration.clone(), false, why, move || {
            desk.overlay.set(None);
        });
    });
    view! {
        <Dialog
            labelled_by="disable-title"
            described_by="disable-body"
            test="confirm-disable"
            on_close=close
        >
            <div class="dialog__h">
                <h2 id="disable-title">"Disable this account?"</h2>
            </div>
            <div class="dialog__b" id="disable-body">
                {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
                <Meaning />
                <Reason reason go />
            </div>
            <Foot errand close go />
        </Dialog>
    }
}

#[component]
fn Meaning() -> impl IntoView {
    view! {
        <ul class="conseq">
            <li>
                <Icon name="pause" />
                <span>
                    "Composio stops using the account: tools, reads and triggers of this tenant stop working with it."
                </span>
            </li>
            <li>
                <Icon name="refresh" />
                <span>
                    "It keeps its access at the provider, and you can enable it again. Nobody has to sign in."
                </span>
            </li>
            <li>
                <Icon name="check" />
                <span>
                    "Afterwards Switchboard tries a harmless read, which Composio must refuse, and tells you if it does not."
                </span>
            </li>
        </ul>
    }
}

#[component]
fn Reason(reason: RwSignal<String>, go: Callback<()>) -> impl IntoView {
    view! {
        <div class="field">
            <label for="disable-why">
                "Reason, shown on the row and in the audit list "
                <span class="muted">"(optional)"</span>
            </label>
            <input
                class="input"
                id="disable-why"
                placeholder="Unpaid, ticket number, a short note"
                maxlength="500"
                autocomplete="off"
                data-autofocus="true"
                data-test="disable-reason"
                prop:value=move || reason.get()
                on:input=move |event| reason.set(event_target_value(&event))
                on:keydown=move |event| {
                    if event.key() == "Enter" {
                        event.prevent_default();
                        go.run(());
                    }
                }
            />
        </div>
    }
}

#[component]
fn Foot(errand: Errand, close: Callback<()>, go: Callback<()>) -> impl IntoView {
    view! {
        <div class="dialog__f">
            <button
                type="button"
                class="btn"
                data-test="disable-cancel"
                on:click=move |_| close.run(())
            >
                "Cancel"
                <Kbd keys=&["Esc"] />
            </button>
            <button
                type="button"
                class="btn btn--primary"
                class:is-busy=move || errand.busy.get()
                data-test="disable-confirm"
                on:click=move |_| go.run(())
            >
                <Show when=move || errand.busy.get()>
                    <Spinner />
                </Show>
                "Disable"
            </button>
        </div>
    }
}
