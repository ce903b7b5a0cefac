//! What only an admin may do, as the window shows it: off, with who can act. The core
//! refuses it anyway; here nobody is left to find that out.

use leptos::prelude::*;
use wire::UnlockAdmin;

use super::gate::{Gate, GateButton, is_admin};
use super::icon::Icon;
use crate::act::Errand;
use crate::desk::{Desk, use_desk};

/// Whether a passphrase stands before the role.
fn has_passphrase(desk: Desk) -> bool {
    desk.console.frame.with(|frame| {
        frame
            .as_ref()
            .is_some_and(|frame| frame.access.has_passphrase)
    })
}

/// Opens the way to the role: asks for the passphrase, or where there is none is it.
pub(crate) fn unlock(desk: Desk) {
    if untrack(|| has_passphrase(desk)) {
        desk.unlocking.set(true);
    } else {
        Errand::of_frame(desk).run(UnlockAdmin { passphrase: None }, |_| {});
    }
}

/// What the way is called: an ellipsis means that a question comes next.
pub(crate) fn unlock_label(desk: Desk) -> &'static str {
    if has_passphrase(desk) {
        "Unlock admin…"
    } else {
        "Unlock admin"
    }
}

/// Who can do what Support cannot.
fn who_can(desk: Desk) -> &'static str {
    if has_passphrase(desk) {
        " Your role is Support. Whoever has the admin passphrase of this computer can, here, after unlocking."
    } else {
        " Your role is Support, because admin was locked by hand. No passphrase is set on this computer, so one click unlocks it."
    }
}

/// Says why what follows is off, and opens the way to it. Nothing while it is on.
#[component]
pub(crate) fn WhyOff(
    /// What is off, as in "You cannot change projects".
    what: &'static str,
    /// What else there is to know while it is off.
    #[prop(optional)]
    children: Option<ChildrenFn>,
) -> impl IntoView {
    let desk = use_desk();
    let on = Memo::new(move |_| is_admin(desk));
    let more = StoredValue::new(children);
    view! {
        <Show when=move || !on.get()>
            <div class="callout" role="note" data-test="why-off">
                <Icon name="lock" />
                <div class="grow">
                    <p>
                        <strong>"You cannot " {what} "."</strong>
                        {move || who_can(desk)}
                    </p>
                    {more.with_value(|more| more.as_ref().map(|more| more()))}
                </div>
                <div class="btns">
                    <UnlockButton test="why-unlock" />
                </div>
            </div>
        </Show>
    }
}

/// The way to the role.
#[component]
pub(crate) fn UnlockButton(
    test: &'static str,
    #[prop(default = "btn btn--sm")] class: &'static str,
) -> impl IntoView {
    let desk = use_desk();
    view! {
        <button type="button" class=class data-test=test on:click=move |_| unlock(desk)>
            {move || unlock_label(desk)}
        </button>
    }
}

/// The same beside a single control that needs it. Nothing while it is on.
#[component]
pub(crate) fn UnlockHere() -> impl IntoView {
    let desk = use_desk();
    let on = Memo::new(move |_| is_admin(desk));
    view! {
        <Show when=move || !on.get()>
            <UnlockButton test="unlock-here" class="linklike small" />
        </Show>
    }
}

/// A button that only an admin can press; off with its reason otherwise.
#[component]
pub(crate) fn AdminButton(
    label: &'static str,
    test: &'static str,
    #[prop(default = "btn btn--sm")] class: &'static str,
    on_press: Callback<()>,
) -> impl IntoView {
    let gate = Gate::admin(use_desk());
    view! {
        <GateButton gate test class on_press>
            {label}
        </GateButton>
    }
}
