//! What only an admin may do, as the window shows it: off, with who can act. The core
//! refuses it anyway; here nobody is left to find that out.

use domain::Role;
use leptos::prelude::*;

use super::icon::Icon;
use crate::desk::{Desk, Overlay, use_desk};

/// Whether an admin is at the desk.
pub(crate) fn is_admin(desk: Desk) -> bool {
    desk.console.frame.with(|frame| {
        frame
            .as_ref()
            .is_some_and(|frame| frame.access.role == Role::Admin)
    })
}

/// Says why what follows is off, and opens the way to it. Nothing while it is on.
#[component]
pub(crate) fn WhyOff(
    /// What is off, as in "You cannot change projects".
    what: &'static str,
) -> impl IntoView {
    let desk = use_desk();
    let on = Memo::new(move |_| is_admin(desk));
    view! {
        <Show when=move || !on.get()>
            <div class="callout" role="note" data-test="why-off">
                <Icon name="lock" />
                <p class="grow">
                    <strong>"You cannot " {what} "."</strong>
                    " Your role is Support. Whoever has the admin passphrase of this computer can, here, after unlocking."
                </p>
                <div class="btns">
                    <button
                        type="button"
                        class="btn btn--sm"
                        data-test="why-unlock"
                        on:click=move |_| desk.overlay.set(Some(Overlay::Unlock))
                    >
                        "Unlock admin…"
                    </button>
                </div>
            </div>
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
    let desk = use_desk();
    let on = Memo::new(move |_| is_admin(desk));
    view! {
        <button
            type="button"
            class=class
            data-test=test
            disabled=move || !on.get()
            title=move || (!on.get()).then_some("Only an admin can do this. Unlock admin first.")
            on:click=move |_| on_press.run(())
        >
            {label}
        </button>
    }
}
