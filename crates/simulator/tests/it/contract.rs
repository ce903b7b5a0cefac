//! Every route of the checklist, under both prefixes, against the documents.

use serde_json::{Value, json};

use crate::schema;
use crate::support::Desk;

const BOTH: [&str; 2] = ["/api/v3", "/api/v3.1"];

#[tokio::test]
async fn every_read_answers_as_the_documents_say() {
    let desk = Desk::demo().await;
    for prefix in BOTH {
        let config = desk.config("gmail", true);
        let account = desk
            .get(&format!("{prefix}/connected_accounts"))
            .await
            .items()[0]
            .clone();
        let account = account["id"].as_str().unwrap().to_owned();
        for path in [
            "connected_accounts?limit=1000&account_type=ALL".to_owned(),
            format!("connected_accounts/{account}"),
            "auth_configs?show_disabled=true&limit=100".to_owned(),
            format!("auth_configs/{config}"),
            "auth/session/info".to_owned(),
            "toolkits?limit=100".to_owned(),
            "toolkits/categories".to_owned(),
            "toolkits/gmail".to_owned(),
            "toolkits/freshdesk".to_owned(),
            "toolkits/hackernews".to_owned(),
            "tools?limit=1000".to_owned(),
            "tools/enum".to_owned(),
            "tools/GMAIL_GET_PROFILE".to_owned(),
            "trigger_instances/active?limit=50".to_owned(),
            "triggers_types".to_owned(),
            "triggers_types/list/enum".to_owned(),
            "triggers_types/GMAIL_NEW_GMAIL_MESSAGE".to_owned(),
        ] {
            let path = format!("{prefix}/{path}");
            let bare = path.split('?').next().unwrap();
            assert!(
                schema::describes("GET", bare),
                "{bare} is not in the documents"
            );
            desk.get(&path).await.expect(200);
        }
        desk.get(&format!("{prefix}/webhook_subscriptions"))
            .await
            .expect(200);
        desk.get(&format!("{prefix}/webhook_subscriptions/event_types"))
            .await
            .expect(200);
    }
}

#[tokio::test]
async fn every_toolkit_tool_and_trigger_type_is_shown_whole() {
    let desk = Desk::empty().await;
    for prefix in BOTH {
        for toolkit in desk
            .get(&format!("{prefix}/toolkits?limit=1000"))
            .await
            .items()
        {
            let slug = toolkit["slug"].as_str().unwrap();
            let whole = desk
                .get(&format!("{prefix}/toolkits/{slug}"))
                .await
                .expect(200);
            assert_eq!(whole.text("/slug"), slug);
        }
        for tool in desk
            .get(&format!("{prefix}/tools?limit=1000"))
            .await
            .items()
        {
            let slug = tool["slug"].as_str().unwrap();
            let whole = desk
                .get(&format!("{prefix}/tools/{slug}"))
                .await
                .expect(200);
            assert_eq!(whole.body["output_parameters"]["type"], "object");
        }
    }
}

#[tokio::test]
async fn what_the_two_generations_differ_in_is_what_is_documented() {
    let desk = Desk::demo().await;
    let path = |prefix: &str| format!("{prefix}/connected_accounts?limit=1");
    let old = desk.get(&path("/api/v3")).await.items()[0].clone();
    let new = desk.get(&path("/api/v3.1")).await.items()[0].clone();
    assert!(
        old["deprecated"]["uuid"].is_string(),
        "v3 answers carry deprecated objects"
    );
    assert!(old["auth_config"]["deprecated"]["uuid"].is_string());
    assert!(old.get("word_id").is_none());
    assert!(new.get("deprecated").is_none(), "v3.1 dropped them");
    assert!(new["auth_config"].get("deprecated").is_none());
    assert!(new["word_id"].is_string());
    assert_eq!(new["experimental"]["account_type"], "PRIVATE");
    let frozen = desk.get("/api/v3/tools/GMAIL_GET_PROFILE").await;
    let latest = desk.get("/api/v3.1/tools/GMAIL_GET_PROFILE").await;
    assert_eq!(frozen.text("/version"), "00000000_00");
    assert_eq!(latest.text("/version"), "20260901_00");
    let asked = desk
        .get("/api/v3/tools/GMAIL_GET_PROFILE?toolkit_versions=latest")
        .await;
    assert_eq!(asked.text("/version"), "20260901_00");
}

#[tokio::test]
async fn the_projects_settings_live_under_v3_only() {
    let desk = Desk::empty().await;
    desk.get("/api/v3/org/project/config").await.expect(200);
    let absent = desk.get("/api/v3.1/org/project/config").await.expect(404);
    assert!(
        !absent.body["error"].is_object(),
        "a missing generation has no error envelope"
    );
}

#[tokio::test]
async fn unknown_routes_and_wrong_methods_are_told_apart() {
    let desk = Desk::empty().await;
    for prefix in BOTH {
        let unknown = desk
            .get(&format!("{prefix}/no/such/route"))
            .await
            .expect(404);
        assert_eq!(unknown.body["error"]["status"], 404);
        let wrong = desk
            .call("PUT", &format!("{prefix}/auth_configs"), None)
            .await
            .expect(405);
        assert!(
            wrong.header("allow").contains("POST"),
            "{}",
            wrong.header("allow")
        );
    }
}

