//! Setting and changing the admin passphrase.

use leptos::prelude::*;

use super::{access, set_passphrase};
use crate::act::Errand;
use crate::desk::use_desk;
use crate::parts::{FaultNote, Gate, Secret, Spinner};

/// The form; off for who is no admin.
#[component]
pub(super) fn WordsForm() -> impl IntoView {
    let desk = use_desk();
    let asked = Memo::new(move |_| access(desk).has_passphrase);
    // The first one makes the form another one; that it was kept is still to be said.
    let said = RwSignal::new(None::<&'static str>);
    move || view! { <Fields asked=asked.get() said /> }
}

#[component]
fn Fields(
    /// Whether one is set already.
    asked: bool,
    /// What came of the last press.
    said: RwSignal<Option<&'static str>>,
) -> impl IntoView {
    let errand = Errand::new();
    let gate = Gate::admin(use_desk());
    let current = RwSignal::new(String::new());
    let wanted = RwSignal::new(String::new());
    let locked = Signal::derive(move || gate.is_off());
    // Whoever comes next is neither shown that it was kept nor left what was typed.
    Effect::new(move |_| {
        if locked.get() {
            said.set(None);
            current.set(String::new());
            wanted.set(String::new());
        }
    });
    let (title, label) = if asked {
        ("Admin passphrase", "Change the passphrase")
    } else {
        ("Set an admin passphrase", "Set the passphrase")
    };
    let send = move || {
        if wanted.with_untracked(String::is_empty) {
            return;
        }
        let now = asked.then(|| current.get_untracked());
        said.set(None);
        set_passphrase(errand, gate, now, wanted.get_untracked(), move || {
            let _ = said.try_set(Some("Kept. It is what unlocks admin from now on."));
            let _ = current.try_set(String::new());
            let _ = wanted.try_set(String::new());
        });
    };
    view! {
        <form
            class="setrow"
            aria-label=title
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <div class="grow">
                <h3>{title}</h3>
                <p class="muted">
                    "Kept on this computer as an argon2id hash. After it is set, Switchboard starts as Support. Forgotten, it is replaced by who has the project's API key."
                </p>
                {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
                {asked
                    .then(|| {
                        view! {
                            <Secret
                                label="Current passphrase"
                                value=current
                                test="passphrase-current"
                                autofocus=false
                                locked
                            />
                        }
                    })}
                <Secret
                    label="New passphrase"
                    value=wanted
                    test="passphrase-new"
                    autofocus=false
                    hint="At least 8 characters; a few words are easy to type."
                    locked
                />
                <Keep label gate errand wanted said />
            </div>
        </form>
    }
}

/// The button, and what came of it.
#[component]
fn Keep(
    label: &'static str,
    gate: Gate,
    errand: Errand,
    wanted: RwSignal<String>,
    said: RwSignal<Option<&'static str>>,
) -> impl IntoView {
    view! {
        <div class="btns">
            <button
                type="submit"
                class="btn btn--sm"
                class:is-busy=move || errand.busy.get()
                aria-disabled=move || {
                    (gate.is_off() || wanted.with(String::is_empty)).to_string()
                }
                title=move || gate.off()
                data-test="passphrase-set"
            >
                <Show when=move || errand.busy.get()>
                    <Spinner />
                </Show>
                {label}
            </button>
            <span class="small muted" role="status" data-test="passphrase-said">
                {move || said.get()}
            </span>
        </div>
    }
}
