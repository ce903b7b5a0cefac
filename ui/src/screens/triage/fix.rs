//! The one fix of a group, and what it does.

use leptos::prelude::*;
use wire::{CheckTokens, CopySteps, Fix, TriageGroup};

use super::Table;
use super::cause::Card;
use super::checks::{Running, percent, words};
use crate::act::{ON_ROW, act_by_key};
use crate::desk::{Desk, use_desk};
use crate::parts::{Gate, GateButton};
use crate::screens::settings::Section;

/// Does what the button of a group says.
pub(super) fn run(desk: Desk, table: Table, group: &TriageGroup) {
    table.said.set(None);
    if let Err(why) = gate(desk, &group.fix).pass() {
        return table.errand.fault.set(Some(why));
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
        Fix::CopySteps => table.errand.run(CopySteps { narrow }, said),
    }
}

/// What asks Composio is off while it cannot be reached; looking at rows never is.
fn gate(desk: Desk, fix: &Fix) -> Gate {
    match fix {
        Fix::Row(_) | Fix::CheckTokens => Gate::remote(desk),
        Fix::Review | Fix::Masking | Fix::CopySteps => Gate::open(desk),
    }
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
    let fix = card.part(|group| Some(group.fix.clone()));
    let label = card.part(|group| group.fix_label.clone());
    let press = move |fix: &Fix| {
        if let Some(group) = card.now().filter(|group| group.fix == *fix) {
            run(desk, card.table, &group);
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
                    on_press=Callback::new(move |()| press(&fix))
                >
                    {move || label.get()}
                </GateButton>
            </For>
        }
        .into_any(),
    }
}
