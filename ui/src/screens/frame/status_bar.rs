//! The status bar: how reading goes, how fast Composio answers, what is watched, and
//! the keys of this screen.

use leptos::prelude::*;
use wire::{Code, StopSync, SyncNow, SyncPhase, SyncView};

use super::watched::Watched;
use crate::act::Errand;
use crate::desk::{Desk, Overlay, Screen, use_desk};
use crate::dom::{self, zone};
use crate::parts::{Glyph, Kbd};
use crate::text;

/// The status bar.
#[component]
pub(crate) fn StatusBar() -> impl IntoView {
    let desk = use_desk();
    let sync = desk.console.sync;
    let phase = Memo::new(move |_| sync.with(|sync| sync.phase));
    let read = Memo::new(move |_| sync.with(|sync| sync.synced_at.is_some()));
    let glyph = Signal::derive(move || match phase.get() {
        SyncPhase::Idle if read.get() => "st-active",
        SyncPhase::Idle => "st-unknown",
        SyncPhase::Reading => "st-pending",
        SyncPhase::Stopped => "st-inactive",
        SyncPhase::Failed => "st-error",
    });
    let words = Memo::new(move |_| sync.with(|sync| sync_words(sync, desk)));
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
            <Server />
            <Watched />
            <span class="bar__gap"></span>
            <span class="hints">
                {move || hints(desk.screen.get(), desk.row.with(Option::is_some))}
            </span>
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

/// When Composio is asked again after a failure, and how it does.
#[component]
fn Server() -> impl IntoView {
    let desk = use_desk();
    let sync = desk.console.sync;
    let next = Memo::new(move |_| {
        let at = sync.with(|sync| sync.next_try_at)?;
        Some(text::weather::next_try(at, desk.now.get()))
    });
    let api = Memo::new(move |_| {
        sync.with(|sync| {
            let latency = sync
                .latency_millis
                .filter(|_| sync.phase != SyncPhase::Failed)?;
            Some(text::weather::api(latency, sync.degraded))
        })
    });
    view! {
        {move || {
            next.get()
                .map(|next| {
                    view! {
                        <span class="num" data-test="status-next">
                            {next}
                        </span>
                    }
                })
        }}
        {move || {
            api.get()
                .map(|api| {
                    view! {
                        <span class="hide-sm num" data-test="status-latency">
                            {api}
                        </span>
                    }
                })
        }}
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
        (SyncPhase::Failed, _) => failed(sync, desk),
        (SyncPhase::Idle, Some(at)) => format!("Synced {}", text::ago(at, desk.now.get())),
        (SyncPhase::Idle, None) => match sync.known_from {
            Some(at) => format!("As of {}", text::moment(at, desk.now.get(), zone(at))),
            None => "Not synced yet".to_owned(),
        },
    };
    if sync.unreadable > 0 {
        words.push_str(&format!(
            ", {} not understood",
            text::counted(sync.unreadable, "account")
        ));
    }
    words
}

/// Whether nothing gets through, or a person has to act, or neither; and since when.
fn failed(sync: &SyncView, desk: Desk) -> String {
    let how = match sync.fault.as_ref().map(|fault| fault.code) {
        Some(Code::ComposioUnreachable) => "Offline",
        _ if sync.next_try_at.is_none() => "Sync stopped",
        _ => "Sync failed",
    };
    match sync.failing_since {
        Some(at) => {
            let when = text::moment(at, desk.now.get(), zone(at));
            format!("{how} since {when}")
        }
        None => how.to_owned(),
    }
}

/// Stop while reading, else read again.
#[component]
fn SyncButton(phase: Memo<SyncPhase>) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::of_frame(desk);
    let reading = Memo::new(move |_| phase.get() == SyncPhase::Reading);
    move || {
        let reading = reading.get();
        // Each takes the other's place, and the keyboard goes along. Where it was not on the button it
        // does not come: a reading begins by itself, too.
        if dom::is_focus_in(BUTTON) {
            dom::focus_if_free(BUTTON);
        }
        if reading {
            view! {
                <button
                    type="button"
                    data-test="sync-stop"
                    on:click=move |_| errand.run(StopSync {}, |_| {})
                >
                    "Stop"
                </button>
            }
            .into_any()
        } else {
            view! {
                <button
                    type="button"
                    data-test="sync-now"
                    title="Look for changes now"
                    on:click=move |_| errand.run(SyncNow {}, |_| {})
                >
                    "Sync now"
                </button>
            }
            .into_any()
        }
    }
}

/// The one of the two that is there.
const BUTTON: &str = "[data-test=status-sync] button";

type Hint = (&'static [&'static str], &'static str);

/// The keys that are needed most; beside an open row in Triage they are the row's.
fn hints(screen: Screen, is_row_open: bool) -> impl IntoView {
    let hints: &[Hint] = match screen {
        Screen::Integrations => &[
            (&["j", "k"], "Move"),
            (&["r"], "Reconnect"),
            (&["s"], "Send link"),
            (&["c"], "Check"),
            (&["n"], "Connect"),
            (&["/"], "Filter"),
        ],
        Screen::Triage if is_row_open => &[
            (&["j", "k"], "Move"),
            (&["f"], "Fix"),
            (&["r"], "Reconnect"),
            (&["c"], "Check"),
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
