//! Changing accounts: alias, credentials, sharing, and who may finish.

use serde_json::{Value, json};

use crate::support::Desk;

const ACCOUNTS: &str = "/api/v3.1/connected_accounts";

#[tokio::test]
async fn two_accounts_of_a_user_and_toolkit_cannot_share_an_alias() {
    let desk = Desk::empty().await;
    let (managed, own) = (desk.config("gmail", true), desk.config("gmail", false));
    let body = |config: &str, user: &str| json!({ "auth_config_id": config, "user_id": user, "alias": "Main" });
    let link = format!("{ACCOUNTS}/link");
    let first = desk.post(&link, body(&managed, "acme")).await.expect(201);
    desk.post(&link, body(&managed, "acme")).await.expect(409);
    desk.post(&link, body(&own, "acme")).await.expect(409);
    desk.post(&link, body(&managed, "globex")).await.expect(201);
    desk.post(&link, body(&desk.config("slack", true), "acme"))
        .await
        .expect(201);
    let path = format!("{ACCOUNTS}/{}", first.text("/connected_account_id"));
    assert_eq!(
        desk.get(&path).await.text("/alias"),
        "Main",
        "visible while it is pending"
    );
    desk.patch(&path, json!({ "alias": "" })).await.expect(200);
    assert_eq!(desk.get(&path).await.body["alias"], Value::Null);
    let second = desk.post(&link, body(&own, "acme")).await.expect(201);
    desk.patch(&path, json!({ "alias": "Main" }))
        .await
        .expect(409);
    desk.delete(&format!(
        "{ACCOUNTS}/{}",
        second.text("/connected_account_id")
    ))
    .await
    .expect(200);
    desk.patch(&path, json!({ "alias": "Main" }))
        .await
        .expect(200);
    desk.patch(&path, json!({ "alias": "Main" }))
        .await
        .expect(200);
}

#[tokio::test]
async fn credentials_change_only_within_their_scheme() {
    let desk = Desk::empty().await;
    let config = desk.config("stripe", false);
    let state = json!({ "authScheme": "API_KEY", "val": { "generic_api_key": "sk_sim_old" } });
    let body = json!({ "auth_config": { "id": config }, "connection": { "user_id": "a", "state": state } });
    let id = desk.post(ACCOUNTS, body).await.expect(201).text("/id");
    let path = format!("{ACCOUNTS}/{id}");
    let change = |scheme: &str, val: Value| json!({ "connection": { "state": { "authScheme": scheme, "val": val } } });
    desk.patch(&path, json!({})).await.expect(400);
    desk.patch(&path, change("OAUTH2", json!({})))
        .await
        .expect(400);
    desk.patch(&path, change("BASIC", json!({ "username": "x" })))
        .await
        .expect(400);
    let new = change(
        "API_KEY",
        json!({ "generic_api_key": "new_sim_key", "basic_encoded": null }),
    );
    desk.patch(&path, new).await.expect(200);
    let shown = desk.get(&path).await.text("/state/val/generic_api_key");
    assert_eq!(shown, "new_...");
}

#[tokio::test]
async fn sharing_is_for_shared_accounts_only() {
    let desk = Desk::empty().await;
    let config = desk.config("gmail", true);
    let link = format!("{ACCOUNTS}/link");
    let acl = json!({ "allow_all_users": false, "allowed_user_ids": ["globex"] });
    let body = |kind: &str| {
        let experimental = json!({ "account_type": kind, "acl_config_for_shared": acl });
        json!({ "auth_config_id": config, "user_id": "acme", "experimental": experimental })
    };
    let refused = desk.post(&link, body("PRIVATE")).await.expect(400);
    let text = "acl_config_for_shared is only valid on SHARED";
    assert!(
        refused.text("/error/message").contains(text),
        "clients match on it"
    );
    let made = desk.post(&link, body("SHARED")).await.expect(201);
    let id = made.text("/connected_account_id");
    let allow = simulator::Decision {
        allow: true,
        ..simulator::Decision::default()
    };
    desk.sim.consent(&id, allow).unwrap();
    let run = |user: &str| json!({ "connected_account_id": id, "user_id": user, "arguments": {} });
    let tool = "/api/v3.1/tools/execute/GMAIL_GET_PROFILE";
    desk.post(tool, run("initech")).await.expect(400);
    desk.post(tool, run("globex")).await.expect(200);
    desk.post(tool, run("acme")).await.expect(200);
    let private = desk.connected(&config, "acme").await;
    let change = json!({ "experimental": { "acl_config_for_shared": acl } });
    desk.patch(&format!("{ACCOUNTS}/{private}"), change)
        .await
        .expect(400);
}

