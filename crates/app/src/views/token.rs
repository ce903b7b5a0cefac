//! What is known of a token. Never the token, not even cut.

use domain::token::Grounds;
use domain::{
    AccountFacts, Cause, Expiry, Held, IdentitySource, LifecycleName, Status, TokenTrouble, Verdict,
};
use store::IntegrationRecord;
use wire::{ReadView, ScopeView, TokenView};

use crate::roster::Row;

/// Why the token of a row cannot be read or is of no use.
pub(crate) fn trouble(
    record: &IntegrationRecord,
    managed: bool,
    masking: Option<bool>,
) -> Option<TokenTrouble> {
    let connection = &record.connection;
    TokenTrouble::of(Grounds {
        state: connection.lifecycle.name(),
        looked: looked(record),
        managed,
        masking,
        scheme: record.facts.scheme.as_deref(),
        shape: record.facts.access_token,
        refused: refused(record),
    })
}

/// Composio was asked about the account, and had an answer about its token.
fn looked(record: &IntegrationRecord) -> bool {
    record.connection.observed_at.is_some() && record.connection.account.is_some()
}

/// Why the last read was refused, as long as Composio does not say something worse.
fn refused(record: &IntegrationRecord) -> Option<Cause> {
    let connection = &record.connection;
    match connection.probe.as_ref()?.verdict {
        Verdict::Refused(cause) if connection.status == Some(Status::Active) => Some(cause),
        Verdict::Refused(_) | Verdict::Good | Verdict::Unclear(_) | Verdict::NoRead => None,
    }
}

/// The card.
pub(crate) fn card(row: &Row, managed: bool, masking: Option<bool>) -> TokenView {
    let record = &*row.record;
    let facts = &record.facts;
    let state = record.connection.lifecycle.name();
    let gone = matches!(state, LifecycleName::Added | LifecycleName::Revoked);
    let looked = looked(record);
    let held = |shape| Held::of(shape, facts, looked && !gone, state);
    TokenView {
        read: (!gone).then(|| read(record)).flatten(),
        last_good: record.connection.reads.good.filter(|_| !gone),
        trouble: trouble(record, managed, masking),
        shape: facts.access_token,
        expiry: Expiry::of(facts, looked, state),
        token_type: facts.token_type.clone(),
        scheme: facts.scheme.clone(),
        shared: facts.shared,
        refresh: held(facts.refresh_token),
        id_token: held(facts.id_token),
        scopes: scopes(facts),
        fingerprint: facts.fingerprint.as_deref().filter(|_| !gone).cloned(),
        outline: facts.outline.clone(),
    }
}

fn read(record: &IntegrationRecord) -> Option<ReadView> {
    let probe = record.connection.probe.as_ref()?;
    let by_provider = |source: IdentitySource| {
        matches!(
            source,
            IdentitySource::IdToken
                | IdentitySource::CurrentUser
                | IdentitySource::Tool
                | IdentitySource::Proxy
                | IdentitySource::PrimaryCalendar
                | IdentitySource::UserInfo
        )
    };
    let account = record
        .connection
        .identity
        .as_ref()
        .filter(|who| probe.verdict == Verdict::Good && by_provider(who.source))
        .map(|who| who.name.clone());
    Some(ReadView {
        verdict: probe.verdict,
        way: probe.way,
        asked: probe.asked.clone(),
        took_millis: probe.took_millis,
        account,
    })
}

/// What was asked for, then what was granted besides. Without a word on the grant it
/// is not known which of them were.
fn scopes(facts: &AccountFacts) -> Vec<ScopeView> {
    let told = !facts.scopes.is_empty();
    // Providers spell scopes in several ways and answer with wider ones.
    let missing = domain::scopes::missing(&facts.requested_scopes, &facts.scopes);
    let asked = facts.requested_scopes.iter().map(|scope| ScopeView {
        scope: scope.clone(),
        granted: told.then(|| !missing.contains(scope)),
    });
    let besides = facts
        .scopes
        .iter()
        .filter(|scope| !facts.requested_scopes.contains(scope))
        .map(|scope| ScopeView {
            scope: scope.clone(),
            granted: Some(true),
        });
    asked.chain(besides).collect()
}
