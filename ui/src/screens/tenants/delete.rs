//! Asks before a tenant is deleted.

use domain::TenantId;
use leptos::prelude::*;
use wire::DeleteTenant;

use crate::act::Errand;
use crate::desk::{Desk, use_desk};
use crate::parts::{Body, ConfirmFoot, Deed, Dialog, FaultNote, Gate, Meant};

fn delete(desk: Desk, errand: Errand, tenant: TenantId) {
    let gone = tenant.clone();
    let turn = desk.overlay_later();
    errand.run_as_admin(Gate::admin(desk), DeleteTenant { tenant }, move |_| {
        turn(None);
        if desk
            .tenant
            .with_untracked(|open| open.as_ref() == Some(&gone))
        {
            desk.tenant.set(None);
        }
    });
}

/// The question.
#[component]
pub(crate) fn ConfirmDeleteTenant(tenant: TenantId, name: String) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::new();
    let close = Callback::new(move |()| desk.overlay.set(None));
    let go = Callback::new(move |()| delete(desk, errand, tenant.clone()));
    view! {
        <Dialog
            labelled_by="delete-tenant-title"
            described_by="delete-tenant-meant delete-tenant-body"
            test="confirm-delete-tenant"
            on_close=close
        >
            <div class="dialog__h">
                <h2 id="delete-tenant-title">{format!("Delete the tenant {name}?")}</h2>
                <Meant id="delete-tenant-meant" />
            </div>
            <Body class="dialog__b" id="delete-tenant-body">
                {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
                <p>
                    "What was written about it here goes: name, contact, expected account, tags and rows that were never connected. The audit list keeps what was done. Nothing changes at Composio; a tenant with accounts there is not deleted."
                </p>
            </Body>
            <ConfirmFoot
                test="delete-tenant"
                label="Delete tenant"
                deed=Deed::Danger
                busy=errand.busy
                close
                go
                gate=Gate::admin(desk)
            />
        </Dialog>
    }
}
