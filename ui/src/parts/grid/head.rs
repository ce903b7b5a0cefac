//! The sticky head of the grid.

use leptos::prelude::*;

use crate::parts::Icon;

/// A column's head.
#[derive(Clone)]
pub(crate) struct Column {
    pub(crate) title: &'static str,
    pub(crate) class: &'static str,
    /// What a press on the head does, and `ascending` or `descending` when it is the
    /// order.
    pub(crate) sort: Option<(Callback<()>, Signal<Option<&'static str>>)>,
}

/// The heads of the columns; a press orders by the column.
#[component]
pub(super) fn Head(columns: Vec<Column>) -> impl IntoView {
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
                                view! { <Icon name small=true /> }
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
