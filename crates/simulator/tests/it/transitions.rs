//! The life of an account: what moves it, what does not, and when.

use std::time::Duration;

use serde_json::{Value, json};
use simulator::{Config, Consent, Decision, Sabotage, Scenario};

use crate::support::Desk;

const ACCOUNTS: &str = "/api/v3.1/connected_accounts";

async fn fetched(desk: &Desk, id: &str) -> Value {
    desk.get(&format!("{ACCOUNTS}/{id}")).await.expect(200).body
}

#[tokio::test]
async fn a_link_left_alone_expires_after_ten_minutes() {
    let desk = Desk::empty().await;
    let config = desk.config("gmail", true);
    let (unopened, _) = desk.link(&config, "acme", "").await;
    let (opened, url) = desk.link(&config, "acme", "").await;
    desk.page(&url).await.expect(200);
    desk.sim.advance_clock(Duration::from_secs(599));
    assert_eq!(desk.status(&unopened).await, "INITIALIZING");
    assert_eq!(desk.status(&opened).await, "INITIATED");
    let before = fetched(&desk, &opened).await["updated_at"].clone();
    desk.sim.advance_clock(Duration::from_secs(2));
    let listed = desk
        .get(&format!("{ACCOUNTS}?statuses=EXPIRED"))
        .await
        .expect(200);
    assert_eq!(
        listed.body["total_items"], 2,
        "the list knows without a read in between"
    );
    let late = fetched(&desk, &opened).await;
    assert_eq!(
        late["status_reason"],
        "Connection initiation did not complete within 10 minutes"
    );
    assert!(
        late["updated_at"].as_str() > before.as_str(),
        "each change moves updated_at"
    );
    let never = fetched(&desk, &unopened).await;
    assert_eq!(
        never["status_reason"],
        "Connection expired before authorization was started"
    );
    assert!(never["state"]["val"]["expired_at"].is_string());
    assert!(
        desk.sim
            .consent(
                &opened,
                Decision {
                    allow: true,
                    ..Decision::default()
                }
            )
            .is_err()
    );
}

#[tokio::test]
async fn a_link_answer_has_neither_id_nor_status() {
    let desk = Desk::empty().await;
    let path = format!("{ACCOUNTS}/link");
    for (body, status) in [
        (json!({}), 422),
        (json!({ "auth_config_id": "ac_x" }), 422),
        (json!({ "auth_config_id": "ac_x", "user_id": "" }), 422),
        (json!({ "auth_config_id": 5, "user_id": "a" }), 422),
        (
            json!({ "auth_config_id": "ac_nobody", "user_id": "a" }),
            404,
        ),
    ] {
        desk.post(&path, body).await.expect(status);
    }
    let body = json!({ "auth_config_id": desk.config("gmail", true), "user_id": "a" });
    for prefix in ["/api/v3", "/api/v3.1"] {
        let path = format!("{prefix}/connected_accounts/link");
        let made = desk.post(&path, body.clone()).await.expect(201);
        assert!(made.body.get("id").is_none() && made.body.get("status").is_none());
        assert!(made.text("/link_token").starts_with("lk_"));
        assert_eq!(
            desk.status(&made.text("/connected_account_id")).await,
            "INITIALIZING"
        );
    }
    assert_eq!(
        desk.get(ACCOUNTS).await.body["total_items"],
        2,
        "each call makes an account of its own"
    );
}

#[tokio::test]
async fn polling_connects_when_that_was_asked_for() {
    let consent = Consent::AllowAfterPolls(3);
    let config = Config {
        scenario: Scenario::Empty,
        consent,
        ..Config::default()
    };
    let desk = Desk::new(config).await;
    let (id, _) = desk.link(&desk.config("gmail", true), "acme", "").await;
    assert_eq!(desk.status(&id).await, "INITIALIZING");
    assert_eq!(desk.status(&id).await, "INITIALIZING");
    assert_eq!(desk.status(&id).await, "ACTIVE");
}

#[tokio::test]
async fn only_active_and_inactive_can_be_switched() {
    let desk = Desk::demo().await;
    let state = desk.sim.state();
    for row in state["accounts"].as_array().unwrap() {
        let (id, status) = (row["id"].as_str().unwrap(), row["status"].as_str().unwrap());
        if row["toolkit"] == "googlecalendar" {
            continue;
        }
        let path = format!("{ACCOUNTS}/{id}/status");
        let allowed = ["ACTIVE", "INACTIVE"].contains(&status);
        let answer = desk.patch(&path, json!({ "enabled": false })).await;
        assert_eq!(answer.status, if allowed { 200 } else { 400 }, "{status}");
    }
    desk.patch(
        &format!("{ACCOUNTS}/ca_x/status"),
        json!({ "enabled": true }),
    )
    .await
    .expect(404);
    let id = desk.connected(&desk.config("gmail", true), "acme").await;
    let path = format!("{ACCOUNTS}/{id}/status");
    desk.patch(&path, json!({})).await.expect(400);
    desk.patch(&path, json!({ "enabled": "yes" }))
        .await
        .expect(400);
    desk.patch(&path, json!({ "enabled": false }))
        .await
        .expect(200);
    let off = fetched(&desk, &id).await;
    assert_eq!(
        (&off["status"], &off["is_disabled"]),
        (&json!("INACTIVE"), &json!(true))
    );
    assert_eq!(off["status_reason"], "Connection status updated by user");
    desk.patch(&path, json!({ "enabled": true }))
        .await
        .expect(200);
    assert_eq!(desk.status(&id).await, "ACTIVE");
}

