//! The log, newest first, a page at a time: the window never holds more than one page.

use leptos::prelude::*;
use wire::{FindLogs, LogLevel, LogPage, LogPlace};

use super::line::Line;
use crate::bridge;
use crate::dom;
use crate::parts::{FaultNote, Icon, SearchBox, Spinner};
use crate::reading::Reading;
use crate::text;

/// Lines on a page.
const PAGE: u32 = 50;

type Asked = (Option<LogPlace>, LogLevel, String);

/// What is asked for.
#[derive(Clone, Copy)]
struct Search {
    text: RwSignal<String>,
    level: RwSignal<LogLevel>,
    /// Where each page begins that was gone through; the last one is shown.
    pages: RwSignal<Vec<LogPlace>>,
    tick: RwSignal<u32>,
}

impl Search {
    fn new() -> Self {
        Self {
            text: RwSignal::new(String::new()),
            level: RwSignal::new(LogLevel::default()),
            pages: RwSignal::new(Vec::new()),
            tick: RwSignal::new(0),
        }
    }

    fn newest(self) {
        self.pages.set(Vec::new());
        self.tick.update(|tick| *tick = tick.wrapping_add(1));
    }

    fn narrows(self) -> bool {
        self.level.get() != LogLevel::default() || self.text.with(|text| !text.trim().is_empty())
    }

    fn clear(self) {
        self.text.set(String::new());
        self.level.set(LogLevel::default());
        self.newest();
        dom::focus_on("[data-test=logs-filter]");
    }
}

/// The list and what narrows it.
#[component]
pub(super) fn Lines() -> impl IntoView {
    let search = Search::new();
    let key = Signal::derive(move || {
        let before = search.pages.with(|pages| pages.last().cloned());
        Some((before, search.level.get(), search.text.get()))
    });
    let reading: Reading<Asked, LogPage> =
        Reading::new(key, search.tick.into(), |(before, level, text)| {
            Box::pin(bridge::call(FindLogs {
                before,
                level,
                text,
                limit: PAGE,
            }))
        });
    let again = reading.again();
    view! {
        <section class="log" aria-label="Log">
            <Bar search />
            {move || reading.fault.get().map(|fault| view! { <FaultNote fault retry=again /> })}
            {move || {
                reading
                    .value
                    .get()
                    .map(|(_, page)| lines(search, page))
                    .or_else(|| reading.fault.with(Option::is_none).then(waiting))
            }}
            <Foot search reading />
        </section>
    }
}

fn waiting() -> AnyView {
    view! {
        <p class="log__none muted" role="status" data-test="logs-loading">
            <Spinner />
            " Reading the log…"
        </p>
    }
    .into_any()
}

fn lines(search: Search, page: LogPage) -> AnyView {
    if page.lines.is_empty() {
        return view! {
            <div class="log__none" data-test="logs-empty">
                {move || match search.narrows() {
                    true => {
                        view! {
                            <p class="muted">"No line fits what is asked for."</p>
                            <button
                                type="button"
                                class="btn btn--sm"
                                data-test="clear-filter"
                                on:click=move |_| search.clear()
                            >
                                "Clear the filter"
                            </button>
                        }
                            .into_any()
                    }
                    false => view! { <p class="muted">"Nothing has been logged yet."</p> }.into_any(),
                }}
            </div>
        }
        .into_any();
    }
    view! {
        <ol class="log__ls" tabindex="0" aria-label="Lines of the log, newest first">
            {page.lines.into_iter().map(|line| view! { <Line line /> }).collect_view()}
        </ol>
    }
    .into_any()
}

#[component]
fn Bar(search: Search) -> impl IntoView {
    view! {
        <div class="log__bar">
            <SearchBox
                label="Filter the log"
                placeholder="Message, field, part of the app"
                value=search.text
                on_text=Callback::new(move |text| {
                    search.pages.set(Vec::new());
                    search.text.set(text);
                })
                test="logs-filter"
            />
            <span class="selectbox">
                <select
                    class="select"
                    aria-label="Which lines"
                    data-test="logs-level"
                    prop:value=move || search.level.get().as_str()
                    on:change=move |event| {
                        search.pages.set(Vec::new());
                        search
                            .level
                            .set(LogLevel::parse(&event_target_value(&event)).unwrap_or_default());
                    }
                >
                    {[
                        (LogLevel::Debug, "All lines"),
                        (LogLevel::Info, "Info and worse"),
                        (LogLevel::Warn, "Warnings and errors"),
                        (LogLevel::Error, "Errors only"),
                    ]
                        .map(|(level, name)| {
                            view! {
                                <option
                                    value=level.as_str()
                                    selected=move || search.level.get() == level
                                >
                                    {name}
                                </option>
                            }
                        })
                        .collect_view()}
                </select>
                <Icon name="down" />
            </span>
            <span class="grow"></span>
            <button
                type="button"
                class="btn btn--sm"
                data-test="logs-newest"
                on:click=move |_| search.newest()
            >
                <Icon name="refresh" small=true />
                "Newest"
            </button>
        </div>
    }
}

#[component]
fn Foot(search: Search, reading: Reading<Asked, LogPage>) -> impl IntoView {
    let older = move || reading.value.with(|read| read.as_ref()?.1.older.clone());
    let first = move || search.pages.with(Vec::is_empty);
    view! {
        <div class="log__bar">
            <span class="small muted num" role="status" data-test="logs-rows">
                {move || {
                    let count = reading
                        .value
                        .with(|read| read.as_ref().map_or(0, |(_, page)| page.lines.len()));
                    let page = search.pages.with(Vec::len) + 1;
                    let count = u32::try_from(count).unwrap_or(u32::MAX);
                    format!("Page {page}, {}, newest first", text::counted(count, "line"))
                }}
            </span>
            <span class="grow"></span>
            <button
                type="button"
                class="btn btn--sm"
                data-test="logs-newer"
                aria-disabled=move || first().to_string()
                on:click=move |_| search.pages.update(|pages| {
                    pages.pop();
                })
            >
                "Newer"
            </button>
            <button
                type="button"
                class="btn btn--sm"
                data-test="logs-older"
                aria-disabled=move || older().is_none().to_string()
                on:click=move |_| {
                    if let Some(place) = untrack(older) {
                        search.pages.update(|pages| pages.push(place));
                    }
                }
            >
                "Older"
            </button>
        </div>
    }
}
