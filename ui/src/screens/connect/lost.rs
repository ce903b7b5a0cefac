//! An attempt that ended without an account: what happened, why, what to do.

use domain::Way;
use leptos::prelude::*;
use wire::AttemptView;

use super::sent::{on_key_n, renew};
use super::trip::try_again;
use crate::act::Errand;
use crate::desk::use_desk;
use crate::parts::{Drawing, Kbd, LiveSteps, Spinner};
use crate::text;

/// It ended without an account: what happened, why, and the one thing to do.
#[component]
pub(crate) fn Lost(
    attempt: Memo<AttemptView>,
    errand: Errand,
    close: Callback<()>,
) -> impl IntoView {
    let desk = use_desk();
    let steps = Memo::new(move |_| attempt.with(text::trip_steps));
    let sent = attempt.with_untracked(|attempt| attempt.way == Way::Sent);
    let again = Callback::new(move |()| {
        let (id, row) =
            attempt.with_untracked(|attempt| (attempt.id.clone(), attempt.integration.clone()));
        if sent {
            renew(desk, errand, id);
        } else {
            try_again(desk, errand, row);
        }
    });
    if sent {
        on_key_n(again);
    }
    view! {
        <div class="sheet__b">
            {move || attempt.with(told)}
            <LiveSteps label="Connection steps" steps />
        </div>
        <div class="sheet__f">
            <span class="grow"></span>
            <button
                type="button"
                class="btn"
                data-test="attempt-close"
                on:click=move |_| close.run(())
            >
                "Close"
            </button>
            <button
                type="button"
                class="btn btn--primary"
                class:is-busy=move || errand.busy.get()
                data-autofocus="true"
                data-test="attempt-again"
                on:click=move |_| again.run(())
            >
                <Show when=move || errand.busy.get()>
                    <Spinner />
                </Show>
                {if sent { "New link" } else { "Try again" }}
                {sent.then(|| view! { <Kbd keys=&["n"] /> })}
            </button>
        </div>
    }
}

fn told(attempt: &AttemptView) -> Option<impl IntoView + use<>> {
    let end = text::ending(attempt)?;
    let lead = attempt
        .explanation
        .clone()
        .unwrap_or_else(|| "Nothing else changed.".to_owned());
    Some(view! {
        <div class=format!("outcome {}", end.class) role="alert" data-test="attempt-lost">
            <Drawing name=text::glyph_of(end.class) />
            <div>
                <h3>{end.title}</h3>
                <p class="muted" data-test="attempt-explanation">
                    {lead}
                </p>
            </div>
        </div>
        <dl class="wwd">
            <dt>"What happened"</dt>
            <dd>{end.happened}</dd>
            <dt>"Why"</dt>
            <dd>{end.why}</dd>
            <dt>"What to do"</dt>
            <dd>{end.next}</dd>
        </dl>
    })
}
