//! Asks before a disconnect, with both halves, and tells afterwards how each came out.

mod report;

use domain::IntegrationId;
use leptos::prelude::*;
use wire::{Disconnect, DisconnectPlan, DisconnectReport, PlanDisconnect};

use self::report::Report;
use crate::act::Errand;
use crate::desk::use_desk;
use crate::dom;
use crate::parts::{Dialog, FaultNote, Icon, Kbd, Spinner};
use crate::text;

/// What the person has ticked and written.
#[derive(Clone, Copy)]
struct Draft {
    withdraw: RwSignal<bool>,
    delete: RwSignal<bool>,
    reason: RwSignal<String>,
}

/// The question.
#[component]
pub(crate) fn ConfirmDisconnect(integration: IntegrationId) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::new();
    let plan = RwSignal::new(None::<DisconnectPlan>);
    let report = RwSignal::new(None::<DisconnectReport>);
    let draft = Draft {
        withdraw: RwSignal::new(false),
        delete: RwSignal::new(true),
        reason: RwSignal::new(String::new()),
    };
    errand.run(
        PlanDisconnect {
            integration: integration.clone(),
        },
        move |found| {
            let _ = draft.withdraw.try_set(found.can_withdraw);
            let _ = plan.try_set(Some(found));
        },
    );
    let close = Callback::new(move |()| desk.overlay.set(None));
    let nothing = move || !draft.withdraw.get() && !draft.delete.get();
    let go = Callback::new(move |()| {
        if untrack(nothing) || plan.with_untracked(Option::is_none) {
            return;
        }
        let command = Disconnect {
            integration: integration.clone(),
            withdraw: draft.withdraw.get_untracked(),
            delete: draft.delete.get_untracked(),
            reason: draft.reason.get_untracked().trim().to_owned(),
        };
        errand.run(command, move |done| {
            let _ = report.try_set(Some(done));
        });
    });
    dom::refocus(
        move || report.with(Option::is_some),
        ".dialog [data-autofocus]",
    );
    let title = move || match plan.get() {
        Some(plan) => format!("Disconnect {} for {}?", plan.toolkit_name, plan.tenant_name),
        None => "Disconnect?".to_owned(),
    };
    view! {
        <Dialog
            labelled_by="disconnect-title"
            described_by="disconnect-body"
            test="confirm-disconnect"
            on_close=close
        >
            <div class="dialog__h">
                <h2 id="disconnect-title">
                    {move || {
                        if report.with(Option::is_some) { "Disconnect".to_owned() } else { title() }
                    }}
                </h2>
            </div>
            <div class="dialog__b" id="disconnect-body">
                {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
                {move || match (report.get(), plan.get()) {
                    (Some(report), _) => view! { <Report report /> }.into_any(),
                    (None, Some(plan)) => view! { <Question plan draft /> }.into_any(),
                    (None, None) => {
                        view! { <p class="muted" role="status">"Reading what would stop…"</p> }
                            .into_any()
                    }
                }}
            </div>
            <div class="dialog__f">
                <Show
                    when=move || report.with(Option::is_none)
                    fallback=move || {
                        view! {
                            <button
                                type="button"
                                class="btn btn--primary"
                                data-autofocus="true"
                                data-test="disconnect-close"
                                on:click=move |_| close.run(())
                            >
                                "Close"
                            </button>
                        }
                    }
                >
                    <button
                        type="button"
                        class="btn"
                        data-autofocus="true"
                        data-test="disconnect-cancel"
                        on:click=move |_| close.run(())
                    >
                        "Cancel"
                        <Kbd keys=&["Esc"] />
                    </button>
                    <button
                        type="button"
                        class="btn btn--danger"
                        class:is-busy=move || errand.busy.get() && plan.with(Option::is_some)
                        aria-disabled=move || {
                            (nothing() || plan.with(Option::is_none)).to_string()
                        }
                        data-test="disconnect-confirm"
                        on:click=move |_| go.run(())
                    >
                        <Show when=move || errand.busy.get() && plan.with(Option::is_some)>
                            <Spinner />
                        </Show>
                        "Disconnect"
                    </button>
                </Show>
            </div>
        </Dialog>
    }
}

#[component]
fn Question(plan: DisconnectPlan, draft: Draft) -> impl IntoView {
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
