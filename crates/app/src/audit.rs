//! The audit rows around a remote write: an intent before, an outcome after. No
//! audit row, no action.

use domain::{ConnectedAccountId, IntegrationId};
use store::{AuditDetail, AuditEntry, AuditKind, Change};

use crate::error::Error;
use crate::fault::chain;
use crate::roster::{Roster, Row};
use crate::workspace::Workspace;

/// Who did what nobody did here.
pub(crate) const OUTSIDE: &str = "Outside Switchboard";

/// What the list says instead of what was done, where that cannot be read.
pub(crate) const UNREADABLE: &str = "An entry that cannot be read";
/// The same of who did it.
pub(crate) const UNKNOWN: &str = "Unknown";

/// What an audit row is about.
#[derive(Debug, Clone)]
pub(crate) struct Deed {
    pub(crate) action: &'static str,
    pub(crate) target: String,
    pub(crate) integration: Option<IntegrationId>,
    pub(crate) reason: Option<String>,
    /// The value before and after, where there is one.
    pub(crate) change: Option<(String, String)>,
}

impl Deed {
    /// Something done to what is no row.
    pub(crate) fn to(target: impl Into<String>, action: &'static str) -> Self {
        Self {
            action,
            target: target.into(),
            integration: None,
            reason: None,
            change: None,
        }
    }

    /// Something done to a row, named as a person would.
    pub(crate) fn on(roster: &Roster, row: &Row, action: &'static str) -> Self {
        let target = format!(
            "{} for {}",
            roster.toolkit_name(&row.record.toolkit),
            row.tenant_name
        );
        Self {
            integration: Some(row.record.id().clone()),
            ..Self::to(target, action)
        }
    }

    /// Something done to an account that no row of the list stands for.
    pub(crate) fn of(action: &'static str, account: &ConnectedAccountId) -> Self {
        Self {
            action,
            target: written(account),
            integration: None,
            reason: None,
            change: None,
        }
    }

    /// The same about this account.
    pub(crate) fn account(mut self, account: &ConnectedAccountId) -> Self {
        self.target = format!("{}{BETWEEN}{}", self.target, written(account));
        self
    }

    /// The same with the person's reason.
    pub(crate) fn because(mut self, reason: &str) -> Self {
        self.reason = (!reason.trim().is_empty()).then(|| reason.trim().to_owned());
        self
    }

    /// The same with what changes. Never a secret.
    pub(crate) fn changing(mut self, before: &str, after: &str) -> Self {
        self.change = Some((before.to_owned(), after.to_owned()));
        self
    }
}

/// What stands before the account that a deed is about.
const BETWEEN: &str = ", ";

/// The id of an account as a target ends with it. It is Composio's, and whatever stands before the
/// account may be in it: then it is a JSON text without that, and no half of it is another account.
fn written(account: &ConnectedAccountId) -> String {
    let id = account.as_str();
    if !id.contains(BETWEEN) && !id.starts_with('"') {
        return id.to_owned();
    }
    let quoted = serde_json::Value::from(id).to_string();
    quoted.replace(BETWEEN, ",\\u0020")
}

/// The account that a target ends with, as [`Deed::account`] writes it, or an earlier version
/// did, which quoted none.
pub(crate) fn account_of(target: &str) -> Option<ConnectedAccountId> {
    let (_, word) = target.rsplit_once(BETWEEN)?;
    // Only at once: with a space before it, it is the id itself.
    let id = match serde_json::from_str::<String>(word) {
        Ok(id) if word.starts_with('"') => id,
        Ok(_) | Err(_) => word.to_owned(),
    };
    ConnectedAccountId::parse(id).ok()
}

/// A person's reason as it may be kept. A row of the audit list is never taken off again, so
/// what looks like a key or a token is cut before it gets there.
pub(crate) fn reason(typed: &str) -> String {
    composio::scrub(typed.trim())
}

