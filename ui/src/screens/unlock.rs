//! Unlocking admin with its passphrase, and the way back in when that is forgotten.

use leptos::prelude::*;
use wire::{ResetPassphrase, SecretInput, UnlockAdmin};

use crate::act::{Errand, then_close};
use crate::desk::use_desk;
use crate::dom;
use crate::parts::{Body, ConfirmFoot, Deed, Dialog, FaultNote, Secret};

#[derive(Clone, Copy)]
struct Typed {
    passphrase: RwSignal<String>,
    key: RwSignal<String>,
    forgotten: RwSignal<bool>,
}

/// The dialog.
#[component]
pub(crate) fn Unlock() -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::new();
    let typed = Typed {
        passphrase: RwSignal::new(String::new()),
        key: RwSignal::new(String::new()),
        forgotten: RwSignal::new(false),
    };
    let close = Callback::new(move |()| desk.unlocking.set(false));
    let title = move || {
        if typed.forgotten.get() {
            "Set a new admin passphrase"
        } else {
            "Unlock admin"
        }
    };
    view! {
        <Dialog labelled_by="unlock-title" described_by="unlock-body" test="unlock" on_close=close>
            <form on:submit=move |event| {
                event.prevent_default();
                send(errand, typed, close);
            }>
                <div class="dialog__h">
                    <h2 id="unlock-title">{title}</h2>
                </div>
                <Body class="dialog__b" id="unlock-body">
                    {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
                    <Fields errand typed />
                </Body>
                <Foot errand typed close />
            </form>
        </Dialog>
    }
}

fn send(errand: Errand, typed: Typed, close: Callback<()>) {
    let passphrase = typed.passphrase.get_untracked();
    if passphrase.is_empty() {
        return;
    }
    if typed.forgotten.get_untracked() {
        let key = typed.key.get_untracked().trim().to_owned();
        let ask = ResetPassphrase {
            key: SecretInput::new(key),
            passphrase: SecretInput::new(passphrase),
        };
        errand.run(ask, then_close(close));
    } else {
        let passphrase = Some(SecretInput::new(passphrase));
        errand.run(UnlockAdmin { passphrase }, then_close(close));
    }
}

#[component]
fn Fields(errand: Errand, typed: Typed) -> impl IntoView {
    // A wrong guess is not the new passphrase, nor is what was said of it said of that.
    let forget = move |_| {
        if errand.busy.get_untracked() {
            return;
        }
        typed.passphrase.set(String::new());
        errand.fault.set(None);
        typed.forgotten.set(true);
        dom::focus_on("[data-test=reset-key]");
    };
    view! {
        <Show when=move || typed.forgotten.get()>
            <p>
                "Whoever has the API key of this project may set a new passphrase. The key is tried at Composio; nothing else about it changes. The change is written to the desk's record."
            </p>
            <Secret
                label="API key of this project"
                value=typed.key
                test="reset-key"
                autofocus=false
            />
        </Show>
        {move || {
            let label = if typed.forgotten.get() { "New passphrase" } else { "Passphrase" };
            view! { <Secret label value=typed.passphrase test="unlock-passphrase" autofocus=true /> }
        }}
        <Show when=move || !typed.forgotten.get()>
            <p>
                <button
                    type="button"
                    class="btn btn--sm btn--quiet"
                    aria-disabled=move || errand.busy.get().to_string()
                    data-test="unlock-forgotten"
                    on:click=forget
                >
                    "Forgot the passphrase…"
                </button>
            </p>
        </Show>
    }
}

#[component]
fn Foot(errand: Errand, typed: Typed, close: Callback<()>) -> impl IntoView {
    let label = Signal::derive(move || {
        let words = if typed.forgotten.get() {
            "Test the key and set"
        } else {
            "Unlock"
        };
        words.to_owned()
    });
    let ready = Signal::derive(move || {
        let has_key = typed.key.with(|key| !key.trim().is_empty());
        typed.passphrase.with(|it| !it.is_empty()) && (has_key || !typed.forgotten.get())
    });
    view! { <ConfirmFoot test="unlock" label deed=Deed::Form busy=errand.busy close ready /> }
}
