//! The list is home: integrations, with the pane of one beside it.

mod asked;
mod begin;
mod cells;
mod check;
mod chips;
mod empty;
mod keys;
mod refused;
mod toolbar;
mod views;

use domain::{Cause, IntegrationId, LifecycleName, ToolkitSlug};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::{FindIntegrations, IntegrationRow, ListView, SyncPhase};

pub(crate) use self::begin::{ConnectAccount, begin};
use self::cells::{cells, columns};
use self::check::WhyChecksEnded;
use self::empty::Empty;
use self::refused::Refused;
use self::toolbar::Toolbar;
pub(crate) use self::toolbar::ViewChoice;
use super::pane::Pane;
use super::recent::Finder;
use crate::bridge;
use crate::desk::{Desk, Filter, use_desk};
use crate::listing::{Listed, Listing};
use crate::parts::{Grid, range_words};
use crate::text;

impl Listed for IntegrationRow {
    fn key(&self) -> &str {
        self.id.as_str()
    }
}

/// What the chips and the toolkit box show: counts for the filter as it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Facets {
    pub(crate) by_state: Vec<(LifecycleName, u32)>,
    pub(crate) views: Vec<(ListView, u32)>,
    pub(crate) causes: Vec<(Cause, u32)>,
    pub(crate) toolkits: Vec<(ToolkitSlug, String, u32)>,
    pub(crate) all: u32,
}

fn question(filter: &Filter, offset: u32, limit: u32) -> FindIntegrations {
    FindIntegrations {
        text: filter.text.clone(),
        state: filter.state,
        toolkit: filter.toolkit.clone(),
        narrow: filter.narrow.clone(),
        sort: filter.sort,
        offset,
        limit,
        locate: None,
    }
}

/// Coming back finds the list where it was left, unless a row is sought.
fn keep_place(desk: Desk, listing: Listing<IntegrationRow>) {
    if desk.sought.with_untracked(Option::is_none) {
        listing.restore(desk.scrolled.with_untracked(|tops| tops[0]));
    }
    on_cleanup(move || {
        let top = listing.top.try_get_untracked().unwrap_or(0.0);
        let _ = desk.scrolled.try_update(|tops| tops[0] = top);
    });
}

/// The screen.
#[component]
pub(crate) fn Integrations(children: Children) -> impl IntoView {
    let desk = use_desk();
    let facets = RwSignal::new(None::<Facets>);
    let listing = listing(desk, facets);
    follow(desk, listing);
    keys::listen(desk, listing);
    let on_open = Callback::new(move |row: IntegrationRow| desk.row.set(Some(row.id)));
    let open = Signal::derive(move || desk.row.with(|row| row.as_ref().map(ToString::to_string)));
    let row_class = Callback::new(move |row: IntegrationRow| {
        desk.tinted
            .with(|tinted| tinted.contains(&row.id))
            .then(|| cells::tint(&row))
    });
    let refused = Memo::new(move |_| desk.refused());
    let pane = Memo::new(move |_| desk.row.with(Option::is_some) && refused.with(Option::is_none));
    view! {
        <header class="top">
            <h1>"Integrations"</h1>
            <span class="top__sub num">{move || tenants(desk)}</span>
            <span class="top__gap"></span>
            <Finder />
            <ConnectAccount />
        </header>
        {children()}
        <div class="content" class:content--pane=move || pane.get()>
            {move || refused.get().map(|fault| view! { <Refused fault /> })}
            <section
                class="list"
                aria-label="Integration list"
                prop:inert=move || refused.with(Option::is_some)
            >
                <Toolbar facets listing />
                <WhyChecksEnded />
                <Grid
                    listing
                    label="Integrations"
                    class="grid--integrations"
                    columns=columns(desk)
                    cells=cells(desk)
                    row_class
                    open
                    on_open
                    empty=ToChildren::to_children(move || view! { <Empty facets /> })
                />
                <div class="grid--foot">
                    <span class="num" role="status" data-test="rows">
                        {move || foot_words(desk, listing)}
                    </span>
                    <span class="grow"></span>
                    <span class="hide-sm">{move || cells::order_words(desk.filter.get().sort)}</span>
                </div>
            </section>
            <Show when=move || pane.get()>
                <Pane listing />
            </Show>
        </div>
    }
}

