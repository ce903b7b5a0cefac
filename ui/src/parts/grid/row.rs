//! One row of the grid: it wakes only when it changed itself.

use std::rc::Rc;

use leptos::prelude::*;

use crate::dom;
use crate::listing::{Listed, Listing};

/// Draws the cells of a row; the second row is the one above it, when it is held.
pub(crate) type Cells<T> = Rc<dyn Fn(&T, Option<&T>) -> AnyView>;

/// A row at its place.
#[component]
pub(super) fn Row<T: Listed>(
    listing: Listing<T>,
    index: u32,
    cells: StoredValue<Cells<T>, LocalStorage>,
    row_class: Callback<T, Option<&'static str>>,
    #[prop(into)] open: Signal<Option<String>>,
    /// The row that Tab comes to.
    stop: Memo<u32>,
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
    let is_stop = Memo::new(move |_| stop.get() == index);
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
            tabindex=move || if is_stop.get() { "0" } else { "-1" }
            data-test="row"
            data-index=index.to_string()
            data-id=move || key.get()
            style:top=move || format!("{}px", f64::from(index) * listing.row.get())
            // Not whenever it has the focus: that comes back with the window, and when a sheet
            // goes, to wherever it was or can be, and the pane beside the list would follow.
            on:keyup=move |event| {
                if event.key() == "Tab" && !dom::is_modified(&event) {
                    listing.reached(index);
                }
            }
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
