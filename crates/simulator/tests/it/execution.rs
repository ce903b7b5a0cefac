//! Running tools and reading through the proxy: whose account it is, and how
//! a dead grant shows.

use serde_json::{Value, json};
use simulator::Sabotage;

use crate::support::{Answer, Desk};

const PROXY: &str = "/api/v3.1/tools/execute/proxy";

async fn run(desk: &Desk, tool: &str, id: &str, user: &str, arguments: Value) -> Answer {
    let body = json!({ "connected_account_id": id, "user_id": user, "arguments": arguments });
    desk.post(&format!("/api/v3/tools/execute/{tool}"), body)
        .await
}

async fn read(desk: &Desk, id: &str, endpoint: &str) -> Answer {
    let body = json!({ "connected_account_id": id, "endpoint": endpoint, "method": "GET" });
    desk.post(PROXY, body).await
}

#[tokio::test]
async fn a_call_without_the_right_owner_is_refused() {
    let desk = Desk::empty().await;
    let id = desk.connected(&desk.config("gmail", true), "acme").await;
    let tool = "/api/v3.1/tools/execute/GMAIL_GET_PROFILE";
    for (body, status, code) in [
        (json!({ "connected_account_id": id }), 400, 1811),
        (json!({}), 400, 1811),
        (
            json!({ "connected_account_id": id, "user_id": "globex" }),
            400,
            1812,
        ),
        (
            json!({ "connected_account_id": "ca_nobody", "user_id": "acme" }),
            404,
            1810,
        ),
        (json!({ "user_id": "globex" }), 404, 1810),
    ] {
        let refused = desk.post(tool, body.clone()).await.expect(status);
        assert_eq!(refused.body["error"]["code"], code, "{body}");
    }
    let both = json!({ "user_id": "acme", "arguments": {}, "text": "x" });
    desk.post(tool, both).await.expect(400);
    desk.post("/api/v3.1/tools/execute/NO_SUCH_TOOL", json!({}))
        .await
        .expect(404);
    let version = json!({ "user_id": "acme", "version": "20200101_00" });
    desk.post(tool, version).await.expect(404);
    let other = run(&desk, "SLACK_TEST_AUTH", &id, "acme", json!({})).await;
    assert_eq!(other.status, 400, "a Gmail account is of no use to Slack");
    let alone = desk
        .post(tool, json!({ "user_id": "acme" }))
        .await
        .expect(200);
    assert_eq!(
        alone.body["successful"], true,
        "a user alone picks some account"
    );
}

#[tokio::test]
async fn an_account_that_is_not_active_is_unprocessable() {
    let desk = Desk::empty().await;
    let (id, _) = desk.link(&desk.config("gmail", true), "acme", "").await;
    run(&desk, "GMAIL_GET_PROFILE", &id, "acme", json!({}))
        .await
        .expect(422);
    let dead = desk.connected(&desk.config("gmail", true), "acme").await;
    desk.sim.sabotage(Sabotage::Expire {
        connected_account_id: dead.clone(),
    });
    let refused = run(&desk, "GMAIL_GET_PROFILE", &dead, "acme", json!({}))
        .await
        .expect(422);
    assert_eq!(
        refused.body["error"]["slug"],
        "ActionExecute_ConnectedAccountExpired"
    );
}

