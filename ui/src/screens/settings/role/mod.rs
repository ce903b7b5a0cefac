//! Who may do what at this desk, how binding that is, and what was done to the desk.

mod key;
mod record;
mod words;

use domain::Role;
use leptos::prelude::*;
use wire::{AccessView, LockAdmin, SecretInput, SetIdleLock, SetPassphrase};

use self::key::Key;
use self::record::Record;
use self::words::WordsForm;
use super::SectionHead;
use crate::act::Errand;
use crate::chosen::Chosen;
use crate::desk::{Desk, use_desk};
use crate::dom;
use crate::parts::{FaultNote, Gate, Icon, UnlockButton, WhyOff, is_admin};

pub(super) fn access(desk: Desk) -> AccessView {
    desk.console
        .frame
        .with(|frame| frame.as_ref().map(|frame| frame.access).unwrap_or_default())
}

/// The section.
#[component]
pub(crate) fn RoleAndLock() -> impl IntoView {
    let errand = Errand::new();
    view! {
        <SectionHead
            name="Role and lock"
            about="Support works with tenants and their connections. An admin also changes keys, projects, masking and auth configs."
        />
        {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
        <Now errand />
        <WhyOff what="change the passphrase or the idle lock" />
        <WordsForm />
        <Idle errand />
        <Key />
        <Record />
    }
}

/// The role now, and the way to the other one.
#[component]
fn Now(errand: Errand) -> impl IntoView {
    let desk = use_desk();
    let access = Memo::new(move |_| access(desk));
    let title = move || match access.get().role {
        Role::Admin => "You are an admin now",
        Role::Support => "Your role is Support",
    };
    let about = move || {
        let access = access.get();
        match (access.role, access.has_passphrase) {
            (Role::Admin, false) => {
                "No passphrase is set: whoever sits at this computer is an admin.".to_owned()
            }
            (Role::Admin, true) => format!(
                "Admin locks after {} min without work, and at every start.",
                access.idle_minutes
            ),
            (Role::Support, false) => {
                "Admin is locked by hand. No passphrase is set, so it opens without one.".to_owned()
            }
            (Role::Support, true) => "Admin is locked. Its passphrase opens it.".to_owned(),
        }
    };
    let admin = Memo::new(move |_| is_admin(desk));
    // Each takes the other's place: the keyboard goes along.
    dom::focus_after(move || !admin.get(), "[data-test=role-unlock]");
    dom::focus_after(move || admin.get(), "[data-test=role-lock]");
    view! {
            <section class="setrow" aria-label="Role" data-test="role-now">
                <div class="grow">
                    <h3>{title}</h3>
                    <p class="muted">{about}</p>
                </div>
                <div class="btns">
                    <Show
                        when=move || admin.get()
                        fallback=move || {
                            view! {
    <UnlockButton test="role-unlock" />
                            }
                        }
                    >
                        <button
                            type="button"
                            class="btn btn--sm"
                            data-test="role-lock"
                            on:click=move |_| errand.run(LockAdmin {}, |_| {})
                        >
                            "Lock now"
                        </button>
                    </Show>
                </div>
            </section>
        }
}

/// After how long admin locks by itself.
#[component]
fn Idle(errand: Errand) -> impl IntoView {
    let desk = use_desk();
    let gate = Gate::admin(desk);
    let off = Memo::new(move |_| {
        let none = || {
            (!access(desk).has_passphrase).then(|| "There is no passphrase to ask for.".to_owned())
        };
        gate.off().or_else(none)
    });
    let holds = Memo::new(move |_| access(desk).idle_minutes);
    let chosen = Chosen::default();
    Effect::new(move |_| chosen.settle(holds.get()));
    // A choice while the last one is under way counts too: arrows go through them one by one.
    let choose = move |minutes: u32| {
        chosen.choose(minutes);
        errand.beside().run_as_admin_or(
            gate,
            SetIdleLock { minutes },
            |_| {},
            move |_| chosen.refused(minutes),
        );
    };
    view! {
        <section class="setrow" aria-label="Idle lock">
            <div class="grow">
                <h3>"Lock when idle"</h3>
                <p class="muted">"Counts from the last thing you did. Lists that refresh by themselves do not count."</p>
            </div>
            <span class="selectbox">
                <select
                    class="select select--sm"
                    aria-label="Lock when idle"
                    data-test="role-idle"
                    disabled=move || off.with(Option::is_some)
                    aria-disabled=move || off.with(Option::is_some).to_string()
                    title=move || off.get()
                    prop:value=move || chosen.or(holds.get()).to_string()
                    on:change=move |event| {
                        if let Ok(minutes) = event_target_value(&event).parse() {
                            choose(minutes);
                        }
                    }
                >
                    {choices(holds)}
                </select>
                <Icon name="down" />
            </span>
        </section>
    }
}

fn choices(holds: Memo<u32>) -> impl IntoView {
    [5_u32, 15, 30, 60]
        .map(|minutes| {
            view! {
                <option value=minutes.to_string() selected=move || holds.get() == minutes>
                    {format!("{minutes} min")}
                </option>
            }
        })
        .collect_view()
}

/// Sends what was typed for the passphrase.
pub(super) fn set_passphrase(
    errand: Errand,
    gate: Gate,
    current: Option<String>,
    wanted: String,
    then: impl FnOnce() + 'static,
) {
    let ask = SetPassphrase {
        current: current.map(SecretInput::new),
        passphrase: SecretInput::new(wanted),
    };
    errand.run_as_admin(gate, ask, move |_| then());
}
