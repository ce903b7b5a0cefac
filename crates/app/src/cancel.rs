//! Giving an attempt up. The person may have finished a moment ago: Composio's word
//! comes first, and what is left there is taken away.

use std::sync::Arc;

use domain::{AttemptId, AttemptState, ConnectedAccountId, IntegrationId};
use wire::{CancelAttempt, Fault, Handle, Receipt};

use crate::core::App;
use crate::error::Error;
use crate::retiring::Why;
use crate::workspace::Workspace;
use crate::{attempts, watcher};

/// Cancels an attempt that is open.
pub(crate) async fn cancel(workspace: &Arc<Workspace>, id: &AttemptId) -> Result<(), Error> {
    if let Err(error) = watcher::look(workspace, id).await {
        tracing::info!(error = %crate::fault::chain(&error), "a look before a cancel failed");
    }
    // What becomes of the account of one that is over is decided: it may be waiting to go.
    if attempts::open_snapshot(workspace, id).is_none() {
        return Err(Error::AttemptOver);
    }
    let known = of_attempt(workspace, id);
    let noted = known
        .clone()
        .filter(|(_, account)| !workspace.retiring().contains_key(account));
    // Noted before the end: an app that stops in between takes it away at its next start.
    if let Some((row, account)) = &noted {
        workspace.will_retire(row, account, Why::Unused).await?;
    }
    let cancelled =
        attempts::end(workspace, id, AttemptState::Cancelled, None, "cancelled").await?;
    if !cancelled {
        // Of two who cancel at once one ends it, and takes the account away by that note.
        if let Some((_, account)) = noted.filter(|_| !is_cancelled(workspace, id)) {
            workspace.will_not_retire(&account).await;
        }
        return Err(Error::AttemptOver);
    }
    // The answer that named the account may have come just before the end.
    let Some((row, account)) = of_attempt(workspace, id) else {
        return Ok(());
    };
    if known.is_none() {
        workspace.will_retire(&row, &account, Why::Unused).await?;
    }
    let task = Arc::clone(workspace);
    workspace.spawn(async move { task.retire_now(&row, &account).await });
    Ok(())
}

fn is_cancelled(workspace: &Workspace, id: &AttemptId) -> bool {
    let ended = attempts::snapshot(workspace, id);
    ended.is_some_and(|(record, _)| record.attempt.state == AttemptState::Cancelled)
}

/// The row of an attempt and its account, where it has one.
fn of_attempt(
    workspace: &Workspace,
    id: &AttemptId,
) -> Option<(IntegrationId, ConnectedAccountId)> {
    let (record, _) = attempts::snapshot(workspace, id)?;
    Some((record.attempt.integration, record.attempt.account?))
}

impl Handle<CancelAttempt> for App {
    async fn handle(&self, ask: CancelAttempt) -> Result<Receipt, Fault> {
        cancel(&self.workspace()?, &ask.attempt).await?;
        Ok(Receipt::default())
    }
}
