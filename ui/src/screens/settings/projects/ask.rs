//! Asks before a key is forgotten or a project is deleted from this computer.

use leptos::prelude::*;
use wire::{DeleteProfile, ForgetKey, ProfileView};

use crate::act::{Errand, then_close};
use crate::desk::use_desk;
use crate::parts::{Body, ConfirmFoot, Deed, Dialog, FaultNote, Gate};

/// The question before a key is forgotten.
#[component]
pub(crate) fn ForgetProjectKey(profile: ProfileView) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::new();
    let gate = Gate::admin(desk);
    let close = Callback::new(move |()| desk.overlay.set(None));
    let id = profile.id;
    let go = Callback::new(move |()| {
        let ask = ForgetKey {
            profile: id.clone(),
        };
        errand.run_as_admin(gate, ask, then_close(close));
    });
    view! {
        <Dialog labelled_by="forget-title" described_by="forget-body" test="confirm-forget" on_close=close>
            <div class="dialog__h">
                <h2 id="forget-title">{format!("Forget the key of {}?", profile.name)}</h2>
            </div>
            <Body class="dialog__b" id="forget-body">
                {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
                <p>
                    "It is taken out of the keyring and of memory. The list, the history and the audit list stay readable; nothing can be changed at Composio until a key is entered again. The key itself stays valid there."
                </p>
            </Body>
            <ConfirmFoot
                test="forget"
                label="Forget the key"
                deed=Deed::Danger
                busy=errand.busy
                close
                go
                gate
            />
        </Dialog>
    }
}

/// The question before a project is deleted; its name must be typed.
#[component]
pub(crate) fn DeleteProject(profile: ProfileView) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::new();
    let gate = Gate::admin(desk);
    let typed = RwSignal::new(String::new());
    let close = Callback::new(move |()| desk.overlay.set(None));
    let id = profile.id;
    let name = StoredValue::new(profile.name);
    let fits = Signal::derive(move || typed.get().trim() == name.get_value());
    let go = Callback::new(move |()| {
        let ask = DeleteProfile {
            profile: id.clone(),
            typed: typed.get_untracked(),
        };
        errand.run_as_admin(gate, ask, then_close(close));
    });
    view! {
        <Dialog labelled_by="delete-title" described_by="delete-body" test="confirm-delete" on_close=close>
            <div class="dialog__h">
                <h2 id="delete-title">{format!("Delete {} from this computer?", name.get_value())}</h2>
            </div>
            <Body class="dialog__b" id="delete-body">
                {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
                <p>
                    "Its key, list, notes, history and audit list are deleted here, and cannot be brought back. Nothing changes at Composio or for any customer. That it was deleted stays in the record of this desk."
                </p>
                <div class="field">
                    <label for="delete-typed">"Type " <code>{name.get_value()}</code> " to confirm"</label>
                    <input
                        class="input"
                        id="delete-typed"
                        autocomplete="off"
                        spellcheck="false"
                        data-test="delete-typed"
                        prop:value=move || typed.get()
                        on:input=move |event| typed.set(event_target_value(&event))
                    />
                </div>
            </Body>
            <ConfirmFoot
                test="delete"
                label="Delete from this computer"
                deed=Deed::Danger
                busy=errand.busy
                close
                go
                gate
                ready=fits
            />
        </Dialog>
    }
}
