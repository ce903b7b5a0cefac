//! What was asked of Composio and is not written down here yet: the app ended before the answer
//! came, Composio denied the account or could not be read after it, or the row could not be
//! written. No list of accounts ever says that something is gone, and a full pass is a day away:
//! every reading that works sees to these.

use std::sync::{MutexGuard, PoisonError};

use domain::{ConnectedAccountId, IntegrationId, Timestamp};
use store::{AuditDetail, AuditEntry, AuditKind, AuditRow, Change};

use crate::absorb::{is_overtaken, observe};
use crate::attempts::deed_name;
use crate::audit::{Deed, UNKNOWN, UNREADABLE, account_of, only_said};
use crate::cleanup;
use crate::error::Error;
use crate::fault::chain;
use crate::look::{self, moved_on};
use crate::observed::Seen;
use crate::watcher;
use crate::workspace::Workspace;

/// How a row tells of a deletion that could not be written down at once.
const DELETED: &str =
    "Switchboard deleted it at Composio, which could not be written down at that moment.";

/// How every deletion is called in the audit list.
const DELETE: &str = "Delete";

/// One of them.
pub(crate) struct Unsettled {
    /// Which account; `None` where nothing can be read back.
    pub(crate) account: Option<ConnectedAccountId>,
    /// What the audit list is to say of it, once it is known what to say.
    pub(crate) outcome: AuditEntry,
    /// It was read back as gone, and only its row could not be written.
    pub(crate) gone: bool,
}

impl Unsettled {
    /// Of an intent without an outcome that was found after a start.
    pub(crate) fn found(intent: AuditRow) -> Self {
        let entry = &intent.entry;
        // When a sign-in is asked for there is no account yet: its target ends with the tenant.
        let signs_in = [false, true].map(deed_name).contains(&&*entry.action);
        let of_row = entry.integration.is_some() && !signs_in;
        let of_account = of_row || entry.action.starts_with(DELETE);
        Self {
            account: account_of(&entry.target).filter(|_| of_account),
            outcome: AuditEntry {
                intent: Some(intent.seq),
                result: Some("unknown: Switchboard ended before the answer came".to_owned()),
                ..intent.entry
            },
            gone: false,
        }
    }

    /// Of such an intent that cannot be read: nobody knows what it was, and its outcome says so. It
    /// would be open at every start else.
    pub(crate) fn unreadable(seq: i64, at: Timestamp) -> Self {
        Self {
            account: None,
            outcome: AuditEntry {
                at,
                actor: UNKNOWN.to_owned(),
                kind: AuditKind::Outcome,
                action: UNREADABLE.to_owned(),
                target: format!("Entry {seq}"),
                integration: None,
                intent: Some(seq),
                result: Some("unknown: it is not what Switchboard wrote".to_owned()),
                reason: None,
                detail: AuditDetail::default(),
            },
            gone: false,
        }
    }

    /// Of a request about an account that is still to be read.
    fn unread(deed: &Deed, account: &ConnectedAccountId, outcome: AuditEntry) -> Self {
        Self {
            account: Some(account.clone()),
            // The row of a pause wants the reason; the outcome is written without it.
            outcome: AuditEntry {
                reason: deed.reason.clone(),
                ..outcome
            },
            gone: false,
        }
    }
}

/// Whether another look would only say the same. What may be gone is looked at until it is
/// known: no other reading says it, and what answers for Composio today may be a proxy.
fn is_final(error: &Error, outcome: &AuditEntry) -> bool {
    use composio::Error as E;
    match error {
        Error::Input(_) => true,
        Error::Composio(E::Malformed { .. } | E::Rejected(_) | E::Forbidden(_)) => {
            !outcome.action.starts_with(DELETE)
        }
        _ => false,
    }
}

