//! Tenants, with the integrations of one beside the list.

mod pane;

use std::rc::Rc;

use leptos::ev;
use leptos::prelude::*;
use wire::{FindTenants, TenantRow};

use self::pane::TenantPane;
use super::integrations::ViewChoice;
use crate::bridge;
use crate::desk::{Desk, Draft, Overlay, use_desk};
use crate::dom;
use crate::listing::{Listed, Listing};
use crate::parts::{Cells, Column, Grid, Icon, SearchBox, Status, class_of, grid_key, range_words};
use crate::text;

impl Listed for TenantRow {
    fn key(&self) -> &str {
        self.id.as_str()
    }
}

/// The screen.
#[component]
pub(crate) fn Tenants(children: Children) -> impl IntoView {
    let desk = use_desk();
    let filter = RwSignal::new(String::new());
    let listing = Listing::<TenantRow>::new(move |offset, limit| {
        let text = filter.get_untracked();
        Box::pin(async move {
            let ask = FindTenants {
                text,
                offset,
                limit,
            };
            let page = bridge::call(ask).await?;
            Ok((page.total, page.rows))
        })
    });
    follow(desk, listing, filter);
    let on_open = Callback::new(move |row: TenantRow| desk.tenant.set(Some(row.id)));
    listen(desk, listing, on_open);
    let open = Signal::derive(move || {
        desk.tenant
            .with(|open| open.as_ref().map(ToString::to_string))
    });
    let total = move || {
        let (_, tenants) = desk.counts.get()?;
        Some(text::counted(tenants, "tenant"))
    };
    view! {
        <header class="top">
            <h1>"Tenants"</h1>
            <span class="top__sub num">{total}</span>
            <span class="top__gap"></span>
            <button
                type="button"
                class="btn"
                data-test="connect-account"
                on:click=move |_| desk.overlay.set(Some(Overlay::Connect(Draft::default())))
            >
                <Icon name="plus" />
                "Connect account"
            </button>
        </header>
        {children()}
        <div class="content">
            <section class="list" aria-label="Tenant list">
                <div class="toolbar">
                    <ViewChoice />
                    <SearchBox
                        label="Filter tenants"
                        placeholder="Filter by name, ID, e-mail"
                        value=filter
                        on_text=Callback::new(move |text| filter.set(text))
                        on_down=Callback::new(move |()| {
                            listing.put(0);
                        })
                        test="filter"
                    />
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
                    empty=ToChildren::to_children(move || view! { <Empty filter /> })
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

fn follow(desk: Desk, listing: Listing<TenantRow>, filter: RwSignal<String>) {
    Effect::new(move |before: Option<String>| {
        let text = filter.get();
        if before.is_some_and(|before| before != text) {
            listing.requery();
        }
        text
    });
    Effect::new(move |before: Option<u32>| {
        let rows = desk.console.rows.get();
        if before.is_some() {
            listing.refresh();
        }
        rows
    });
}

fn columns() -> Vec<Column> {
    [
        ("Tenant", ""),
        ("All", "right"),
        ("By status, worst first", ""),
    ]
    .into_iter()
    .map(|(title, class)| Column {
        title,
        class,
        sort: None,
    })
    .collect()
}

fn cells() -> Cells<TenantRow> {
    Rc::new(|row, _| {
        let all: u32 = row.by_state.iter().map(|(_, rows)| rows).sum();
        let mut by_state = row.by_state.clone();
        by_state.sort_by_key(|(state, _)| {
            domain::LifecycleName::ALL
                .iter()
                .position(|known| known == state)
        });
        view! {
            <span role="gridcell" title=row.user.clone()>
                {row.name.clone()}
            </span>
            <span role="gridcell" class="num right dim">
                {text::count(all)}
            </span>
            <span role="gridcell">
                <span class="states">
                    {by_state
                        .into_iter()
                        .map(|(state, rows)| {
                            let label = format!("{} {}", text::count(rows), state.label());
                            view! { <Status class=class_of(state) label /> }
                        })
                        .collect_view()}
                </span>
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
                        <h2>"No tenants yet"</h2>
                        <p class="muted">
                            "A tenant appears with its first connected account, or when you connect one for it."
                        </p>
                    }
                }
            >
                <h2>"Nothing matches"</h2>
                <p class="muted">"No tenant has that name, ID or e-mail address."</p>
                <button type="button" class="btn" on:click=move |_| filter.set(String::new())>
                    "Clear the filter"
                </button>
            </Show>
        </div>
    }
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
                listing.focus_cursor();
            }
            "/" => dom::focus_on("[data-filter]"),
            "n" => desk.overlay.set(Some(Overlay::Connect(Draft::default()))),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || keys.remove());
}
