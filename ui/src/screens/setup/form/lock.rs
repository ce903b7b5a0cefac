//! Whether admin has a passphrase on this computer: asked with the first key, and chosen
//! knowingly either way.

use leptos::prelude::*;

use super::Typed;
use crate::desk::Desk;
use crate::parts::{Icon, Secret};

/// The shortest passphrase that the core takes, in characters.
pub(super) const SHORTEST: usize = 8;

/// What was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lock {
    /// It is not asked: there is a passphrase, or only a key is renewed.
    Unasked,
    /// Nothing yet.
    Open,
    /// The passphrase that is typed.
    Passphrase,
    /// None: everybody here is an admin.
    Without,
}

/// What is chosen before anybody did. Who added a project without one is asked again,
/// with that as the answer; nobody is asked twice from nothing.
pub(super) fn at_first(desk: Desk, renewing: bool) -> Lock {
    desk.console.frame.with_untracked(|frame| match frame {
        Some(frame) if renewing || frame.access.has_passphrase => Lock::Unasked,
        Some(frame) if frame.profiles.iter().any(|profile| !profile.demo) => Lock::Without,
        _ => Lock::Open,
    })
}

/// The step.
#[component]
pub(super) fn AdminLock(typed: Typed) -> impl IntoView {
    let asked = Memo::new(move |_| typed.lock.get() != Lock::Unasked);
    let wrong = Memo::new(move |_| typed.tried.get() && typed.lacks_lock());
    view! {
        <Show when=move || asked.get()>
            <fieldset class="sect" data-test="setup-lock">
                <legend class="h3">"Who is an admin on this computer?"</legend>
                <p class="small muted">
                    "An admin changes keys, projects, masking, auth configs and the return page; Support works with tenants and their connections. A passphrase keeps the two apart in this app. It hides nothing from Support, and it does not bind who has the API key itself."
                </p>
                <div class="pick">
                    <Choice
                        typed
                        mine=Lock::Passphrase
                        title="Who knows the admin passphrase"
                        under="Switchboard then starts as Support"
                        test="setup-with"
                    />
                    <Choice
                        typed
                        mine=Lock::Without
                        title="Continue without: everybody here is an admin"
                        under="One can be set later in Settings, Role and lock"
                        test="setup-without"
                    />
                </div>
                <Show when=move || typed.lock.get() == Lock::Passphrase>
                    <Secret
                        label="Admin passphrase"
                        value=typed.passphrase
                        test="setup-passphrase"
                        autofocus=false
                        hint="At least 8 characters; a few words are easy to type. Forgotten, it is replaced by who has the API key."
                    />
                </Show>
                <Show when=move || wrong.get()>
                    <div class="field">
                        <p class="err" role="alert" data-test="setup-lock-wrong">
                            <Icon name="alert" />
                            <span>{move || lacking(typed)}</span>
                        </p>
                    </div>
                </Show>
            </fieldset>
        </Show>
    }
}

fn lacking(typed: Typed) -> &'static str {
    if typed.lock.get() == Lock::Passphrase {
        "The passphrase needs at least 8 characters."
    } else {
        "Choose one of the two. Nothing was sent."
    }
}

#[component]
fn Choice(
    typed: Typed,
    mine: Lock,
    title: &'static str,
    under: &'static str,
    test: &'static str,
) -> impl IntoView {
    let on = move || typed.lock.get() == mine;
    view! {
        <label class="opt opt--radio" class:is-on=on>
            <input
                class="radio"
                type="radio"
                name="setup-lock"
                prop:checked=on
                data-test=test
                on:change=move |_| typed.lock.set(mine)
            />
            <span>
                <span>{title}</span>
                <span class="small muted">{under}</span>
            </span>
        </label>
    }
}
