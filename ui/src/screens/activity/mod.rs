//! The audit list: who did what, to what, and how it came out. Nothing in it can be
//! changed here.

mod pane;
mod verify;

use std::rc::Rc;

use leptos::ev;
use leptos::prelude::*;
use wire::{AuditRowView, FindAudit};

use self::pane::EntryPane;
use self::verify::Verify;
use crate::bridge;
use crate::desk::{Desk, use_desk};
use crate::dom::{self, zone};
use crate::listing::{Listed, Listing};
use crate::parts::{Cells, Column, Grid, SearchBox, Status, grid_key, range_words};
use crate::text;

/// A row and its key: the place in the chain, as text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    key: String,
    pub(crate) row: AuditRowView,
}

impl Listed for Entry {
    fn key(&self) -> &str {
        &self.key
    }
}

/// The class and word of an entry's outcome.
pub(crate) fn outcome(row: &AuditRowView) -> (&'static str, String) {
    let short = row
        .result
        .as_deref()
        .and_then(|words| words.split([':', ',', ' ']).next())
        .map(str::to_lowercase);
    let class = match (row.kind.as_str(), short.as_deref()) {
        ("intent", _) => "st-pending",
        ("observed", _) => "st-unknown",
        (_, Some("done")) => "st-active",
        (_, Some("refused" | "failed")) => "st-error",
        (_, Some("skipped" | "partly")) => "st-expired",
        (_, Some(_) | None) => "st-unknown",
    };
    (class, capital(short.as_deref().unwrap_or(&row.kind)))
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// The screen.
#[component]
pub(crate) fn Activity(children: Children) -> impl IntoView {
    let desk = use_desk();
    let filter = RwSignal::new(String::new());
    let open = RwSignal::new(None::<Entry>);
    let listing = Listing::<Entry>::new(move |offset, limit| {
        let text = filter.get_untracked();
        Box::pin(async move {
            let ask = FindAudit {
                text,
                offset,
                limit,
            };
            let page = bridge::call(ask).await?;
            let entries = page.rows.into_iter().map(|row| Entry {
                key: row.seq.to_string(),
                row,
            });
            Ok((page.total, entries.collect()))
        })
    });
    follow(desk, listing, filter);
    let on_open = Callback::new(move |entry: Entry| open.set(Some(entry)));
    listen(desk, listing, open, on_open);
    let open_key = Signal::derive(move || open.with(|open| open.as_ref().map(|it| it.key.clone())));
    let total = move || {
        let total = listing.pages.with(|pages| pages.total())?;
        Some(text::counted_with(total, "entry", "entries"))
    };
    view! {
        <header class="top">
            <h1>"Activity"</h1>
            <span class="top__sub num">{total}</span>
        </header>
        {children()}
        <div class="content">
            <section class="list" aria-label="Audit list">
                <div class="toolbar">
                    <SearchBox
                        label="Filter the audit list"
                        placeholder="Person, action, target"
                        value=filter
                        on_text=Callback::new(move |text| filter.set(text))
                        on_down=Callback::new(move |()| {
                            listing.put(0);
                        })
                        test="filter"
                    />
                    <span class="grow"></span>
                    <Verify />
                </div>
                <Grid
                    listing
                    label="Audit list"
                    class="grid--activity"
                    columns=columns()
                    cells=cells(desk)
                    row_class=Callback::new(|_| Some("audit-row"))
                    open=open_key
                    on_open
                    empty=ToChildren::to_children(move || view! { <Empty filter /> })
                />
                <div class="grid--foot">
                    <span class="num" role="status" data-test="rows">
                        {move || range_words(listing)}
                    </span>
                    <span class="grow"></span>
                    <span class="hide-sm">
                        "Entries cannot be edited or removed. Tokens and links are never logged."
                    </span>
                </div>
            </section>
            {move || open.get().map(|entry| view! { <EntryPane entry open /> })}
        </div>
    }
}

fn follow(desk: Desk, listing: Listing<Entry>, filter: RwSignal<String>) {
    Effect::new(move |before: Option<String>| {
        let text = filter.get();
        if before.is_some_and(|before| before != text) {
            listing.requery();
        }
        text
    });
    // Whatever happens leaves an entry behind.
    Effect::new(move |before: Option<()>| {
        desk.console.rows.track();
        desk.console.attempts.track();
        desk.console.notices.track();
        if before.is_some() {
            listing.refresh();
        }
    });
}

fn columns() -> Vec<Column> {
    ["Time", "Who", "Did", "To", "Result"]
        .into_iter()
        .map(|title| Column {
            title,
            class: "",
            sort: None,
        })
        .collect()
}

fn cells(desk: Desk) -> Cells<Entry> {
    Rc::new(move |entry, _| {
        let row = &entry.row;
        let at = row.at;
        let when = move || {
            let now = desk.now.get_untracked();
            let day = text::moment(at, now, zone(at));
            if day == text::minute(at, zone(at)) {
                text::clock(at, zone(at))
            } else {
                day
            }
        };
        let (class, word) = outcome(row);
        view! {
            <span role="gridcell" class="num dim" title=text::exact(at, zone(at))>
                {when()}
            </span>
            <span role="gridcell" title=row.actor.clone()>
                {row.actor.clone()}
            </span>
            <span role="gridcell" title=row.action.clone()>
                {row.action.clone()}
            </span>
            <span role="gridcell" class="dim" title=row.target.clone()>
                {row.target.clone()}
            </span>
            <span
                role="gridcell"
                data-test="audit-row"
                data-kind=row.kind.clone()
                title=row.result.clone()
            >
                <Status class label=word />
            </span>
        }
        .into_any()
    })
}

#[component]
fn Empty(filter: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="blank" data-test="empty-match">
            <Show
                when=move || !filter.with(String::is_empty)
                fallback=|| {
                    view! {
                        <h2>"Nothing has happened yet"</h2>
                        <p class="muted">
                            "Every change that Switchboard makes or sees is written here, before it is made and after."
                        </p>
                    }
                }
            >
                <h2>"Nothing matches"</h2>
                <p class="muted">"No entry has that person, action or target."</p>
                <button type="button" class="btn" on:click=move |_| filter.set(String::new())>
                    "Clear the filter"
                </button>
            </Show>
        </div>
    }
}

fn listen(
    desk: Desk,
    listing: Listing<Entry>,
    open: RwSignal<Option<Entry>>,
    on_open: Callback<Entry>,
) {
    let keys = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() || !desk.is_bare() {
            return;
        }
        let pane = open.with_untracked(Option::is_some);
        if grid_key(&event, listing, pane, on_open) {
            return event.prevent_default();
        }
        if dom::is_modified(&event) || dom::is_typing(&event) {
            return;
        }
        match event.key().as_str() {
            "Escape" if pane => {
                open.set(None);
                listing.focus_cursor();
            }
            "/" => dom::focus_on("[data-filter]"),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || keys.remove());
}
