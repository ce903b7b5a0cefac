//! The stand-in for Composio as the shell lends it to the demo workspace.

use std::sync::{Arc, Mutex};

use app::{AuthConfigId, ConnectedAccountId, DemoServer, Future, HostError, SecretString};
use simulator::{Config, Running, Sabotage, Simulator};
use wire::SabotageKind;

/// A demo server that a test looks into as well.
pub(crate) struct Demo(pub(crate) Running);

impl Demo {
    /// Starts one and remembers it.
    pub(crate) async fn start(
        shelf: &Mutex<Option<Arc<Demo>>>,
    ) -> Result<Arc<dyn DemoServer>, HostError> {
        let running = Simulator::start(Config::default())
            .await
            .map_err(|error| HostError(error.to_string()))?;
        running.sabotage(Sabotage::Masking(false));
        let demo = Arc::new(Self(running));
        *shelf.lock().unwrap() = Some(Arc::clone(&demo));
        Ok(demo)
    }

    fn broken(&self, step: Sabotage) -> Result<(), HostError> {
        let known = self.0.sabotage(step);
        known
            .then_some(())
            .ok_or_else(|| HostError("not there".into()))
    }
}

impl DemoServer for Demo {
    fn base_url(&self) -> String {
        self.0.base_url()
    }
    fn api_key(&self) -> SecretString {
        self.0.api_key().into()
    }
    fn tenant_names(&self) -> Vec<(String, String)> {
        Vec::new()
    }
    fn sabotage(
        &self,
        kind: SabotageKind,
        account: Option<ConnectedAccountId>,
    ) -> Future<'_, Result<(), HostError>> {
        let id = account.map(|id| id.to_string()).unwrap_or_default();
        let done = match kind {
            SabotageKind::WithdrawConsent => self.broken(Sabotage::WithdrawConsent {
                connected_account_id: id,
            }),
            SabotageKind::Mask => self.broken(Sabotage::Masking(true)),
            _ => self.broken(Sabotage::Masking(false)),
        };
        Box::pin(async move { done })
    }
    fn client_secret(&self, config: &AuthConfigId, renewed: bool) -> Result<(), HostError> {
        let auth_config_id = config.to_string();
        self.broken(if renewed {
            Sabotage::RenewClientSecret { auth_config_id }
        } else {
            Sabotage::RotateClientSecret { auth_config_id }
        })
    }
    fn masks(&self) -> bool {
        self.0.masks()
    }
}
