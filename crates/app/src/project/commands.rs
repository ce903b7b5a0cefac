//! The project's rows of the command table.

use wire::{
    DismissDrift, Fault, Handle, MaskingReport, MaskingView, ProjectSettingsView, Receipt,
    SetMasking, SetProjectSetting, ShowMasking, ShowProjectSettings,
};

use super::{dismiss_drift, masking, setting};
use crate::audit;
use crate::core::App;

impl Handle<ShowMasking> for App {
    async fn handle(&self, _: ShowMasking) -> Result<MaskingView, Fault> {
        Ok(masking::show(&*self.workspace()?).await?)
    }
}

impl Handle<SetMasking> for App {
    async fn handle(&self, ask: SetMasking) -> Result<MaskingReport, Fault> {
        let ask = SetMasking {
            reason: audit::reason(&ask.reason),
            ..ask
        };
        Ok(masking::set(&self.workspace()?, &ask).await?)
    }
}

impl Handle<DismissDrift> for App {
    async fn handle(&self, _: DismissDrift) -> Result<Receipt, Fault> {
        dismiss_drift(&*self.workspace()?).await?;
        Ok(Receipt::default())
    }
}

impl Handle<ShowProjectSettings> for App {
    async fn handle(&self, _: ShowProjectSettings) -> Result<ProjectSettingsView, Fault> {
        Ok(setting::show(&*self.workspace()?).await?)
    }
}

impl Handle<SetProjectSetting> for App {
    async fn handle(&self, ask: SetProjectSetting) -> Result<ProjectSettingsView, Fault> {
        let ask = SetProjectSetting {
            reason: audit::reason(&ask.reason),
            ..ask
        };
        Ok(setting::set(&*self.workspace()?, &ask).await?)
    }
}
