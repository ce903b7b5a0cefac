//! What there is at the simulator, whatever the app knows of it.

use super::Desk;

impl Desk {
    /// Accounts of this user at the simulator, read as a stranger would.
    pub(crate) async fn remote(&self, user: &str) -> Vec<composio::ConnectedAccount> {
        let key = composio::ApiKey::new(self.sim.api_key().into());
        let base = self.sim.base_url().parse().unwrap();
        let client = composio::Client::new(composio::Config::new(base, key)).unwrap();
        let which = composio::ListAccounts {
            user_ids: vec![user.into()],
            ..Default::default()
        };
        client
            .connected_accounts()
            .list(&which)
            .await
            .unwrap()
            .items
    }
}
