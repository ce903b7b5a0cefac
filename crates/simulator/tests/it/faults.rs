//! Scripted faults do what they say, when they say, and then stop.

use reqwest::Client;
use serde_json::{Value, json};

use crate::support::Desk;

const LIST: &str = "/api/v3.1/connected_accounts";

async fn arm(desk: &Desk, fault: Value) {
    desk.call("POST", "/_sim/faults", Some(fault))
        .await
        .expect(200);
}

/// A call whose answer may break every promise.
async fn bare(desk: &Desk, path: &str) -> Result<(u16, String), reqwest::Error> {
    let client = Client::new();
    let request = client.get(format!("{}{path}", desk.sim.base_url()));
    let response = request.header("x-api-key", &desk.key).send().await?;
    Ok((response.status().as_u16(), response.text().await?))
}

#[tokio::test]
async fn a_fault_that_makes_no_sense_is_refused_whole() {
    let desk = Desk::empty().await;
    for fault in [
        json!({ "route": "nonsense" }),
        json!({ "route": "*", "status": 9 }),
        json!({ "route": "*", "body": "music" }),
        json!({ "route": "*", "drop": "later" }),
        json!({ "route": "*", "colour": "red" }),
        json!([{ "route": "*", "status": 500 }, { "route": "*", "mutate": "nicely" }]),
    ] {
        desk.call("POST", "/_sim/faults", Some(fault))
            .await
            .expect(400);
    }
    desk.get(LIST).await.expect(200);
}

#[tokio::test]
async fn an_error_says_what_the_script_wants_it_to_say() {
    let desk = Desk::empty().await;
    let said = json!({ "route": "*", "status": 400, "message": "No shop\u{202e}" });
    arm(&desk, said).await;
    let answer = desk.get(LIST).await.expect(400);
    assert_eq!(answer.body["error"]["message"], "No shop\u{202e}");
}

#[tokio::test]
async fn only_the_nth_matching_call_fails() {
    let desk = Desk::empty().await;
    arm(
        &desk,
        json!({ "route": "GET /connected_accounts/{id}", "nth": 2, "times": 2, "status": 503 }),
    )
    .await;
    let one = format!("{LIST}/ca_nobody");
    desk.get(LIST).await.expect(200);
    desk.get(&one).await.expect(404);
    desk.get(&one).await.expect(503);
    desk.get(&one).await.expect(503);
    desk.get(&one).await.expect(404);
}

#[tokio::test]
async fn a_fault_can_hit_one_generation_only_and_be_cleared() {
    let desk = Desk::empty().await;
    arm(
        &desk,
        json!({ "route": "* /api/v3.1/*", "times": 0, "status": 404, "body": "unenveloped" }),
    )
    .await;
    let (status, text) = bare(&desk, LIST).await.unwrap();
    assert_eq!(status, 404);
    assert!(!text.contains("request_id"));
    desk.get("/api/v3/connected_accounts").await.expect(200);
    desk.call("DELETE", "/_sim/faults", None).await.expect(200);
    desk.get(LIST).await.expect(200);
}

#[tokio::test]
async fn each_kind_of_body_breaks_in_its_own_way() {
    let desk = Desk::empty().await;
    for (fault, check) in [
        (json!({ "status": 502, "body": "html" }), "<html>"),
        (json!({ "status": 404, "body": "object" }), "{}"),
        (
            json!({ "status": 429, "retry_after": "12" }),
            "Rate limit exceeded",
        ),
        (json!({ "status": 500 }), "\"request_id\""),
        (json!({ "body": "malformed" }), ":,"),
    ] {
        let mut whole = fault.clone();
        whole["route"] = json!("*");
        arm(&desk, whole).await;
        let (_, text) = bare(&desk, LIST).await.unwrap();
        assert!(text.contains(check), "{fault}: {text}");
    }
    arm(
        &desk,
        json!({ "route": "*", "status": 503, "body": "empty" }),
    )
    .await;
    assert_eq!(bare(&desk, LIST).await.unwrap(), (503, String::new()));
    arm(&desk, json!({ "route": "*", "body": "truncated" })).await;
    assert!(
        bare(&desk, LIST).await.is_err(),
        "the body ends before it should"
    );
}

