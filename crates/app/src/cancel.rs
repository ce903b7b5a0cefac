//! Giving an attempt up. The person may have finished a moment ago: Composio's word
//! comes first, and what is left there is taken away.

use std::sync::Arc;

use domain::{AttemptId, AttemptState};
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
    let account = attempts::snapshot(workspace, id).map(|(record, _)| record.attempt);
    let noted = account.and_then(|attempt| Some((attempt.integration, attempt.account?)));
    // Noted before the end: an app that stops in between takes it away at its next start.
    if let Some((row, account)) = &noted {
        workspace.will_retire(row, account, Why::Unused).await?;
    }
    let cancelled =
        attempts::end(workspace, id, AttemptState::Cancelled, None, "cancelled").await?;
    let Some((row, account)) = noted else {
        return if cancelled {
            Ok(())
        } else {
            Err(Error::AttemptOver)
        };
    };
    if !cancelled {
        workspace.will_not_retire(&account).await;
        return Err(Error::AttemptOver);
    }
    let task = Arc::clone(workspace);
    workspace.spawn(async move { task.retire_now(&row, &account).await });
    Ok(())
}

impl Handle<CancelAttempt> for App {
    async fn handle(&self, ask: CancelAttempt) -> Result<Receipt, Fault> {
        cancel(&self.workspace()?, &ask.attempt).await?;
        Ok(Receipt::default())
    }
}
