//! What there is at the simulator, whatever the app knows of it.

use super::Desk;

impl Desk {
    /// Somebody else who has the key.
    pub(crate) fn stranger(&self) -> composio::Client {
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
    /// Another program connects an account; gives its id.
    pub(crate) async fn seed(&self, user: &str, auth_config: &str) -> String {
        self.seeded(user, auth_config, None).await
    }

    /// The same, and this is who signed in.
    pub(crate) async fn seed_as(&self, user: &str, auth_config: &str, who: &str) -> String {
        self.seeded(user, auth_config, Some(who.to_owned())).await
    }

    async fn seeded(&self, user: &str, auth_config: &str, account: Option<String>) -> String {
        let new = composio::CreateLink {
            auth_config_id: auth_config.into(),
            user_id: user.into(),
            callback_url: None,
            alias: None,
            connection_data: None,
        };
        let made = self.stranger().links().create(&new).await.unwrap();
        let id = made.connected_account_id.to_string();
        let decision = simulator::Decision {
            allow: true,
            account,
            granted_scopes: None,
        };
        self.sim.consent(&id, decision).unwrap();
        id
    }

    /// From now on this is told of an account, whatever is true of it.
    pub(crate) fn tell(&self, account: &str, data: serde_json::Value) {
        let serde_json::Value::Object(data) = data else {
            panic!("members are told: {data}");
        };
        assert!(self.sim.sabotage(simulator::Sabotage::AccountData {
            connected_account_id: account.into(),
            data,
        }));
    }
}
