//! The older ways to begin: initiate, and the misnamed refresh.

use std::time::Duration;

use serde_json::{Value, json};
use simulator::{Config, Initiate, Scenario};

use crate::support::Desk;

const ACCOUNTS: &str = "/api/v3.1/connected_accounts";

#[tokio::test]
async fn the_retired_initiate_says_what_clients_look_for() {
    let desk = Desk::empty().await;
    let config = desk.config("gmail", true);
    let body = json!({ "auth_config": { "id": config }, "connection": { "user_id": "a" } });
    for prefix in ["/api/v3", "/api/v3.1"] {
        let path = format!("{prefix}/connected_accounts");
        let error = desk.post(&path, body.clone()).await.expect(400).body["error"].clone();
        assert_eq!(
            error["message"],
            "Creating connections on this endpoint for Composio-managed OAuth auth configs is no longer supported. Use POST /api/v3/connected_accounts/link instead."
        );
        assert_eq!(
            error["suggested_fix"],
            "Call POST /api/v3/connected_accounts/link with the same auth_config_id and user_id to get a redirect URL for the end user."
        );
        assert_eq!(
            (&error["code"], &error["slug"]),
            (&json!(600), &json!("ConnectedAccount_BadRequest"))
        );
    }
    assert_eq!(
        desk.get(ACCOUNTS).await.body["total_items"],
        0,
        "and nothing was made"
    );
}

#[tokio::test]
async fn initiate_still_works_where_it_is_not_retired() {
    let config = Config {
        scenario: Scenario::Empty,
        initiate: Initiate::Allowed,
        ..Config::default()
    };
    let desk = Desk::new(config).await;
    for (managed, prefix) in [(true, "/api/v3"), (false, "/api/v3"), (false, "/api/v3.1")] {
        let body = json!({
            "auth_config": { "id": desk.config("gmail", managed) },
            "connection": {
                "user_id": "a", "callback_url": "http://127.0.0.1:9/done",
                "state": { "authScheme": "OAUTH2", "val": { "status": "INITIALIZING" } },
            },
        });
        let made = desk
            .post(&format!("{prefix}/connected_accounts"), body)
            .await
            .expect(201);
        let url = made.text("/redirect_url");
        assert!(url.contains("/api/v3/s/"), "{url}");
        assert_eq!(made.text("/connectionData/val/redirectUrl"), url);
        assert_eq!(made.text("/redirect_uri"), url);
        assert_eq!(made.text("/status"), "INITIATED");
        assert_eq!(made.headers.contains_key("deprecation"), managed);
    }
}

#[tokio::test]
async fn a_key_is_believed_without_being_tried() {
    let desk = Desk::empty().await;
    let config = desk.config("stripe", false);
    let body = |val: Value| {
        let state = json!({ "authScheme": "API_KEY", "val": val });
        json!({ "auth_config": { "id": config }, "connection": { "user_id": "a", "state": state } })
    };
    let none = desk
        .post(ACCOUNTS, body(json!({ "status": "ACTIVE" })))
        .await
        .expect(400);
    assert_eq!(
        none.body["error"]["slug"],
        "ConnectedAccount_MissingRequiredFields"
    );
    let val = json!({ "status": "ACTIVE", "generic_api_key": "sk_sim_wrong" });
    let made = desk.post(ACCOUNTS, body(val)).await.expect(201);
    assert_eq!(
        (made.text("/status"), &made.body["redirect_url"]),
        ("ACTIVE".into(), &Value::Null)
    );
    assert_eq!(desk.status(&made.text("/id")).await, "ACTIVE");
}

#[tokio::test]
async fn refresh_takes_an_active_account_out_of_service() {
    let desk = Desk::empty().await;
    let id = desk.connected(&desk.config("gmail", true), "acme").await;
    let back = "http%3A%2F%2F127.0.0.1%3A9%2Fdone";
    let path = format!("{ACCOUNTS}/{id}/refresh?redirect_url={back}");
    let again = desk.post(&path, json!({})).await.expect(200);
    assert_eq!(again.text("/status"), "INITIATED");
    assert_eq!(desk.status(&id).await, "INITIATED");
    let signin = desk
        .page(&again.text("/redirect_url"))
        .await
        .expect(303)
        .header("location")
        .to_owned();
    let decide = signin.replace("/signin", "/decide");
    let done = desk
        .submit(
            &decide,
            &[("decision", "allow"), ("account", "jane@example.com")],
        )
        .await;
    let gone_to = done.expect(303).header("location").to_owned();
    assert_eq!(
        gone_to,
        format!("http://127.0.0.1:9/done?status=success&connectedAccountId={id}&appName=gmail")
    );
    assert_eq!(desk.status(&id).await, "ACTIVE");
    desk.post(&path, json!({})).await.expect(200);
    desk.sim.advance_clock(Duration::from_secs(601));
    assert_eq!(
        desk.status(&id).await,
        "EXPIRED",
        "and stays dead when nobody finishes"
    );
    let path = format!("{ACCOUNTS}/ca_nobody/refresh");
    desk.post(&path, json!({})).await.expect(404);
}

#[tokio::test]
async fn a_long_redirect_leads_straight_to_the_provider() {
    let desk = Desk::empty().await;
    let body = |prefix: &str| {
        let val =
            json!({ "status": "INITIALIZING", "long_redirect_url": true, "state_prefix": prefix });
        json!({
            "auth_config": { "id": desk.config("gmail", false) },
            "connection": { "user_id": "a", "state": { "authScheme": "OAUTH2", "val": val } },
        })
    };
    desk.post(ACCOUNTS, body(&"x".repeat(41))).await.expect(400);
    let made = desk.post(ACCOUNTS, body("mine")).await.expect(201);
    let url = made.text("/redirect_url");
    assert!(url.ends_with("/signin"), "{url}");
    assert_eq!(made.text("/connectionData/val/redirectUrl"), url);
    desk.page(&url).await.expect(200);
}
