//! What an entry of the audit list came to, and what a walk along its chain found.

use wire::{AuditRowView, AuditVerdict, ChainVerdict};

use super::{capital, count, counted_with};

/// The class and word of an entry's outcome.
#[must_use]
pub fn audit_result(row: &AuditRowView) -> (&'static str, String) {
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
    (class, capital(short.as_deref().unwrap_or(&row.kind)))
}

/// Both chains in a sentence.
#[must_use]
pub fn chain_verdict(verdict: &AuditVerdict) -> (&'static str, String) {
    let at = |list: &'static str, chain: &ChainVerdict| Some((list, chain.broken_at?));
    let broken = at("", &verdict.project).or_else(|| at(" of this desk", &verdict.desk));
    match broken {
        None => {
            let rows = verdict.project.rows.saturating_add(verdict.desk.rows);
            let rows = counted_with(rows, "entry", "entries");
            let words = format!("{rows} walked, this desk's too, and every one fits.");
            ("st-active", words)
        }
        Some((list, at)) => {
            let at = count(at);
            let words =
                format!("Entry {at}{list} does not fit: it, or one before it, was changed.");
            ("st-error", words)
        }
    }
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
        audit_result(&row).0
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

    fn chain(broken_at: Option<u32>) -> ChainVerdict {
        ChainVerdict { rows: 7, broken_at }
    }

    #[test]
    fn a_chain_that_does_not_fit_is_told_whichever_of_the_two_it_is() {
        let said = |project, desk| {
            let (project, desk) = (chain(project), chain(desk));
            chain_verdict(&AuditVerdict { project, desk })
        };
        assert_eq!(said(None, None).0, "st-active");
        assert!(said(None, None).1.starts_with("14 entries walked"));
        assert!(said(Some(3), None).1.starts_with("Entry 3 does not fit"));
        assert!(said(None, Some(2)).1.starts_with("Entry 2 of this desk"));
        assert_eq!(said(Some(3), Some(2)).0, "st-error");
    }
}
