//! The virtual grid of DESIGN.md §4: rows of one height, drawn only where they are
//! seen, with the cursor on an id.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{KeyboardEvent, ResizeObserver};

use super::fault::FaultNote;
use crate::dom;
use crate::listing::{Listed, Listing, ROW};
use crate::text;

/// A column's head.
#[derive(Clone)]
pub(crate) struct Column {
    pub(crate) title: &'static str,
    pub(crate) class: &'static str,
    /// What a press on the head does, and `ascending` or `descending` when it is the
    /// order.
    pub(crate) sort: Option<(Callback<()>, Signal<Option<&'static str>>)>,
}

/// Draws the cells of a row; the second row is the one above it, when it is held.
pub(crate) type Cells<T> = Rc<dyn Fn(&T, Option<&T>) -> AnyView>;

/// The grid.
#[component]
pub(crate) fn Grid<T: Listed>(
    listing: Listing<T>,
    label: &'static str,
    /// The class that sets the columns.
    class: &'static str,
    columns: Vec<Column>,
    cells: Cells<T>,
    /// More classes for a row: the tint.
    row_class: Callback<T, Option<&'static str>>,
    /// The row whose pane is open.
    #[prop(into)]
    open: Signal<Option<String>>,
    on_open: Callback<T>,
    /// What is shown when nothing matches or nothing is there.
    empty: ChildrenFn,
) -> impl IntoView {
    watch_height(listing);
    let cells = StoredValue::new_local(cells);
    let total = Memo::new(move |_| listing.pages.with(|pages| pages.total()));
    let range = Memo::new(move |_| listing.span().drawn());
    let is_empty = Memo::new(move |_| total.get() == Some(0));
    view! {
        <div
            class=format!("grid {class}")
            role="grid"
            aria-label=label
            aria-rowcount=move || total.get().map_or(-1, |total| i64::from(total) + 1).to_string()
            aria-busy=move || listing.pages.with(|pages| pages.is_catching_up()).to_string()
            node_ref=listing.scroller
            data-test="grid"
            on:scroll=move |_| {
                if let Some(scroller) = listing.scroller.get_untracked() {
                    listing.top.set(f64::from(scroller.scroll_top()));
                }
            }
        >
            <Head columns />
            {move || {
                listing
                    .fault
                    .get()
                    .map(|fault| {
                        view! {
                            <div class="grid__fault">
                                <FaultNote
                                    fault
                                    retry=Callback::new(move |()| listing.refresh())
                                />
                            </div>
                        }
                    })
            }}
            <Show when=move || total.get().is_none() && listing.fault.with(Option::is_none)>
                <Skeleton class />
            </Show>
            <Show when=move || is_empty.get()>{empty()}</Show>
            <div
                role="rowgroup"
                class="grid__rows"
                style:height=move || format!("{}px", f64::from(total.get().unwrap_or(0)) * ROW)
            >
                <For each=move || range.get() key=|index| *index let:index>
                    <Row listing index cells row_class open on_open />
                </For>
            </div>
        </div>
    }
}

#[component]
fn Head(columns: Vec<Column>) -> impl IntoView {
    let heads = columns.into_iter().map(|column| match column.sort {
        None => view! {
            <span role="columnheader" class=column.class>
                {column.title}
            </span>
        }
        .into_any(),
        Some((press, order)) => view! {
            <span
                role="columnheader"
                class=column.class
                aria-sort=move || order.get().unwrap_or("none")
            >
                <button type="button" tabindex="-1" on:click=move |_| press.run(())>
                    {column.title}
                    {move || {
                        order
                            .get()
                            .map(|order| {
                                let name = if order == "ascending" { "up" } else { "down" };
                                view! { <super::icon::Icon name small=true /> }
                            })
                    }}
                </button>
            </span>
        }
        .into_any(),
    });
    view! {
        <div role="rowgroup" class="grid__head">
            <div class="row row--head" role="row" aria-rowindex="1">
                {heads.collect_view()}
            </div>
        </div>
    }
}

#[component]
fn Row<T: Listed>(
    listing: Listing<T>,
    index: u32,
    cells: StoredValue<Cells<T>, LocalStorage>,
    row_class: Callback<T, Option<&'static str>>,
    #[prop(into)] open: Signal<Option<String>>,
    on_open: Callback<T>,
) -> impl IntoView {
    let row = Memo::new(move |_| listing.pages.with(|pages| pages.row(index).cloned()));
    let above = Memo::new(move |_| {
        let above = index.checked_sub(1)?;
        listing.pages.with(|pages| pages.row(above).cloned())
    });
    let key = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| row.key().to_owned())));
    let here = Memo::new(move |_| {
        listing.cursor.with(|cursor| match &cursor.key {
            Some(at) => key.with(|key| key.as_ref() == Some(at)),
            None => cursor.index == index,
        })
    });
    let is_open =
        Memo::new(move |_| open.with(|open| open.is_some() && key.with(|key| key == open)));
    let class = move || {
        let more = row.get().and_then(|row| row_class.run(row)).unwrap_or("");
        format!("row {more}")
    };
    view! {
        <div
            class=class
            class:is-focus=move || here.get() && listing.cursor.with(|cursor| cursor.placed)
            role="row"
            aria-rowindex=(index + 2).to_string()
            aria-current=move || is_open.get().then_some("true")
            tabindex=move || if here.get() { "0" } else { "-1" }
            data-test="row"
            data-index=index.to_string()
            data-id=move || key.get()
            style:top=format!("{}px", f64::from(index) * ROW)
            on:click=move |_| {
                if let Some(row) = row.get_untracked() {
                    listing.put(index);
                    on_open.run(row);
                }
            }
        >
            {move || match row.get() {
                Some(row) => {
                    cells.with_value(|cells| above.with(|above| cells(&row, above.as_ref())))
                }
                None => view! { <span role="gridcell"><span class="sk"></span></span> }.into_any(),
            }}
        </div>
    }
}

