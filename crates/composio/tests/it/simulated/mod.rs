//! The client against the simulator, which shares no type with it.

mod journey;
mod reading;
mod weather;

use composio::{ApiKey, Client, Config, ConnectedAccount, CreateLink, ListAccounts, Page};
use futures_util::StreamExt as _;
use serde_json::Value;
use simulator::{Decision, Fault, Running, Simulator};

pub(super) async fn start(change: impl FnOnce(&mut simulator::Config)) -> (Running, Client) {
    let mut config = simulator::Config::default();
    change(&mut config);
    let running = Simulator::start(config).await.unwrap();
    let client = client(&running, &running.api_key());
    (running, client)
}

pub(super) fn client(running: &Running, key: &str) -> Client {
    let url = running.base_url().parse().unwrap();
    Client::new(Config::new(url, ApiKey::new(key.into()))).unwrap()
}

/// An enabled auth config of a toolkit.
pub(super) fn auth_config(running: &Running, toolkit: &str, managed: bool) -> String {
    let state = running.state();
    let configs = state["auth_configs"].as_array().unwrap();
    let found = configs
        .iter()
        .find(|c| c["toolkit"] == toolkit && c["is_composio_managed"] == managed);
    let found = found.unwrap_or_else(|| panic!("no {toolkit} among {configs:?}"));
    found["id"].as_str().unwrap().to_owned()
}

/// An account of the scenario.
pub(super) fn account(running: &Running, matching: impl Fn(&Value) -> bool) -> String {
    let state = running.state();
    let found = state["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|a| matching(a));
    found.expect("the scenario has one")["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

pub(super) fn fault(running: &Running, script: Value) {
    let fault: Fault = serde_json::from_value(script).unwrap();
    running.faults(vec![fault]).unwrap();
}

pub(super) fn link(running: &Running, user: &str) -> CreateLink {
    CreateLink {
        auth_config_id: auth_config(running, "gmail", true),
        user_id: user.into(),
        callback_url: Some("http://127.0.0.1:9/oauth/callback?attempt=1".into()),
        ..CreateLink::default()
    }
}

pub(super) async fn connect(running: &Running, client: &Client, user: &str) -> String {
    let request = client.links().create(&link(running, user)).await.unwrap();
    let decision = Decision {
        allow: true,
        account: Some("jane@example.com".into()),
        granted_scopes: None,
    };
    running
        .consent(&request.connected_account_id, decision)
        .unwrap();
    request.connected_account_id
}

pub(super) async fn all(client: &Client, which: ListAccounts) -> Vec<ConnectedAccount> {
    let mut pages = client.connected_accounts().pages(which);
    let mut accounts = Vec::new();
    while let Some(page) = pages.next().await {
        let page: Page<_> = page.unwrap();
        assert_eq!(page.unreadable, [], "every item can be read");
        accounts.extend(page.items);
    }
    accounts
}

pub(super) async fn of_user(client: &Client, user: &str) -> Vec<ConnectedAccount> {
    all(
        client,
        ListAccounts {
            user_ids: vec![user.into()],
            ..ListAccounts::default()
        },
    )
    .await
}