/// A simulator whose project wants to see who came back.
async fn with_a_verifier() -> Desk {
    let desk = Desk::empty().await;
    let verifier = json!({ "oauth_callback_verifier_url": "https://app.example/verify?v=1" });
    desk.patch("/api/v3/org/project/config", verifier)
        .await
        .expect(200);
    desk
}

/// A sign-in of `acme` up to where the project takes over: the account and the session.
async fn handed_over(desk: &Desk) -> (String, String) {
    let config = desk.config("gmail", true);
    let (id, url) = desk.link(&config, "acme", "http://127.0.0.1:9/done").await;
    desk.page(&url).await.expect(200);
    let form = [("decision", "allow"), ("account", "jane@example.com")];
    let sent = desk
        .submit(&format!("{url}/decide"), &form)
        .await
        .expect(303);
    let target = sent.header("location");
    let session = target
        .strip_prefix("https://app.example/verify?v=1&session_uri=")
        .unwrap();
    (id, session.to_owned())
}

#[tokio::test]
async fn with_a_verifier_only_the_right_user_finishes() {
    let desk = with_a_verifier().await;
    let complete = format!("{ACCOUNTS}/complete_auth");
    for (user, status, after) in [("globex", 400, "FAILED"), ("acme", 200, "ACTIVE")] {
        let (id, session) = handed_over(&desk).await;
        assert_eq!(
            desk.status(&id).await,
            "INITIATED",
            "not before the project agrees"
        );
        let body = json!({ "session_uri": session, "user_id": user });
        desk.post(&complete, body.clone()).await.expect(status);
        assert_eq!(desk.status(&id).await, after);
        desk.post(&complete, body).await.expect(404);
    }
}

#[tokio::test]
async fn an_account_that_was_deleted_meanwhile_is_not_finished() {
    let desk = with_a_verifier().await;
    let (id, session) = handed_over(&desk).await;
    desk.delete(&format!("{ACCOUNTS}/{id}")).await.expect(200);
    let body = json!({ "session_uri": session, "user_id": "acme" });
    let complete = format!("{ACCOUNTS}/complete_auth");
    let told = desk.post(&complete, body).await.expect(404);
    assert_eq!(
        told.text("/error/slug"),
        "ConnectedAccount_ResourceNotFound"
    );
    let accounts = desk.sim.accounts();
    let account = accounts.iter().find(|known| known["id"] == *id).unwrap();
    assert_eq!(account["connected"], false, "it never became ACTIVE");
}

#[tokio::test]
async fn a_scheme_asks_for_its_own_fields() {
    let desk = Desk::empty().await;
    let shop = desk.config("shopify", false);
    let body = json!({ "auth_config": { "id": shop }, "connection": { "user_id": "a" } });
    let missing = desk.post(ACCOUNTS, body).await.expect(400);
    assert_eq!(
        missing.body["error"]["slug"],
        "ConnectedAccount_MissingRequiredFields"
    );
    let custom = json!({ "type": "use_custom_auth", "authScheme": "BEARER_TOKEN" });
    let body = json!({ "toolkit": { "slug": "airtable" }, "auth_config": custom });
    let made = desk.post("/api/v3.1/auth_configs", body).await.expect(201);
    let (id, url) = desk.link(&made.text("/auth_config/id"), "acme", "").await;
    let form = desk.page(&format!("{url}/signin")).await.expect(200);
    assert!(form.text.contains("field.token"));
    let allow = simulator::Decision {
        allow: true,
        ..simulator::Decision::default()
    };
    desk.sim.consent(&id, allow).unwrap();
    let row = desk.get(&format!("{ACCOUNTS}/{id}")).await.expect(200);
    assert_eq!(
        row.text("/state/val/token"),
        "sim_...",
        "made up when nobody typed one"
    );
}

#[tokio::test]
async fn it_stops_at_once_while_clients_keep_their_connections() {
    let desk = Desk::empty().await;
    desk.get(ACCOUNTS).await.expect(200);
    let url = format!("{}{ACCOUNTS}", desk.sim.base_url());
    let deadline = std::time::Duration::from_secs(20);
    let stopped = tokio::time::timeout(deadline, desk.sim.shutdown()).await;
    assert!(stopped.is_ok(), "an idle connection must not hold it");
    assert!(
        desk.client.get(url).send().await.is_err(),
        "nobody listens any more"
    );
}
