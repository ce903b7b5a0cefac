//! The demo panel: breaks something with one press. Only in the demo workspace.

use leptos::prelude::*;
use wire::{Sabotage, SabotageKind};

use super::drill::{DrillCard, DrillMenu, Drills};
use crate::act::Errand;
use crate::desk::use_desk;
use crate::dom;
use crate::parts::Icon;

/// How long what was done is told, in milliseconds.
const SAID_FOR: u64 = 6_000;

const OF_ROW: [(SabotageKind, &str, &str); 2] = [
    (
        SabotageKind::WithdrawConsent,
        "Withdraw consent",
        "demo-withdraw",
    ),
    (SabotageKind::Expire, "Expire", "demo-expire"),
];
const OF_ALL: [(SabotageKind, &str, &str); 6] = [
    (
        SabotageKind::ProviderOutage,
        "Provider outage",
        "demo-outage",
    ),
    (
        SabotageKind::RejectApiKey,
        "Refuse API key",
        "demo-reject-key",
    ),
    (SabotageKind::Mask, "Mask secrets", "demo-mask"),
    (SabotageKind::SlowNetwork, "Slow network", "demo-slow"),
    (
        SabotageKind::InactiveWorks,
        "Ignore Disable",
        "demo-inactive-works",
    ),
    (SabotageKind::Repair, "Repair", "demo-repair"),
];

/// A strip above the status bar, so that it never covers what it breaks.
#[component]
pub(crate) fn DemoPanel() -> impl IntoView {
    let open = RwSignal::new(true);
    let said = RwSignal::new(None::<String>);
    let drills = Drills::new(use_desk());
    view! {
        <DrillCard drills />
        <section class="demo" aria-label="Demo panel" data-test="demo-panel">
            <button
                type="button"
                class="btn btn--quiet btn--sm"
                aria-expanded=move || open.get().to_string()
                data-test="demo-toggle"
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <Icon name="zap" small=true />
                "Break something"
            </button>
            <Show when=move || open.get()>
                <div class="btns" role="group" aria-label="On the open row">
                    {OF_ROW
                        .map(|(kind, name, test)| {
                            view! { <Break kind name test said of_row=true /> }
                        })
                        .collect_view()}
                </div>
                <span class="sep" aria-hidden="true"></span>
                <div class="btns" role="group" aria-label="For every row">
                    {OF_ALL
                        .map(|(kind, name, test)| view! { <Break kind name test said /> })
                        .collect_view()}
                </div>
                <span class="sep" aria-hidden="true"></span>
                <DrillMenu drills />
                <span class="said trunc" role="status" title=move || said.get() data-test="demo-said">
                    {move || said.get()}
                </span>
            </Show>
        </section>
    }
}

#[component]
fn Break(
    kind: SabotageKind,
    name: &'static str,
    test: &'static str,
    said: RwSignal<Option<String>>,
    #[prop(optional)] of_row: bool,
) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::of_frame(desk);
    let off = move || of_row && desk.row.with(Option::is_none);
    let press = move |_| {
        if untrack(off) {
            return;
        }
        let integration = desk.row.get_untracked().filter(|_| of_row);
        said.set(None);
        errand.run(Sabotage { kind, integration }, move |receipt| {
            let words = receipt.said.unwrap_or_else(|| format!("{name}: done."));
            let _ = said.try_set(Some(words.clone()));
            dom::after(SAID_FOR, move || {
                let _ = said.try_update(|said| {
                    if said.as_ref() == Some(&words) {
                        *said = None;
                    }
                });
            });
        });
    };
    let title = move || match (of_row, off()) {
        (true, true) => "Open a row first",
        (true, false) => "On the open row",
        (false, _) => "For every row",
    };
    view! {
        <button
            type="button"
            class="btn btn--sm"
            aria-disabled=move || off().to_string()
            title=title
            data-test=test
            on:click=press
        >
            {name}
        </button>
    }
}
