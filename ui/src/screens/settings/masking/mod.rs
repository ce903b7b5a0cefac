//! The masking switch of the project: how it stands, what it does per auth config,
//! what switching it would really change, and what came of it.

mod blast;
mod changes;
mod denied;
mod report;
mod table;

use leptos::prelude::*;
use wire::{MaskingReport, MaskingView, SetMasking, ShowMasking, SyncPhase};

use self::blast::Blast;
use self::changes::Changes;
use self::denied::Denied;
use self::report::Report;
use crate::act::Errand;
use crate::bridge;
use crate::desk::{Desk, use_desk};
use crate::dom;
use crate::parts::{Ago, ErrandNote, FaultNote, Gate};
use crate::reading::Reading;

/// What is shown, typed and asked.
#[derive(Clone, Copy)]
struct Board {
    reading: Reading<(), MaskingView>,
    errand: Errand,
    typed: RwSignal<String>,
    reason: RwSignal<String>,
    check: RwSignal<bool>,
    report: RwSignal<Option<MaskingReport>>,
    gate: Gate,
}

impl Board {
    fn new(desk: Desk) -> Self {
        let tick = RwSignal::new(0_u32);
        // The view reads Composio itself, so it follows the facts and not each reading.
        let facts = Memo::new(move |_| {
            let masking = desk.console.project.with(|project| project.masking);
            let whole = desk
                .console
                .sync
                .with(|sync| (sync.phase == SyncPhase::Idle, sync.fault.is_some()));
            (masking, whole)
        });
        Effect::new(move |before: Option<_>| {
            let facts = facts.get();
            if before.is_some_and(|before| before != facts) {
                tick.update(|tick| *tick = tick.wrapping_add(1));
            }
            facts
        });
        let key = Signal::derive(|| Some(()));
        Self {
            reading: Reading::new(key, tick.into(), |()| {
                Box::pin(bridge::call(ShowMasking {}))
            }),
            errand: Errand::new(),
            typed: RwSignal::new(String::new()),
            reason: RwSignal::new(String::new()),
            check: RwSignal::new(true),
            report: RwSignal::new(None),
            gate: Gate::admin_remote(desk),
        }
    }

    fn switch(self, on: bool) {
        let ask = SetMasking {
            on,
            phrase: self.typed.get_untracked(),
            check_failing: self.check.get_untracked(),
            reason: self.reason.get_untracked().trim().to_owned(),
        };
        self.report.set(None);
        self.errand.run_as_admin_or(
            self.gate,
            ask,
            move |report| {
                let _ = self.report.try_set(Some(report));
                // It was asked for at the end of a long table; what came of it stands above that.
                dom::next_frame(|| dom::reveal_on("[data-test=\"masking-report\"]".to_owned()));
                let _ = self.typed.try_set(String::new());
                let _ = self.reason.try_set(String::new());
                self.reading.read();
            },
            move |_| self.reading.read(),
        );
    }
}

/// The section.
#[component]
pub(super) fn Masking() -> impl IntoView {
    let desk = use_desk();
    let board = Board::new(desk);
    let again = board.reading.again();
    view! {
        <div class="set__sec" data-test="masking">
                <div>
                    <h2>"Secret masking"</h2>
                    <p class="muted">
                        "Composio can cut off tokens in every API answer for this project ("
                        <code>"mask_secret_keys_in_connected_account"</code>
                        "). Switchboard never shows a token either way, and never switches this by itself."
                    </p>
                </div>
                {move || {
                    board
                        .reading
                        .fault
                        .get()
                        .map(|fault| view! { <FaultNote fault retry=again /> })
                }}
                // The press was at the end of a long table, and what was refused is told here.
                <ErrandNote errand=board.errand />
                {move || match board.reading.current() {
                    Some(view) => view! { <Standing view board /> }.into_any(),
                    None => {
                        view! {
                            <p class="muted" role="status">
                                {move || {
                                    board
                                        .reading
                                        .fault
                                        .with(Option::is_none)
                                        .then_some("Reading the switch and a few accounts…")
                                }}
                            </p>
                        }
                            .into_any()
                    }
                }}
        </div>
    }
}

/// The switch as it was read, and everything about it.
#[component]
fn Standing(view: MaskingView, board: Board) -> impl IntoView {
    let on = view.on;
    let typed = view.phrase.is_some();
    let press = move |event: leptos::ev::MouseEvent| {
        // The switch shows what Composio says, not what was pressed.
        event.prevent_default();
        if board.gate.is_shut() {
            return;
        }
        if typed {
            dom::focus_on("#masking-phrase");
        } else {
            board.switch(!on);
        }
    };
    let last = view.changes.first().map(changes::sentence);
    view! {
        <section class="setrow" aria-label="Masking switch">
            <div class="grow">
                <h3>
                    "Mask secret keys in connected accounts"
                    {(view.failing > 0)
                        .then(|| {
                            view! {
                                <span class="tag tag--warn">{format!("{} failing", view.failing)}</span>
                            }
                        })}
                </h3>
                <p class="muted">
                    {last.map(|last| format!("{last} "))} "Read from Composio "
                    <Ago at=view.read_at /> "."
                </p>
                <p class="muted">{view.policy.clone()}</p>
            </div>
            <label class="swrow">
                <span>{if on { "On" } else { "Off" }}</span>
                <input
                    type="checkbox"
                    role="switch"
                    class="switch"
                    aria-label="Mask secret keys"
                    prop:checked=on
                    data-test="masking-switch"
                    data-on=on.to_string()
                    aria-disabled=move || board.gate.is_off().to_string()
                    title=move || board.gate.off()
                    on:click=press
                />
            </label>
        </section>
        <Denied on failing=view.failing />
        {move || board.report.get().map(|report| view! { <Report report /> })}
        <Blast view=&view board />
        <Changes rows=view.changes />
    }
}
