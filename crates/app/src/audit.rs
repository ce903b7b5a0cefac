//! The audit rows around a remote write: an intent before, an outcome after. No
//! audit row, no action.

use domain::IntegrationId;
use store::{AuditEntry, AuditKind};

use crate::error::Error;
use crate::fault::chain;
use crate::roster::{Roster, Row};
use crate::workspace::Workspace;

/// What an audit row is about.
#[derive(Debug, Clone)]
pub(crate) struct Deed {
    pub(crate) action: &'static str,
    pub(crate) target: String,
    pub(crate) integration: Option<IntegrationId>,
    pub(crate) reason: Option<String>,
}

impl Deed {
    /// Something done to a row, named as a person would.
    pub(crate) fn on(roster: &Roster, row: &Row, action: &'static str) -> Self {
        let target = format!(
            "{} for {}",
            roster.toolkit_name(&row.record.toolkit),
            row.tenant_name
        );
        Self {
            action,
            target,
            integration: Some(row.record.id().clone()),
            reason: None,
        }
    }

    /// The same about this account.
    pub(crate) fn account(mut self, account: &domain::ConnectedAccountId) -> Self {
        self.target = format!("{}, {account}", self.target);
        self
    }

    /// The same with the person's reason.
    pub(crate) fn because(mut self, reason: &str) -> Self {
        self.reason = (!reason.trim().is_empty()).then(|| reason.trim().to_owned());
        self
    }
}

impl Workspace {
    /// A row that says what is about to be done.
    pub(crate) fn intent_entry(&self, deed: &Deed) -> AuditEntry {
        AuditEntry {
            at: self.now(),
            actor: self.person.clone(),
            kind: AuditKind::Intent,
            action: deed.action.to_owned(),
            target: deed.target.clone(),
            integration: deed.integration.clone(),
            intent: None,
            result: None,
            reason: deed.reason.clone(),
        }
    }

    /// A row that says what came of it.
    pub(crate) fn outcome_entry(
        &self,
        deed: &Deed,
        intent: Option<i64>,
        result: String,
    ) -> AuditEntry {
        AuditEntry {
            kind: AuditKind::Outcome,
            intent,
            result: Some(result),
            reason: None,
            ..self.intent_entry(deed)
        }
    }

    /// Writes the intent. When this fails, nothing may be sent.
    pub(crate) async fn intend(&self, deed: &Deed) -> Result<i64, Error> {
        self.store
            .audit(&self.intent_entry(deed))
            .await
            .map_err(Error::Audit)
    }

    /// Writes what came of it. The deed is done; a disk that fails now is logged, and
    /// the open intent is settled at the next start.
    pub(crate) async fn concluded(&self, deed: &Deed, intent: i64, result: String) {
        let entry = self.outcome_entry(deed, Some(intent), result);
        if let Err(error) = self.store.audit(&entry).await {
            tracing::error!(error = %chain(&error), intent, "an outcome could not be written");
        }
    }
}

/// How an outcome is worded.
pub(crate) fn said<T>(result: &Result<T, composio::Error>) -> String {
    match result {
        Ok(_) => "done".to_owned(),
        Err(error) if error.outcome_unknown() => format!("unknown: {error}"),
        Err(error) => format!("refused: {error}"),
    }
}