/// Rows to come, after 200 ms; the same geometry as the rows.
#[component]
fn Skeleton(class: &'static str) -> impl IntoView {
    let late = RwSignal::new(false);
    dom::after(200, move || {
        let _ = late.try_set(true);
    });
    let cells = if class.contains("tenants") { 3 } else { 5 };
    view! {
        <Show when=move || late.get()>
            <div role="rowgroup" aria-hidden="true" data-test="skeleton">
                {(0..14)
                    .map(|row| {
                        view! {
                            <div class="row">
                                {(0..cells)
                                    .map(|cell| {
                                        let width = 45 + (row * 17 + cell * 29) % 45;
                                        view! {
                                            <span>
                                                <span
                                                    class="sk"
                                                    style:width=format!("{width}%")
                                                ></span>
                                            </span>
                                        }
                                    })
                                    .collect_view()}
                            </div>
                        }
                    })
                    .collect_view()}
            </div>
        </Show>
    }
}

fn watch_height<T: Listed>(listing: Listing<T>) {
    let measure = Closure::<dyn FnMut()>::new(move || {
        if let Some(Some(scroller)) = listing.scroller.try_get_untracked() {
            let height = f64::from(scroller.client_height());
            if (listing.height.get_untracked() - height).abs() > 0.5 {
                listing.height.set(height);
            }
        }
    });
    let Ok(observer) = ResizeObserver::new(measure.as_ref().unchecked_ref()) else {
        return;
    };
    let held = StoredValue::new_local((observer, measure));
    Effect::new(move |_| {
        if let Some(scroller) = listing.scroller.get() {
            held.with_value(|(observer, _)| observer.observe(&scroller));
        }
    });
    on_cleanup(move || {
        held.try_with_value(|(observer, _)| observer.disconnect());
    });
}

/// Takes a key that moves the cursor or opens its row. `true` when it did.
pub(crate) fn grid_key<T: Listed>(
    event: &KeyboardEvent,
    listing: Listing<T>,
    pane_is_open: bool,
    on_open: Callback<T>,
) -> bool {
    let key = event.key();
    let letter = key.len() == 1;
    // Arrows and Enter belong to what has the focus, if that is no row.
    let free = dom::inside(event, ".grid") || !dom::inside(event, "button, a, .pane, summary");
    if dom::is_modified(event) || dom::is_typing(event) || (!letter && !free) {
        return false;
    }
    let row = |index: u32| {
        listing
            .pages
            .with_untracked(|pages| pages.row(index).cloned())
    };
    if key == "Enter" {
        if dom::inside(event, ".row--head") {
            return false;
        }
        let cursor = listing.cursor.get_untracked();
        let Some(row) = cursor.key.and_then(|_| row(cursor.index)) else {
            return false;
        };
        on_open.run(row);
        return true;
    }
    let Some(index) = listing.step(&key) else {
        return false;
    };
    listing.put(index);
    if pane_is_open && let Some(row) = row(index) {
        on_open.run(row);
    }
    true
}

/// `Rows 1–19 of 220`.
pub(crate) fn range_words<T: Listed>(listing: Listing<T>) -> String {
    let span = listing.span();
    let seen = span.seen();
    if seen.is_empty() {
        return String::new();
    }
    format!(
        "Rows {}–{} of {}",
        text::count(seen.start + 1),
        text::count(seen.end),
        text::count(span.total)
    )
}
