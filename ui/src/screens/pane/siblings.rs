//! The tenant's other integrations.

use leptos::prelude::*;
use wire::{IntegrationRow, IntegrationView};

use super::facts::part;
use crate::desk::use_desk;
use crate::parts::{RowStatus, Tile, keyed};

/// The tenant's other integrations.
#[component]
pub(crate) fn Siblings(view: Memo<Option<IntegrationView>>) -> impl IntoView {
    let shown = part(view, |view| view.siblings.clone());
    let rows = Memo::new(move |_| shown.get().unwrap_or_default());
    view! {
        <Show when=move || rows.with(|rows| !rows.is_empty())>
            <section class="sect">
                <h3>"Also in this tenant"</h3>
                <RowLinks rows />
            </section>
        </Show>
    }
}

/// Rows as links to themselves. Each stays with its row, wherever that goes in the list.
#[component]
pub(crate) fn RowLinks(rows: Memo<Vec<IntegrationRow>>) -> impl IntoView {
    view! {
        <div class="sibs">
            {keyed(rows, |row| row.id.clone(), |row| view! { <RowLink row /> })}
        </div>
    }
}

#[component]
fn RowLink(row: IntegrationRow) -> impl IntoView {
    let desk = use_desk();
    let id = row.id.clone();
    view! {
        <button
            type="button"
            data-test="row-link"
            data-id=row.id.to_string()
            title=row.account_or_reason.clone()
            on:click=move |_| desk.show_row(id.clone())
        >
            <Tile name=&row.toolkit_name />
            <span class="trunc">{row.toolkit_name.clone()}</span>
            <RowStatus row=&row />
        </button>
    }
}
