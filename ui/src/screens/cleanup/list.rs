//! What could be cleaned up, before anything is.

use leptos::prelude::*;
use wire::{CleanupPlan, UnusedView};

use super::Draft;
use crate::parts::{Icon, Status, When, class_of};
use crate::text;

/// So many are named; the count is always whole.
const NAMED: usize = 200;

/// The list.
#[component]
pub(super) fn Listed(draft: Draft) -> impl IntoView {
    move || {
        let plan = draft.plan.get()?;
        Some(if plan.unused.is_empty() {
            view! { <Nothing plan /> }.into_any()
        } else {
            view! { <Found plan draft /> }.into_any()
        })
    }
}

#[component]
fn Nothing(plan: CleanupPlan) -> impl IntoView {
    view! {
        <p role="status" data-test="cleanup-nothing">
            "No unused attempts. "
            {text::counted_with(
                plan.kept,
                "account that is not in use was looked at; it",
                "accounts that are not in use were looked at; each",
            )} " was connected once, is still open, or is a problem in the list."
        </p>
    }
}

#[component]
fn Found(plan: CleanupPlan, draft: Draft) -> impl IntoView {
    let found = plan.unused.len();
    let more = found.saturating_sub(NAMED);
    view! {
        <p>
            "Nobody ever signed in with these. Deleting them changes nothing for a customer; rows that stand for one become "
            <Status class=class_of(domain::LifecycleName::Added) label="Added".to_owned() />
            ". Each is looked at again before it is deleted."
        </p>
        <ul class="cleanlist" tabindex="0" aria-label="Unused attempts" data-test="cleanup-list">
            {plan.unused.into_iter().take(NAMED).map(line).collect_view()}
            {(more > 0)
                .then(|| {
                    let more = u32::try_from(more).unwrap_or(u32::MAX);
                    view! { <li class="muted">{format!("and {} more", text::count(more))}</li> }
                })}
        </ul>
        <div class="callout callout--info">
            <Icon name="info" />
            <p>
                {text::counted_with(
                    plan.kept,
                    "account that is not in use stays: it worked once, a sign-in is open, or nothing has replaced it yet.",
                    "accounts that are not in use stay: they worked once, a sign-in is open, or nothing has replaced them yet.",
                )}
            </p>
        </div>
        <Phrase draft />
    }
}

fn line(one: UnusedView) -> impl IntoView {
    view! {
        <li>
            <span class="trunc">
                <strong>{one.tenant_name}</strong>
                " "
                {one.toolkit_name}
            </span>
            <span class="muted">{one.why.label()}</span>
            <code>{one.account.to_string()}</code>
            {match one.created_at {
                Some(at) => view! { <When at /> }.into_any(),
                None => view! { <span class="muted">"Unknown"</span> }.into_any(),
            }}
        </li>
    }
}

#[component]
fn Phrase(draft: Draft) -> impl IntoView {
    untrack(|| draft.phrase()).map(|phrase| {
        view! {
            <div class="field">
                <label for="cleanup-phrase">
                    "Type " <code>{phrase}</code> " to go on"
                </label>
                <input
                    class="input"
                    id="cleanup-phrase"
                    autocomplete="off"
                    spellcheck="false"
                    data-test="cleanup-phrase"
                    prop:value=move || draft.typed.get()
                    on:input=move |event| draft.typed.set(event_target_value(&event))
                />
            </div>
        }
    })
}
