//! What a disconnect would do, before anybody asks for it.

use composio::Generation;
use domain::{ConnectedAccountId, IntegrationId, Status};
use wire::{DisconnectPlan, Fault};

use crate::error::Error;
use crate::hanging::Hanging;
use crate::views;
use crate::watcher;
use crate::workspace::Workspace;

/// What a disconnect would do, read from Composio as it is now.
pub(crate) async fn plan(
    workspace: &Workspace,
    integration: &IntegrationId,
) -> Result<DisconnectPlan, Error> {
    let (mut plan, account, managed_word) = {
        let roster = workspace.roster();
        let row = roster.row(integration).ok_or(Error::UnknownRow)?;
        let connection = &row.record.connection;
        let plan = DisconnectPlan {
            integration: integration.clone(),
            tenant_name: row.tenant_name.to_string(),
            toolkit_name: roster.toolkit_name(&row.record.toolkit),
            account: connection.account.clone(),
            account_name: connection
                .account
                .as_ref()
                .map(|_| views::account_name(row)),
            can_withdraw: false,
            cannot_withdraw_because: None,
            triggers: Vec::new(),
            triggers_unknown: None,
        };
        (plan, connection.account.clone(), connection.status.clone())
    };
    let client = workspace.client()?;
    let Some(account) = account else {
        plan.cannot_withdraw_because = Some("There is no account at Composio.".to_owned());
        return Ok(plan);
    };
    let status = match watcher::fetch(workspace, &account).await {
        Ok(seen) => Some(seen.status),
        Err(_) => managed_word,
    };
    plan.cannot_withdraw_because = why_not(client.generation(), status.as_ref());
    plan.can_withdraw = plan.cannot_withdraw_because.is_none();
    match triggers(workspace, &account).await {
        Ok(found) => plan.triggers = found,
        Err(error) => plan.triggers_unknown = Some(Fault::from(error).message),
    }
    Ok(plan)
}

/// Why access cannot be withdrawn; `None` where it can.
pub(super) fn why_not(generation: Generation, status: Option<&Status>) -> Option<String> {
    match (generation, status) {
        (Generation::V3, _) => {
            Some("This Composio server has no way to withdraw access.".to_owned())
        }
        (Generation::V3_1, Some(Status::Active)) => None,
        (Generation::V3_1, Some(status)) => Some(format!(
            "Composio says {status}; access can be withdrawn from an ACTIVE account only."
        )),
        (Generation::V3_1, None) => Some("The account is not known at Composio.".to_owned()),
    }
}

async fn triggers(
    workspace: &Workspace,
    account: &ConnectedAccountId,
) -> Result<Vec<(String, String)>, Error> {
    let hanging = Hanging::on(workspace, vec![account.to_string()]).await?;
    let known = hanging.triggers.into_iter().map(|trigger| {
        let name = trigger
            .trigger_name
            .unwrap_or_else(|| "A trigger".to_owned());
        let off = trigger.disabled_at.map_or("", |_| " (switched off)");
        (format!("{name}{off}"), trigger.id)
    });
    let unknown = hanging.unreadable.into_iter().map(|one| {
        let id = one.id.unwrap_or_default();
        ("A trigger that could not be read".to_owned(), id)
    });
    Ok(known.chain(unknown).collect())
}
