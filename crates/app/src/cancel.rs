//! Giving an attempt up. The person may have finished a moment ago: Composio's word
//! comes first, and what is left there is taken away.

use std::sync::Arc;

use domain::{AttemptId, AttemptState};
use wire::{CancelAttempt, Fault, Handle, Receipt};

use crate::core::App;
use crate::error::Error;
use crate::workspace::Workspace;
use crate::{attempts, retire, watcher};

/// Cancels an attempt that is open.
pub(crate) async fn cancel(workspace: &Arc<Workspace>, id: &AttemptId) -> Result<(), Error> {
    if let Err(error) = watcher::look(workspace, id).await {
        tracing::info!(error = %crate::fault::chain(&error), "a look before a cancel failed");
    }
    let cancelled =
        attempts::end(workspace, id, AttemptState::Cancelled, None, "cancelled").await?;
    if !cancelled {
        return Err(Error::AttemptOver);
    }
    let account = attempts::snapshot(workspace, id).and_then(|(record, _)| record.attempt.account);
    if let Some(account) = account {
        let (task, id) = (Arc::clone(workspace), id.clone());
        workspace.spawn(async move { retire::discard(&task, &id, &account).await });
    }
    Ok(())
}

impl Handle<CancelAttempt> for App {
    async fn handle(&self, ask: CancelAttempt) -> Result<Receipt, Fault> {
        cancel(&self.workspace()?, &ask.attempt).await?;
        Ok(Receipt::default())
    }
}
