//! An attempt, from the link to its end. The sheet can be closed; the watch goes on.

use domain::{AttemptState, IntegrationId, Way};
use leptos::prelude::*;
use wire::{AttemptView, Fault, RowAction, ShowIntegration};

use super::differs::Differs;
use super::lost::Lost;
use super::progress::Progress;
use super::sent::Sent;
use super::waiting::Waiting;
use super::won::Won;
use crate::act::{Errand, act_in_turn, draft_of};
use crate::desk::{Desk, Overlay, use_desk};
use crate::dom;
use crate::parts::{FaultNote, Sheet, SheetHead};

/// The sheet of an attempt.
#[component]
pub(crate) fn Trip(first: AttemptView) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::new();
    let id = first.id.clone();
    let way = first.way;
    let (title, subtitle) = heading(&first);
    let tile = first.toolkit_name.clone();
    // The core's events are the truth; its first answer stands in until they come.
    let attempt = Memo::new(move |_| {
        let held = desk
            .console
            .attempts
            .with(|attempts| attempts.get(&id).cloned());
        held.map_or_else(|| first.clone(), |held| held.get())
    });
    let phase = Memo::new(move |_| attempt.with(|attempt| phase_of(attempt.state)));
    let done = Signal::derive(move || match phase.get() {
        Phase::Won => 5,
        Phase::Choice => 4,
        Phase::Open | Phase::Over => 3,
    });
    let close = Callback::new(move |()| desk.overlay.set(None));
    dom::refocus(move || phase.get(), where_to);
    forget_fault(phase, errand);
    leave_in_time(desk, attempt);
    view! {
        <Sheet labelled_by="trip-title" test="connect-sheet" on_close=close>
            <SheetHead id="trip-title" title subtitle tile on_close=close />
            <Progress done />
            <span
                class="vh"
                data-test="attempt-state"
                data-state=move || attempt.with(|attempt| attempt.state.as_str())
                data-id=move || attempt.with(|attempt| attempt.id.to_string())
            >
                {move || attempt.with(|attempt| attempt.state.as_str())}
            </span>
            {move || errand.fault.get().map(|fault| unable(fault, errand))}
            {move || match phase.get() {
                Phase::Open if way == Way::Sent => {
                    view! { <Sent attempt errand close /> }.into_any()
                }
                Phase::Open => view! { <Waiting attempt errand close /> }.into_any(),
                Phase::Choice => view! { <Differs attempt errand close /> }.into_any(),
                Phase::Won => view! { <Won attempt errand close /> }.into_any(),
                Phase::Over => view! { <Lost attempt errand close /> }.into_any(),
            }}
        </Sheet>
    }
}

/// What a look or a cancel could not do is over with what it was about.
fn forget_fault(phase: Memo<Phase>, errand: Errand) {
    Effect::new(move |before: Option<Phase>| {
        let now = phase.get();
        if before.is_some_and(|before| before != now) {
            errand.fault.set(None);
        }
        now
    });
}

fn unable(fault: Fault, errand: Errand) -> impl IntoView {
    view! {
        <div class="verdict">
            <FaultNote fault dismiss=Callback::new(move |()| errand.fault.set(None)) />
        </div>
    }
}

/// A sign-in ends when it ends. Whoever is in the middle of a word would press the new button
/// with the next blank.
fn where_to() -> &'static str {
    if dom::is_in_a_word() {
        "#trip-title"
    } else {
        ".sheet [data-autofocus]"
    }
}

/// What the sheet is called, and for whom.
fn heading(view: &AttemptView) -> (String, String) {
    let (toolkit, tenant) = (&view.toolkit_name, &view.tenant_name);
    match (view.way, view.reconnect) {
        (Way::Sent, _) => (
            "Send connect link".to_owned(),
            format!("{toolkit}, {tenant}"),
        ),
        (Way::Here, true) => (format!("Reconnect {toolkit}"), format!("For {tenant}")),
        (Way::Here, false) => (format!("Connect {toolkit}"), format!("For {tenant}")),
    }
}

/// After the time that a person chose for the project the sheet makes room; the watch
/// goes on, and the end is told as that of any closed sheet.
fn leave_in_time(desk: Desk, attempt: Memo<AttemptView>) {
    let wait = untrack(|| {
        desk.console.frame.with(|frame| {
            let profile = frame.as_ref()?.profile.as_ref()?;
            profile.settings.wait_seconds
        })
    });
    let Some(wait) = wait else { return };
    let shown_at = desk.now.get_untracked();
    Effect::new(move |_| {
        let waited = desk.now.get().since(shown_at) >= i64::from(wait) * 1_000;
        let open = attempt.with_untracked(|attempt| phase_of(attempt.state) == Phase::Open);
        if waited && open && !dom::is_writing() {
            desk.overlay.set(None);
        }
    });
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Open,
    Choice,
    Won,
    Over,
}

fn phase_of(state: AttemptState) -> Phase {
    match state {
        AttemptState::Planned
        | AttemptState::Sent
        | AttemptState::Waiting
        | AttemptState::Opened => Phase::Open,
        AttemptState::Differs => Phase::Choice,
        AttemptState::Won => Phase::Won,
        AttemptState::Lost | AttemptState::Cancelled | AttemptState::Unsure => Phase::Over,
    }
}

/// A new attempt for the same row: whatever the row now allows.
pub(super) fn try_again(desk: Desk, errand: Errand, integration: IntegrationId) {
    let id = integration.clone();
    let turn = desk.overlay_later();
    errand.run(ShowIntegration { integration }, move |view| {
        let allowed = [
            RowAction::ShowAttempt,
            RowAction::Reconnect,
            RowAction::Connect,
        ]
        .into_iter()
        .find(|action| view.actions.contains(action));
        match allowed {
            Some(RowAction::Connect) => {
                turn(Some(Overlay::Connect(draft_of(&view))));
            }
            Some(action) => act_in_turn(desk, errand, id, action, turn),
            None => {
                if turn(None) {
                    desk.show_row(id);
                }
            }
        }
    });
}
