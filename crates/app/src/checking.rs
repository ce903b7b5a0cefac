//! One check of an account, told apart by where it ended: it was settled, or Composio did not carry
//! the read out. That says nothing about the provider, so it takes no earlier read's place.

use domain::{IntegrationId, Status};

use crate::climb;
use crate::error::Error;
use crate::look;
use crate::probe::can_read;
use crate::watcher;
use crate::workspace::Workspace;

/// How a check ended.
pub(crate) enum Checked {
    /// It was settled; what it found, in whole sentences.
    Settled(String),
    /// Composio did not carry the read out. Nothing was written.
    Unread(composio::Error),
}

/// Reads Composio, and through it the provider. Reads only.
pub(crate) async fn check(
    workspace: &Workspace,
    integration: &IntegrationId,
) -> Result<Checked, Error> {
    let account = {
        let roster = workspace.roster();
        let row = roster.row(integration).ok_or(Error::UnknownRow)?;
        row.record.connection.account.clone()
    };
    let Some(account) = account else {
        return settled(look::check_token(workspace, integration).await);
    };
    let looked = watcher::fetch(workspace, &account).await;
    let has_its_own_proof = match &looked {
        Ok(seen) => seen.status == Status::Inactive,
        Err(error) => matches!(error, Error::Composio(composio::Error::NotFound(_))),
    };
    if has_its_own_proof {
        return settled(look::check_token(workspace, integration).await);
    }
    let mut seen = looked?;
    if can_read(&seen.status) {
        match climb::attempt(workspace, &seen).await {
            Ok(read) => seen.brought = Some(Box::new(read)),
            Err(error) => return Ok(Checked::Unread(error)),
        }
    }
    settled(look::read_and_settle(workspace, integration, seen).await)
}

fn settled(told: Result<String, Error>) -> Result<Checked, Error> {
    told.map(Checked::Settled)
}
