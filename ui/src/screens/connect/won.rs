//! An attempt that brought an account.

use leptos::prelude::*;
use wire::AttemptView;

use crate::parts::{Drawing, Icon, Status};
use crate::text;

/// It worked. A different account than before is a warning, not a success.
#[component]
pub(crate) fn Won(attempt: Memo<AttemptView>, close: Callback<()>) -> impl IntoView {
    let took = move || {
        attempt.with(|view| {
            let took = text::duration(view.ended_at?.since(view.planned_at));
            Some(format!("Took {took}"))
        })
    };
    view! {
        <div class="sheet__b">{move || told(attempt.get())}</div>
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

fn told(view: AttemptView) -> impl IntoView {
    let other = match (&view.previous_identity, &view.identity) {
        (Some(before), Some(now)) if !before.same_as(now) => Some(before.name.clone()),
        _ => None,
    };
    let outcome = match other.clone() {
        None => view! { <Connected view=view.clone() /> }.into_any(),
        Some(before) => view! { <Different view=view.clone() before /> }.into_any(),
    };
    view! {
        {outcome}
        <Facts view before=other />
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

#[component]
fn Facts(view: AttemptView, before: Option<String>) -> impl IntoView {
    view! {
            <dl class="kv kv--wide">
                <dt>"Status"</dt>
                <dd>
                    <Status class="st-active" label="Active" />
                </dd>
                {before
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
                            <dd data-test="attempt-email-source">{text::capital(identity.source.label())}</dd>
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
    }
}