impl Workspace {
    /// What is to be seen to, for as long as no `await` comes between.
    pub(crate) fn unsettled(&self) -> MutexGuard<'_, Vec<Unsettled>> {
        self.unsettled
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Sees to all of them, until there is something else to do; what still cannot be known or written
    /// stays.
    pub(crate) async fn settle_the_rest(&self, enough: impl Fn() -> bool) {
        let rest = std::mem::take(&mut *self.unsettled());
        for one in rest {
            if enough() {
                self.unsettled().push(one);
            } else {
                self.see_to(one).await;
            }
        }
    }

    /// Writes the outcome of a request about an account that failed so, and gives the error back.
    /// Where Composio knew nothing of the account it is looked at, now or by the next reading that
    /// works: the row would stand as if it worked until the next full pass.
    pub(crate) async fn failed(
        &self,
        deed: &Deed,
        account: &ConnectedAccountId,
        outcome: AuditEntry,
        error: Error,
    ) -> Error {
        if matches!(&error, Error::Composio(composio::Error::NotFound(_))) {
            self.see_to(Unsettled::unread(deed, account, outcome)).await;
        } else {
            self.said_unread(deed, account, outcome).await;
        }
        error
    }

    /// Writes the outcome of a request about an account that was not read after it: at once where
    /// it says how it came out, else with what the next reading that works finds.
    pub(crate) async fn said_unread(
        &self,
        deed: &Deed,
        account: &ConnectedAccountId,
        outcome: AuditEntry,
    ) {
        if is_unknown(&outcome) {
            let one = Unsettled::unread(deed, account, outcome);
            self.unsettled().push(one);
        } else {
            self.said(outcome).await;
        }
    }

    /// Sees to one of them.
    async fn see_to(&self, one: Unsettled) {
        match self.settle_one(&one).await {
            Ok(true) => {}
            Ok(false) => self.unsettled().push(one),
            Err(error) => {
                tracing::warn!(error = %chain(&error), action = %one.outcome.action, "what came of a request is not written down yet");
                self.unsettled().push(one);
            }
        }
    }

    /// `false` while Composio does not say what came of it.
    async fn settle_one(&self, one: &Unsettled) -> Result<bool, Error> {
        let Some(account) = &one.account else {
            let outcome = self.read_back(one, "there is nothing to read back");
            self.store.audit(&outcome).await?;
            return Ok(true);
        };
        let row = one.outcome.integration.as_ref();
        if one.gone {
            self.settle_gone(row, account, DELETED, &one.outcome)
                .await?;
            return Ok(true);
        }
        let first = watcher::fetch(self, account).await;
        let denied = matches!(&first, Err(Error::Composio(composio::Error::NotFound(_))));
        let read = match denied {
            true => look::again(self, account).await,
            false => first,
        };
        match read {
            Ok(seen) => {
                self.recall_pause(&one.outcome, &seen).await;
                self.settle_there(one, &seen).await?;
                Ok(true)
            }
            Err(Error::Composio(composio::Error::NotFound(_))) => {
                let outcome = self.read_back(one, "read back as gone");
                self.settle_gone(row, account, look::TWO_LOOKS, &outcome)
                    .await?;
                Ok(true)
            }
            // What was denied a moment ago may be gone, and that is not known yet.
            Err(error) if !denied && is_final(&error, &one.outcome) => {
                let outcome = self.read_back(one, "Composio could not be read");
                self.store.audit(&outcome).await?;
                Ok(true)
            }
            Err(_) => Ok(false),
        }
    }

    /// It is there: its row is as it was read, or it would show what was before the request until
    /// the next reading.
    async fn settle_there(&self, one: &Unsettled, seen: &Seen) -> Result<(), Error> {
        let outcome = self.read_back(one, &read_as(seen));
        let row = one.outcome.integration.as_ref();
        self.settle(|roster| {
            let only_said = only_said(Some(&outcome));
            let row = row.and_then(|id| roster.row(id));
            let Some(row) = row.filter(|row| !moved_on(row, &seen.account)) else {
                return Ok(only_said);
            };
            let mut next = (*row.record).clone();
            // One that was deleted meanwhile is not there, whatever an older answer says.
            let deleted = self.deleted().contains(&seen.account);
            if deleted || is_overtaken(&next, seen, self.now()) {
                return Ok(only_said);
            }
            observe(&mut next, seen);
            Ok(Change {
                integrations: vec![next],
                ..only_said
            })
        })
        .await?;
        Ok(())
    }

