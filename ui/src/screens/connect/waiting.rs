//! While the person is in the browser: the countdown, the steps, and the link again.

use leptos::prelude::*;
use wire::{AttemptView, CancelAttempt, CheckAttempt};

use super::config::SignInAsYourself;
use super::left::Left;
use super::link::Link;
use crate::act::Errand;
use crate::desk::use_desk;
use crate::parts::{Kbd, LiveSteps};
use crate::text;

/// The waiting sheet.
#[component]
pub(crate) fn Waiting(
    attempt: Memo<AttemptView>,
    errand: Errand,
    close: Callback<()>,
) -> impl IntoView {
    let desk = use_desk();
    let steps = Memo::new(move |_| attempt.with(text::trip_steps));
    let id = move || attempt.with_untracked(|attempt| attempt.id.clone());
    let looked = move || {
        let at = attempt.with(|attempt| attempt.looked_at)?;
        Some(format!("Looked {}.", text::ago(at, desk.now.get())))
    };
    view! {
        <div class="sheet__b">
            <Left attempt />
            <LiveSteps label="Connection steps" steps />
            <Link attempt errand />
            <SignInAsYourself />
        </div>
        <div class="sheet__f">
            <span class="grow num" data-test="attempt-looked">
                {looked}
            </span>
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
