//! The tenant's other integrations.

use leptos::prelude::*;
use wire::{IntegrationRow, IntegrationView};

use super::facts::part;
use crate::desk::use_desk;
use crate::parts::{RowStatus, Tile};

/// The tenant's other integrations.
#[component]
pub(crate) fn Siblings(view: Memo<Option<IntegrationView>>) -> impl IntoView {
    let shown = part(view, |view| view.siblings.clone());
    move || {
        let rows = shown.get().filter(|rows| !rows.is_empty())?;
        Some(view! {
            <section class="sect">
                <h3>"Also in this tenant"</h3>
                <RowLinks rows />
            </section>
        })
    }
}

/// Rows as links to themselves.
#[component]
pub(crate) fn RowLinks(rows: Vec<IntegrationRow>) -> impl IntoView {
    let desk = use_desk();
    view! {
        <div class="sibs">
            {rows
                .into_iter()
                .map(|row| {
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
                })
                .collect_view()}
        </div>
    }
}