#[tokio::test]
async fn a_lost_answer_leaves_the_work_done() {
    let desk = Desk::empty().await;
    let body = json!({ "auth_config_id": desk.config("gmail", true), "user_id": "acme" });
    let url = format!("{}{LIST}/link", desk.sim.base_url());
    for (fault, total) in [
        (json!({ "drop": "before" }), 0),
        (json!({ "drop": "after" }), 1),
        (json!({ "status": 502, "body": "html", "commit": true }), 2),
        (json!({ "status": 502, "body": "html" }), 2),
    ] {
        let mut whole = fault.clone();
        whole["route"] = json!("POST /connected_accounts/link");
        arm(&desk, whole).await;
        let sent = desk
            .client
            .post(&url)
            .header("x-api-key", &desk.key)
            .json(&body)
            .send()
            .await;
        assert_eq!(sent.is_err(), fault.get("drop").is_some(), "{fault}");
        let made = desk.get(LIST).await.expect(200).body["total_items"].clone();
        assert_eq!(made, total, "{fault}");
    }
}

#[tokio::test]
async fn a_spoilt_answer_keeps_its_shape_and_breaks_its_promises() {
    let desk = Desk::demo().await;
    for (how, pointer, want) in [
        ("unknown_status", "/items/0/status", json!("QUARANTINED")),
        (
            "unknown_scheme",
            "/items/0/state/authScheme",
            json!("QUANTUM_AUTH"),
        ),
        ("null_fields", "/items/0/user_id", Value::Null),
        ("wrong_types", "/items/0/state", json!([])),
    ] {
        arm(
            &desk,
            json!({ "route": "GET /connected_accounts", "mutate": how }),
        )
        .await;
        let (status, text) = bare(&desk, LIST).await.unwrap();
        let body: Value = serde_json::from_str(&text).unwrap();
        assert_eq!((status, body.pointer(pointer)), (200, Some(&want)), "{how}");
    }
}

#[tokio::test]
async fn chance_is_the_same_for_the_same_seed() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let desk = Desk::empty().await;
        arm(
            &desk,
            json!({ "route": "*", "times": 0, "probability": 0.5, "status": 500 }),
        )
        .await;
        let mut run = Vec::new();
        for _ in 0..20 {
            run.push(bare(&desk, LIST).await.unwrap().0);
        }
        assert!(run.contains(&200) && run.contains(&500));
        runs.push(run);
    }
    assert_eq!(runs[0], runs[1]);
}

#[tokio::test]
async fn one_bad_item_leaves_its_page_alone() {
    let desk = Desk::demo().await;
    let fault = json!({ "route": "GET /connected_accounts", "mutate": "null_fields", "item": 1 });
    arm(&desk, fault).await;
    let (_, text) = bare(&desk, LIST).await.unwrap();
    let body: Value = serde_json::from_str(&text).unwrap();
    let bad = |item: &Value| item["status"].is_null();
    let items = body["items"].as_array().unwrap();
    assert_eq!(items.len(), 20);
    assert_eq!(items.iter().position(bad), Some(1));
    assert_eq!(items.iter().filter(|item| bad(item)).count(), 1);
}

#[tokio::test]
async fn a_huge_answer_is_larger_than_anyone_should_take() {
    let desk = Desk::empty().await;
    arm(&desk, json!({ "route": "*", "mutate": "huge" })).await;
    let (_, text) = bare(&desk, LIST).await.unwrap();
    assert!(text.len() > 64 << 20);
}

#[tokio::test]
async fn a_redirect_can_point_anywhere() {
    let desk = Desk::empty().await;
    let to = "https://elsewhere.example/api";
    arm(
        &desk,
        json!({ "route": "*", "status": 307, "body": "empty", "location": to }),
    )
    .await;
    let url = format!("{}{LIST}", desk.sim.base_url());
    let sent = desk
        .client
        .get(url)
        .header("x-api-key", &desk.key)
        .send()
        .await
        .unwrap();
    assert_eq!(sent.headers()["location"], to);
}

#[tokio::test]
async fn a_page_can_leave_one_out_that_is_there() {
    let desk = Desk::empty().await;
    let body = json!({ "auth_config_id": desk.config("gmail", true), "user_id": "acme" });
    for _ in 0..2 {
        let link = format!("{LIST}/link");
        desk.call("POST", &link, Some(body.clone()))
            .await
            .expect(201);
    }
    let ids = async || {
        let page = desk.get(LIST).await.expect(200).body;
        let items = page["items"].as_array().unwrap().iter();
        items.map(|item| item["id"].clone()).collect::<Vec<_>>()
    };
    let all = ids().await;
    arm(
        &desk,
        json!({ "route": "GET /connected_accounts", "mutate": "left_out", "item": 0 }),
    )
    .await;
    assert_eq!(ids().await, all[1..]);
    assert_eq!(ids().await, all);
}
