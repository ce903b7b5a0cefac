//! Asks before a row is taken off the list.

use domain::IntegrationId;
use leptos::prelude::*;
use wire::RemoveRow;

use crate::act::Errand;
use crate::desk::{Desk, use_desk};
use crate::parts::{Dialog, FaultNote, Kbd, Spinner};

fn remove(desk: Desk, errand: Errand, integration: IntegrationId) {
    let row = integration.clone();
    errand.run(RemoveRow { integration }, move |_| {
        desk.overlay.set(None);
        if desk.row.with_untracked(|open| open.as_ref() == Some(&row)) {
            desk.row.set(None);
        }
    });
}

/// The question.
#[component]
pub(crate) fn ConfirmRemove(integration: IntegrationId) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::new();
    let close = Callback::new(move |()| desk.overlay.set(None));
    let go = Callback::new(move |()| remove(desk, errand, integration.clone()));
    view! {
        <Dialog
            labelled_by="remove-title"
            described_by="remove-body"
            test="confirm-remove"
            on_close=close
        >
            <div class="dialog__h">
                <h2 id="remove-title">"Remove this row from the list?"</h2>
            </div>
            <div class="dialog__b" id="remove-body">
                {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
                <p>
                    "Nothing changes at Composio or at the provider. If the account is still there, the next full sync brings the row back."
                </p>
            </div>
            <Foot errand close go />
        </Dialog>
    }
}

#[component]
fn Foot(errand: Errand, close: Callback<()>, go: Callback<()>) -> impl IntoView {
    view! {
        <div class="dialog__f">
            <button
                type="button"
                class="btn"
                data-autofocus="true"
                data-test="remove-cancel"
                on:click=move |_| close.run(())
            >
                "Cancel"
                <Kbd keys=&["Esc"] />
            </button>
            <button
                type="button"
                class="btn btn--danger"
                class:is-busy=move || errand.busy.get()
                data-test="remove-confirm"
                on:click=move |_| go.run(())
            >
                <Show when=move || errand.busy.get()>
                    <Spinner />
                </Show>
                "Remove from list"
            </button>
        </div>
    }
}
