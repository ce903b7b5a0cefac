//! What is sent when something is to change, and what comes of it.

use composio::{
    AccountStatus, AuthScheme, CompleteAuth, CreateLink, DeleteOptions, Error, Initiate, Refresh,
    SecretFields, UpdateAccount,
};
use serde_json::{Value, json};

use crate::scripted::{Heard, Scripted, json, refusal, reply};

const LINK: &str = "https://connect.composio.dev/link/lk_CANARY-link";

fn only(server: &Scripted) -> Heard {
    let mut heard = server.heard();
    assert_eq!(heard.len(), 1, "a write is sent once");
    heard.remove(0)
}

#[tokio::test]
async fn a_link_is_asked_for_and_kept_secret() {
    let server = Scripted::start([json(
        201,
        json!({"link_token": "lk_CANARY-link",
        "redirect_url": LINK, "expires_at": "2026-10-01T08:10:00.000Z",
        "connected_account_id": "ca_9tQxP2mLk0aZ"}),
    )])
    .await;
    let callback = "dev.switchboard.desktop://oauth/callback?attempt=1&state=CANARY-state";
    let new = CreateLink {
        auth_config_id: "ac_1".into(),
        user_id: "tenant-1".into(),
        callback_url: Some(callback.into()),
        alias: Some("sb-1".into()),
        connection_data: Some(
            SecretFields::new()
                .plain("subdomain", "acme")
                .secret("token", "CANARY-t".into()),
        ),
    };
    let request = server
        .client()
        .connected_accounts()
        .create_link(&new)
        .await
        .unwrap();
    assert_eq!(request.connected_account_id, "ca_9tQxP2mLk0aZ");
    assert_eq!(
        request.expires_at.unwrap().to_string(),
        "2026-10-01T08:10:00Z"
    );
    assert_eq!(request.redirect_url.host(), Some("connect.composio.dev"));
    assert_eq!(request.redirect_url.port(), Some(443));
    request
        .redirect_url
        .with_secret(|url| assert_eq!(url, LINK));
    let text = format!("{request:?} {new:?}");
    assert!(!text.contains("CANARY"), "{text}");
    let heard = only(&server);
    assert_eq!(
        (heard.method.as_str(), heard.path.as_str()),
        ("POST", "/api/v3.1/connected_accounts/link")
    );
    assert_eq!(
        heard.body,
        json!({"auth_config_id": "ac_1", "user_id": "tenant-1",
        "callback_url": callback, "alias": "sb-1",
        "connection_data": {"subdomain": "acme", "token": "CANARY-t"}})
    );
}

#[tokio::test]
async fn what_is_not_given_is_not_sent() {
    let server = Scripted::start([json(
        201,
        json!({"redirect_url": LINK, "connected_account_id": "ca_1"}),
    )])
    .await;
    let new = CreateLink {
        auth_config_id: "ac_1".into(),
        user_id: "t".into(),
        ..CreateLink::default()
    };
    let request = server.client().links().create(&new).await.unwrap();
    assert_eq!(request.expires_at, None);
    assert_eq!(
        only(&server).body,
        json!({"auth_config_id": "ac_1", "user_id": "t"})
    );
}

#[tokio::test]
async fn a_redirect_that_is_no_url_is_not_taken_for_one() {
    for url in [
        json!("not a url"),
        json!(null),
        json!(""),
        json!(["https://x.example"]),
    ] {
        let server = Scripted::start([json(
            201,
            json!({"redirect_url": url, "connected_account_id": "ca_1"}),
        )])
        .await;
        let new = CreateLink {
            auth_config_id: "ac_1".into(),
            user_id: "t".into(),
            ..CreateLink::default()
        };
        let error = server.client().links().create(&new).await.unwrap_err();
        assert!(matches!(error, Error::Malformed { .. }), "{url}");
    }
}

#[tokio::test]
async fn the_closed_way_says_what_to_do_instead() {
    let text = "Creating connections on this endpoint for Composio-managed OAuth auth configs is no longer supported. Use POST /api/v3/connected_accounts/link instead.";
    let server = Scripted::start([refusal(400, "ConnectedAccount_BadRequest", text)]).await;
    let new = Initiate {
        auth_config_id: "ac_1".into(),
        user_id: "t".into(),
        callback_url: None,
        alias: None,
        state: None,
    };
    let error = server
        .client()
        .connected_accounts()
        .initiate(&new)
        .await
        .unwrap_err();
    assert_eq!(error.rejection().unwrap().message, text);
    assert_eq!(error.suggested_fix(), Some("try something else"));
}

