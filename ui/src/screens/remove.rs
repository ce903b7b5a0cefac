//! Asks before a row is taken off the list.

use domain::IntegrationId;
use leptos::prelude::*;
use wire::RemoveRow;

use crate::act::Errand;
use crate::desk::use_desk;
use crate::parts::{Dialog, FaultNote, Kbd, Spinner};

/// The question.
#[component]
pub(crate) fn ConfirmRemove(integration: IntegrationId) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::new();
    let close = Callback::new(move |()| desk.overlay.set(None));
    let go = move |_| {
        let row = integration.clone();
        errand.run(
            RemoveRow {
                integration: integration.clone(),
            },
            move |_| {
                desk.overlay.set(None);
                desk.row.update(|open| {
                    if open.as_ref() == Some(&row) {
                        *open = None;
                    }
                });
            },
        );
    };
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
                    on:click=go
                >
                    <Show when=move || errand.busy.get()>
                        <Spinner />
                    </Show>
                    "Remove from list"
                </button>
            </div>
        </Dialog>
    }
}