fn tenants(desk: Desk) -> Option<String> {
    let (_, tenants) = desk.counts.get()?;
    Some(text::counted(tenants, "tenant"))
}

/// Which rows are in view; before there are any, that they are on their way.
fn foot_words(desk: Desk, listing: Listing<IntegrationRow>) -> String {
    let reading = desk
        .console
        .sync
        .with(|sync| sync.phase == SyncPhase::Reading && sync.read == 0);
    if reading && listing.span().seen().is_empty() {
        return "Reading the first page from Composio".to_owned();
    }
    range_words(listing)
}

fn listing(desk: Desk, facets: RwSignal<Option<Facets>>) -> Listing<IntegrationRow> {
    Listing::new(move |offset, limit| {
        let filter = desk.filter.get_untracked();
        Box::pin(async move {
            let page = bridge::call(question(&filter, offset, limit)).await?;
            // A later key may have been struck; then these counts are stale.
            if desk.filter.with_untracked(|now| *now == filter) {
                let _ = facets.try_set(Some(Facets {
                    by_state: page.by_state,
                    views: page.views,
                    causes: page.causes,
                    toolkits: page.toolkits,
                    all: page.all,
                }));
            }
            Ok((page.total, page.rows))
        })
    })
}

/// Asks again when the filter or the rows change, and looks for the row sought.
fn follow(desk: Desk, listing: Listing<IntegrationRow>) {
    keep_place(desk, listing);
    if desk.sought.with_untracked(Option::is_none)
        && let Some(open) = desk.row.get_untracked()
    {
        desk.sought.set(Some(open));
    }
    Effect::new(move |before: Option<Filter>| {
        let filter = desk.filter.get();
        if before.is_some_and(|before| before != filter) {
            listing.requery();
        }
        filter
    });
    Effect::new(move |before: Option<u32>| {
        let rows = desk.console.rows.get();
        if before.is_some() {
            listing.refresh();
        }
        rows
    });
    // An open pane follows the cursor, also onto a row that had to be read first.
    Effect::new(move |before: Option<Option<String>>| {
        let key = listing.cursor.with(|cursor| cursor.key.clone());
        let moved = before.is_some_and(|before| before != key);
        if let Some(row) = key.clone().filter(|_| moved)
            && desk.row.with_untracked(Option::is_some)
        {
            desk.row.set(IntegrationId::parse(row).ok());
        }
        key
    });
    // Whoever opened another row, or closed this one, is not pulled back to it.
    Effect::new(move |_| {
        desk.row
            .with(|row| listing.stay(row.as_ref().map(IntegrationId::as_str)));
    });
    Effect::new(move |_| {
        if let Some(sought) = desk.sought.get() {
            desk.sought.set(None);
            desk.row.set(Some(sought.clone()));
            spawn_local(seek(desk, listing, sought));
        }
    });
}

/// Finds a row and brings it into view, as long as it is the one that is meant; a filter that
/// hides it is cleared.
async fn seek(desk: Desk, listing: Listing<IntegrationRow>, row: IntegrationId) {
    for _ in 0..2 {
        let filter = desk.filter.get_untracked();
        let ask = FindIntegrations {
            locate: Some(row.clone()),
            ..question(&filter, 0, 1)
        };
        let Ok(page) = bridge::call(ask).await else {
            return; // The list itself says what is wrong.
        };
        let is_meant = desk.row.with_untracked(|open| open.as_ref() == Some(&row));
        if !is_meant || desk.filter.with_untracked(|now| *now != filter) {
            return; // Another row was chosen since, or the list is another one.
        }
        if let Some(index) = page.located {
            listing.centre(index, row.to_string());
            return;
        }
        if filter.is_open() {
            return; // Not in the list; the pane says so.
        }
        desk.filter.set(Filter {
            sort: filter.sort,
            ..Filter::default()
        });
    }
}
