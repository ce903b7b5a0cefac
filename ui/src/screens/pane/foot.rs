//! What else can be done with the row: by its actions only.

use domain::IntegrationId;
use leptos::prelude::*;
use serde::Serialize;
use wire::{Command, CopyId, CopyReply, CopySummary, IdOf, IntegrationView, Receipt, RowAction};

use crate::act::{Errand, act, off_because};
use crate::desk::{Desk, use_desk};
use crate::parts::{Icon, Kbd, Spinner, hand_on, in_order};
use crate::text;

/// How an action is called, which key does it, and what a test calls it.
fn words(action: RowAction) -> (&'static str, Option<&'static [&'static str]>, &'static str) {
    match action {
        RowAction::Connect => ("Connect…", Some(&["r"]), "action-connect"),
        RowAction::Reconnect => ("Reconnect", Some(&["r"]), "action-reconnect"),
        RowAction::SendLink => ("Send connect link", Some(&["s"]), "action-send-link"),
        RowAction::ShowAttempt => ("Show the open sign-in", Some(&["r"]), "action-show-attempt"),
        RowAction::CheckToken => ("Check token", Some(&["c"]), "action-check"),
        RowAction::Enable => ("Enable", None, "action-enable"),
        RowAction::Disable => ("Disable…", None, "action-disable"),
        RowAction::Disconnect => ("Disconnect…", None, "action-disconnect"),
        RowAction::Remove => ("Remove…", None, "action-remove"),
    }
}

/// Every action that is not the ink button, each with its row.
fn rest_of(view: &IntegrationView) -> Vec<(IntegrationId, RowAction)> {
    let next = text::next_of(view);
    let is_rest = |action: &RowAction| {
        Some(*action) != next && !(next.is_some() && *action == RowAction::SendLink)
    };
    let rest = view.actions.iter().copied().filter(is_rest);
    rest.map(|action| (view.row.id.clone(), action)).collect()
}

/// The footer. A button stays what it is: with the focus on it, it becomes no other action, and
/// no other row's.
#[component]
pub(crate) fn Foot(view: Memo<Option<IntegrationView>>, errand: Errand) -> impl IntoView {
    let buttons =
        Memo::new(move |_| view.with(|view| view.as_ref().map(rest_of).unwrap_or_default()));
    // Four names fill the width of the pane, so they go without their keys, which the
    // status bar has as well, and are as short as they can be.
    let keyed = Memo::new(move |_| buttons.with(Vec::len) < 4);
    view! {
        <Show when=move || buttons.with(|buttons| !buttons.is_empty())>
            <div class="pane__f" role="toolbar" aria-label="Actions">
                <For
                    each=move || in_order(buttons.get())
                    key=Clone::clone
                    let((_, (id, action)))
                >
                    <ActionButton id action errand keyed />
                </For>
                <WhyNot />
            </div>
        </Show>
    }
}

/// Why the actions are off, where a person can read it.
#[component]
fn WhyNot() -> impl IntoView {
    let desk = use_desk();
    move || {
        desk.off_because()
            .map(|why| view! { <p class="small muted" data-test="actions-off">{why}</p> })
    }
}

/// What the ticket needs, on the clipboard: the answer for the customer, and what is known for
/// the colleagues.
#[component]
pub(super) fn CopyButtons(id: IntegrationId, errand: Errand) -> impl IntoView {
    let summed = id.clone();
    view! {
        <CopyButton
            title="Copy reply for the ticket (y)"
            icon="copy"
            test="copy-reply"
            press=move |desk| copy_reply(desk, errand, id.clone())
        />
        <CopyButton
            title="Copy summary for colleagues (Shift+Y)"
            icon="doc"
            test="copy-summary"
            press=move |desk| copy_summary(desk, errand, summed.clone())
        />
    }
}

#[component]
fn CopyButton(
    title: &'static str,
    icon: &'static str,
    test: &'static str,
    press: impl Fn(Desk) + 'static,
) -> impl IntoView {
    let desk = use_desk();
    view! {
        <button
            type="button"
            class="btn btn--icon btn--quiet"
            title=title
            aria-label=title
            data-test=test
            on:click=move |_| press(desk)
        >
            <Icon name=icon />
        </button>
    }
}

/// Copies the reply and says so where the result of a check is told.
pub(super) fn copy_reply(desk: Desk, errand: Errand, integration: IntegrationId) {
    let of = integration.clone();
    copy(desk, errand, of, CopyReply { integration });
}

/// Copies the summary and says so in the same place.
pub(super) fn copy_summary(desk: Desk, errand: Errand, integration: IntegrationId) {
    let of = integration.clone();
    copy(desk, errand, of, CopySummary { integration });
}

/// Copies one id and says so in the same place.
pub(super) fn copy_id(desk: Desk, errand: Errand, integration: IntegrationId, what: IdOf) {
    let of = integration.clone();
    copy(desk, errand, of, CopyId { integration, what });
}

fn copy<C>(desk: Desk, errand: Errand, of: IntegrationId, command: C)
where
    C: Command<Reply = Receipt> + Serialize + 'static,
{
    desk.said.set(None);
    // It waits for nothing that is asked of Composio.
    errand
        .beside()
        .run(command, move |receipt| desk.tell(of, receipt.said));
}

/// What asks first: one at a time. The others open a question, or have a wait of their own.
const fn asks(action: RowAction) -> bool {
    matches!(
        action,
        RowAction::Connect | RowAction::Reconnect | RowAction::SendLink | RowAction::Enable
    )
}

/// One action of a row as a button.
#[component]
pub(crate) fn ActionButton(
    id: IntegrationId,
    action: RowAction,
    errand: Errand,
    #[prop(optional)] primary: bool,
    /// There is room for the key, and for the whole name.
    #[prop(into, default = Signal::derive(|| true))]
    keyed: Signal<bool>,
) -> impl IntoView {
    let desk = use_desk();
    let (label, keys, test) = words(action);
    let label = move || match action {
        RowAction::CheckToken if !keyed.get() => "Check",
        _ => label,
    };
    let checked = id.clone();
    let pressed = RwSignal::new(false);
    // Of several buttons only the pressed one shows that it is busy.
    let busy = Memo::new(move |_| match action {
        RowAction::CheckToken => desk
            .checking
            .with(|checking| checking.contains_key(&checked)),
        _ => pressed.get() && errand.busy.get(),
    });
    // What is asked next may be another button's.
    Effect::new(move |_| {
        if !errand.busy.get() {
            pressed.set(false);
        }
    });
    let waits = move || asks(action) && errand.busy.get() && !busy.get();
    // What was enabled, or works again, needs it no more. A question gives the focus back itself.
    let hand_on = hand_on();
    let press = move |_| {
        if untrack(|| busy.get() || waits()) {
            return;
        }
        if matches!(action, RowAction::Enable | RowAction::CheckToken) {
            hand_on();
        }
        act(desk, errand, id.clone(), action);
        pressed.set(asks(action) && errand.busy.get_untracked());
    };
    let class = match (primary, action) {
        (true, _) => "btn btn--primary",
        (false, RowAction::Disconnect) => "btn btn--quiet btn--danger-quiet",
        (false, _) => "btn btn--quiet",
    };
    view! {
        <button
            type="button"
            class=class
            class:is-busy=move || busy.get()
            aria-busy=move || busy.get().to_string()
            aria-disabled=move || (waits() || off_because(desk, action).is_some()).to_string()
            title=move || off_because(desk, action)
            data-test=test
            on:click=press
        >
            <Show when=move || busy.get()>
                <Spinner />
            </Show>
            {label}
            {move || keys.filter(|_| keyed.get()).map(|keys| view! { <Kbd keys /> })}
        </button>
    }
}
