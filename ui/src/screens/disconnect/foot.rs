//! The buttons of the question. The focus is on Cancel.

use leptos::prelude::*;

use super::Draft;
use crate::parts::{ConfirmFoot, Deed, Gate, GateButton};

/// Cancel and Disconnect, then Close.
#[component]
pub(super) fn Foot(draft: Draft, close: Callback<()>) -> impl IntoView {
    move || {
        if draft.is_told() {
            view! { <Told close /> }.into_any()
        } else {
            view! { <Asked draft close /> }.into_any()
        }
    }
}

#[component]
fn Told(close: Callback<()>) -> impl IntoView {
    view! {
        <div class="dialog__f">
            <button
                type="button"
                class="btn btn--primary"
                data-autofocus="true"
                data-test="disconnect-close"
                on:click=move |_| close.run(())
            >
                "Close"
            </button>
        </div>
    }
}

#[component]
fn Asked(draft: Draft, close: Callback<()>) -> impl IntoView {
    let gate = Gate::remote(draft.desk);
    view! {
        <ConfirmFoot
            test="disconnect"
            label="Disconnect"
            deed=Deed::Danger
            busy=Signal::derive(move || draft.is_running())
            stays="It cannot be stopped once it has begun."
            close
            go=Callback::new(move |()| draft.run())
            gate
            ready=Signal::derive(move || draft.is_ready())
        >
            <Show when=move || draft.can_disable()>
                <GateButton
                    gate
                    test="disconnect-disable"
                    class="btn btn--quiet first"
                    errand=draft.disabling
                    ready=Signal::derive(move || !draft.is_running())
                    on_press=Callback::new(move |()| draft.disable())
                >
                    "Disable instead"
                </GateButton>
            </Show>
        </ConfirmFoot>
    }
}
