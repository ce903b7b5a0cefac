//! Three kinds of key, one at a time, and projects that cannot see each other.

use serde_json::{Value, json};
use simulator::{Config, RateLimit, Sabotage, Scenario};
use std::time::Duration;

use crate::support::Desk;

const LIST: &str = "/api/v3.1/connected_accounts";

fn key(desk: &Desk, name: &str) -> String {
    desk.sim.state()[name].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn no_key_two_keys_and_a_wrong_key_are_refused_alike() {
    let desk = Desk::empty().await;
    let org = key(&desk, "org_api_key");
    let sets: [&[(&str, &str)]; 5] = [
        &[],
        &[("x-api-key", "ak_nobody")],
        &[("x-api-key", &desk.key), ("x-org-api-key", &org)],
        &[("x-org-api-key", &org)],
        &[("authorization", "Bearer ak_sim_main_0000000000")],
    ];
    for headers in sets {
        for prefix in ["/api/v3", "/api/v3.1"] {
            let path = format!("{prefix}/connected_accounts");
            let refused = desk.raw("GET", &path, None, headers).await.expect(401);
            assert_eq!(refused.body["error"]["code"], 10_401);
            assert_eq!(refused.body["error"]["slug"], "HTTP_Unauthorized");
            assert!(
                !refused.text.contains(&desk.key),
                "a key is never repeated in full"
            );
        }
    }
    let wrong = desk
        .raw("GET", LIST, None, &[("x-api-key", "ak_nobody")])
        .await;
    assert_eq!(wrong.text("/error/message"), "Invalid API key: ak_no*****");
}

#[tokio::test]
async fn a_user_key_reads_on_the_newer_generation_only() {
    let desk = Desk::demo().await;
    let user = key(&desk, "user_api_key");
    let headers = [("x-user-api-key", user.as_str())];
    desk.raw("GET", "/api/v3/connected_accounts", None, &headers)
        .await
        .expect(401);
    desk.raw(
        "POST",
        "/api/v3.1/tools/execute/proxy",
        Some(json!({})),
        &headers,
    )
    .await
    .expect(401);
    desk.raw("GET", LIST, None, &headers).await.expect(200);
    desk.raw("GET", "/api/v3.1/org/list", None, &headers)
        .await
        .expect(200);
    let projects = desk
        .raw("GET", "/api/v3.1/org/project/list", None, &headers)
        .await
        .expect(200);
    let second = projects.body["data"]
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["name"] == "staging");
    let second = second.unwrap()["id"].as_str().unwrap().to_owned();
    let chosen = [
        ("x-user-api-key", user.as_str()),
        ("x-project-id", second.as_str()),
    ];
    assert_eq!(desk.raw("GET", LIST, None, &chosen).await.items().len(), 2);
    let foreign = [
        ("x-user-api-key", user.as_str()),
        ("x-project-id", "pr_nobody"),
    ];
    desk.raw("GET", LIST, None, &foreign).await.expect(401);
}

