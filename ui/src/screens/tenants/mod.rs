//! Tenants, with the integrations of one beside the list.

mod cells;
mod delete;
mod form;
mod need;
mod pane;

use leptos::ev;
use leptos::prelude::*;
use wire::{FindTenants, TenantRow};

use self::cells::{cells, columns};
pub(crate) use self::delete::ConfirmDeleteTenant;
pub(crate) use self::form::TenantForm;
use self::need::{Counts, NeedChips};
use self::pane::TenantPane;
use super::integrations::{ConnectAccount, ViewChoice};
use super::recent::Finder;
use crate::bridge;
use crate::desk::{Desk, Overlay, TenantDraft, TenantFilter, use_desk};
use crate::dom;
use crate::listing::Listing;
use crate::parts::{Blank, Grid, Icon, SearchBox, grid_key, range_words};
use crate::text;

/// The screen.
#[component]
pub(crate) fn Tenants(children: Children) -> impl IntoView {
    let desk = use_desk();
    let filter = desk.tenant_filter;
    let counts = RwSignal::new(None::<Counts>);
    let listing = listing(filter, counts);
    keep_place(desk, listing);
    follow(desk, listing, filter);
    let on_open = opening(desk);
    listen(desk, listing, on_open);
    let open = Signal::derive(move || {
        desk.tenant
            .with(|open| open.as_ref().map(ToString::to_string))
    });
    view! {
        <Top />
        {children()}
        <div class="content">
            <section class="list" aria-label="Tenant list">
                <div class="toolbar toolbar--find">
                    <ViewChoice />
                    {search(filter, listing)}
                    <span class="grow"></span>
                    <NeedChips filter counts />
                </div>
                <Grid
                    listing
                    label="Tenants"
                    class="grid--tenants"
                    columns=columns()
                    cells=cells()
                    row_class=Callback::new(|_| None)
                    open
                    on_open
                    empty=ToChildren::to_children(move || {
                        view! {
                            <Blank
                                filter
                                title="No tenants yet"
                                none="A tenant appears with its first connected account, or when you add one."
                                no_match="No tenant fits. The filter looks at names, IDs, e-mail addresses and tags. “Need action” lists only those of whom an integration needs somebody."
                            />
                        }
                    })
                />
                <div class="grid--foot">
                    <span class="num" role="status" data-test="rows">
                        {move || range_words(listing)}
                    </span>
                </div>
            </section>
            <Show when=move || desk.tenant.with(Option::is_some)>
                <TenantPane />
            </Show>
        </div>
    }
}

fn search(filter: RwSignal<TenantFilter>, listing: Listing<TenantRow>) -> impl IntoView {
    view! {
        <SearchBox
            label="Filter tenants"
            placeholder="Filter by name, ID, e-mail, tag"
            value=Signal::derive(move || filter.with(|filter| filter.text.clone()))
            on_text=Callback::new(move |text| filter.update(|filter| filter.text = text))
            on_down=Callback::new(move |()| listing.enter())
            test="filter"
        />
    }
}

/// Opens a tenant from the list. Whoever goes on to another one here, or leaves, does not go back
/// from it.
fn opening(desk: Desk) -> Callback<TenantRow> {
    on_cleanup(move || {
        let _ = desk.came_from.try_set(None);
    });
    Callback::new(move |row: TenantRow| {
        desk.came_from.set(None);
        desk.tenant.set(Some(row.id));
    })
}

fn add(desk: Desk) {
    desk.overlay
        .set(Some(Overlay::Tenant(Box::<TenantDraft>::default())));
}

#[component]
fn Top() -> impl IntoView {
    let desk = use_desk();
    let total = move || {
        let (_, tenants) = desk.counts.get()?;
        Some(text::counted(tenants, "tenant"))
    };
    view! {
        <header class="top">
            <h1>"Tenants"</h1>
            <span class="top__sub num">{total}</span>
            <span class="top__gap"></span>
            <Finder />
            <button
                type="button"
                class="btn"
                data-test="add-tenant"
                on:click=move |_| add(desk)
            >
                <Icon name="plus" />
                "Add tenant…"
            </button>
            <ConnectAccount />
        </header>
    }
}

/// Esc and back leave the list as it was.
fn keep_place(desk: Desk, listing: Listing<TenantRow>) {
    listing.restore(desk.scrolled.with_untracked(|tops| tops[1]));
    on_cleanup(move || {
        let top = listing.top.try_get_untracked().unwrap_or(0.0);
        let _ = desk.scrolled.try_update(|tops| tops[1] = top);
    });
}

fn listing(filter: RwSignal<TenantFilter>, counts: RwSignal<Option<Counts>>) -> Listing<TenantRow> {
    Listing::<TenantRow>::new(move |offset, limit| {
        let asked = filter.get_untracked();
        Box::pin(async move {
            let ask = FindTenants {
                text: asked.text.clone(),
                needs_action: asked.needs_action,
                offset,
                limit,
            };
            let page = bridge::call(ask).await?;
            // A later key may have been struck; then these counts are stale.
            if filter.try_get_untracked().as_ref() == Some(&asked) {
                let _ = counts.try_set(Some(Counts {
                    all: page.matching,
                    need: page.needs_action,
                }));
            }
            Ok((page.total, page.rows))
        })
    })
}

fn follow(desk: Desk, listing: Listing<TenantRow>, filter: RwSignal<TenantFilter>) {
    Effect::new(move |before: Option<TenantFilter>| {
        let asked = filter.get();
        if before.is_some_and(|before| before != asked) {
            listing.requery();
        }
        asked
    });
    Effect::new(move |before: Option<u32>| {
        let rows = desk.console.rows.get();
        if before.is_some() {
            listing.refresh();
        }
        rows
    });
}

fn listen(desk: Desk, listing: Listing<TenantRow>, on_open: Callback<TenantRow>) {
    let keys = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() || !desk.is_bare() {
            return;
        }
        let pane = desk.tenant.with_untracked(Option::is_some);
        if grid_key(&event, listing, pane, on_open) {
            return event.prevent_default();
        }
        if dom::is_modified(&event) || dom::is_typing(&event) {
            return;
        }
        match event.key().as_str() {
            "Escape" if pane => {
                desk.tenant.set(None);
                match desk.came_from.get_untracked() {
                    Some(screen) => {
                        desk.came_from.set(None);
                        desk.screen.set(screen);
                    }
                    None => listing.focus_cursor(),
                }
            }
            "m" if pane => {
                dom::focus_on("[data-note]");
                dom::scroll_to("[data-note]".to_owned());
            }
            "p" if pane => {
                dom::press("[data-pin]");
            }
            "/" => dom::focus_on("[data-filter]"),
            "a" => add(desk),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || keys.remove());
}
