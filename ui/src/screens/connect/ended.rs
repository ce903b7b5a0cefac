//! How an attempt ended: with an account, or without one.

use leptos::prelude::*;
use wire::AttemptView;

use super::trip::try_again;
use crate::act::Errand;
use crate::desk::use_desk;
use crate::parts::{Drawing, Icon, LiveSteps, Spinner, Status};
use crate::text;

/// It worked. A different account than before is a warning, not a success.
#[component]
pub(crate) fn Won(
    attempt: Memo<AttemptView>,
    errand: Errand,
    close: Callback<()>,
) -> impl IntoView {
    let _ = errand;
    let view = attempt.get();
    let other = match (&view.previous_identity, &view.identity) {
        (Some(before), Some(now)) if !before.same_as(now) => Some(before.name.clone()),
        _ => None,
    };
    let took = view
        .ended_at
        .map(|end| format!("Took {}", text::duration(end.since(view.planned_at))));
    view! {
        <div class="sheet__b">
            {match other.clone() {
                None => view! { <Connected view=view.clone() /> }.into_any(),
                Some(before) => view! { <Different view=view.clone() before /> }.into_any(),
            }}
            <dl class="kv kv--wide">
                <dt>"Status"</dt>
                <dd>
                    <Status class="st-active" label="Active" />
                </dd>
                {other
                    .map(|before| {
                        view! {
                            <dt>"Before"</dt>
                            <dd>{before}</dd>
                        }
                    })} <dt>"Account"</dt>
                <dd data-test="attempt-email">
                    {match &view.identity {
                        Some(identity) => identity.name.clone(),
                        None => "Not named by the provider".to_owned(),
                    }}
                </dd>
                {view
                    .identity
                    .as_ref()
                    .map(|identity| {
                        view! {
                            <dt>"Known from"</dt>
                            <dd data-test="attempt-email-source">{identity.source.label()}</dd>
                        }
                    })}
                {view
                    .account
                    .as_ref()
                    .map(|account| {
                        view! {
                            <dt>"Account ID"</dt>
                            <dd>
                                <code class="selectable">{account.to_string()}</code>
                            </dd>
                        }
                    })}
            </dl>
        </div>
        <div class="sheet__f">
            <span class="grow num">{took}</span>
            <button
                type="button"
                class="btn btn--primary"
                data-autofocus="true"
                data-test="attempt-done"
                on:click=move |_| close.run(())
            >
                "Done"
            </button>
        </div>
    }
}

#[component]
fn Connected(view: AttemptView) -> impl IntoView {
    let lead = match (
        &view.identity,
        view.reconnect && view.previous_identity.is_some(),
    ) {
        (Some(identity), true) => format!("As {}, the same account as before.", identity.name),
        (Some(identity), false) => format!("As {}.", identity.name),
        (None, _) => {
            "The provider does not name the account. That is normal for some toolkits.".to_owned()
        }
    };
    view! {
        <div class="outcome st-active" role="status" data-test="attempt-won">
            <Drawing name="#g-active" />
            <div>
                <h3>{format!("{} is connected", view.toolkit_name)}</h3>
                <p class="muted">{lead}</p>
            </div>
        </div>
    }
}

#[component]
fn Different(view: AttemptView, before: String) -> impl IntoView {
    view! {
        <div class="callout callout--warn" role="alert" data-test="attempt-different">
            <Icon name="alert" />
            <p>
                <strong>
                    {format!("{} works, but as a different account.", view.toolkit_name)}
                </strong>
                {format!(
                    " It was {before}. Check with the customer that this is the account they meant.",
                )}
            </p>
        </div>
    }
}

/// It ended without an account: what happened, why, and the one thing to do.
#[component]
pub(crate) fn Lost(
    attempt: Memo<AttemptView>,
    errand: Errand,
    close: Callback<()>,
) -> impl IntoView {
    let desk = use_desk();
    let steps = Memo::new(move |_| attempt.with(text::trip_steps));
    let again = move |_| {
        let row = attempt.with_untracked(|attempt| attempt.integration.clone());
        try_again(desk, errand, row);
    };
    view! {
        <div class="sheet__b">
            {move || attempt.with(|attempt| told(attempt))}
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
                on:click=again
            >
                <Show when=move || errand.busy.get()>
                    <Spinner />
                </Show>
                "Try again"
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
