//! A run of checks: its progress, Stop, and what came of it.

use leptos::prelude::*;
use wire::{CheckTokens, ChecksView, ListView, Narrow, StopChecks};

use super::Table;
use crate::act::Errand;
use crate::desk::{Desk, use_desk};
use crate::dom;
use crate::parts::{Gate, GateButton, Icon, Kbd};
use crate::text;

/// `, 3 not clear`: of so many nothing was found out. Nothing where there is none.
pub(crate) fn unclear(checks: &ChecksView) -> String {
    match checks.unclear {
        0 => String::new(),
        some => format!(", {} not clear", text::count(some)),
    }
}

/// `6 recovered`. What Composio calls connected worked before, so there it is `2 fail`.
fn came(checks: &ChecksView) -> String {
    match checks.narrow.view {
        ListView::Connected => text::counted_with(checks.failing, "fails", "fail"),
        _ => format!("{} recovered", text::count(checks.recovered)),
    }
}

/// `14 of 14 checked, 6 recovered, 1 not clear`.
fn tally(checks: &ChecksView, checked: &str) -> String {
    format!(
        "{} of {}{checked}, {}{}",
        text::count(checks.done),
        text::count(checks.total),
        came(checks),
        unclear(checks)
    )
}

/// `9 of 14, 6 recovered, 1 not clear`.
pub(super) fn words(checks: &ChecksView) -> String {
    let waits = if checks.waiting {
        ", waiting for the rate limit"
    } else {
        ""
    };
    tally(checks, "") + waits
}

/// How much of a run is done, in percent.
pub(crate) fn percent(checks: &ChecksView) -> u32 {
    checks.done.saturating_mul(100) / checks.total.max(1)
}

/// Whether a run is over everything that Triage lists.
fn is_of_all(checks: &ChecksView) -> bool {
    checks.narrow.is_open() && checks.toolkit.is_none()
}

/// How far a run is, and Stop.
#[component]
pub(crate) fn Running(
    /// `9 of 14, 6 recovered`.
    told: String,
    /// How much is done, in percent.
    part: u32,
) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::of_frame(desk);
    view! {
        <div class="run" data-test="checks-running">
            <span class="trunc" title=told>
                {told.clone()}
            </span>
            <span
                class="pbar pbar--pending"
                role="progressbar"
                aria-label="Checking tokens"
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=part.to_string()
                style:--v=format!("{part}%")
            >
                <i></i>
            </span>
        </div>
        <button
            type="button"
            class="btn btn--icon btn--quiet btn--sm"
            aria-label="Stop checking"
            title="Stop checking"
            data-test="checks-stop"
            on:click=move |_| errand.run(StopChecks {}, |_| {})
        >
            <Icon name="stop" small=true />
        </button>
    }
}

/// What came of the last run, or how far the run over everything is.
#[component]
pub(super) fn Progress() -> impl IntoView {
    let desk = use_desk();
    move || {
        let checks = desk.console.checks.get()?;
        if checks.running {
            return is_of_all(&checks).then(|| {
                let (told, part) = (words(&checks), percent(&checks));
                view! { <span class="topruns"><Running told part /></span> }.into_any()
            });
        }
        // Why it ended early is told below, whole: a line is cut off.
        let told = over(&checks);
        Some(
            view! {
                <span class="small muted trunc" title=told data-test="checks-done">
                    {told.clone()}
                </span>
            }
            .into_any(),
        )
    }
}

/// The same of a run that is over.
pub(super) fn over(checks: &ChecksView) -> String {
    let ended = if checks.stopped { ", stopped" } else { "" };
    tally(checks, " checked") + ended
}

/// A run, for who hears the window instead of seeing it: by quarters and not token by token, of which
/// there may be thousands, and then what came of it. The region is there before its words: one that
/// comes together with them is not read aloud by every screen reader, and by others each time that
/// somebody comes to the screen, however long ago the run was over.
#[component]
pub(crate) fn Spoken(
    #[prop(into)] run: Signal<Option<ChecksView>>,
    /// What came of it.
    over: fn(&ChecksView) -> String,
) -> impl IntoView {
    let words = Memo::new(move |_| {
        run.with(|run| match run {
            Some(run) if run.running => format!("Checking tokens, {} %", percent(run) / 25 * 25),
            Some(run) => over(run),
            None => String::new(),
        })
    });
    let heard = RwSignal::new(String::new());
    Effect::new(move |before: Option<String>| {
        let now = words.get();
        if before.is_some_and(|before| before != now) {
            heard.set(now.clone());
        }
        now
    });
    view! {
        <span class="vh" role="status" data-test="checks-spoken">
            {move || heard.get()}
        </span>
    }
}

/// Reads every row that Triage lists.
#[component]
pub(super) fn CheckAll(table: Table) -> impl IntoView {
    let desk = use_desk();
    let running = Memo::new(move |_| {
        desk.console
            .checks
            .with(|checks| checks.as_ref().is_some_and(|checks| checks.running))
    });
    let shown = move || !running.get() && !table.groups.with(Vec::is_empty);
    // A run over everything takes the place of the button: the keyboard goes along, and where nothing
    // is left to be checked, to what is there. That of a group is its card's.
    let of_all = Memo::new(move |_| {
        let checks = desk.console.checks;
        checks.with(|checks| {
            checks
                .as_ref()
                .is_some_and(|it| it.running && is_of_all(it))
        })
    });
    dom::focus_after(move || of_all.get(), ".top [data-test=checks-stop]");
    dom::focus_after(move || !of_all.get(), "[data-test=check-all], .causes");
    view! {
        <Show when=shown>
            <GateButton
                gate=Gate::remote(desk)
                test="check-all"
                on_press=Callback::new(move |()| check_all(desk, table))
            >
                <Icon name="refresh" />
                "Check all tokens"
                // Beside an open row the key is that row's.
                <Show when=move || desk.row.with(Option::is_none)>
                    <Kbd keys=&["c"] />
                </Show>
            </GateButton>
        </Show>
    }
}

/// Begins the run over everything.
pub(super) fn check_all(desk: Desk, table: Table) {
    if let Err(why) = Gate::remote(desk).pass() {
        return table.errand.fault.set(Some(why));
    }
    let ask = CheckTokens {
        narrow: Narrow::default(),
        toolkit: None,
    };
    table.errand.run(ask, |_| {});
}
