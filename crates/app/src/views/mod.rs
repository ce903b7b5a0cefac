//! From facts to what is shown.

mod attempt;
mod pane;
mod token;

pub(crate) use attempt::{attempt, explain};
pub(crate) use pane::{evidence, item, pane};
pub(crate) use token::trouble;

use domain::lifecycle::{ErrorSource, Errored};
use domain::token::is_stale;
use domain::{AccountFacts, Connection, Lifecycle, LifecycleName, Status, Timestamp, Verdict};
use wire::{IntegrationRow, VerifiedView};

use crate::observed::clipped;
use crate::roster::{Roster, Row};

/// A row of the list.
pub(crate) fn row(roster: &Roster, row: &Row, now: Timestamp) -> IntegrationRow {
    let record = &row.record;
    let connection = &record.connection;
    let (account_or_reason, is_reason) = account_or_reason(row);
    IntegrationRow {
        id: record.id().clone(),
        state: connection.lifecycle.name(),
        label: label(connection, now).map(str::to_owned),
        tenant: record.tenant.clone(),
        tenant_name: row.tenant_name.to_string(),
        toolkit: record.toolkit.clone(),
        toolkit_name: roster.toolkit_name(&record.toolkit),
        account_or_reason,
        is_reason,
        verified: verified(connection),
        token: row.token,
        note: roster
            .newest_note(&record.tenant, record.id())
            .map(|note| hint(&note.author, &note.text)),
    }
}

/// A note as it is shown in passing: its beginning, on one line.
fn hint(author: &str, text: &str) -> String {
    const SHOWN: usize = 140;
    let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((cut, _)) = words.char_indices().nth(SHOWN) {
        words.truncate(cut);
        words.push('…');
    }
    format!("{author}: {words}")
}

/// The word for a row where the state's own is not the clearest.
pub(crate) fn label(connection: &Connection, now: Timestamp) -> Option<&'static str> {
    if matches!(connection.status, Some(Status::Unknown(_))) {
        return Some("Unknown");
    }
    if let Lifecycle::Error(Errored {
        source: ErrorSource::Failed,
        ..
    }) = connection.lifecycle
    {
        return Some("Failed");
    }
    let read = connection.observed_at?;
    let settled = matches!(
        connection.lifecycle.name(),
        LifecycleName::Added | LifecycleName::Revoked
    );
    (!settled && is_stale(read, now)).then_some("Unknown")
}

fn account_or_reason(row: &Row) -> (String, bool) {
    let connection = &row.record.connection;
    if let Some(pause) = &connection.pause {
        return (pause.label(), true);
    }
    if let Some(cause) = row.reason {
        return (cause.label().to_owned(), true);
    }
    match connection.lifecycle.name() {
        LifecycleName::Added if connection.account.is_none() => {
            ("Not connected yet".to_owned(), true)
        }
        LifecycleName::Pending => ("Sign-in is open".to_owned(), true),
        _ => (account_name(row), false),
    }
}

/// Whose account it is, or the best handle there is for it.
pub(crate) fn account_name(row: &Row) -> String {
    let connection = &row.record.connection;
    connection
        .identity
        .as_ref()
        .map(|identity| identity.name.clone())
        .or_else(|| handle(&row.record.facts))
        .or_else(|| connection.account.as_ref().map(ToString::to_string))
        .unwrap_or_else(|| "None".to_owned())
}

/// What it is called at Composio, where a letter of that is seen. Whoever has the key can set an
/// alias, of any length; that of a sign-in of ours names nobody.
fn handle(facts: &AccountFacts) -> Option<String> {
    let seen = |text: &Option<String>| {
        let shown = clipped(text.as_deref()?);
        (!shown.trim().is_empty()).then_some(shown)
    };
    let alias = seen(&facts.alias).filter(|alias| !alias.starts_with("sw-"));
    alias.or_else(|| seen(&facts.word_id))
}

fn verified(connection: &Connection) -> VerifiedView {
    if connection.lifecycle.name() == LifecycleName::Revoked {
        return VerifiedView::Ended;
    }
    match connection
        .probe
        .as_ref()
        .map(|probe| (probe.verdict, probe.at))
    {
        None => VerifiedView::Never,
        Some((Verdict::Good, at)) => VerifiedView::Good(at),
        Some((Verdict::Refused(_), at)) => VerifiedView::Refused(at),
        Some((Verdict::Unclear(_), at)) => VerifiedView::Unclear(at),
        Some((Verdict::NoRead, at)) => VerifiedView::NoRead(at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(alias: &str, word_id: &str) -> Option<String> {
        handle(&AccountFacts {
            alias: Some(alias.to_owned()),
            word_id: Some(word_id.to_owned()),
            ..AccountFacts::default()
        })
    }

    #[test]
    fn an_account_is_never_called_by_what_nobody_sees() {
        for unseen in ["", " ", "\u{200b}", "\u{2060} \u{feff}"] {
            assert_eq!(
                told(unseen, "gmail_red-castle").unwrap(),
                "gmail_red-castle"
            );
            assert_eq!(told(unseen, unseen), None, "{unseen:?}: its id is left");
        }
        assert_eq!(told("sw-attempt", ""), None, "the alias of a sign-in");
        assert_eq!(told("Support", "gmail_red-castle").unwrap(), "Support");
    }
}
