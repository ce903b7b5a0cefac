//! An attempt that brought an account.

use domain::scopes::plain;
use domain::{Unnamed, Way};
use leptos::prelude::*;
use wire::{AttemptView, CopyReply, RowAction};

use super::proof::Proof;
use crate::act::{Errand, act};
use crate::desk::{Desk, use_desk};
use crate::parts::{Body, Drawing, Gate, GateButton, Icon, Status, WaitButton};
use crate::text;

/// It worked. Permissions that were left out are a warning beside it.
#[component]
pub(crate) fn Won(
    attempt: Memo<AttemptView>,
    errand: Errand,
    close: Callback<()>,
) -> impl IntoView {
    let desk = use_desk();
    let lacks = Memo::new(move |_| attempt.with(|view| !view.missing_scopes.is_empty()));
    let again = Callback::new(move |()| ask_again(desk, errand, attempt));
    // The ticket is still open: what to answer is one press away. It waits for nothing that is asked
    // of Composio, and holds none of that up.
    let copying = errand.beside();
    let replied = RwSignal::new(None::<String>);
    let reply = Callback::new(move |()| {
        let integration = attempt.with_untracked(|view| view.integration.clone());
        copying.run(CopyReply { integration }, move |receipt| {
            let _ = replied.try_set(receipt.said);
        });
    });
    let took = move || {
        attempt.with(|view| {
            let took = text::duration(view.ended_at?.since(view.planned_at));
            Some(format!("Took {took}"))
        })
    };
    view! {
        <Body class="sheet__b">{move || told(attempt.get())}</Body>
        <div class="sheet__f">
            <span class="grow num" role="status" data-test="attempt-replied">
                {move || replied.get().or_else(took)}
            </span>
            <Show when=move || lacks.get()>
                <GateButton
                    gate=Gate::remote(desk)
                    test="attempt-scopes-again"
                    errand
                    on_press=again
                >
                    "Ask again"
                </GateButton>
            </Show>
            <WaitButton
                waits=copying.busy
                test="attempt-reply"
                class="btn"
                title="An answer for the customer's ticket, on the clipboard"
                on_press=reply
            >
                <Icon name="copy" small=true />
                "Copy reply"
            </WaitButton>
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

/// One more sign-in, the same way as this one.
fn ask_again(desk: Desk, errand: Errand, attempt: Memo<AttemptView>) {
    let (row, way) = attempt.with_untracked(|view| (view.integration.clone(), view.way));
    let action = match way {
        Way::Here => RowAction::Reconnect,
        Way::Sent => RowAction::SendLink,
    };
    act(desk, errand, row, action);
}

fn told(view: AttemptView) -> impl IntoView {
    let other = match (&view.previous_identity, &view.identity) {
        (Some(before), Some(now)) if !before.same_as(now) => Some(before.name.clone()),
        _ => None,
    };
    view! {
        <Connected view=view.clone() before=other.clone() />
        <Missing scopes=view.missing_scopes.clone() />
        <Facts view before=other />
    }
}

#[component]
fn Connected(view: AttemptView, before: Option<String>) -> impl IntoView {
    let lead = match (&view.explanation, &view.identity, before) {
        (Some(said), _, _) => said.clone(),
        (None, Some(identity), Some(before)) => {
            format!("As {}, accepted in the place of {before}.", identity.name)
        }
        (None, Some(identity), None) if view.reconnect && view.previous_identity.is_some() => {
            format!("As {}, the same account as before.", identity.name)
        }
        (None, Some(identity), None) => format!("As {}.", identity.name),
        (None, None, _) if view.unnamed == Some(Unnamed::Unreachable) => {
            "The provider did not say yet whose account it is. It is asked again by itself."
                .to_owned()
        }
        (None, None, _) => {
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

/// Permissions that were left unticked: it works, as far as it goes.
#[component]
fn Missing(scopes: Vec<String>) -> impl IntoView {
    (!scopes.is_empty()).then(|| {
        view! {
            <div class="callout callout--warn" role="alert" data-test="attempt-scopes">
                <Icon name="alert" />
                <div>
                    <p>
                        <strong>
                            {text::unticked(&scopes)}
                        </strong>
                        " What needs it fails. Sign in again and leave every box ticked."
                    </p>
                    <ul class="scopes">
                        {scopes
                            .into_iter()
                            .map(|scope| {
                                let told = plain(&scope).map(|told| told.allows);
                                let title = scope.clone();
                                view! {
                                    <li title=title>
                                        {match told {
                                            Some(told) => told.into_any(),
                                            None => view! { <code>{scope}</code> }.into_any(),
                                        }}
                                    </li>
                                }
                            })
                            .collect_view()}
                    </ul>
                </div>
            </div>
        }
    })
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
                        None => text::unnamed(view.unnamed).to_owned(),
                    }}
                </dd>
                {view
                    .identity
                    .as_ref()
                    .map(|identity| {
                        view! {
                            <dt>"Known from"</dt>
                            <dd data-test="attempt-email-source">{text::capital(&identity.source.words(&view.toolkit_name))}</dd>
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
                <Proof integration=view.integration />
            </dl>
    }
}
