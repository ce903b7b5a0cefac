//! Where the log is, how much there is of it, and detailed logs for a while.

use leptos::prelude::*;
use wire::{CopyLogFolder, FindLogs, LogLevel, LogPage, SetDetailedLogs};

use crate::act::Errand;
use crate::bridge;
use crate::desk::use_desk;
use crate::parts::{ErrandNote, Icon};
use crate::reading::Reading;
use crate::text;

/// The two boxes under the list.
#[component]
pub(super) fn Keeping() -> impl IntoView {
    let tick = RwSignal::new(0_u32);
    let reading: Reading<(), LogPage> =
        Reading::new(Signal::derive(|| Some(())), tick.into(), |()| {
            // Only what surrounds the lines is of interest here.
            Box::pin(bridge::call(FindLogs {
                before: None,
                level: LogLevel::Error,
                text: String::new(),
                limit: 1,
            }))
        });
    view! {
        <Detail reading tick />
        <Folder reading />
    }
}

#[component]
fn Detail(reading: Reading<(), LogPage>, tick: RwSignal<u32>) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::new();
    let left = Memo::new(move |_| {
        let until = reading.value.with(|read| read.as_ref()?.1.detailed_until)?;
        let left = until.since(desk.now.get());
        (left > 0).then_some(left)
    });
    let on = move || left.get().is_some();
    let press = move |_| {
        let ask = SetDetailedLogs { on: !untrack(on) };
        errand.run(ask, move |_| {
            let _ = tick.try_update(|tick| *tick = tick.wrapping_add(1));
        });
    };
    view! {
        <section
            class="setrow"
            aria-label="Detailed logs"
            data-test="logs-detail"
            data-on=move || on().to_string()
        >
            <div class="grow">
                <h3>"Detailed logs"</h3>
                <p class="muted">
                    {move || match left.get() {
                        Some(left) => {
                            format!("On for {} more. Then they end by themselves.", text::duration(left))
                        }
                        None => {
                            "Every command and every answer of Composio's is noted too, for 15 minutes, then they end by themselves."
                                .to_owned()
                        }
                    }}
                </p>
                <ErrandNote errand />
            </div>
            <div class="btns">
                <button
                    type="button"
                    class="btn btn--sm"
                    data-test="logs-detail-switch"
                    on:click=press
                >
                    {move || if on() { "End now" } else { "Turn on for 15 minutes" }}
                </button>
            </div>
        </section>
    }
}

#[component]
fn Folder(reading: Reading<(), LogPage>) -> impl IntoView {
    let errand = Errand::new();
    let said = RwSignal::new(None::<String>);
    let folder = move || {
        reading
            .value
            .with(|read| read.as_ref().map(|(_, page)| page.directory.clone()))
            .unwrap_or_default()
    };
    let size = move || {
        let bytes = reading
            .value
            .with(|read| read.as_ref().map_or(0, |(_, page)| page.bytes));
        format!(
            "{} KiB now; at most 32 MiB, at most two weeks. The oldest go first.",
            bytes.div_ceil(1024)
        )
    };
    view! {
        <section class="setrow" aria-label="Folder of the log">
            <div class="grow">
                <h3>"Folder"</h3>
                <p class="mono selectable log__path" data-test="logs-folder">
                    {folder}
                </p>
                <p class="muted">{size}</p>
                <ErrandNote errand />
            </div>
            <div class="btns">
                <span class="small muted" role="status" data-test="logs-folder-said">
                    {move || said.get()}
                </span>
                <button
                    type="button"
                    class="btn btn--sm"
                    data-test="logs-copy-folder"
                    on:click=move |_| {
                        errand.run(CopyLogFolder {}, move |receipt| {
                            let _ = said.try_set(receipt.said);
                        });
                    }
                >
                    <Icon name="copy" small=true />
                    "Copy path"
                </button>
            </div>
        </section>
    }
}
