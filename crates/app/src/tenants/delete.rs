//! Deleting a tenant: only when nothing of it lives at Composio.

use domain::TenantId;
use store::Change;

use super::save::{target, words};
use crate::audit::Deed;
use crate::error::Error;
use crate::roster::{Roster, Row};
use crate::workspace::Workspace;

/// Deletes a tenant with its rows that were never connected or are gone.
pub(crate) async fn delete(workspace: &Workspace, tenant: &TenantId) -> Result<(), Error> {
    // An attempt that is open would bring an account home to a tenant that is gone.
    let _one = workspace.beginning.lock().await;
    let rows: Vec<_> = {
        let roster = workspace.roster();
        let rows = roster.rows_of(tenant);
        rows.into_iter()
            .map(|row| row.record.id().clone())
            .collect()
    };
    for row in &rows {
        workspace.refuse_while_signing_in(row).await?;
    }
    workspace
        .settle(|roster| {
            let record = roster.tenant(tenant).ok_or(Error::UnknownRow)?;
            let rows = roster.rows_of(tenant);
            let alive: Vec<String> = rows
                .iter()
                .filter(|row| lives_at_composio(row))
                .map(|row| named(roster, row))
                .collect();
            if !alive.is_empty() {
                return Err(Error::TenantInUse(alive.join(", ")));
            }
            let deed = Deed::to(target(record), "Delete a tenant").changing(&words(record), "");
            Ok(Change {
                removed: rows.iter().map(|row| row.record.id().clone()).collect(),
                removed_tenants: vec![tenant.clone()],
                audit: vec![workspace.outcome_entry(&deed, None, "done".to_owned())],
                ..Change::default()
            })
        })
        .await?;
    Ok(())
}

/// As far as the last look knows: an account that is gone has no status.
fn lives_at_composio(row: &Row) -> bool {
    let connection = &row.record.connection;
    connection.account.is_some() && connection.status.is_some()
}

fn named(roster: &Roster, row: &Row) -> String {
    let toolkit = roster.toolkit_name(&row.record.toolkit);
    let account = row.record.connection.account.as_ref();
    account.map_or_else(
        || toolkit.clone(),
        |account| format!("{toolkit} ({account})"),
    )
}
