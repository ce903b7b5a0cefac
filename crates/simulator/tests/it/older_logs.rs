//! The log of tool calls as `@composio/client` 0.1.0-alpha.76 and 2.0.0-rc.6 ask for
//! it, with the members that their types promise. No document describes it.

use serde_json::{Value, json};

use crate::support::Desk;

const BASE: &str = "/api/v3.1/internal/action_execution";

/// Runs a tool three times; the log ids, newest first.
async fn logged(desk: &Desk) -> Vec<String> {
    let mut ids = Vec::new();
    for _ in 0..3 {
        let run = json!({ "arguments": {} });
        let path = "/api/v3.1/tools/execute/HACKERNEWS_GET_FRONTPAGE";
        ids.push(desk.post(path, run).await.expect(200).text("/log_id"));
    }
    ids.reverse();
    ids
}

async fn listed(desk: &Desk, body: Value) -> Value {
    desk.post(&format!("{BASE}/logs"), body)
        .await
        .expect(200)
        .body
}

#[tokio::test]
async fn walking_the_log_by_number_meets_every_entry_once() {
    let desk = Desk::demo().await;
    let ids = logged(&desk).await;
    let (mut seen, mut cursor) = (Vec::new(), Value::Null);
    loop {
        let page = listed(&desk, json!({ "cursor": cursor, "limit": 2 })).await;
        for row in page["data"].as_array().unwrap() {
            for name in [
                "actionKey",
                "appKey",
                "connectedAccountId",
                "entityId",
                "minimalResponse",
            ] {
                assert!(row[name].is_string(), "{name} in {row}");
            }
            assert!(row["app"]["icon"].is_string() && row["app"]["name"].is_string());
            assert!(row["createdAt"].is_i64() && row["executionTime"].is_i64());
            assert_eq!(row["status"], "success");
            seen.push(row["id"].as_str().unwrap().to_owned());
        }
        cursor = page["nextCursor"].clone();
        if cursor.is_null() {
            break;
        }
    }
    assert_eq!(seen, ids, "newest first, each once");
    desk.post(&format!("{BASE}/logs"), json!({ "cursor": "x" }))
        .await
        .expect(400);
}

#[tokio::test]
async fn a_search_keeps_what_it_names() {
    let desk = Desk::demo().await;
    let ids = logged(&desk).await;
    for (search, found) in [
        (
            json!({ "field": "id", "operation": "==", "value": ids[1] }),
            1,
        ),
        (
            json!({ "field": "actionKey", "operation": "contains", "value": "hackernews" }),
            3,
        ),
        (
            json!({ "field": "status", "operation": "==", "value": "failed" }),
            0,
        ),
    ] {
        let page = listed(&desk, json!({ "cursor": null, "search_params": [search] })).await;
        assert_eq!(page["data"].as_array().unwrap().len(), found, "{search}");
    }
    let exact = json!({ "field": "actionKey", "operation": "contains", "value": "hackernews" });
    let body = json!({ "cursor": null, "case_sensitive": true, "search_params": [exact] });
    assert_eq!(listed(&desk, body).await["data"], json!([]));
}

#[tokio::test]
async fn one_entry_and_the_fields_have_their_promised_members() {
    let desk = Desk::demo().await;
    let ids = logged(&desk).await;
    let one = desk
        .get(&format!("{BASE}/log/{}", ids[0]))
        .await
        .expect(200);
    assert_eq!(one.text("/actionLogId"), ids[0]);
    for name in [
        "session",
        "executionMetadata",
        "payloadReceived",
        "response",
        "error",
    ] {
        assert!(one.body[name].is_object(), "{name}");
    }
    assert_eq!(one.text("/steps/0/type"), "tool_execution");
    desk.get(&format!("{BASE}/log/log_none")).await.expect(404);
    let fields = desk.get(&format!("{BASE}/fields")).await.expect(200).body;
    assert!(fields["fields"]["action_execution"][0]["displayName"].is_string());
}
