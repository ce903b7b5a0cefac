//! The feet of the sheet: of a step in which something is chosen from a list, and of a
//! sign-in that is open.

use domain::AttemptId;
use leptos::prelude::*;
use wire::{AttemptView, CancelAttempt, CheckAttempt};

use crate::act::Errand;
use crate::desk::{Desk, use_desk};
use crate::parts::{Gate, GateButton, Kbd};
use crate::text;

/// The keys, and the one way back.
#[component]
pub(super) fn ChooseFoot(label: &'static str, press: Callback<()>) -> impl IntoView {
    view! {
        <div class="sheet__f">
            <span class="grow">
                <Kbd keys=&["↑", "↓"] />
                " choose "
                <Kbd keys=&["Enter"] />
                " continue"
            </span>
            <button
                type="button"
                class="btn"
                data-test="connect-back"
                on:click=move |_| press.run(())
            >
                {label}
            </button>
        </div>
    }
}

/// A sign-in that is open, and what was asked of it last: one thing at a time, shown on its button.
#[derive(Clone, Copy)]
pub(super) struct Open {
    pub(super) attempt: Memo<AttemptView>,
    pub(super) errand: Errand,
    /// The hook of the button.
    pub(super) pressed: RwSignal<&'static str>,
}

/// What is said of a link while it is being withdrawn.
pub(super) const WITHDRAWN: &str = "This link is being withdrawn.";

impl Open {
    pub(super) fn new(attempt: Memo<AttemptView>, errand: Errand) -> Self {
        Self {
            attempt,
            errand,
            pressed: RwSignal::new(""),
        }
    }

    pub(super) fn id(self) -> AttemptId {
        self.attempt.with_untracked(|attempt| attempt.id.clone())
    }

    /// Whether the link is being withdrawn. Composio is looked at first, which takes a while, and
    /// whoever copied the link meanwhile would hand on a dead one.
    pub(super) fn is_ending(self) -> bool {
        self.errand.busy.get() && matches!(self.pressed.get(), "attempt-cancel" | "attempt-renew")
    }
}

/// While the sign-in is open: give it up, look now, or leave it to the watch.
#[component]
pub(super) fn OpenFoot(
    open: Open,
    close: Callback<()>,
    /// When it was looked at last, or nothing.
    left: AnyView,
    /// What else can be done, before the last button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    // Giving up needs no Composio; a look says itself that there is no answer.
    let gate = Gate::open(use_desk());
    let (errand, among) = (open.errand, open.pressed);
    let cancel = Callback::new(move |()| errand.run(CancelAttempt { attempt: open.id() }, |_| {}));
    let check = Callback::new(move |()| errand.run(CheckAttempt { attempt: open.id() }, |_| {}));
    view! {
        <div class="sheet__f">
            {left}
            <GateButton
                gate
                class="btn btn--quiet btn--danger-quiet"
                test="attempt-cancel"
                errand
                among
                on_press=cancel
            >
                "Cancel link"
            </GateButton>
            <GateButton gate test="attempt-check" errand among on_press=check>
                "Check now"
            </GateButton>
            {children.map(|children| children())}
            <button
                type="button"
                class="btn"
                data-autofocus="true"
                data-test="attempt-keep"
                on:click=move |_| close.run(())
            >
                "Keep watching"
                <Kbd keys=&["Esc"] />
            </button>
        </div>
    }
}

/// When Composio was looked at last, in words.
pub(super) fn looked(attempt: Memo<AttemptView>, desk: Desk) -> Option<String> {
    let at = attempt.with(|attempt| attempt.looked_at)?;
    Some(format!("Looked {}.", text::ago(at, desk.now.get())))
}
