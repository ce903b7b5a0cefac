//! The columns of an integration, and what stands in them.

use std::rc::Rc;

use domain::TokenTrouble;
use domain::token::is_stale;
use leptos::prelude::*;
use wire::{IntegrationRow, Sort, SortBy, VerifiedView};

use crate::desk::Desk;
use crate::dom::zone;
use crate::parts::{Ago, Cells, Column, Icon, RowStatus, Tile};
use crate::text;

/// The heads; a press orders by the column, a second press turns the order round.
pub(crate) fn columns(desk: Desk) -> Vec<Column> {
    let by = |title, class, by: SortBy| Column {
        title,
        class,
        sort: Some((
            Callback::new(move |()| {
                desk.filter.update(|filter| {
                    let same = filter.sort.by == by;
                    filter.sort = Sort {
                        by,
                        descending: same && !filter.sort.descending,
                    };
                });
            }),
            Signal::derive(move || {
                let sort = desk.filter.with(|filter| filter.sort);
                (sort.by == by).then_some(if sort.descending {
                    "descending"
                } else {
                    "ascending"
                })
            }),
        )),
    };
    vec![
        by("Status", "", SortBy::State),
        by("Tenant", "", SortBy::Tenant),
        by("Toolkit", "", SortBy::Toolkit),
        Column {
            title: "Account or reason",
            class: "",
            sort: None,
        },
        by("Verified", "hide-sm", SortBy::Verified),
        by("Token", "hide-sm hide-pane", SortBy::Token),
    ]
}

/// `Sorted by tenant`.
pub(crate) fn order_words(sort: Sort) -> String {
    let by = match sort.by {
        SortBy::Tenant => "tenant",
        SortBy::State => "status",
        SortBy::Toolkit => "toolkit",
        SortBy::Verified => "last check",
        SortBy::Token => "token",
    };
    let turned = if sort.descending { ", reversed" } else { "" };
    format!("Sorted by {by}{turned}")
}

/// The tint of a row that just changed: that of its own state.
pub(crate) fn tint(row: &IntegrationRow) -> &'static str {
    match text::class_of(row.state, row.label.as_deref()) {
        "st-active" => "is-new st-active",
        "st-pending" => "is-new st-pending",
        "st-added" => "is-new st-added",
        "st-expired" => "is-new st-expired",
        "st-error" => "is-new st-error",
        "st-revoked" => "is-new st-revoked",
        "st-inactive" => "is-new st-inactive",
        _ => "is-new st-unknown",
    }
}

/// A row.
pub(crate) fn cells(desk: Desk) -> Cells<IntegrationRow> {
    Rc::new(move |row, above| {
        let grouped = desk.filter.with(|filter| filter.sort.by == SortBy::Tenant);
        let same = grouped && above.is_some_and(|above| above.tenant == row.tenant);
        let account = if row.is_reason { "why" } else { "dim" };
        view! {
            <span role="gridcell">
                <RowStatus row />
            </span>
            <span role="gridcell" class:dim=same title=tenant_title(row)>
                <span class="cell-flex">
                    <span class="trunc">{row.tenant_name.clone()}</span>
                    {row.note.is_some().then(|| view! { <Noted /> })}
                </span>
            </span>
            <span role="gridcell">
                <span class="cell-flex">
                    <Tile name=&row.toolkit_name />
                    <span>{row.toolkit_name.clone()}</span>
                </span>
            </span>
            <span role="gridcell" class=account title=row.account_or_reason.clone()>
                {row.account_or_reason.clone()}
            </span>
            <span role="gridcell" class="num hide-sm dim">
                {verified(desk, row.verified)}
            </span>
            <span
                role="gridcell"
                class="hide-sm hide-pane dim"
                title=row.token.map(TokenTrouble::title)
                data-token=row.token.map_or("readable", TokenTrouble::code)
            >
                {row.token.map_or("Readable", TokenTrouble::short)}
            </span>
        }
        .into_any()
    })
}

/// The tenant's name whole, and what was noted last.
fn tenant_title(row: &IntegrationRow) -> String {
    match &row.note {
        Some(note) => format!("{}\nNote by {note}", row.tenant_name),
        None => row.tenant_name.clone(),
    }
}

/// Somebody wrote something; what, the pointer over it tells.
#[component]
fn Noted() -> impl IntoView {
    view! {
        <span class="noted" data-test="row-noted">
            <Icon name="doc" />
            <span class="vh">"Has a note"</span>
        </span>
    }
}

fn verified(desk: Desk, verified: VerifiedView) -> AnyView {
    match verified {
        VerifiedView::Never => "Never".into_any(),
        VerifiedView::Ended => "Ended".into_any(),
        VerifiedView::Good(at) => {
            let stale = move || is_stale(at, desk.now.get()).then_some("Stale, ");
            view! {
                {stale}
                <Ago at />
            }
            .into_any()
        }
        VerifiedView::Refused(at) => {
            view! { <span class="why" title=text::exact(at, zone(at))>"Refused"</span> }.into_any()
        }
        VerifiedView::NoRead(at) => {
            view! { <span title=text::exact(at, zone(at))>"No known read"</span> }.into_any()
        }
        VerifiedView::Unclear(at) => {
            view! { <span title=text::exact(at, zone(at))>"No answer"</span> }.into_any()
        }
    }
}
