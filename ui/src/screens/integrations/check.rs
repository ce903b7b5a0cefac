//! Asking the provider about everything that Composio calls connected: its word is no proof.

use leptos::prelude::*;
use wire::{CheckTokens, ChecksView, ListView};

use crate::act::Errand;
use crate::desk::{Desk, Filter, use_desk};
use crate::dom;
use crate::parts::{Gate, GateButton, Icon};
use crate::screens::checks_fault::ChecksFault;
use crate::screens::triage::{Running, Spoken, percent, unclear};
use crate::text;

/// What is asked for: a run knows view, cause, auth config and toolkit, and no text.
fn ask(filter: &Filter) -> Option<CheckTokens> {
    let plain = filter.text.trim().is_empty() && filter.state.is_none();
    (plain && filter.narrow.view == ListView::Connected).then(|| CheckTokens {
        narrow: filter.narrow.clone(),
        toolkit: filter.toolkit.clone(),
    })
}

fn far(checks: &ChecksView) -> String {
    let (done, total) = (text::count(checks.done), text::count(checks.total));
    format!("{done} of {total}")
}

/// `1 fails, 3 not clear`.
fn failing(checks: &ChecksView) -> String {
    let failing = text::counted_with(checks.failing, "fails", "fail");
    format!("{failing}{}", unclear(checks))
}

/// `14 of 14 checked, 1 fails, 3 not clear`.
fn over(checks: &ChecksView) -> String {
    format!("{} checked, {}", far(checks), failing(checks))
}

/// The last run, where it was over what the list shows now.
fn run_over_these(desk: Desk) -> Memo<Option<ChecksView>> {
    Memo::new(move |_| {
        let meant = desk.filter.with(ask)?;
        let checks = desk.console.checks.get()?;
        (checks.narrow == meant.narrow && checks.toolkit == meant.toolkit).then_some(checks)
    })
}

/// Why that run ended early; the toolbar has room for the counts alone.
#[component]
pub(super) fn WhyChecksEnded() -> impl IntoView {
    let run = run_over_these(use_desk());
    view! { <ChecksFault run=run.into() /> }
}

/// The button; how far the run is takes its place, and then what came of it.
#[component]
pub(super) fn CheckThese() -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::of_frame(desk);
    let meant = Memo::new(move |_| desk.filter.with(ask));
    let run = run_over_these(desk);
    let press = Callback::new(move |()| {
        if let Some(ask) = meant.get_untracked() {
            errand.run(ask, |_| {});
        }
    });
    // The button and "Stop" take each other's place: the keyboard goes along.
    let running = Memo::new(move |_| run.with(|run| run.as_ref().is_some_and(|it| it.running)));
    dom::focus_after(move || running.get(), "[data-test=checks-stop]");
    dom::focus_after(move || !running.get(), "[data-test=check-these]");
    let shown = move || {
        meant.get()?;
        let checks = run.get();
        if let Some(checks) = checks.as_ref().filter(|checks| checks.running) {
            let (told, part) = (
                format!("{}, {}", far(checks), failing(checks)),
                percent(checks),
            );
            return Some(view! { <span class="topruns"><Running told part /></span> }.into_any());
        }
        let done = checks.as_ref().map(over);
        Some(
            view! {
                <span class="small muted trunc" title=done data-test="check-these-done">
                    {done.clone()}
                </span>
                <GateButton
                    gate=Gate::remote(desk)
                    class="btn btn--sm"
                    test="check-these"
                    title="Ask the provider about every account in this view"
                    errand
                    on_press=press
                >
                    <Icon name="refresh" small=true />
                    "Check these tokens"
                </GateButton>
            }
            .into_any(),
        )
    };
    view! {
        <Spoken run over />
        {shown}
    }
}
