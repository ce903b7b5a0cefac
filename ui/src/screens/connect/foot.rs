//! The feet of the sheet: of a step in which something is chosen from a list, and of a
//! sign-in that is open.

use leptos::prelude::*;
use wire::{AttemptView, CancelAttempt, CheckAttempt};

use crate::act::Errand;
use crate::desk::Desk;
use crate::parts::Kbd;
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

/// While the sign-in is open: give it up, look now, or leave it to the watch.
#[component]
pub(super) fn OpenFoot(
    attempt: Memo<AttemptView>,
    errand: Errand,
    close: Callback<()>,
    /// When it was looked at last, or nothing.
    left: AnyView,
    /// What else can be done, before the last button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let id = move || attempt.with_untracked(|attempt| attempt.id.clone());
    view! {
        <div class="sheet__f">
            {left}
            <button
                type="button"
                class="btn btn--quiet btn--danger-quiet"
                data-test="attempt-cancel"
                on:click=move |_| errand.run(CancelAttempt { attempt: id() }, |_| {})
            >
                "Cancel link"
            </button>
            <button
                type="button"
                class="btn"
                data-test="attempt-check"
                on:click=move |_| errand.run(CheckAttempt { attempt: id() }, |_| {})
            >
                "Check now"
            </button>
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