    async fn settle_gone(
        &self,
        row: Option<&IntegrationId>,
        account: &ConnectedAccountId,
        told: &str,
        outcome: &AuditEntry,
    ) -> Result<(), Error> {
        if outcome.action == cleanup::ACTION {
            return cleanup::settle(self, account, Some(outcome)).await;
        }
        match row {
            Some(row) => look::settle_missing(self, row, account, told, Some(outcome)).await,
            None => {
                self.store.audit(outcome).await?;
                Ok(())
            }
        }
    }

    /// The outcome with what was read back.
    fn read_back(&self, one: &Unsettled, what: &str) -> AuditEntry {
        let outcome = AuditEntry {
            at: self.now(),
            kind: AuditKind::Outcome,
            reason: None,
            ..one.outcome.clone()
        };
        and_then(outcome, what)
    }
}

/// The outcome, with what was seen after it where that alone says how it came out.
pub(crate) fn if_unknown(outcome: AuditEntry, what: &str) -> AuditEntry {
    if is_unknown(&outcome) {
        and_then(outcome, what)
    } else {
        outcome
    }
}

/// Whether no answer says how it came out.
fn is_unknown(outcome: &AuditEntry) -> bool {
    let said = outcome.result.as_deref();
    said.is_some_and(|said| said.starts_with("unknown"))
}

/// What an account was seen as after a request about it.
pub(crate) fn read_as(seen: &Seen) -> String {
    format!("read back as {}", seen.status)
}

/// The outcome with what was seen after it.
fn and_then(outcome: AuditEntry, what: &str) -> AuditEntry {
    let said = outcome.result.as_deref().unwrap_or("unknown");
    AuditEntry {
        result: Some(format!("{said}; {what}")),
        ..outcome
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The account that is looked at after a start where this deed has no outcome.
    fn looked_at(deed: Deed) -> Option<ConnectedAccountId> {
        let entry = AuditEntry {
            at: Timestamp::from_millis(1),
            actor: "Jo".to_owned(),
            kind: AuditKind::Intent,
            action: deed.action.to_owned(),
            target: deed.target,
            integration: deed.integration,
            intent: None,
            result: None,
            reason: None,
            detail: AuditDetail::default(),
        };
        let hash = [0; 32];
        Unsettled::found(AuditRow {
            seq: 7,
            entry,
            hash,
        })
        .account
    }

    fn of_row(action: &'static str) -> Deed {
        Deed {
            integration: Some(IntegrationId::parse("row").unwrap()),
            ..Deed::to("Gmail for Acme, Ltd", action)
        }
    }

    #[test]
    fn what_is_looked_at_after_a_start_is_the_account_and_no_half_of_it() {
        for id in ["ca_1", "ca_1, x"] {
            let account = ConnectedAccountId::parse(id).unwrap();
            let deeds = [
                of_row("Disable"),
                of_row("Delete at Composio"),
                Deed::to("Gmail for Acme, Ltd", cleanup::ACTION),
            ];
            for deed in deeds {
                let looked_at = looked_at(deed.account(&account));
                assert_eq!(looked_at.as_ref(), Some(&account));
            }
        }
    }

    #[test]
    fn a_change_of_a_setting_and_a_sign_in_are_of_no_account() {
        let masking = Deed::to("Acme, Ltd", "Turn masking off");
        for deed in [masking, of_row("Connect"), of_row("Reconnect")] {
            assert_eq!(looked_at(deed), None);
        }
    }
}
