//! An attempt that ended without an account: what happened, why, what to do.

use domain::{AttemptState, Cause, IntegrationId, LifecycleName, Lost as End, Way};
use leptos::prelude::*;
use wire::help::{CopyHelp, HelpId, HelpText};
use wire::{AttemptView, RowAction, ShowIntegration, SyncNow};

use super::sent::{on_key_n, renew};
use super::trip::try_again;
use crate::act::{Errand, act, draft_of};
use crate::desk::{Desk, Draft, Overlay, use_desk};
use crate::parts::{Body, Drawing, Gate, GateButton, HelpButton, Kbd, LiveSteps, folded};
use crate::text::{self, EndAction};

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
    let action = Memo::new(move |_| {
        attempt.with(|attempt| text::ending(attempt).map_or(EndAction::Again, |end| end.action))
    });
    let gate = gate_of(desk, action.get_untracked());
    let among = RwSignal::new("");
    let press = Callback::new(move |()| {
        go(
            desk,
            errand,
            action.get_untracked(),
            attempt.get_untracked(),
        );
    });
    if sent {
        // The key is that of a new link, and of nothing else that stands on the button; nor does it
        // come by the button.
        on_key_n(Callback::new(move |()| {
            let is_new = action.get_untracked() == EndAction::Again;
            if is_new && !errand.busy.get_untracked() {
                among.set("attempt-again");
                press.run(());
            }
        }));
    }
    view! {
        <Body class="sheet__b">
            {move || attempt.with(told)}
            <LiveSteps label="Connection steps" steps />
        </Body>
        <div class="sheet__f">
            <HelpButton page=attempt.with_untracked(|attempt| HelpId::of_end(attempt.lost)) />
            <span class="grow"></span>
            <Beside
                attempt
                errand
                among
                gate
                again=action.get_untracked() == EndAction::Again
                close
            />
            <GateButton
                gate
                class="btn btn--primary"
                test="attempt-again"
                errand
                among
                autofocus=true
                on_press=press
            >
                {move || action.get().label(sent)}
                {move || {
                    (sent && action.get() == EndAction::Again)
                        .then(|| view! { <Kbd keys=&["n"] /> })
                }}
            </GateButton>
        </div>
    }
}

/// Looking at what is there needs no Composio.
fn gate_of(desk: Desk, action: EndAction) -> Gate {
    if action == EndAction::ShowRow {
        Gate::open(desk)
    } else {
        Gate::remote(desk)
    }
}

/// What else helps beside the one button: the steps for an administrator, and the other way.
#[component]
fn Beside(
    attempt: Memo<AttemptView>,
    errand: Errand,
    /// Which of the buttons was pressed.
    among: RwSignal<&'static str>,
    gate: Gate,
    /// Signing in again is what helps.
    again: bool,
    close: Callback<()>,
) -> impl IntoView {
    let desk = use_desk();
    let (id, declined, other_way) = attempt.with_untracked(|attempt| {
        let lost = attempt.state == AttemptState::Lost;
        (
            attempt.integration.clone(),
            attempt.lost == Some(End::Declined),
            lost && again && attempt.way == Way::Here,
        )
    });
    let send = Callback::new(move |()| act(desk, errand, id.clone(), RowAction::SendLink));
    view! {
        {declined.then(|| view! { <AdminSteps errand /> })}
        // Where there is this much to do, the cross above closes as well.
        {(!(declined && other_way))
            .then(|| {
                view! {
                    <button
                        type="button"
                        class="btn"
                        data-test="attempt-close"
                        on:click=move |_| close.run(())
                    >
                        "Close"
                    </button>
                }
            })}
        {other_way
            .then(|| {
                view! {
                    <GateButton
                        gate
                        test="attempt-send"
                        title="Have the customer sign in on their own computer"
                        errand
                        among
                        on_press=send
                    >
                        "Send connect link"
                    </GateButton>
                }
            })}
    }
}

/// An administrator who blocks the app looks like somebody who pressed Cancel: what they have
/// to do, on the clipboard.
#[component]
fn AdminSteps(errand: Errand) -> impl IntoView {
    let copied = RwSignal::new(false);
    // On the clipboard they are at once, whatever is asked of Composio.
    let errand = errand.beside();
    let copy = move |_| {
        let what = HelpText::Steps(Cause::BlockedByAdmin);
        errand.run(CopyHelp { what }, move |_| {
            let _ = copied.try_set(true);
        });
    };
    view! {
        <button
            type="button"
            class="btn"
            title="What the customer's administrator has to do, on the clipboard"
            aria-live="polite"
            data-test="attempt-admin-steps"
            on:click=copy
        >
            {move || if copied.get() { "Steps copied" } else { "Copy admin steps" }}
        </button>
    }
}

/// Does the one thing that helps.
fn go(desk: Desk, errand: Errand, action: EndAction, view: AttemptView) {
    let row = view.integration;
    match action {
        EndAction::Again if view.way == Way::Sent => renew(desk, errand, view.id),
        EndAction::Again => try_again(desk, errand, row),
        EndAction::OtherConfig => other_config(desk, errand, row),
        EndAction::ShowRow => show_the_other(desk, errand, row),
        EndAction::Look => {
            let turn = desk.overlay_later();
            errand.run(SyncNow {}, move |_| {
                if turn(None) {
                    desk.show_row(row);
                }
            });
        }
    }
}

/// Shows the row that has the account already: of the same tenant and toolkit, and working.
fn show_the_other(desk: Desk, errand: Errand, integration: IntegrationId) {
    let turn = desk.overlay_later();
    errand.run(ShowIntegration { integration }, move |view| {
        let mut others = view.siblings.into_iter();
        let other =
            others.find(|it| it.toolkit == view.row.toolkit && it.state == LifecycleName::Active);
        if turn(None) {
            desk.show_row(other.map_or(view.row.id, |it| it.id));
        }
    });
}

/// Chooses again for the same tenant, with another auth config.
fn other_config(desk: Desk, errand: Errand, integration: IntegrationId) {
    let turn = desk.overlay_later();
    errand.run(ShowIntegration { integration }, move |view| {
        turn(Some(Overlay::Connect(Draft {
            auth_config: None,
            ..draft_of(&view)
        })));
    });
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
                {attempt
                    .refusal
                    .clone()
                    .map(|fault| folded(fault.code.as_str(), fault.details, fault.reference))}
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
