//! What people at the desk leave: notes, pins and visits, labels. All of it is ours;
//! nothing here is sent to Composio.

mod labels;
mod link;
mod notes;
mod pins;

use wire::{
    AddNote, Fault, FindRecent, Handle, OpenNoteLink, PinTenant, Receipt, RecentView, RemoveNote,
    SetLabels, VisitTenant,
};

use crate::core::App;

pub(crate) use notes::views;

impl Handle<AddNote> for App {
    async fn handle(&self, ask: AddNote) -> Result<Receipt, Fault> {
        notes::add(&*self.workspace()?, &ask).await?;
        Ok(Receipt::default())
    }
}

impl Handle<RemoveNote> for App {
    async fn handle(&self, ask: RemoveNote) -> Result<Receipt, Fault> {
        notes::remove(&*self.workspace()?, &ask).await?;
        Ok(Receipt::default())
    }
}

impl Handle<OpenNoteLink> for App {
    async fn handle(&self, ask: OpenNoteLink) -> Result<Receipt, Fault> {
        notes::open(&*self.workspace()?, &ask).await?;
        Ok(Receipt::default())
    }
}

impl Handle<PinTenant> for App {
    async fn handle(&self, ask: PinTenant) -> Result<Receipt, Fault> {
        pins::pin(&*self.workspace()?, &ask.tenant, ask.pinned).await?;
        Ok(Receipt::default())
    }
}

impl Handle<VisitTenant> for App {
    async fn handle(&self, ask: VisitTenant) -> Result<Receipt, Fault> {
        pins::visit(&*self.workspace()?, &ask.tenant).await?;
        Ok(Receipt::default())
    }
}

impl Handle<FindRecent> for App {
    async fn handle(&self, ask: FindRecent) -> Result<RecentView, Fault> {
        let view = pins::find(&self.workspace()?.roster(), &ask.text);
        Ok(view)
    }
}

impl Handle<SetLabels> for App {
    async fn handle(&self, ask: SetLabels) -> Result<Receipt, Fault> {
        labels::set(&*self.workspace()?, &ask.integration, &ask.labels).await?;
        Ok(Receipt::default())
    }
}