impl Workspace {
    /// A row that says what is about to be done.
    pub(crate) fn intent_entry(&self, deed: &Deed) -> AuditEntry {
        let (before, after) = deed.change.clone().unzip();
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
            detail: AuditDetail {
                before,
                after,
                request: None,
            },
        }
    }

    /// A row that says what came of it.
    pub(crate) fn outcome_entry(
        &self,
        deed: &Deed,
        intent: Option<i64>,
        said: impl Into<Said>,
    ) -> AuditEntry {
        let said = said.into();
        let mut entry = self.intent_entry(deed);
        entry.kind = AuditKind::Outcome;
        entry.intent = intent;
        entry.result = Some(said.words);
        entry.reason = None;
        entry.detail.request = said.request;
        entry
    }

    /// A row that says what was seen: nobody did it here.
    pub(crate) fn observed_entry(&self, deed: &Deed) -> AuditEntry {
        AuditEntry {
            kind: AuditKind::Observed,
            actor: OUTSIDE.to_owned(),
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
    pub(crate) async fn concluded(&self, deed: &Deed, intent: i64, said: impl Into<Said>) {
        self.said(self.outcome_entry(deed, Some(intent), said))
            .await;
    }

    /// The same, of an outcome that was put into words before.
    pub(crate) async fn said(&self, outcome: AuditEntry) {
        if let Err(error) = self.store.audit(&outcome).await {
            let intent = outcome.intent;
            tracing::error!(error = %chain(&error), intent, "an outcome could not be written");
        }
    }
}

/// A change that writes this outcome and moves no row yet.
pub(crate) fn only_said(outcome: Option<&AuditEntry>) -> Change {
    Change {
        audit: outcome.cloned().into_iter().collect(),
        ..Change::default()
    }
}

/// How a request came out, and under which id Composio knows it.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    words: String,
    request: Option<String>,
}

impl From<String> for Said {
    fn from(words: String) -> Self {
        Self {
            words,
            request: None,
        }
    }
}

impl Said {
    /// It was done, under this id.
    pub(crate) fn done(request: Option<String>) -> Self {
        Self::from("done".to_owned()).under(request)
    }

    /// The same, under this id.
    pub(crate) fn under(mut self, request: Option<String>) -> Self {
        self.request = request.filter(|id| !id.is_empty());
        self
    }
}

/// An answer that names the request it answers.
pub(crate) trait Answered {
    /// The id under which Composio knows the request.
    fn request_id(&self) -> &str;
}

macro_rules! answered {
    ($($name:ident),*) => {$(
        impl Answered for composio::$name {
            fn request_id(&self) -> &str {
                &self.request_id
            }
        }
    )*};
}
answered!(Done, Deleted, Revoked, ProjectConfig, UpdatedAccount);

/// How an outcome is worded.
pub(crate) fn said<T: Answered>(result: &Result<T, composio::Error>) -> Said {
    let error = match result {
        Ok(answer) => return Said::done(Some(answer.request_id().to_owned())),
        Err(error) => error,
    };
    let word = if error.outcome_unknown() {
        "unknown"
    } else {
        "refused"
    };
    Said {
        words: format!("{word}: {error}"),
        request: error.request_id().map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_read_back_from_its_target_whatever_its_id_is() {
        for id in [
            "ca_1",
            "ca_1, x",
            ", ",
            "a, b, c,",
            " ca_1",
            "ca_1,",
            "\"ca_1\"",
            " \"ca_1\"",
            "\"ca_1, x\\, y",
            "ca_1,\\u0020x",
            "ca, \u{e4}\u{200b}",
        ] {
            let account = ConnectedAccountId::parse(id).unwrap();
            let deed = Deed::to("Gmail for Acme, Ltd", "Disable").account(&account);
            assert_eq!(account_of(&deed.target), Some(account), "{}", deed.target);
        }
    }

    #[test]
    fn a_target_of_an_earlier_version_is_read_as_it_was() {
        for (target, id) in [
            ("Gmail for Acme, Ltd, ca_1", "ca_1"),
            ("Gmail for Acme, \"ca_1", "\"ca_1"),
            ("Gmail for Acme, 7", "7"),
        ] {
            let account = account_of(target).unwrap();
            assert_eq!(account.as_str(), id);
        }
        assert_eq!(account_of("Gmail for Acme"), None);
    }

    #[test]
    fn an_account_alone_is_no_half_of_another_one() {
        let account = ConnectedAccountId::parse("ca_1, x").unwrap();
        let deed = Deed::of("Delete the unused sign-in", &account);
        assert_eq!(account_of(&deed.target), None, "{}", deed.target);
    }
}
