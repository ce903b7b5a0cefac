//! Deleting an account at Composio, and whether it is gone then.

use composio::DeleteOptions;
use domain::ConnectedAccountId;

use crate::audit::Said;
use crate::error::Error;
use crate::look;
use crate::workspace::Workspace;

const STILL_THERE: &str = "Composio said that it deleted the account, but still shows it";
const NOT_GONE: &str = "Composio said that the account is gone, but still shows it";
/// Of a request of which it is not known what came.
pub(crate) const UNREAD: &str = "Composio took the request, but could not be read afterwards";
const DENIED_UNREAD: &str =
    "Composio said that the account is gone, but could not be read afterwards";

/// A deletion that Composio agreed to.
pub(crate) struct Deletion {
    /// The id under which Composio knows the request, where one was answered.
    pub(crate) request: Option<String>,
    /// Read back as gone; else Composio could not be read afterwards.
    pub(crate) proven: bool,
}

impl Deletion {
    /// Why it is not known that the account is gone, where that is not proven.
    pub(crate) const fn unproven(&self) -> &'static str {
        match self.request {
            Some(_) => UNREAD,
            None => DENIED_UNREAD,
        }
    }
}

/// Deletes at Composio, and reads back that it is gone: whoever took an account for gone
/// that is still there would hide it. DELETE may go again when a look shows that it is
/// needed.
pub(crate) async fn delete(
    workspace: &Workspace,
    account: &ConnectedAccountId,
) -> Result<Deletion, Error> {
    let request = delete_or_see(workspace, account).await?;
    let client = workspace.client()?;
    // Where Composio did not take the request, its word that there is no such account has to
    // hold for five seconds.
    let mut denials = if request.is_some() { 1 } else { 2 };
    let proven = loop {
        match client.connected_accounts().get(account.as_str()).await {
            Ok(_) => {
                let why = request.as_ref().map_or(NOT_GONE, |_| STILL_THERE);
                return Err(Error::NotShown { why, request });
            }
            Err(composio::Error::NotFound(_)) if denials == 1 => break true,
            Err(composio::Error::NotFound(_)) => denials -= 1,
            Err(_) => break false,
        }
        workspace.sleep(look::BETWEEN_LOOKS).await;
    };
    if proven {
        workspace.deleted().insert(account.clone());
    }
    Ok(Deletion { request, proven })
}

async fn delete_or_see(
    workspace: &Workspace,
    account: &ConnectedAccountId,
) -> Result<Option<String>, Error> {
    let client = workspace.client()?;
    let accounts = client.connected_accounts();
    let again = || accounts.delete(account.as_str(), DeleteOptions { revoke: false });
    match again().await {
        Ok(deleted) => Ok(Some(deleted.request_id)),
        Err(composio::Error::NotFound(_)) => Ok(None),
        Err(error) if error.outcome_unknown() => match accounts.get(account.as_str()).await {
            Err(composio::Error::NotFound(_)) => Ok(None),
            // Why it could not be looked at says nothing of the deletion, which may be done.
            Err(_) => Err(error.into()),
            Ok(_) => match again().await {
                Ok(deleted) => Ok(Some(deleted.request_id)),
                Err(composio::Error::NotFound(_)) => Ok(None),
                // Refused, it says nothing of the first one, which may still be on its way.
                Err(_) => Err(error.into()),
            },
        },
        Err(error) => Err(error.into()),
    }
}

/// How an outcome of ours is worded.
pub(crate) fn outcome(result: &Result<Deletion, Error>) -> Said {
    match result {
        Ok(deletion) if deletion.proven => Said::done(deletion.request.clone()),
        Ok(deletion) => {
            Said::from(format!("unknown: {}", deletion.unproven())).under(deletion.request.clone())
        }
        Err(Error::NotShown { why, request }) => {
            Said::from(format!("unknown: {why}")).under(request.clone())
        }
        Err(Error::Composio(error)) if error.outcome_unknown() => {
            Said::from(format!("unknown: {error}"))
        }
        Err(error) => Said::from(format!("failed: {error}")),
    }
}
