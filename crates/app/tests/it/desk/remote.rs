//! What there is at the simulator, whatever the app knows of it.

use super::Desk;

impl Desk {
    /// Somebody else who has the key.
    fn stranger(&self) -> composio::Client {
        let key = composio::ApiKey::new(self.sim.api_key().into());
        let base = self.sim.base_url().parse().unwrap();
        composio::Client::new(composio::Config::new(base, key)).unwrap()
    }

    /// An auth config is deleted elsewhere.
    pub(crate) async fn forget_auth_config(&self, id: &domain::AuthConfigId) {
        let deleted = self.stranger().auth_configs().delete(id.as_str()).await;
        deleted.unwrap();
    }

    /// Every trigger that listens: its name, and the account it hangs on.
    pub(crate) async fn triggers(&self) -> Vec<(String, String)> {
        let all = composio::TriggerFilter::default();
        let found = self.stranger().triggers().active(&all).await.unwrap();
        found
            .items
            .into_iter()
            .filter_map(|it| Some((it.trigger_name?, it.connected_account_id)))
            .collect()
    }

    /// Accounts of this user at the simulator, read as a stranger would.
    pub(crate) async fn remote(&self, user: &str) -> Vec<composio::ConnectedAccount> {
        let which = composio::ListAccounts {
            user_ids: vec![user.into()],
            ..Default::default()
        };
        self.stranger()
            .connected_accounts()
            .list(&which)
            .await
            .unwrap()
            .items
    }
}