#[tokio::test]
async fn what_one_project_has_the_other_cannot_even_guess() {
    let desk = Desk::demo().await;
    let second = key(&desk, "second_api_key");
    let headers = [("x-api-key", second.as_str())];
    let id = desk.get(LIST).await.items()[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let config = desk.config("gmail", true);
    for (method, path) in [
        ("GET", format!("/connected_accounts/{id}")),
        ("DELETE", format!("/connected_accounts/{id}")),
        ("POST", format!("/connected_accounts/{id}/refresh")),
        ("POST", format!("/connected_accounts/{id}/revoke")),
    ] {
        let path = format!("/api/v3.1{path}");
        let answer = desk
            .raw(method, &path, Some(json!({})), &headers)
            .await
            .expect(404);
        assert_eq!(answer.body["error"]["code"], 606);
        assert_eq!(
            answer.text("/error/message"),
            format!("Connected account \"{id}\" not found")
        );
    }
    let path = format!("/api/v3.1/auth_configs/{config}");
    desk.raw("GET", &path, None, &headers).await.expect(404);
    let body = json!({ "auth_config_id": config, "user_id": "x" });
    let link = desk
        .raw(
            "POST",
            "/api/v3.1/connected_accounts/link",
            Some(body),
            &headers,
        )
        .await;
    assert_eq!(
        link.expect(404).body["error"]["slug"],
        "AuthConfig_ResourceNotFound"
    );
    assert_eq!(
        desk.status(&id).await,
        desk.status(&id).await,
        "and the owner still has it"
    );
}

#[tokio::test]
async fn a_request_id_comes_back_in_the_header_and_in_the_error() {
    let desk = Desk::empty().await;
    let headers = [
        ("x-api-key", desk.key.as_str()),
        ("x-request-id", "abc-123"),
    ];
    let path = "/api/v3/connected_accounts/ca_nobody";
    let answer = desk.raw("GET", path, None, &headers).await.expect(404);
    assert_eq!(answer.header("x-request-id"), "abc-123");
    assert_eq!(answer.text("/error/request_id"), "abc-123");
    let own = desk.get(path).await;
    assert_eq!(own.header("x-request-id"), own.text("/error/request_id"));
    assert_ne!(
        own.header("x-request-id"),
        desk.get(path).await.header("x-request-id")
    );
}

#[tokio::test]
async fn a_spent_limit_answers_without_envelope_until_the_window_turns() {
    let rate_limit = RateLimit {
        requests: 3,
        window: Duration::from_secs(60),
    };
    let config = Config {
        scenario: Scenario::Empty,
        rate_limit,
        control: true,
        ..Config::default()
    };
    let desk = Desk::new(config).await;
    desk.call(
        "POST",
        "/_sim/clock",
        Some(json!({ "set": "2026-11-20T10:00:00Z" })),
    )
    .await
    .expect(200);
    for left in ["2", "1", "0"] {
        let answer = desk.get(LIST).await.expect(200);
        assert_eq!(answer.header("x-ratelimit"), "3");
        assert_eq!(answer.header("x-ratelimit-remaining"), left);
        assert_eq!(answer.header("x-ratelimit-window-size"), "60s");
    }
    let spent = desk.get(LIST).await.expect(429);
    let wait: u64 = spent.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(
        spent.body,
        json!({ "message": "Rate limit exceeded. Limit: 3 requests per 60s" })
    );
    desk.sim.advance_clock(Duration::from_secs(wait));
    desk.get(LIST).await.expect(200);
    desk.call("POST", "/_sim/load", Some(json!({ "requests": 50 })))
        .await
        .expect(200);
    assert_eq!(
        desk.get(LIST).await.status,
        429,
        "others of the organisation spend it too"
    );
}

#[tokio::test]
async fn a_refused_key_is_refused_everywhere_until_it_is_accepted_again() {
    let desk = Desk::demo().await;
    desk.sim.sabotage(Sabotage::RejectApiKey(true));
    desk.get(LIST).await.expect(401);
    desk.get("/api/v3/auth/session/info").await.expect(401);
    desk.sim.sabotage(Sabotage::RejectApiKey(false));
    desk.get(LIST).await.expect(200);
}

#[tokio::test]
async fn the_session_tells_whose_key_it_is() {
    let desk = Desk::empty().await;
    let info = desk.get("/api/v3/auth/session/info").await.expect(200);
    assert_eq!(info.text("/api_key/key"), desk.key);
    assert_eq!(
        info.body["project"]["nano_id"],
        desk.sim.state()["projects"][0]["id"]
    );
    let user = key(&desk, "user_api_key");
    let headers = [("x-user-api-key", user.as_str())];
    let info = desk
        .raw("GET", "/api/v3.1/auth/session/info", None, &headers)
        .await
        .expect(200);
    assert_eq!(info.body["api_key"], Value::Null);
}
