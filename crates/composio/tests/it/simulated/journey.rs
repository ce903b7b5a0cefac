//! Connecting an account, and what can be done with it.

use composio::{
    AccountStatus, AuthScheme, DeleteOptions, Error, Execute, Initiate, Proxy, Refresh,
    SecretFields, TokenShape, UpdateAccount,
};
use serde_json::json;
use simulator::Decision;

use super::{auth_config, connect, link, start};

#[tokio::test]
async fn one_person_connects_from_link_to_delete() {
    let (running, client) = start(|_| {}).await;
    let accounts = client.connected_accounts();
    let request = client
        .links()
        .create(&link(&running, "new-tenant"))
        .await
        .unwrap();
    assert_eq!(request.redirect_url.host(), Some("127.0.0.1"));
    let ends = request.expires_at.expect("told");
    let id = request.connected_account_id;
    assert_eq!(
        accounts.get(&id).await.unwrap().status,
        AccountStatus::Initializing
    );

    let decision = Decision {
        allow: true,
        account: Some("jane@example.com".into()),
        granted_scopes: None,
    };
    running.consent(&id, decision).unwrap();
    let account = accounts.get(&id).await.unwrap();
    assert!(account.status.is_active());
    assert_eq!(account.user_id.as_deref(), Some("new-tenant"));
    assert_eq!(account.toolkit_slug.as_deref(), Some("gmail"));
    assert!(account.updated_at.unwrap() < ends);
    assert_eq!(account.state.access_token(), TokenShape::Redacted);
    assert!(account.bearer().is_none());
    assert!(
        account.unknown_members.is_empty(),
        "{:?}",
        account.unknown_members
    );
    assert!(
        account.state.unknown_members.is_empty(),
        "{:?}",
        account.state.unknown_members
    );

    accounts.set_enabled(&id, false).await.unwrap();
    assert_eq!(
        accounts.get(&id).await.unwrap().status,
        AccountStatus::Inactive
    );
    accounts.set_enabled(&id, true).await.unwrap();
    assert!(accounts.get(&id).await.unwrap().status.is_active());

    let revoked = accounts.revoke(&id).await.unwrap();
    assert!(!revoked.revoked_tokens.is_empty());
    assert_eq!(
        accounts.get(&id).await.unwrap().status,
        AccountStatus::Revoked
    );

    accounts
        .delete(&id, DeleteOptions::default())
        .await
        .unwrap();
    assert!(matches!(accounts.get(&id).await, Err(Error::NotFound(_))));
    assert!(matches!(
        accounts.delete(&id, DeleteOptions::default()).await,
        Err(Error::NotFound(_))
    ));
}

#[tokio::test]
async fn a_person_who_declines_leaves_a_failed_account() {
    let (running, client) = start(|_| {}).await;
    let request = client
        .links()
        .create(&link(&running, "no-thanks"))
        .await
        .unwrap();
    running
        .consent(&request.connected_account_id, Decision::default())
        .unwrap();
    let account = client
        .connected_accounts()
        .get(&request.connected_account_id)
        .await
        .unwrap();
    assert_eq!(account.status, AccountStatus::Failed);
    assert!(account.state.error.is_some() || account.status_reason.is_some());
}

#[tokio::test]
async fn a_link_nobody_opens_expires() {
    let (running, client) = start(|_| {}).await;
    let request = client
        .links()
        .create(&link(&running, "asleep"))
        .await
        .unwrap();
    running.advance_clock(std::time::Duration::from_secs(11 * 60));
    let account = client
        .connected_accounts()
        .get(&request.connected_account_id)
        .await
        .unwrap();
    assert_eq!(account.status, AccountStatus::Expired);
}

