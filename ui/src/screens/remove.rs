//! Asks before a row is taken off the list.

use domain::IntegrationId;
use leptos::prelude::*;
use wire::RemoveRow;

use crate::act::Errand;
use crate::desk::{Desk, use_desk};
use crate::parts::{Body, ConfirmFoot, Deed, Dialog, FaultNote, Meant};

fn remove(desk: Desk, errand: Errand, integration: IntegrationId) {
    let row = integration.clone();
    let turn = desk.overlay_later();
    errand.run(RemoveRow { integration }, move |_| {
        turn(None);
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
    let meant = integration.clone();
    let go = Callback::new(move |()| remove(desk, errand, integration.clone()));
    view! {
        <Dialog
            labelled_by="remove-title"
            described_by="remove-meant remove-body"
            test="confirm-remove"
            on_close=close
        >
            <div class="dialog__h">
                <h2 id="remove-title">"Remove this row from the list?"</h2>
                <Meant row=meant id="remove-meant" />
            </div>
            <Body class="dialog__b" id="remove-body">
                {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
                <p>
                    "Nothing changes at Composio or at the provider. If the account is still there, the next full sync brings the row back."
                </p>
            </Body>
            <ConfirmFoot test="remove" label="Remove from list" deed=Deed::Danger busy=errand.busy close go />
        </Dialog>
    }
}