#[tokio::test]
async fn a_key_of_a_tenants_is_sent_and_not_shown() {
    let server = Scripted::start([json(201, json!({"id": "ca_1", "status": "ACTIVE", "redirect_url": null,
        "redirect_uri": null, "connectionData": {"authScheme": "API_KEY", "val": {"status": "ACTIVE"}}}))]).await;
    let fields = SecretFields::new()
        .plain("status", "ACTIVE")
        .secret("generic_api_key", "CANARY-key".into());
    let new = Initiate {
        auth_config_id: "ac_1".into(),
        user_id: "t".into(),
        callback_url: None,
        alias: None,
        state: Some((AuthScheme::ApiKey, fields)),
    };
    let made = server.client().links().initiate(&new).await.unwrap();
    assert_eq!(
        (made.connected_account_id.as_str(), &made.status),
        ("ca_1", &AccountStatus::Active)
    );
    assert!(made.redirect_url.is_none());
    assert!(!format!("{new:?}").contains("CANARY"));
    assert_eq!(
        only(&server).body,
        json!({"auth_config": {"id": "ac_1"}, "connection": {"user_id": "t",
        "state": {"authScheme": "API_KEY", "val": {"status": "ACTIVE", "generic_api_key": "CANARY-key"}}}})
    );
}

#[tokio::test]
async fn the_redirect_of_an_initiated_account_may_stand_in_any_of_three_places() {
    let url = "https://backend.composio.dev/api/v3/s/AbCd1234";
    for mut document in [
        json!({"connectionData": {"val": {"redirectUrl": url}}}),
        json!({"redirect_url": url}),
        json!({"redirect_uri": url, "redirect_url": null}),
    ] {
        document["id"] = json!("ca_1");
        document["status"] = json!("INITIATED");
        let server = Scripted::start([json(201, document)]).await;
        let new = Initiate {
            auth_config_id: "ac_1".into(),
            user_id: "t".into(),
            callback_url: None,
            alias: None,
            state: None,
        };
        let made = server.client().links().initiate(&new).await.unwrap();
        assert_eq!(
            made.redirect_url.unwrap().shortened(),
            "backend.composio.dev/api/v3/s/…"
        );
    }
}

#[tokio::test]
async fn switching_is_a_patch_of_the_status() {
    let server = Scripted::start([reply(
        200,
        &[("x-request-id", "r-1")],
        r#"{"success":true}"#,
    )])
    .await;
    let done = server
        .client()
        .connected_accounts()
        .set_enabled("ca_1", false)
        .await
        .unwrap();
    assert_eq!(done.request_id, "r-1");
    let heard = only(&server);
    assert_eq!(
        (heard.method.as_str(), heard.path.as_str()),
        ("PATCH", "/api/v3.1/connected_accounts/ca_1/status")
    );
    assert_eq!(heard.body, json!({"enabled": false}));
}

#[tokio::test]
async fn deleting_withdraws_the_grant_only_when_asked_to() {
    let server = Scripted::start([json(
        200,
        json!({"success": true, "revoke_job_id": "job_1"}),
    )])
    .await;
    let client = server.client();
    let with = client
        .connected_accounts()
        .delete("ca_1", DeleteOptions { revoke: true })
        .await
        .unwrap();
    assert_eq!(with.revoke_job_id.as_deref(), Some("job_1"));
    server.say([json(200, json!({"success": true}))]);
    let without = client
        .connected_accounts()
        .delete("ca_1", DeleteOptions::default())
        .await
        .unwrap();
    assert_eq!(without.revoke_job_id, None);
    let heard = server.heard();
    assert_eq!(heard[0].query("revoke_on_delete"), Some("true"));
    assert_eq!(heard[1].query, []);
    assert!(
        heard
            .iter()
            .all(|h| h.method == "DELETE" && h.body == Value::Null)
    );
}

