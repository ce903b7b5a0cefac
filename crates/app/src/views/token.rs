//! What is known of a token, in words. Never the token, not even cut.

use domain::{LifecycleName, TokenShape, Verdict};

use crate::roster::Row;

/// Facts of the token as (name, value). A fact that no API gives is not here.
pub(crate) fn facts(row: &Row, managed: bool) -> Vec<(String, String)> {
    if row.record.connection.lifecycle.name() == LifecycleName::Revoked {
        return vec![("Access token".to_owned(), "None, disconnected".to_owned())];
    }
    let facts = &row.record.facts;
    let mut lines = vec![
        ("Verified".to_owned(), verified(row)),
        (
            "Access token".to_owned(),
            shape(facts.access_token, managed).to_owned(),
        ),
        (
            "Refresh token".to_owned(),
            shape(facts.refresh_token, managed).to_owned(),
        ),
    ];
    if let Some(asked) = asked(row) {
        lines.insert(1, ("Asked".to_owned(), asked));
    }
    if !facts.requested_scopes.is_empty() && !facts.scopes.is_empty() {
        let asked = facts.requested_scopes.len();
        let granted = asked - domain::scopes::missing(&facts.requested_scopes, &facts.scopes).len();
        lines.push(("Scopes".to_owned(), format!("{granted} of {asked} granted")));
    } else if !facts.scopes.is_empty() {
        lines.push((
            "Scopes".to_owned(),
            format!("{} granted", facts.scopes.len()),
        ));
    }
    if let Some(scheme) = &facts.scheme {
        lines.push(("Scheme".to_owned(), scheme.clone()));
    }
    if facts.shared {
        lines.push((
            "Shared".to_owned(),
            "Yes, more than one user may use it".to_owned(),
        ));
    }
    lines
}

/// What the last read asked.
fn asked(row: &Row) -> Option<String> {
    row.record.connection.probe.as_ref()?.asked.clone()
}

fn verified(row: &Row) -> String {
    match row
        .record
        .connection
        .probe
        .as_ref()
        .map(|probe| probe.verdict)
    {
        None => "Never".to_owned(),
        Some(Verdict::Good) => "The provider answered".to_owned(),
        Some(Verdict::NoRead) => "No harmless read is known for this toolkit".to_owned(),
        Some(Verdict::Refused(cause) | Verdict::Unclear(cause)) => cause.label().to_owned(),
    }
}

const fn shape(shape: TokenShape, managed: bool) -> &'static str {
    match shape {
        TokenShape::Absent => "None",
        TokenShape::Redacted if managed => "Kept by Composio",
        TokenShape::Redacted => "Redacted",
        TokenShape::Masked => "Masked by the project",
        TokenShape::Readable => "Readable, not kept here",
    }
}
