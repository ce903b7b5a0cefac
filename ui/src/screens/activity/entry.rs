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

/// The class and word of an entry's outcome.
pub(crate) fn outcome(row: &AuditRowView) -> (&'static str, String) {
    let short = row
        .result
        .as_deref()
        .and_then(|words| words.split([':', ',', ' ']).next())
        .map(str::to_lowercase);
    let class = match (row.kind.as_str(), short.as_deref()) {
        ("intent", _) => "st-pending",
        ("unreadable", _) => "st-error",
        (_, Some("done")) => "st-active",
        (_, Some("refused" | "failed")) => "st-error",
        (_, Some("skipped" | "partly")) => "st-expired",
        (_, Some("lost" | "cancelled")) => "st-inactive",
        (_, Some(_) | None) => "st-unknown",
    };
    (class, text::capital(short.as_deref().unwrap_or(&row.kind)))
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
        let (class, word) = outcome(row);
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

#[cfg(test)]
mod tests {
    use domain::Timestamp;

    use super::*;

    fn class(kind: &str, result: Option<&str>) -> &'static str {
        let row = AuditRowView {
            seq: 1,
            at: Timestamp::from_millis(0),
            actor: "jo".to_owned(),
            kind: kind.to_owned(),
            action: "Unlock admin".to_owned(),
            target: "This computer".to_owned(),
            result: result.map(str::to_owned),
            reason: None,
            integration: None,
            before: None,
            after: None,
            request: None,
            intent: None,
            hash: String::new(),
        };
        outcome(&row).0
    }

    #[test]
    fn what_needed_no_intent_says_how_it_came_out_and_what_was_only_seen_does_not() {
        assert_eq!(class("observed", Some("done")), "st-active");
        assert_eq!(
            class("observed", Some("refused: role.passphrase")),
            "st-error"
        );
        assert_eq!(class("observed", None), "st-unknown");
    }
}