#[tokio::test]
async fn revoking_twice_withdraws_nothing_more() {
    let account = json!({"id": "ca_1", "status": "REVOKED"});
    let server = Scripted::start([json(
        200,
        json!({"revoked_tokens": ["refresh_token"], "connected_account": account}),
    )])
    .await;
    let client = server.client();
    let revoked = client.connected_accounts().revoke("ca_1").await.unwrap();
    assert_eq!(revoked.revoked_tokens, ["refresh_token"]);
    assert_eq!(revoked.status, Some(AccountStatus::Revoked));
    assert_eq!(only(&server).body, Value::Null, "the call has no body");
    server.say([json(200, json!({"revoked_tokens": []}))]);
    assert!(
        client
            .connected_accounts()
            .revoke("ca_1")
            .await
            .unwrap()
            .revoked_tokens
            .is_empty()
    );
    server.say([refusal(409, "Conflict", "not in a revocable state")]);
    let error = client
        .connected_accounts()
        .revoke("ca_1")
        .await
        .unwrap_err();
    assert_eq!(error.rejection().unwrap().status, 409);
}

#[tokio::test]
async fn restarting_a_sign_in_names_the_way_back_in_the_query() {
    let server = Scripted::start([json(
        200,
        json!({"id": "ca_1", "status": "INITIATED", "redirect_url": LINK}),
    )])
    .await;
    let how = Refresh {
        redirect_url: Some("http://127.0.0.1:1/?state=CANARY".into()),
    };
    let refreshed = server
        .client()
        .connected_accounts()
        .refresh("ca_1", &how)
        .await
        .unwrap();
    assert_eq!(refreshed.status, AccountStatus::Initiated);
    assert!(refreshed.redirect_url.is_some());
    assert!(!format!("{refreshed:?} {how:?}").contains("CANARY"));
    let heard = only(&server);
    assert_eq!(
        heard.query("redirect_url"),
        Some("http://127.0.0.1:1/?state=CANARY")
    );
    assert_eq!(heard.body, json!({}));
}

#[tokio::test]
async fn changing_an_account_sends_only_what_changes() {
    let server = Scripted::start([json(
        200,
        json!({"success": true, "id": "ca_1", "status": "ACTIVE"}),
    )])
    .await;
    let client = server.client();
    let alias = UpdateAccount {
        alias: Some(String::new()),
        credentials: None,
    };
    let updated = client
        .connected_accounts()
        .update("ca_1", &alias)
        .await
        .unwrap();
    assert_eq!(updated.status, Some(AccountStatus::Active));
    let fields = SecretFields::new().secret("token", "CANARY".into());
    let credentials = UpdateAccount {
        alias: None,
        credentials: Some((AuthScheme::BearerToken, fields)),
    };
    client
        .connected_accounts()
        .update("ca_1", &credentials)
        .await
        .unwrap();
    let heard = server.heard();
    assert_eq!(
        heard[0].body,
        json!({"alias": ""}),
        "an empty alias takes it away"
    );
    assert_eq!(
        heard[1].body,
        json!({"connection": {"state": {"authScheme": "BEARER_TOKEN", "val": {"token": "CANARY"}}}})
    );
    assert!(!format!("{credentials:?}").contains("CANARY"));
}

#[tokio::test]
async fn a_confirmed_sign_in_names_its_account() {
    let server = Scripted::start([json(
        200,
        json!({"connected_account_id": "ca_1", "toolkit_slug": "gmail"}),
    )])
    .await;
    let who = CompleteAuth {
        session_uri: "session_CANARY".into(),
        user_id: "t".into(),
    };
    let done = server
        .client()
        .connected_accounts()
        .complete_auth(&who)
        .await
        .unwrap();
    assert_eq!(
        (
            done.connected_account_id.as_str(),
            done.toolkit_slug.as_deref()
        ),
        ("ca_1", Some("gmail"))
    );
    assert!(!format!("{who:?}").contains("CANARY"));
    let heard = only(&server);
    assert_eq!(heard.path, "/api/v3.1/connected_accounts/complete_auth");
    assert_eq!(
        heard.body,
        json!({"session_uri": "session_CANARY", "user_id": "t"})
    );
}