#[tokio::test]
async fn revoking_needs_a_toolkit_that_can_and_an_active_account() {
    let desk = Desk::empty().await;
    let stuck = desk.connected(&desk.config("notion", true), "acme").await;
    desk.post(&format!("{ACCOUNTS}/{stuck}/revoke"), json!({}))
        .await
        .expect(400);
    let (pending, _) = desk.link(&desk.config("gmail", true), "acme", "").await;
    desk.post(&format!("{ACCOUNTS}/{pending}/revoke"), json!({}))
        .await
        .expect(409);
    let id = desk.connected(&desk.config("gmail", true), "acme").await;
    let path = format!("{ACCOUNTS}/{id}/revoke");
    let done = desk.post(&path, json!({})).await.expect(200);
    assert_eq!(
        done.body["revoked_tokens"],
        json!(["access_token", "refresh_token"])
    );
    assert_eq!(done.text("/connected_account/status"), "REVOKED");
    let row = fetched(&desk, &id).await;
    assert_eq!(
        row["status_reason"],
        "Revoked via user-initiated revoke endpoint"
    );
    assert!(row["state"]["val"]["revoked_at"].is_string());
    let again = desk.post(&path, json!({})).await.expect(200);
    assert_eq!(again.body["revoked_tokens"], json!([]));
    desk.get(&format!("/api/v3/connected_accounts/{id}"))
        .await
        .expect(200);
}

#[tokio::test]
async fn a_deleted_account_is_as_if_it_never_was() {
    let desk = Desk::empty().await;
    let config = desk.config("gmail", true);
    let id = desk.connected(&config, "acme").await;
    let path = format!("{ACCOUNTS}/{id}");
    assert_eq!(
        desk.delete(&path).await.expect(200).body,
        json!({ "success": true })
    );
    desk.get(&path).await.expect(404);
    desk.delete(&path).await.expect(404);
    assert_eq!(desk.get(ACCOUNTS).await.body["total_items"], 0);
    let other = desk.connected(&config, "acme").await;
    let path = format!("{ACCOUNTS}/{other}?revoke_on_delete=true");
    assert!(
        desk.delete(&path)
            .await
            .expect(200)
            .text("/revoke_job_id")
            .starts_with("rj_")
    );
}

#[tokio::test]
async fn deleting_an_account_stops_its_triggers() {
    let desk = Desk::empty().await;
    let id = desk.connected(&desk.config("gmail", true), "acme").await;
    let body = json!({ "connected_account_id": id, "trigger_config": {} });
    let upsert = "/api/v3.1/trigger_instances/GMAIL_NEW_GMAIL_MESSAGE/upsert";
    desk.post("/api/v3.1/trigger_instances/NO_SUCH/upsert", body.clone())
        .await
        .expect(404);
    let trigger = desk
        .post(upsert, body.clone())
        .await
        .expect(200)
        .text("/trigger_id");
    assert_eq!(
        desk.post(upsert, body).await.text("/trigger_id"),
        trigger,
        "upsert finds it again"
    );
    let active = format!("/api/v3.1/trigger_instances/active?connected_account_ids={id}");
    assert_eq!(desk.get(&active).await.expect(200).items().len(), 1);
    let manage = format!("/api/v3.1/trigger_instances/manage/{trigger}");
    desk.patch(&manage, json!({ "status": "enable" }))
        .await
        .expect(409);
    desk.patch(&manage, json!({ "status": "disable" }))
        .await
        .expect(200);
    desk.patch(&manage, json!({ "status": "enable" }))
        .await
        .expect(200);
    desk.delete(&format!("{ACCOUNTS}/{id}")).await.expect(200);
    assert_eq!(desk.get(&active).await.items().len(), 0);
    let lingering = desk
        .get(&format!("{active}&show_disabled=true"))
        .await
        .expect(200);
    assert!(lingering.body["items"][0]["disabled_at"].is_string());
    desk.delete(&manage).await.expect(200);
    desk.delete(&manage).await.expect(404);
}

#[tokio::test]
async fn a_disabled_auth_config_blocks_links_and_use() {
    let desk = Desk::empty().await;
    let config = desk.config("gmail", true);
    let id = desk.connected(&config, "acme").await;
    desk.patch(
        &format!("/api/v3.1/auth_configs/{config}/DISABLED"),
        json!({}),
    )
    .await
    .expect(200);
    let body = json!({ "auth_config_id": config, "user_id": "acme" });
    desk.post(&format!("{ACCOUNTS}/link"), body)
        .await
        .expect(400);
    let row = fetched(&desk, &id).await;
    assert_eq!(row["auth_config"]["is_disabled"], true);
    let run = json!({ "connected_account_id": id, "user_id": "acme", "arguments": {} });
    desk.post("/api/v3.1/tools/execute/GMAIL_GET_PROFILE", run)
        .await
        .expect(400);
}

#[tokio::test]
async fn what_the_demo_panel_expires_stays_expired() {
    let desk = Desk::empty().await;
    let id = desk.connected(&desk.config("gmail", true), "acme").await;
    assert!(desk.sim.sabotage(Sabotage::Expire {
        connected_account_id: id.clone()
    }));
    assert!(!desk.sim.sabotage(Sabotage::Expire {
        connected_account_id: "ca_nobody".into()
    }));
    let row = fetched(&desk, &id).await;
    assert_eq!(row["status"], "EXPIRED");
    assert!(
        row["status_reason"]
            .as_str()
            .unwrap()
            .contains("invalid_grant")
    );
}
