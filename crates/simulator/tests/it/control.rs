//! The control routes, which exist only when asked for.

use serde_json::{Value, json};
use simulator::{Config, Scenario};

use crate::support::Desk;

#[tokio::test]
async fn without_control_there_is_nothing_to_find() {
    let config = Config {
        scenario: Scenario::Empty,
        ..Config::default()
    };
    let desk = Desk::new(config).await;
    for (method, path) in [
        ("GET", "/_sim/state"),
        ("GET", "/_sim/accounts"),
        ("GET", "/_sim/requests"),
        ("POST", "/_sim/faults"),
        ("POST", "/_sim/clock"),
        ("POST", "/_sim/consent/ca_x"),
        ("POST", "/_sim/sabotage"),
        ("GET", "/_sim"),
    ] {
        let answer = desk
            .call(method, path, Some(json!({ "advance_ms": 1 })))
            .await;
        assert_eq!(answer.status, 404, "{method} {path}");
    }
}

#[tokio::test]
async fn the_state_names_what_a_test_needs() {
    let desk = Desk::demo().await;
    let state = desk.call("GET", "/_sim/state", None).await.expect(200).body;
    for config in state["auth_configs"].as_array().unwrap() {
        assert!(config["id"].as_str().unwrap().starts_with("ac_"));
        assert!(config["toolkit"].is_string() && config["is_composio_managed"].is_boolean());
    }
    for name in [
        "base_url",
        "api_key",
        "second_api_key",
        "org_api_key",
        "user_api_key",
    ] {
        assert!(state[name].is_string(), "{name}");
    }
    assert_eq!(state["base_url"], desk.sim.base_url());
    assert_eq!(state["projects"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn deciding_as_the_customer_needs_somebody_who_waits() {
    let desk = Desk::empty().await;
    let allow = json!({
        "decision": "allow", "account": "jane@example.com",
        "granted_scopes": ["https://www.googleapis.com/auth/gmail.modify"],
    });
    let consent = |id: &str| format!("/_sim/consent/{id}");
    desk.call("POST", &consent("ca_nobody"), Some(allow.clone()))
        .await
        .expect(400);
    let back = "app.example://done?state=1";
    let (id, url) = desk.link(&desk.config("gmail", true), "acme", back).await;
    desk.call("POST", &consent(&id), Some(json!({ "decision": "maybe" })))
        .await
        .expect(400);
    let done = desk
        .call("POST", &consent(&id), Some(allow.clone()))
        .await
        .expect(200);
    assert_eq!(
        done.text("/redirect_url"),
        format!("{back}&status=success&connected_account_id={id}")
    );
    desk.call("POST", &consent(&id), Some(allow))
        .await
        .expect(400);
    desk.page(&url).await.expect(410);
    let row = desk
        .get(&format!("/api/v3.1/connected_accounts/{id}"))
        .await;
    assert_eq!(
        row.text("/state/val/scope"),
        "https://www.googleapis.com/auth/gmail.modify"
    );
    let who = desk
        .post(
            "/api/v3.1/tools/execute/proxy",
            json!({
                "connected_account_id": id, "method": "GET",
                "endpoint": "/gmail/v1/users/me/profile",
            }),
        )
        .await
        .expect(200);
    assert_eq!(who.text("/data/emailAddress"), "jane@example.com");
    let (id, _) = desk.link(&desk.config("gmail", true), "acme", "").await;
    desk.call("POST", &consent(&id), Some(json!({ "decision": "deny" })))
        .await
        .expect(200);
    assert_eq!(desk.status(&id).await, "FAILED");
}

#[tokio::test]
async fn the_clock_moves_as_told() {
    let desk = Desk::empty().await;
    let clock = |body: Value| desk.call("POST", "/_sim/clock", Some(body));
    clock(json!({ "advance": "soon" })).await.expect(400);
    clock(json!({ "set": "tomorrow" })).await.expect(400);
    clock(json!({ "sideways": 1 })).await.expect(400);
    let set = clock(json!({ "set": "2030-01-02T03:04:05Z" }))
        .await
        .expect(200);
    assert!(set.text("/now").starts_with("2030-01-02T03:04:05"));
    let moved = clock(json!({ "advance": "11m" })).await.expect(200);
    assert!(moved.text("/now").starts_with("2030-01-02T03:15:0"));
    let dated = desk.get("/api/v3.1/connected_accounts").await.expect(200);
    assert!(
        dated.header("date").starts_with("Wed, 02 Jan 2030 03:15:"),
        "clients compare with it"
    );
    let (id, _) = desk.link(&desk.config("gmail", true), "acme", "").await;
    clock(json!({ "advance_ms": 600_001 })).await.expect(200);
    assert_eq!(desk.status(&id).await, "EXPIRED");
    assert_eq!(clock(json!({ "reset": true })).await.body["offset_ms"], 0);
}

#[tokio::test]
async fn requests_are_kept_without_their_credentials() {
    let desk = Desk::empty().await;
    desk.get("/api/v3.1/connected_accounts?limit=3")
        .await
        .expect(200);
    let seen = desk.call("GET", "/_sim/requests", None).await.expect(200);
    assert!(!seen.text.contains(&desk.key));
    let last = seen.body["requests"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()
        .clone();
    assert_eq!(
        (&last["method"], &last["status"]),
        (&json!("GET"), &json!(200))
    );
    assert_eq!(last["query"], "limit=3");
    assert_eq!(last["headers"]["x-api-key"], "ak_*****");
    assert!(last["time"].is_string());
    desk.call("DELETE", "/_sim/requests", None)
        .await
        .expect(200);
    assert_eq!(desk.sim.requests().len(), 0);
}

#[tokio::test]
async fn the_demo_panels_switches_work_from_outside_too() {
    let desk = Desk::empty().await;
    let id = desk.connected(&desk.config("gmail", true), "acme").await;
    let sabotage = |body: Value| desk.call("POST", "/_sim/sabotage", Some(body));
    sabotage(json!({ "earthquake": true })).await.expect(400);
    assert_eq!(
        sabotage(json!({ "withdraw_consent": "ca_nobody" }))
            .await
            .body["changed"],
        0
    );
    sabotage(json!({ "withdraw_consent": id }))
        .await
        .expect(200);
    let run = json!({ "connected_account_id": id, "user_id": "acme", "arguments": {} });
    let ran = desk
        .post("/api/v3.1/tools/execute/GMAIL_GET_PROFILE", run)
        .await;
    assert_eq!(ran.body["successful"], false);
    let dead = desk.connected(&desk.config("gmail", true), "acme").await;
    let config = desk.config("gmail", true);
    for (what, changed) in [("rotate_client_secret", 1), ("renew_client_secret", 1)] {
        let said = sabotage(json!({ what: config.clone() })).await;
        assert_eq!(said.body["changed"], changed, "{what}");
        let run = json!({ "connected_account_id": dead, "user_id": "acme", "arguments": {} });
        let ran = desk
            .post("/api/v3.1/tools/execute/GMAIL_GET_PROFILE", run)
            .await;
        let works = what == "renew_client_secret";
        assert_eq!(ran.body["successful"], works, "{what}");
    }
    sabotage(json!({ "masking": false })).await.expect(200);
    let config = desk.get("/api/v3/org/project/config").await;
    assert_eq!(config.body["mask_secret_keys_in_connected_account"], false);
}

#[tokio::test]
async fn what_is_told_of_an_account_is_whatever_was_laid_over_it() {
    let desk = Desk::empty().await;
    let id = desk.connected(&desk.config("gmail", true), "acme").await;
    let lay = |of: &str| json!({ "account_data": { "connected_account_id": of, "alias": "=1+1" } });
    for (of, changed) in [("ca_nobody", 0), (id.as_str(), 1)] {
        let said = desk.call("POST", "/_sim/sabotage", Some(lay(of))).await;
        assert_eq!(said.body["changed"], changed, "{of}");
    }
    let one = desk
        .get(&format!("/api/v3.1/connected_accounts/{id}"))
        .await;
    assert_eq!(one.body["alias"], "=1+1");
    assert_eq!(one.body["status"], "ACTIVE", "the rest is as it was");
}

#[tokio::test]
async fn a_web_page_cannot_use_the_controls() {
    let desk = Desk::empty().await;
    let body = Some(json!({ "reject_api_key": true }));
    let headers = [("origin", "https://evil.example")];
    desk.raw("POST", "/_sim/sabotage", body, &headers)
        .await
        .expect(403);
    desk.get("/api/v3.1/connected_accounts").await.expect(200);
}

#[tokio::test]
async fn scopes_are_granted_as_named_and_identity_alone_is_too_little() {
    let desk = Desk::empty().await;
    let readonly = "https://www.googleapis.com/auth/gmail.readonly";
    let email = "https://www.googleapis.com/auth/userinfo.email";
    for (scopes, works) in [(vec![readonly], true), (vec!["openid", email], false)] {
        let (id, _) = desk.link(&desk.config("gmail", true), "acme", "").await;
        let body = json!({ "decision": "allow", "granted_scopes": scopes });
        desk.call("POST", &format!("/_sim/consent/{id}"), Some(body))
            .await
            .expect(200);
        let row = desk
            .get(&format!("/api/v3.1/connected_accounts/{id}"))
            .await;
        assert_eq!(row.text("/state/val/scope"), scopes.join(" "));
        let run = json!({ "connected_account_id": id, "user_id": "acme", "arguments": {} });
        let ran = desk
            .post("/api/v3.1/tools/execute/GMAIL_GET_PROFILE", run)
            .await
            .expect(200);
        assert_eq!(ran.body["successful"], works, "{scopes:?}");
    }
}
