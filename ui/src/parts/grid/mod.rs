//! The virtual grid: rows of one height, drawn only where they are
//! seen, with the cursor on an id.

mod head;
mod keys;
mod row;
mod skeleton;

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::ResizeObserver;

pub(crate) use self::head::Column;
use self::head::Head;
pub(crate) use self::keys::{grid_key, range_words};
pub(crate) use self::row::Cells;
use self::row::Row;
pub(crate) use self::skeleton::Skeleton;
use super::fault::FaultNote;
use crate::listing::{Listed, Listing};

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
    let stop = Memo::new(move |_| listing.tab_stop());
    let is_empty = Memo::new(move |_| total.get() == Some(0));
    let width = columns.len();
    view! {
        {move || {
            listing
                .fault
                .get()
                .map(|fault| {
                    view! {
                        <div class="grid__fault">
                            <FaultNote fault retry=listing.again() />
                        </div>
                    }
                })
        }}
        <div
            class=format!("grid {class}")
            node_ref=listing.scroller
            data-test="grid"
            data-total=move || total.get().map(|total| total.to_string())
            on:scroll=move |_| {
                if let Some(scroller) = listing.scroller.get_untracked() {
                    listing.top.set(f64::from(scroller.scroll_top()));
                }
            }
        >
            // Only rows may stand in a grid; what is said instead of rows stands beside it.
            <div
                class="grid__in"
                role="grid"
                aria-label=label
                aria-rowcount=move || row_count(total.get())
                aria-busy=move || listing.pages.with(|pages| pages.is_catching_up()).to_string()
            >
                <Head columns />
                <div
                    role="rowgroup"
                    class="grid__rows"
                    style:height=move || format!("{}px", f64::from(total.get().unwrap_or(0)) * listing.row.get())
                >
                    <For each=move || range.get() key=|index| *index let:index>
                        <Row listing index cells row_class open stop on_open />
                    </For>
                </div>
            </div>
            <Show when=move || total.get().is_none() && listing.fault.with(Option::is_none)>
                <Skeleton columns=width />
            </Show>
            <Show when=move || is_empty.get()>{empty()}</Show>
        </div>
    }
}

/// Rows with the head; -1 until it is known.
fn row_count(total: Option<u32>) -> String {
    total.map_or(-1, |total| i64::from(total) + 1).to_string()
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
