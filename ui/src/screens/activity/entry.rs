//! An entry of the audit list, as a row.

use std::rc::Rc;

use leptos::prelude::*;
use wire::AuditRowView;

use crate::desk::Desk;
use crate::dom::zone;
use crate::listing::Listed;
use crate::parts::{Cells, Column, Status};
use crate::text;

/// A row and its key: the place in the chain, as text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(super) key: String,
    pub(crate) row: AuditRowView,
}

impl Listed for Entry {
    fn key(&self) -> &str {
        &self.key
    }
}

/// The heads.
pub(super) fn columns() -> Vec<Column> {
    ["Time", "Who", "Did", "To", "Result"]
        .into_iter()
        .map(|title| Column {
            title,
            class: "",
            sort: None,
        })
        .collect()
}

/// A row.
pub(super) fn cells(desk: Desk) -> Cells<Entry> {
    Rc::new(move |entry, _| {
        let row = &entry.row;
        let at = row.at;
        // What was at a time of today was yesterday after midnight.
        let when = Memo::new(move |_| {
            let day = text::moment(at, desk.now.get(), zone(at));
            if day == text::minute(at, zone(at)) {
                text::clock(at, zone(at))
            } else {
                day
            }
        });
        let (class, word) = text::audit_result(row);
        view! {
            <span role="gridcell" class="num dim" title=text::exact(at, zone(at))>
                {move || when.get()}
            </span>
            <span role="gridcell" title=row.actor.clone()>
                {row.actor.clone()}
            </span>
            <span role="gridcell" title=row.action.clone()>
                {row.action.clone()}
            </span>
            <span role="gridcell" class="dim" title=row.target.clone()>
                {row.target.clone()}
            </span>
            <span
                role="gridcell"
                data-test="audit-row"
                data-kind=row.kind.clone()
                title=row.result.clone()
            >
                <Status class label=word />
            </span>
        }
        .into_any()
    })
}
