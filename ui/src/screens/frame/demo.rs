//! The demo panel: breaks something with one press. Only in the demo workspace.

use leptos::prelude::*;
use wire::{Sabotage, SabotageKind};

use crate::act::Errand;
use crate::desk::use_desk;
use crate::parts::Icon;

const OF_ROW: [(SabotageKind, &str, &str); 2] = [
    (
        SabotageKind::WithdrawConsent,
        "Withdraw consent",
        "demo-withdraw",
    ),
    (SabotageKind::Expire, "Expire", "demo-expire"),
];
const OF_ALL: [(SabotageKind, &str, &str); 4] = [
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
    (SabotageKind::SlowNetwork, "Slow network", "demo-slow"),
    (SabotageKind::Repair, "Repair", "demo-repair"),
];

/// A strip above the status bar, so that it never covers what it breaks.
#[component]
pub(crate) fn DemoPanel() -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::of_frame(desk);
    let open = RwSignal::new(true);
    let said = RwSignal::new(None::<String>);
    let press = move |kind: SabotageKind, name: &'static str, of_row: bool| {
        let integration = desk.row.get_untracked().filter(|_| of_row);
        said.set(None);
        errand.run(Sabotage { kind, integration }, move |receipt| {
            said.set(Some(
                receipt.said.unwrap_or_else(|| format!("{name}: done.")),
            ));
        });
    };
    let no_row = move || desk.row.with(Option::is_none);
    view! {
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
                            view! {
                                <button
                                    type="button"
                                    class="btn btn--sm"
                                    aria-disabled=move || no_row().to_string()
                                    title=move || {
                                        if no_row() { "Open a row first" } else { "On the open row" }
                                    }
                                    data-test=test
                                    on:click=move |_| {
                                        if !no_row() {
                                            press(kind, name, true);
                                        }
                                    }
                                >
                                    {name}
                                </button>
                            }
                        })
                        .collect_view()}
                </div>
                <span class="sep" aria-hidden="true"></span>
                <div class="btns" role="group" aria-label="For every row">
                    {OF_ALL
                        .map(|(kind, name, test)| {
                            view! {
                                <button
                                    type="button"
                                    class="btn btn--sm"
                                    data-test=test
                                    on:click=move |_| press(kind, name, false)
                                >
                                    {name}
                                </button>
                            }
                        })
                        .collect_view()}
                </div>
                <span class="said trunc" role="status" data-test="demo-said">
                    {move || said.get()}
                </span>
            </Show>
        </section>
    }
}