#[tokio::test]
async fn webhooks_and_logs_answer_as_documented() {
    let desk = Desk::demo().await;
    let path = "/api/v3.1/webhook_subscriptions";
    desk.post(
        path,
        json!({ "webhook_url": "http://x.example", "enabled_events": [] }),
    )
    .await
    .expect(400);
    let event = "composio.connected_account.expired";
    let body = json!({ "webhook_url": "https://x.example/hook", "enabled_events": [event] });
    let made = desk.post(path, body).await.expect(201);
    let one = format!("{path}/{}", made.text("/id"));
    desk.get(&one).await.expect(200);
    desk.patch(&one, json!({ "version": "V2" }))
        .await
        .expect(200);
    let rotated = desk
        .post(&format!("{one}/rotate_secret"), json!({}))
        .await
        .expect(200);
    assert_ne!(rotated.text("/secret"), made.text("/secret"));
    desk.delete(&one).await.expect(200);
    desk.get(&one).await.expect(404);

    let run = json!({ "arguments": {} });
    let ran = desk
        .post("/api/v3.1/tools/execute/HACKERNEWS_GET_FRONTPAGE", run)
        .await
        .expect(200);
    let logs = desk
        .post("/api/v3.1/logs/tool_execution", json!({ "limit": 5 }))
        .await
        .expect(200);
    assert_eq!(logs.body["logs"][0]["id"], ran.body["log_id"]);
    let id = ran.text("/log_id");
    desk.get(&format!("/api/v3.1/logs/tool_execution/{id}"))
        .await
        .expect(200);
}

#[tokio::test]
async fn the_smaller_tool_and_toolkit_calls_answer_as_documented() {
    let desk = Desk::empty().await;
    for prefix in BOTH {
        let tools = json!({ "tools": ["GMAIL_GET_PROFILE", "SLACK_TEST_AUTH"] });
        let scopes = desk
            .post(&format!("{prefix}/tools/scopes/required"), tools)
            .await
            .expect(200);
        assert_eq!(
            scopes.body["per_tool_requirements"]
                .as_array()
                .unwrap()
                .len(),
            2
        );
        let input = format!("{prefix}/tools/execute/GMAIL_SEND_EMAIL/input");
        desk.post(&input, json!({ "text": "say hello" }))
            .await
            .expect(200);
        let multi = json!({ "toolkits": ["gmail", "slack"], "sort_by": "alphabetically" });
        let multi = desk
            .post(&format!("{prefix}/toolkits/multi"), multi)
            .await
            .expect(200);
        let slugs: Vec<&Value> = multi.items().iter().map(|item| &item["slug"]).collect();
        assert_eq!(slugs, ["gmail", "slack"]);
        let path = format!("{prefix}/api_key_revocation");
        let keys = Some(json!({ "api_keys": ["ak_sim_leaked"] }));
        let leaked = desk.raw("POST", &path, keys, &[]).await;
        assert_eq!(leaked.expect(200).body, json!({ "received": true }));
    }
}

#[tokio::test]
async fn junk_is_answered_in_the_documented_shape_and_breaks_nothing() {
    let desk = Desk::demo().await;
    let state = desk.sim.state();
    let key = |name: &str| state[name].as_str().unwrap().to_owned();
    let account = state["accounts"][9]["id"].as_str().unwrap().to_owned();
    let bodies = [
        None,
        Some(json!({})),
        Some(json!([1, "two"])),
        Some(json!("text")),
        Some(json!({
            "auth_config": 1, "connection": [], "toolkit": "x", "type": 7, "status": {}, "tools": 3,
            "auth_config_id": [], "user_id": {}, "endpoint": 1, "method": null, "arguments": "x",
            "name": 1, "alias": 4, "enabled": "x", "experimental": 3, "webhook_url": {},
            "credentials": "x", "session_uri": 5, "limit": "x", "filters": {}, "trigger_config": 3,
        })),
    ];
    let calls = schema::calls();
    assert!(calls.len() > 80, "{}", calls.len());
    for (method, template) in calls {
        let credential = match template.as_str() {
            path if path.contains("/org/owner/") => ("x-org-api-key", key("org_api_key")),
            path if path.contains("/org/list") || path.contains("/org/project/list") => {
                ("x-user-api-key", key("user_api_key"))
            }
            _ => ("x-api-key", desk.key.clone()),
        };
        for id in [account.as_str(), "%00%2F..%2F\u{e9}"] {
            let path: Vec<&str> = template
                .split('/')
                .map(|p| if p.starts_with('{') { id } else { p })
                .collect();
            let path = path.join("/");
            for body in &bodies {
                let headers = [(credential.0, credential.1.as_str())];
                let answer = desk.raw(&method, &path, body.clone(), &headers).await;
                assert!(
                    answer.status < 500,
                    "{method} {path} {body:?}: {}",
                    answer.text
                );
            }
        }
    }
    let client = reqwest::Client::new();
    let url = format!("{}/api/v3.1/connected_accounts/link", desk.sim.base_url());
    let sent = client
        .post(url)
        .header("x-api-key", &desk.key)
        .body("{not json")
        .send()
        .await;
    assert_eq!(sent.unwrap().status(), 400);
}
