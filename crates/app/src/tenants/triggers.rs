//! What hangs on the accounts of a tenant. It is asked for when the page is looked at and is
//! not kept: a trigger comes and goes without a word to us.

use std::collections::HashMap;

use composio::Trigger;
use domain::{IntegrationId, TenantId};
use wire::TriggerView;

use crate::error::Error;
use crate::hanging::Hanging;
use crate::workspace::Workspace;

/// So many accounts are named in one request: they travel in its address.
const ACCOUNTS: usize = 40;

/// The triggers, those that are switched off too, in the order of their toolkits.
pub(super) async fn show(
    workspace: &Workspace,
    tenant: &TenantId,
) -> Result<Vec<TriggerView>, Error> {
    let accounts: HashMap<String, IntegrationId> = {
        let roster = workspace.roster();
        roster.tenant(tenant).ok_or(Error::UnknownRow)?;
        let rows = roster.rows_of(tenant).into_iter();
        rows.filter_map(|row| {
            let account = row.record.connection.account.as_ref()?;
            Some((account.to_string(), row.record.id().clone()))
        })
        .collect()
    };
    let mut found = Vec::new();
    let ids: Vec<String> = accounts.keys().cloned().collect();
    for some in ids.chunks(ACCOUNTS) {
        found.extend(Hanging::on(workspace, some.to_vec()).await?.triggers);
    }
    let mut shown: Vec<TriggerView> = found
        .into_iter()
        .filter_map(|trigger| view(workspace, &accounts, trigger))
        .collect();
    shown.sort_by(|a, b| (&a.toolkit_name, &a.name, &a.id).cmp(&(&b.toolkit_name, &b.name, &b.id)));
    Ok(shown)
}

/// `None` of one that hangs on an account of somebody else: a server may answer with more
/// than was asked for.
fn view(
    workspace: &Workspace,
    accounts: &HashMap<String, IntegrationId>,
    trigger: Trigger,
) -> Option<TriggerView> {
    let integration = accounts.get(&trigger.connected_account_id)?;
    let roster = workspace.roster();
    let row = roster.row(integration)?;
    let at = |told: jiff::Timestamp| domain::Timestamp::from_millis(told.as_millisecond());
    Some(TriggerView {
        name: trigger
            .trigger_name
            .unwrap_or_else(|| "A trigger".to_owned()),
        id: trigger.id,
        integration: integration.clone(),
        toolkit_name: roster.toolkit_name(&row.record.toolkit),
        state: row.record.connection.lifecycle.name(),
        off_since: trigger.disabled_at.map(at),
        changed_at: trigger.updated_at.map(at),
    })
}
