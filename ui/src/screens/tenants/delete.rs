//! Asks before a tenant is deleted.

use domain::TenantId;
use leptos::prelude::*;
use wire::DeleteTenant;

use crate::act::Errand;
use crate::desk::{Desk, use_desk};
use crate::parts::{Dialog, FaultNote, Kbd, Spinner};

fn delete(desk: Desk, errand: Errand, tenant: TenantId) {
    let gone = tenant.clone();
    errand.run(DeleteTenant { tenant }, move |_| {
        desk.overlay.set(None);
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
            described_by="delete-tenant-body"
            test="confirm-delete-tenant"
            on_close=close
        >
            <div class="dialog__h">
                <h2 id="delete-tenant-title">{format!("Delete the tenant {name}?")}</h2>
            </div>
            <div class="dialog__b" id="delete-tenant-body">
                {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
                <p>
                    "What was written about it here goes: name, contact, expected account, tags and rows that were never connected. The audit list keeps what was done. Nothing changes at Composio; a tenant with accounts there is not deleted."
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
                data-test="delete-tenant-cancel"
                on:click=move |_| close.run(())
            >
                "Cancel"
                <Kbd keys=&["Esc"] />
            </button>
            <button
                type="button"
                class="btn btn--danger"
                class:is-busy=move || errand.busy.get()
                data-test="delete-tenant-confirm"
                on:click=move |_| go.run(())
            >
                <Show when=move || errand.busy.get()>
                    <Spinner />
                </Show>
                "Delete tenant"
            </button>
        </div>
    }
}
