//! The status bar: how reading goes, how fast Composio answers, what is watched, and
//! the keys of this screen.

use leptos::prelude::*;
use wire::{StopSync, SyncNow, SyncPhase, SyncView};

use super::watched::Watched;
use crate::act::Errand;
use crate::desk::{Desk, Overlay, Screen, use_desk};
use crate::dom::zone;
use crate::parts::{Glyph, Kbd};
use crate::text;

/// The status bar.
#[component]
pub(crate) fn StatusBar() -> impl IntoView {
    let desk = use_desk();
    let sync = desk.console.sync;
    let phase = Memo::new(move |_| sync.with(|sync| sync.phase));
    let glyph = Signal::derive(move || match phase.get() {
        SyncPhase::Idle => "st-active",
        SyncPhase::Reading => "st-pending",
        SyncPhase::Stopped => "st-inactive",
        SyncPhase::Failed => "st-error",
    });
    let words = Memo::new(move |_| sync.with(|sync| sync_words(sync, desk)));
    let latency = Memo::new(move |_| sync.with(|sync| sync.latency_millis));
    view! {
        <footer class="bar" aria-label="Status bar">
            <span class="vh" role="status">
                {move || spoken(phase.get())}
            </span>
            <span data-test="status-sync" data-phase=move || phase_name(phase.get())>
                <Glyph class=glyph />
                <span class="num">{move || words.get()}</span>
                <span aria-hidden="true">"·"</span>
                <SyncButton phase />
            </span>
            {move || {
                latency
                    .get()
                    .map(|latency| {
                        view! {
                            <span class="hide-sm num" data-test="status-latency">
                                {format!("Composio API {latency} ms")}
                            </span>
                        }
                    })
            }}
            <Watched />
            <span class="bar__gap"></span>
            <span class="hints">{move || hints(desk.screen.get())}</span>
            <button
                type="button"
                data-test="all-keys"
                title="All shortcuts"
                on:click=move |_| desk.overlay.set(Some(Overlay::Shortcuts))
            >
                <Kbd keys=&["?"] />
                "Keys"
            </button>
        </footer>
    }
}

/// What is read aloud: the phase, not the seconds.
fn spoken(phase: SyncPhase) -> &'static str {
    match phase {
        SyncPhase::Idle => "Synced",
        SyncPhase::Reading => "Reading the project",
        SyncPhase::Stopped => "Reading was stopped",
        SyncPhase::Failed => "Sync failed",
    }
}

fn phase_name(phase: SyncPhase) -> &'static str {
    match phase {
        SyncPhase::Idle => "idle",
        SyncPhase::Reading => "reading",
        SyncPhase::Stopped => "stopped",
        SyncPhase::Failed => "failed",
    }
}

fn sync_words(sync: &SyncView, desk: Desk) -> String {
    let read = match sync.total {
        Some(total) => format!("{} of {}", text::count(sync.read), text::count(total)),
        None => text::count(sync.read),
    };
    let mut words = match (sync.phase, sync.synced_at) {
        (SyncPhase::Reading, _) => format!("Reading {read}"),
        (SyncPhase::Stopped, _) => format!("Stopped at {read}"),
        (SyncPhase::Failed, Some(at)) => {
            let when = text::moment(at, desk.now.get(), zone(at));
            format!("Sync failed, last good at {when}")
        }
        (SyncPhase::Failed, None) => "Sync failed".to_owned(),
        (SyncPhase::Idle, Some(at)) => format!("Synced {}", text::ago(at, desk.now.get())),
        (SyncPhase::Idle, None) => "Not synced yet".to_owned(),
    };
    if sync.unreadable > 0 {
        words.push_str(&format!(
            ", {} not understood",
            text::counted(sync.unreadable, "account")
        ));
    }
    words
}

/// Stop while reading, else read again.
#[component]
fn SyncButton(phase: Memo<SyncPhase>) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::of_frame(desk);
    move || match phase.get() {
        SyncPhase::Reading => view! {
            <button
                type="button"
                data-test="sync-stop"
                on:click=move |_| errand.run(StopSync {}, |_| {})
            >
                "Stop"
            </button>
        }
        .into_any(),
        SyncPhase::Idle | SyncPhase::Stopped | SyncPhase::Failed => view! {
            <button
                type="button"
                data-test="sync-now"
                title="Look for changes now"
                on:click=move |_| errand.run(SyncNow {}, |_| {})
            >
                "Sync now"
            </button>
        }
        .into_any(),
    }
}

type Hint = (&'static [&'static str], &'static str);

fn hints(screen: Screen) -> impl IntoView {
    let hints: &[Hint] = match screen {
        Screen::Integrations => &[
            (&["j", "k"], "Move"),
            (&["r"], "Reconnect"),
            (&["s"], "Send link"),
            (&["c"], "Check"),
            (&["n"], "Connect"),
            (&["/"], "Filter"),
        ],
        Screen::Triage => &[
            (&["j", "k"], "Move"),
            (&["Space"], "Expand"),
            (&["f"], "Fix"),
            (&["c"], "Check all"),
        ],
        Screen::Tenants => &[
            (&["j", "k"], "Move"),
            (&["Enter"], "Open"),
            (&["n"], "Connect"),
            (&["/"], "Filter"),
        ],
        Screen::Overview | Screen::Settings => &[],
        Screen::Activity => &[
            (&["j", "k"], "Move"),
            (&["Enter"], "Open"),
            (&["/"], "Filter"),
        ],
    };
    hints
        .iter()
        .map(|(keys, what)| {
            view! {
                <span>
                    <Kbd keys />
                    {*what}
                </span>
            }
        })
        .collect_view()
}
