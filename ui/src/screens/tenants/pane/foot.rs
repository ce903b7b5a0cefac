//! Editing and deleting the tenant.

use leptos::prelude::*;
use wire::TenantView;

use super::{View, part};
use crate::desk::{Overlay, TenantDraft, use_desk};
use crate::parts::{Gate, GateButton, UnlockHere};

/// The tenant as the form takes it.
fn draft_of(view: &TenantView) -> TenantDraft {
    let details = &view.details;
    TenantDraft {
        tenant: Some(view.row.id.clone()),
        user: view.row.user.clone(),
        user_fixed: view.user_fixed,
        name: view.row.name.clone(),
        contact: details.contact.clone().unwrap_or_default(),
        expected: details
            .expected
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        tags: details.tags.join(", "),
    }
}

/// The footer.
#[component]
pub(super) fn Foot(view: View) -> impl IntoView {
    let desk = use_desk();
    let draft = part(view, draft_of);
    let edit = move |_| {
        if let Some(draft) = draft.get_untracked() {
            desk.overlay.set(Some(Overlay::Tenant(Box::new(draft))));
        }
    };
    let delete = Callback::new(move |()| {
        let shown = draft.get_untracked();
        if let Some((id, name)) = shown.and_then(|draft| Some((draft.tenant?, draft.name))) {
            desk.overlay.set(Some(Overlay::DeleteTenant(id, name)));
        }
    });
    view! {
        <div class="pane__f" role="toolbar" aria-label="Actions">
            <button type="button" class="btn btn--quiet" data-test="tenant-edit" on:click=edit>
                "Edit…"
            </button>
            <GateButton
                gate=Gate::admin(desk)
                class="btn btn--quiet btn--danger-quiet"
                test="tenant-delete"
                on_press=delete
            >
                "Delete tenant…"
            </GateButton>
            <UnlockHere />
        </div>
    }
}
