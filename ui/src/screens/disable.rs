//! Asks why an account is switched off, and says what that means.

use domain::IntegrationId;
use leptos::prelude::*;

use crate::act::{Errand, switch};
use crate::desk::use_desk;
use crate::parts::{Body, ConfirmFoot, Deed, Dialog, FaultNote, Gate, Icon, Meant};

/// The question.
#[component]
pub(crate) fn ConfirmDisable(integration: IntegrationId) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::new();
    let reason = RwSignal::new(String::new());
    let close = Callback::new(move |()| desk.overlay.set(None));
    let gate = Gate::remote(desk);
    let meant = integration.clone();
    let go = Callback::new(move |()| {
        if gate.is_shut() {
            return;
        }
        let why = reason.get_untracked().trim().to_owned();
        let turn = desk.overlay_later();
        switch(desk, errand, integration.clone(), false, why, move || {
            turn(None);
        });
    });
    view! {
        <Dialog
            labelled_by="disable-title"
            described_by="disable-meant disable-body"
            test="confirm-disable"
            on_close=close
        >
            <div class="dialog__h">
                <h2 id="disable-title">"Disable this account?"</h2>
                <Meant row=meant id="disable-meant" />
            </div>
            <Body class="dialog__b" id="disable-body">
                {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
                <Meaning />
                <Reason reason go />
            </Body>
            <ConfirmFoot test="disable" label="Disable" deed=Deed::Plain busy=errand.busy close go gate />
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
