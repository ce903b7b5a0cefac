//! Tenants by hand: added, changed and deleted. Nothing here is sent to Composio.

mod delete;
mod save;
mod show;
mod triggers;

use wire::{
    DeleteTenant, Fault, Handle, Receipt, SaveTenant, ShowTenant, ShowTriggers, TenantRow,
    TenantView, TriggersView,
};

use crate::core::App;
use crate::error::Error;

impl Handle<ShowTenant> for App {
    async fn handle(&self, ask: ShowTenant) -> Result<TenantView, Fault> {
        Ok(show::show(&*self.workspace()?, &ask.tenant).await?)
    }
}

impl Handle<ShowTriggers> for App {
    async fn handle(&self, ask: ShowTriggers) -> Result<TriggersView, Fault> {
        let triggers = triggers::show(&*self.workspace()?, &ask.tenant).await?;
        Ok(TriggersView { triggers })
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
