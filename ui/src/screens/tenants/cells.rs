//! A tenant as a row.

use std::rc::Rc;

use leptos::prelude::*;
use wire::TenantRow;

use crate::listing::Listed;
use crate::parts::{Cells, Column, Status, class_of};
use crate::text;

impl Listed for TenantRow {
    fn key(&self) -> &str {
        self.id.as_str()
    }
}

/// The heads.
pub(super) fn columns() -> Vec<Column> {
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

/// A row; its states stand worst first.
pub(super) fn cells() -> Cells<TenantRow> {
    Rc::new(|row, _| {
        let all: u32 = row.by_state.iter().map(|(_, rows)| rows).sum();
        let mut by_state = row.by_state.clone();
        by_state.sort_by_key(|(state, _)| {
            domain::LifecycleName::ALL
                .iter()
                .position(|known| known == state)
        });
        view! {
            <span role="gridcell" title=text::user_id(&row.user)>
                {row.name.clone()}
            </span>
            <span role="gridcell" class="num right dim">
                {text::count(all)}
            </span>
            <span role="gridcell" title=text::roll_up(row)>
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
