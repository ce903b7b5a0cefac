//! Asks before a key is forgotten or a project is deleted from this computer.

use leptos::prelude::*;
use wire::{DeleteProfile, ForgetKey, ProfileView};

use crate::act::Errand;
use crate::desk::use_desk;
use crate::parts::{Dialog, FaultNote, Kbd, Spinner};

/// The question before a key is forgotten.
#[component]
pub(crate) fn ForgetProjectKey(profile: ProfileView) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::new();
    let close = Callback::new(move |()| desk.overlay.set(None));
    let id = profile.id;
    let go = Callback::new(move |()| {
        errand.run(
            ForgetKey {
                profile: id.clone(),
            },
            move |_| close.run(()),
        );
    });
    view! {
        <Dialog labelled_by="forget-title" described_by="forget-body" test="confirm-forget" on_close=close>
            <div class="dialog__h">
                <h2 id="forget-title">{format!("Forget the key of {}?", profile.name)}</h2>
            </div>
            <div class="dialog__b" id="forget-body">
                {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
                <p>
                    "It is taken out of the keyring and of memory. The list, the history and the audit list stay readable; nothing can be changed at Composio until a key is entered again. The key itself stays valid there."
                </p>
            </div>
            <Foot errand close go label="Forget the key" test="forget" typed=Signal::derive(|| true) />
        </Dialog>
    }
}

/// The question before a project is deleted; its name must be typed.
#[component]
pub(crate) fn DeleteProject(profile: ProfileView) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::new();
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
        errand.run(ask, move |_| close.run(()));
    });
    view! {
        <Dialog labelled_by="delete-title" described_by="delete-body" test="confirm-delete" on_close=close>
            <div class="dialog__h">
                <h2 id="delete-title">{format!("Delete {} from this computer?", name.get_value())}</h2>
            </div>
            <div class="dialog__b" id="delete-body">
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
                        data-autofocus="true"
                        prop:value=move || typed.get()
                        on:input=move |event| typed.set(event_target_value(&event))
                    />
                </div>
            </div>
            <Foot errand close go label="Delete from this computer" test="delete" typed=fits />
        </Dialog>
    }
}

#[component]
fn Foot(
    errand: Errand,
    close: Callback<()>,
    go: Callback<()>,
    label: &'static str,
    test: &'static str,
    /// Whether what had to be typed is there.
    typed: Signal<bool>,
) -> impl IntoView {
    view! {
        <div class="dialog__f">
            <button
                type="button"
                class="btn"
                data-test=format!("{test}-cancel")
                on:click=move |_| close.run(())
            >
                "Cancel"
                <Kbd keys=&["Esc"] />
            </button>
            <button
                type="button"
                class="btn btn--danger"
                class:is-busy=move || errand.busy.get()
                disabled=move || !typed.get()
                data-test=format!("{test}-confirm")
                on:click=move |_| go.run(())
            >
                <Show when=move || errand.busy.get()>
                    <Spinner />
                </Show>
                {label}
            </button>
        </div>
    }
}