#[tokio::test]
async fn every_way_to_ask_whose_account_it_is_agrees() {
    let desk = Desk::empty().await;
    let gmail = desk.connected(&desk.config("gmail", true), "acme").await;
    let profile = run(
        &desk,
        "GMAIL_GET_PROFILE",
        &gmail,
        "acme",
        json!({ "user_id": "me" }),
    )
    .await;
    assert_eq!(
        profile.expect(200).body["data"]["emailAddress"],
        "jane@example.com"
    );
    for endpoint in [
        "https://gmail.googleapis.com/gmail/v1/users/me/profile",
        "/gmail/v1/users/me/profile",
    ] {
        let answer = read(&desk, &gmail, endpoint).await.expect(200);
        assert_eq!(answer.body["data"]["emailAddress"], "jane@example.com");
        assert_eq!(answer.body["status"], 200);
    }
    let info = read(
        &desk,
        &gmail,
        "https://www.googleapis.com/oauth2/v2/userinfo",
    )
    .await;
    assert_eq!(info.body["data"]["email"], "jane@example.com");
    let calendar = desk
        .connected(&desk.config("googlecalendar", true), "acme")
        .await;
    for endpoint in [
        "https://www.googleapis.com/calendar/v3/calendars/primary",
        "/calendars/primary",
    ] {
        assert_eq!(
            read(&desk, &calendar, endpoint).await.body["data"]["id"],
            "jane@example.com"
        );
    }
    let one = json!({ "calendar_id": "primary" });
    let one = run(&desk, "GOOGLECALENDAR_GET_CALENDAR", &calendar, "acme", one).await;
    assert_eq!(one.body["data"]["id"], "jane@example.com");
    let list = run(
        &desk,
        "GOOGLECALENDAR_LIST_CALENDARS",
        &calendar,
        "acme",
        json!({}),
    )
    .await;
    let primary = list.body["data"]["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|c| c["primary"] == true);
    assert_eq!(primary.unwrap()["id"], "jane@example.com");
}

#[tokio::test]
async fn each_toolkits_own_who_am_i_answers_through_the_proxy() {
    let desk = Desk::empty().await;
    let state = desk.sim.state();
    let mut seen = 0;
    for config in state["auth_configs"].as_array().unwrap() {
        let (toolkit, id) = (
            config["toolkit"].as_str().unwrap(),
            config["id"].as_str().unwrap(),
        );
        let facts = desk
            .get(&format!("/api/v3.1/toolkits/{toolkit}"))
            .await
            .expect(200)
            .body;
        let Some(path) = facts["get_current_user_endpoint"].as_str() else {
            continue;
        };
        let account = desk.connected(id, "acme").await;
        let method = facts["get_current_user_endpoint_method"].as_str().unwrap();
        let body = json!({ "connected_account_id": account, "endpoint": path, "method": method });
        let answer = desk.post(PROXY, body).await.expect(200);
        assert_eq!(answer.body["status"], 200, "{toolkit} {}", answer.body);
        assert!(answer.text.contains("jane"), "{toolkit}");
        seen += 1;
    }
    assert!(seen > 20, "{seen}");
}

#[tokio::test]
async fn the_proxy_stays_on_the_toolkits_site() {
    let desk = Desk::empty().await;
    let id = desk.connected(&desk.config("gmail", true), "acme").await;
    for endpoint in [
        "https://accounts.google.com/o/oauth2/token",
        "https://evil.example/gmail/v1/users/me/profile",
        "http://gmail.googleapis.com/gmail/v1/users/me/profile",
        "https://gmail.googleapis.com.evil.example/",
        "https://127.0.0.1/x",
    ] {
        let refused = read(&desk, &id, endpoint).await.expect(400);
        assert!(
            refused.text("/error/message").contains("OriginMismatch"),
            "{endpoint}"
        );
    }
    let body = json!({ "endpoint": "/gmail/v1/users/me/profile", "method": "GET" });
    let refused = desk.post(PROXY, body).await.expect(400);
    assert!(
        refused
            .text("/error/message")
            .contains("MissingAuthContext")
    );
    let body = json!({ "connected_account_id": id, "endpoint": "/x", "method": "TRACE" });
    desk.post(PROXY, body).await.expect(400);
    assert_eq!(
        read(&desk, &id, "/no/such/path").await.expect(200).body["status"],
        404
    );
    assert_eq!(read(&desk, "ca_nobody", "/x").await.status, 404);
}

#[tokio::test]
async fn a_withdrawn_consent_shows_only_when_used_and_kills_after_three_tries() {
    let desk = Desk::empty().await;
    let id = desk.connected(&desk.config("gmail", true), "acme").await;
    let before = desk
        .get(&format!("/api/v3.1/connected_accounts/{id}"))
        .await
        .body;
    desk.sim.sabotage(Sabotage::WithdrawConsent {
        connected_account_id: id.clone(),
    });
    let after = desk
        .get(&format!("/api/v3.1/connected_accounts/{id}"))
        .await
        .body;
    assert_eq!(before, after, "Composio does not notice");
    let failed = run(&desk, "GMAIL_GET_PROFILE", &id, "acme", json!({}))
        .await
        .expect(200);
    assert_eq!(failed.body["successful"], false);
    assert!(failed.text("/error").contains("invalid_grant"));
    assert_eq!(failed.body["data"]["status_code"], 401);
    assert!(failed.body["data"]["http_error"].is_string());
    let proxied = read(&desk, &id, "/gmail/v1/users/me/profile")
        .await
        .expect(200);
    assert_eq!(
        (&proxied.body["status"], &proxied.body["data"]["error"]),
        (&json!(401), &json!("invalid_grant"))
    );
    assert_eq!(desk.status(&id).await, "ACTIVE");
    run(&desk, "GMAIL_GET_PROFILE", &id, "acme", json!({}))
        .await
        .expect(200);
    assert_eq!(desk.status(&id).await, "EXPIRED");
    let row = desk
        .get(&format!("/api/v3.1/connected_accounts/{id}"))
        .await;
    assert!(row.text("/status_reason").contains("token refresh"));
}

#[tokio::test]
async fn an_outage_is_nobodys_fault() {
    let desk = Desk::empty().await;
    let id = desk.connected(&desk.config("gmail", true), "acme").await;
    desk.sim.sabotage(Sabotage::ProviderOutage(true));
    for _ in 0..5 {
        let failed = run(&desk, "GMAIL_GET_PROFILE", &id, "acme", json!({}))
            .await
            .expect(200);
        assert_eq!(failed.body["data"]["status_code"], 503);
        assert_eq!(
            read(&desk, &id, "/gmail/v1/users/me/profile").await.body["status"],
            503
        );
    }
    desk.sim.sabotage(Sabotage::ProviderOutage(false));
    assert_eq!(desk.status(&id).await, "ACTIVE");
    assert_eq!(
        run(&desk, "GMAIL_GET_PROFILE", &id, "acme", json!({}))
            .await
            .body["successful"],
        true
    );
}

#[tokio::test]
async fn a_missing_argument_fails_the_tool_and_not_the_call() {
    let desk = Desk::empty().await;
    let id = desk.connected(&desk.config("gmail", true), "acme").await;
    let failed = run(&desk, "GMAIL_SEND_EMAIL", &id, "acme", json!({}))
        .await
        .expect(200);
    assert_eq!(failed.body["successful"], false);
    assert!(failed.text("/error").contains("recipient_email"));
}

#[tokio::test]
async fn slack_says_no_with_200() {
    let desk = Desk::demo().await;
    let path = "/api/v3.1/connected_accounts?account_type=ALL&toolkit_slugs=slack&statuses=ACTIVE&limit=100";
    let mut words = Vec::new();
    for row in desk.get(path).await.expect(200).items() {
        let (id, user) = (
            row["id"].as_str().unwrap(),
            row["user_id"].as_str().unwrap(),
        );
        let answer = read(&desk, id, "/auth.test").await.expect(200);
        let data = &answer.body["data"];
        if answer.body["status"] == 200 && data["ok"] == false {
            words.push(data["error"].as_str().unwrap().to_owned());
            let ran = run(&desk, "SLACK_TEST_AUTH", id, user, json!({}))
                .await
                .expect(200);
            assert_eq!(
                ran.body["successful"], false,
                "a tool reads the answer and fails"
            );
        }
    }
    assert!(words.contains(&"token_revoked".to_owned()), "{words:?}");
    assert!(words.contains(&"account_inactive".to_owned()), "{words:?}");
}

#[tokio::test]
async fn an_account_that_is_off_is_refused_unless_the_switch_says_otherwise() {
    let desk = Desk::empty().await;
    let id = desk.connected(&desk.config("gmail", true), "acme").await;
    let path = format!("/api/v3.1/connected_accounts/{id}/status");
    desk.patch(&path, json!({ "enabled": false }))
        .await
        .expect(200);
    let tool = "GMAIL_GET_PROFILE";
    run(&desk, tool, &id, "acme", json!({})).await.expect(422);
    desk.sim.sabotage(Sabotage::InactiveWorks(true));
    let done = run(&desk, tool, &id, "acme", json!({})).await.expect(200);
    assert_eq!(done.body["successful"], true);
}
