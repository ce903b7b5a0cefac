//! The audit lists: who did what, to what, and how it came out. Nothing in them can be
//! changed here.

mod entry;
mod filters;
mod lists;
mod pane;
mod verify;

use leptos::ev;
use leptos::prelude::*;
use wire::{AuditList, FindAudit};

use self::entry::{Entry, cells, columns};
use self::filters::{Filters, Sought};
use self::lists::{Asked, Lists};
use self::pane::EntryPane;
use self::verify::{Verdict, Verify};
use crate::bridge;
use crate::desk::{Desk, use_desk};
use crate::dom;
use crate::listing::Listing;
use crate::parts::{Blank, Grid, SearchBox, grid_key, range_words};
use crate::screens::recent::Finder;
use crate::text;

const MINUTE: i64 = 60_000;

/// The screen.
#[component]
pub(crate) fn Activity(children: Children) -> impl IntoView {
    let desk = use_desk();
    let filter = RwSignal::new(Sought::default());
    let asked = Asked::new(desk, filter);
    let actors = asked.actors;
    let open = RwSignal::new(None::<Entry>);
    let listing = listing(asked);
    follow(asked, listing, open);
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
            <span class="top__gap"></span>
            <Finder />
        </header>
        {children()}
        <div class="content">
            <section class="list" aria-label="Audit list">
                <Bar asked listing />
                <Filters sought=filter actors />
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
fn Bar(asked: Asked, listing: Listing<Entry>) -> impl IntoView {
    let filter = asked.filter;
    let verdict = RwSignal::new(None);
    let text = Signal::derive(move || filter.with(|filter| filter.search.text.clone()));
    view! {
        <div class="toolbar toolbar--find">
            <Lists asked />
            <SearchBox
                label="Filter the audit list"
                placeholder="Person, action, target, request"
                value=text
                on_text=Callback::new(move |text| {
                    filter.update(|filter| filter.search.text = text);
                })
                on_down=Callback::new(move |()| listing.enter())
                test="filter"
            />
            <span class="grow"></span>
            <Verify verdict />
        </div>
        <Verdict verdict />
    }
}

fn listing(asked: Asked) -> Listing<Entry> {
    Listing::<Entry>::new(move |offset, limit| {
        let list = asked.desk.audit_list.get_untracked();
        let now = asked.desk.now.get_untracked();
        let search = asked.filter.with_untracked(|sought| sought.at(now));
        Box::pin(async move {
            let ask = FindAudit {
                list,
                search,
                offset,
                limit,
            };
            let page = bridge::call(ask).await?;
            asked.learn(&page);
            let entries = page.rows.into_iter().map(move |row| Entry {
                key: format!("{list:?}-{}", row.seq),
                row,
            });
            Ok((page.total, entries.collect()))
        })
    })
}

fn follow(asked: Asked, listing: Listing<Entry>, open: RwSignal<Option<Entry>>) {
    let desk = asked.desk;
    Effect::new(move |before: Option<(AuditList, Sought)>| {
        let now = (desk.audit_list.get(), asked.filter.get());
        if let Some(before) = before {
            if before.0 != now.0 {
                open.set(None);
            }
            if before != now {
                listing.requery();
            }
        }
        now
    });
    // The last hour is another one each minute.
    let minute = Memo::new(move |_| {
        let ends = asked.filter.with(|sought| sought.within.is_some());
        ends.then(|| desk.now.get().millis() / MINUTE)
    });
    Effect::new(move |before: Option<Option<i64>>| {
        let now = minute.get();
        if now.is_some() && before.flatten().is_some_and(|before| Some(before) != now) {
            listing.refresh();
        }
        now
    });
    // Whatever happens leaves an entry behind.
    Effect::new(move |before: Option<()>| {
        desk.console.rows.track();
        desk.console.attempts.track();
        desk.console.notices.track();
        desk.console.project.track();
        desk.console.cleanup.track();
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
