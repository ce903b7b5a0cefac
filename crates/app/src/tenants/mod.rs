//! Tenants by hand: added, changed and deleted. Nothing here is sent to Composio.

mod delete;
mod save;
mod show;

use wire::{DeleteTenant, Fault, Handle, Receipt, SaveTenant, ShowTenant, TenantRow, TenantView};

use crate::core::App;
use crate::error::Error;

impl Handle<ShowTenant> for App {
    async fn handle(&self, ask: ShowTenant) -> Result<TenantView, Fault> {
        Ok(show::show(&*self.workspace()?, &ask.tenant).await?)
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
