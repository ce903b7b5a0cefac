//! The one fix of a group, and what it does.

use leptos::prelude::*;
use wire::{CheckTokens, ChecksView, CopySteps, Fix, TriageGroup};

use super::Table;
use super::cause::Card;
use super::checks::{Running, percent, words};
use crate::act::{Errand, ON_ROW, act_by_key};
use crate::desk::{Desk, use_desk};
use crate::dom;
use crate::parts::{Gate, GateButton};
use crate::screens::pane::is_held_up;
use crate::screens::settings::Section;

/// Does what the button of a group says.
pub(super) fn run(desk: Desk, table: Table, group: &TriageGroup) {
    table.said.set(None);
    if let Err(why) = gate(desk, &group.fix).pass() {
        return table.errand.fault.set(Some(why));
    }
    if asks(&group.fix) {
        // The key does not come by the button.
        if is_held_up(desk, table.errand) {
            return;
        }
        table.pressed.set(Some(group.key.clone()));
    }
    let said = move |receipt: wire::Receipt| {
        let _ = table.said.try_set(receipt.said);
    };
    let narrow = group.narrow.clone();
    match &group.fix {
        Fix::Row(row) => {
            desk.row.set(Some(row.clone()));
            act_by_key(desk, table.errand, row, ON_ROW);
        }
        Fix::Masking => desk.show_settings(Section::Masking),
        Fix::Review => desk.show_filtered(narrow, group.toolkit.clone()),
        Fix::CheckTokens => {
            let toolkit = group.toolkit.clone();
            table.errand.run(CheckTokens { narrow, toolkit }, |_| {});
        }
        // On the clipboard they are at once, whatever is asked of Composio.
        Fix::CopySteps => table.errand.beside().run(CopySteps { narrow }, said),
    }
}

/// What asks Composio: one at a time.
const fn asks(fix: &Fix) -> bool {
    match fix {
        Fix::Row(_) | Fix::CheckTokens => true,
        Fix::Review | Fix::Masking | Fix::CopySteps => false,
    }
}

/// That is off while it cannot be reached; looking at rows never is.
fn gate(desk: Desk, fix: &Fix) -> Gate {
    if asks(fix) {
        Gate::remote(desk)
    } else {
        Gate::open(desk)
    }
}

/// What the button waits for. One that only leads elsewhere, or copies, waits for nothing.
fn errand(desk: Desk, table: Table, fix: &Fix) -> Errand {
    if asks(fix) {
        table.errand
    } else {
        Errand::of_frame(desk)
    }
}

/// The button and the run take each other's place: the keyboard goes along. Where the group has gone
/// with what was wrong, it goes to the list.
fn keep_the_keyboard(card: Card, running: Memo<Option<ChecksView>>) {
    let runs = move || running.with(Option::is_some);
    dom::focus_after(runs, "[data-test=checks-stop]");
    Effect::new(move |before: Option<bool>| {
        let now = runs();
        if before == Some(true) && !now {
            match card.place.get_untracked() {
                Some(at) => {
                    dom::focus_if_free(format!("[data-group=\"{at}\"] [data-test=cause-fix]"));
                }
                None => dom::focus_list(),
            }
        }
        now
    });
}

/// The button; a run of checks over the group takes its place. Another fix is another button:
/// none comes to mean another row while it has the focus.
#[component]
pub(super) fn FixButton(card: Card) -> impl IntoView {
    let desk = use_desk();
    let asked = card.part(|group| Some((group.narrow.clone(), group.toolkit.clone())));
    let running = Memo::new(move |_| {
        let (narrow, toolkit) = asked.get()?;
        desk.console.checks.with(|checks| {
            checks
                .as_ref()
                .filter(|it| it.running && it.narrow == narrow && it.toolkit == toolkit)
                .cloned()
        })
    });
    keep_the_keyboard(card, running);
    let fix = card.part(|group| Some(group.fix.clone()));
    let label = card.part(|group| group.fix_label.clone());
    let table = card.table;
    let key = card.part(|group| group.key.clone());
    let pressed = Signal::derive(move || {
        let key = key.get();
        table.pressed.with(|pressed| pressed.as_ref() == Some(&key))
    });
    let press = move |fix: &Fix| {
        // A second press does nothing: the button shows by itself that it waits.
        if asks(fix) && table.errand.busy.get_untracked() {
            return;
        }
        if let Some(group) = card.now().filter(|group| group.fix == *fix) {
            run(desk, table, &group);
        }
    };
    move || match running.get() {
        Some(checks) => {
            let (told, part) = (words(&checks), percent(&checks));
            view! { <Running told part /> }.into_any()
        }
        None => view! {
            <For each=move || fix.get() key=|fix| format!("{fix:?}") let(fix)>
                <GateButton
                    gate=gate(desk, &fix)
                    test="cause-fix"
                    errand=errand(desk, table, &fix)
                    pressed
                    on_press=Callback::new(move |()| press(&fix))
                >
                    {move || label.get()}
                </GateButton>
            </For>
        }
        .into_any(),
    }
}
