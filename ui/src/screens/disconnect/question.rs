//! What a disconnect would do, and which half of it is wanted.

use leptos::prelude::*;
use wire::DisconnectPlan;

use super::Draft;
use crate::parts::Icon;
use crate::text;

/// The consequences, both halves, and the reason.
#[component]
pub(super) fn Question(plan: DisconnectPlan, draft: Draft) -> impl IntoView {
    let who = plan
        .account_name
        .clone()
        .unwrap_or_else(|| "the customer".to_owned());
    view! {
        <div class="sect">
            <ul class="conseq">
                <li>
                    <Icon name="pause" />
                    <Triggers plan=plan.clone() />
                </li>
                <li>
                    <Icon name="refresh" />
                    <span>{format!("To use it again, {who} has to sign in again.")}</span>
                </li>
            </ul>
        </div>
        <label class="optrow">
            <input
                type="checkbox"
                class="check"
                prop:checked=move || draft.withdraw.get()
                prop:disabled=!plan.can_withdraw
                data-test="disconnect-withdraw"
                on:change=move |event| draft.withdraw.set(event_target_checked(&event))
            />
            <span>
                "Withdraw access at the provider "
                <span class="muted">{plan.cannot_withdraw_because.clone()}</span>
            </span>
        </label>
        <label class="optrow">
            <input
                type="checkbox"
                class="check"
                prop:checked=move || draft.delete.get()
                data-test="disconnect-delete"
                on:change=move |event| draft.delete.set(event_target_checked(&event))
            />
            <span>
                "Delete at Composio "
                {plan
                    .account
                    .map(|account| {
                        view! {
                            <span class="muted">
                                "Account " <code>{account.to_string()}</code> " and its tokens"
                            </span>
                        }
                    })}
            </span>
        </label>
        <Gentler draft />
        <Reason draft />
    }
}

#[component]
fn Gentler(draft: Draft) -> impl IntoView {
    view! {
        <Show when=move || draft.can_disable()>
            <div class="callout callout--info">
                <Icon name="info" />
                <p>
                    "Only want to stop it for a while? " <strong>"Disable"</strong>
                    " keeps the account, and you can enable it again."
                </p>
            </div>
        </Show>
    }
}

#[component]
fn Reason(draft: Draft) -> impl IntoView {
    view! {
        <div class="field">
            <label for="disconnect-why">
                "Reason, for the audit list " <span class="muted">"(optional)"</span>
            </label>
            <input
                class="input"
                id="disconnect-why"
                placeholder="Ticket number or a short note"
                maxlength="500"
                data-test="disconnect-reason"
                prop:value=move || draft.reason.get()
                on:input=move |event| draft.reason.set(event_target_value(&event))
            />
        </div>
    }
}

#[component]
fn Triggers(plan: DisconnectPlan) -> impl IntoView {
    if let Some(why) = plan.triggers_unknown {
        return view! {
            <span data-test="disconnect-triggers">
                {format!("Which triggers stop is not known: {why}")}
            </span>
        }
        .into_any();
    }
    let count = u32::try_from(plan.triggers.len()).unwrap_or(u32::MAX);
    let words = match count {
        0 => "No trigger hangs on this account. ".to_owned(),
        1 => "1 trigger on this account stops. ".to_owned(),
        _ => format!("{} on this account stop. ", text::counted(count, "trigger")),
    };
    view! {
        <span data-test="disconnect-triggers">
            {words} <strong>"This cannot be undone."</strong>
            {(count > 0)
                .then(|| {
                    view! {
                        <ul class="triggers">
                            {plan
                                .triggers
                                .into_iter()
                                .map(|(name, id)| {
                                    view! {
                                        <li>
                                            {name} " " <code>{id}</code>
                                        </li>
                                    }
                                })
                                .collect_view()}
                        </ul>
                    }
                })}
        </span>
    }
    .into_any()
}
