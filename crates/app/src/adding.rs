//! The first of two phases: integrations go on the list, and nothing is sent to
//! Composio. Connecting them is the second.

use domain::{IntegrationId, LifecycleName, LineKind, TenantId, ToolkitSlug};
use store::{Change, IntegrationRecord, TimelineEntry};
use wire::{AddIntegrations, AddedRow, AddedView, Fault, Handle};

use crate::absorb::new_tenant;
use crate::audit::Deed;
use crate::core::App;
use crate::error::Error;
use crate::observed::clipped;
use crate::place::{added, fresh_row};
use crate::roster::{Roster, Row};
use crate::workspace::Workspace;

/// More than this at once is a mistake.
const MOST: usize = 50;

impl Handle<AddIntegrations> for App {
    async fn handle(&self, ask: AddIntegrations) -> Result<AddedView, Fault> {
        Ok(add(&*self.workspace()?, &ask).await?)
    }
}

/// Adds what is not there, and says what was.
async fn add(workspace: &Workspace, ask: &AddIntegrations) -> Result<AddedView, Error> {
    if ask.auth_configs.is_empty() || ask.auth_configs.len() > MOST {
        return Err(Error::Input("Choose 1 to 50 toolkits. Nothing was added."));
    }
    // Two clicks make one row, and a connect that begins meanwhile finds it.
    let _one = workspace.beginning.lock().await;
    let ids = ask.auth_configs.iter().map(|_| fresh_row());
    let fresh: Vec<IntegrationId> = ids.collect::<Result<_, _>>()?;
    let newcomer = new_tenant(&ask.user, None, workspace.now())?;
    workspace
        .settle(|roster| {
            let known = roster.tenant_of(&ask.user);
            let mut change = Change::default();
            if known.is_none() {
                change.tenants.push(newcomer.clone());
            }
            let tenant = known.unwrap_or(&newcomer);
            for (config, id) in ask.auth_configs.iter().zip(&fresh) {
                let row = added(roster, id, &tenant.id, config, 1, workspace.now())?;
                let twice = change
                    .integrations
                    .iter()
                    .any(|it| it.toolkit == row.toolkit);
                if !twice && standing(roster, &tenant.id, &row.toolkit).is_none() {
                    let name = clipped(&tenant.name);
                    told(workspace, roster, &name, &row, &mut change);
                    change.integrations.push(row);
                }
            }
            if change.integrations.is_empty() {
                // Everything is there already; a tenant alone is not what was asked.
                return Ok(Change::default());
            }
            Ok(change)
        })
        .await?;
    let roster = workspace.roster();
    let tenant = roster.tenant_of(&ask.user).ok_or(Error::UnknownRow)?;
    let rows = ask.auth_configs.iter().filter_map(|config| {
        let toolkit = &roster.auth_config(config)?.toolkit;
        let row = standing(&roster, &tenant.id, toolkit)?;
        let id = row.record.id();
        let state = row.record.connection.lifecycle.name();
        Some(AddedRow {
            integration: id.clone(),
            toolkit_name: roster.toolkit_name(toolkit),
            existing: (!fresh.contains(id)).then_some(state),
        })
    });
    Ok(AddedView {
        tenant: tenant.id.clone(),
        rows: rows.collect(),
    })
}

/// The tenant's row of a toolkit: one that works before one that does not.
fn standing<'a>(roster: &'a Roster, tenant: &TenantId, toolkit: &ToolkitSlug) -> Option<&'a Row> {
    let mut rows = roster.rows_of(tenant);
    rows.retain(|row| row.record.toolkit == *toolkit);
    let active = |row: &&&Row| row.record.connection.lifecycle.name() == LifecycleName::Active;
    rows.iter().find(active).or_else(|| rows.first()).copied()
}

fn told(
    workspace: &Workspace,
    roster: &Roster,
    tenant: &str,
    row: &IntegrationRecord,
    change: &mut Change,
) {
    let toolkit = roster.toolkit_name(&row.toolkit);
    let deed = Deed {
        integration: Some(row.id().clone()),
        ..Deed::to(format!("{toolkit} for {tenant}"), "Add to the list")
    };
    let outcome = workspace.outcome_entry(&deed, None, "done".to_owned());
    change.audit.push(outcome);
    change.timeline.push(TimelineEntry {
        integration: row.id().clone(),
        at: workspace.now(),
        kind: LineKind::Status,
        title: "Added".to_owned(),
        detail: None,
        actor: Some(workspace.person.clone()),
        state: Some(LifecycleName::Added),
        moved: None,
    });
}