#[tokio::test]
async fn the_closed_way_is_closed_and_a_key_still_gets_in() {
    let (running, client) = start(|_| {}).await;
    let closed = Initiate {
        auth_config_id: auth_config(&running, "gmail", true),
        user_id: "t".into(),
        callback_url: None,
        alias: None,
        state: None,
    };
    let error = client.links().initiate(&closed).await.unwrap_err();
    let said = error.rejection().unwrap();
    assert!(said.message.contains("no longer supported"), "{said:?}");
    assert!(
        error
            .suggested_fix()
            .unwrap()
            .contains("/connected_accounts/link")
    );

    let state = running.state();
    let configs = state["auth_configs"].as_array().unwrap();
    let by_key = configs
        .iter()
        .find(|c| c["auth_scheme"] == "API_KEY")
        .expect("the demo has one");
    let fields = SecretFields::new()
        .plain("status", "ACTIVE")
        .secret("generic_api_key", "sim-key-CANARY".into());
    let open = Initiate {
        auth_config_id: by_key["id"].as_str().unwrap().into(),
        user_id: "keyed".into(),
        callback_url: None,
        alias: None,
        state: Some((AuthScheme::ApiKey, fields)),
    };
    let made = client.links().initiate(&open).await.unwrap();
    assert_eq!(made.status, AccountStatus::Active);
    let account = client
        .connected_accounts()
        .get(&made.connected_account_id)
        .await
        .unwrap();
    assert!(!format!("{account:?}").contains("CANARY"));
}

#[tokio::test]
async fn restarting_a_sign_in_interrupts_the_account() {
    let (running, client) = start(|_| {}).await;
    let id = connect(&running, &client, "again").await;
    let refreshed = client
        .connected_accounts()
        .refresh(&id, &Refresh::default())
        .await
        .unwrap();
    assert_eq!(refreshed.status, AccountStatus::Initiated);
    assert!(refreshed.redirect_url.is_some());
    assert_eq!(
        client.connected_accounts().get(&id).await.unwrap().status,
        AccountStatus::Initiated
    );
}

#[tokio::test]
async fn an_alias_is_given_and_taken_away() {
    let (running, client) = start(|_| {}).await;
    let id = connect(&running, &client, "named").await;
    for (alias, read) in [("sb-1", Some("sb-1")), ("", None)] {
        let change = UpdateAccount {
            alias: Some(alias.into()),
            credentials: None,
        };
        let updated = client
            .connected_accounts()
            .update(&id, &change)
            .await
            .unwrap();
        assert_eq!(updated.id.as_deref(), Some(id.as_str()));
        let account = client.connected_accounts().get(&id).await.unwrap();
        assert_eq!(account.alias.as_deref(), read);
    }
}

#[tokio::test]
async fn who_an_account_is_can_be_asked_in_two_ways() {
    let (running, client) = start(|_| {}).await;
    let id = connect(&running, &client, "asked").await;
    let tool = client.tools().get("GMAIL_GET_PROFILE", None).await.unwrap();
    let how = Execute {
        connected_account_id: Some(id.clone()),
        user_id: Some("asked".into()),
        version: tool.version,
        arguments: json!({"user_id": "me"}).as_object().cloned().unwrap(),
    };
    let executed = client
        .tools()
        .execute("GMAIL_GET_PROFILE", &how)
        .await
        .unwrap();
    assert!(executed.successful, "{:?}", executed.error);
    assert_eq!(executed.data["emailAddress"], "jane@example.com");
    let what = Proxy::get(
        &id,
        "https://gmail.googleapis.com/gmail/v1/users/me/profile",
    );
    let answer = client.tools().proxy(&what).await.unwrap();
    assert_eq!(
        (answer.status, &answer.data["emailAddress"]),
        (200, &json!("jane@example.com"))
    );

    running.sabotage(simulator::Sabotage::WithdrawConsent {
        connected_account_id: id,
    });
    let executed = client
        .tools()
        .execute("GMAIL_GET_PROFILE", &how)
        .await
        .unwrap();
    assert!(!executed.successful);
    assert!(executed.error.unwrap().contains("invalid_grant"));
}
