//! What was done at Composio and could not be written down here. The list of accounts never
//! says that something is gone, and a full pass is a day away: the next reading writes it.

use std::sync::{MutexGuard, PoisonError};

use domain::{ConnectedAccountId, IntegrationId};
use store::AuditEntry;

use crate::fault::chain;
use crate::look;
use crate::workspace::Workspace;

/// An account that was deleted while its row could not be written.
pub(crate) struct Unwritten {
    pub(crate) integration: IntegrationId,
    pub(crate) account: ConnectedAccountId,
    /// What the audit list is to say of it.
    pub(crate) outcome: AuditEntry,
}

/// What its row's history says then.
const TOLD: &str =
    "Switchboard deleted it at Composio, which could not be written down at that moment.";

impl Workspace {
    /// What is still to be written, for as long as no `await` comes between.
    pub(crate) fn unwritten(&self) -> MutexGuard<'_, Vec<Unwritten>> {
        self.unwritten
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes what could not be written before.
    pub(crate) async fn write_the_rest(&self) {
        let rest = std::mem::take(&mut *self.unwritten());
        for one in rest {
            let audit = Some(&one.outcome);
            let settled =
                look::settle_missing(self, &one.integration, &one.account, TOLD, audit).await;
            if let Err(error) = settled {
                tracing::warn!(error = %chain(&error), account = %one.account, "a deletion is still not written down");
                self.unwritten().push(one);
            }
        }
    }
}
