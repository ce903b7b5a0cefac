//! Tenants by hand: added, changed and deleted. Nothing here is sent to Composio.

mod delete;
mod save;

use wire::{DeleteTenant, Fault, Handle, Receipt, SaveTenant, ShowTenant, TenantRow, TenantView};

use crate::core::App;
use crate::error::Error;
use crate::views;

impl Handle<ShowTenant> for App {
    async fn handle(&self, ask: ShowTenant) -> Result<TenantView, Fault> {
        let workspace = self.workspace()?;
        let roster = workspace.roster();
        let tenant = roster.tenant(&ask.tenant).ok_or(Error::UnknownRow)?;
        let now = workspace.now();
        let rows = roster.rows_of(&tenant.id);
        Ok(TenantView {
            row: roster.tenant_row(tenant),
            since: tenant.created_at,
            details: tenant.details.clone(),
            user_fixed: !rows.is_empty(),
            defaults: roster.defaults_of(&tenant.id),
            integrations: rows
                .into_iter()
                .map(|row| views::row(&roster, row, now))
                .collect(),
        })
    }
}

impl Handle<SaveTenant> for App {
    async fn handle(&self, ask: SaveTenant) -> Result<TenantRow, Fault> {
        let workspace = self.workspace()?;
        let id = save::save(&workspace, &ask).await?;
        let roster = workspace.roster();
        let tenant = roster.tenant(&id).ok_or(Error::UnknownRow)?;
        Ok(roster.tenant_row(tenant))
    }
}

impl Handle<DeleteTenant> for App {
    async fn handle(&self, ask: DeleteTenant) -> Result<Receipt, Fault> {
        delete::delete(&*self.workspace()?, &ask.tenant).await?;
        Ok(Receipt::default())
    }
}
