//! The audit list: who did what, to what, and how it came out. Nothing in it can be
//! changed here.

mod entry;
mod filters;
mod pane;
mod verify;

use leptos::ev;
use leptos::prelude::*;
use wire::{AuditSearch, FindAudit};

use self::entry::{Entry, cells, columns};
use self::filters::Filters;
use self::pane::EntryPane;
use self::verify::Verify;
use crate::bridge;
use crate::desk::{Desk, use_desk};
use crate::dom;
use crate::listing::Listing;
use crate::parts::{Blank, Grid, SearchBox, grid_key, range_words};
use crate::text;

/// The screen.
#[component]
pub(crate) fn Activity(children: Children) -> impl IntoView {
    let desk = use_desk();
    let filter = RwSignal::new(AuditSearch::default());
    let actors = RwSignal::new(Vec::new());
    let open = RwSignal::new(None::<Entry>);
    let listing = listing(filter, actors);
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
                <Bar filter listing />
                <Filters search=filter actors />
                <Grid
                    listing
                    label="Audit list"
                    class="grid--activity"
                    columns=columns()
                    cells=cells(desk)
                    row_class=Callback::new(|_| Some("audit-row"))
                    open=open_key
                    on_open
                    empty=ToChildren::to_children(move || {
                        view! {
                            <Blank
                                filter
                                title="Nothing has happened yet"
                                none="Every change that Switchboard makes or sees is written here, before it is made and after."
                                no_match="No entry fits what is asked for."
                            />
                        }
                    })
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

/// Searching and verifying.
#[component]
fn Bar(filter: RwSignal<AuditSearch>, listing: Listing<Entry>) -> impl IntoView {
    let text = Signal::derive(move || filter.with(|filter| filter.text.clone()));
    view! {
        <div class="toolbar">
            <SearchBox
                label="Filter the audit list"
                placeholder="Person, action, target, request"
                value=text
                on_text=Callback::new(move |text| {
                    filter.update(|filter| filter.text = text);
                })
                on_down=Callback::new(move |()| {
                    listing.put(0);
                })
                test="filter"
            />
            <span class="grow"></span>
            <Verify />
        </div>
    }
}

fn listing(filter: RwSignal<AuditSearch>, actors: RwSignal<Vec<String>>) -> Listing<Entry> {
    Listing::<Entry>::new(move |offset, limit| {
        let search = filter.get_untracked();
        Box::pin(async move {
            let ask = FindAudit {
                search,
                offset,
                limit,
            };
            let page = bridge::call(ask).await?;
            if actors
                .try_get_untracked()
                .is_some_and(|held| held != page.actors)
            {
                actors.set(page.actors);
            }
            let entries = page.rows.into_iter().map(|row| Entry {
                key: row.seq.to_string(),
                row,
            });
            Ok((page.total, entries.collect()))
        })
    })
}

fn follow(desk: Desk, listing: Listing<Entry>, filter: RwSignal<AuditSearch>) {
    Effect::new(move |before: Option<AuditSearch>| {
        let search = filter.get();
        if before.is_some_and(|before| before != search) {
            listing.requery();
        }
        search
    });
    // Whatever happens leaves an entry behind.
    Effect::new(move |before: Option<()>| {
        desk.console.rows.track();
        desk.console.attempts.track();
        desk.console.notices.track();
        desk.console.project.track();
        if before.is_some() {
            listing.refresh();
        }
    });
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
